"""The end of a season through its pages: communities, signatures, filing, duty, the reserve, pay."""

from __future__ import annotations

from datetime import date, timedelta

from linli.apps.agreements.models import Agreement
from linli.apps.agreements.proposing import propose_communities
from linli.apps.applications.states import State
from linli.apps.seasons.models import Stage
from linli.rehearsal.endings import ADJUSTMENT, made_up_ways
from tests.web.season.office import CITY, FINANCE, Offices, clock, county_desk, move_on

_UNSIGNED_PAPER = "【演练】协议原件存街道（乡镇），扫描件随后补传"


def sign_agreements(offices: Offices) -> None:
    """Arrange communities, sign street by street, file everything with the city."""
    first, last = offices.window(Stage.AGREEMENT)
    for county in offices.counties:
        with clock(first, 14):
            _arrange(offices, county, first)
    with clock(first, 15):
        for street in _streets(offices, State.FORMAL):
            _sign(offices, street, first)
    with clock(last, 10):
        while (page := offices.open(CITY, "agreements/")).has_form("agreements/file/"):
            checking = page.form("agreements/file/").send().form("agreements/file/")
            checking.fill({"reason": _UNSIGNED_PAPER}).send()


def _arrange(offices: Offices, county: str, day: date) -> None:
    proposed = {
        one.application.case_number: one
        for one in propose_communities(
            offices.season,
            county,
            made_up_ways(offices.season, county, offices.seed),
            on=day,
            adjustment=ADJUSTMENT,
        ).assignments
    }
    while proposed:
        form = offices.open(county_desk(county), "agreements/").form("agreements/arrange/")
        shown = [one for one in proposed if f"community_{one}" in form.fields]
        wishes = {f"community_{one}": proposed[one].community.code for one in shown}
        reasons = {f"reason_{one}": proposed[one].reason for one in shown}
        form.fill(wishes | reasons).send().form("agreements/arrange/").send()
        for one in shown:
            del proposed[one]


def _streets(offices: Offices, state: State) -> list[str]:
    waiting = offices.season.applications.in_state(state)
    return sorted(set(waiting.values_list("arrangement__community__parent_id", flat=True)))


def _sign(offices: Offices, street: str, day: date) -> None:
    while (page := offices.open(county_desk(street), "agreements/")).has_form("agreements/sign/"):
        form = page.form("agreements/sign/")
        form.fill({"signed_on": day.isoformat(), "cases": form.offers("cases")})
        form.send().form("agreements/sign/").send()


def report_for_duty(offices: Offices) -> None:
    """Let recruits report on the first five weekdays, in turn; end the reserve; close after the pay."""
    first, last = offices.window(Stage.REPORTING)
    move_on(offices, Stage.REPORTING)
    days = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    weekdays = [day for day in days if day.weekday() < 5][:5]
    for turn, day in enumerate(weekdays):
        with clock(day, 9):
            for street in _streets(offices, State.FILED):
                _report(offices, street, turn, len(weekdays), day)
    with clock(last, 18):
        for county in offices.counties:
            page = offices.open(county_desk(county), "reserve/")
            if page.has_form("reserve/"):
                page.form("reserve/").send().form("reserve/").send()
    _pay(offices, last.replace(day=1))
    _pay(offices, (last + timedelta(days=1)).replace(day=1))


def _report(offices: Offices, street: str, turn: int, turns: int, day: date) -> None:
    filed = Agreement.objects.filter(
        application__season=offices.season, application__state=State.FILED, street=street
    ).select_related("application")
    here = {str(one.pk) for one in filed if int(one.application.case_number) % turns == turn}
    if not here:
        return
    form = offices.open(county_desk(street), "agreements/").form("agreements/report/")
    form.fill({"reported_on": day.isoformat(), "agreements": sorted(here)})
    form.send().form("agreements/report/").send()


def _pay(offices: Offices, month: date) -> None:
    """Let finance run a month on the first day of the next one."""
    with clock((month + timedelta(days=32)).replace(day=1), 9):
        path = f"pay/{month:%Y-%m}/"
        offices.open(FINANCE, path).form(path).send()
