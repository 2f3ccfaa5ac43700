"""Agreements from the arrangement to the report, in a real browser, at the sizes of the office's screens."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.agreements.models import Agreement, AgreementPaper
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.apps.cast import at
from tests.factories import make_application, make_season
from tests.support.barriers import barriers_on
from tests.support.signed_pdfs import STREET_NAME, blank_pdf, sign, updated
from tests.web.office.made_agreements import (
    AGREEMENTS,
    agreed,
    fill_county,
    make_streets,
)
from tests.web.office.made_placement import BASE

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}


@pytest.fixture
def streets(live_server: Any, city_official: User, dai_official: User) -> tuple[User, User]:
    make_season()
    return make_streets()


@pytest.fixture
def season(streets: tuple[User, User]) -> Season:
    return Season.objects.get()


def test_county_arranges_the_street_signs_uploads_and_reports_the_city_files(
    live_server: Any,
    page_of: PageOf,
    city_official: User,
    dai_official: User,
    streets: tuple[User, User],
    season: Season,
    kept_files: None,
    tmp_path: Path,
) -> None:
    case = make_application(season, state=State.FORMAL)
    number = case.case_number
    original = tmp_path / "signed.pdf"
    original.write_bytes(sign(blank_pdf()))
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(updated(original.read_bytes()))

    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{AGREEMENTS}")
    page.get_by_label(f"报名{number}的社区").select_option("上馆镇 东关社区")
    page.get_by_role("button", name="核对安排").click()
    page.get_by_role("button", name="安排1人").click()
    expect(page.get_by_text("已安排1人的社区")).to_be_visible()

    page = page_of(streets[0], 1440)
    page.goto(f"{live_server.url}{AGREEMENTS}")
    with page.expect_download() as paper:
        page.get_by_role("link", name=re.compile(f"PDF.*报名{number}的协议文本")).click()
    assert paper.value.suggested_filename == f"{number}-agreement.pdf"
    page.get_by_label("签订日期").fill("2024-07-19")
    page.get_by_label(re.compile(f"报名{number}.*已签")).check()
    page.get_by_role("button", name="核对将要登记的签订").click()
    page.get_by_role("button", name="登记1人签订").click()
    page.get_by_role("link", name=re.compile(f"上传.*报名{number}签订后的文件")).click()
    page.get_by_label("签订后的协议").set_input_files(altered)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("alert")).to_contain_text("签名以后已被改动")
    page.get_by_label("签订后的协议").set_input_files(original)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("签名完整、证书未列入信任名单").first).to_be_visible()
    assert barriers_on(page) == []

    page = page_of(city_official, 1440)
    page.goto(f"{live_server.url}{AGREEMENTS}")
    page.get_by_role("button", name="核对将要备案的协议").click()
    page.get_by_role("button", name="备案1份").click()
    expect(page.get_by_text("已备案1份")).to_be_visible()

    page = page_of(streets[0], 1440)
    page.goto(f"{live_server.url}{AGREEMENTS}")
    page.get_by_label("报到日期").fill("2024-07-22")
    page.get_by_label(re.compile(f"报名{number}.*已到")).check()
    page.get_by_role("button", name="核对将要登记的报到").click()
    page.get_by_role("button", name="登记1人报到").click()
    page.get_by_role("link", name=re.compile(f"服务记录.*报名{number}")).click()
    expect(page.get_by_text("2025年7月21日（含当日）")).to_be_visible()
    assert Worker.objects.count() == AgreementPaper.objects.count() == 1


def with_papers(agreement: Agreement) -> str:
    """Lay a scan that a signed PDF has replaced, and return the case number."""
    moment = at(7, 20).isoformat()
    lines = [
        {"organisation": name, "signed_at": moment, "finding": "trusted", "is_expired": False}
        for name in (STREET_NAME, "")
    ]
    values = {"agreement": agreement, "digest": "0" * 64, "size": 181_000}
    AgreementPaper.objects.create(
        **values,
        media_type="image/jpeg",
        finding="unsigned",
        uploaded_at=at(7, 20),
        replaced_at=at(7, 21),
    )
    AgreementPaper.objects.create(
        **values,
        media_type="application/pdf",
        finding="trusted",
        signatures=lines,
        uploaded_at=at(7, 21),
    )
    return agreement.application.case_number


@pytest.mark.parametrize("width", list(SCREENS))
@pytest.mark.parametrize("who", ["city", "dai", "street"])
def test_pages_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any,
    page_of: PageOf,
    streets: tuple[User, User],
    season: Season,
    kept_files: None,
    who: str,
    width: int,
) -> None:
    fill_county(season)
    case = with_papers(agreed(season, State.SIGNED))
    worker = Application.objects.get(state=State.REPORTED)
    addresses = {
        "city": (AGREEMENTS,),
        "dai": (AGREEMENTS, f"{BASE}/applications/{worker.case_number}/worker/"),
        "street": (
            AGREEMENTS,
            *(f"{AGREEMENTS}{case}/{act}/" for act in ("signed", "no-show")),
        ),
    }[who]
    page = page_of(User.objects.get(username=who), 1440)
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    found = {}
    for place, one in enumerate(addresses):
        found[one] = barriers_on(page, f"{live_server.url}{one}")
        if "SHOTS" in os.environ:
            page.screenshot(path=f"/tmp/agreements/{who}-{place}-{width}.png", full_page=True)

    assert (found, complaints) == ({one: [] for one in addresses}, [])


@pytest.mark.parametrize("width", list(SCREENS))
def test_what_is_shown_before_the_filing_fits_every_screen(
    live_server: Any, page_of: PageOf, city_official: User, season: Season, width: int
) -> None:
    fill_county(season)
    page = page_of(city_official, 1440)
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    page.goto(f"{live_server.url}{AGREEMENTS}")
    page.get_by_role("button", name="核对将要备案的协议").click()
    expect(page.get_by_label("先行备案的理由")).to_be_visible()

    if "SHOTS" in os.environ:
        page.screenshot(path=f"/tmp/agreements/check-{width}.png", full_page=True)
    assert barriers_on(page) == []
