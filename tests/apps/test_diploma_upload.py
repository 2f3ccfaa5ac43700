"""Diploma dates by workbook: who is awaited is filled in, each row is judged, all are recorded or none."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from linli.apps.applications.diploma_upload import DiplomaUpload
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.core.documents.filled_workbook import NothingFilledIn, RowsWrong
from tests.apps.cast import Officials, at, entry_count
from tests.factories import DAI, YUANPING, make_application

pytestmark = pytest.mark.django_db
TODAY = date(2024, 7, 6)
FIRST, SECOND = date(2024, 7, 1), date(2024, 7, 6)


@pytest.fixture
def upload(season: Season) -> DiplomaUpload:
    """A county that awaits 00001 and 00002; 00003 is another county's, 00004 recorded, 00005 not qualified."""
    make_application(season, state=State.INTERVIEWED)
    make_application(season, state=State.QUALIFIED)
    make_application(season, state=State.INTERVIEWED, county=YUANPING)
    make_application(season, state=State.INTERVIEWED, diploma_date=FIRST)
    make_application(season, state=State.ROUTED)
    return DiplomaUpload(season, DAI)


def workbook(*rows: tuple[str, Any]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, ("报名编号", "姓名", "毕业证书取得日期"))
    for number, (case, day) in enumerate(rows, start=1):
        page.write_row(number, 0, (case, "张*本"))
        if isinstance(day, date):
            page.write_datetime(number, 2, day, style)
        elif day:
            page.write_string(number, 2, day)
    book.close()
    return file.getvalue()


def table(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def recorded() -> dict[str, date | None]:
    found = Application.objects.order_by("case_number")
    return dict(found.values_list("case_number", "diploma_date"))


def told(upload: DiplomaUpload, *rows: tuple[str, Any]) -> list[tuple[str, ...]]:
    return [row.problems for row in upload.dry_run(workbook(*rows), today=TODAY).rows]


def test_template_has_whose_date_of_the_county_is_not_recorded(upload: DiplomaUpload) -> None:
    assert table(upload.template(dated=TODAY))[1:] == [
        ["报名编号", "姓名", "毕业证书取得日期"],
        ["00001", "张*本", ""],
        ["00002", "张*本", ""],
    ]


def test_dates_are_shown_first_and_then_recorded_with_an_entry_each(
    upload: DiplomaUpload, cast: Officials
) -> None:
    content = workbook(("00001", FIRST), ("00002", "2024-07-06"))
    before = entry_count()

    found = upload.dry_run(content, today=TODAY)
    shown = (recorded()["00001"], entry_count())
    count = upload.commit(content, actor=cast.dai, at=at(7, 6))

    assert [row.outcome for row in found.rows] == ["登记为2024-07-01", "登记为2024-07-06"]
    assert (shown, count, entry_count()) == ((None, before), 2, before + 2)
    assert (recorded()["00001"], recorded()["00002"]) == (FIRST, SECOND)


def test_row_without_a_date_is_left_as_it_is(upload: DiplomaUpload, cast: Officials) -> None:
    upload.commit(workbook(("00001", None), ("00002", FIRST)), actor=cast.dai, at=at(7, 6))

    assert (recorded()["00001"], recorded()["00002"]) == (None, FIRST)


@pytest.mark.parametrize(
    ("case", "day", "problem"),
    [
        ("99999", FIRST, "报名99999不在本县登记毕业证书的人员中"),
        ("00003", FIRST, "报名00003不在本县登记毕业证书的人员中"),
        ("00005", FIRST, "报名00005不在本县登记毕业证书的人员中"),
        ("00004", FIRST, "报名00004已登记为2024-07-01"),
        ("00001", "7月初", "“毕业证书取得日期”不是日期，应当写成2024-07-02。"),
        ("00001", date(2024, 7, 7), "报名00001：取得日期2024-07-07还没有到"),
        ("00001", date(2023, 12, 31), "报名00001：取得日期2023-12-31早于2024年"),
    ],
)
def test_wrong_row_says_why(upload: DiplomaUpload, case: str, day: Any, problem: str) -> None:
    ((sentence,),) = told(upload, (case, day))

    assert sentence.startswith(problem)


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 7, 5), TODAY])
def test_first_day_of_the_year_and_today_are_taken(upload: DiplomaUpload, day: date) -> None:
    assert told(upload, ("00001", day)) == [()]


def test_case_that_stands_there_twice_is_wrong_in_both_rows(upload: DiplomaUpload) -> None:
    assert told(upload, ("00001", FIRST), ("00001", SECOND)) == [
        ("00001在第3行也有。处理办法：只保留一行。",),
        ("00001在第2行也有。处理办法：只保留一行。",),
    ]


def test_one_wrong_row_keeps_all_from_being_recorded_and_comes_back(
    upload: DiplomaUpload, cast: Officials
) -> None:
    content = workbook(("00001", FIRST), ("00003", SECOND))

    with pytest.raises(RowsWrong, match="有1行存在问题"):
        upload.commit(content, actor=cast.dai, at=at(7, 6))

    returned = upload.problems(upload.dry_run(content, today=TODAY), dated=TODAY)
    assert recorded()["00001"] is None
    assert table(returned)[1:][0][:3] == ["报名编号", "毕业证书取得日期", "问题"]
    assert [row[:2] for row in table(returned)[2:]] == [["00003", "2024-07-06"]]


def test_date_that_somebody_recorded_meanwhile_is_not_overwritten(
    upload: DiplomaUpload, cast: Officials
) -> None:
    content = workbook(("00001", SECOND), ("00002", SECOND))
    upload.dry_run(content, today=TODAY).require_good()
    Application.objects.filter(case_number="00001").update(diploma_date=FIRST)

    with pytest.raises(RowsWrong):
        upload.commit(content, actor=cast.dai, at=at(7, 6))

    assert (recorded()["00001"], recorded()["00002"]) == (FIRST, None)


def test_template_that_nobody_filled_in_is_refused(upload: DiplomaUpload) -> None:
    with pytest.raises(NothingFilledIn, match="没有填写任何人的取得日期"):
        upload.dry_run(upload.template(dated=TODAY), today=TODAY)


def test_number_of_queries_does_not_grow_with_the_rows(
    upload: DiplomaUpload, season: Season, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_application(season, state=State.INTERVIEWED)
    rows = [(f"{number:05}", FIRST) for number in (1, 2, *range(6, 26))]

    with django_assert_max_num_queries(3):
        found = upload.dry_run(workbook(*rows), today=TODAY)

    assert len(found.good) == 22
