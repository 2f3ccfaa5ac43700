"""Draw the registration form page by page, as a printer prints it and a pen completes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.form_model import FormCell, FormRow, FormTable, Ink, Line, Piece
from linli.rehearsal.papers.sheet import CLOSING, INK, Colour, Sheet
from linli.rehearsal.papers.stamps import paste_ink, pen_tick

A4 = (210.0, 297.0)
FORM_DPI = 160
PENS: tuple[Colour, ...] = ((24, 26, 34), (24, 44, 140), (20, 20, 22))
PAD = 1.3


@dataclass(frozen=True, slots=True)
class FormPictures:
    """The pictures that go onto a form: a portrait and a signature, black on white."""

    portrait: Image.Image | None = None
    signature: Image.Image | None = None


@dataclass(frozen=True, slots=True)
class _Print:
    """How one program prints: faces, sizes in millimetres, the thickness of the rules."""

    label: Face
    value: Face
    size: float
    value_size: float
    rule: float
    left: float
    top: float
    pen: Colour


@dataclass(frozen=True, slots=True)
class _Placed:
    cell: FormCell
    x: float
    width: float
    first_row: int


class _Page:
    """A page while the form is drawn onto it."""

    def __init__(self, faces: Faces, style: _Print, pictures: FormPictures, dice: Dice) -> None:
        self.sheet = Sheet(A4, dpi=FORM_DPI, faces=faces)
        self.style = style
        self.pictures = pictures
        self.dice = dice
        self.y = style.top


def draw_form(
    table: FormTable, faces: Faces, dice: Dice, pictures: FormPictures
) -> list[Image.Image]:
    """Return the pages of the form, each marked 样本."""
    style = _print_of(dice)
    page = _Page(faces, style, pictures, dice)
    _headings(page, table)
    parts = [table.rows]
    if table.break_before is not None:
        parts = [table.rows[: table.break_before], table.rows[table.break_before :]]
    pages = []
    for number, rows in enumerate(parts):
        if number:
            page = _Page(faces, style, pictures, dice)
        _draw_rows(page, rows, table.widths)
        page.sheet.mark(204, 291, size=3.4)
        pages.append(page.sheet.image)
    return pages


def _print_of(dice: Dice) -> _Print:
    size = dice.pick((4.2, 4.2, 3.7, 4.6))
    return _Print(
        label=dice.pick((Face.SERIF, Face.SERIF, Face.SANS, Face.SERIF_BOLD)),
        value=dice.pick((Face.SERIF, Face.SANS, Face.SERIF)),
        size=size,
        value_size=size - dice.pick((0.0, 0.2, 0.5)),
        rule=dice.pick((0.15, 0.25, 0.4)),
        left=dice.pick((18.0, 20.0, 22.0)),
        top=dice.pick((14.0, 20.0, 26.0)),
        pen=dice.pick(PENS),
    )


def _headings(page: _Page, table: FormTable) -> None:
    for line in table.heading:
        page.sheet.text(page.style.left, page.y, line, size=5.2, face=Face.SANS)
        page.y += 11
    for line in table.title:
        page.sheet.text(105, page.y, line, size=6.6, face=Face.SERIF_BOLD, anchor="mm")
        page.y += 9.5
    page.y -= 2


def _draw_rows(page: _Page, rows: tuple[FormRow, ...], widths: tuple[float, ...]) -> None:
    placed = list(_placed(rows, widths, page.style.left))
    heights = [row.height for row in rows]
    for one in placed:
        if one.cell.rows == 1:
            needed = _height_of(page, one.cell, one.width)
            heights[one.first_row] = max(heights[one.first_row], needed)
    tops = [page.y + sum(heights[:number]) for number in range(len(rows) + 1)]
    for one in placed:
        top = tops[one.first_row]
        bottom = tops[min(one.first_row + one.cell.rows, len(rows))]
        page.sheet.box(one.x, top, one.width, bottom - top, thick=page.style.rule)
        _draw_cell(page, one, top, bottom)
    page.y = tops[-1]


def _placed(rows: tuple[FormRow, ...], widths: tuple[float, ...], left: float) -> Iterator[_Placed]:
    """Give each cell its place; a cell over several rows keeps its columns in all of them."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            taken |= {
                (number + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            }
            x = left + sum(widths[:column])
            yield _Placed(cell, x, sum(widths[column : column + cell.columns]), number)
            column += cell.columns


def _size_and_face(page: _Page, cell: FormCell, piece: Piece) -> tuple[float, Face]:
    style = page.style
    if cell.printed:
        return style.size, style.label
    if piece.ink is Ink.BOLD:
        return style.value_size - 0.5, Face.SERIF_BOLD
    return style.value_size, style.value


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """A stretch of one printed line: letters of one piece."""

    piece: Piece
    words: str
    width: float


