"""A workbook that a school sends: an application a row, judged whole before anything is registered.

Source: D0 三(一)3, 附件2; requirements B17.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import check_applications
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import receive_applications
from linli.apps.intake.doubts import NumberTaken, raise_doubts
from linli.apps.intake.entries import (
    Entry,
    EntryTerms,
    Rehearsed,
    rehearse,
    terms_of_entry,
    with_known_addresses,
)
from linli.apps.intake.receipt import Receipt, receipt_refusals, record_receipts
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.documents.filled_workbook import (
    MOST_ROWS,
    RowsWrong,
    WorkbookTooLong,
    write_returned,
)
from linli.core.documents.form_entry import (
    ACCEPTS,
    ENTRY_CHOICES,
    ENTRY_LABELS,
    REFUSES,
    SIGNED,
)
from linli.core.documents.official import Mark
from linli.core.documents.workbook import Cell, Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import Expect, ReadColumn, ReadRow, read_each_row
from linli.core.refusal import Refusal

#: What the first column says in a row that is there to show how to fill in.
EXAMPLE = "示例"
_ACT = "登记学校报送的报名"
_MOST_TOLD = 5
_MARK = "标记"
_NAME_AT = 1 + list(ENTRY_LABELS).index("name")
_MONTHS = frozenset({"birth", "graduation"})
_EXAMPLES = {
    "name": "样本某某",
    "sex": "女",
    "ethnicity": "汉族",
    "birth": "2002-03",
    "native_place": "样本省样本市",
    "political_status": "共青团员",
    "school": "样本大学",
    "graduation": "2024-07",
    "major": "社会工作",
    "education": "本科",
    "degree": "法学学士",
    "id_number": "99010120020315902X",
    "address": "样本省样本市样本路1号",
    "phone": "13800000000",
    "intended": "样本市样本县",
    "transfer": f"{ACCEPTS}：样本县、样本区（不接受的填“{REFUSES}”）",
    "resume": "2020年9月—2024年7月 样本大学 学生",
    "awards": "校级三好学生",
    "strengths": "书法",
    "pledge": SIGNED,
}


class NothingToRegister(Refusal):
    """The workbook holds no row, or none without a problem."""


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """One row: its number in Excel, its cells as they stand, what it comes to, what is wrong with it.

    ``remarks`` name words that are kept as written and stand against nothing.
    """

    number: int
    cells: tuple[Cell, ...] = field(repr=False)
    rehearsed: Rehearsed = field(repr=False)
    problems: tuple[str, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what is unusual in the row."""
        return tuple(f"{remark}。" for remark in self.rehearsed.remarks.values())

    @property
    def name(self) -> str:
        """Return the name as it stands in the row."""
        return str(self.cells[_NAME_AT] or "")


@dataclass(frozen=True, slots=True)
class WorkbookRehearsal:
    """What a workbook would come to: its rows without the examples."""

    rows: tuple[WorkbookRow, ...]

    @property
    def good(self) -> tuple[WorkbookRow, ...]:
        """Return the rows that can be registered."""
        return tuple(row for row in self.rows if not row.problems)

    @property
    def wrong(self) -> tuple[WorkbookRow, ...]:
        """Return the rows with a problem."""
        return tuple(row for row in self.rows if row.problems)

    @property
    def remarked(self) -> tuple[WorkbookRow, ...]:
        """Return the rows that can be registered and hold something unusual."""
        return tuple(row for row in self.good if row.remarks)


def template(season: Season, *, materials: Mapping[str, str], dated: date) -> bytes:
    """Return the workbook that a school fills in; ``materials`` names the kinds of papers."""
    examples = [EXAMPLE, *_EXAMPLES.values(), *_example_counts(materials)]
    sheet = Sheet(
        "报名",
        f"{season.title}报名登记（学校报送）",
        _columns(materials),
        (tuple(examples),),
        _marks(season),
        blank_rows=MOST_ROWS,
    )
    return write_workbook((sheet,), dated=dated)


def dry_run(
    season: Season,
    content: bytes,
    *,
    materials: Mapping[str, str],
    receipt: Receipt | None = None,
    actor: User,
    at: datetime,
) -> WorkbookRehearsal:
    """Return what a workbook would come to, row by row; nothing is stored.

    ``receipt`` tells of a workbook that came in earlier. Raises ``NotPermitted``, ``EarlyEntry``,
    ``LateEntry``, ``ReceiptWrong``, ``WorkbookUnreadable``, ``WorkbookTooLong`` and ``NothingToRegister``.
    Source: D0 三(一), 附件2.
    """
    require_office(actor, season, Office.CITY, act=_ACT)
    read = read_each_row(content, columns=_read_columns(materials))
    rows = [row for row in read if row.cells[0] != EXAMPLE]
    if not rows:
        raise NothingToRegister("表格中没有报名人", mend="按模板每人填写一行，删去示例行也可以")
    if len(rows) > MOST_ROWS:
        raise WorkbookTooLong(
            f"表格有{len(rows)}行，一次最多处理{MOST_ROWS}行", mend="分成几个文件分别上传"
        )
    terms = terms_of_entry(season, at)
    for _, refusal in receipt_refusals(receipt, terms.days, at=at):
        raise refusal
    judged = [_judged(row, materials, receipt, terms) for row in rows]
    return WorkbookRehearsal(_told_apart(judged))


