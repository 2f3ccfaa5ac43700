"""Where paragraphs of a binary Word file stand in tables, and how the rows of the tables are shaped."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.documents.cell_flow import RowShape
from linli.core.documents.old_word_file import Modifiers

_IN_TABLE, _ROW_END = 0x2416, 0x2417
_DEPTH, _INNER_CELL_END, _INNER_ROW_END = 0x6649, 0x244B, 0x244C
_DEFINE, _MERGE, _MERGE_DOWN = 0xD608, 0x5624, 0xD62B
_CELL_SIZE = 20
# Bits of a cell's description.
_JOINED_LEFT, _JOINED_DOWN, _FIRST_OF_DOWN = 0x0002, 0x0020, 0x0040
_MOST_CELLS = 64


@dataclass(frozen=True, slots=True)
class ParagraphPlace:
    """How deep in tables a paragraph stands (0 is outside), and whether it ends a cell or a row."""

    depth: int
    ends_inner_cell: bool
    ends_row: bool


def place_of(properties: Modifiers) -> ParagraphPlace:
    """Read a paragraph's place from its properties."""
    stored = properties.get(_DEPTH, b"")
    depth = int.from_bytes(stored, "little", signed=True) if len(stored) == 4 else 0
    if depth <= 0:
        depth = int(_is_on(properties, _IN_TABLE))
    ends_row = _is_on(properties, _ROW_END if depth <= 1 else _INNER_ROW_END)
    return ParagraphPlace(
        depth=depth,
        ends_inner_cell=depth > 1 and _is_on(properties, _INNER_CELL_END),
        ends_row=ends_row,
    )


def row_shape(properties: Modifiers) -> RowShape:
    """Read the edges and merges of a row from the properties of the mark that ends it."""
    definition = properties.get(_DEFINE, b"")
    count = definition[0] if definition else 0
    cells = definition[1 + 2 * (count + 1) :]
    if not 0 < count <= _MOST_CELLS or len(definition) < 1 + 2 * (count + 1):
        return RowShape()
    flags = [
        int.from_bytes(cells[at : at + 2], "little")
        for at in range(0, min(_CELL_SIZE * count, len(cells) - 1), _CELL_SIZE)
    ]
    left = {number for number, flag in enumerate(flags) if flag & _JOINED_LEFT}
    up = {
        number
        for number, flag in enumerate(flags)
        if flag & _JOINED_DOWN and not flag & _FIRST_OF_DOWN
    }
    _apply_later_merges(properties, left=left, up=up)
    return RowShape(
        struct.unpack_from(f"<{count + 1}h", definition, 1), frozenset(left), frozenset(up)
    )


def _apply_later_merges(properties: Modifiers, *, left: set[int], up: set[int]) -> None:
    for first, limit in _pairs(properties.get(_MERGE, b"")):
        left.update(range(first + 1, limit))
    for cell, state in _pairs(properties.get(_MERGE_DOWN, b"")):
        (up.add if state == 1 else up.discard)(cell)


def _pairs(stored: bytes) -> Iterator[tuple[int, int]]:
    return zip(stored[::2], stored[1::2], strict=False)


def _is_on(properties: Modifiers, code: int) -> bool:
    return properties.get(code, b"\0")[:1] not in {b"", b"\0"}
