"""The queue of the review: what is clear first, neighbours, counts, who has what open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.apps.applications.models import Application, Opening
from linli.apps.applications.openings import (
    STAYS_OPEN,
    close_opening,
    note_opening,
    open_elsewhere,
)
from linli.apps.applications.states import State
from linli.apps.intake.models import Doubt
from linli.apps.intake.review_queue import (
    ReviewTurn,
    Way,
    first_of,
    queue_counts,
    review_queue,
    way_of,
)
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.factories import CITY, DAI, YUANPING, make_application

AssertNumQueries = Callable[..., Any]


def unread(one: Application) -> Application:
    Doubt.objects.create(application=one, kind="field", field="birth", reason="样本")
    return one


def numbers(season: Season, **wishes: str) -> list[str]:
    return [one.case_number for one in review_queue(season, DAI, **wishes)]


@pytest.fixture
def filled(season: Season, cast: Officials) -> Season:
    """Six cases of 代县, in the reverse of the order of the queue, and four outside of it."""
    make_application(season, state=State.SUPPLEMENT_REQUESTED, proposal="pass")
    unread(make_application(season, proposal="pass"))
    make_application(season)
    make_application(season, proposal="refer")
    make_application(season, proposal="fail")
    make_application(season, proposal="pass")
    make_application(season, state=State.QUALIFIED)
    make_application(season, state=State.NOT_QUALIFIED)
    make_application(season, state=State.RECEIVED, proposal="pass")
    make_application(season, county=YUANPING, proposal="pass")
    return season


def test_what_is_clear_comes_first_and_what_waits_for_others_last(filled: Season) -> None:
    assert numbers(filled) == ["00006", "00005", "00004", "00003", "00002", "00001"]


def claimed(season: Season, **given: Any) -> Application:
    """Return a case of a school's workbook: two kinds of papers are said to be there."""
    given = {"source": "workbook", "materials": {"diploma": 1, "id_card": 2}, "papers": []} | given
    one = make_application(season, proposal="pass")
    Application.objects.filter(pk=one.pk).update(**given)
    return Application.objects.get(pk=one.pk)


def turn_of(season: Season, one: Application) -> int:
    return int(review_queue(season, DAI).get(pk=one.pk).review_turn)


def test_papers_that_a_school_only_speaks_of_make_no_case_clear(
    season: Season, cast: Officials
) -> None:
    one = claimed(season)

    assert (turn_of(season, one), one.claimed_papers) == (ReviewTurn.CLAIMED, 3)


@pytest.mark.parametrize("source", ["counter", "mail", "portal", "rehearsal"])
def test_papers_that_somebody_saw_leave_a_case_clear(
    season: Season, cast: Officials, source: str
) -> None:
    one = claimed(season, source=source)

    assert (turn_of(season, one), one.claimed_papers) == (ReviewTurn.CLEAR, 0)


def test_case_of_a_workbook_is_clear_once_a_paper_of_it_is_read(
    season: Season, cast: Officials
) -> None:
    one = claimed(season, papers=[{"kinds": ["diploma"]}])

    assert (turn_of(season, one), one.claimed_papers) == (ReviewTurn.CLEAR, 0)


def test_files_whose_kind_nobody_told_are_no_claim(season: Season, cast: Officials) -> None:
    assert claimed(season, materials={"unknown": 2}).claimed_papers == 0


def test_what_a_school_speaks_of_hides_no_fault(season: Season, cast: Officials) -> None:
    assert turn_of(season, claimed(season, proposal="fail")) == ReviewTurn.FAULTY


def test_equal_cases_come_in_the_order_of_their_numbers(season: Season, cast: Officials) -> None:
    for _ in range(3):
        make_application(season, proposal="pass")

    assert numbers(season) == ["00001", "00002", "00003"]


def test_a_settled_reading_no_longer_holds_a_case_back(filled: Season) -> None:
    Doubt.objects.update(status=Doubt.Status.CORRECTED)

    assert numbers(filled)[:2] == ["00002", "00006"]


