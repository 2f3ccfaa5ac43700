"""Read the days of a holiday notice from a CSV or a workbook: each row, with what is wrong in it.

Source: D0 三(五); the State Council's yearly notice.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from linli.core.documents.filled_workbook import NothingFilledIn, read_filled
from linli.core.documents.workbook_reading import Expect, ReadColumn
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind

DAY, KIND = "日期", "类别"
#: The kinds as the office writes them.
KINDS: Mapping[str, DayKind] = {"放假": DayKind.HOLIDAY, "补班": DayKind.MAKE_UP}
_KIND_OF = {**KINDS, **{kind.value: kind for kind in DayKind}}
_COLUMNS = (ReadColumn(DAY, Expect.DATE), ReadColumn(KIND))
#: How files of Excel begin, the old ones too, which are then refused as such.
_WORKBOOK = (b"PK", b"\xd0\xcf\x11\xe0")
#: As a notice, a spreadsheet and a program write a day.
_DAY_AS_WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_WEEKDAYS = "一二三四五六日"
#: What the days are for: periods of working days.
CLAUSE = "D0 三(五)"


class BadHolidayFile(Refusal):
    """A holiday file that cannot be used; names the line."""

    def __init__(self, what: str, *, mend: str) -> None:
        super().__init__(what, why=CLAUSE, mend=mend)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One row of a file: its number, the day and its kind, or what is wrong with it."""

    number: int
    day: date | None = None
    kind: DayKind | None = None
    refusal: BadHolidayFile | None = None


def read_days(content: bytes) -> tuple[DayRow, ...]:
    """Return the rows of a CSV or workbook with the columns day and kind.

    Raises ``BadHolidayFile`` where no row can be told from another, and what ``read_filled`` raises.
    """
    is_workbook = content.startswith(_WORKBOOK)
    texts = _workbook_rows(content) if is_workbook else _csv_rows(content)
    rows = _told_once(_read(number, day, kind) for number, day, kind in texts)
    if not rows:
        raise BadHolidayFile(
            "文件里没有日期", mend="首行写“日期”“类别”（或者 day,kind），其后每行一天"
        )
    return rows


def days_of(rows: Iterable[DayRow]) -> dict[date, DayKind]:
    """Return the days of rows that break the weekly rule. Raises the first row's ``BadHolidayFile``.

    The notice also counts the weekends within a holiday; nobody works on them anyway.
    """
    days: dict[date, DayKind] = {}
    for row in rows:
        if row.refusal is not None:
            raise row.refusal
        assert row.day is not None and row.kind is not None
        if row.kind is DayKind.MAKE_UP or not is_weekend(row.day):
            days[row.day] = row.kind
    return days


def _workbook_rows(content: bytes) -> Iterator[tuple[int, str, str]]:
    try:
        rows = read_filled(content, _COLUMNS)
    except NothingFilledIn:
        return
    for row in rows:
        day, kind = (str(cell or "").strip() for cell in row.cells)
        yield row.number, day, kind


def _csv_rows(content: bytes) -> Iterator[tuple[int, str, str]]:
    rows = csv.DictReader(_text(content).splitlines())
    head = {name.strip() for name in rows.fieldnames or ()}
    if not (head & {DAY, "day"} and head & {KIND, "kind"}):
        raise BadHolidayFile(
            f"第1行不是表头“{DAY},{KIND}”",
            mend="只收.xlsx和.csv；首行写表头（也可以写 day,kind），其后每行一天",
        )
    for number, row in enumerate(rows, start=2):
        day, kind = (row.get("day") or row.get(DAY)), (row.get("kind") or row.get(KIND))
        yield number, (day or "").strip(), (kind or "").strip()


def _text(content: bytes) -> str:
    # Excel writes the one or the other, as its user saves; a text of one is hardly ever one of the other.
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise BadHolidayFile("文件不是文本", mend="另存为.xlsx或者“CSV UTF-8（逗号分隔）”后再试")


def _read(number: int, text: str, word: str) -> DayRow:
    kind, written = _KIND_OF.get(word), _DAY_AS_WRITTEN.fullmatch(text)
    if written is None:
        return _wrong(number, f"第{number}行的日期“{text}”看不懂", "写作2027-02-05或者2027/2/5")
    if kind is None:
        return _wrong(number, f"第{number}行的类别“{word}”看不懂", "只写放假或者补班")
    try:
        day = date(*map(int, written.groups()))
    except ValueError:
        return _wrong(number, f"第{number}行的日期{text}不存在", "改正日期")
    if kind is DayKind.MAKE_UP and not is_weekend(day):
        weekday = _WEEKDAYS[day.weekday()]
        told = f"第{number}行的{text}是星期{weekday}，本来就上班，不是补班"
        return _wrong(number, told, "对照通知改正日期或者类别")
    return DayRow(number, day, kind)


def _told_once(rows: Iterable[DayRow]) -> tuple[DayRow, ...]:
    """Refuse the rows of a day that stands in more than one: nobody can tell which of them counts."""
    found = list(rows)
    numbers: dict[date, list[int]] = defaultdict(list)
    for row in found:
        if row.day is not None:
            numbers[row.day].append(row.number)
    return tuple(_with_others(row, numbers[row.day] if row.day else []) for row in found)


def _with_others(row: DayRow, same: list[int]) -> DayRow:
    others = "、".join(str(number) for number in same if number != row.number)
    if not others:
        return row
    told = f"第{row.number}行的{row.day}在第{others}行也有"
    return replace(row, refusal=BadHolidayFile(told, mend="同一天只保留一行"))


def is_weekend(day: date) -> bool:
    """Tell whether the weekly rule gives a day off."""
    return day.weekday() >= 5


def _wrong(number: int, told: str, mend: str) -> DayRow:
    return DayRow(number, refusal=BadHolidayFile(told, mend=mend))
