"""Any application as the filled official form, a Word file.

Source: D0 附件2.
"""

from datetime import date

from linli.core.documents.form_layout import (
    HEADING,
    PHOTO_MM,
    SIGNATURE_MM,
    WIDTHS_MM,
    FormCell,
    FormLine,
    FormRow,
    Ink,
    Piece,
    filled_rows,
    form_mark,
    title_lines,
)
from linli.core.documents.form_word_photo import (
    photo_run,
    signature_run,
    with_photo,
    with_signature,
)
from linli.core.documents.official_layout import MARK_COLOUR, POINTS_PER_MM, SIZE_4_PT
from linli.core.documents.official_word_package import package
from linli.core.documents.official_word_xml import (
    Face,
    Look,
    element,
    line,
    paragraph,
    run,
    twips,
)
from linli.core.documents.registration_form import RegistrationForm

_TITLE_PT, _TITLE_LINE_PT, _TEXT_PT, _NOTE_PT, _LINE_PT = 18, 26, 11, 10, 16
_TOP_MM, _SIDE_MM, _FOOT_MM, _MARK_MM = 16, 20, 14, 8
_RULES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SIGNS = {Ink.BOX: "□", Ink.TICKED: "☑"}
_FACES = {Ink.STRONG: Face.HEITI}


def word_form(
    form: RegistrationForm,
    *,
    title: str,
    portrait: bytes | None = None,
    signature: bytes | None = None,
    rehearsal: bool,
    dated: date,
) -> bytes:
    """Return Annex 2 filled in with ``form``, as a ``.docx``; the same arguments give the same bytes.

    ``title`` is the form's as the notice prints it; ``portrait`` a JPEG or PNG of 25 to 35;
    ``signature`` one of 28 to 9, which stands for the name in type; ``dated`` the day that the file bears in its properties. Source: D0 附件2.
    """
    rows = filled_rows(form, has_photo=portrait is not None, is_drawn=signature is not None)
    mark = line(form_mark(rehearsal), _look(Face.HEITI, SIZE_4_PT, "center", colour=MARK_COLOUR))
    blank = line("", Look(line_pt=1, size_pt=1))
    made = package(
        body=_head(title) + _table(rows) + blank + _section(),
        header=mark,
        odd_footer=blank,
        even_footer=blank,
        title=title,
        dated=dated,
    )
    made = with_photo(made, portrait) if portrait is not None else made
    return with_signature(made, signature) if signature is not None else made


def _look(face: Face, size_pt: float, align: str = "left", *, colour: str = "000000") -> Look:
    return Look(face, size_pt, align, line_pt=max(_LINE_PT, size_pt + 4), colour=colour)


def _head(title: str) -> str:
    look = Look(Face.TITLE, _TITLE_PT, "center", line_pt=_TITLE_LINE_PT, keep_next=True)
    titles = "".join(line(text, look) for text in title_lines(title))
    return line(HEADING, _look(Face.HEITI, SIZE_4_PT)) + titles + line("", Look(line_pt=6))


def _table(rows: tuple[FormRow, ...]) -> str:
    widths = [_twips(width) for width in WIDTHS_MM]
    rules = (element(side, val="single", sz=6, space=0, color="000000") for side in _RULES)
    margins = (element(side, w=80, type="dxa") for side in ("left", "right"))
    look = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *rules),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *margins),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    covered = 0
    drawn = []
    for row in rows:
        drawn.append(_row(row, widths, is_covered=covered > 0))
        covered = max(covered - 1, max(cell.rows for cell in row.cells) - 1)
    return element("tbl", look, grid, *drawn)


def _row(row: FormRow, widths: list[int], *, is_covered: bool) -> str:
    look = element(
        "trPr",
        "" if row.may_break else element("cantSplit"),
        element("trHeight", val=_twips(row.height_mm), hRule="atLeast"),
    )
    cells, column = [], 0
    for cell in row.cells:
        cells.append(_cell(cell, sum(widths[column : column + cell.columns])))
        column += cell.columns
    if is_covered:
        merge = element("vMerge", val="continue")
        cells.append(_drawn_cell(line("", _look(Face.SONG, _TEXT_PT)), widths[-1], 1, merge))
    return element("tr", look, *cells)


def _cell(cell: FormCell, width: int) -> str:
    merge = element("vMerge", val="restart") if cell.rows > 1 else ""
    return _drawn_cell("".join(map(_paragraph, cell.lines)), width, cell.columns, merge)


def _drawn_cell(content: str, width: int, columns: int, merge: str) -> str:
    look = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        element("gridSpan", val=columns) if columns > 1 else "",
        merge,
        element("vAlign", val="center"),
    )
    return element("tc", look, content)


def _paragraph(given: FormLine) -> str:
    if any(piece.ink is Ink.PHOTO for piece in given.pieces):
        # A line of a fixed height would cut the photo.
        return element("p", element("pPr", element("jc", val="center")), photo_run(*PHOTO_MM))
    if any(piece.ink is Ink.SIGNATURE for piece in given.pieces):
        centred = element("textAlignment", val="center")
        line_look = element("pPr", element("jc", val=given.align), centred)
        return element("p", line_look, *map(_run, given.pieces))
    look = Look(
        Face.SONG,
        _TEXT_PT,
        given.align,
        line_pt=_LINE_PT,
        first_line=2 if given.is_indented else 0,
    )
    return paragraph("".join(map(_run, given.pieces)), look)


def _run(piece: Piece) -> str:
    if piece.ink is Ink.SIGNATURE:
        return signature_run(*SIGNATURE_MM)
    words = _SIGNS.get(piece.ink, piece.words)
    look = Look(
        _FACES.get(piece.ink, Face.SONG),
        _NOTE_PT if piece.ink is Ink.STRONG else _TEXT_PT,
        underlined=piece.ink is Ink.UNDERLINED,
    )
    return run(words, look) if words else ""


def _section() -> str:
    """Return the page set-up: A4, with the mark of a rehearsal at the head of every page."""
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{which}_{kind}"/>'
        for kind in ("header", "footer")
        for which in ("default", "even")
    )
    margins = element(
        "pgMar",
        top=_twips(_TOP_MM),
        right=_twips(_SIDE_MM),
        bottom=_twips(_FOOT_MM),
        left=_twips(_SIDE_MM),
        header=_twips(_MARK_MM),
        footer=_twips(_MARK_MM),
        gutter=0,
    )
    return element("sectPr", references, element("pgSz", w=_twips(210), h=_twips(297)), margins)


def _twips(length_mm: float) -> int:
    return twips(length_mm * POINTS_PER_MM)