def test_decided_cases_are_found_by_their_state_alone(filled: Season) -> None:
    assert numbers(filled, state="qualified") == ["00007"]
    assert numbers(filled, state="not_qualified") == ["00008"]
    assert numbers(filled, state="received") == []
    assert numbers(filled, proposal="fail") == ["00005"]


def test_counts_are_those_of_the_scope(filled: Season) -> None:
    county, city = queue_counts(filled, DAI), queue_counts(filled, CITY)

    assert county.by_turn == dict.fromkeys(ReviewTurn, 1) | {ReviewTurn.CLAIMED: 0}
    assert (county.waiting, county.qualified, county.not_qualified) == (5, 1, 1)
    assert (city.by_turn[ReviewTurn.CLEAR], city.waiting) == (2, 6)


@pytest.mark.parametrize(
    ("state", "counts"), [(State.REPORTED, 1), (State.MEDICAL_FAILED, 1), (State.WITHDRAWN, 0)]
)
def test_who_passed_the_review_is_counted_wherever_they_went_on_to(
    season: Season, cast: Officials, state: State, counts: int
) -> None:
    make_application(season, state=state)

    assert (queue_counts(season, DAI).qualified, queue_counts(season, DAI).waiting) == (counts, 0)


def way(season: Season, number: str) -> Way:
    one = season.applications.get(case_number=number)
    return way_of(review_queue(season, DAI), one)


def test_the_way_leads_from_case_to_case_and_from_the_last_to_the_first(filled: Season) -> None:
    assert first_of(review_queue(filled, DAI)) == "00006"
    assert way(filled, "00006") == Way("", "00005", 4)
    assert way(filled, "00004") == Way("00005", "00003", 4)
    assert way(filled, "00002") == Way("00003", "00006", 4)


def test_who_was_asked_is_passed_over_unless_one_looks_at_those(filled: Season) -> None:
    assert way(filled, "00001") == Way("00002", "00006", 5)


def test_after_a_decided_case_the_way_goes_on_in_the_queue(filled: Season) -> None:
    assert way(filled, "00007").following == "00002"


def test_an_empty_queue_leads_nowhere(season: Season, cast: Officials) -> None:
    make_application(season, proposal="pass")

    assert way(season, "00001") == Way("", "", 0)
    assert first_of(review_queue(season, YUANPING)) == ""


def test_way_and_counts_ask_the_same_few_queries_whatever_the_size(
    season: Season, cast: Officials, django_assert_num_queries: AssertNumQueries
) -> None:
    one = make_application(season, proposal="pass")
    for size in (3, 30):
        while season.applications.count() < size:
            make_application(season, proposal="pass")
        with django_assert_num_queries(6):
            queue_counts(season, DAI)
            way_of(review_queue(season, DAI), one)


def test_colleagues_see_for_some_minutes_who_has_a_case_open(
    season: Season, cast: Officials
) -> None:
    one, other = make_application(season), make_application(season)
    opened = at(6, 20)
    note_opening(one, cast.dai, opened)
    last = opened + STAYS_OPEN

    def seen_by(official: Any, moment: Any) -> dict[int, list[str]]:
        found = open_elsewhere([one, other], official, moment)
        return {key: [row.official.username for row in rows] for key, rows in found.items()}

    assert seen_by(cast.city, last - timedelta(seconds=1)) == {one.pk: ["dai"]}
    assert seen_by(cast.city, last) == {}
    assert seen_by(cast.dai, opened) == {}


def test_opening_again_moves_the_time_and_closing_ends_it(season: Season, cast: Officials) -> None:
    one = make_application(season)
    note_opening(one, cast.dai, at(6, 20, 10))
    note_opening(one, cast.dai, at(6, 20, 11))

    assert [row.opened_at for row in Opening.objects.all()] == [at(6, 20, 11)]

    note_opening(one, cast.city, at(6, 20, 11))
    close_opening(one, cast.dai)
    assert [row.official for row in Opening.objects.all()] == [cast.city]
