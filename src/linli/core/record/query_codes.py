"""Codes by which somebody without an account sees an answer later.

A code is drawn, shown once to the person, and kept as its digest only: whoever reads the
database cannot see an answer in another's name.
"""

import re
import secrets
import unicodedata

from linli.core.record.chain import sm3_hex

# Without 0, O, 1, I and L, which are misread from a screen or a slip of paper.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH, _GROUP = 12, 4
_FILL = re.compile(r"[\s\-—–]+")


def draw_code() -> str:
    """Return a new code, in groups of four: ``7KQM-3XWP-V2HT``."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return shown_code(drawn)


def plain_code(written: str) -> str | None:
    """Return a code as it is digested, ``None`` for what is none: case, width and hyphens do not count."""
    plain = _FILL.sub("", unicodedata.normalize("NFKC", written)).upper()
    return plain if len(plain) == _LENGTH and set(plain) <= set(_ALPHABET) else None


def shown_code(plain: str) -> str:
    """Return a plain code in groups of four."""
    return "-".join(plain[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def code_digest(plain: str) -> str:
    """Return the SM3 of a plain code, by which the database knows it."""
    return sm3_hex(plain.encode("ascii"))
