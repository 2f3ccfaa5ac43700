"""The page with the two file inputs, opened in Chromium at a width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize

from tests.web.portal.pictures.page import WIDTHS, Open, served


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open the page at a width; afterwards nothing was forbidden, nothing failed, nobody else was asked."""
    complaints: list[str] = []
    contexts = []

    def heard(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            complaints.append(request.url)

    def open_page(width: int = 360, script: str = "") -> Page:
        size: ViewportSize = {"width": width, "height": WIDTHS[width]}
        contexts.append(browser.new_context(viewport=size, has_touch=width == 360))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", heard)
        page.add_init_script(script)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if "net::ERR_FAILED" not in one] == []
