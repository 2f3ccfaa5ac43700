"""The chained record: canonical text, SM3 links, the first break."""

from linli.core.record.chain import (
    GENESIS,
    Break,
    ChainedEntry,
    canonical_json,
    find_break,
    link,
    sm3_hex,
)

__all__ = ["GENESIS", "Break", "ChainedEntry", "canonical_json", "find_break", "link", "sm3_hex"]
