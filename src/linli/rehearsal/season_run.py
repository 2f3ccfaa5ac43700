"""Carry a season from its opening to the first months' pay, with made-up officials.

Every step takes up what it finds waiting and leaves nothing half done, so that a run
stopped at any point goes on where it was. Times are those of the season's windows, not
the clock's. Every act is an act of the same code that a real season runs through.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linli.apps.accounts.models import User
from linli.apps.applications.actions import check_applications, decide, route_to_counties
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.models import ScoreSheet
from linli.apps.interviews.signing import sign_off
from linli.apps.ledger.actions import BEIJING
from linli.apps.pay.actions import run_month
from linli.apps.pay.models import PayRun
from linli.apps.seasons.actions import advance
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.backfilling import backfill_county, release_reserve
from linli.apps.selection.medical import record_medical
from linli.apps.selection.models import MedicalCheck
from linli.apps.selection.placing import place_candidates
from linli.apps.selection.shortlisting import list_for_interview
from linli.rehearsal import endings, interview, rulings
from linli.rehearsal.officials import Officials
from linli.rehearsal.scores import make_medical_results

MEDICAL_WORDS = {"合格": "pass", "不合格": "fail", "缺席": "absent"}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """A season on its way: the season, its officials, the seed, and whom to tell."""

    season: Season
    officials: Officials
    seed: int
    say: Say

    def window(self, stage: Stage) -> tuple[date, date]:
        """Return the first and last day of a stage."""
        window = self.season.windows.get(stage=stage)
        return window.first_day, window.last_day

    def waiting(self, county: str, *states: State) -> list[Application]:
        """Return a county's cases in given states, ready for an act."""
        cases = self.season.applications.filter(county_id=county).in_state(*states)
        return list(cases.select_related("season__city", "person"))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of Beijing time."""
    return datetime.combine(day, time(hour, minute), tzinfo=BEIJING)


def run_season(run: Run) -> None:
    """Take a season whose applications are registered to its end, stage by stage."""
    for stage, act in _STAGES:
        if _order(run.season.stage) > _order(stage):
            continue
        if run.season.stage != stage:
            first = run.window(stage)[0]
            advance(
                run.season,
                stage,
                actor=run.officials.city,
                at=at(first, 8),
                reason="上一阶段已结束",
            )
        run.say(stage.label)
        act(run)
    if run.season.stage != Stage.CLOSED:
        last = run.season.pay_runs.order_by("-month")[0].month + timedelta(days=32)
        advance(
            run.season,
            Stage.CLOSED,
            actor=run.officials.city,
            at=at(last.replace(day=1), 8),
            reason="首月补贴已发放",
        )


def _order(stage: str) -> int:
    return list(Stage).index(Stage(stage))


def _review(run: Run) -> None:
    first, last = run.window(Stage.ELIGIBILITY_REVIEW)
    received = list(
        run.season.applications.in_state(State.RECEIVED).select_related("season__city", "person")
    )
    unchecked = [case for case in received if not case.proposal]
    check_applications(run.season, unchecked, actor=run.officials.city, at=at(first, 9))
    route_to_counties(run.season, received, actor=run.officials.city, at=at(first, 10))
    for county, official in run.officials.counties.items():
        decide(
            rulings.first_rulings(run.waiting(county, State.ROUTED)),
            actor=official,
            at=at(last - timedelta(days=5), 10),
        )
        answered = rulings.last_rulings(run.waiting(county, State.SUPPLEMENT_REQUESTED))
        decide(answered, actor=official, at=at(last, 17))
    unrouted = list(
        run.season.applications.filter(county=None)
        .in_state(State.ROUTED)
        .select_related("season__city")
    )
    decide(rulings.city_rulings(unrouted), actor=run.officials.city, at=at(last, 16))
    for county, official in run.officials.counties.items():
        list_for_interview(run.season, county, actor=official, at=at(last, 18))


def _interview(run: Run) -> None:
    first, last = run.window(Stage.INTERVIEW)
    for county, official in run.officials.counties.items():
        interview.prepare(run.season, county, run.seed, actor=official, at=at(first, 9))
    workbook = interview.made_up_score_workbook(run.season, run.seed)
    day = last - timedelta(days=1)
    clerks = {
        ScoreSheet.Entry.FIRST: (run.officials.counties, at(day, 15)),
        ScoreSheet.Entry.SECOND: (run.officials.clerks, at(day, 16)),
    }
    unsigned = list(run.season.panels.filter(sign_off=None).select_related("season"))
    for entry, (officials, moment) in clerks.items():
        rows = interview.read_scores(run.season, workbook)
        for panel in unsigned:
            clerk = officials[panel.county_id]
            interview.enter(panel, entry, rows, actor=clerk, at=moment)
    for panel in unsigned:
        sign_off(panel, actor=run.officials.counties[panel.county_id], at=at(day, 17))


def _medical(run: Run) -> None:
    # The last day for a diploma is the last day of the interviews: the day after tells who is late.
    first = run.window(Stage.MEDICAL_CHECK)[0]
    for county, official in run.officials.counties.items():
        interviewed = run.waiting(county, State.INTERVIEWED)
        interview.settle_diplomas(interviewed, run.seed, actor=official, at=at(first, 9))
    place_candidates(run.season, actor=run.officials.city, at=at(first, 11))
    for county in run.officials.counties:
        while _medical_day(run, county):
            pass


def _medical_day(run: Run, county: str) -> int:
    """Check all of a county who wait for it, backfill, and return the number of fillers.

    The day follows from the days already on record, so that a stopped run keeps its dates.
    """
    first, last = run.window(Stage.MEDICAL_CHECK)
    official, waiting = run.officials.counties[county], run.waiting(county, State.PLACED)
    past = MedicalCheck.objects.filter(application__season=run.season, application__county=county)
    rounds = past.order_by().values("checked_on").distinct().count()
    day = min(first + timedelta(days=rounds - (not waiting and rounds > 0)), last)
    if waiting:
        _check_health(run, waiting, day, official)
    return len(backfill_county(run.season, county, actor=official, at=at(day, 18)))


def _check_health(run: Run, waiting: list[Application], day: date, official: User) -> None:
    made = make_medical_results([case.case_number for case in waiting], seed=run.seed)
    conclusions = {row.case_number: MEDICAL_WORDS[row.conclusion] for row in made}
    record_medical(
        {case: conclusions[case.case_number] for case in waiting},
        hospital="样本医院",
        checked_on=day,
        actor=official,
        at=at(day, 16),
    )


def _selection(run: Run) -> None:
    endings.publish(run.season, run.officials, at=at(run.window(Stage.SELECTION)[0], 9))


def _agreement(run: Run) -> None:
    first, last = run.window(Stage.AGREEMENT)
    endings.confirm(run.season, run.officials, at=at(first, 8))
    endings.sign(run.season, run.officials, seed=run.seed, signed_on=first, at=at(first, 15))
    endings.file(run.season, run.officials, at=at(last, 10))


def _reporting(run: Run) -> None:
    first, last = run.window(Stage.REPORTING)
    endings.report(run.season, run.officials, days=_weekdays(first, last)[:5])
    for county, official in run.officials.counties.items():
        release_reserve(run.season, county, actor=official, at=at(last, 18))
    for month in (last.replace(day=1), (last + timedelta(days=1)).replace(day=1)):
        if not PayRun.objects.filter(season=run.season, month=month).exists():
            payday = (month + timedelta(days=32)).replace(day=1)
            run_month(run.season, month, actor=run.officials.finance, at=at(payday, 9))


def _weekdays(first: date, last: date) -> Sequence[date]:
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


_STAGES: tuple[tuple[Stage, Callable[[Run], None]], ...] = (
    (Stage.ELIGIBILITY_REVIEW, _review),
    (Stage.INTERVIEW, _interview),
    (Stage.MEDICAL_CHECK, _medical),
    (Stage.SELECTION, _selection),
    (Stage.AGREEMENT, _agreement),
    (Stage.REPORTING, _reporting),
)
