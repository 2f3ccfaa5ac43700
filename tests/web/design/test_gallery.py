"""The gallery: it shows every component, nothing in it keeps anybody out, and it holds at every size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories import DAI, make_official
from tests.support.barriers import barriers_on

GALLERY = "/design/"
DESIGN = Path(apps.get_app_config("design").path)
#: Frames of whole pages, and the gallery itself.
NO_COMPONENTS = {"design/base.html", "design/refusal.html"}
PRESSED = (
    ".btn, .form-control, .form-select, .option, .task-row, .gallery-index a, .foot-links a, .brand"
)


@pytest.fixture(autouse=True)
def developing(settings: Any) -> None:
    settings.DEBUG = True


@pytest.fixture
def gallery(live_server: Any, page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{live_server.url}{GALLERY}")
    expect(page.get_by_role("heading", name="组件库")).to_be_visible()
    return page


@pytest.mark.django_db
def test_gallery_shows_every_component(client: Client) -> None:
    shown = {template.name for template in client.get(GALLERY).templates}

    files = (DESIGN / "templates" / "design").glob("*.html")
    assert {f"design/{file.name}" for file in files} - NO_COMPONENTS - shown == set()


@pytest.mark.django_db
def test_gallery_of_a_site_in_use_is_for_its_officials_alone(client: Client, settings: Any) -> None:
    settings.DEBUG = False
    asked = [client.get(GALLERY).status_code]
    client.force_login(make_official("someone", division=DAI))

    assert [*asked, client.get(GALLERY).status_code] == [404, 200]


@pytest.mark.django_db
def test_gallery_names_each_of_its_sections_in_the_index(client: Client) -> None:
    text = client.get(GALLERY).content.decode()

    sections = [part.partition('"')[0] for part in text.split('<section id="')[1:]]
    index = text.partition("gallery-index")[2].partition("</nav>")[0]
    assert [part.partition('"')[0] for part in index.split('href="#')[1:]] == sections


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_gallery_has_no_serious_barrier_and_no_forbidden_content(
    live_server: Any, page: Page, width: int
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})

    barriers = barriers_on(page, f"{live_server.url}{GALLERY}")

    assert (barriers, complaints) == ([], [])
    assert page.locator("script, style, [style], [onclick]").count() == 0


@pytest.mark.parametrize("width", [360, 1440])
def test_page_holds_when_text_is_twice_as_large(gallery: Page, width: int) -> None:
    gallery.set_viewport_size({"width": width, "height": 900})
    gallery.evaluate("document.documentElement.style.fontSize = '200%'")

    too_wide = gallery.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(one => !one.matches('.visually-hidden, .skip'))
            .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(one => `${one.tagName}.${one.className}`)"""
    )

    assert too_wide == []


def test_everything_that_is_pressed_is_44_pixels_high(gallery: Page) -> None:
    low = gallery.evaluate(
        """(pressed) => [...document.querySelectorAll(pressed)]
            .filter(one => one.getBoundingClientRect().height < 44)
            .map(one => `${one.className} ${one.textContent}`)""",
        PRESSED,
    )

    assert low == []


def test_high_contrast_lifts_every_text_to_7(gallery: Page) -> None:
    gallery.emulate_media(contrast="more")

    response = Axe().run(gallery, options={"runOnly": ["color-contrast-enhanced"]}).response

    found = [node["html"] for one in response["violations"] for node in one["nodes"]]
    assert found == []


def test_nothing_moves_where_less_motion_is_wished(gallery: Page) -> None:
    moving = "getComputedStyle(document.querySelector('.busy'), '::before').animationName"
    before = gallery.evaluate(moving)

    gallery.emulate_media(reduced_motion="reduce")

    assert (before, gallery.evaluate(moving)) == ("linli-turn", "none")


def test_errors_stand_in_a_list_that_leads_to_each_field_and_has_the_focus(gallery: Page) -> None:
    errors = gallery.get_by_role("alert").filter(has_text="请先更正以下内容")
    expect(errors).to_be_focused()

    for link in errors.get_by_role("link").all():
        link.click()
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert gallery.evaluate("document.activeElement.id") == target or (
            gallery.locator(f"#{target}").is_visible()
        )


def test_an_error_and_a_hint_are_read_out_with_their_field(gallery: Page) -> None:
    name = gallery.locator("#id_wrong-name")
    transfer = gallery.locator("#id_wrong-transfer")

    expect(name).to_have_accessible_description("与身份证一致 有误： 没有填写姓名。请按身份证填写")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(transfer).to_have_accessible_description(
        "意向县（市、区）名额已满时，是否愿意到其他县（市、区） 有误： 没有选择是否服从调剂。请选择一项"
    )


def test_what_was_typed_stays_beside_the_error(gallery: Page) -> None:
    expect(gallery.locator('#id_wrong-claims input[value="veteran"]')).to_be_checked()


def test_table_reads_as_cards_on_a_phone_and_as_a_table_on_paper(gallery: Page) -> None:
    label = "getComputedStyle(document.querySelector('.sheet-cards td'), '::before').content"
    on_phone = gallery.evaluate(label)

    gallery.set_viewport_size({"width": 700, "height": 900})
    gallery.emulate_media(media="print")

    assert (on_phone, gallery.evaluate(label)) == ('"名额"', "none")
    expect(gallery.get_by_role("button", name="提交报名").first).to_be_hidden()
    expect(gallery.get_by_role("columnheader", name="名额", exact=True)).to_be_visible()
