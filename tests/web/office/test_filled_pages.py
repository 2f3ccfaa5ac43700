"""Score sheets, medical conclusions and diploma dates by workbook on the pages: template, tried, problems back, recorded."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.intake.keeping import WORKBOOKS
from linli.apps.interviews.models import ScoreSheet
from linli.apps.interviews.preparing import draw_order
from linli.apps.notifications.tasks import sweep
from linli.apps.notifications.working import PATIENCE
from linli.apps.seasons.models import Season
from linli.apps.selection.models import MedicalCheck
from tests.apps.cast import at
from tests.apps.sample_panel import listed, panel_of
from tests.factories import DAI, make_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
SEASON = "/office/seasons/xinzhou-2024/"
SCORES = f"{SEASON}interviews/{DAI}/1/sheets/1/workbook/"
MEDICAL = f"{SEASON}medical/workbook/"
DIPLOMAS = f"{SEASON}diplomas/workbook/"


@pytest.fixture
def drawn(season: Season, dai_official: User) -> Season:
    listed(season, 1)
    panel_of(season, dai_official)
    draw_order(season, DAI, actor=dai_official, at=at(6, 26))
    return season


def workbook(*rows: tuple[Any, ...]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    for number, cells in enumerate(rows):
        page.write_row(number, 0, cells)
    book.close()
    return file.getvalue()


def scores(case: str) -> bytes:
    headers = ("报名编号", *(f"考官{number}" for number in range(1, 6)), "到场")
    return workbook(headers, (case, 80, 81, 82, 83, 84, "到场"))


def sent(client: Client, address: str, content: bytes, name: str = "a.xlsx") -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def table(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_scores_are_tried_and_then_entered_from_just_that_file(
    as_dai: Client, drawn: Season
) -> None:
    tried = sent(as_dai, SCORES, scores("00001"))
    before = ScoreSheet.objects.count()
    ((name, digest),) = tried.context["fields"]
    entered = as_dai.post(SCORES, {name: digest})

    assert (before, ScoreSheet.objects.count()) == (0, 1)
    assert (entered.status_code, entered.headers["Location"]) == (
        302,
        f"{SEASON}interviews/{DAI}/1/sheets/1/",
    )
    assert as_dai.post(SCORES, {name: digest}).status_code == 422


def test_wrong_scores_come_back_as_a_workbook(as_dai: Client, drawn: Season) -> None:
    tried = sent(as_dai, SCORES, scores("99999"))
    returned = as_dai.get(tried.context["problems"])

    assert 'name="digest"' not in tried.content.decode()
    assert table(returned.content)[-1][0] == "99999"


def test_template_of_scores_has_the_candidates(as_dai: Client, drawn: Season) -> None:
    rows = table(as_dai.get(f"{SCORES}template.xlsx").content)

    assert [row[1] for row in rows[2:]] == ["00001"]


def test_file_that_is_no_workbook_is_refused_beside_the_field(
    as_dai: Client, drawn: Season
) -> None:
    refused = sent(as_dai, SCORES, b"%PDF-1.7", "a.pdf")

    assert refused.status_code == 422
    assert "文件不是可以读取的 Excel 工作簿" in refused.content.decode()


@pytest.mark.parametrize(
    "address", [SCORES, f"{SCORES}template.xlsx", MEDICAL, DIPLOMAS, f"{DIPLOMAS}template.xlsx"]
)
def test_nobody_but_the_county_uploads(as_city: Client, drawn: Season, address: str) -> None:
    drawn.refresh_from_db()

    assert as_city.get(address).status_code == 403


def test_conclusions_go_on_to_the_page_that_shows_what_they_bring_about(
    as_dai: Client, season: Season
) -> None:
    make_application(season, state=State.PLACED)
    content = workbook(("报名编号", "结论"), ("00001", "合格"))
    with time_machine.travel(at(7, 9), tick=False):
        tried = sent(as_dai, MEDICAL, content)
        onward = {
            "hospital": "样本医院",
            "checked_on": "2024-07-08",
            **dict(tried.context["fields"]),
        }
        check = as_dai.post(tried.context["onward"], onward)
        before = MedicalCheck.objects.count()
        as_dai.post(tried.context["onward"], {**onward, "shown": check.context["plan"].mark})

    assert (check.status_code, before) == (200, 0)
    assert list(MedicalCheck.objects.values_list("application__case_number", "conclusion")) == [
        ("00001", "pass")
    ]


def test_wrong_conclusions_come_back_as_a_workbook(as_dai: Client, season: Season) -> None:
    make_application(season, state=State.PLACED)

    tried = sent(as_dai, MEDICAL, workbook(("报名编号", "结论"), ("00001", "好")))
    returned = table(as_dai.get(tried.context["problems"]).content)

    assert returned[-1][:2] == ["00001", "好"]
    assert table(as_dai.get(f"{MEDICAL}template.xlsx").content)[-1][0] == "00001"


def test_diploma_dates_are_tried_and_then_recorded_from_just_that_file(
    as_dai: Client, season: Season
) -> None:
    one = make_application(season, state=State.INTERVIEWED)
    content = workbook(("报名编号", "毕业证书取得日期"), ("00001", "2024-07-05"))
    with time_machine.travel(at(7, 9), tick=False):
        page = as_dai.get(f"{SEASON}diplomas/").content.decode()
        tried = sent(as_dai, DIPLOMAS, content)
        one.refresh_from_db()
        before = one.diploma_date
        recorded = as_dai.post(DIPLOMAS, dict(tried.context["fields"]))
        again = as_dai.post(DIPLOMAS, dict(tried.context["fields"]))

    one.refresh_from_db()
    assert f'href="{DIPLOMAS}"' in page
    assert (before, one.diploma_date) == (None, date(2024, 7, 5))
    assert recorded.headers["Location"] == f"{SEASON}diplomas/?recorded=1"
    assert again.status_code == 422


def test_wrong_diploma_dates_come_back_as_a_workbook(as_dai: Client, season: Season) -> None:
    make_application(season, state=State.INTERVIEWED)
    rows = (("报名编号", "毕业证书取得日期"), ("00001", "7月5日"))

    tried = sent(as_dai, DIPLOMAS, workbook(*rows))
    returned = table(as_dai.get(tried.context["problems"]).content)

    assert returned[-1][:2] == ["00001", "7月5日"]
    assert table(as_dai.get(f"{DIPLOMAS}template.xlsx").content)[-1][0] == "00001"


def test_tried_workbook_that_nobody_recorded_is_removed_after_a_day(
    as_dai: Client, drawn: Season
) -> None:
    tried = sent(as_dai, SCORES, scores("00001"))
    ((name, digest),) = tried.context["fields"]

    sweep(now=timezone.now(), patience=PATIENCE)
    kept = WORKBOOKS.kept(digest)
    sweep(now=timezone.now() + timedelta(days=1, seconds=5), patience=PATIENCE)

    assert kept.startswith(b"PK")
    assert as_dai.post(SCORES, {name: digest}).status_code == 422