def problem_workbook(
    season: Season, rehearsal: WorkbookRehearsal, *, materials: Mapping[str, str], dated: date
) -> bytes:
    """Return the rows with a problem and, in last columns, what is wrong, what to do, what is unusual.

    Put right, the same workbook is read again: the added columns are passed over.
    """
    return write_returned(
        f"{season.title}报名登记（需改正的{len(rehearsal.wrong)}行）",
        _columns(materials),
        ((row.cells, row.problems, row.remarks) for row in rehearsal.wrong),
        marks=_marks(season),
        dated=dated,
    )


@transaction.atomic
def commit(
    season: Season,
    content: bytes,
    *,
    materials: Mapping[str, str],
    only_good: bool,
    receipt: Receipt | None = None,
    actor: User,
    at: datetime,
) -> list[Application]:
    """Register the rows as mails are registered, check them, and return their cases.

    All or nothing, unless ``only_good`` leaves the rows with a problem out. Raises what
    :func:`dry_run` raises, and ``RowsWrong``. Source: D0 三(一)3; requirements B17.
    """
    require_office(actor, season, Office.CITY, act=_ACT)
    lock_season(season)
    rehearsal = dry_run(season, content, materials=materials, receipt=receipt, actor=actor, at=at)
    if rehearsal.wrong and not only_good:
        raise RowsWrong(
            f"有{len(rehearsal.wrong)}行存在问题，整表没有登记",
            mend="改正后重新上传，或者选择“只登记无问题的行”",
        )
    if not rehearsal.good:
        raise NothingToRegister("没有可以登记的行", mend="改正问题后重新上传")
    drafts = with_known_addresses([row.rehearsed.draft for row in rehearsal.good], season)
    made = receive_applications(season, drafts, actor=actor)
    if receipt is not None:
        record_receipts(season, made, receipt, actor=actor, at=at)
    raise_doubts(made, {})
    check_applications(season, made, actor=actor, at=at)
    return made


def _columns(materials: Mapping[str, str]) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(_MARK),
        *(
            SheetColumn(label, choices=ENTRY_CHOICES.get(name, ()))
            for name, label in ENTRY_LABELS.items()
        ),
        *(SheetColumn(label, Kind.WHOLE) for label in materials.values()),
    )


def _read_columns(materials: Mapping[str, str]) -> tuple[ReadColumn, ...]:
    return (
        ReadColumn(_MARK, is_required=False),
        *(
            ReadColumn(label, _expected(name), is_required=False)
            for name, label in ENTRY_LABELS.items()
        ),
        *(ReadColumn(label, Expect.WHOLE, is_required=False) for label in materials.values()),
    )


def _expected(name: str) -> Expect:
    if name == "id_number":
        return Expect.IDENTITY
    return Expect.MONTH if name in _MONTHS else Expect.TEXT


def _example_counts(materials: Mapping[str, str]) -> list[Cell]:
    shown = ("id_card_front", "id_card_back", "enrollment_report")
    return [1 if kind in shown else None for kind in materials]


def _marks(season: Season) -> tuple[Mark, ...]:
    return (Mark.REHEARSAL,) if season.is_rehearsal else ()


def _judged(
    row: ReadRow, materials: Mapping[str, str], receipt: Receipt | None, terms: EntryTerms
) -> WorkbookRow:
    _, *cells = row.cells
    texts = dict(zip(ENTRY_LABELS, cells, strict=False))
    counts = dict(zip(materials, cells[len(ENTRY_LABELS) :], strict=True))
    entry = Entry(
        fields={name: str(text) for name, text in texts.items() if text is not None},
        materials={kind: sheets for kind, sheets in counts.items() if isinstance(sheets, int)},
        receipt=receipt,
    )
    rehearsed = rehearse(entry, terms, source=Application.Source.WORKBOOK)
    told = (refusal.sentence() for refusal in rehearsed.refusals.values())
    wrong = tuple(dict.fromkeys((*(f"{what}。" for what in row.problems), *told)))
    return WorkbookRow(row.number, _shown(row.cells), rehearsed, wrong)


def _shown(cells: tuple[object, ...]) -> tuple[Cell, ...]:
    """Return the cells as a workbook takes them; a wrong count of papers is left blank."""
    texts = len(ENTRY_LABELS) + 1
    words = [None if cell is None else str(cell) for cell in cells[:texts]]
    return (*words, *(cell if type(cell) is int else None for cell in cells[texts:]))


def _told_apart(rows: list[WorkbookRow]) -> tuple[WorkbookRow, ...]:
    """Add a problem to the rows that share an ID number: nobody can tell which of them counts."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.rehearsed.form.id_number:
            numbers[row.rehearsed.form.id_number].append(row.number)
    return tuple(_with_others(row, numbers) for row in rows)


def _with_others(row: WorkbookRow, numbers: Mapping[str, list[int]]) -> WorkbookRow:
    same = numbers.get(row.rehearsed.form.id_number or "", [])
    others = [str(number) for number in same if number != row.number]
    if not others:
        return row
    more = f"等{len(others)}行" if len(others) > _MOST_TOLD else "行"
    problem = NumberTaken(
        f"与第{'、'.join(others[:_MOST_TOLD])}{more}的身份证号相同",
        mend="核对号码；确属同一人的只保留一行",
    ).sentence()
    return replace(row, problems=(*row.problems, problem))
