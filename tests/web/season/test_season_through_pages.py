"""A season of the size of 2025's applicants, worked by its offices through the real pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from linli.apps.accounts.models import User
from linli.apps.applications.actions import check_applications
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.places.actions import load_divisions
from linli.apps.reports.summary import summary
from linli.apps.seasons.actions import open_season
from linli.apps.seasons.models import Season
from linli.policies import get_pack
from linli.rehearsal.runs import (
    made_up_officials,
    register_people,
    rehearsal_season,
    source_of_people,
)
from linli.rehearsal.season_run import at
from tests.web.season.desk import Desk
from tests.web.season.ending import report_for_duty, sign_agreements
from tests.web.season.interviewing import hold_interviews
from tests.web.season.office import CITY, Offices, clock
from tests.web.season.placing import check_health, place
from tests.web.season.publishing import publish
from tests.web.season.reviewing import review

PACK, SEED = "xinzhou-2024", 7
# D3 社助: 973 graduates applied.
APPLICANTS = 973
REGISTRATION = date(2024, 6, 1)

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def opened_through_its_page() -> Season:
    """Let the city open a rehearsal as the page proposes it."""
    with clock(REGISTRATION, 8):
        desk = Desk(CITY)
        page = desk.open(f"/office/seasons/new/?pack={PACK}&kind=rehearsal&first_day=")
        page.form("/office/seasons/new/").send()
    return Season.objects.get()


def registered(season: Season) -> Season:
    """Register made-up people, checked as they come in."""
    city = User.objects.get(username=CITY)
    register_people(season, applicants=APPLICANTS, seed=SEED, actor=city)
    cases = list(season.applications.select_related("season__city", "person"))
    check_applications(season, cases, actor=city, at=at(date(2024, 6, 14), 23))
    return season


def rehearsed_with_the_lots_of(season: Season) -> Season:
    """Run the same season without pages: the same people, decisions and lots."""
    pack = get_pack(PACK)
    open_season(
        pack,
        actor=User.objects.get(username=CITY),
        at=at(REGISTRATION, 8),
        seed=season.seed,
        source=source_of_people(APPLICANTS, SEED),
        is_rehearsal=True,
    )
    return rehearsal_season(PACK, applicants=APPLICANTS, seed=SEED, say=lambda _: None)


def test_a_season_worked_through_its_pages_comes_to_the_same_summary_as_the_rehearsal() -> None:
    load_divisions(settings.ASSETS / "divisions")
    fill_packaged_years()
    made_up_officials(get_pack(PACK))
    season = registered(opened_through_its_page())
    offices = Offices(season, SEED)

    review(offices)
    hold_interviews(offices)
    place(offices)
    check_health(offices)
    publish(offices)
    sign_agreements(offices)
    report_for_duty(offices)

    season.refresh_from_db()
    assert summary(season, []) == summary(rehearsed_with_the_lots_of(season), [])
