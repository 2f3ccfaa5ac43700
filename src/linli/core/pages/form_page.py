"""Lay out the pages of a form as tables of cells, as the reader of Word files does for its tables.

Words come from the pages' tokens; cells from the ruling, or from the labels where there is none;
ticks, the signature and the portrait from the ink.

Source: D0 附件2.
"""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from linli.core.documents.form_labels import label_of
from linli.core.documents.grid import PICTURE, Box, Cell, FormContent, Grid, Place
from linli.core.pages.anchors import anchored_cells
from linli.core.pages.cell_reading import CellReader
from linli.core.pages.page import Token
from linli.core.pages.page_breaks import joined_over_pages
from linli.core.pages.portraits import picture_boxes
from linli.core.pages.reading import ReadPage
from linli.core.pages.recognition import Recogniser
from linli.core.pages.ruling import RuledCell, RuledTable, ruled_tables
from linli.core.pages.signature import asks_for_signature
from linli.core.pages.words import RIM, Level, letters_wide, lines_of, middle

# The least part of a token beyond a line of ruling, in letters: its box is wider than its words.
_LEAST_PART = 0.7
_MOST_COVERED = 0.3
# A token so many times as high as others, of letters no larger than theirs, holds two close lines.
_TWO_LINES, _LARGE = 1.45, 1.25
_FEWEST_UNRULED = 2
# Without ruling a word may belong to a neighbour.
_UNRULED = 0.95


def form_content(pages: Sequence[ReadPage], *, recogniser: Recogniser | None = None) -> FormContent:
    """Lay out the pages of one form, in order; places count the pages from 0.

    With a ``recogniser``, words that a line of ruling cuts and letters that were overlooked are
    read once more; without one they make their cell less sure. Source: D0 附件2.
    """
    sheets = [_Sheet(number, page, recogniser).content() for number, page in enumerate(pages)]
    return FormContent(
        grids=joined_over_pages([sheet.grids for sheet in sheets]),
        lines=tuple(line for sheet in sheets for line in sheet.lines),
    )


