"""Sign a panel's scores: both entries are whole and agree, and nothing changes after it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.interviews.ledger import CLAUSE, panel_event
from linli.apps.interviews.models import Attendance, Panel, ScoreSheet, SignOff
from linli.apps.interviews.permissions import require_county, require_open
from linli.apps.interviews.queries import (
    differences_of,
    drops_extremes,
    examiners_of,
    least_examiners,
    markers_of,
    relations_of,
    sheets_of,
)
from linli.apps.ledger.actions import beijing_date, record
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Score
from linli.core.placement.panels import Difference, Marks, folded_name
from linli.core.placement.scores import PanelTotal, panel_total
from linli.core.record import canonical_json
from linli.core.refusal import Refusal

NAMED_AT_MOST = 3


class EntriesDiffer(Refusal):
    """The two entries of a panel's score sheets say different things."""


class SheetsIncomplete(Refusal):
    """A candidate lacks a sheet, or a sheet is not by those who are to mark the candidate."""


class RecordedOtherwise(Refusal):
    """A candidate has a score or an absence that does not come from these sheets."""


class NotDrawn(Refusal):
    """A panel whose order was never drawn has no scores to sign."""


class MarkedUnattended(Refusal):
    """People have marks whom nobody recorded at the door, and nobody says why."""


class SheetsChanged(Refusal):
    """The sheets to be signed are no longer those that were shown."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a candidate's sheet comes to: marks by examiner's number, total and rank; none if absent.

    Equals share a rank among the panel's candidates, the next one counts on from how many they are.
    """

    case_number: str
    marks: Marks
    total: PanelTotal | None
    rank: int | None


def results_to_sign(panel: Panel, *, at: datetime) -> tuple[Result, ...]:
    """Return what a sign-off would record now, in the drawn order; nothing is written by it.

    Raises ``NotDrawn``, ``RecordedOtherwise``, ``EntriesDiffer``, ``SheetsIncomplete`` and
    ``TooFewExaminers``, as ``sign_off`` does. Source: D0 三(三); requirements D8.
    """
    pack, day = panel.season.pack, beijing_date(at)
    if not panel.seed:
        raise NotDrawn("面见次序尚未抽签，没有可确认的成绩", why=CLAUSE, mend="先抽签、面见并录入")
    _require_nothing_recorded(panel)
    marking = markers_of(panel, least=least_examiners(pack, day))
    _require_agreement(differences_of(panel))
    sheets = sheets_of(panel, ScoreSheet.Entry.FIRST)
    _require_complete(marking, sheets)
    return results_of(
        {case: sheets[case] for case in marking}, drops_extremes=drops_extremes(pack, day)
    )


def results_of(sheets: Mapping[str, Marks], *, drops_extremes: bool) -> tuple[Result, ...]:
    """Return totals and ranks of sheets by case number, in their order."""
    totals = {
        case: panel_total(list(marks.values()), drops_extremes=drops_extremes)
        for case, marks in sheets.items()
        if marks
    }
    ranks = {
        case: 1 + sum(other.total > one.total for other in totals.values())
        for case, one in totals.items()
    }
    return tuple(
        Result(case, dict(sorted(marks.items())), totals.get(case), ranks.get(case))
        for case, marks in sheets.items()
    )


@transaction.atomic
def sign_off(
    panel: Panel,
    *,
    actor: User,
    at: datetime,
    shown: str | None = None,
    unattended_reason: str = "",
) -> SignOff:
    """Sign a panel's scores and record them; after it nothing about them changes.

    Scores come into the record in no other way. The total is the mean of the marks, half up;
    all marks that were given are stored, and which of them were dropped for the total follows
    from the policy parameter ``drops_extremes`` and stands in the ledger. Candidates who have
    withdrawn since the draw are left out. ``shown`` is the fingerprint of the sheets that somebody
    confirms; they then say by ``unattended_reason`` why people have marks whom nobody recorded at
    the door, and the ledger keeps it. Raises ``SheetsChanged``, ``MarkedUnattended``, ``NotDrawn``,
    ``RecordedOtherwise``, ``EntriesDiffer`` and ``SheetsIncomplete``, naming the first cases,
    ``TooFewExaminers``, ``SignedOff`` and ``NotPermitted``. Source: D0 三(三); requirements D1, D2, D8.
    """
    require_county(actor, panel.season, panel.county_id, act="签字确认面见成绩")
    panel = require_open(panel)
    results = results_to_sign(panel, at=at)
    fingerprint = fingerprint_of(panel)
    if shown is not None and shown != fingerprint:
        raise SheetsChanged(
            "评分表在您核对以后有改动，这次没有签字确认",
            why=CLAUSE,
            mend="核对页面上现在的成绩，再确认一次",
        )
    unattended = marked_unattended(panel, results)
    if shown is not None and unattended and not unattended_reason.strip():
        raise MarkedUnattended(
            f"{len(unattended)}名面见人员有评分而没有登记到场："
            f"{_named([f'报名{case}' for case in unattended])}",
            why=CLAUSE,
            mend="到过场的补登记到场；确认无误仍要签字的，勾选并写明理由",
        )
    signed = SignOff.objects.create(
        panel=panel, signed_by=actor, signed_at=at, fingerprint=fingerprint
    )
    inputs: dict[str, object] = {"sheets": len(results), "fingerprint": signed.fingerprint}
    if unattended and unattended_reason.strip():
        inputs |= {
            "unattended": len(unattended),
            "unattended_reason": unattended_reason.strip(),
        }
    record([panel_event(panel, "sign_off_scores", actor, at, inputs=inputs)])
    _record(panel.season, results, actor, at)
    return signed


