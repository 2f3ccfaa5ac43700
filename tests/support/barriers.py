"""What keeps somebody from using a page, as a real browser finds it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def barriers_on(page: Page, address: str = "") -> list[str]:
    """Return what axe finds serious or critical on a page, and whether it scrolls sideways."""
    if address:
        page.goto(address)
    violations = Axe().run(page).response["violations"]
    found = [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]
    sideways = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return [*found, *(["wider than the screen"] if sideways else [])]
