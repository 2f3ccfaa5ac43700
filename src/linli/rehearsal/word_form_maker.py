"""Fill in the registration form as a Word file, in the ways in which people really do.

Source: D0 附件2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from linli.core.documents.form_layout import (
    ANY_COUNTY,
    FREE_LABELS,
    PHOTO_NOTE,
    PHOTO_ROWS,
    PLAIN_ROWS,
    PLEDGE,
    TRANSFER_LABEL,
    TRANSFER_LINES,
    label_text,
)
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area
from linli.rehearsal.form_wording import (
    Dialect,
    Tick,
    written_area,
    written_day,
    written_name,
    written_values,
)
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

MARK = "样本（虚构人物，仅供演练）"
TITLE = ("山西省2024年招募高校毕业生", "担任社区助理报名登记表")

# The grid of Annex 2, drawn by hand as people's copies are, in twentieths of a point: label, value, label, value, label, value, photo.
WIDTHS = (1700, 1400, 900, 1420, 1140, 1220, 1860)
HEIGHTS = (690, 690, 690, 690, 520, 520, 520)
FREE_HEIGHTS = {"resume": 1600, "awards": 1400, "strengths": 1000}
BLANK_CITY, BLANK_COUNTY = "      ", "        "
# Wingdings 2: a ticked box and an empty one, as many forms since Word 2003 have them.
SYMBOL_FONT, SYMBOL_TICKED, SYMBOL_EMPTY = "Wingdings 2", "F052", "F0A3"
GAP = "    "


@dataclass(frozen=True, slots=True)
class FormPictures:
    """The pictures that go into one form; ``enclosed`` are papers pasted in behind it."""

    portrait: Picture | None = None
    signature: Picture | None = None
    enclosed: tuple[tuple[str, Picture], ...] = ()


@dataclass(slots=True)
class _Sheet:
    """The form while it is written: the dialect, and pictures in the order of their numbers."""

    form: RegistrationForm
    dialect: Dialect
    pictures: list[Picture] = field(default_factory=list)

    def place(self, picture: Picture) -> str:
        self.pictures.append(picture)
        return inline_picture(picture, len(self.pictures))


def make_word_form(
    form: RegistrationForm, *, dialect: Dialect, pictures: FormPictures | None = None
) -> bytes:
    """Return Annex 2 filled in with ``form`` as the bytes of a .docx file, marked 样本.

    Without a portrait the photo cell keeps its printed words; without a signature picture
    a signed pledge carries the typed name. Same arguments, same bytes.
    Source: D0 附件2.
    """
    pictures = pictures or FormPictures()
    sheet = _Sheet(form, dialect)
    mark = paragraph(run(MARK, half_points=18), align="right")
    body = [
        "" if dialect.mark_in_header else mark,
        paragraph(run("附件2", half_points=28, font="黑体")),
        *(paragraph(_title_run(line), align="center") for line in TITLE),
        table(_rows(sheet, pictures), WIDTHS),
        *_enclosures(sheet, pictures.enclosed),
        paragraph(),
    ]
    return word_file(
        "".join(body),
        header=mark if dialect.mark_in_header else "",
        application=dialect.program.value,
        pictures=sheet.pictures,
    )


def _title_run(line: str) -> str:
    return run(line, half_points=36, font="方正小标宋简体")


def _rows(sheet: _Sheet, pictures: FormPictures) -> list[str]:
    values = written_values(sheet.form, sheet.dialect)
    photo = _photo(sheet, pictures.portrait)
    continued = cell(width=WIDTHS[6], vertical_merge="continue")
    photo_rows = [[photo], *[[continued]] * (PHOTO_ROWS - 1)]
    last_cells = [*photo_rows, *[[]] * (len(PLAIN_ROWS) - PHOTO_ROWS)]
    plain = [
        row(*_field_cells(sheet, values, fields), *last, height=height)
        for fields, last, height in zip(PLAIN_ROWS, last_cells, HEIGHTS, strict=True)
    ]
    return [
        *plain,
        row(_label(sheet, label_text("intended")), _wide(*_intention(sheet)), height=780),
        row(_label(sheet, TRANSFER_LABEL), _wide(*_transfer(sheet)), height=2000),
        *(
            row(
                _label(sheet, *FREE_LABELS[name]),
                _wide(*_lines(sheet, getattr(sheet.form, name))),
                height=height,
            )
            for name, height in FREE_HEIGHTS.items()
        ),
        row(
            _label(sheet, label_text("pledge")),
            _wide(*_pledge(sheet, pictures.signature)),
            height=1500,
        ),
    ]


def _field_cells(
    sheet: _Sheet, values: dict[str, str], fields: Sequence[tuple[str, int]]
) -> list[str]:
    """Return label and value cells of fields, each with the columns of its value."""
    cells, column = [], 0
    for name, span in fields:
        label = label_text(name)
        cells.append(_label(sheet, label, width=WIDTHS[column]))
        width = sum(WIDTHS[column + 1 : column + 1 + span])
        content = paragraph(*_runs(sheet, values[label]), align="center")
        cells.append(cell(content, width=width, span=span))
        column += 1 + span
    return cells


def _label(sheet: _Sheet, *lines: str, width: int = WIDTHS[0]) -> str:
    is_spaced = sheet.dialect.spaces_labels
    spaced = [GAP.join(line) if is_spaced and len(line) == 2 else line for line in lines]
    return cell(*(paragraph(run(line), align="center") for line in spaced), width=width)


def _wide(*paragraphs: str) -> str:
    return cell(*paragraphs, width=sum(WIDTHS[1:]), span=len(WIDTHS) - 1)


def _runs(sheet: _Sheet, text: str) -> list[str]:
    """Return the text as one run, or cut as Word cuts it after every few corrections."""
    if not sheet.dialect.splits_runs:
        return [run(text)] if text else []
    cuts = [0, *range(1, len(text), 3), len(text)] if text else [0]
    return [run(text[start:end]) for start, end in pairwise(cuts)]


def _lines(sheet: _Sheet, text: str | None) -> list[str]:
    return [paragraph(*_runs(sheet, line)) for line in (text or "").split("\n")]


def _photo(sheet: _Sheet, portrait: Picture | None) -> str:
    if sheet.form.has_photo and portrait:
        content = [paragraph(sheet.place(portrait), align="center")]
    else:
        content = [paragraph(run(line), align="center") for line in PHOTO_NOTE]
    return cell(*content, width=WIDTHS[6], vertical_merge="restart")


def _intention(sheet: _Sheet) -> list[str]:
    note = paragraph(run(ANY_COUNTY, bold=True))
    return [paragraph(*_area_runs(sheet, sheet.form.intended)), note]


def _area_runs(sheet: _Sheet, area: Area) -> list[str]:
    city, county = written_area(area, sheet.dialect)
    if not sheet.dialect.keeps_blanks and county:
        return _runs(sheet, city + county)
    return [
        run(f"  {city}  " if city else BLANK_CITY, underlined=True),
        run("市"),
        run(f"  {county}  " if county else BLANK_COUNTY, underlined=True),
        run("县(市、区)"),
    ]


def _transfer(sheet: _Sheet) -> list[str]:
    form = sheet.form
    both = form.transfer_contradictory
    areas = [*form.transfer_areas, *[Area()] * TRANSFER_LINES][:TRANSFER_LINES]
    return [
        paragraph(*_box(sheet, both or form.accepts_transfer is False), run("不接受调剂")),
        paragraph(
            *_box(sheet, both or form.accepts_transfer is True), run("可接受以下地区的调剂：")
        ),
        *(
            paragraph(run(f"{number}."), *_area_runs(sheet, area), indent=420)
            for number, area in enumerate(areas, start=1)
        ),
        paragraph(run(ANY_COUNTY, bold=True)),
    ]


def _box(sheet: _Sheet, is_ticked: bool) -> list[str]:
    match sheet.dialect.tick:
        case Tick.CONTENT_CONTROL:
            return [checkbox_control(is_ticked), run(" ")]
        case Tick.SYMBOL_FONT:
            return [symbol(SYMBOL_FONT, SYMBOL_TICKED if is_ticked else SYMBOL_EMPTY), run(" ")]
        case tick:
            return [run(f"{tick.value if is_ticked else '□'} ")]


def _pledge(sheet: _Sheet, signature: Picture | None) -> list[str]:
    form, dialect = sheet.form, sheet.dialect
    signed: Sequence[str] = [run(GAP * 2)]
    if form.pledge_signed and dialect.signs_with_picture and signature:
        signed = [sheet.place(signature)]
    elif form.pledge_signed:
        signed = [run(written_name(form.name, dialect))]
    day = run(GAP + written_day(form.pledge_date, dialect))
    return [
        paragraph(run(PLEDGE), indent=420),
        paragraph(),
        paragraph(run("报名人（签名）："), *signed, day, align="right"),
    ]


def _enclosures(sheet: _Sheet, enclosed: Sequence[tuple[str, Picture]]) -> list[str]:
    return [
        part
        for caption, picture in enclosed
        for part in (paragraph(run(caption)), paragraph(sheet.place(picture)))
    ]
