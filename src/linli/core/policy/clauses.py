"""The order of clauses as a document has them: 一 before 二, 第九条 before 第十九条, annexes last."""

import re
from itertools import takewhile

ClauseKey = tuple[int, str, tuple[int, ...], str]

_DIGITS = "零一二三四五六七八九"
_WEIGHTS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"[零一二三四五六七八九十百千]+|\d+")
# Where a clause stands that does not begin with its number; all others stand before the body,
# as the letter that forwards a document does (川一 before 一).
_PLACES = {
    "文头": 0,
    "全文": 0,
    "": 2,
    "第": 2,
    "末段": 3,
    "附件": 4,
    "附表": 4,
    "附则": 3,
    "版记": 5,
}
_BEFORE_THE_BODY = 1


def document_of(clause: str) -> str:
    """Return the code of the document with which a clause begins."""
    return clause.split()[0]


def place_of(clause: str) -> str:
    """Return a clause without the code of its document: ``D0 三(一)2`` → ``三(一)2``."""
    return clause.partition(" ")[2].strip()


def clause_key(clause: str) -> ClauseKey:
    """Return what clauses of one document are sorted by: the numbers of the first place named."""
    place = place_of(clause)
    first = re.split("[、；至]", place)[0]
    head = "".join(takewhile(lambda mark: not _NUMBER.match(mark) and mark not in "(（", first))
    head = head.strip()
    rank = _PLACES.get(head, _BEFORE_THE_BODY)
    numbers = tuple([number_of(found) for found in _NUMBER.findall(first)])
    return rank, head if rank == _BEFORE_THE_BODY else "", numbers, place


def number_of(numeral: str) -> int:
    """Return the value of a numeral up to 9999: ``十九``, ``二百零一``, ``12``."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for mark in numeral:
        if mark in _WEIGHTS:
            total += (digit or 1) * _WEIGHTS[mark]
            digit = 0
        else:
            digit = _DIGITS.index(mark)
    return total + digit
