"""川人社办发〔2020〕96号 (D1) as policy: figures in ``pack.toml``, rules in ``rules.py``."""
