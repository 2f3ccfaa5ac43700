"""The paragraphs and tables of an open document, in which ticks and pictures are characters."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from linli.core.documents.cell_spans import LaidCell, grid_of_cells, written_span
from linli.core.documents.grid import PICTURE, TICKED, UNTICKED, FormContent, Grid
from linli.core.documents.open_document_styles import Look, controls_of, looks_of
from linli.core.documents.word_text import attribute, child, folded, local_name

_MAX_CELLS = 5_000
_MAX_NESTING = 6
_MAX_REPEATED = 63
_MOST_BLANKS = 200
_BLANKS = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset({"p", "h"})
_MARKS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_UNSEEN = frozenset(
    {
        "note", "annotation", "annotation-end", "placeholder", "hidden-text", "hidden-paragraph",
        "script", "ruby-text", "tracked-changes", "bookmark", "event-listeners", "forms",
        "sequence-decls",
    }
)  # fmt: skip
_SHAPES = frozenset(
    {"custom-shape", "rect", "ellipse", "circle", "polygon", "path", "line", "connector", "caption"}
)


class DocumentReader:
    """Reads the body of an open document; ``pictures`` are its images in order, for the caller to open."""

    def __init__(self, root: etree._Element) -> None:
        self._looks: Mapping[str, Look] = looks_of(root)
        self._controls = controls_of(root)
        self._deletions = _deletions(root)
        self._open_deletions: set[str] = set()
        self._grids: list[Grid | None] = []
        self._cells_left = _MAX_CELLS
        self.pictures: list[etree._Element] = []

    def read(self, text: etree._Element) -> FormContent:
        """Lay out the text of a document."""
        lines = self._blocks(text, nesting=0)
        grids = tuple(grid for grid in self._grids if grid is not None)
        return FormContent(grids, tuple(lines), complete=self._cells_left > 0)

    def _blocks(self, container: etree._Element, *, nesting: int) -> list[str]:
        lines: list[str] = []
        for item in container:
            name = local_name(item)
            if name in _PARAGRAPHS:
                lines += self._paragraph(item, nesting=nesting)
            elif name == "table":
                lines += self._table(item, nesting=nesting)
            elif name in {"frame", "g"} or name in _SHAPES:
                # Anchored to the page, beside the paragraphs.
                lines += _Paragraph(self, nesting).lines_of([item])
            elif name not in _UNSEEN:
                lines += self._blocks(item, nesting=nesting)
        return lines

    def _paragraph(self, paragraph: etree._Element, *, nesting: int) -> list[str]:
        look = self._looks.get(attribute(paragraph, "style-name") or "", Look())
        return [] if look.is_unseen else _Paragraph(self, nesting, look).lines(paragraph)

    def _table(self, table: etree._Element, *, nesting: int) -> list[str]:
        """Lay out a table; inside another one, return its rows as the lines of the cell around it."""
        number = len(self._grids)
        self._grids.append(None)
        rows: list[list[LaidCell]] = []
        for row in _parts(table, "table-row"):
            if self._cells_left <= 0:
                break
            rows.append([cell for item in row for cell in self._cells(item, nesting=nesting + 1)])
        self._grids[number] = grid_of_cells(rows) if nesting < _MAX_NESTING else None
        if not nesting:
            return []
        return [" ".join(" ".join(cell.lines) for cell in row) for row in rows]

    def _cells(self, cell: etree._Element, *, nesting: int) -> list[LaidCell]:
        # A covered cell takes no place of its own: the one above or beside it lies there.
        if local_name(cell) != "table-cell" or self._cells_left <= 0:
            return []
        repeated = min(written_span(attribute(cell, "number-columns-repeated")), _MAX_REPEATED)
        laid = LaidCell(
            max(written_span(attribute(cell, "number-rows-spanned")), 1),
            written_span(attribute(cell, "number-columns-spanned")),
            tuple(self._blocks(cell, nesting=nesting)),
        )
        self._cells_left -= max(repeated, 1)
        return [laid] * max(repeated, 1)

    def look(self, element: etree._Element) -> Look | None:
        """Return how a span looks, ``None`` if it says nothing."""
        return self._looks.get(attribute(element, "style-name") or "")

    def control(self, element: etree._Element) -> str:
        """Return what a control on the page shows."""
        return self._controls.get(attribute(element, "control") or "", "")

    def box(self, element: etree._Element, *, nesting: int) -> list[str]:
        """Return the lines of a box."""
        return self._blocks(element, nesting=nesting) if nesting < 2 * _MAX_NESTING else []

    def mark_change(self, element: etree._Element, *, is_start: bool) -> None:
        """Note where deleted text that is still in place begins and ends."""
        number = attribute(element, "change-id") or ""
        if number in self._deletions:
            (self._open_deletions.add if is_start else self._open_deletions.discard)(number)

    @property
    def is_deleted(self) -> bool:
        """Tell whether the text here is deleted."""
        return bool(self._open_deletions)


class _Paragraph:
    """One paragraph while it is read: its text, and the lines of the boxes anchored in it."""

    def __init__(self, reader: DocumentReader, nesting: int, look: Look | None = None) -> None:
        self._reader = reader
        self._nesting = nesting
        self._look = look or Look()
        self._parts: list[str] = []
        self._boxed: list[str] = []

    def lines(self, paragraph: etree._Element) -> list[str]:
        """Return the lines of the paragraph, then those of its boxes."""
        self._content(paragraph, self._look)
        return [*"".join(self._parts).split("\n"), *self._boxed]

    def lines_of(self, items: list[etree._Element]) -> list[str]:
        """Return the lines of shapes that stand by themselves."""
        for item in items:
            self._element(item, self._look)
        text = "".join(self._parts)
        return [*([text] if text else []), *self._boxed]

    def _content(self, element: etree._Element, look: Look) -> None:
        self._put(_BLANKS.sub(" ", element.text or ""), look)
        for item in element:
            self._element(item, look)
            self._put(_BLANKS.sub(" ", item.tail or ""), look)

    def _put(self, text: str, look: Look) -> None:
        if text and not look.is_unseen and not self._reader.is_deleted:
            self._parts.append(folded(text, look.symbols))

    def _element(self, item: etree._Element, look: Look) -> None:
        name = local_name(item)
        if not name or name in _UNSEEN:
            return
        if name == "s":
            count = written_span(attribute(item, "c"))
            self._put(" " * min(count, _MOST_BLANKS), look)
        elif name in _MARKS:
            self._put(_MARKS[name], look)
        elif name in {"change-start", "change-end"}:
            self._reader.mark_change(item, is_start=name == "change-start")
        elif name == "span":
            self._content(item, self._reader.look(item) or look)
        elif name == "content-control":
            self._content_control(item, look)
        elif name in {"fieldmark", "fieldmark-start"}:
            self._put(_field_mark(item), look)
        elif name == "control":
            self._put(self._reader.control(item), look)
        elif name == "frame":
            self._frame(item, look)
        elif name in _SHAPES or name == "g":
            self._shape(item, look)
        else:
            self._content(item, look)

    def _content_control(self, control: etree._Element, look: Look) -> None:
        if attribute(control, "checkbox") == "true":
            self._put(TICKED if attribute(control, "checked") == "true" else UNTICKED, look)
        elif attribute(control, "showing-place-holder") != "true":
            self._content(control, look)

    def _frame(self, frame: etree._Element, look: Look) -> None:
        if look.is_unseen or self._reader.is_deleted:
            return
        image = child(frame, "image")
        if image is not None:
            # Further images of one frame show the same for other programs.
            self._reader.pictures.append(image)
            self._parts.append(PICTURE)
        elif child(frame, "object-ole") is not None:
            self._parts.append(PICTURE)
        box = child(frame, "text-box")
        if box is not None:
            self._boxed += self._reader.box(box, nesting=self._nesting + 1)

    def _shape(self, shape: etree._Element, look: Look) -> None:
        for item in shape:
            name = local_name(item)
            if name in _PARAGRAPHS:
                self._boxed += self._reader.box(shape, nesting=self._nesting + 1)
                return
            if name == "frame" or name in _SHAPES or name == "g":
                self._element(item, look)


def _field_mark(mark: etree._Element) -> str:
    if not (attribute(mark, "type") or "").endswith("FORMCHECKBOX"):
        return ""
    checked = (
        attribute(item, "value")
        for item in mark
        if (attribute(item, "name") or "") == "Checkbox_Checked"
    )
    return TICKED if next(checked, "false") == "true" else UNTICKED


def _parts(container: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for item in container:
        name = local_name(item)
        if name == wanted:
            yield item
        elif name in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _parts(item, wanted)


def _deletions(root: etree._Element) -> frozenset[str]:
    return frozenset(
        attribute(region, "id") or ""
        for changes in root.iter("{*}tracked-changes")
        for region in changes
        if child(region, "deletion") is not None
    )
