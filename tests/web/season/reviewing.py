"""The eligibility review through its pages: routing, clear cases together, the rest one by one."""

from __future__ import annotations

from datetime import timedelta

from linli.apps.applications.actions import Ruling
from linli.apps.applications.states import State
from linli.apps.seasons.models import Stage
from linli.rehearsal import rulings
from tests.web.season.office import CITY, Offices, clock, county_desk, move_on


def review(offices: Offices) -> None:
    """Route, decide first what is clear and then the rest, decide the answers, list for interviews."""
    first, last = offices.window(Stage.ELIGIBILITY_REVIEW)
    move_on(offices, Stage.ELIGIBILITY_REVIEW)
    with clock(first, 10):
        offices.open(CITY, "routing/").form().send()
    for county in offices.counties:
        with clock(last - timedelta(days=5), 10):
            _pass_clear_ones(offices, county)
            _decide(offices, county, rulings.first_rulings(offices.waiting(county, State.ROUTED)))
        with clock(last, 17):
            asked = offices.waiting(county, State.SUPPLEMENT_REQUESTED)
            _decide(offices, county, rulings.last_rulings(asked))
    with clock(last, 16):
        unrouted = rulings.city_rulings(offices.waiting(None, State.ROUTED))
        for ruling in unrouted:
            _decide_one(offices, CITY, ruling)
    with clock(last, 18):
        for county in offices.counties:
            page = offices.open(county_desk(county), f"interviews/{county}/list/")
            if page.has_form():
                page.form().send()


def _pass_clear_ones(offices: Offices, county: str) -> None:
    while (page := offices.open(county_desk(county), "review/batch/")).has_form():
        page.form().send()


def _decide(offices: Offices, county: str, decisions: list[Ruling]) -> None:
    for ruling in decisions:
        _decide_one(offices, county_desk(county), ruling)


def _decide_one(offices: Offices, username: str, ruling: Ruling) -> None:
    page = offices.open(username, f"review/{ruling.application.case_number}/")
    form = page.form()
    form.fill({"outcome": ruling.outcome, "note": ruling.reason}).send("stay")
