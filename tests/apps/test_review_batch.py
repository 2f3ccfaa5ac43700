"""Clear cases pass together: a list first, then the act on just what was shown."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from linli.apps.applications.change import NotPermitted
from linli.apps.applications.models import Application, Decision
from linli.apps.applications.openings import note_opening
from linli.apps.applications.seen_mark import seen_of
from linli.apps.applications.states import State
from linli.apps.intake import review_batch
from linli.apps.intake.models import Doubt
from linli.apps.intake.review_batch import (
    Batch,
    BatchChanged,
    NothingChosen,
    batch_of,
    pass_batch,
)
from linli.apps.intake.review_queue import ReviewTurn, review_queue
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, entry_count, states_of
from tests.factories import CITY, DAI, YUANPING, make_application, make_checks


def batch(season: Season, cast: Officials, scope: str = DAI) -> Batch:
    return batch_of(review_queue(season, scope), cast.dai, at(6, 20))


def shown(found: Batch) -> Mapping[str, str]:
    return {one.case_number: seen_of(one) for one in found.cases}


def clear(season: Season, count: int = 1) -> list[Application]:
    return [make_application(season, proposal="pass") for _ in range(count)]


def test_only_what_is_clear_is_listed_and_the_rest_is_counted_with_why(
    season: Season, cast: Officials
) -> None:
    clear(season, 2)
    for proposal in ("fail", "refer", ""):
        make_application(season, proposal=proposal)
    doubtful = make_application(season, proposal="pass")
    Doubt.objects.create(application=doubtful, kind="field", field="birth", reason="样本")
    said = make_application(season, proposal="pass")
    Application.objects.filter(pk=said.pk).update(source="workbook", papers=[])
    make_application(season, proposal="pass", county=None)
    make_application(season, proposal="pass", state=State.SUPPLEMENT_REQUESTED)

    found = batch(season, cast, CITY)

    assert [one.case_number for one in found.cases] == ["00001", "00002"]
    others = (turn for turn in ReviewTurn if turn is not ReviewTurn.CLEAR)
    assert found.left_out == dict.fromkeys(others, 1)
    assert (found.without_county, found.opened, found.later) == (1, (), 0)


def test_what_a_colleague_has_open_is_left_to_the_colleague(
    season: Season, cast: Officials
) -> None:
    one, _ = clear(season, 2)
    note_opening(one, cast.city, at(6, 20))

    found = batch(season, cast)

    assert ([case.case_number for case in found.cases], found.opened) == (["00002"], ("00001",))


def test_so_many_are_listed_at_most_and_the_rest_comes_later(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_batch, "MOST", 2)
    clear(season, 3)

    found = batch(season, cast)

    assert (len(found.cases), found.later) == (2, 1)


def test_listing_changes_nothing(season: Season, cast: Officials) -> None:
    cases, before = clear(season, 2), entry_count()

    batch(season, cast)

    assert (states_of(cases), entry_count()) == ([State.ROUTED] * 2, before)


def test_confirmed_cases_pass_and_those_that_were_not_ticked_stay(
    season: Season, cast: Officials
) -> None:
    cases = clear(season, 3)
    chosen = shown(batch(season, cast))
    queue = review_queue(season, DAI)

    passed = pass_batch(
        queue, {n: chosen[n] for n in ("00001", "00003")}, actor=cast.dai, at=at(6, 20)
    )

    assert passed == 2
    assert states_of(cases) == [State.QUALIFIED, State.ROUTED, State.QUALIFIED]
    assert set(Decision.objects.values_list("outcome", "decided_by__username")) == {("pass", "dai")}


@pytest.mark.parametrize(
    "change",
    [
        {"proposal": "refer"},
        {"state": State.QUALIFIED},
        {"county_id": YUANPING},
        {"form": {"name": "改样本"}},
    ],
)
def test_if_one_case_is_no_longer_as_shown_none_passes(
    season: Season, cast: Officials, change: dict[str, object]
) -> None:
    cases = clear(season, 2)
    chosen = shown(batch(season, cast))
    Application.objects.filter(pk=cases[1].pk).update(**change)

    with pytest.raises(BatchChanged, match="没有办理任何一件"):
        pass_batch(review_queue(season, DAI), chosen, actor=cast.dai, at=at(6, 20))

    assert (states_of(cases)[0], Decision.objects.count()) == (State.ROUTED, 0)


def test_a_case_that_is_not_clear_does_not_pass_in_a_batch(season: Season, cast: Officials) -> None:
    one = make_application(season, proposal="fail")
    make_checks(one)

    with pytest.raises(BatchChanged):
        pass_batch(
            review_queue(season, DAI),
            {one.case_number: seen_of(one)},
            actor=cast.dai,
            at=at(6, 20),
        )


def test_nothing_ticked_is_refused(season: Season, cast: Officials) -> None:
    with pytest.raises(NothingChosen, match="没有选择报名"):
        pass_batch(review_queue(season, DAI), {}, actor=cast.dai, at=at(6, 20))


def test_an_office_that_does_not_review_lets_nobody_pass(season: Season, cast: Officials) -> None:
    clear(season)
    chosen = shown(batch(season, cast))

    with pytest.raises(NotPermitted):
        pass_batch(review_queue(season, CITY), chosen, actor=cast.auditor, at=at(6, 20))


def test_list_asks_the_same_queries_for_thirty_cases_as_for_one(
    season: Season, cast: Officials, django_assert_num_queries: Callable[..., Any]
) -> None:
    for size in (1, 30):
        clear(season, size - season.applications.count())
        with django_assert_num_queries(7):
            batch(season, cast)
