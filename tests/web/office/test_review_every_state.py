"""The review list with all of its states at once: to be decided, asked for a supplement, decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.factories import YUANPING, make_application
from tests.web.office.made_review import QUEUE, bench_at

QueryCounter = Callable[[Client, str], int]
EVERY = f"{QUEUE}?state=all"


@pytest.fixture
def filled(season: Season) -> Season:
    """Lay one case of each state into the list of 代县, two that are not of the review, one of 原平."""
    for state in (
        State.ROUTED,
        State.SUPPLEMENT_REQUESTED,
        State.QUALIFIED,
        State.NOT_QUALIFIED,
        State.WITHDRAWN,
        State.INTERVIEW_LISTED,
    ):
        make_application(season, state=state, proposal="pass")
    make_application(season, county=YUANPING, state=State.QUALIFIED)
    return season


def states(client: Client, address: str) -> list[str]:
    return sorted(row.state.label for row in client.get(address).context["page"].rows)


def test_all_states_are_those_of_the_review_and_only_of_the_own_county(
    as_dai: Client, filled: Season
) -> None:
    assert states(as_dai, EVERY) == sorted(
        one.label
        for one in (
            State.ROUTED,
            State.SUPPLEMENT_REQUESTED,
            State.QUALIFIED,
            State.NOT_QUALIFIED,
        )
    )
    assert states(as_dai, QUEUE) == sorted([State.ROUTED.label, State.SUPPLEMENT_REQUESTED.label])


def test_choice_stands_second_and_stays_chosen(as_dai: Client, filled: Season) -> None:
    page = as_dai.get(EVERY)

    choices = [label for _, label in page.context["form"].fields["state"].choices]
    assert choices[:2] == ["尚未决定", "审查环节的全部状态"]
    assert '<option value="all" selected>审查环节的全部状态</option>' in page.content.decode()


def test_other_wishes_narrow_all_states_and_the_filter_goes_along_to_the_bench(
    as_dai: Client, filled: Season
) -> None:
    make_application(filled, state=State.QUALIFIED, proposal="fail")

    assert states(as_dai, f"{EVERY}&proposal=fail") == [State.QUALIFIED.label]
    assert states(as_dai, f"{EVERY}&county={YUANPING}") == []
    assert f"{bench_at('00001')}?state=all" in as_dai.get(EVERY).content.decode()
    assert as_dai.get(f"{bench_at('00003')}?state=all").status_code == 200


def test_city_reads_all_states_of_all_counties_and_of_one(as_city: Client, filled: Season) -> None:
    assert len(states(as_city, EVERY)) == 5
    assert states(as_city, f"{EVERY}&county={YUANPING}") == [State.QUALIFIED.label]


def test_all_states_are_one_question_for_few_and_many(
    as_dai: Client, filled: Season, queries_of: QueryCounter
) -> None:
    before = queries_of(as_dai, EVERY)
    for state in (State.QUALIFIED, State.ROUTED) * 8:
        make_application(filled, state=state, proposal="pass")

    assert queries_of(as_dai, EVERY) == before == queries_of(as_dai, QUEUE)