def _lines_of(page: _Page, cell: FormCell, line: Line, width: float) -> list[list[_Glyphs]]:
    """Cut one line of a cell into the lines that fit its width."""
    lines: list[list[_Glyphs]] = [[]]
    left = width - 2 * PAD
    for piece in line:
        size, face = _size_and_face(page, cell, piece)
        if piece.ink in _DRAWN:
            lines[-1].append(_Glyphs(piece, "", _drawn_width(page, piece, size)))
            left -= lines[-1][-1].width
            continue
        for letter in piece.words:
            across = page.sheet.width_of(letter, size=size, face=face)
            if across > left and letter not in CLOSING and lines[-1]:
                lines.append([])
                left = width - 2 * PAD
            lines[-1] = _appended(lines[-1], piece, letter, across)
            left -= across
    return lines


def _appended(glyphs: list[_Glyphs], piece: Piece, letter: str, across: float) -> list[_Glyphs]:
    if glyphs and glyphs[-1].piece is piece:
        last = glyphs[-1]
        return [*glyphs[:-1], _Glyphs(piece, last.words + letter, last.width + across)]
    return [*glyphs, _Glyphs(piece, letter, across)]


_BOXES = (Ink.BOX, Ink.TICKED, Ink.FILLED, Ink.CROSSED, Ink.PEN_TICKED)
_DRAWN = (*_BOXES, Ink.SIGNATURE, Ink.PORTRAIT)


def _drawn_width(page: _Page, piece: Piece, size: float) -> float:
    if piece.ink is Ink.SIGNATURE and page.pictures.signature:
        picture = page.pictures.signature
        return 2.0 * size * picture.width / picture.height
    return size * 1.05


def _height_of(page: _Page, cell: FormCell, width: float) -> float:
    count = sum(len(_lines_of(page, cell, line, width)) for line in cell.lines)
    return count * page.style.value_size * 1.42 + 1.6


def _draw_cell(page: _Page, placed: _Placed, top: float, bottom: float) -> None:
    cell = placed.cell
    if cell.lines and cell.lines[0] and cell.lines[0][0].ink is Ink.PORTRAIT:
        _portrait(page, placed, top, bottom)
        return
    shown = [
        (cell.align_of(number), part)
        for number, line in enumerate(cell.lines)
        for part in _lines_of(page, cell, line, placed.width)
    ]
    step = page.style.value_size * 1.42
    y = (top + bottom) / 2 - step * (len(shown) - 1) / 2
    for align, part in shown:
        whole = sum(glyphs.width for glyphs in part)
        start = {"center": (placed.width - whole) / 2, "right": placed.width - whole - PAD}
        _draw_line(page, cell, part, placed.x + start.get(align, PAD), y)
        y += step


def _portrait(page: _Page, placed: _Placed, top: float, bottom: float) -> None:
    picture = page.pictures.portrait
    if picture is None:
        return
    height = min(bottom - top - 1, (placed.width - 1) * picture.height / picture.width)
    width = height * picture.width / picture.height
    x = placed.x + (placed.width - width) / 2
    page.sheet.paste(picture, x, (top + bottom - height) / 2, width, height)


def _draw_line(page: _Page, cell: FormCell, glyphs: list[_Glyphs], x: float, y: float) -> None:
    for one in glyphs:
        size, face = _size_and_face(page, cell, one.piece)
        if one.piece.ink in _BOXES:
            _box(page, one.piece.ink, x + size / 2, y, size * 0.8)
        elif one.piece.ink is Ink.SIGNATURE:
            _signature(page, x, y, size)
        else:
            page.sheet.text(x, y, one.words, size=size, face=face)
            _rules(page, one, x, y, size)
        x += one.width


def _rules(page: _Page, glyphs: _Glyphs, x: float, y: float, size: float) -> None:
    drops = {Ink.UNDERLINED: size * 0.58, Ink.STRUCK: 0.05}
    if glyphs.piece.ink in drops:
        line = y + drops[glyphs.piece.ink]
        thick = 0.2 if glyphs.piece.ink is Ink.UNDERLINED else 0.35
        page.sheet.line((x, line, x + glyphs.width, line), thick=thick)


def _signature(page: _Page, x: float, y: float, size: float) -> None:
    if page.pictures.signature:
        height = 2.0 * size
        ink = page.pictures.signature
        paste_ink(page.sheet, ink, x, y - height / 2, height=height, colour=page.style.pen)


def _box(page: _Page, ink: Ink, x: float, y: float, side: float) -> None:
    sheet, half = page.sheet, side / 2
    fill = INK if ink is Ink.FILLED else None
    sheet.box(x - half, y - half, side, side, thick=0.22, fill=fill)
    if ink is Ink.TICKED:
        points = (x - half * 0.7, y, x - half * 0.1, y + half * 0.7, x + half * 0.8, y - half * 0.7)
        sheet.line(points, thick=0.3)
    elif ink is Ink.CROSSED:
        inner = half * 0.75
        sheet.line((x - inner, y - inner, x + inner, y + inner), thick=0.25)
        sheet.line((x - inner, y + inner, x + inner, y - inner), thick=0.25)
    elif ink is Ink.PEN_TICKED:
        pen_tick(sheet, x, y, page.dice, size=side, colour=page.style.pen)
