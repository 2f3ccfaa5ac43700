"""Officials who fail to sign in so often wait a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from linli.apps.accounts.lockout import count_attempt, forget_failures, locked_until
from tests.apps.cast import at

pytestmark = pytest.mark.django_db
NOON = at(6, 3, 12)


def test_five_attempts_are_free_and_the_sixth_is_one_too_many() -> None:
    with time_machine.travel(NOON, tick=False):
        allowed = [count_attempt("dai") for _ in range(6)]

    assert allowed == [True] * 5 + [False]


def test_a_name_is_locked_for_a_quarter_of_an_hour_from_the_first_failure() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(4):
            count_attempt("dai")
        assert locked_until("dai") is None
        clock.shift(timedelta(minutes=2))
        count_attempt("dai")
        assert locked_until("dai") == NOON + timedelta(minutes=15)
        clock.move_to(NOON + timedelta(minutes=14, seconds=59))
        assert not count_attempt("dai")
        clock.move_to(NOON + timedelta(minutes=15))
        assert count_attempt("dai")


def test_attempts_while_locked_make_the_lock_no_longer() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(50):
            count_attempt("dai")
            clock.shift(timedelta(seconds=10))
        assert locked_until("dai") == NOON + timedelta(minutes=15)


def test_a_name_is_one_name_in_whatever_capitals_and_no_other() -> None:
    with time_machine.travel(NOON, tick=False):
        for name in ("dai", "Dai", "DAI", "dAi", "daI"):
            count_attempt(name)
        assert locked_until("dai") is not None
        assert locked_until("dai2") is None


def test_a_name_that_was_forgotten_begins_anew() -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            count_attempt("dai")
        forget_failures("Dai")

        assert [count_attempt("dai") for _ in range(6)] == [True] * 5 + [False]
