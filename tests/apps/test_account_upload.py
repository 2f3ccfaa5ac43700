"""Officials' accounts by workbook: judged row by row, made all or none, none with a right before its grant."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.contrib.auth import authenticate
from python_calamine import CalamineWorkbook

from linli.apps.accounts.account_upload import MOST_ACCOUNTS, AccountUpload
from linli.apps.accounts.models import Office, User
from linli.core.documents.filled_workbook import NothingFilledIn, RowsWrong, WorkbookTooLong
from tests.apps.cast import at, entry_count, last_entry, official
from tests.apps.made_administrators import LETTER, Administrators, make_administrators
from tests.factories import CITY, DAI

pytestmark = pytest.mark.usefixtures("divisions")
HEADERS = ("用户名", "姓名", "单位类别", "区划代码", "依据")
COUNTY = "县（市、区）委社会工作部"
ZHANG = ("zhang", "张样本", COUNTY, DAI, LETTER)
WANG = ("wang", "王样本", "市委社会工作部", CITY, LETTER)
DAY = date(2024, 5, 20)


@pytest.fixture
def three() -> Administrators:
    return make_administrators()


@pytest.fixture
def upload(three: Administrators) -> AccountUpload:
    return AccountUpload(three.system)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    for number, cells in enumerate((HEADERS, *rows)):
        page.write_row(number, 0, cells)
    book.close()
    return file.getvalue()


def table(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def changed(**cells: str) -> tuple[str, ...]:
    told = dict(zip(("username", "name", "office", "division", "reason"), ZHANG, strict=True))
    return tuple({**told, **cells}.values())


def usernames() -> set[str]:
    return set(
        User.objects.exclude(username__in=("system", "security", "audit")).values_list(
            "username", flat=True
        )
    )


def test_accounts_are_shown_first_and_then_made_without_any_right(upload: AccountUpload) -> None:
    content, before = workbook(ZHANG, WANG), entry_count()

    found = upload.dry_run(content)
    shown = (usernames(), entry_count())
    made = upload.commit(content, at=at(5, 20))

    assert [row.outcome for row in found.rows] == [
        f"建立：张样本，{COUNTY}，代县，等待授权",
        "建立：王样本，市委社会工作部，忻州市，等待授权",
    ]
    assert shown == (set(), before)
    assert [
        (one.username, one.office, one.division_id, one.is_active, one.awaits_grant) for one in made
    ] == [("zhang", "county", DAI, False, True), ("wang", "city", CITY, False, True)]
    assert authenticate(username="zhang", password="") is None


def test_each_account_is_entered_with_the_letter_that_asked_for_it(upload: AccountUpload) -> None:
    before = entry_count()

    upload.commit(workbook(ZHANG, WANG), at=at(5, 20))

    entry = last_entry("official/wang")
    assert entry_count() == before + 2
    assert (entry["actor"], entry["action"], entry["reason"]) == ("system", "add_official", LETTER)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (changed(username="张三"), "用户名不合要求"),
        (changed(username="SYSTEM"), "这个用户名已经有人使用"),
        (changed(name="　"), "“姓名”没有填写。"),
        (changed(name="张" * 61), "“姓名”超过60字"),
        (changed(office="安全管理员"), "单位类别不是可以建立账号的一种"),
        (changed(office="团委"), "单位类别不是可以建立账号的一种"),
        (changed(division="140999"), "行政区划表中没有代码140999"),
        (changed(division=CITY), f"“{COUNTY}”设在县"),
        (changed(division="140200"), "“建立账号”不在您的管辖范围内"),
        (changed(reason=""), "“依据”没有填写。"),
        (changed(reason="函" * 401), "“依据”超过400字"),
    ],
)
def test_wrong_row_says_why_and_nothing_is_made(
    upload: AccountUpload, row: tuple[str, ...], problem: str
) -> None:
    content = workbook(row, WANG)

    wrong = upload.dry_run(content).wrong
    with pytest.raises(RowsWrong):
        upload.commit(content, at=at(5, 20))

    assert [one.problems[0].startswith(problem) for one in wrong] == [True]
    assert usernames() == set()


def test_name_and_reason_of_just_the_longest_length_are_taken(upload: AccountUpload) -> None:
    row = changed(name="张" * 60, reason="函" * 400)

    assert upload.dry_run(workbook(row)).wrong == ()


def test_user_name_that_stands_there_twice_in_whatever_case_is_wrong(
    upload: AccountUpload,
) -> None:
    found = upload.dry_run(workbook(ZHANG, changed(username="Zhang")))

    assert [row.problems for row in found.wrong] == [
        ("zhang在第3行也有。处理办法：只保留一行。",),
        ("Zhang在第2行也有。处理办法：只保留一行。",),
    ]


def test_wrong_rows_come_back_to_be_put_right(upload: AccountUpload) -> None:
    found = upload.dry_run(workbook(ZHANG, changed(username="张三")))

    returned = table(upload.problems(found, dated=DAY))

    assert [row[:5] for row in returned[2:]] == [["张三", *ZHANG[1:]]]


@pytest.mark.parametrize("office", ["security", "audit"])
def test_no_other_administrator_makes_accounts(three: Administrators, office: str) -> None:
    with pytest.raises(RowsWrong):
        AccountUpload(getattr(three, office)).commit(workbook(ZHANG), at=at(5, 20))

    assert usernames() == set()


@pytest.mark.parametrize("count", [MOST_ACCOUNTS - 1, MOST_ACCOUNTS, MOST_ACCOUNTS + 1])
def test_no_more_accounts_at_a_time_than_one_page_shows(upload: AccountUpload, count: int) -> None:
    content = workbook(*(changed(username=f"zhang{number}") for number in range(count)))

    if count <= MOST_ACCOUNTS:
        assert len(upload.dry_run(content).good) == count
    else:
        with pytest.raises(WorkbookTooLong, match="表格有51行，一次最多建立50个账号"):
            upload.dry_run(content)


def test_template_is_empty_and_offers_the_kinds_of_offices(upload: AccountUpload) -> None:
    content = upload.template(dated=DAY)

    assert table(content)[1:] == [list(HEADERS)]
    with pytest.raises(NothingFilledIn):
        upload.dry_run(content)


def test_rehearsal_accounts_make_rehearsal_accounts_and_marked_workbooks(
    three: Administrators,
) -> None:
    three.system.is_rehearsal = True
    upload = AccountUpload(three.system)

    (made,) = upload.commit(workbook(ZHANG), at=at(5, 20))

    assert made.is_rehearsal
    assert table(upload.template(dated=DAY))[1][0] == "【演练·样本】　不作为正式材料使用"


def test_user_name_that_somebody_took_meanwhile_stops_the_whole(upload: AccountUpload) -> None:
    content = workbook(ZHANG, WANG)
    upload.dry_run(content).require_good()
    official("wang", Office.COUNTY, DAI)

    with pytest.raises(RowsWrong):
        upload.commit(content, at=at(5, 20))

    assert usernames() == {"wang"}
