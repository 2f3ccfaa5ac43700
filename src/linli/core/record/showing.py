"""What somebody was shown before an act, as a short mark that comes back with the act."""

from collections.abc import Mapping

from linli.core.record.chain import canonical_json, sm3_hex


def shown_mark(value: Mapping[str, object]) -> str:
    """Return a mark of 16 hexadecimal digits; it differs as soon as anything of the value does."""
    return sm3_hex(canonical_json(value).encode())[:16]
