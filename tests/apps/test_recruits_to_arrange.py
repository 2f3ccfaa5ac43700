"""Whom a county still has to arrange comes first, on every database, however many there are."""

from __future__ import annotations

from datetime import datetime

from linli.apps.agreements.arranging import recruits_to_arrange
from linli.apps.agreements.models import Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.cast import DAI_COMMUNITY, Officials, at
from tests.factories import DAI, YUANPING, make_application


def formal(season: Season, arranged_at: datetime | None = None) -> Application:
    case = make_application(season, state=State.FORMAL)
    if arranged_at:
        Arrangement.objects.create(
            application=case, community_id=DAI_COMMUNITY, arranged_at=arranged_at
        )
    return case


def test_whoever_has_no_community_comes_before_all_who_have_one(
    season: Season, cast: Officials
) -> None:
    late, early = formal(season, at(7, 18, 11)), formal(season, at(7, 18, 10))
    first, second = formal(season), formal(season)

    assert list(recruits_to_arrange(season, DAI)) == [first, second, early, late]


def test_recruits_of_another_county_and_those_who_signed_are_not_arranged(
    season: Season, cast: Officials
) -> None:
    formal(season)
    make_application(season, state=State.SIGNED)

    assert list(recruits_to_arrange(season, YUANPING)) == []
    assert [one.case_number for one in recruits_to_arrange(season, DAI)] == ["00001"]
