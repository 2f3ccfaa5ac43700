"""Annex 2 filled in, as rows of cells: what stands where, whichever carrier draws it.

Source: D0 附件2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from linli.core.documents.form_labels import LABELS
from linli.core.documents.official import Mark
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area

#: What stands above the title, as the notice prints it.
HEADING = "附件2"
ANY_COUNTY = "【全省11个市、117个县(市、区)均可填写】"
PHOTO_NOTE = ("近期1寸免冠", "正面彩色照片")
PLEDGE = (
    "本人承诺：本表填报内容和提供的材料完全真实，如有不符，"
    "本人愿意承担由此产生的一切后果和相关责任。"
)
TRANSFER_LABEL = "如工作意向地区招募已满，是否接受调剂到其他地区"
SIGN_HERE = "报名人（签名）："
REFUSES, ACCEPTS = "不接受调剂", "可接受以下地区的调剂："
#: The fields that are a word or a line, row by row, each with the columns of its value.
PLAIN_ROWS = (
    (("name", 1), ("sex", 1), ("ethnicity", 1)),
    (("birth", 1), ("native_place", 1), ("political_status", 1)),
    (("school", 2), ("graduation", 2)),
    (("major", 2), ("education", 1), ("degree", 1)),
    (("id_number", 6),),
    (("address", 6),),
    (("phone", 6),),
)
#: The labels of the rows below them that hold free text, as the form breaks them.
FREE_LABELS: Mapping[str, tuple[str, ...]] = {
    "resume": ("个人简历",),
    "awards": ("高校读书期间", "奖惩情况"),
    "strengths": ("有何特长、爱好",),
}
#: Rows that leave the last column to the photo.
PHOTO_ROWS = 3
#: Lines for other places that the form prints.
TRANSFER_LINES = 3
#: The columns in millimetres: label, value, label, value, label, value, photo.
WIDTHS_MM = (27, 24, 18, 26, 22, 22, 31)
#: A photo of one inch (1寸), in millimetres.
PHOTO_MM = (25, 35)
#: The place of a drawn signature behind the words that ask for it, in millimetres.
SIGNATURE_MM = (28, 9)
_PLAIN_HEIGHTS_MM = (11, 12, 14, 11, 9, 9, 9)
_FREE_HEIGHTS_MM = {"resume": 36, "awards": 24, "strengths": 15}
_GAP = "　　　"
_NO_DAY = "　　　年　　月　　日"
# Without a name, or with one of a single letter, nobody could tell that the form was signed.
_SIGNED = "（已签）"


class Ink(StrEnum):
    """What a piece of a line is, apart from plain words."""

    PLAIN = "plain"
    STRONG = "strong"
    UNDERLINED = "underlined"
    BOX = "empty box"
    TICKED = "box with a tick in it"
    PHOTO = "photo"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; boxes and pictures have no words of their own."""

    words: str = ""
    ink: Ink = Ink.PLAIN


@dataclass(frozen=True, slots=True)
class FormLine:
    """One paragraph in a cell; ``align`` is left, center or right."""

    pieces: tuple[Piece, ...]
    align: str = "left"
    is_indented: bool = False


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell over ``columns`` columns and ``rows`` rows."""

    lines: tuple[FormLine, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row at least ``height_mm`` high; one with free text may go on over the page."""

    cells: tuple[FormCell, ...]
    height_mm: float
    may_break: bool = False


def form_mark(rehearsal: bool) -> str:
    """Return the line at the head of every page of a rehearsal's form, else nothing."""
    return f"【{Mark.REHEARSAL}】　不作为正式报名登记表使用" if rehearsal else ""


def title_lines(title: str) -> tuple[str, ...]:
    """Return the title as the notice breaks it: who is recruited, then as what."""
    first, middle, second = title.partition("担任")
    return (first, middle + second) if first and second else (title,)


