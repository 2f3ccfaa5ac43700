"""What is due for whom, from when, until when: the table and the order, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from linli.apps.accounts.models import Office
from linli.apps.dashboard.due import DIPLOMA, TABLE, Due, DueLine, Found, Shown, Terms, lines_of
from linli.apps.seasons.models import Stage

REVIEW_ENDS = date(2024, 6, 25)
LAST_DAYS = {
    Stage.REGISTRATION: date(2024, 6, 14),
    Stage.ELIGIBILITY_REVIEW: REVIEW_ENDS,
    Stage.INTERVIEW: date(2024, 7, 5),
    Stage.MEDICAL_CHECK: date(2024, 7, 11),
    Stage.SELECTION: date(2024, 7, 17),
    Stage.AGREEMENT: date(2024, 7, 20),
    Stage.REPORTING: date(2024, 7, 31),
    DIPLOMA: date(2024, 7, 5),
}
TERMS = Terms(Stage.ELIGIBILITY_REVIEW, LAST_DAYS)
DAY = timedelta(days=1)
GATED = [what for what, kind in TABLE.items() if kind.shown is not Shown.AT_ONCE]


def shown(
    office: Office, *found: Due, today: date = date(2024, 6, 20), terms: Terms = TERMS
) -> list[Due]:
    lines = lines_of(office, {what: Found(1) for what in found}, terms, today=today)
    return [one.what for one in lines]


@pytest.mark.parametrize("what", [one for one in TABLE if TABLE[one].until and one not in GATED])
def test_thing_shows_before_on_and_after_its_last_day_and_is_late_only_after_it(what: Due) -> None:
    last, office = LAST_DAYS[TABLE[what].until], TABLE[what].offices[0]

    def line(today: date) -> DueLine:
        found = {what: Found(4)}
        return next(one for one in lines_of(office, found, TERMS, today=today) if one.what is what)

    assert [
        (one.number, one.until, one.days_left, one.is_late)
        for one in (line(last - DAY), line(last), line(last + DAY))
    ] == [(4, last, 1, False), (4, last, 0, False), (4, last, -1, True)]


@pytest.mark.parametrize(
    ("what", "days"),
    [
        (Due.SUPPLEMENT, [False, True, True]),
        (Due.DIPLOMA_LATE, [False, False, True]),
        (Due.OVERDUE, [False, False, True]),
    ],
)
def test_what_waits_for_a_last_day_shows_from_then_on(what: Due, days: list[bool]) -> None:
    last = LAST_DAYS[TABLE[what].until]

    assert [
        what in shown(Office.COUNTY, what, today=day) for day in (last - DAY, last, last + DAY)
    ] == days


def test_nothing_else_waits_for_a_last_day() -> None:
    assert GATED == [Due.SUPPLEMENT, Due.DIPLOMA_LATE, Due.OVERDUE]


def test_every_office_sees_its_own_things_and_no_other_office_does() -> None:
    late = date(2024, 8, 1)

    own = {
        office: {what for one in TABLE for what in shown(office, one, today=late)}
        for office in Office
    }

    assert {office: things for office, things in own.items() if things} == {
        office: {what for what, kind in TABLE.items() if office in kind.offices}
        for office in (Office.CITY, Office.COUNTY, Office.STREET, Office.FINANCE)
    }


def test_what_is_done_is_not_shown() -> None:
    assert shown(Office.COUNTY, Due.REVIEW) == [Due.REVIEW]
    assert shown(Office.COUNTY) == []


@pytest.mark.parametrize(
    ("days_before", "expected"), [(4, []), (3, [Due.STAGE]), (0, [Due.STAGE]), (-1, [Due.STAGE])]
)
def test_city_hears_of_the_end_of_a_stage_from_three_days_before(
    days_before: int, expected: list[Due]
) -> None:
    assert shown(Office.CITY, today=REVIEW_ENDS - days_before * DAY) == expected
    assert shown(Office.COUNTY, today=REVIEW_ENDS - days_before * DAY) == []


def test_closed_season_has_no_stage_to_end() -> None:
    assert shown(Office.CITY, today=date(2024, 9, 1), terms=Terms(Stage.CLOSED, LAST_DAYS)) == []


def test_closed_season_has_nothing_to_do_but_what_outlives_it() -> None:
    late = date(2024, 9, 1)

    def left(*, counts_days: bool) -> set[Due]:
        terms = Terms(Stage.CLOSED, LAST_DAYS, counts_days=counts_days)
        return {
            what
            for office in Office
            for one in TABLE
            for what in shown(office, one, today=late, terms=terms)
        }

    assert left(counts_days=True) == {Due.RIGHT, Due.PAY}
    assert left(counts_days=False) == set()


@pytest.mark.parametrize("open_thing", [Due.REVIEW, Due.SUPPLEMENT])
def test_interview_list_comes_when_the_review_is_done_or_its_last_day_has_come(
    open_thing: Due,
) -> None:
    both = (Due.INTERVIEW_LIST, open_thing)

    assert Due.INTERVIEW_LIST in shown(Office.COUNTY, Due.INTERVIEW_LIST)
    assert [
        Due.INTERVIEW_LIST in shown(Office.COUNTY, *both, today=day)
        for day in (REVIEW_ENDS - DAY, REVIEW_ENDS, REVIEW_ENDS + DAY)
    ] == [False, True, True]


def test_people_without_a_turn_wait_for_a_panel_unless_one_waits_for_the_draw() -> None:
    assert shown(Office.COUNTY, Due.PANEL) == [Due.PANEL]
    assert shown(Office.COUNTY, Due.PANEL, Due.DRAW) == [Due.DRAW]


def test_soonest_last_day_comes_first_and_what_has_none_comes_last() -> None:
    found = {
        Due.ENQUIRY: Found(1, since=date(2024, 6, 11)),
        Due.FILE: Found(2),
        Due.RIGHT: Found(1, until=date(2024, 6, 19)),
        Due.ROUTE: Found(6),
    }

    lines = lines_of(Office.CITY, found, TERMS, today=date(2024, 6, 20))

    assert [(one.what, one.days_left, one.days_waited) for one in lines] == [
        (Due.RIGHT, -1, None),
        (Due.ROUTE, 5, None),
        (Due.FILE, 30, None),
        (Due.ENQUIRY, None, 9),
    ]


def test_days_of_a_rehearsal_are_not_counted() -> None:
    terms = Terms(Stage.ELIGIBILITY_REVIEW, LAST_DAYS, counts_days=False)

    (line,) = lines_of(Office.COUNTY, {Due.REVIEW: Found(3)}, terms, today=date(2026, 1, 1))

    assert (line.until, line.days_left, line.is_late) == (REVIEW_ENDS, None, False)
    assert shown(Office.CITY, today=REVIEW_ENDS, terms=terms) == []
