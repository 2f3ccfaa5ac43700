"""The chained record: canonical text, SM3 links, the first break; codes that show an answer."""

from linli.core.record.chain import (
    GENESIS,
    Break,
    ChainedEntry,
    canonical_json,
    find_break,
    link,
    sm3_hex,
)
from linli.core.record.query_codes import code_digest, draw_code, plain_code, shown_code
from linli.core.record.sending import FormUsed, require_same
from linli.core.record.showing import shown_mark

__all__ = [
    "GENESIS",
    "Break",
    "ChainedEntry",
    "FormUsed",
    "canonical_json",
    "code_digest",
    "draw_code",
    "find_break",
    "link",
    "plain_code",
    "require_same",
    "shown_code",
    "shown_mark",
    "sm3_hex",
]