class _Sheet:
    """One page being laid out."""

    def __init__(self, number: int, page: ReadPage, recogniser: Recogniser | None) -> None:
        self._number = number
        self._reader = CellReader(page, recogniser)
        self._tables = ruled_tables(page.pixels)
        pictures = picture_boxes(page.pixels)
        self._pictures = [box for box in pictures if not self._is_worded(box)]
        heights = [token.box.bottom - token.box.top for token in self._reader.tokens]
        self._usual_height = median(heights) if heights else 0.0

    def content(self) -> FormContent:
        """Return the tables of the page, and the lines outside them."""
        inside: dict[tuple[int, RuledCell], list[Token]] = {}
        outside: list[Token] = []
        for token in self._parts():
            home = self._home(token)
            if home is None:
                outside.append(token)
                continue
            held = inside.setdefault(home, [])
            if not (self._holds_two_lines(token) and self._reader.reads_again):
                held.append(token)
        grids: list[Grid] = []
        for number, table in enumerate(self._tables):
            cells = [self._cell(cell, inside.get((number, cell)), table) for cell in table.cells]
            grids.append(Grid(tuple(cells), len(cells)))
        grids += [grid for tokens in inside.values() if (grid := self._unruled(tokens))]
        grids += [grid for grid in (self._unruled(outside, is_whole_page=True),) if grid]
        return FormContent(tuple(grids), tuple(self._outer_lines(outside)))

    def _cell(self, cell: RuledCell, tokens: Sequence[Token] | None, table: RuledTable) -> Cell:
        """Return a cell; ``tokens`` is ``None`` where no word was found, empty where all are to be read again."""
        if self._has_picture(cell, tokens):
            lines: tuple[str, ...] = (PICTURE,)
            sure = 1.0
        else:
            read = self._reader.words(tokens or (), cell.inner, is_ruled=True, level=_level(table))
            lines, sure = read.lines, read.sure
        place = Place(self._number, cell.box, sure)
        return Cell(cell.row, cell.column, cell.rows, cell.columns, lines, place)

    def _has_picture(self, cell: RuledCell, tokens: Sequence[Token] | None) -> bool:
        if any(_holds(cell.box, *_middle(box)) for box in self._pictures):
            return True
        is_for_photo = cell.rows > 1 or tokens is None
        return is_for_photo and self._reader.shows_photo(tokens or (), cell.inner)

    def _unruled(self, tokens: Sequence[Token], *, is_whole_page: bool = False) -> Grid | None:
        """Lay out by labels what lies together without ruling between label and value."""
        lines = lines_of(tokens)
        if label_of("".join(line.text for line in lines)) is not None:
            return None
        if not is_whole_page and asks_for_signature(lines):
            return None
        laid_out = anchored_cells(tokens)
        if len(laid_out) < _FEWEST_UNRULED:
            return None
        cells = []
        for cell in laid_out:
            read = self._reader.words(cell.tokens, cell.within, is_ruled=False)
            place = Place(self._number, cell.place, _UNRULED * read.sure)
            cells.append(Cell(cell.row, cell.column, 1, 1, read.lines, place))
        return Grid(tuple(cells), len(cells))

    def _outer_lines(self, outside: Iterable[Token]) -> Iterator[str]:
        for box in self._pictures:
            if all(table.cell_at(*_middle(box)) is None for table in self._tables):
                yield PICTURE
        for line in lines_of(outside):
            yield line.text

    def _is_worded(self, box: Box) -> bool:
        """Tell whether words cover so much of a place that it is no picture."""
        covered = sum(_common_area(token.box, box) for token in self._reader.tokens)
        return covered > _MOST_COVERED * _area(box)

    def _parts(self) -> Iterator[Token]:
        """Yield the tokens of the page, those that run over ruling in parts."""
        for token in self._reader.tokens:
            # A mark across a portrait is no value of the field beside it.
            if any(_holds(box, *_middle(token.box)) for box in self._pictures):
                continue
            yield from self._parts_of(token)

    def _parts_of(self, token: Token) -> list[Token]:
        for table in self._tables:
            cuts = table.cuts(token.box.left, token.box.right, middle(token))
            cuts = _wide_enough(cuts, least=_LEAST_PART * self._reader.letter)
            if len(cuts) > 1:
                return self._reader.cut(token, cuts)
        return [token]

    def _home(self, token: Token) -> tuple[int, RuledCell] | None:
        for number, table in enumerate(self._tables):
            cell = table.cell_at(*_middle(token.box))
            if cell is not None:
                return number, cell
        return None

    def _holds_two_lines(self, token: Token) -> bool:
        own = (token.box.right - token.box.left) / (letters_wide(token.text) + RIM)
        is_high = token.box.bottom - token.box.top > _TWO_LINES * self._usual_height
        return is_high and own < _LARGE * self._reader.letter and len(token.text) > 1


def _level(table: RuledTable) -> Level:
    def level(token: Token) -> float:
        return table.ruling.straightened(*_middle(token.box))[1] / table.ruling.size[1]

    return level


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left < x < box.right and box.top < y < box.bottom


def _wide_enough(cuts: Sequence[tuple[float, float]], *, least: float) -> list[tuple[float, float]]:
    """Join stretches that are too narrow for a letter to the one before, or after at the start."""
    kept: list[tuple[float, float]] = []
    start = cuts[0][0]
    for _, right in cuts:
        if right - start >= least:
            kept.append((start, right))
            start = right
    if start < cuts[-1][1] and kept:
        kept[-1] = (kept[-1][0], cuts[-1][1])
    return kept or [(cuts[0][0], cuts[-1][1])]


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _common_area(first: Box, second: Box) -> float:
    wide = min(first.right, second.right) - max(first.left, second.left)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    return max(wide, 0.0) * max(high, 0.0)
