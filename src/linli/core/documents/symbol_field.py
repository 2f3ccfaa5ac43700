"""Fields of Word that show one character of a symbol font."""

import re

from linli.core.documents.word_text import SYMBOL_FONTS

_SYMBOL = re.compile(
    r'\s*SYMBOL\s+(\d{1,5})\b[^\\]{0,20}(?:\\[^f][^\\]{0,20})*\\f\s*"?([^"\\]{1,40})', re.IGNORECASE
)


def symbol_of(instruction: str) -> str | None:
    """Return the character that a SYMBOL field shows, ``None`` for any other field."""
    match = _SYMBOL.match(instruction)
    if match is None:
        return None
    return SYMBOL_FONTS.get(match[2].strip().lower(), {}).get(int(match[1]) & 0xFF, "")
