"""The holiday table is data: from the packaged years, or the days given; a file is read whole or not at all."""

from datetime import date

import pytest

from linli.apps.holidays.actions import fill_packaged_years, put_year
from linli.apps.holidays.models import CalendarDay
from linli.apps.holidays.queries import work_calendar
from linli.apps.holidays.reading import BadHolidayFile, days_of, read_days
from linli.core.workdays import DayKind, MissingYear

pytestmark = pytest.mark.django_db


def test_the_packaged_years_hold_the_holidays_and_worked_weekends_of_2024() -> None:
    fill_packaged_years()

    calendar = work_calendar()
    worked = [date(2024, 2, 4), date(2024, 2, 18), date(2024, 9, 14), date(2024, 7, 12)]
    free = [date(2024, 2, 12), date(2024, 9, 17), date(2024, 10, 7), date(2024, 7, 13)]
    assert [calendar.is_working_day(day) for day in worked] == [True] * 4
    assert [calendar.is_working_day(day) for day in free] == [False] * 4


def test_filling_again_adds_no_year_and_keeps_what_the_office_changed() -> None:
    fill_packaged_years()
    put_year(2024, {date(2024, 7, 12): DayKind.HOLIDAY}, source="更正")

    assert fill_packaged_years() == 0
    assert list(CalendarDay.objects.filter(year_id=2024).values_list("day", flat=True)) == [
        date(2024, 7, 12)
    ]


def test_only_days_that_break_the_weekly_rule_are_kept() -> None:
    fill_packaged_years()

    wrong = [
        day.day
        for day in CalendarDay.objects.all()
        if (day.kind == DayKind.HOLIDAY) != (day.day.weekday() < 5)
    ]
    assert wrong == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_days_of_a_file_are_the_same_however_a_program_saved_it(
    encoding: str, end: str
) -> None:
    lines = ("day,kind", "2050-01-03,holiday", "2050-01-08,make_up", "")

    days = days_of(read_days(end.join(lines).encode(encoding)))

    assert days == {date(2050, 1, 3): DayKind.HOLIDAY, date(2050, 1, 8): DayKind.MAKE_UP}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "第1行不是表头“日期,类别”"),
        ("day,kind\n", "文件里没有日期"),
        ("2050-01-03,holiday\n2050-01-04,holiday\n", "第1行不是表头“日期,类别”"),
        ("day,kind\n2050-01-03,holiday\n2050-1,holiday\n", "第3行的日期“2050-1”看不懂"),
        ("day,kind\n2050-01-03,假\n", "第2行的类别“假”看不懂"),
        ("day,kind\n2050-02-30,holiday\n", "第2行的日期2050-02-30不存在"),
        ("day,kind\n2050-01-03\n", "第2行的类别“”看不懂"),
    ],
)
def test_a_bad_file_is_refused_naming_the_line_and_the_clause(content: str, sentence: str) -> None:
    with pytest.raises(BadHolidayFile, match=f"^{sentence}；依据：D0 三\\(五\\)；处理办法："):
        days_of(read_days(content.encode()))


@pytest.mark.parametrize("written", ["2050-01-03", "2050/1/3", "2050.1.3", "2050年1月3日"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_day_is_read_as_notices_and_spreadsheets_write_it(written: str, encoding: str) -> None:
    content = f"日期,类别\n{written},放假\n".encode(encoding)

    assert days_of(read_days(content)) == {date(2050, 1, 3): DayKind.HOLIDAY}


def test_a_file_that_is_no_text_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadHolidayFile, match="文件不是文本；依据：D0 三.*CSV UTF-8"):
        read_days(b"\x89PNG\r\n\x1a\n\x00\xff\xff")


def test_a_year_that_nobody_loaded_is_an_error_and_no_guess() -> None:
    put_year(2050, {}, source="样本")

    assert work_calendar().is_working_day(date(2050, 1, 3))
    with pytest.raises(MissingYear, match="缺少2051年"):
        work_calendar().is_working_day(date(2051, 1, 3))
