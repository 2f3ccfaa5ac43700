"""Sign a panel's scores: both entries are whole and agree, and nothing changes after it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.interviews.ledger import CLAUSE, panel_event
from linli.apps.interviews.models import Panel, ScoreSheet, SignOff
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


@transaction.atomic
def sign_off(panel: Panel, *, actor: User, at: datetime) -> SignOff:
    """Sign a panel's scores and record them; after it nothing about them changes.

    Scores come into the record in no other way. The total is the mean of the marks, half up;
    all marks that were given are stored, and which of them were dropped for the total follows
    from the policy parameter ``drops_extremes`` and stands in the ledger. Candidates who have
    withdrawn since the draw are left out. Raises ``NotDrawn``, ``RecordedOtherwise``,
    ``EntriesDiffer`` and ``SheetsIncomplete``, naming the first cases, ``TooFewExaminers``,
    ``SignedOff`` and ``NotPermitted``. Source: D0 三(三); requirements D2, D8.
    """
    season = panel.season
    require_county(actor, season, panel.county_id, act="签字确认面见成绩")
    panel = require_open(panel)
    if not panel.seed:
        raise NotDrawn("面见次序尚未抽签，没有可确认的成绩", why=CLAUSE, mend="先抽签、面见并录入")
    _require_nothing_recorded(panel)
    marking = markers_of(panel, least=least_examiners(season.pack, beijing_date(at)))
    _require_agreement(differences_of(panel))
    sheets = sheets_of(panel, ScoreSheet.Entry.FIRST)
    _require_complete(marking, sheets)
    signed = SignOff.objects.create(
        panel=panel, signed_by=actor, signed_at=at, fingerprint=fingerprint_of(panel)
    )
    inputs = {"sheets": len(marking), "fingerprint": signed.fingerprint}
    record([panel_event(panel, "sign_off_scores", actor, at, inputs=inputs)])
    _record(season, {case: sheets[case] for case in marking}, actor, at)
    return signed


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


def _record(season: Season, sheets: Mapping[str, Marks], actor: User, at: datetime) -> None:
    """Record what sheets come to: a score, or an absence where a sheet has no marks."""
    drops = drops_extremes(season.pack, beijing_date(at))
    given = {case: [marks[number] for number in sorted(marks)] for case, marks in sheets.items()}
    totals = {
        case: panel_total(marks, drops_extremes=drops) for case, marks in given.items() if marks
    }
    candidates = season.applications.in_state(State.INTERVIEW_LISTED).filter(
        case_number__in=list(given)
    )
    by_case = {one.case_number: one for one in candidates}
    change_states(
        [
            _change(by_case[case], marks, totals.get(case), actor, at)
            for case, marks in given.items()
        ]
    )
    Score.objects.bulk_create(
        Score(application=by_case[case], marks=given[case], total=total.total)
        for case, total in totals.items()
    )


def _change(
    one: Application, marks: Sequence[int], total: PanelTotal | None, actor: User, at: datetime
) -> Change:
    if total is None:
        return Change(one, Act.RECORD_INTERVIEW_ABSENCE, actor, at, reason="未到场")
    inputs: dict[str, object] = {"marks": list(marks), "total": total.total}
    if total.dropped:
        inputs["dropped"] = list(total.dropped)
    return Change(one, Act.RECORD_INTERVIEW, actor, at, reason="面见复审评分", inputs=inputs)


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
