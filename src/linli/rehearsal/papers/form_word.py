"""The registration form as a Word file in further dialects: controls, text boxes, changes, old fields."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.form_ink import FormPictures
from linli.rehearsal.papers.form_model import BOX_SIGNS, FormCell, FormRow, FormTable, Ink, Piece
from linli.rehearsal.word_xml import (
    Picture,
    cell,
    checkbox_control,
    inline_picture,
    paragraph,
    row,
    run,
    symbol,
    table,
    word_file,
)

TWIPS_PER_MM = 56.7
MARK = "样本（虚构人物，仅供演练）"
PROGRAMS = ("Microsoft Office Word", "WPS Office", "LibreOffice/7.4.7.2$Linux_X86_64")


class BoxWay(StrEnum):
    """How a Word file holds a box that can be ticked."""

    LETTER = "□ and ☑"
    CONTROL = "w14:checkbox"
    SYMBOL = "w:sym of Wingdings 2"
    FIELD = "FORMCHECKBOX"


@dataclass(frozen=True, slots=True)
class WordDialect:
    """How one program and its user wrote the file."""

    program: str
    boxes: BoxWay
    splits_runs: bool
    has_controls: bool
    has_text_box: bool
    tracks_changes: bool


def word_dialect(dice: Dice) -> WordDialect:
    """Return a way of writing a Word file."""
    return WordDialect(
        program=dice.pick(PROGRAMS),
        boxes=dice.pick(tuple(BoxWay)),
        splits_runs=dice.chance(0.4),
        has_controls=dice.chance(0.2),
        has_text_box=dice.chance(0.15),
        tracks_changes=dice.chance(0.15),
    )


class _File:
    """The file while it is written: its dialect and its pictures in the order of their numbers."""

    def __init__(self, dialect: WordDialect, pictures: FormPictures) -> None:
        self.dialect = dialect
        self.given = pictures
        self.pictures: list[Picture] = []

    def place(self, image: Image.Image | None, height_mm: float) -> str:
        """Return the run of a picture, nothing if there is none."""
        if image is None:
            return ""
        target = BytesIO()
        image.save(target, "PNG" if image.mode == "L" else "JPEG")
        width_mm = height_mm * image.width / image.height
        self.pictures.append(Picture(target.getvalue(), width_mm=width_mm, height_mm=height_mm))
        return inline_picture(self.pictures[-1], len(self.pictures))


def word_form(
    form: FormTable,
    dialect: WordDialect,
    pictures: FormPictures,
    *,
    enclosed: tuple[tuple[str, Image.Image], ...] = (),
) -> bytes:
    """Return the form as a .docx; ``enclosed`` are papers pasted in behind it under a caption."""
    file = _File(dialect, pictures)
    widths = [round(width * TWIPS_PER_MM) for width in form.widths]
    rows = [_row(file, form, number, widths) for number in range(len(form.rows))]
    body = [
        *(paragraph(run(line, half_points=28, font="黑体")) for line in form.heading),
        *(
            paragraph(run(line, half_points=36, font="方正小标宋简体"), align="center")
            for line in form.title
        ),
        table(rows, widths),
    ]
    for caption, image in enclosed:
        body += [paragraph(run(caption)), paragraph(file.place(image, 90))]
    return word_file(
        "".join(body) + paragraph(),
        header=paragraph(run(MARK, half_points=18), align="right"),
        application=dialect.program,
        pictures=file.pictures,
    )


def _row(file: _File, form: FormTable, number: int, widths: list[int]) -> str:
    given: FormRow = form.rows[number]
    cells, column = [], 0
    for one in given.cells:
        cells.append(_cell(file, one, sum(widths[column : column + one.columns])))
        column += one.columns
    is_continued = any(
        start < number < start + one.rows
        for start, above in enumerate(form.rows)
        for one in above.cells
        if one.rows > 1
    )
    if is_continued:
        cells.append(cell(width=widths[-1], vertical_merge="continue"))
    return row(*cells, height=round(given.height * TWIPS_PER_MM))


def _cell(file: _File, given: FormCell, width: int) -> str:
    is_value = not given.printed and given.columns + given.rows < 7
    paragraphs = []
    for number, line in enumerate(given.lines):
        runs = "".join(_piece(file, piece) for piece in line)
        if file.dialect.has_text_box and any(p.words.startswith("报名人") for p in line):
            runs = _text_box(paragraph(runs))
        content = paragraph(runs, align=given.align_of(number))
        paragraphs.append(_control(content) if file.dialect.has_controls and is_value else content)
    merge = "restart" if given.rows > 1 else ""
    return cell(*paragraphs, width=width, span=given.columns, vertical_merge=merge)


def _piece(file: _File, piece: Piece) -> str:
    match piece.ink:
        case Ink.PORTRAIT:
            return file.place(file.given.portrait, 33)
        case Ink.SIGNATURE:
            return file.place(file.given.signature, 9)
        case Ink.BOX | Ink.TICKED | Ink.PEN_TICKED:
            return _box(file.dialect.boxes, piece.ink)
        case Ink.FILLED | Ink.CROSSED:
            return run(BOX_SIGNS[piece.ink])
        case Ink.STRUCK:
            return _struck(piece.words, file.dialect)
    bold, underlined = piece.ink is Ink.BOLD, piece.ink is Ink.UNDERLINED
    if not file.dialect.splits_runs:
        return run(piece.words, bold=bold, underlined=underlined) if piece.words else ""
    parts = [piece.words[start : start + 3] for start in range(0, len(piece.words), 3)]
    return "".join(run(part, bold=bold, underlined=underlined) for part in parts)


def _struck(words: str, dialect: WordDialect) -> str:
    """Return words that no longer hold: struck through, or deleted in a file that tracks changes."""
    if dialect.tracks_changes:
        deleted = run(words).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return f'<w:del w:id="9" w:author="样本" w:date="2024-06-01T08:00:00Z">{deleted}</w:del>'
    return run(words).replace("<w:sz ", "<w:strike/><w:sz ", 1)


def _box(way: BoxWay, ink: Ink) -> str:
    is_ticked = ink is not Ink.BOX
    match way:
        case BoxWay.CONTROL:
            return checkbox_control(is_ticked)
        case BoxWay.SYMBOL:
            return symbol("Wingdings 2", "F052" if is_ticked else "F0A3")
        case BoxWay.FIELD:
            return _check_field(is_ticked)
    return run("☑" if is_ticked else "□")


def _check_field(is_ticked: bool) -> str:
    """Return a check box of Word's old form fields."""
    state = "<w:checked/>" if is_ticked else '<w:default w:val="0"/>'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="样本"/><w:enabled/>'
        f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData></w:fldChar></w:r>"
        '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _control(content: str) -> str:
    """Return a paragraph inside a content control."""
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _text_box(content: str) -> str:
    """Return a run with a text box, as people draw one to move the signature about."""
    return (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'style="width:220pt;height:36pt"><v:textbox><w:txbxContent>'
        f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
