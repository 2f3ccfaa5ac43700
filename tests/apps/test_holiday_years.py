"""The holidays of a year: a file tried row by row, what it changes shown, loaded as it was shown."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from linli.apps.accounts.models import Office, User
from linli.apps.holidays.actions import fill_packaged_years, put_year
from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.apps.holidays.reading import BadHolidayFile
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.holiday_years import (
    ChangedDay,
    SourceMissing,
    TableChanged,
    YearPlan,
    load_year,
    load_years,
    plan_year,
    plan_years,
    years_known,
)
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.seasons.withdrawing import withdraw_season
from linli.core.workdays import DayKind
from tests.apps.cast import Officials, at
from tests.factories import CITY, make_official

NOTICE = "国办发明电〔2049〕1号"
HOLIDAY, MAKE_UP = DayKind.HOLIDAY, DayKind.MAKE_UP
WHEN = at(6, 3)


def csv(*rows: str) -> bytes:
    return "\n".join(("日期,类别", *rows, "")).encode()


def workbook(*rows: tuple[object, str]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, ("日期", "类别"))
    form = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, (day, kind) in enumerate(rows, start=1):
        if isinstance(day, date):
            page.write_datetime(number, 0, day, form)
        else:
            page.write(number, 0, day)
        page.write(number, 1, kind)
    book.close()
    return file.getvalue()


@pytest.fixture
def system(divisions: None) -> User:
    return make_official("system", division=CITY, office=Office.SYSTEM)


def load(content: bytes, actor: User, *, year: int = 2050, source: str = NOTICE) -> YearPlan:
    shown = plan_year(year, content).mark
    return load_year(year, content, source=source, actor=actor, at=WHEN, shown=shown)


@pytest.mark.parametrize(
    "content",
    [
        csv("2050-01-03,放假", "2050-01-08,补班"),
        b"day,kind\r\n2050-01-03,holiday\r\n2050-01-08,make_up\r\n",
        workbook((date(2050, 1, 3), "放假"), (date(2050, 1, 8), "补班")),
        workbook(("2050-01-03", "放假"), ("2050-01-08", "补班")),
        # 8 and 9 January are a weekend: whether the file names the latter changes nothing.
        csv("2050-01-03,放假", "2050-01-08,补班", "2050-01-09,放假"),
    ],
    ids=["csv", "csv of the shell", "workbook", "workbook of texts", "weekend named"],
)
def test_a_year_is_the_same_whatever_kind_of_file_it_comes_in(system: User, content: bytes) -> None:
    load(content, system)

    assert list(CalendarDay.objects.values_list("day", "kind")) == [
        (date(2050, 1, 3), "holiday"),
        (date(2050, 1, 8), "make_up"),
    ]
    assert [(one.source, off, worked) for one, off, worked in years_known()] == [(NOTICE, 1, 1)]


def test_the_ledger_keeps_the_days_and_the_notice(system: User) -> None:
    load(csv("2050-01-03,放假"), system)

    assert entries_of("holidays/2050") == [
        {
            "sequence": 1,
            "at": "2024-06-03T10:00:00+08:00",
            "actor": "system",
            "action": "load_holidays",
            "subject": "holidays/2050",
            "clause": "D0 三(五)",
            "reason": NOTICE,
            "rule": "",
            "inputs": {"days": {"2050-01-03": "holiday"}, "changed": 1},
            "rehearsal": False,
        }
    ]


def test_a_trial_shows_every_day_that_changes_and_writes_nothing(system: User) -> None:
    put_year(2050, {date(2050, 5, 3): HOLIDAY, date(2050, 1, 3): HOLIDAY}, source="旧")

    plan = plan_year(2050, csv("2050-01-03,放假", "2050-01-08,补班"))

    assert plan.changes == (
        ChangedDay(date(2050, 1, 8), None, MAKE_UP),
        ChangedDay(date(2050, 5, 3), HOLIDAY, None),
    )
    assert (plan.is_new, plan.count(HOLIDAY), plan.count(MAKE_UP)) == (False, 1, 1)
    assert CalendarYear.objects.get().source == "旧"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2050年1月,放假", "第3行的日期“2050年1月”看不懂"),
        ("2050-01-04,休", "第3行的类别“休”看不懂"),
        ("2050-02-30,放假", "第3行的日期2050-02-30不存在"),
        ("2050-01-07,补班", "第3行的2050-01-07是星期五，本来就上班，不是补班"),
        ("2049-12-31,放假", "第3行的2049-12-31不在2050年"),
        ("2051-01-02,放假", "第3行的2051-01-02不在2050年"),
        ("2050-01-03,放假", "第2行的2050-01-03在第3行也有"),
    ],
)
def test_a_wrong_row_is_named_with_what_to_do_and_nothing_is_loaded(
    system: User, row: str, sentence: str
) -> None:
    content = csv("2050-01-03,放假", row)

    plan = plan_year(2050, content)

    assert plan.wrong[0].refusal is not None
    assert plan.wrong[0].refusal.sentence().startswith(f"{sentence}；依据：D0 三(五)；处理办法：")
    with pytest.raises(BadHolidayFile, match=sentence):
        load(content, system)
    assert CalendarYear.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2050-01-01", "2050-12-31"])
def test_the_first_and_the_last_day_of_a_year_are_of_it(day: str) -> None:
    assert plan_year(2050, csv(f"{day},放假", "2050-01-03,放假")).wrong == ()


@pytest.mark.parametrize("content", [b"", csv(), workbook()])
def test_a_file_without_days_is_refused(system: User, content: bytes) -> None:
    with pytest.raises(BadHolidayFile, match="文件里没有日期|第1行不是表头"):
        plan_year(2050, content)


def test_a_file_of_weekends_alone_does_not_empty_a_year(system: User) -> None:
    put_year(2050, {date(2050, 5, 3): HOLIDAY}, source="旧")
    content = csv("2050-01-01,放假", "2050-01-02,放假")

    with pytest.raises(
        BadHolidayFile, match=r"2050年的日期都是本来休息的周末.*依据：D0 三\(五\)；处理办法："
    ):
        plan_year(2050, content)
    with pytest.raises(BadHolidayFile, match="2050年的日期都是本来休息的周末"):
        load_year(2050, content, source=NOTICE, actor=system, at=WHEN, shown="")

    assert CalendarDay.objects.get().day == date(2050, 5, 3)


@pytest.mark.django_db
def test_a_day_that_becomes_another_from_another_before_bears_another_mark() -> None:
    content = csv("2050-01-03,放假", "2050-01-08,补班")
    marks = []
    # A Saturday that was worked becomes one off, which the days loaded do not tell.
    for kind in (MAKE_UP, HOLIDAY):
        put_year(2050, {date(2050, 5, 7): kind}, source="旧")
        marks.append(plan_year(2050, content).mark)

    assert marks[0] != marks[1]


def test_every_year_of_a_file_is_loaded_and_kept_in_the_ledger(system: User) -> None:
    put_year(2051, {date(2051, 5, 3): HOLIDAY}, source="旧")
    content = csv("2051-01-02,放假", "2050-01-03,放假", "2050-01-08,补班")

    tried = plan_years(content)
    loaded = load_years(content, source=NOTICE, actor=system, at=WHEN)

    assert loaded == tried
    assert [(one.year, one.is_new, len(one.changes)) for one in loaded] == [
        (2050, True, 2),
        (2051, False, 2),
    ]
    assert [(one.year, one.source, off, worked) for one, off, worked in years_known()] == [
        (2051, NOTICE, 1, 0),
        (2050, NOTICE, 1, 1),
    ]
    assert [
        (one["actor"], one["inputs"])
        for year in (2050, 2051)
        for one in entries_of(f"holidays/{year}")
    ] == [
        ("system", {"days": {"2050-01-03": "holiday", "2050-01-08": "make_up"}, "changed": 2}),
        ("system", {"days": {"2051-01-02": "holiday"}, "changed": 2}),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2051-02-30,放假", "第3行的日期2051-02-30不存在"),
        ("2051-01-01,放假", "2051年的日期都是本来休息的周末"),
    ],
)
def test_no_year_of_a_file_is_loaded_where_one_is_wrong(
    system: User, row: str, sentence: str
) -> None:
    content = csv("2050-01-03,放假", row)

    with pytest.raises(BadHolidayFile, match=sentence):
        load_years(content, source=NOTICE, actor=system, at=WHEN)

    assert CalendarYear.objects.count() == 0
    assert entries_of("holidays/2050") == []


def test_nobody_but_the_system_administrator_loads_the_years_of_a_file(divisions: None) -> None:
    other = make_official("other", division=CITY, office=Office.CITY)

    with pytest.raises(NotPermitted, match="“载入放假安排”由系统管理员办理"):
        load_years(csv("2050-01-03,放假"), source=NOTICE, actor=other, at=WHEN)

    assert CalendarYear.objects.count() == 0


def affected(plan: YearPlan) -> list[tuple[str, str, int | None, int | None]]:
    return [
        (one.window.season.code, one.window.stage, one.before, one.after) for one in plan.windows
    ]


def test_a_trial_names_the_stages_whose_working_days_change(season: Season) -> None:
    fill_packaged_years()
    days = CalendarDay.objects.filter(year=2024).values_list("day", "kind")
    words = {"holiday": "放假", "make_up": "补班"}
    lines = [f"{day},{words[kind]}" for day, kind in days]

    # A Wednesday of the registration, and the Friday on which the stage 确定人选 begins.
    plan = plan_year(2024, csv(*lines, "2024-06-05,放假", "2024-07-12,放假"))

    assert affected(plan) == [
        ("xinzhou-2024", "registration", 9, 8),
        ("xinzhou-2024", "selection", 4, 3),
    ]
    assert affected(plan_year(2024, csv(*lines))) == []


def test_a_year_that_was_lacking_makes_the_stages_countable(season: Season) -> None:
    plan = plan_year(2024, csv("2024-06-10,放假"))

    assert affected(plan)[0] == ("xinzhou-2024", "registration", None, 9)
    assert [one.window.stage for one in plan.windows] == [
        one.value for one in Stage if one is not Stage.CLOSED
    ]


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        (Stage.SELECTION, ["selection", "agreement", "reporting"]),
        (Stage.REPORTING, ["reporting"]),
        (Stage.CLOSED, []),
    ],
)
def test_a_stage_that_is_over_is_not_affected(
    season: Season, stage: Stage, names: list[str]
) -> None:
    Season.objects.update(stage=stage)

    plan = plan_year(2024, csv("2024-06-10,放假"))

    assert [one.window.stage for one in plan.windows] == names


def test_a_withdrawn_season_is_not_affected(season: Season, cast: Officials) -> None:
    withdraw_season(season, reason="重复开启", actor=cast.city, at=WHEN)

    assert plan_year(2024, csv("2024-06-10,放假")).windows == ()


def test_what_changed_since_it_was_shown_is_shown_again(system: User) -> None:
    content = csv("2050-01-03,放假")
    shown = plan_year(2050, content).mark
    put_year(2050, {date(2050, 5, 3): HOLIDAY}, source="旧")

    with pytest.raises(TableChanged, match=r"已由他人更改；依据：D0 三\(五\)；处理办法："):
        load_year(2050, content, source=NOTICE, actor=system, at=WHEN, shown=shown)

    assert CalendarYear.objects.get().source == "旧"


@pytest.mark.parametrize(
    ("source", "is_taken"), [("", False), (" ", False), ("通" * 200, True), ("通" * 201, False)]
)
def test_a_year_names_its_notice(system: User, source: str, is_taken: bool) -> None:
    if is_taken:
        load(csv("2050-01-03,放假"), system, source=source)
    else:
        with pytest.raises(SourceMissing, match=r"；依据：D0 三\(五\)；处理办法："):
            load(csv("2050-01-03,放假"), system, source=source)

    assert CalendarYear.objects.exists() == is_taken


@pytest.mark.parametrize("office", [one for one in Office if one is not Office.SYSTEM])
def test_nobody_but_the_system_administrator_loads_a_year(divisions: None, office: Office) -> None:
    other = make_official("other", division=CITY, office=office)

    with pytest.raises(NotPermitted, match="“载入放假安排”由系统管理员办理"):
        load(csv("2050-01-03,放假"), other)

    assert CalendarYear.objects.count() == 0


def test_a_rehearsal_account_does_not_change_the_days_of_everyone(divisions: None) -> None:
    other = make_official("other", division=CITY, office=Office.SYSTEM, is_rehearsal=True)

    with pytest.raises(NotPermitted, match="演练账号"):
        load(csv("2050-01-03,放假"), other)
