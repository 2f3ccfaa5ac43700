"""A panel's score sheets by workbook: filled in on the template, tried row by row, entered whole or not at all."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from linli.apps.accounts.models import User
from linli.apps.interviews.entering import SameClerk
from linli.apps.interviews.models import Panel, ScoreSheet
from linli.apps.interviews.permissions import SignedOff
from linli.apps.interviews.queries import sheets_of
from linli.apps.interviews.score_upload import ScoreUpload
from linli.apps.interviews.signing import sign_off
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.documents.filled_workbook import RowsWrong
from tests.apps.cast import Officials, at
from tests.apps.sample_panel import (
    EVEN,
    FIRST,
    SECOND,
    drawn_panel,
    enter_both,
    relate,
    row,
    second_clerk,
)

pytestmark = pytest.mark.django_db
NOW = at(7, 4, 15)
HEADERS = ("面见次序", "报名编号", "考官1", "考官2", "考官3", "考官4", "考官5", "到场")
MARKS = (80, 81, 82, 83, 84)


@pytest.fixture
def drawn(season: Season, cast: Officials) -> tuple[Panel, list[str]]:
    return drawn_panel(season, cast)


def workbook(*rows: tuple[Any, ...], headers: tuple[str, ...] = HEADERS) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, headers)
    for number, cells in enumerate(rows, start=1):
        page.write_row(number, 0, cells)
    book.close()
    return file.getvalue()


def filled(*cases: str) -> bytes:
    return workbook(*((1, case, *MARKS, "到场") for case in cases))


def problems(panel: Panel, actor: User, *rows: tuple[Any, ...]) -> list[tuple[str, ...]]:
    found = ScoreUpload(panel, FIRST).dry_run(workbook(*rows), actor=actor, at=NOW)
    return [one.problems for one in found.rows]


def test_template_has_the_candidates_in_the_drawn_order(drawn: tuple[Panel, list[str]]) -> None:
    panel, _ = drawn
    turns = panel.turns.order_by("position").values_list("application__case_number", flat=True)

    content = ScoreUpload(panel, FIRST).template(dated=date(2024, 7, 4))

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1:] == [
        list(HEADERS),
        *([float(place), case, *[""] * 6] for place, case in enumerate(turns, start=1)),
    ]


def test_filled_in_workbook_is_entered_as_it_was_tried(
    drawn: tuple[Panel, list[str]], cast: Officials
) -> None:
    panel, cases = drawn
    upload, content = ScoreUpload(panel, FIRST), filled(*cases)
    entries = Entry.objects.count()

    tried = upload.dry_run(content, actor=cast.dai, at=NOW)
    nothing = (ScoreSheet.objects.count(), Entry.objects.count() - entries)
    entered = upload.commit(content, actor=cast.dai, at=NOW)

    assert nothing == (0, 0)
    assert [one.outcome for one in tried.rows] == ["录入：80.00、81.00、82.00、83.00、84.00"] * 2
    assert (entered, sheets_of(panel, FIRST)) == (
        2,
        {case: dict(enumerate(EVEN, start=1)) for case in cases},
    )


def test_second_time_the_same_file_replaces_what_it_entered(
    drawn: tuple[Panel, list[str]], cast: Officials
) -> None:
    panel, cases = drawn
    upload, content = ScoreUpload(panel, FIRST), filled(*cases)
    upload.commit(content, actor=cast.dai, at=NOW)

    again = upload.dry_run(content, actor=cast.dai, at=NOW)
    upload.commit(content, actor=cast.dai, at=NOW)

    assert {one.outcome.partition("：")[0] for one in again.rows} == {"替换已录入的"}
    assert ScoreSheet.objects.count() == 2


def test_whoever_is_absent_has_no_marks(drawn: tuple[Panel, list[str]], cast: Officials) -> None:
    panel, (case, _) = drawn
    content = workbook((1, case, *[None] * 5, "缺席"))

    tried = ScoreUpload(panel, FIRST).dry_run(content, actor=cast.dai, at=NOW)
    ScoreUpload(panel, FIRST).commit(content, actor=cast.dai, at=NOW)

    assert [one.outcome for one in tried.rows] == ["录入：缺席"]
    assert sheets_of(panel, FIRST) == {case: {}}


def test_each_wrong_row_says_what_is_wrong(drawn: tuple[Panel, list[str]], cast: Officials) -> None:
    panel, (case, _) = drawn

    found = problems(
        panel,
        cast.dai,
        (1, "99999", *MARKS, "到场"),
        (2, case, 101, *MARKS[1:], "到场"),
        (3, "1", "很好", *MARKS[1:], "到场"),
        (4, "2", *[None] * 5, "到场"),
        (5, "3", None, *MARKS[1:], "迟到"),
    )

    assert [one[0].partition("（")[0].partition("；")[0] for one in found] == [
        "成绩表中的报名99999不在本组面见次序中",
        "成绩表第3行：评分应在0至100分之间",
        "“考官1”不是数字。",
        "成绩表第5行：到场的应有考官评分，缺席的不填评分",
        "成绩表第6行：到场的应有考官评分，缺席的不填评分",
    ]


@pytest.mark.parametrize("mark", [0, 100])
def test_marks_at_both_ends_are_taken(
    drawn: tuple[Panel, list[str]], cast: Officials, mark: int
) -> None:
    panel, (case, _) = drawn

    assert problems(panel, cast.dai, (1, case, *[mark] * 5, "到场")) == [()]


def test_case_that_stands_there_twice_is_wrong_in_both_rows(
    drawn: tuple[Panel, list[str]], cast: Officials
) -> None:
    panel, (case, _) = drawn

    found = problems(panel, cast.dai, (1, case, *MARKS, "到场"), (2, case, *MARKS, "到场"))

    assert found == [
        (f"{case}在第3行也有。处理办法：只保留一行。",),
        (f"{case}在第2行也有。处理办法：只保留一行。",),
    ]


def test_recused_examiner_has_no_mark(drawn: tuple[Panel, list[str]], cast: Officials) -> None:
    panel, (case, _) = drawn
    relate(panel, 2, case, cast.dai)

    (found,) = problems(panel, cast.dai, (1, case, *MARKS, "到场"))

    assert found[0].startswith(f"报名{case}考官2应当回避或不需替补，评分应为空白")


def test_one_wrong_row_keeps_all_from_being_entered_and_comes_back_with_its_problem(
    drawn: tuple[Panel, list[str]], cast: Officials
) -> None:
    panel, (case, _) = drawn
    upload = ScoreUpload(panel, FIRST)
    content = workbook((1, case, *MARKS, "到场"), (2, "99999", *MARKS, "到场"))

    with pytest.raises(RowsWrong, match="有1行存在问题，整表没有登记"):
        upload.commit(content, actor=cast.dai, at=NOW)
    found = upload.dry_run(content, actor=cast.dai, at=NOW)
    returned = upload.problems(found, dated=date(2024, 7, 4))

    book = CalamineWorkbook.from_filelike(BytesIO(returned))
    (*_, last) = book.get_sheet_by_index(0).to_python()
    assert ScoreSheet.objects.count() == 0
    assert last[:2] == ["99999", "80.00"]
    assert last[7].startswith("成绩表中的报名99999不在本组面见次序中")


def test_candidates_who_are_not_in_the_workbook_are_named(
    drawn: tuple[Panel, list[str]], cast: Officials
) -> None:
    panel, (first, second) = drawn

    found = ScoreUpload(panel, FIRST).dry_run(filled(first), actor=cast.dai, at=NOW)

    assert found.remarks == (f"本组的报名{second}不在表中，以后另行录入。",)


def test_one_official_does_not_enter_both_times(
    drawn: tuple[Panel, list[str]], cast: Officials
) -> None:
    panel, cases = drawn
    ScoreUpload(panel, FIRST).commit(filled(*cases), actor=cast.dai, at=NOW)

    with pytest.raises(SameClerk):
        ScoreUpload(panel, SECOND).dry_run(filled(*cases), actor=cast.dai, at=NOW)
    ScoreUpload(panel, SECOND).commit(filled(*cases), actor=second_clerk(), at=NOW)


def test_another_county_enters_nothing(drawn: tuple[Panel, list[str]], cast: Officials) -> None:
    panel, cases = drawn

    with pytest.raises(NotPermitted):
        ScoreUpload(panel, FIRST).dry_run(filled(*cases), actor=cast.yuanping, at=NOW)


def test_signed_scores_stay_as_they_are(drawn: tuple[Panel, list[str]], cast: Officials) -> None:
    panel, cases = drawn
    enter_both(panel, cast, [row(case) for case in cases])
    sign_off(panel, actor=cast.dai, at=at(7, 4, 17))

    with pytest.raises(SignedOff):
        ScoreUpload(panel, FIRST).dry_run(filled(*cases), actor=cast.dai, at=at(7, 4, 18))
