"""The counter, the school's workbook and the filled form, as officials use them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.counter import commit
from linli.apps.intake.doubts import form_of
from linli.apps.intake.entries import Entry
from linli.apps.seasons.models import Season
from linli.core.documents.form_entry import ENTRY_LABELS
from linli.core.documents.form_file import read_form_file
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.web.office.counter_forms import PAPERS
from tests.core.intake.made_form import TITLE, gazetteer
from tests.factories import BEIJING, id_number, make_application
from tests.support.barriers import barriers_on

SEASON = "/office/seasons/xinzhou-2024"
COUNTER, WORKBOOK = f"{SEASON}/intake/counter/", f"{SEASON}/intake/workbook/"
OPEN = datetime(2024, 6, 10, 9, 0, tzinfo=BEIJING)
NUMBER = id_number(41_000)
TYPED = {
    "name": "周样本",
    "sex": "女",
    "ethnicity": "某民族",
    "birth": f"{NUMBER[6:10]}年{int(NUMBER[10:12])}月",
    "school": "忻州师范学院",
    "graduation": "2024.06",
    "major": "汉语言文学",
    "education": "本科",
    "degree": "文学学士",
    "id_number": NUMBER,
    "address": "样本市样本路1号",
    "phone": "138 0000 0001",
    "intended": "忻州市代县",
    "transfer": "接受：原平市",
    "pledge": "已签名",
}
SEEN = {"sheets_id_card_front": "1", "sheets_id_card_back": "1", "sheets_diploma": "1"}


@pytest.fixture
def on_time() -> Iterator[None]:
    with time_machine.travel(OPEN, tick=True):
        yield


@pytest.fixture(autouse=True)
def kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def tried_as(response: Any) -> str:
    """Return what the page carries of what was tried."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', response.content.decode())
    assert found
    return found[1]


