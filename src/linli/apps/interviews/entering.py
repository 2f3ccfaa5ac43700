"""Enter a panel's score sheets, twice, by two officials."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.interviews.ledger import CLAUSE, panel_event
from linli.apps.interviews.models import Mark, Panel, ScoreSheet, Turn
from linli.apps.interviews.permissions import require_county, require_open
from linli.apps.interviews.queries import examiners_of, least_examiners, markers_of
from linli.apps.ledger.actions import beijing_date, record
from linli.apps.selection.score_workbook import ScoreRow
from linli.core.record import canonical_json
from linli.core.refusal import Refusal


class SheetRefused(Refusal):
    """A score sheet has a mark that may not be there, lacks one, or stands there twice."""


class UnknownCase(Refusal):
    """A score sheet names a case that does not come before this panel."""


class SameClerk(Refusal):
    """One official would enter a sheet both times."""


@transaction.atomic
def enter_marks(
    panel: Panel,
    entry: ScoreSheet.Entry,
    rows: Sequence[ScoreRow],
    *,
    actor: User,
    at: datetime,
) -> None:
    """Enter score sheets the first or the second time; entered again, a sheet is replaced.

    A row has a cell for each of the panel's examiners by number, blank where the examiner is
    recused or a substitute who is not needed; no marks at all record an absence. Nothing is
    written if one row is refused. Raises ``SheetRefused``, ``UnknownCase``, ``SameClerk``,
    ``TooFewExaminers``, ``SignedOff`` and ``NotPermitted``.
    Source: D0 三(三); requirements D2; policy parameters ``full_mark``, ``least_examiners``.
    """
    require_county(actor, panel.season, panel.county_id, act=f"{entry.label}面见评分")
    require_open(panel)
    _check_rows(panel, rows, at)
    cases = [row.case_number for row in rows]
    turns = panel.turns.select_related("application").filter(application__case_number__in=cases)
    by_case = {turn.application.case_number: turn for turn in turns}
    _require_another_clerk(panel, entry, by_case.values(), actor)
    ScoreSheet.objects.filter(turn__in=by_case.values(), entry=entry).delete()
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(turn=by_case[case], entry=entry, entered_by=actor, entered_at=at)
        for case in cases
    )
    examiners = list(examiners_of(panel).values())
    Mark.objects.bulk_create(
        Mark(sheet=sheet, examiner=examiner, hundredths=mark)
        for sheet, row in zip(sheets, rows, strict=True)
        for examiner, mark in zip(examiners, row.marks, strict=False)
        if mark is not None
    )
    inputs = {"entry": entry.value, "sheets": len(rows), "fingerprint": _fingerprint(rows)}
    record([panel_event(panel, "enter_marks", actor, at, inputs=inputs)])


def _check_rows(panel: Panel, rows: Sequence[ScoreRow], at: datetime) -> None:
    rules = rules_of(panel, at)
    seen: set[str] = set()
    for row in rows:
        rules.require(row)
        if row.case_number in seen:
            raise _refused(f"报名{row.case_number}在成绩表中出现两次")
        seen.add(row.case_number)


@dataclass(frozen=True, slots=True)
class SheetRules:
    """What a panel's sheets must be: who marks each candidate, all examiners by number, the full mark.

    ``most`` is in hundredths of a point.
    """

    marking: Mapping[str, Sequence[int]]
    numbers: tuple[int, ...]
    most: int

    def require(self, row: ScoreRow) -> None:
        """Refuse a sheet that is none of this panel's. Raises ``UnknownCase`` and ``SheetRefused``."""
        if row.case_number not in self.marking:
            raise UnknownCase(
                f"成绩表中的报名{row.case_number}不在本组面见次序中",
                why=CLAUSE,
                mend="核对报名编号和组别",
            )
        if row.marks:
            _check_marks(row, self.numbers, self.marking[row.case_number], self.most)


def rules_of(panel: Panel, at: datetime) -> SheetRules:
    """Return what a panel's sheets must be. Raises ``TooFewExaminers``."""
    pack, day = panel.season.pack, beijing_date(at)
    return SheetRules(
        markers_of(panel, least=least_examiners(pack, day)),
        tuple(examiners_of(panel)),
        pack.whole("full_mark", day) * 100,
    )


def _check_marks(row: ScoreRow, numbers: Sequence[int], marking: Sequence[int], most: int) -> None:
    if len(row.marks) != len(numbers):
        raise _refused(f"报名{row.case_number}有{len(row.marks)}栏评分，本组考官{len(numbers)}名")
    for number, mark in zip(numbers, row.marks, strict=True):
        cell = f"报名{row.case_number}考官{number}"
        if mark is None and number in marking:
            raise _refused(f"{cell}没有评分")
        if mark is not None and number not in marking:
            raise _refused(f"{cell}应当回避或不需替补，评分应为空白")
        if mark is not None and not 0 <= mark <= most:
            raise _refused(f"{cell}的评分不在0至{most // 100}分之间")


def _refused(what: str) -> SheetRefused:
    return SheetRefused(what, why=CLAUSE, mend="对照评分表原件改正后重新录入")


def _require_another_clerk(
    panel: Panel, entry: ScoreSheet.Entry, turns: Collection[Turn], actor: User
) -> None:
    """Refuse an official who entered one of these sheets the other time. Raises ``SameClerk``."""
    own = ScoreSheet.objects.filter(turn__panel=panel, entered_by=actor).exclude(entry=entry)
    keys = {turn.pk for turn in turns}
    both = sorted(
        case
        for turn, case in own.values_list("turn_id", "turn__application__case_number")
        if turn in keys
    )
    if both:
        raise SameClerk(
            f"报名{both[0]}的评分表另一次也由您录入",
            why="两次录入由两人分别办理，才能核对",
            mend="请另一名工作人员录入",
        )


def _fingerprint(rows: Sequence[ScoreRow]) -> str:
    """Return the SHA-256 of entered rows, in whatever order they came."""
    told = {row.case_number: list(row.marks) for row in rows}
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()
