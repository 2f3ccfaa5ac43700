"""Working days of 2024 by the State Council's notice, and periods counted in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.workdays import DayKind, MissingYear, NotAPeriod, Period, WorkCalendar, days


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


# 国务院办公厅关于2024年部分节假日安排的通知, copied from the notice.
HOLIDAYS = [
    date(2024, 1, 1),
    *span(date(2024, 2, 10), date(2024, 2, 17)),
    *span(date(2024, 4, 4), date(2024, 4, 6)),
    *span(date(2024, 5, 1), date(2024, 5, 5)),
    date(2024, 6, 10),
    *span(date(2024, 9, 15), date(2024, 9, 17)),
    *span(date(2024, 10, 1), date(2024, 10, 7)),
]
MAKE_UP_DAYS = [
    date(2024, 2, 4),
    date(2024, 2, 18),
    date(2024, 4, 7),
    date(2024, 4, 28),
    date(2024, 5, 11),
    date(2024, 9, 14),
    date(2024, 9, 29),
    date(2024, 10, 12),
]
CALENDAR = WorkCalendar(
    frozenset({2024}),
    dict.fromkeys(HOLIDAYS, DayKind.HOLIDAY) | dict.fromkeys(MAKE_UP_DAYS, DayKind.MAKE_UP),
)


def test_notice_posted_on_12_july_for_three_working_days_ends_on_17_july() -> None:
    assert CALENDAR.last_day_of_period(date(2024, 7, 12), 3) == date(2024, 7, 17)


@pytest.mark.parametrize(
    ("start", "working_days", "last"),
    [
        (date(2024, 7, 11), 3, date(2024, 7, 16)),
        (date(2024, 7, 12), 1, date(2024, 7, 15)),
        (date(2024, 7, 13), 1, date(2024, 7, 15)),
        (date(2024, 7, 12), 5, date(2024, 7, 19)),
        (date(2024, 9, 13), 1, date(2024, 9, 14)),
        (date(2024, 9, 13), 2, date(2024, 9, 18)),
        (date(2024, 9, 28), 1, date(2024, 9, 29)),
        (date(2024, 9, 30), 1, date(2024, 10, 8)),
        (date(2024, 9, 30), 5, date(2024, 10, 12)),
        (date(2024, 9, 30), 6, date(2024, 10, 14)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),
    ],
)
def test_period_passes_over_rest_days_and_counts_make_up_days(
    start: date, working_days: int, last: date
) -> None:
    assert CALENDAR.last_day_of_period(start, working_days) == last


@pytest.mark.parametrize(
    ("start", "working_days", "last"),
    [
        (date(2024, 7, 12), 3, date(2024, 7, 16)),
        (date(2024, 7, 12), 1, date(2024, 7, 12)),
        (date(2024, 7, 13), 1, date(2024, 7, 15)),
        (date(2024, 9, 14), 1, date(2024, 9, 14)),
        (date(2024, 10, 1), 1, date(2024, 10, 8)),
    ],
)
def test_period_that_counts_its_first_day_ends_earlier(
    start: date, working_days: int, last: date
) -> None:
    assert CALENDAR.last_day_of_period(start, working_days, count_first_day=True) == last


@pytest.mark.parametrize("day", MAKE_UP_DAYS)
def test_weekend_day_that_is_made_up_is_worked(day: date) -> None:
    assert (CALENDAR.is_working_day(day), day.weekday() >= 5) == (True, True)


def test_national_day_week_has_no_working_day_and_its_neighbours_do() -> None:
    week = span(date(2024, 9, 30), date(2024, 10, 8))

    assert [CALENDAR.is_working_day(day) for day in week] == [True, *[False] * 7, True]


def test_plain_week_has_five_working_days() -> None:
    week = span(date(2024, 7, 8), date(2024, 7, 14))

    assert [CALENDAR.is_working_day(day) for day in week] == [*[True] * 5, False, False]


def test_year_2024_has_251_working_days() -> None:
    assert CALENDAR.count(date(2024, 1, 1), date(2024, 12, 31)) == 251


@pytest.mark.parametrize("working_days", [0, -1])
def test_period_of_no_working_days_is_refused(working_days: int) -> None:
    with pytest.raises(NotAPeriod) as caught:
        CALENDAR.last_day_of_period(date(2024, 7, 12), working_days)

    assert str(caught.value) == "工作日数应为正整数；处理办法：填写1或更大的整数。"


def test_count_from_the_later_to_the_earlier_day_is_refused() -> None:
    with pytest.raises(NotAPeriod) as caught:
        CALENDAR.count(date(2024, 7, 13), date(2024, 7, 12))

    assert str(caught.value) == "结束日期早于开始日期；处理办法：调换两个日期。"


@pytest.mark.parametrize(
    ("start", "year"), [(date(2024, 12, 31), 2025), (date(2023, 12, 28), 2023)]
)
def test_period_that_touches_a_year_without_table_is_refused_by_that_year(
    start: date, year: int
) -> None:
    with pytest.raises(MissingYear) as caught:
        CALENDAR.last_day_of_period(start, 1)

    assert caught.value.year == year
    assert str(caught.value) == (
        f"节假日表缺少{year}年；依据：国务院办公厅每年公布的放假安排"
        f"；处理办法：请系统管理员载入{year}年的放假安排后再试。"
    )


def test_period_that_ends_on_the_last_day_of_the_table_needs_no_more() -> None:
    assert CALENDAR.last_day_of_period(date(2024, 12, 30), 1) == date(2024, 12, 31)


def test_days_are_given_from_first_to_last_and_none_backwards() -> None:
    first, last = date(2024, 2, 28), date(2024, 3, 1)

    assert list(days(first, last)) == [first, date(2024, 2, 29), last]
    assert list(days(first, first)) == [first]
    assert list(days(last, first)) == []


STARTS = st.dates(date(2024, 1, 1), date(2024, 10, 31))
LENGTHS = st.integers(1, 30)


@given(STARTS, LENGTHS)
def test_period_holds_exactly_its_number_of_working_days(start: date, working_days: int) -> None:
    last = CALENDAR.last_day_of_period(start, working_days)

    assert CALENDAR.count(start + timedelta(days=1), last) == working_days
    assert CALENDAR.is_working_day(last)


@given(STARTS, LENGTHS)
def test_period_with_its_first_day_holds_exactly_its_number(start: date, working_days: int) -> None:
    last = CALENDAR.last_day_of_period(start, working_days, count_first_day=True)

    assert CALENDAR.count(start, last) == working_days
    assert CALENDAR.is_working_day(last)


def test_a_period_names_its_holidays_and_the_days_worked_instead() -> None:
    first, last = date(2024, 9, 13), date(2024, 9, 18)

    assert CALENDAR.period(first, last) == Period(
        first, last, 3, tuple(span(date(2024, 9, 15), date(2024, 9, 17))), (date(2024, 9, 14),)
    )


@pytest.mark.parametrize(
    ("first", "last", "holidays"), [(8, 9, 0), (9, 10, 1), (10, 10, 1), (10, 11, 1), (11, 12, 0)]
)
def test_a_period_holds_the_holidays_of_its_first_and_last_day(
    first: int, last: int, holidays: int
) -> None:
    found = CALENDAR.period(date(2024, 6, first), date(2024, 6, last))

    assert len(found.holidays) == holidays


def test_a_period_into_a_year_that_the_table_lacks_is_refused() -> None:
    with pytest.raises(MissingYear):
        CALENDAR.period(date(2024, 12, 31), date(2025, 1, 1))