def sentences(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.usefixtures("on_time")
def test_an_application_is_tried_and_then_registered(as_city: Client, season: Season) -> None:
    values = {**TYPED, **SEEN, "original_diploma": "on"}

    shown = as_city.post(COUNTER, {**values, "try": "1"})
    assert shown.status_code == 200
    assert "可以登记" in sentences(shown)
    assert not Application.objects.exists()
    done = as_city.post(COUNTER, {**values, "seen": tried_as(shown), "commit": "1"})

    assert done.headers["Location"] == f"{SEASON}/applications/00001/"
    one = Application.objects.get()
    assert (one.source, one.form["school"], one.form["birth"]) == (
        "counter",
        "忻州师范学院",
        f"{NUMBER[6:10]}-{NUMBER[10:12]}",
    )
    assert one.materials == {"id_card_front": 1, "id_card_back": 1, "diploma": 1}
    assert one.findings == [{"code": "originals_seen", "text": "查验原件：毕业证"}]


@pytest.mark.usefixtures("on_time")
def test_what_was_changed_after_the_trial_is_not_registered(
    as_city: Client, season: Season
) -> None:
    seen = tried_as(as_city.post(COUNTER, {**TYPED, **SEEN, "try": "1"}))

    changed = {**TYPED, **SEEN, "name": "吴样本", "seen": seen, "commit": "1"}
    response = as_city.post(COUNTER, changed)

    assert (response.status_code, Application.objects.count()) == (422, 0)
    assert "再试算一次" in sentences(response)
    assert "吴样本" in sentences(response)


@pytest.mark.usefixtures("on_time")
def test_refusals_stand_by_their_fields_and_nothing_typed_is_lost(
    as_city: Client, season: Season
) -> None:
    wrong = {"id_number": NUMBER[:-1], "sheets_diploma": "好几", "resume": "<b>甲</b>"}

    response = as_city.post(COUNTER, {**TYPED, **wrong, "try": "1"})
    assert response.status_code == 422
    assert "份数应当是整数" in sentences(response)
    response = as_city.post(COUNTER, {**TYPED, **wrong, "sheets_diploma": "", "try": "1"})

    assert (response.status_code, Application.objects.count()) == (422, 0)
    assert re.search(r"entry_id_number_error[^>]*>公民身份号码不是18位", sentences(response))
    assert f'<dd>{NUMBER[:-1]}<p class="field-error">公民身份号码不是18位' in sentences(response)
    assert "&lt;b&gt;甲&lt;/b&gt;" in sentences(response)
    assert 'name="commit"' not in sentences(response)


@pytest.mark.parametrize("address", [COUNTER, WORKBOOK])
@pytest.mark.parametrize(("day", "is_over"), [(13, False), (14, False), (15, True)])
def test_the_pages_say_until_when_registration_runs_and_that_it_is_over(
    as_city: Client, season: Season, address: str, day: int, is_over: bool
) -> None:
    with time_machine.travel(datetime(2024, 6, day, 23, 59, tzinfo=BEIJING), tick=False):
        page = sentences(as_city.get(address))

    assert "报名时间2024年6月1日至6月14日24时" in page
    assert ("报名已截止" in page) is is_over


def test_after_the_last_day_only_what_came_in_before_is_registered(
    as_city: Client, season: Season
) -> None:
    stated = {"received_at": "2024-06-14 23:59", "grounds": "收文登记第7号"}
    with time_machine.travel(datetime(2024, 6, 15, 0, 0, tzinfo=BEIJING), tick=False):
        late = as_city.post(COUNTER, {**TYPED, "try": "1"})
        unshown = as_city.post(COUNTER, {**TYPED, **stated, "grounds": "", "try": "1"})
        shown = as_city.post(COUNTER, {**TYPED, **stated, "try": "1"})
        as_city.post(COUNTER, {**TYPED, **stated, "seen": tried_as(shown), "commit": "1"})

    assert (late.status_code, unshown.status_code, shown.status_code) == (422, 422, 200)
    assert "2024年6月14日24时截止" in sentences(late)
    assert "没有写明凭据" in sentences(unshown)
    one = Application.objects.get()
    assert one.received_at == datetime(2024, 6, 14, 23, 59, tzinfo=BEIJING)


def test_grounds_without_a_time_are_refused_by_the_field(as_city: Client, season: Season) -> None:
    response = as_city.post(COUNTER, {**TYPED, "grounds": "收文登记第7号", "try": "1"})

    assert response.status_code == 422
    assert re.search(r"entry_received_at_error[^>]*>写了凭据，没有填收到时间", sentences(response))


@pytest.mark.usefixtures("on_time")
def test_every_step_has_one_button_for_its_act(as_city: Client, season: Season) -> None:
    pages = [
        sentences(as_city.get(COUNTER)),
        sentences(as_city.post(COUNTER, {**TYPED, "phone": "", "try": "1"})),
        sentences(as_city.post(COUNTER, {**TYPED, "try": "1"})),
    ]

    buttons = [
        re.findall(r'<button class="btn[^>]*name="(\w+)"[^>]*>([^<]+)<', page) for page in pages
    ]
    assert buttons == [
        [("try", "试算")],
        [("try", "改正后再试算")],
        [("commit", "核对无误，登记"), ("try", "改动后再试算")],
    ]


@pytest.mark.usefixtures("on_time")
def test_an_unusual_word_stands_beside_its_value_and_hinders_nothing(
    as_city: Client, season: Season
) -> None:
    values = {**TYPED, "political_status": "学生", "id_number": "990101200203159029"}

    shown = sentences(as_city.post(COUNTER, {**values, "birth": "2002-03", "try": "1"}))

    assert "可以登记" in shown
    assert re.search(r"<dd>学生<p[^>]*>.{0,60}提示</span> “政治面貌”不是", shown)
    assert re.search(
        r"<dd>990101200203159029<p[^>]*>.{0,60}提示</span> 公民身份号码的校验码", shown
    )


@pytest.mark.parametrize("address", [COUNTER, WORKBOOK, f"{WORKBOOK}template.xlsx"])
def test_only_the_citys_office_comes_to_the_counter(
    as_dai: Client, season: Season, address: str
) -> None:
    response = as_dai.get(address)

    assert response.status_code == 403
    assert "“窗口登记”由市委社会工作部办理" in sentences(response)


@pytest.mark.usefixtures("on_time")
def test_a_form_is_typed_in_for_a_case_without_one_and_never_over_one(
    as_city: Client, season: Season
) -> None:
    make_application(season, form={}, state="received", county=None)
    make_application(season)
    address = f"{SEASON}/applications/00001/form/"
    assert address in sentences(as_city.get(f"{SEASON}/applications/00001/"))

    shown = as_city.post(address, {**TYPED, "try": "1"})
    done = as_city.post(address, {**TYPED, "seen": tried_as(shown), "commit": "1"})

    assert done.headers["Location"] == f"{SEASON}/applications/00001/"
    assert form_of(Application.objects.get(case_number="00001")).name == "周样本"
    assert as_city.get(f"{SEASON}/applications/00002/form/").status_code == 409


@pytest.mark.usefixtures("on_time")
def test_the_form_of_a_case_is_handed_out_under_its_number(
    as_city: Client, as_dai: Client, season: Season, city_official: User
) -> None:
    one = commit(season, Entry(fields=TYPED), actor=city_official, at=OPEN)
    as_city.force_login(city_official)
    address = f"{SEASON}/applications/{one.case_number}/"
    assert "登记表（Word）" in sentences(as_city.get(address))

    word, pdf = as_city.get(f"{address}form.docx"), as_city.get(f"{address}form.pdf")

    assert word.headers["Content-Disposition"] == 'attachment; filename="00001.docx"'
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="00001.pdf"'
    assert pdf.content.startswith(b"%PDF-")
    read = read_form_file(word.content, gazetteer=gazetteer(), title=TITLE)
    assert read.form == form_of(one)


def test_the_form_of_another_county_is_not_handed_out(as_dai: Client, season: Season) -> None:
    make_application(season, county="140981")

    for suffix in ("docx", "pdf"):
        assert as_dai.get(f"{SEASON}/applications/00001/form.{suffix}").status_code == 403


def test_a_case_without_a_form_has_no_paper(as_city: Client, season: Season) -> None:
    make_application(season, form={})

    response = as_city.get(f"{SEASON}/applications/00001/form.pdf")

    assert response.status_code == 404
    assert "没有可读的登记表" in sentences(response)


def school_file(*rows: dict[str, str]) -> SimpleUploadedFile:
    columns = (
        SheetColumn("标记"),
        *(SheetColumn(label) for label in ENTRY_LABELS.values()),
        *(SheetColumn(label, Kind.WHOLE) for label in PAPERS.values()),
    )
    cells = tuple(
        (None, *(row.get(name) for name in ENTRY_LABELS), *(1 for _ in PAPERS)) for row in rows
    )
    content = write_workbook((Sheet("报名", "样本", columns, cells),), dated=OPEN.date())
    return SimpleUploadedFile("某校周样本.xlsx", content)


@pytest.mark.usefixtures("on_time")
def test_a_school_sends_a_workbook_and_gets_its_problems_back(
    as_city: Client, season: Season
) -> None:
    shown = as_city.post(WORKBOOK, {"file": school_file(TYPED, {**TYPED, "id_number": "1"})})
    page = sentences(shown)
    assert (shown.status_code, Application.objects.count()) == (200, 0)
    assert "公民身份号码不是18位" in page
    link = re.search(r'formaction="([^"]+problems\.xlsx)"', page)
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert link
    assert digest

    returned = as_city.post(link[1])
    rows = CalamineWorkbook.from_filelike(BytesIO(returned.content)).get_sheet_by_index(0)
    assert "公民身份号码不是18位" in rows.to_python()[-1][-2]
    whole = as_city.post(WORKBOOK, {"digest": digest[1]})
    assert (whole.status_code, Application.objects.count()) == (422, 0)
    done = as_city.post(WORKBOOK, {"digest": digest[1], "only_good": "on"})

    assert "已登记" in sentences(done)
    assert [one.source for one in Application.objects.all()] == ["workbook"]


def test_a_workbook_that_came_in_time_is_registered_later_and_its_problems_come_back(
    as_city: Client, season: Season
) -> None:
    stated = {"received_at": "2024-06-14 17:00", "grounds": "收文登记第8号"}
    rows = (TYPED, {**TYPED, "id_number": "1"})
    with time_machine.travel(datetime(2024, 6, 20, 9, 0, tzinfo=BEIJING), tick=False):
        late = as_city.post(WORKBOOK, {"file": school_file(*rows)})
        page = sentences(as_city.post(WORKBOOK, {"file": school_file(*rows), **stated}))
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)" id="commit', page))
        returned = as_city.post(f"{WORKBOOK}{hidden['digest']}/problems.xlsx", hidden)
        as_city.post(WORKBOOK, {**hidden, "only_good": "on"})

    assert late.status_code == 422
    assert "2024年6月14日24时截止" in sentences(late)
    assert returned.content.startswith(b"PK")
    one = Application.objects.get()
    assert one.received_at == datetime(2024, 6, 14, 17, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"received_at": "2024-06-10 17:00"}, "grounds"),
        ({"received_at": "2024-05-31 17:00", "grounds": "收文登记第8号"}, "received_at"),
    ],
)
def test_what_is_wrong_with_the_receipt_of_a_workbook_stands_by_its_field(
    as_city: Client, season: Season, stated: dict[str, str], field: str
) -> None:
    response = as_city.post(WORKBOOK, {"file": school_file(TYPED), **stated})

    assert response.status_code == 422
    assert list(response.context["upload"].errors) == [field]


