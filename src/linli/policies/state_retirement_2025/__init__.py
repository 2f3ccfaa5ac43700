"""国务院关于渐进式延迟法定退休年龄的办法 as policy: figures in ``pack.toml``, rules in ``rules.py``."""
