"""Before a list for the interview is made it is shown; it is made just as it was shown."""

from __future__ import annotations

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.shortlisting import (
    InterviewListChanged,
    interview_list,
    list_for_interview,
)
from tests.apps.cast import Officials, at, entry_count, states_of
from tests.factories import DAI, make_application

NATIONAL, PROVINCIAL, MUNICIPAL = (
    {f"honor_{level}": 1} for level in ("national", "provincial", "municipal")
)


def qualified(season: Season, *honours: dict[str, int]) -> list[Application]:
    Quota.objects.filter(season=season, county_id=DAI).update(places=1)
    return [make_application(season, state=State.QUALIFIED, materials=one) for one in honours]


def test_what_is_shown_is_what_is_done_and_showing_writes_nothing(
    season: Season, cast: Officials
) -> None:
    cases = qualified(season, {}, MUNICIPAL, NATIONAL, MUNICIPAL, PROVINCIAL, MUNICIPAL)
    before = entry_count()

    made = interview_list(season, DAI, at=at(6, 25))

    assert (entry_count(), states_of(cases)) == (before, [State.QUALIFIED] * 6)
    numbers = [one.case_number for one in made.qualified]
    assert numbers == ["00003", "00005", "00002", "00004", "00006", "00001"]
    assert (made.places, made.limit, made.tied) == (1, 3, ("00002", "00004", "00006"))
    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25), shown=made.mark)
    listed = [one.case_number for one in season.applications.in_state(State.INTERVIEW_LISTED)]
    assert listed == sorted(made.found.listed) == ["00002", "00003", "00004", "00005", "00006"]


def test_who_qualified_since_it_was_shown_stops_the_list(season: Season, cast: Officials) -> None:
    cases = qualified(season, NATIONAL)
    shown = interview_list(season, DAI, at=at(6, 25)).mark
    cases += qualified(season, {})

    with pytest.raises(InterviewListChanged, match="有变动"):
        list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25), shown=shown)

    assert states_of(cases) == [State.QUALIFIED] * 2


def test_whoever_confirms_nothing_shown_lists_nobody(season: Season, cast: Officials) -> None:
    cases = qualified(season, NATIONAL)

    with pytest.raises(InterviewListChanged):
        list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25), shown="")

    assert states_of(cases) == [State.QUALIFIED]


def test_places_changed_since_it_was_shown_stop_the_list(season: Season, cast: Officials) -> None:
    qualified(season, NATIONAL, {})
    shown = interview_list(season, DAI, at=at(6, 25)).mark
    Quota.objects.filter(season=season, county_id=DAI).update(places=2)

    with pytest.raises(InterviewListChanged):
        list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25), shown=shown)


def test_later_list_shows_only_what_is_left_of_the_number(season: Season, cast: Officials) -> None:
    qualified(season, NATIONAL, PROVINCIAL)
    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))
    qualified(season, {}, MUNICIPAL)

    made = interview_list(season, DAI, at=at(6, 26))

    assert (made.limit, made.tied, made.found.listed) == (1, (), ("00004",))
