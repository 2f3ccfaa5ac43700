"""What the pages on which marks are entered, signed and announced show, prepared.

An official sees the own marks alone: two entries are worth something while they are independent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.interviews.models import Attendance, Panel, ScoreSheet, Turn
from linli.apps.interviews.queries import (
    candidates_of,
    differences_of,
    drops_extremes,
    least_examiners,
    markers_of,
    relations_of,
)
from linli.apps.interviews.signing import (
    Result,
    fingerprint_of,
    marked_unattended,
    results_to_sign,
)
from linli.apps.ledger.actions import beijing_date
from linli.core.placement.panels import Difference
from linli.core.placement.scores import points
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A candidate's turn, and how the sheet of one entry stands."""

    position: int
    case_number: str
    badge: Badge
    is_open: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference between the two entries, and the turn whose sheet is to be compared."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """One entry of a panel: sheet by sheet, how many are left, and where the two entries differ."""

    entry: ScoreSheet.Entry
    rows: tuple[SheetRow, ...]
    left: int
    following: int | None
    differences: tuple[DifferenceRow, ...]
    other_lacks: int


@dataclass(frozen=True, slots=True)
class Marking:
    """How one candidate is marked: by whom, up to how many points, and what this official entered.

    ``own`` is ``None`` without an own sheet; ``entered_by`` names another who entered this one;
    ``refusal`` tells why this official may not.
    """

    marking: tuple[int, ...]
    full_mark: int
    own: Mapping[int, int] | None
    entered_by: str
    refusal: str
    recused: tuple[str, ...]
    differs: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A candidate's result as the office sees it before it is signed."""

    position: int
    case_number: str
    marks: str
    dropped: str
    total: str
    rank: str
    doubt: str


@dataclass(frozen=True, slots=True)
class SignOffPage:
    """What a sign-off would record, and the mark of what was shown.

    ``unattended`` counts who has marks though nobody recorded them at the door.
    """

    rows: tuple[ResultRow, ...]
    way: str
    fingerprint: str
    unattended: int


@dataclass(frozen=True, slots=True)
class Announced:
    """What is announced of a candidate: the number drawn, and the total. Nobody's name."""

    position: int
    total: str


def sheets_page(panel: Panel, entry: ScoreSheet.Entry, official: User) -> SheetsPage:
    """Return how far one entry of a panel has come, as one official may see it."""
    listed = set(candidates_of(panel))
    by_turn: dict[int, dict[int, ScoreSheet]] = {}
    for sheet in ScoreSheet.objects.filter(turn__panel=panel).select_related("entered_by"):
        by_turn.setdefault(sheet.turn_id, {})[sheet.entry] = sheet
    found = differences_of(panel)
    differing = {one.candidate for one in found if not one.is_missing}
    turns = list(panel.turns.select_related("application"))
    rows = tuple(
        _sheet_row(one, entry, by_turn.get(one.pk, {}), listed, differing, official)
        for one in turns
    )
    positions = {one.application.case_number: one.position for one in turns}
    waiting = [row.position for row in rows if row.is_open]
    other = next(one for one in ScoreSheet.Entry if one is not entry)
    return SheetsPage(
        entry=entry,
        rows=rows,
        left=len(waiting),
        following=waiting[0] if waiting else None,
        differences=_difference_rows(found, positions),
        other_lacks=sum(
            other not in by_turn.get(one.pk, {})
            for one in turns
            if one.application.case_number in listed
        ),
    )


def _sheet_row(
    turn: Turn,
    entry: ScoreSheet.Entry,
    sheets: Mapping[int, ScoreSheet],
    listed: set[str],
    differing: set[str],
    official: User,
) -> SheetRow:
    case, own = turn.application.case_number, sheets.get(entry)
    other = next((one for number, one in sheets.items() if number != entry), None)
    if case not in listed:
        return SheetRow(turn.position, case, Badge(turn.application.state_label, QUIET), False)
    if case in differing:
        return SheetRow(turn.position, case, Badge("两次不一致", BAD), False)
    if own:
        return SheetRow(turn.position, case, Badge("已录入", GOOD), False)
    if other and other.entered_by_id == official.pk:
        return SheetRow(turn.position, case, Badge("由他人录入", QUIET), False)
    return SheetRow(turn.position, case, Badge("未录入", WAITING), True)


