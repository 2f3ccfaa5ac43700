"""The papers of agreements in the browser: to be signed, as signed, the receipt; the no-show; the worker."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from linli.apps.accounts.models import User
from linli.apps.agreements.models import AgreementPaper
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.support.signed_pdfs import STREET_NAME, blank_pdf, root_der, sign, signer, updated
from tests.web.office.made_agreements import (
    AGREEMENTS,
    OTHER_STREET,
    STREET,
    THIRD,
    agreed,
    arranged,
    as_at,
    make_streets,
)
from tests.web.office.made_ending import FIRST, SECOND
from tests.web.office.made_placement import BASE

pytestmark = pytest.mark.usefixtures("kept_files")
SIGNED, NO_SHOW = f"{AGREEMENTS}00001/signed/", f"{AGREEMENTS}00001/no-show/"


@pytest.fixture(autouse=True)
def nineteenth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 19, 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def streets(season: Season, dai_official: User) -> tuple[User, User]:
    return make_streets()


@pytest.fixture
def as_street(client: Client, streets: tuple[User, User]) -> Client:
    client.force_login(streets[0])
    return client


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def pages_of(content: bytes) -> int:
    return len(pypdfium2.PdfDocument(content))


def upload(client: Client, content: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("扫描.pdf", content, "application/pdf")
    return client.post(SIGNED, {"file": file, **fields})


def test_agreement_is_read_before_the_signing_with_its_day_left_open(
    as_street: Client, season: Season
) -> None:
    arranged(season, FIRST)

    word = as_street.get(f"{AGREEMENTS}00001/paper.docx")
    pdf = as_street.get(f"{AGREEMENTS}00001/paper.pdf")

    text = words_of(word.content)
    assert word["Content-Disposition"] == 'attachment; filename="00001-agreement.docx"'
    assert "协议编号：xinzhou-2024-00001" in text
    assert "甲方（用人单位）：上馆镇" in text
    assert "甲方安排乙方到东关社区担任社区助理" in text
    assert "　　　年　　月　　日" in text
    assert pages_of(pdf.content) == 2


def test_agreement_bears_its_day_once_it_is_signed(as_street: Client, season: Season) -> None:
    agreed(season, State.SIGNED)

    text = words_of(as_street.get(f"{AGREEMENTS}00001/paper.docx").content)

    assert "2024年7月18日" in text


@pytest.mark.parametrize("username", ["other-street", "yuanping"])
def test_papers_of_another_place_are_not_there(
    client: Client, season: Season, yuanping_official: User, username: str
) -> None:
    agreed(season, State.SIGNED)
    arranged(season, FIRST)
    client.force_login(User.objects.get(username=username))
    addresses = [
        f"{AGREEMENTS}00001/paper.docx",
        f"{AGREEMENTS}00002/paper.pdf",
        f"{AGREEMENTS}streets/{STREET}/agreements.pdf",
        f"{AGREEMENTS}streets/{STREET}/agreements.zip",
        f"{AGREEMENTS}streets/{STREET[:6]}/agreements.zip",
        *(SIGNED, NO_SHOW),
    ]

    assert [client.get(one).status_code for one in addresses] == [404] * len(addresses)


def test_street_prints_all_its_agreements_at_once(as_street: Client, season: Season) -> None:
    for community in (FIRST, SECOND, THIRD):
        arranged(season, community)

    pdf = as_street.get(f"{AGREEMENTS}streets/{STREET}/agreements.pdf")
    archive = as_street.get(f"{AGREEMENTS}streets/{STREET}/agreements.zip")
    other = as_street.get(f"{AGREEMENTS}streets/{OTHER_STREET}/agreements.pdf")

    with zipfile.ZipFile(BytesIO(archive.content)) as files:
        names = files.namelist()
        assert "甲方安排乙方到西关社区" in words_of(files.read(names[1]))
    assert names == ["00001-agreement.docx", "00002-agreement.docx"]
    assert (pages_of(pdf.content), other.status_code) == (4, 404)
    assert pdf["Content-Disposition"].endswith(f'"xinzhou-2024-{STREET}-agreements.pdf"')


def test_county_prints_for_each_of_its_streets(as_dai: Client, season: Season) -> None:
    arranged(season, THIRD)

    answer = as_dai.get(f"{AGREEMENTS}streets/{OTHER_STREET}/agreements.pdf")

    assert (answer.status_code, pages_of(answer.content)) == (200, 2)


def test_signed_pdf_is_uploaded_and_told_of(
    as_street: Client, season: Season, settings: Any
) -> None:
    settings.SIGNING_ROOTS = (root_der(),)
    agreed(season, State.SIGNED)
    content = sign(sign(blank_pdf()), signer("", person="张样本"), field="乙方")

    before = as_street.get(SIGNED).content.decode()
    answer = upload(as_street, content)
    page = as_street.get(SIGNED)

    key = AgreementPaper.objects.get().pk
    text = page.content.decode()
    handed = as_street.get(f"{SIGNED}{key}/file")
    assert ("待上传协议" in before, answer.url) == (True, SIGNED)
    assert [line.organisation for line in page.context["papers"][0].signatures] == [
        STREET_NAME,
        "个人证书（不显示姓名）",
    ]
    assert ("签名有效且可信" in text, "张样本" in text) == (True, False)
    assert (handed.content, handed["X-Content-Type-Options"]) == (content, "nosniff")
    assert handed["Content-Disposition"] == f'attachment; filename="00001-signed-{key}.pdf"'


def test_expired_certificate_is_told_of(as_street: Client, season: Season, settings: Any) -> None:
    settings.SIGNING_ROOTS = (root_der(),)
    agreed(season, State.SIGNED)

    upload(as_street, sign(blank_pdf(), signer(until=at(7, 18))))

    assert "签名完整，核验时证书已过有效期" in as_street.get(SIGNED).content.decode()


def test_altered_pdf_is_refused_with_what_to_do(as_street: Client, season: Season) -> None:
    agreed(season, State.SIGNED)

    answer = upload(as_street, updated(sign(blank_pdf())))

    assert answer.status_code == 422
    assert "签名以后已被改动" in answer.content.decode()
    assert not AgreementPaper.objects.exists()


def test_second_file_needs_a_reason_and_the_first_stays_to_be_seen(
    as_street: Client, season: Season
) -> None:
    agreed(season, State.SIGNED)
    upload(as_street, blank_pdf())

    refused = upload(as_street, blank_pdf() + b"\n")
    upload(as_street, blank_pdf() + b"\n", reason="扫描缺第2页")

    page = as_street.get(SIGNED)
    assert refused.status_code == 422
    assert "请写明替换的理由" in refused.content.decode()
    assert [one.replaced_at for one in page.context["papers"]] == [None, at(7, 19, 10)]
    assert "已替换的文件" in page.content.decode()


def test_too_large_a_file_is_refused_before_it_is_read(as_street: Client, season: Season) -> None:
    agreed(season, State.SIGNED)

    answer = upload(as_street, b"%PDF-" + b"0" * (10 * 1024 * 1024))

    assert (answer.status_code, "超过10MB" in answer.content.decode()) == (422, True)


def test_file_of_another_agreement_is_not_there(as_street: Client, season: Season) -> None:
    agreed(season, State.SIGNED)
    agreed(season, State.SIGNED)
    upload(as_street, blank_pdf())
    key = AgreementPaper.objects.get().pk

    assert as_street.get(f"{AGREEMENTS}00002/signed/{key}/file").status_code == 404


def test_receipt_lists_what_the_city_filed_of_a_county(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    agreed(season, State.FILED)
    agreed(season, State.FILED, THIRD)
    agreed(season, State.SIGNED)
    answers = {}
    for official in (city_official, dai_official):
        client.force_login(official)
        answers[official.username] = client.get(f"{AGREEMENTS}receipts/140923.docx")

    text = words_of(answers["city"].content)
    assert answers["dai"].content == answers["city"].content
    assert "协议备案回执" in text
    assert "中共代县县委社会工作部" in text
    assert "截至2024年7月20日，已备案2份" in text
    assert "xinzhou-2024-BA002" in text
    assert pages_of(client.get(f"{AGREEMENTS}receipts/140923.pdf").content) == 1


def test_receipt_is_not_there_before_the_filing_or_for_others(
    client: Client, season: Season, city_official: User, dai_official: User, streets: Any
) -> None:
    agreed(season, State.SIGNED)
    codes = {}
    for official in (city_official, dai_official, streets[0]):
        client.force_login(official)
        addresses = [f"{AGREEMENTS}receipts/{one}.docx" for one in ("140923", "140981", "1409")]
        codes[official.username] = [client.get(one).status_code for one in addresses]

    assert codes == {"city": [404] * 3, "dai": [404] * 3, "street": [403] * 3}


@pytest.mark.parametrize(
    ("way", "ended_on", "day", "status"),
    [
        ("silent", "", 31, 422),
        ("silent", "", 1, 302),
        ("requested", "2024-07-25", 31, 302),
        ("requested", "", 31, 422),
        ("requested", "2024-07-17", 31, 422),
    ],
)
def test_no_show_is_let_go_on_request_or_after_the_last_day(
    client: Client, season: Season, way: str, ended_on: str, day: int, status: int
) -> None:
    agreed(season, State.FILED)

    with as_at(client, "street", at(7 if day == 31 else 8, day)):
        shown = client.get(NO_SHOW)
        fields = {"way": way, "ended_on": ended_on, "reason": "经书面通知仍未报到"}
        answer = client.post(NO_SHOW, fields)

    state = Application.objects.get(case_number="00001").state
    assert (shown.status_code, answer.status_code) == (200, status)
    assert state == (State.LEFT if status == 302 else State.FILED)


def test_no_show_needs_a_reason_and_is_not_offered_to_who_has_come(
    as_street: Client, season: Season
) -> None:
    agreed(season, State.FILED)
    agreed(season, State.REPORTED)

    answer = as_street.post(NO_SHOW, {"way": "silent", "reason": ""})
    there = as_street.get(f"{AGREEMENTS}00002/no-show/")

    assert (answer.status_code, "请写明理由" in answer.content.decode()) == (422, True)
    assert "现在没有可以办理的" in there.content.decode()


def test_workers_record_shows_the_term_and_is_linked_from_both_pages(
    client: Client, season: Season
) -> None:
    agreed(season, State.REPORTED)
    address = f"{BASE}/applications/00001/worker/"

    with as_at(client, "street", at(7, 22)):
        page = client.get(address)
        agreements = client.get(AGREEMENTS).content.decode()
        case = client.get(f"{BASE}/applications/00001/").content.decode()

    assert page.context["page"].state.label == "在岗，距服务期满364天"
    assert page.context["page"].lines[4:] == (
        ("协议编号", "样本协议-00001"),
        ("备案回执", "xinzhou-2024-BA001"),
        ("报到日期", "2024年7月22日"),
        ("服务期限", "12个月，自报到之日起算"),
        ("服务期满", "2025年7月21日（含当日）"),
        ("基层就业经历", "视为基层就业经历"),
        ("月生活补贴", "1,880.00元"),
    )
    assert address in agreements
    assert address in case


@pytest.mark.parametrize(
    ("moment", "label"),
    [(at(7, 21), "在岗，距服务期满0天"), (at(7, 22), "服务期满")],
)
def test_term_is_over_on_the_day_after_its_last(
    client: Client, season: Season, moment: Any, label: str
) -> None:
    agreed(season, State.REPORTED)

    with as_at(client, "street", moment.replace(year=2025)):
        page = client.get(f"{BASE}/applications/00001/worker/")

    assert page.context["page"].state.label == label


def test_worker_of_another_street_is_not_shown_and_before_the_report_there_is_none(
    client: Client, season: Season
) -> None:
    agreed(season, State.REPORTED)
    agreed(season, State.FILED, THIRD)
    codes = []
    for username, number in (("other-street", "00001"), ("other-street", "00002")):
        client.force_login(User.objects.get(username=username))
        codes.append(client.get(f"{BASE}/applications/{number}/worker/").status_code)

    assert codes == [403, 404]
