"""What a stage still has to finish, and what is left over from stages that are past."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.applications.states import FINAL, State
from linli.apps.dashboard.due import Terms
from linli.apps.dashboard.standing import WORK_OF, overdue, unfinished
from linli.apps.seasons.models import Stage
from tests.apps.test_due import LAST_DAYS

STATES = {State.ROUTED: 5, State.QUALIFIED: 2, State.INTERVIEW_LISTED: 3, State.WITHDRAWN: 9}


def test_stage_waits_for_its_own_work_and_for_what_earlier_stages_left() -> None:
    assert unfinished(Stage.REGISTRATION, STATES) == ()
    assert unfinished(Stage.ELIGIBILITY_REVIEW, STATES) == (
        (State.ROUTED, 5),
        (State.QUALIFIED, 2),
    )
    assert unfinished(Stage.INTERVIEW, STATES) == (
        (State.ROUTED, 5),
        (State.QUALIFIED, 2),
        (State.INTERVIEW_LISTED, 3),
    )


@pytest.mark.parametrize(
    ("today", "number"),
    [
        (date(2024, 6, 25), 0),
        (date(2024, 6, 26), 7),
        (date(2024, 7, 5), 7),
        (date(2024, 7, 6), 10),
    ],
)
def test_case_is_overdue_from_the_day_after_the_last_day_of_its_stage(
    today: date, number: int
) -> None:
    assert overdue(STATES, Terms(Stage.INTERVIEW, LAST_DAYS), today=today) == number


def test_nothing_is_overdue_in_a_rehearsal() -> None:
    terms = Terms(Stage.INTERVIEW, LAST_DAYS, counts_days=False)

    assert overdue(STATES, terms, today=date(2026, 1, 1)) == 0


def test_no_state_waits_for_two_stages_and_none_that_is_final_for_any() -> None:
    states = [state for work in WORK_OF.values() for state in work]

    assert len(states) == len(set(states))
    assert not set(states) & FINAL
