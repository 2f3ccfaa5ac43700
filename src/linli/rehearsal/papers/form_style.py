"""One person's way with the form: its print, how values are written, how boxes are ticked."""

from dataclasses import dataclass
from enum import StrEnum

from linli.rehearsal.dice import Dice


class TickWay(StrEnum):
    """How the chosen box is told from the other."""

    IN_BOX = "☑"
    CROSS_IN_BOX = "☒"
    BLACK_BOX = "■"
    TICK_FOR_BOX = "√ in the place of the box"
    TICK_AFTER_BOX = "□√"
    TICK_AFTER_WORDS = "the words, then √"
    OTHER_DELETED = "only the chosen line is left"
    OTHER_STRUCK = "the other line is struck out"
    PEN = "a tick drawn over the box"


class PlaceWay(StrEnum):
    """How a city and a county are written into 市 and 县(市、区)."""

    SHORT = "忻州 市 代 县"
    FULL = "忻州市 市 代县 县"
    MIXED = "忻州 市 代县 县"
    REPLACED = "忻州市代县"
    PROVINCE = "山西省忻州市代县"
    ALL_IN_CITY = "忻州市代县 市 __ 县"
    ALL_IN_COUNTY = "__ 市 忻州市代县 县"
    NO_GAPS = "忻州市代县(市、区)"


class SignWay(StrEnum):
    """How a pledge is signed."""

    TYPED = "typed name"
    DRAWN = "name by hand"


MONTHS = (
    "{year}.{month:02}",
    "{year}.{month}",
    "{year}年{month}月",
    "{year}年{month:02}月",
    "{year}-{month:02}",
    "{year}/{month:02}",
    "{year}{month:02}",
    "{year}.{month:02}.{day:02}",
    "{year}-{month:02}-{day:02}",
    "{year}年{month}月{day}日",
)
DAYS = ("{year}年{month}月{day}日", "{year} 年 {month} 月 {day} 日", "{year}.{month}.{day}")
PHONES = ("{}", "{}", "3 4 4", "3-4-4", "+86 {}", "86-{}")
BLANKS = ("      ", "        ", "____", "________")
ON_PAPER = tuple(TickWay)
IN_TEXT = tuple(way for way in TickWay if way is not TickWay.PEN)


@dataclass(frozen=True, slots=True)
class FormStyle:
    """How one form is printed and filled in.

    ``month``, ``birth`` and ``day`` are patterns over year, month and day; ``label_columns``
    is how many grid columns the long labels take; ``transfer_lines`` how many lines for
    other places stand there at least; ``blank`` is what an empty gap looks like.
    """

    tick: TickWay
    place: PlaceWay
    sign: SignWay
    month: str
    birth: str
    day: str
    phone: str
    blank: str
    transfer_lines: int
    label_columns: int
    spaced_labels: bool
    spaced_name: bool
    colon_labels: bool
    notes: bool
    short_words: bool
    grouped_id: bool
    lower_x: bool
    wide_digits: bool
    no_degree: str
    says_degree: bool
    heading: bool
    phone_first: bool
    is_two_pages: bool


def form_style(dice: Dice, *, by_pen: bool) -> FormStyle:
    """Return a way with the form; ``by_pen`` allows what only a pen can do."""
    ways = (SignWay.TYPED, SignWay.DRAWN)
    sign = dice.pick((*ways, SignWay.DRAWN) if by_pen else (*ways, SignWay.TYPED))
    return FormStyle(
        tick=dice.pick(ON_PAPER if by_pen else IN_TEXT),
        place=dice.pick(tuple(PlaceWay)),
        sign=sign,
        month=dice.pick(MONTHS[:7]),
        birth=dice.pick(MONTHS),
        day=dice.pick(DAYS),
        phone=dice.pick(PHONES),
        blank=dice.pick(BLANKS),
        transfer_lines=dice.pick((3, 3, 1, 0)),
        label_columns=dice.pick((1, 2)),
        spaced_labels=dice.chance(0.35),
        spaced_name=dice.chance(0.35),
        colon_labels=dice.chance(0.12),
        notes=dice.chance(0.85),
        short_words=dice.chance(0.45),
        grouped_id=dice.chance(0.1),
        lower_x=dice.chance(0.3),
        wide_digits=dice.chance(0.15),
        no_degree=dice.pick(("无", "/", "", "—", "暂无")),
        says_degree=dice.chance(0.25),
        heading=dice.chance(0.85),
        phone_first=dice.chance(0.15),
        is_two_pages=dice.chance(0.2),
    )