def marked_unattended(panel: Panel, results: Sequence[Result]) -> tuple[str, ...]:
    """Return who has marks and was never recorded at the door, in the order of the results."""
    came = set(
        Attendance.objects.filter(application__turn__panel=panel).values_list(
            "application__case_number", flat=True
        )
    )
    marked = (one.case_number for one in results if one.total)
    return tuple(case for case in marked if case not in came)


def fingerprint_of(panel: Panel) -> str:
    """Return the SHA-256 of a panel's sheets with its examiners, relations and drawn order.

    After the sign-off it stays as signed, whatever further panels come to.
    """
    order = list(panel.turns.values_list("application__case_number", flat=True))
    told = {
        "panel": panel.subject,
        "number": panel.number,
        "seed": panel.seed,
        "order": order,
        "examiners": [
            [one.number, folded_name(one.name), one.body, one.is_head, one.is_substitute]
            for one in examiners_of(panel).values()
        ],
        "relations": [
            [one.examiner, one.candidate, one.kind.value]
            for one in relations_of(panel)
            if one.candidate in set(order)
        ],
        "sheets": {
            str(entry.value): {
                case: {str(number): mark for number, mark in marks.items()}
                for case, marks in sheets_of(panel, entry).items()
            }
            for entry in ScoreSheet.Entry
        },
    }
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()


def _record(season: Season, results: Sequence[Result], actor: User, at: datetime) -> None:
    """Record what sheets come to: a score, or an absence where a sheet has no marks."""
    candidates = season.applications.in_state(State.INTERVIEW_LISTED).filter(
        case_number__in=[one.case_number for one in results]
    )
    by_case = {one.case_number: one for one in candidates}
    change_states([_change(by_case[one.case_number], one, actor, at) for one in results])
    Score.objects.bulk_create(
        Score(
            application=by_case[one.case_number],
            marks=list(one.marks.values()),
            total=one.total.total,
        )
        for one in results
        if one.total
    )


def _change(application: Application, one: Result, actor: User, at: datetime) -> Change:
    if one.total is None:
        act = Act.RECORD_INTERVIEW_ABSENCE
        return Change(application, act, actor, at, reason="未到场")
    inputs: dict[str, object] = {"marks": list(one.marks.values()), "total": one.total.total}
    if one.total.dropped:
        inputs["dropped"] = list(one.total.dropped)
    return Change(
        application, Act.RECORD_INTERVIEW, actor, at, reason="面见复审评分", inputs=inputs
    )


def _require_nothing_recorded(panel: Panel) -> None:
    recorded = panel.turns.filter(
        Q(application__score__isnull=False)
        | Q(application__state__in=(State.INTERVIEWED, State.INTERVIEW_ABSENT))
    )
    cases = list(recorded.values_list("application__case_number", flat=True))
    if cases:
        raise RecordedOtherwise(
            f"{len(cases)}名面见人员的成绩未经本组签字确认已登记："
            f"{_named([f'报名{case}' for case in cases])}",
            why=CLAUSE,
            mend="查清登记的来源，请上级单位按职责处理",
        )


def _require_agreement(found: Sequence[Difference]) -> None:
    if found:
        raise EntriesDiffer(
            f"两次录入有{len(found)}处不一致：{_named([one.text for one in found])}",
            why=CLAUSE,
            mend="对照评分表原件改正后重新录入",
        )


def _require_complete(marking: Mapping[str, Sequence[int]], sheets: Mapping[str, Marks]) -> None:
    missing = [f"报名{case}" for case in marking if case not in sheets]
    if missing:
        raise SheetsIncomplete(
            f"{len(missing)}名面见人员没有评分表：{_named(missing)}",
            why=CLAUSE,
            mend="补录评分，没有到场的录入缺席",
        )
    wrong = [
        f"报名{case}"
        for case, numbers in marking.items()
        if sheets[case] and set(sheets[case]) != set(numbers)
    ]
    if wrong:
        raise SheetsIncomplete(
            f"{len(wrong)}名面见人员的评分与登记的回避关系不符：{_named(wrong)}",
            why=CLAUSE,
            mend="按回避后的考官重新录入",
        )


def _named(parts: Sequence[str]) -> str:
    more = "等" if len(parts) > NAMED_AT_MOST else ""
    return "；".join(parts[:NAMED_AT_MOST]) + more