def filled_rows(form: RegistrationForm, *, has_photo: bool, is_drawn: bool) -> tuple[FormRow, ...]:
    """Return the rows of the form with its fields; without a photo its cell keeps the printed words.

    ``is_drawn``: the signature is a picture, and no name in type.
    """
    plain = [_pairs(form, fields) for fields in PLAIN_ROWS]
    plain[0] += (_photo(has_photo),)
    intended = (_centred(*_area(form.intended)), _centred(Piece(ANY_COUNTY, Ink.STRONG)))
    return (
        *(FormRow(*row) for row in zip(plain, _PLAIN_HEIGHTS_MM, strict=True)),
        FormRow((_label(label_text("intended")), _wide(*intended)), 14),
        FormRow((_label(TRANSFER_LABEL), _wide(*_transfer(form))), 36),
        *(
            FormRow(
                (_label(*FREE_LABELS[name]), _free(getattr(form, name))), height, may_break=True
            )
            for name, height in _FREE_HEIGHTS_MM.items()
        ),
        FormRow((_label(label_text("pledge")), _wide(*_pledge(form, is_drawn))), 32),
    )


def label_text(name: str) -> str:
    """Return the label of a field as the form prints it in one line."""
    return LABELS[name][0]


def _pairs(form: RegistrationForm, fields: tuple[tuple[str, int], ...]) -> tuple[FormCell, ...]:
    """Return label and value cells of plain fields."""
    cells: list[FormCell] = []
    for name, columns in fields:
        value = _centred(Piece(_written(form, name)))
        cells += [_label(label_text(name)), FormCell((value,), columns)]
    return tuple(cells)


def _written(form: RegistrationForm, name: str) -> str:
    value: str = getattr(form, name) or ""
    return _month(value) if name in ("birth", "graduation") else value


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number.isdecimal() else month


def _label(*lines: str) -> FormCell:
    return FormCell(tuple(_centred(Piece(line)) for line in lines))


def _centred(*pieces: Piece) -> FormLine:
    return FormLine(pieces, "center")


def _wide(*lines: FormLine) -> FormCell:
    return FormCell(lines, len(WIDTHS_MM) - 1)


def _free(text: str | None) -> FormCell:
    return _wide(*(FormLine((Piece(line),)) for line in (text or "").split("\n")))


def _photo(has_photo: bool) -> FormCell:
    if has_photo:
        return FormCell((_centred(Piece("", Ink.PHOTO)),), rows=PHOTO_ROWS)
    return FormCell(tuple(_centred(Piece(line)) for line in PHOTO_NOTE), rows=PHOTO_ROWS)


def _area(area: Area) -> tuple[Piece, ...]:
    return (*_gap(area.city, "市"), *_gap(area.county, "县(市、区)"))


def _gap(name: str | None, printed: str) -> tuple[Piece, Piece]:
    """Return a gap and the printed word behind it, of which a name picks its own letter."""
    words, behind = (name[:-1], name[-1]) if name else (_GAP, printed)
    return Piece(f" {words} ", Ink.UNDERLINED), Piece(behind)


def _transfer(form: RegistrationForm) -> tuple[FormLine, ...]:
    both = form.transfer_contradictory
    blank = [Area()] * (TRANSFER_LINES - len(form.transfer_areas))
    return (
        _choice(REFUSES, both or form.accepts_transfer is False),
        _choice(ACCEPTS, both or form.accepts_transfer is True),
        *(
            FormLine((Piece(f"{number}. "), *_area(area)), is_indented=True)
            for number, area in enumerate([*form.transfer_areas, *blank], start=1)
        ),
        FormLine((Piece(ANY_COUNTY, Ink.STRONG),)),
    )


def _choice(words: str, is_ticked: bool) -> FormLine:
    return FormLine((Piece("", Ink.TICKED if is_ticked else Ink.BOX), Piece(f" {words}")))


def _pledge(form: RegistrationForm, is_drawn: bool) -> tuple[FormLine, ...]:
    signed = Piece("", Ink.SIGNATURE) if is_drawn else Piece(_typed_signature(form))
    return (
        FormLine((Piece(PLEDGE),), is_indented=True),
        FormLine((Piece(SIGN_HERE), signed, Piece("　")), "right"),
        FormLine((Piece(_day(form.pledge_date)), Piece("　")), "right"),
    )


def _typed_signature(form: RegistrationForm) -> str:
    if not form.pledge_signed:
        return _GAP * 2
    name = form.name or ""
    return name if len(name) > 1 else name + _SIGNED


def _day(day: str | None) -> str:
    if not day:
        return _NO_DAY
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
