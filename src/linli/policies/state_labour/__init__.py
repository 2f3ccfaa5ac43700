"""劳动合同法 and the rules on paid annual leave as policy: figures in ``pack.toml``, rules in ``rules.py``."""
