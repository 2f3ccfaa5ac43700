"""Limits are counted in one table for all processes: set, added once, gone when their time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 3, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_a_value_is_there_until_its_time_is_over() -> None:
    with at(NOW):
        cache.set("key", [1.5, 2.5], 60)
    with at(NOW + MINUTE - timedelta(seconds=1)):
        before = cache.get("key")
    with at(NOW + MINUTE + timedelta(seconds=1)):
        after = cache.get("key")

    assert (before, after) == ([1.5, 2.5], None)


def test_the_last_value_stands() -> None:
    cache.set("key", 1, 60)
    cache.set("key", 2, 60)

    assert cache.get("key") == 2


def test_a_key_is_added_once_and_again_when_it_has_expired() -> None:
    with at(NOW):
        first, second = cache.add("lock", "a", 10), cache.add("lock", "b", 10)
    with at(NOW + MINUTE):
        third = cache.add("lock", "c", 10)
        held = cache.get("lock")

    assert (first, second, third, held) == (True, False, True, "c")


def test_a_value_without_an_end_stays() -> None:
    with at(NOW):
        cache.set("key", 1, None)
    with at(NOW + timedelta(days=4000)):
        assert cache.get("key") == 1


def test_each_writing_is_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        cache.set("key", 1, 60)
        cache.add("lock", 1, 60)

    assert len(asked) == 2


def test_what_has_expired_is_cleared_away_and_nothing_else() -> None:
    with at(NOW):
        cache.set("old", 1, 10)
        cache.set("new", 2, 3600)
    with at(NOW + MINUTE):
        cleared = cache.clear_expired()  # type: ignore[attr-defined]
        left = cache.get("new")

    assert (cleared, left) == (1, 2)
