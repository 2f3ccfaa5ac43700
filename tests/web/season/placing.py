"""From the interview to the medical through their pages: diplomas, a trial adopted, health, backfills."""

from __future__ import annotations

from datetime import date, timedelta

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Stage
from linli.rehearsal.interview import made_up_diploma_date
from linli.rehearsal.scores import make_medical_results
from linli.rehearsal.season_run import MEDICAL_WORDS
from tests.web.season.desk import Form
from tests.web.season.office import CITY, Offices, clock, county_desk, move_on

_HOSPITAL, _CASE = "样本医院", "case_"


def place(offices: Offices) -> None:
    """Record the diplomas, revoke the late ones, adopt a trial of the placement."""
    move_on(offices, Stage.MEDICAL_CHECK)
    first = offices.window(Stage.MEDICAL_CHECK)[0]
    with clock(first, 9):
        for county in offices.counties:
            _record_diplomas(offices, county, first)
            _revoke_late(offices, county)
    with clock(first, 11):
        page = offices.open(CITY, "placement/trials/").form("trials/new/").send()
        adopting = offices.desks[CITY].open(f"{page.address}adopt/").form()
        adopting.fill({"reason": "部务会议研究确定", "is_read": True}).send()


def _record_diplomas(offices: Offices, county: str, today: date) -> None:
    """Fill in one page of the list after the other, until nobody is left on it."""
    cases = {one.case_number: one for one in offices.waiting(county, State.INTERVIEWED)}
    while (page := offices.open(county_desk(county), "diplomas/")).has_form("diplomas/"):
        form = page.form("diplomas/")
        shown = _cases_of(form)
        if not shown:
            return
        form.fill(
            {f"{_CASE}{number}": _diploma(offices, cases[number], today) for number in shown}
        ).send()


def _cases_of(form: Form) -> list[str]:
    return [name.removeprefix(_CASE) for name in form.fields if name.startswith(_CASE)]


def _diploma(offices: Offices, case: Application, today: date) -> str:
    return made_up_diploma_date(case, offices.seed, today).isoformat()


def _revoke_late(offices: Offices, county: str) -> None:
    page = offices.open(county_desk(county), "diplomas/revoke/")
    if not page.has_form("revoke/"):
        return
    form = page.form("revoke/")
    late = offices.waiting(county, State.INTERVIEWED)
    if not form.offers("cases"):
        return
    assert late, "somebody interviewed is late"
    chosen = form.fill({"cases": form.offers("cases"), "reason": "未在规定日期前取得毕业证书"})
    chosen.send().form("revoke/").send()


def check_health(offices: Offices) -> None:
    """Record conclusions and let reserves move up, day after day until nobody waits."""
    first, last = offices.window(Stage.MEDICAL_CHECK)
    for county in offices.counties:
        day = first
        while waiting := offices.waiting(county, State.PLACED):
            made = make_medical_results([one.case_number for one in waiting], seed=offices.seed)
            conclusions = {
                f"{_CASE}{one.case_number}": MEDICAL_WORDS[one.conclusion] for one in made
            }
            with clock(day, 16):
                form = offices.open(county_desk(county), "medical/").form("conclusions/")
                form.fill(
                    {"hospital": _HOSPITAL, "checked_on": f"{day:%Y-%m-%d}", **conclusions}
                ).send().form("conclusions/").send()
            with clock(day, 18):
                page = offices.open(county_desk(county), "medical/")
                if page.has_form("backfill/"):
                    page.form("backfill/").send()
            day = min(day + timedelta(days=1), last)