def test_a_template_is_handed_out_and_what_is_no_workbook_is_refused(
    as_city: Client, season: Season
) -> None:
    assert as_city.get(f"{WORKBOOK}template.xlsx").content.startswith(b"PK")
    for content in (b"", b"%PDF-1.7"):
        response = as_city.post(WORKBOOK, {"file": SimpleUploadedFile("a.xlsx", content)})
        assert response.status_code == 422
        assert "不是可以读取的 Excel 工作簿" in sentences(response)
    assert as_city.post(WORKBOOK, {}).status_code == 422
    for digest in ("../../x", f"../{'0' * 64}", "0" * 65):
        assert as_city.post(WORKBOOK, {"digest": digest}).status_code == 404
    assert as_city.post(f"{WORKBOOK}{'0' * 64}/problems.xlsx").status_code == 404


@pytest.mark.usefixtures("on_time")
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any,
    page_of: Callable[[User, int], Page],
    city_official: User,
    rehearsal: Season,
    width: int,
) -> None:
    page = page_of(city_official, width)
    made = make_application(rehearsal, form={}, state="received", county=None)
    addresses = (COUNTER, WORKBOOK, f"{SEASON}/applications/{made.case_number}/form/")
    barriers = {one: barriers_on(page, f"{live_server.url}{one}") for one in addresses}

    page.goto(f"{live_server.url}{COUNTER}")
    page.get_by_label("姓名").fill("周样本")
    page.get_by_label("身份证号").fill(NUMBER)
    page.get_by_role("button", name="试算").click()
    expect(page.locator("#entry_phone_error")).to_contain_text("没有填写联系电话")
    barriers["refused"] = barriers_on(page)
    page.get_by_label("联系电话").fill("13800000001")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("button", name="核对无误，登记")).to_be_visible()
    barriers["tried"] = barriers_on(page)
    page.get_by_role("button", name="核对无误，登记").click()
    expect(page.get_by_role("heading", name="00002 周样本")).to_be_visible()

    assert barriers == {address: [] for address in barriers}
