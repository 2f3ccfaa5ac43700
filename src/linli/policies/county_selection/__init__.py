"""The county plan of D2 篇五 as policy: figures in ``pack.toml``, rules in ``rules.py``."""
