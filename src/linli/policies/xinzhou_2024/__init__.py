"""忻社发〔2024〕3号 (D0) as policy: figures in ``pack.toml``, rules in ``rules.py``."""
