"""A school sends its graduates as a workbook: judged row by row, registered as mails are."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from linli.apps.applications.models import Application
from linli.apps.intake.doubts import form_of
from linli.apps.intake.receipt import LateEntry, Receipt
from linli.apps.intake.workbook import (
    EXAMPLE,
    NothingToRegister,
    WorkbookRehearsal,
    commit,
    dry_run,
    problem_workbook,
    template,
)
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.documents.filled_workbook import RowsWrong, WorkbookTooLong
from linli.core.documents.form_entry import ENTRY_LABELS, entry_text
from linli.core.documents.workbook_reading import WorkbookUnreadable
from tests.apps.cast import (
    Officials,
    at,
    make_draft,
    make_registration_form,
    new_id_number,
    receive,
)

MATERIALS = {
    "id_card_front": "身份证（人像面）",
    "id_card_back": "身份证（国徽面）",
    "diploma": "毕业证",
    "degree_certificate": "学位证",
}
HEADERS = ("标记", *ENTRY_LABELS.values(), *MATERIALS.values())
IN_TIME = at(6, 10)
DAY = date(2024, 6, 3)
USUAL = {"ethnicity": "汉族", "political_status": "群众", "degree": "文学学士"}
Cells = dict[str, Any]


def row(number: str | None = None, **cells: Any) -> Cells:
    """Return the cells of a graduate who passes every check, by header; ``cells`` by field exchange some."""
    form = make_registration_form(number or new_id_number())
    texts = {name: entry_text(name, form) for name in ENTRY_LABELS} | dict.fromkeys(MATERIALS, 1)
    labels = {**ENTRY_LABELS, **MATERIALS, "mark": "标记"}
    return {labels[name]: value for name, value in (texts | cells).items()}


def workbook(*rows: Cells, headers: tuple[str, ...] = HEADERS) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, headers)
    for number, cells in enumerate(rows, start=1):
        for place, header in enumerate(headers):
            page.write(number, place, cells.get(header))
    book.close()
    return file.getvalue()


def rehearsed(season: Season, cast: Officials, content: bytes) -> WorkbookRehearsal:
    return dry_run(season, content, materials=MATERIALS, actor=cast.city, at=IN_TIME)


def register(season: Season, cast: Officials, content: bytes, *, only_good: bool = False) -> Any:
    return commit(
        season, content, materials=MATERIALS, only_good=only_good, actor=cast.city, at=IN_TIME
    )


def problems(season: Season, cast: Officials, *rows: Cells) -> list[tuple[str, ...]]:
    return [one.problems for one in rehearsed(season, cast, workbook(*rows)).rows]


def cells_of(content: bytes) -> list[list[Any]]:
    (name,) = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()


def test_good_rows_become_applications_with_their_papers(season: Season, cast: Officials) -> None:
    numbers = [new_id_number(), new_id_number()]

    made = register(season, cast, workbook(*(row(number) for number in numbers)))

    stored = list(Application.objects.order_by("case_number"))
    assert [one.pk for one in made] == [one.pk for one in stored]
    assert [(one.case_number, one.source, one.received_at) for one in stored] == [
        ("00001", "workbook", IN_TIME),
        ("00002", "workbook", IN_TIME),
    ]
    assert [form_of(one) for one in stored] == [
        make_registration_form(number, has_photo=False, pledge_date=None) for number in numbers
    ]
    assert stored[0].materials == dict.fromkeys(MATERIALS, 1)
    assert [(one.proposal, one.checks.exists()) for one in stored] == [("pass", True)] * 2


def test_a_dry_run_stores_nothing(season: Season, cast: Officials) -> None:
    shown = rehearsed(season, cast, workbook(row(), row(name="")))

    assert (len(shown.good), len(shown.wrong)) == (1, 1)
    assert not Application.objects.exists()


def test_the_example_row_of_the_template_is_never_imported(season: Season, cast: Officials) -> None:
    content = template(season, materials=MATERIALS, dated=DAY)

    with pytest.raises(NothingToRegister):
        rehearsed(season, cast, content)
    assert [cells[0] for cells in cells_of(content)][-1] == EXAMPLE
    shown = rehearsed(season, cast, workbook(row(mark=EXAMPLE, name=""), row()))
    assert [one.number for one in shown.rows] == [3]


def test_the_template_keeps_long_numbers_as_text_and_offers_the_choices(season: Season) -> None:
    content = template(season, materials=MATERIALS, dated=DAY)

    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 3
    assert "中专,专科,本科,硕士研究生,博士研究生" in sheet
    assert content == template(season, materials=MATERIALS, dated=DAY)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"id_number": 990101200203159040}, "“身份证号”是数字格式"),
        ({"id_number": "99010120020315902"}, "不是18位"),
        ({"education": "学前班"}, "“学历”的填写内容无法识别"),
        ({"intended": "太原市火星区"}, "“太原市火星区”不是本省的市、县（市、区）"),
        ({"transfer": "接受：代县、火星县"}, "“火星县”不是本省的市、县（市、区）"),
        ({"phone": "1380000"}, "“联系电话”的填写内容无法识别"),
        ({"name": None}, "没有填写姓名"),
        ({"birth": 2002.1}, "“出生年月”是数字格式"),
        ({"sex": "不详"}, "“性别”的填写内容无法识别"),
        ({"intended": "某某县"}, "“某某县”不是本省的市、县（市、区）"),
        ({"diploma": "有"}, "“毕业证”不是数字"),
        ({"diploma": 1.5}, "“毕业证”应当是整数"),
        ({"diploma": 100}, "份数应当是整数"),
    ],
)
def test_a_wrong_cell_is_told_with_what_to_do(
    season: Season, cast: Officials, cells: Cells, told: str
) -> None:
    (first, second) = problems(season, cast, row(**cells), row())

    assert told in "".join(first)
    assert second == ()


def test_numbers_and_dates_of_excel_are_taken_where_nothing_is_lost(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    typed = row(number, phone=13800000001, graduation=202406)

    (one,) = rehearsed(season, cast, workbook(typed)).good

    assert (one.rehearsed.form.phone, one.rehearsed.form.graduation) == ("13800000001", "2024-06")


def test_one_person_in_two_rows_or_with_a_case_is_told_by_row_and_case(
    season: Season, cast: Officials
) -> None:
    known, twice = new_id_number(), new_id_number()
    receive(season, cast.city, make_draft(known))

    told = problems(season, cast, row(twice), row(known), row(twice))

    assert "与第4行的身份证号相同" in told[0][0]
    assert "00001" in told[1][0]
    assert "与第2行的身份证号相同" in told[2][0]


def test_all_rows_or_none_unless_the_official_registers_the_good_ones_alone(
    season: Season, cast: Officials
) -> None:
    content = workbook(row(), row(name=""), row())

    with pytest.raises(RowsWrong, match="1行"):
        register(season, cast, content)
    assert not Application.objects.exists()
    assert len(register(season, cast, content, only_good=True)) == 2


def test_a_workbook_without_a_good_row_registers_nothing(season: Season, cast: Officials) -> None:
    with pytest.raises(NothingToRegister):
        register(season, cast, workbook(row(name="")), only_good=True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("political_status", "学生"),
        ("ethnicity", "火星族"),
        ("degree", "管理学"),
        ("id_number", "990101200203159029"),
    ],
)
def test_an_unusual_word_is_told_by_row_and_registered_as_written(
    season: Season, cast: Officials, column: str, value: str
) -> None:
    content = workbook(row(**{**USUAL, column: value}), row(**USUAL))

    shown = rehearsed(season, cast, content)
    made = register(season, cast, content)

    assert [(one.number, len(one.remarks)) for one in shown.remarked] == [(2, 1)]
    assert getattr(form_of(made[0]), column) == value


@pytest.mark.parametrize(
    ("when", "is_late"), [(at(6, 14, 23, 59, 59), False), (at(6, 15, 0), True)]
)
def test_a_workbook_that_comes_after_the_last_day_is_refused_whole(
    season: Season, cast: Officials, when: Any, is_late: bool
) -> None:
    with pytest.raises(LateEntry) if is_late else nullcontext():
        dry_run(season, workbook(row()), materials=MATERIALS, actor=cast.city, at=when)


def test_a_workbook_that_came_in_time_is_registered_later_with_the_time_it_came(
    season: Season, cast: Officials
) -> None:
    receipt = Receipt(at(6, 14, 17), "收文登记第8号")

    made = commit(
        season,
        workbook(row(), row()),
        materials=MATERIALS,
        only_good=False,
        receipt=receipt,
        actor=cast.city,
        at=at(6, 20),
    )

    assert [one.received_at for one in made] == [receipt.at] * 2
    assert [[body["action"] for body in entries_of(one.subject)] for one in made] == [
        ["receive", "state_receipt", "check"]
    ] * 2
    assert [one.proposal for one in made] == ["pass"] * 2


def test_the_workbook_of_problems_holds_the_wrong_rows_as_sent_and_is_read_again_put_right(
    season: Season, cast: Officials
) -> None:
    shown = rehearsed(season, cast, workbook(row(), row(sex="不详", resume="甲\n乙")))

    content = problem_workbook(season, shown, materials=MATERIALS, dated=DAY)

    headers, wrong = cells_of(content)[-2:]
    sent = dict(zip(headers, wrong, strict=True))
    assert tuple(headers) == (*HEADERS, "问题", "提示")
    assert "“民族”不是常用写法" in sent["提示"]
    assert (sent["性别"], sent["个人简历"], sent["毕业证"]) == ("不详", "甲\n乙", 1.0)
    assert "填“男”或者“女”" in sent["问题"]
    mended = workbook({**sent, "性别": "男"}, headers=tuple(headers))
    assert len(rehearsed(season, cast, mended).good) == 1


def test_a_formula_in_a_name_stays_words(season: Season, cast: Officials) -> None:
    shown = rehearsed(season, cast, workbook(row(name="'=1+1", sex="不详")))

    wrong = cells_of(problem_workbook(season, shown, materials=MATERIALS, dated=DAY))[-1]

    assert wrong[1] == "'=1+1"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_workbook_is_refused(season: Season, cast: Officials, content: bytes) -> None:
    with pytest.raises(WorkbookUnreadable):
        rehearsed(season, cast, content)


def test_a_workbook_without_the_headers_is_refused(season: Season, cast: Officials) -> None:
    with pytest.raises(WorkbookUnreadable, match="表头"):
        rehearsed(season, cast, workbook(row(), headers=HEADERS[:-1]))


def test_a_workbook_that_is_too_long_is_refused_before_it_is_judged(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.apps.intake.workbook.MOST_ROWS", 2)

    assert len(rehearsed(season, cast, workbook(row(), row())).rows) == 2
    with pytest.raises(WorkbookTooLong, match="3行"):
        rehearsed(season, cast, workbook(row(), row(), row()))


@pytest.mark.parametrize("who", ["dai", "finance", "auditor", "datong"])
def test_only_the_citys_office_registers_workbooks(
    season: Season, cast: Officials, who: str
) -> None:
    actor = getattr(cast, who)

    with pytest.raises(NotPermitted):
        dry_run(season, workbook(row()), materials=MATERIALS, actor=actor, at=IN_TIME)
    with pytest.raises(NotPermitted):
        commit(
            season,
            workbook(row()),
            materials=MATERIALS,
            only_good=False,
            actor=actor,
            at=IN_TIME,
        )