def _difference_rows(
    found: tuple[Difference, ...], positions: Mapping[str, int]
) -> tuple[DifferenceRow, ...]:
    rows = [
        DifferenceRow(positions[one.candidate], one.text) for one in found if not one.is_missing
    ]
    return tuple(sorted(rows, key=lambda row: row.position))


def marking_of(
    panel: Panel, turn: Turn, entry: ScoreSheet.Entry, official: User, *, at: datetime
) -> Marking:
    """Return how a candidate is marked. Raises ``TooFewExaminers``."""
    pack, day, case = panel.season.pack, beijing_date(at), turn.application.case_number
    marking = markers_of(panel, least=least_examiners(pack, day)).get(case, ())
    sheets = {one.entry: one for one in turn.sheets.select_related("entered_by")}
    here = sheets.pop(entry, None)
    other = next(iter(sheets.values()), None)
    is_own = here is not None and here.entered_by_id == official.pk
    away = [one for one in relations_of(panel) if one.candidate == case]
    return Marking(
        marking=marking,
        full_mark=pack.whole("full_mark", day),
        own=dict(here.marks.values_list("examiner__number", "hundredths"))
        if here and is_own
        else None,
        entered_by=str(here.entered_by) if here and not is_own else "",
        refusal=_refusal(bool(marking), other, official, turn),
        recused=tuple(f"考官{one.examiner}（{one.kind.label}）" for one in away),
        differs=_differing_cells(panel, case) if here and other else "",
    )


def _refusal(is_candidate: bool, other: ScoreSheet | None, official: User, turn: Turn) -> str:
    if not is_candidate:
        return f"这名人员现为“{turn.application.state_label}”，不用录入评分"
    if other and other.entered_by_id == official.pk:
        return "这份评分表的另一次由您录入；两次由两人分别办理才能核对，请另一名工作人员录入"
    return ""


def _differing_cells(panel: Panel, case: str) -> str:
    found = [one for one in differences_of(panel) if one.candidate == case]
    return "、".join(f"考官{one.examiner}" if one.examiner else "到场或缺席" for one in found)


def sign_off_page(panel: Panel, *, at: datetime) -> SignOffPage:
    """Return what a sign-off would record now. Raises what ``results_to_sign`` raises."""
    positions = dict(panel.turns.values_list("application__case_number", "position"))
    came = set(
        Attendance.objects.filter(application__turn__panel=panel).values_list(
            "application__case_number", flat=True
        )
    )
    results = results_to_sign(panel, at=at)
    return SignOffPage(
        tuple(_result_row(one, positions[one.case_number], came) for one in results),
        way_of_total(panel, at=at),
        fingerprint_of(panel),
        len(marked_unattended(panel, results)),
    )


def way_of_total(panel: Panel, *, at: datetime) -> str:
    """Return how the pack makes a total of marks, in words."""
    if drops_extremes(panel.season.pack, beijing_date(at)):
        return "总分为去掉一个最高分和一个最低分后，其余评分的平均数"
    return "总分为全部评分的平均数，不去掉最高分和最低分"


def _result_row(one: Result, position: int, came: set[str]) -> ResultRow:
    has_come = one.case_number in came
    doubt = ""
    if one.total is None and has_come:
        doubt = "门口登记了到场"
    elif one.total is not None and not has_come:
        doubt = "门口没有登记到场"
    return ResultRow(
        position,
        one.case_number,
        "、".join(points(mark) for mark in one.marks.values()) or "缺席",
        "、".join(points(mark) for mark in one.total.dropped) if one.total else "",
        points(one.total.total) if one.total else "缺席",
        f"第{one.rank}名" if one.rank else "",
        doubt,
    )


def announced(panel: Panel) -> tuple[Announced, ...]:
    """Return what is announced of a signed panel, in the drawn order; who withdrew is left out."""
    turns = panel.turns.select_related("application__score")
    return tuple(
        Announced(one.position, str(score) if score else "缺席")
        for one in turns
        for score in [getattr(one.application, "score", None)]
        if score or one.application.state == State.INTERVIEW_ABSENT
    )
