"""The Ningxia opinions of 2024-12-27 (D4) as policy: figures in ``pack.toml``, rules in ``rules.py``."""
