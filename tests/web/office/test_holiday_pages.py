"""The holidays of the years in the browser: listed, tried, loaded by the system administrator alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.apps.accounts.models import BUSINESS, Office
from linli.apps.holidays.actions import fill_packaged_years, put_year
from linli.apps.holidays.models import CalendarYear
from linli.apps.intake.keeping import WORKBOOKS, NotKept
from linli.apps.ledger.actions import BEIJING
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.holiday_years import load_years
from linli.apps.seasons.models import Season
from linli.core.workdays import DayKind
from tests.factories import CITY, make_official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
PAGE = "/office/holidays/"
ASKED = {"year": "2050", "source": "国办发明电〔2049〕1号"}
GOOD = "日期,类别\n2050-01-03,放假\n2050-01-08,补班\n"


@pytest.fixture
def as_system(client: Client) -> Client:
    client.force_login(make_official("system", division=CITY, office=Office.SYSTEM, name="孙样本"))
    return client


def sent(client: Client, content: str | bytes = GOOD, **fields: str) -> Any:
    given = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {**ASKED, **fields, "file": SimpleUploadedFile("a.csv", given)})


def confirmed(client: Client, tried: Any) -> Any:
    form = tried.context["confirm"]
    return client.post(PAGE, {name: form[name].value() for name in form.fields})


def test_the_years_are_listed_with_their_days_and_their_source(as_system: Client) -> None:
    fill_packaged_years()

    (this,) = [one for one in as_system.get(PAGE).context["years"] if one.year == 2024]

    assert (this.holidays, this.make_ups) == (19, 8)
    assert (this.source, this.at) == ("chinesecalendar（国务院办公厅历年放假安排）", None)


def test_a_year_is_tried_then_loaded_and_told_by_whom(as_system: Client) -> None:
    tried = sent(as_system)
    before = CalendarYear.objects.count()

    answer = confirmed(as_system, tried)

    page = as_system.get(answer.headers["Location"])
    (line,) = page.context["years"]
    assert (before, answer.headers["Location"]) == (0, f"{PAGE}?loaded=2050")
    assert "2050年的放假安排已载入" in page.content.decode()
    assert (line.year, line.holidays, line.make_ups, line.source, line.actor) == (
        *(2050, 1, 1, "国办发明电〔2049〕1号", "孙样本"),
    )
    assert [one["action"] for one in entries_of("holidays/2050")] == ["load_holidays"]
    with pytest.raises(NotKept):
        WORKBOOKS.kept(tried.context["confirm"]["digest"].value())


def test_a_trial_shows_days_and_stages_that_change(as_system: Client, season: Season) -> None:
    put_year(2024, {date(2024, 6, 11): DayKind.HOLIDAY}, source="旧")

    text = sent(as_system, "日期,类别\n2024-06-10,放假\n", year="2024").content.decode()

    for told in (
        "2天有变化，2024年原有的安排被替换",
        "6月10日（星期一）",
        "照常上班",
        "载入2024年的放假安排",
    ):
        assert told in text
    assert CalendarYear.objects.get().source == "旧"


def test_a_trial_names_the_season_whose_working_days_change(
    as_system: Client, season: Season
) -> None:
    put_year(2024, {}, source="旧")

    text = sent(as_system, "日期,类别\n2024-06-10,放假\n", year="2024").content.decode()

    assert "1个，工作日数改变" in text
    assert "xinzhou-2024" in text and "2024年6月1日至6月14日" in text


def test_a_wrong_row_is_told_and_leaves_nothing_to_confirm(as_system: Client) -> None:
    tried = sent(as_system, f"{GOOD}2050-01-07,补班\n")

    text = tried.content.decode()
    assert "第4行的2050-01-07是星期五，本来就上班，不是补班" in text
    assert 'name="digest"' not in text


@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (GOOD, {"year": ""}, "请填写四位数的年份"),
        (GOOD, {"year": "50"}, "请填写四位数的年份"),
        (GOOD, {"year": "10000"}, "请填写四位数的年份"),
        (GOOD, {"source": " "}, "请填写依据的通知"),
        ("", {}, "第1行不是表头“日期,类别”"),
        ("日期,类别\n2050-01-01,放假\n", {}, "2050年的日期都是本来休息的周末"),
        (GOOD, {"source": "通" * 201}, "请把依据写在200字以内"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xff", {}, "文件不是文本"),
        (b"PK\x03\x04broken", {}, "另存为 .xlsx 后重新导入"),
        (b"\xd0\xcf\x11\xe0broken", {}, "另存为 .xlsx 后重新导入"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_what_to_do(
    as_system: Client, content: str | bytes, fields: dict[str, str], sentence: str
) -> None:
    answer = sent(as_system, content, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert CalendarYear.objects.count() == 0


def test_a_year_that_another_changed_meanwhile_is_not_loaded(as_system: Client) -> None:
    tried = sent(as_system)
    put_year(2050, {}, source="旧")

    answer = confirmed(as_system, tried)

    assert answer.status_code == 422
    assert "已由他人更改" in answer.content.decode()
    assert CalendarYear.objects.get().source == "旧"


def test_a_year_is_handed_out_as_a_workbook_and_comes_back_the_same(as_system: Client) -> None:
    fill_packaged_years()
    content = as_system.get(f"{PAGE}2024/table.xlsx").content

    plan = sent(as_system, content, year="2024").context["plan"]

    assert (plan.wrong, plan.changes, len(plan.days)) == ((), (), 27)


def test_a_year_that_is_not_known_is_an_empty_workbook(as_system: Client) -> None:
    content = as_system.get(f"{PAGE}2050/table.xlsx").content

    assert "文件里没有日期" in sent(as_system, content).content.decode()


@pytest.mark.parametrize(
    ("year", "status"),
    [(0, 404), (999, 404), (1000, 200), (9999, 200), (10000, 404), (10**30, 404)],
)
def test_a_workbook_is_of_a_year_of_four_digits(as_system: Client, year: int, status: int) -> None:
    assert as_system.get(f"{PAGE}{year}/table.xlsx").status_code == status


def test_a_year_that_the_shell_replaces_is_told_as_the_shell_loaded_it(as_system: Client) -> None:
    confirmed(as_system, sent(as_system))
    shell = make_official("shell", division=CITY, office=Office.SYSTEM, name="钱样本")
    later = datetime(2049, 12, 1, 10, tzinfo=BEIJING)

    load_years(GOOD.encode(), source="国办发明电〔2049〕9号", actor=shell, at=later)

    (line,) = as_system.get(PAGE).context["years"]
    assert (line.source, line.actor, line.at) == ("国办发明电〔2049〕9号", "钱样本", later)


def test_nobody_is_told_to_have_loaded_what_was_put_there_without_the_ledger(
    as_system: Client,
) -> None:
    confirmed(as_system, sent(as_system))

    # As the shell did in earlier versions.
    put_year(2050, {}, source="文件（0天）")

    page = as_system.get(PAGE)
    (line,) = page.context["years"]
    assert (line.source, line.actor, line.at) == ("文件（0天）", "", None)
    assert "系统自带，或者以前的版本载入" in page.content.decode()


@pytest.mark.parametrize(("size", "is_read"), [(10_000_000, True), (10_000_001, False)])
def test_a_file_may_have_ten_million_bytes(as_system: Client, size: int, is_read: bool) -> None:
    text = sent(as_system, b"\n" * size).content.decode()

    assert ("第1行不是表头" in text, "文件超过10 MB" in text) == (is_read, not is_read)


def test_the_first_page_of_the_system_administrator_leads_here(as_system: Client) -> None:
    assert f'href="{PAGE}"' in as_system.get("/office/administration/").content.decode()


def test_the_audit_administrator_reads_and_does_not_load(client: Client) -> None:
    client.force_login(make_official("audit", division=CITY, office=Office.AUDIT))

    page = client.get(PAGE)

    assert "“载入放假安排”由系统管理员办理" in page.content.decode()
    assert 'type="file"' not in page.content.decode()
    assert sent(client).status_code == 403


@pytest.mark.parametrize("office", [Office.SECURITY, *BUSINESS])
def test_nobody_else_opens_it(client: Client, office: Office) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    assert [client.get(PAGE).status_code, client.get(f"{PAGE}2024/table.xlsx").status_code] == [
        403,
        403,
    ]
