"""Interview, placement, medical checks and backfill of a season."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states, require_fits
from linli.apps.applications.models import Application
from linli.apps.applications.queries import states_holding_a_place, states_past
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.places.queries import counties_of
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Backfill, MedicalCheck, Placement, Score
from linli.apps.selection.score_workbook import ScoreRow
from linli.apps.selection.wishes import choices_of
from linli.core import placement as engine
from linli.core.placement import Candidate, PlacementStatus
from linli.core.refusal import Refusal

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
) | Q(state__in=(State.WITHDRAWN, State.REVOKED)) & (
    Q(placement__status=PlacementStatus.PLACED) | Q(backfill__isnull=False)
)
# What this release carries out; a pack that asks for something else is refused.
_INTERVIEW_ORDER = ("最高荣誉级别", "末位并列一并进入")
_PLACEMENT_RULE = "deferred-acceptance"
_TIE_CHAIN = ("面见总分", "优先人员", "抽签")
_NAMED_AT_MOST = 5


class RecheckPending(Refusal):
    """A medical check that waits for a second one has no conclusion to record yet."""


class DiplomaOutstanding(Refusal):
    """Candidates cannot be placed before it is known who has obtained the diploma."""


class UnknownCase(Refusal):
    """A score or result names a case that is not waiting for one."""


@transaction.atomic
def list_for_interview(season: Season, county: str, *, actor: User, at: datetime) -> None:
    """Choose who of a county's qualified goes to the interview, best honours first.

    Who was listed before counts towards the number. Raises ``NotPermitted``.
    Source: D0 三(二) (择优确定); requirements C3, Q7; policy parameter ``interview_order``.
    """
    act = Act.LIST_FOR_INTERVIEW.label
    require_office(actor, season, Office.COUNTY, act=act, county=county)
    pack = season.pack
    require_value(pack, "interview_order", beijing_date(at), _INTERVIEW_ORDER)
    lock_season(season)
    qualified = list(season.applications.filter(county_id=county).in_state(State.QUALIFIED))
    ratio = pack.whole("interview_ratio", beijing_date(at))
    limit = max(
        0, season.quotas.get(county_id=county).places * ratio - _listed_before(season, county)
    )
    grades = {one.case_number: _honour_grade(one.materials) for one in qualified}
    listed = set(engine.shortlist(list(grades.items()), places=limit, ratio=1))
    change_states(
        [
            _interview_change(one, one.case_number in listed, grades[one.case_number], actor, at)
            for one in qualified
        ]
    )


def _listed_before(season: Season, county: str) -> int:
    """Return how many of those who applied in a county have been listed for the interview."""
    past = states_past(State.INTERVIEW_LISTED)
    return season.applications.filter(applied_county_id=county, state__in=past).count()


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


@transaction.atomic
def record_scores(
    season: Season, county: str, rows: Sequence[ScoreRow], *, actor: User, at: datetime
) -> None:
    """Record a county's interview scores; the total is the mean of the marks, half up.

    Raises ``UnknownCase``, naming the case, if a row is not listed for this county's interview;
    then nothing is written. Raises ``NotPermitted``. Source: D0 三(三); requirements D2.
    """
    require_office(actor, season, Office.COUNTY, act=Act.RECORD_INTERVIEW.label, county=county)
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

    Places that are held, or that wait for the reserve, are not given out again. Raises
    ``NotPermitted``, and ``DiplomaOutstanding`` while a diploma date is not recorded.
    Source: D0 附件2, 二4, 二5; requirements C5, Q8; policy parameters ``placement_rule``,
    ``tie_chain``.
    """
    require_office(actor, season, Office.CITY, act=Act.PLACE.label)
    pack, day = season.pack, beijing_date(at)
    require_value(pack, "placement_rule", day, _PLACEMENT_RULE)
    require_value(pack, "tie_chain", day, _TIE_CHAIN)
    lock_season(season)
    interviewed = list(season.applications.in_state(State.INTERVIEWED).select_related("score"))
    _require_diplomas(interviewed)
    order = engine.standings(
        (Candidate(one.case_number, one.score.total, one.has_priority) for one in interviewed),
        seed=season.seed,
    )
    places = _free_places(season)
    limit = pack.whole("transfer_limit", day)
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


def _require_diplomas(interviewed: Sequence[Application]) -> None:
    missing = [one.case_number for one in interviewed if one.diploma_date is None]
    if missing:
        named = "、".join(missing[:_NAMED_AT_MOST]) + ("等" * (len(missing) > _NAMED_AT_MOST))
        raise DiplomaOutstanding(
            f"{len(missing)}名面见人员尚未登记毕业证书取得日期（报名{named}），不能确定入围体检人选",
            why="D0 二4",
            mend="由各县（市、区）登记取得日期，未按期取得的办理取消招募资格",
        )


def _free_places(season: Season) -> dict[str, int]:
    """Return each county's places that nobody holds and no vacancy keeps for the reserve."""
    taken = Q(state__in=states_holding_a_place()) | (_LEFT_A_PLACE & Q(vacancy=None))
    held = Counter(season.applications.filter(taken).order_by().values_list("county_id", flat=True))
    return {
        quota.county_id: max(0, quota.places - held[quota.county_id])
        for quota in season.quotas.all()
    }


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
        require_fits(MedicalCheck, "hospital", hospital, one)
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

    One vacancy takes one filler. Who withdraws or is revoked after being placed leaves a
    vacancy too (D0 三(三): 逐一确认是否参加体检). A vacancy that the reserve cannot fill is
    recorded empty. Raises ``NotPermitted``.
    Source: D0 三(四); requirements E4, E5; policy parameter ``backfill_moves_placed``.
    """
    require_office(actor, season, Office.COUNTY, act=Act.BACKFILL.label, county=county)
    require_value(season.pack, "backfill_moves_placed", beijing_date(at), False)
    lock_season(season)
    open_vacancies = list(
        season.applications.filter(_LEFT_A_PLACE, county_id=county, vacancy=None).order_by(
            "case_number"
        )
    )
    queue = list(
        season.applications.filter(county_id=county)
        .in_state(State.RESERVE)
        .select_related("placement")
        # Ranks of two placements run side by side: merit first.
        .order_by("-score__total", "-has_priority", "placement__rank", "case_number")
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
    """Tell a county's remaining reserve that the season ends without them (D0 三(四)).

    Raises ``NotPermitted``.
    """
    require_office(actor, season, Office.COUNTY, act=Act.RELEASE_RESERVE.label, county=county)
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
