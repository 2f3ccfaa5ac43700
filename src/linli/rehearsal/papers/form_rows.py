"""Lay the registration form out as rows, filled in after one person's fashion.

Source: D0 附件2.
"""

from collections.abc import Mapping

from linli.core.documents.form_layout import ANY_COUNTY, PHOTO_NOTE, PHOTO_ROWS, PLEDGE, WIDTHS_MM
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area
from linli.rehearsal.papers.form_model import (
    FormCell,
    FormRow,
    FormTable,
    Ink,
    Line,
    Piece,
    filled,
    printed,
    words,
)
from linli.rehearsal.papers.form_style import FormStyle, PlaceWay, SignWay, TickWay

TITLE = ("山西省2024年招募高校毕业生", "担任社区助理报名登记表")
# As the notice's file has it: with a comma of half width.
TRANSFER_LABEL = "如工作意向地区招募已满,是否接受调剂到其他地区"
SHORT_LEVELS = {"专科": "大专", "本科": "大学本科", "硕士研究生": "研究生"}
SHORT_STATUS = {"共青团员": "团员", "中共党员": "党员", "中共预备党员": "预备党员"}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def form_table(
    form: RegistrationForm, style: FormStyle, *, birth_day: int, has_portrait: bool
) -> FormTable:
    """Return the form filled in. ``birth_day`` is the day of the month, which some people add."""
    values = written_values(form, style, birth_day=birth_day)
    lines = _long_rows(form, style)
    photo = _photo(has_portrait)
    rows = [
        _row(10, *_pairs(style, values, ("姓名", 1), ("性别", 1), ("民族", 1)), photo),
        _row(10, *_pairs(style, values, ("出生年月", 1), ("籍贯", 1), ("政治面貌", 1))),
        _row(11, *_pairs(style, values, ("毕业院校", 2), ("毕业时间", 2))),
        _row(10, *_pairs(style, values, ("所学专业", 2), ("学历", 1), ("学位", 1))),
        *_wide_rows(style, values),
        *lines,
    ]
    return FormTable(
        heading=("附件2",) if style.heading else (),
        title=TITLE,
        widths=WIDTHS_MM,
        rows=tuple(rows),
        break_before=len(rows) - 4 if style.is_two_pages else None,
    )


def _row(height: float, *cells: FormCell) -> FormRow:
    return FormRow(cells, height)


def _photo(has_portrait: bool) -> FormCell:
    if has_portrait:
        return FormCell((words("", Ink.PORTRAIT),), rows=PHOTO_ROWS)
    return printed(*PHOTO_NOTE, rows=PHOTO_ROWS)


def _wide_rows(style: FormStyle, values: Mapping[str, str]) -> list[FormRow]:
    labels = ["身份证号", "家庭详细住址", "联系电话"]
    if style.phone_first:
        labels = ["身份证号", "联系电话", "家庭详细住址"]
    return [_row(8, *_pairs(style, values, (label, 6))) for label in labels]


def _pairs(style: FormStyle, values: Mapping[str, str], *fields: tuple[str, int]) -> list[FormCell]:
    """Return label and value cells; the second number is the value's columns."""
    cells = []
    for label, columns in fields:
        cells += [printed(_label(style, label)), filled(words(values[label]), columns=columns)]
    return cells


def _label(style: FormStyle, label: str) -> str:
    if style.spaced_labels and len(label) == 2:
        label = "　　".join(label)
    elif style.spaced_labels and len(label) == 4:
        label = " ".join(label)
    return label + ("：" if style.colon_labels else "")


def _long_rows(form: RegistrationForm, style: FormStyle) -> list[FormRow]:
    wide = 7 - style.label_columns
    intended, transfer = (printed(_label(style, "工作意向地区"), columns=style.label_columns), None)
    transfer = printed(_label(style, TRANSFER_LABEL), columns=style.label_columns)
    note = (words(ANY_COUNTY, Ink.BOLD),) if style.notes else ()
    place = (_place(form.intended, style), *note)
    return [
        _row(11, intended, filled(*place, columns=wide)),
        _row(24, transfer, filled(*_transfer(form, style), *note, columns=wide, align="left")),
        _row(24, *_free(style, ("个人简历",), form.resume)),
        _row(15, *_free(style, ("高校读书期间", "奖惩情况"), form.awards)),
        _row(12, *_free(style, ("有何特长、爱好",), form.strengths)),
        _row(26, printed(_label(style, "本人承诺")), _pledge(form, style)),
    ]


def _free(style: FormStyle, label: tuple[str, ...], text: str | None) -> list[FormCell]:
    lines = [words(line) for line in (text or "").split("\n")]
    labels = (_label(style, label[0]),) if len(label) == 1 else label
    return [printed(*labels), filled(*lines, columns=6, align="left")]


def _transfer(form: RegistrationForm, style: FormStyle) -> list[Line]:
    both = form.transfer_contradictory
    no = both or form.accepts_transfer is False
    yes = both or form.accepts_transfer is True
    lines = [
        *_choice("不接受调剂", no, yes, style),
        *_choice("可接受以下地区的调剂：", yes, no, style),
    ]
    if not lines or text_is_refusal_only(lines):
        return lines
    places = [*form.transfer_areas, *[Area()] * 3][
        : max(style.transfer_lines, len(form.transfer_areas))
    ]
    return [
        *lines,
        *(
            (Piece(f"{number}. "), *_place(area, style))
            for number, area in enumerate(places, start=1)
        ),
    ]


def text_is_refusal_only(lines: list[Line]) -> bool:
    """Tell whether the line for other places was deleted, so that no places stand under it."""
    return len(lines) == 1 and "不接受" in lines[0][-1].words


