"""Medical conclusions by workbook: who waits is filled in, each row is judged, nothing clinical has a place."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.medical_upload import MedicalUpload
from linli.apps.selection.models import MedicalRecheck
from linli.core.documents.filled_workbook import NothingFilledIn
from tests.factories import DAI, YUANPING, make_application

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 8)


@pytest.fixture
def upload(season: Season) -> MedicalUpload:
    """A county of which 00001 and 00002 wait for the check; 00003 is another county's."""
    make_application(season, state=State.PLACED)
    make_application(season, state=State.PLACED)
    make_application(season, state=State.PLACED, county=YUANPING)
    return MedicalUpload(season, DAI)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, ("报名编号", "姓名", "结论"))
    for number, (case, word) in enumerate(rows, start=1):
        page.write_row(number, 0, (case, "张*本", word))
    book.close()
    return file.getvalue()


def table(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_template_has_who_of_the_county_waits(upload: MedicalUpload) -> None:
    assert table(upload.template(dated=DAY))[1:] == [
        ["报名编号", "姓名", "结论"],
        ["00001", "张*本", ""],
        ["00002", "张*本", ""],
    ]


def test_conclusions_are_those_that_may_be_recorded(upload: MedicalUpload) -> None:
    found = upload.dry_run(workbook(("00001", "合格"), ("00002", "待复检")))

    assert [row.outcome for row in found.rows] == ["登记为合格", "登记为待复检"]
    assert upload.results(found) == {"00001": "pass", "00002": "recheck"}


def test_row_without_a_conclusion_is_left_as_it_is(upload: MedicalUpload) -> None:
    found = upload.dry_run(workbook(("00001", None), ("00002", "缺席")))

    assert upload.results(found) == {"00002": "absent"}


def test_wrong_rows_say_why_and_come_back_with_it(upload: MedicalUpload, season: Season) -> None:
    second = season.applications.get(case_number="00002")
    MedicalRecheck.objects.create(application=second, checked_on=DAY, hospital="样本医院")

    found = upload.dry_run(workbook(("00003", "合格"), ("00001", "血压高"), ("00002", "待复检")))

    told = [row.problems[0].partition("；")[0] for row in found.wrong]
    assert told == [
        "报名00003不在本县待体检的人员中",
        "结论不是可以登记的一种",
        "报名00002已是复检，不能再登记待复检",
    ]
    returned = table(upload.problems(found, dated=DAY))
    assert [row[:2] for row in returned[2:]] == [
        ["00003", "合格"],
        ["00001", "血压高"],
        ["00002", "待复检"],
    ]


def test_case_that_stands_there_twice_is_wrong(upload: MedicalUpload) -> None:
    found = upload.dry_run(workbook(("00001", "合格"), ("00001", "缺席")))

    assert (len(found.wrong), upload.results(found)) == (2, {})


def test_template_that_nobody_filled_in_is_refused(upload: MedicalUpload) -> None:
    with pytest.raises(NothingFilledIn, match="没有填写任何人的结论"):
        upload.dry_run(upload.template(dated=DAY))
