"""Interview, placement, medical checks and backfill of a season."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states, require_permission
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.places.queries import counties_of
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Backfill, MedicalCheck, Placement, Score
from linli.core import placement as engine
from linli.core.placement import Candidate, PlacementStatus
from linli.core.refusal import Refusal
from linli.policies import get_pack

_HONOURS = ("honor_department", "honor_municipal", "honor_provincial", "honor_national")
_PLACEMENT_ACTS = {
    PlacementStatus.PLACED: Act.PLACE,
    PlacementStatus.RESERVE: Act.KEEP_IN_RESERVE,
    PlacementStatus.UNPLACED: Act.LEAVE_UNPLACED,
}
_MEDICAL_ACTS = {
    MedicalCheck.Conclusion.PASS: Act.PASS_MEDICAL,
    MedicalCheck.Conclusion.FAIL: Act.FAIL_MEDICAL,
    MedicalCheck.Conclusion.ABSENT: Act.RECORD_MEDICAL_ABSENCE,
}

_LEFT_A_PLACE = Q(
    state__in=(State.MEDICAL_FAILED, State.MEDICAL_ABSENT, State.OBJECTION_UPHELD)
) | Q(state=State.WITHDRAWN) & (
    Q(placement__status=PlacementStatus.PLACED) | Q(backfill__isnull=False)
)


class RecheckPending(Refusal):
    """A medical check that waits for a second one has no conclusion to record yet."""


class UnknownCase(Refusal):
    """A score or result names a case that is not waiting for one."""


@transaction.atomic
def list_for_interview(season: Season, county: str, *, actor: User, at: datetime) -> None:
    """Choose who of a county's qualified goes to the interview, best honours first.

    Source: D0 三(二) (择优确定); requirements C3, Q7.
    """
    pack = get_pack(season.pack_id)
    qualified = list(season.applications.filter(county_id=county).in_state(State.QUALIFIED))
    ratio = pack.whole("interview_ratio", beijing_date(at))
    places = season.quotas.get(county_id=county).places
    grades = {one.case_number: _honour_grade(one.materials) for one in qualified}
    listed = set(engine.shortlist(list(grades.items()), places=places, ratio=ratio))
    change_states(
        [
            _interview_change(one, one.case_number in listed, grades[one.case_number], actor, at)
            for one in qualified
        ]
    )


def _honour_grade(materials: Mapping[str, int]) -> int:
    """Return 4 for a national honour down to 1 for a department's, 0 for none (D0 三(一)6(4))."""
    return max(
        (grade for grade, kind in enumerate(_HONOURS, start=1) if materials.get(kind)), default=0
    )


def _interview_change(
    one: Application, is_listed: bool, grade: int, actor: User, at: datetime
) -> Change:
    act = Act.LIST_FOR_INTERVIEW if is_listed else Act.LEAVE_OFF_INTERVIEW
    reason = "择优进入面见复审" if is_listed else "荣誉级别在进入面见复审的末位之后"
    rule = f"{one.season.rule_version}:interview_order"
    return Change(one, act, actor, at, reason=reason, rule=rule, inputs={"honour_grade": grade})


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of a score workbook: examiners' marks in hundredths of a point, empty if absent."""

    case_number: str
    marks: tuple[int, ...]


@transaction.atomic
def record_scores(
    season: Season, county: str, rows: Sequence[ScoreRow], *, actor: User, at: datetime
) -> None:
    """Record a county's interview scores; the total is the mean of the marks, half up.

    Raises ``UnknownCase``, naming the case, if a row is not listed for this county's interview;
    then nothing is written. Source: D0 三(三); requirements D2.
    """
    waiting = {
        one.case_number: one
        for one in season.applications.filter(county_id=county).in_state(State.INTERVIEW_LISTED)
    }
    for row in rows:
        if row.case_number not in waiting:
            raise UnknownCase(
                f"成绩表中的报名{row.case_number}不在本县面见复审名单中",
                why="D0 三(三)",
                mend="核对报名编号",
            )
    change_states([_score_change(waiting[row.case_number], row, actor, at) for row in rows])
    scored = [row for row in rows if row.marks]
    Score.objects.bulk_create(
        Score(
            application=waiting[row.case_number],
            marks=list(row.marks),
            total=mean_half_up(row.marks),
        )
        for row in scored
    )


