"""Vacancies are filled from the county's own reserve, in its order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Backfill, backfill

RESERVES = {"代县": ("A4", "A5"), "五台县": ("A6",)}


@pytest.mark.parametrize(
    ("vacancies", "filled"),
    [
        ([], ()),
        ([("代县", "A1")], (Backfill("代县", "A1", "A4", 1),)),
        (
            [("代县", "A1"), ("代县", "A2")],
            (Backfill("代县", "A1", "A4", 1), Backfill("代县", "A2", "A5", 2)),
        ),
        (
            [("代县", "A1"), ("五台县", "A3"), ("代县", "A2")],
            (
                Backfill("代县", "A1", "A4", 1),
                Backfill("五台县", "A3", "A6", 1),
                Backfill("代县", "A2", "A5", 2),
            ),
        ),
    ],
)
def test_one_vacancy_takes_one_filler_from_the_front_of_the_queue(
    vacancies: list[tuple[str, str]], filled: tuple[Backfill, ...]
) -> None:
    assert backfill(vacancies, RESERVES) == filled


def test_vacancy_beyond_the_reserve_stays_empty() -> None:
    found = backfill([("五台县", "A1"), ("五台县", "A2"), ("五台县", "A3")], RESERVES)

    assert found == (
        Backfill("五台县", "A1", "A6", 1),
        Backfill("五台县", "A2", None, None),
        Backfill("五台县", "A3", None, None),
    )


def test_county_without_reserve_is_not_filled_from_another() -> None:
    assert backfill([("偏关县", "A1")], RESERVES) == (Backfill("偏关县", "A1", None, None),)


@given(st.lists(st.sampled_from(["代县", "五台县", "偏关县"]), max_size=8))
def test_nobody_fills_two_vacancies_and_the_queue_keeps_its_order(posts: list[str]) -> None:
    found = backfill([(post, f"L{number}") for number, post in enumerate(posts)], RESERVES)

    assert [(one.post, one.leaver) for one in found] == [
        (post, f"L{number}") for number, post in enumerate(posts)
    ]
    for post in posts:
        fillers = [one.filler for one in found if one.post == post and one.filler]
        queue = RESERVES.get(post, ())
        assert fillers == list(queue[: min(posts.count(post), len(queue))])