def _choice(text: str, is_chosen: bool, is_other: bool, style: FormStyle) -> list[Line]:
    """Return one of the two lines with its box; nothing if the person deleted it."""
    empty = Piece("", Ink.BOX)
    one_only = is_chosen is not is_other
    match style.tick:
        case TickWay.OTHER_DELETED if one_only:
            return [(empty, Piece(text))] if is_chosen else []
        case TickWay.OTHER_STRUCK if one_only and is_other:
            return [(Piece("□" + text, Ink.STRUCK),)]
        case TickWay.OTHER_STRUCK if one_only:
            return [(empty, Piece(text))]
    if not is_chosen:
        return [(empty, Piece(text))]
    match style.tick:
        case TickWay.TICK_FOR_BOX:
            return [(Piece("√"), Piece(text))]
        case TickWay.TICK_AFTER_BOX:
            return [(empty, Piece("√"), Piece(text))]
        case TickWay.TICK_AFTER_WORDS:
            bare = text.removesuffix("：")
            return [(empty, Piece(bare), Piece("√"), Piece(text[len(bare) :]))]
    return [(Piece("", _BOX_INKS.get(style.tick, Ink.TICKED)), Piece(text))]


_BOX_INKS = {
    TickWay.CROSS_IN_BOX: Ink.CROSSED,
    TickWay.BLACK_BOX: Ink.FILLED,
    TickWay.PEN: Ink.PEN_TICKED,
}


def _place(area: Area, style: FormStyle) -> Line:
    city, county = area.city or "", area.county or ""
    short = short_name(county)
    gap = Ink.PLAIN if "_" in style.blank else Ink.UNDERLINED
    first, second = (city.removesuffix("市"), short)
    match style.place:
        case _ if not county:
            first, second = "", ""
        case PlaceWay.REPLACED:
            return words(city + county)
        case PlaceWay.PROVINCE:
            return words(f"山西省{city}{county}")
        case PlaceWay.NO_GAPS:
            return words(f"{city}{county}(市、区)")
        case PlaceWay.FULL:
            first, second = city, county
        case PlaceWay.MIXED:
            second = county
        case PlaceWay.ALL_IN_CITY:
            first, second = city + county, ""
        case PlaceWay.ALL_IN_COUNTY:
            first, second = "", city + county
    return (
        Piece(_in_gap(first, style), gap),
        Piece("市"),
        Piece(_in_gap(second, style), gap),
        Piece("县(市、区)"),
    )


def _in_gap(text: str, style: FormStyle) -> str:
    if not text:
        return style.blank
    side = style.blank[: max(len(style.blank) // 4, 1)]
    return f"{side}{text}{side}"


def short_name(county: str) -> str:
    """Return a county's name as people write it before the printed 县(市、区): 代县 becomes 代, 城区 stays."""
    return county[:-1] if len(county) > 2 or county.endswith("县") else county


def _pledge(form: RegistrationForm, style: FormStyle) -> FormCell:
    name = form.name or ""
    signed: Line = (Piece("　　　　　"),)
    if form.pledge_signed and style.sign is SignWay.DRAWN:
        signed = (Piece(name, Ink.SIGNATURE),)
    elif form.pledge_signed:
        signed = (Piece(name),)
    lines = (
        words(f"　　{PLEDGE}"),
        (Piece("报名人（签名）："), *signed, Piece("　　")),
        words(_day(form.pledge_date, style)),
    )
    return FormCell(lines, 6, aligns=("left", "right", "right"))


def _day(day: str | None, style: FormStyle) -> str:
    if not day:
        return "      年    月    日"
    year, month, number = day.split("-")
    return style.day.format(year=year, month=int(month), day=int(number))


def written_values(form: RegistrationForm, style: FormStyle, *, birth_day: int) -> dict[str, str]:
    """Return what stands beside each printed label, written after one person's fashion."""
    short = style.short_words
    education, status = form.education or "", form.political_status or ""
    name, number = form.name or "", form.id_number or ""
    address = form.address or ""
    return {
        "姓名": "　".join(name) if style.spaced_name and len(name) == 2 else name,
        "性别": form.sex or "",
        "民族": (form.ethnicity or "").removesuffix("族") if short else form.ethnicity or "",
        "出生年月": _month(form.birth, style.birth, birth_day),
        "籍贯": form.native_place or "",
        "政治面貌": SHORT_STATUS.get(status, status) if short else status,
        "毕业院校": form.school or "",
        "毕业时间": _month(form.graduation, style.month, 1),
        "所学专业": form.major or "",
        "学历": SHORT_LEVELS.get(education, education) if short else education,
        "学位": _degree(form.degree, style),
        "身份证号": _number(number, style),
        "家庭详细住址": address.translate(WIDE) if style.wide_digits else address,
        "联系电话": _phone(form.phone, style),
    }


def _month(month: str | None, pattern: str, day: int) -> str:
    if not month:
        return ""
    year, number = month.split("-")
    return pattern.format(year=year, month=int(number), day=day)


def _degree(degree: str | None, style: FormStyle) -> str:
    if not degree:
        return style.no_degree
    return degree + ("学位" if style.says_degree else "")


def _number(number: str, style: FormStyle) -> str:
    written = number.lower() if style.lower_x else number
    return f"{written[:6]} {written[6:14]} {written[14:]}" if style.grouped_id else written


def _phone(phone: str | None, style: FormStyle) -> str:
    digits = phone or ""
    if style.phone == "3 4 4":
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if style.phone == "3-4-4":
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    return style.phone.format(digits)