def mean_half_up(marks: Sequence[int]) -> int:
    """Return the mean of marks in hundredths of a point, halves up."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks))


def _score_change(one: Application, row: ScoreRow, actor: User, at: datetime) -> Change:
    if not row.marks:
        return Change(one, Act.RECORD_INTERVIEW_ABSENCE, actor, at, reason="未到场")
    inputs = {"marks": list(row.marks), "total": mean_half_up(row.marks)}
    return Change(one, Act.RECORD_INTERVIEW, actor, at, reason="面见复审评分", inputs=inputs)


@transaction.atomic
def place_candidates(season: Season, *, actor: User, at: datetime) -> None:
    """Place all interviewed candidates by score, tie chain, quotas and transfer choices.

    Source: D0 附件2, 二5; requirements C5, Q8; policy parameters ``placement_rule``, ``tie_chain``.
    """
    interviewed = list(season.applications.in_state(State.INTERVIEWED).select_related("score"))
    order = engine.standings(
        (Candidate(one.case_number, one.score.total, one.has_priority) for one in interviewed),
        seed=season.seed,
    )
    places = {quota.county_id: quota.places for quota in season.quotas.all()}
    limit = get_pack(season.pack_id).whole("transfer_limit", beijing_date(at))
    codes = {name: row.code for name, row in counties_of(season.city_id).items()}
    choices = {
        one.case_number: choices_of(one.form, season.city.name, codes, limit) for one in interviewed
    }
    by_number = {one.case_number: one for one in interviewed}
    results = engine.place(places, order, choices)
    Placement.objects.bulk_create(
        Placement(
            application=by_number[one.candidate],
            county_id=one.post or None,
            status=one.status,
            choice=one.choice,
            rank=one.rank,
            reason=one.reason,
        )
        for one in results
    )
    lots = {standing.candidate.id: standing.lot for standing in order}
    change_states(
        [
            _placement_change(by_number[one.candidate], one, lots[one.candidate], actor, at)
            for one in results
        ]
    )


def choices_of(
    form: Mapping[str, Any], city: str, codes: Mapping[str, str], limit: int
) -> tuple[str, ...]:
    """Return the places a candidate accepts in order, first choice first.

    ``codes`` are the city's counties by name. A place outside the city keeps its turn,
    by name, so that every reason counts the choices as the form does; it is not on offer.
    """
    wishes = [form.get("intended") or {}]
    if form.get("accepts_transfer"):
        wishes += list(form.get("transfer_areas") or ())[:limit]
    found = [_choice(wish, city, codes) for wish in wishes]
    return tuple(dict.fromkeys(choice for choice in found if choice))


def _choice(wish: Mapping[str, Any], city: str, codes: Mapping[str, str]) -> str:
    """Return the code of a wished county, or the place as written where it is not of this city."""
    town, county = wish.get("city") or "", wish.get("county") or ""
    return codes.get(county, "") if town == city and county in codes else town + county


def _placement_change(
    one: Application, result: engine.Placement, lot: str, actor: User, at: datetime
) -> Change:
    if result.status is PlacementStatus.PLACED:
        one.county_id = result.post
    inputs = {
        "total": one.score.total,
        "has_priority": one.has_priority,
        "lot": lot[:16],
        "county": result.post,
        "choice": result.choice,
        "rank": result.rank,
    }
    rule = f"{one.season.rule_version}:placement_rule"
    return Change(
        one,
        _PLACEMENT_ACTS[result.status],
        actor,
        at,
        reason=result.reason,
        rule=rule,
        inputs=inputs,
    )


@transaction.atomic
def record_medical(
    results: Mapping[Application, str],
    *,
    hospital: str,
    checked_on: date,
    actor: User,
    at: datetime,
) -> None:
    """Record medical conclusions, and nothing else of the medical check.

    Raises ``RecheckPending``: until the second check the case stays where it is.
    Source: D0 三(四); requirements E3, X12.
    """
    for one, conclusion in results.items():
        if conclusion == MedicalCheck.Conclusion.RECHECK:
            raise RecheckPending(
                f"报名{one.case_number}待复检，还没有结论", why="D0 三(四)", mend="复检有结果后登记"
            )
    change_states(
        [
            Change(
                one,
                _MEDICAL_ACTS[MedicalCheck.Conclusion(conclusion)],
                actor,
                at,
                reason=MedicalCheck.Conclusion(conclusion).label,
            )
            for one, conclusion in results.items()
        ]
    )
    MedicalCheck.objects.bulk_create(
        MedicalCheck(
            application=one, conclusion=conclusion, checked_on=checked_on, hospital=hospital
        )
        for one, conclusion in results.items()
    )


@transaction.atomic
def backfill_county(season: Season, county: str, *, actor: User, at: datetime) -> list[Application]:
    """Fill a county's open vacancies from its own reserve, by merit; return the fillers.

    One vacancy takes one filler. Who withdraws after being placed leaves a vacancy too
    (D0 三(三): 逐一确认是否参加体检). A vacancy that the reserve cannot fill is recorded empty.
    Source: D0 三(四); requirements E4, E5.
    """
    open_vacancies = list(
        season.applications.filter(_LEFT_A_PLACE, county_id=county, vacancy=None).order_by(
            "case_number"
        )
    )
    for leaver in open_vacancies:
        require_permission(actor, Act.BACKFILL, leaver)
    queue = list(
        season.applications.filter(county_id=county)
        .in_state(State.RESERVE)
        .select_related("placement")
        .order_by("placement__rank")
    )
    by_number = {one.case_number: one for one in [*open_vacancies, *queue]}
    steps = engine.backfill(
        [(county, one.case_number) for one in open_vacancies],
        {county: [one.case_number for one in queue]},
    )
    for step in steps:
        _record_backfill(season, step, by_number, actor, at)
    fillers = [step for step in steps if step.filler]
    change_states([_backfill_change(by_number, step, actor, at) for step in fillers])
    return [by_number[step.filler] for step in fillers if step.filler]


def _record_backfill(
    season: Season,
    step: engine.Backfill,
    by_number: Mapping[str, Application],
    actor: User,
    at: datetime,
) -> None:
    leaver = by_number[step.leaver]
    filler = by_number[step.filler] if step.filler else None
    Backfill.objects.create(
        season=season,
        county_id=step.post,
        leaver=leaver,
        filler=filler,
        queue_position=by_number[step.filler].placement.rank if step.filler else None,
        reason=f"报名{leaver.case_number}{leaver.state_label}",
    )
    if filler is None:
        record(
            [
                Event(
                    at=at,
                    actor=actor.username,
                    action="leave_vacant",
                    subject=leaver.subject,
                    clause="D0 三(四)",
                    reason="本县递补候选已用完，名额空缺",
                    rule=f"{season.rule_version}:backfill_moves_placed",
                    inputs={"county": step.post},
                    rehearsal=season.is_rehearsal,
                )
            ]
        )


def _backfill_change(
    by_number: Mapping[str, Application], step: engine.Backfill, actor: User, at: datetime
) -> Change:
    filler, leaver = by_number[step.filler or ""], by_number[step.leaver]
    return Change(
        filler,
        Act.BACKFILL,
        actor,
        at,
        reason=f"递补报名{leaver.case_number}（{leaver.state_label}）留下的名额",
        rule=f"{filler.season.rule_version}:backfill_moves_placed",
        inputs={
            "leaver": leaver.case_number,
            "queue_position": filler.placement.rank,
            "county": step.post,
        },
    )


def release_reserve(season: Season, county: str, *, actor: User, at: datetime) -> None:
    """Tell a county's remaining reserve that the season ends without them (D0 三(四))."""
    left = (
        season.applications.filter(county_id=county)
        .in_state(State.RESERVE)
        .select_related("season__city")
    )
    change_states(
        [
            Change(one, Act.RELEASE_RESERVE, actor, at, reason="本季招募结束，未发生可递补的空缺")
            for one in left
        ]
    )
