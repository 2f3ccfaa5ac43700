"""The interview list to be posted, downloaded from the county's page as Word and PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.test import Client
from docx import Document

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.appointing import Terms, appoint
from tests.apps.cast import at
from tests.apps.sample_panel import listed
from tests.factories import DAI, YUANPING
from tests.web.office.made_interview import DAY, INTERVIEWS

WORD, PDF = f"{DAY}people.docx", f"{DAY}people.pdf"


@pytest.fixture(autouse=True)
def twenty_sixth_of_june() -> Iterator[None]:
    with time_machine.travel(at(6, 26), tick=False):
        yield


def pages_of(pdf: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(pdf)
    return ["".join(one.get_textpage().get_text_range().split()) for one in pages]


def content(client: Client, address: str) -> Any:
    return client.get(address)


def test_page_offers_the_list_once_somebody_stands_on_it(as_dai: Client, season: Season) -> None:
    before = as_dai.get(DAY).content.decode()
    listed(season, 2)
    after = as_dai.get(DAY).content.decode()

    assert (WORD in before, "面见复审人员名单（" in before) == (False, False)
    assert (WORD in after, PDF in after, "面见复审人员名单（2人）" in after) == (True, True, True)


def test_papers_carry_numbers_masked_names_place_and_signature(
    as_dai: Client, season: Season, dai_official: User
) -> None:
    one, _ = listed(season, 2)
    terms = Terms(at(6, 28, 9), "代县样本中学一楼")
    appoint(season, DAI, Stage.INTERVIEW, terms, actor=dai_official, at=at(6, 26))

    word, pdf = content(as_dai, WORD), content(as_dai, PDF)

    lines = [line.text for line in Document(io.BytesIO(word.content)).paragraphs]
    cells = [
        cell.text
        for table in Document(io.BytesIO(word.content)).tables
        for row in table.rows
        for cell in row.cells
    ]
    text = "".join(pages_of(pdf.content))
    assert "地点：代县样本中学一楼。" in "".join(lines)
    assert cells[:6] == ["序号", "报名编号", "姓名", "1", one.case_number, "张*本"]
    for words in (one.case_number, "张*本", "代县样本中学一楼", "2024年6月26日"):
        assert words in text
    assert "张样本" not in text + "".join(lines) + "".join(cells)
    name = f"xinzhou-2024-{DAI}-interview"
    assert word["Content-Disposition"] == f'attachment; filename="{name}.docx"'
    assert pdf["Content-Disposition"] == f'attachment; filename="{name}.pdf"'


def test_long_list_repeats_its_head_on_every_page(as_dai: Client, season: Season) -> None:
    listed(season, 70)

    _, *annex = pages_of(content(as_dai, PDF).content)

    assert len(annex) > 2
    assert ["序号报名编号姓名" in page for page in annex] == [True] * len(annex)


def test_list_of_nobody_and_of_no_county_is_not_found(as_dai: Client, season: Season) -> None:
    answers = [as_dai.get(one) for one in (WORD, PDF, f"{INTERVIEWS}990000/people.pdf")]

    assert [one.status_code for one in answers] == [404] * 3


def test_city_reads_it_and_another_county_does_not(
    client: Client, season: Season, city_official: User, yuanping_official: User
) -> None:
    listed(season, 1)
    found = []
    for official in (city_official, yuanping_official):
        client.force_login(official)
        found.append(client.get(WORD).status_code)

    assert found == [200, 403]
    assert client.get(f"{INTERVIEWS}{YUANPING}/people.pdf").status_code == 404


def test_rehearsal_marks_the_paper(client: Client, rehearsal: Season, dai_official: User) -> None:
    listed(rehearsal, 1)
    client.force_login(dai_official)

    answer = content(client, PDF.replace("xinzhou-2024", rehearsal.code))

    assert all("【演练·样本】不作为正式公文使用" in page for page in pages_of(answer.content))
