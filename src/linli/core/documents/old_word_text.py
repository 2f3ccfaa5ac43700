"""Characters of binary Word files that are not Unicode: one byte each, Western, sometimes Chinese."""

import re

_HIGH = re.compile(rb"[\x80-\xff]+")
# The signs and characters of GB 2312, two bytes each.
_CHINESE = re.compile(rb"(?:[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])+")
# Western letters with marks hardly ever stand in such pairs.
_ENOUGH_PAIRS = 3
_SAMPLE = 20_000
_WESTERN = {
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ",
    0x89: "‰", 0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“",
    0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›",
    0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
}  # fmt: skip


def is_chinese(stored: bytes) -> bool:
    """Tell whether one-byte characters are the halves of Chinese ones, as some converters write them."""
    runs = _HIGH.findall(stored[:_SAMPLE])
    whole = runs[:-1] if len(stored) > _SAMPLE else runs
    pairs = sum(len(run) for run in whole) // 2
    return pairs >= _ENOUGH_PAIRS and all(_CHINESE.fullmatch(run) for run in whole)


def narrow_text(stored: bytes, *, chinese: bool) -> str:
    """Return the text of one-byte characters; a Chinese one takes the places of two."""
    if not chinese:
        return stored.decode("latin-1").translate(_WESTERN)
    text = stored.decode("gb18030", "replace")
    # The second place stays, as a character of no width, so that places can be counted.
    return "".join(mark if mark < "\x80" else mark + "\u200b" for mark in text)
