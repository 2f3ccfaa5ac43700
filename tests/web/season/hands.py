"""The hands and eyes of one user in Chromium: what is clicked is found by the words on the screen.

Every page is examined for barriers the first time that somebody comes to it at that width; with
``SHOTS`` naming a folder it is kept there as a picture.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import time_machine
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error, FilePayload, Locator, Page, expect

from linli.apps.accounts.models import User
from linli.rehearsal.season_run import at
from tests.factories import PASSWORD
from tests.support.barriers import barriers_on

DESK, PHONE = (1366, 768), (390, 844)
#: Two cores may be shared by many: a page that comes late is not missing.
_PATIENCE = 60_000
Words = str | re.Pattern[str]


@contextmanager
def clock(day: date, hour: int, minute: int = 0) -> Iterator[datetime]:
    """Let the site's clock run from an instant of Beijing time."""
    moment = at(day, hour, minute)
    with time_machine.travel(moment, tick=True):
        yield moment


@dataclass
class Visits:
    """Which pages somebody has been on at which width, and what barred somebody's way there."""

    known: set[tuple[str, int]] = field(default_factory=set)
    barred: dict[str, list[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    pictures: Path | None = None

    def __post_init__(self) -> None:
        if "SHOTS" in os.environ:
            self.pictures = Path(os.environ["SHOTS"])
            self.pictures.mkdir(parents=True, exist_ok=True)

    def note(self, page: Page, width: int) -> None:
        """Examine a page that nobody has come to yet at this width."""
        name = _name_of(page)
        if (name, width) in self.known:
            return
        self.known.add((name, width))
        if found := barriers_on(page):
            self.barred[f"{name} {width}"] = found
        if self.pictures:
            place = f"{len(self.known):03d}-{name}-{width}.png"
            page.screenshot(path=self.pictures / place, full_page=True)


def _name_of(page: Page) -> str:
    """Return the name of the page's address, with its heading where one address shows several pages."""
    path = urlsplit(page.url).path
    try:
        match = resolve(path)
    except Resolver404:
        return path.strip("/").replace("/", "-")
    heading = page.get_by_role("heading", level=1).first
    title = heading.inner_text() if heading.count() else ""
    # Whom and how many a page is about makes it no other page.
    kind = re.sub(r"样[本*]\w|[^\u4e00-\u9fff]", "", title)
    return f"{match.view_name}-{kind}".replace(":", "-")


@dataclass
class Hands:
    """One user with a browser of their own."""

    who: str
    page: Page
    visits: Visits
    width: int
    username: str = ""

    def open(self, address: str) -> Hands:
        """Open a page by its address, signing in where the site asks an official to."""
        self.page.goto(address)
        return self._signed_in()

    def _signed_in(self) -> Hands:
        """Type user name and password where the site asks for them: every eight hours."""
        self.look()
        if "/office/sign-in/" in self.page.url:
            self.fill({"用户名": self.username, "密码": PASSWORD}).press("登录")
        return self

    def fill(self, texts: Mapping[str, str]) -> Hands:
        """Type texts into the fields of those labels."""
        for label, text in texts.items():
            self._found(self.page.get_by_label(label, exact=True), f"field “{label}”").fill(text)
        return self

    def choose(self, label: str, option: str) -> Hands:
        """Choose from a list."""
        place = self.page.get_by_role("combobox", name=label, exact=True)
        self._found(place, f"list “{label}”").select_option(option)
        return self

    def tick(self, label: Words, *, exact: bool = True) -> Hands:
        """Tick a box or choose one of several."""
        self._found(self.page.get_by_label(label, exact=exact), f"choice “{label}”").check()
        return self

    def attach(self, label: str, file: FilePayload) -> Hands:
        """Choose a file."""
        self._found(self.page.get_by_label(label), f"file “{label}”").set_input_files(file)
        return self

    def press(self, button: Words, *, within: str = "") -> Hands:
        """Press a button that sends a form, and wait for the page that answers."""
        place = self.page.get_by_role("region", name=within) if within else self.page
        return self._go(place.get_by_role("button", name=button, exact=True), f"button “{button}”")

    def follow(self, link: Words) -> Hands:
        """Follow a link."""
        found = self.page.get_by_role("link", name=link, exact=True)
        self._go(found.first, f"link “{link}”")
        return self._signed_in()

    def take(self, link: Words) -> str:
        """Download what a link or button offers, and return the file's name."""
        found = self.page.get_by_role("link", name=link).or_(
            self.page.get_by_role("button", name=link)
        )
        with self.page.expect_download(timeout=_PATIENCE) as taken:
            self._found(found.first, f"download “{link}”").click()
        return taken.value.suggested_filename

    def reads(self, *sentences: Words) -> Hands:
        """See that the page says these things."""
        for sentence in sentences:
            self._found(self.page.get_by_text(sentence).first, f"text “{sentence}”")
        return self

    def rows(self, region: Words) -> list[list[str]]:
        """Return the words of a table's rows, cell by cell."""
        place = self._found(self.page.get_by_role("region", name=region), f"region “{region}”")
        return [
            ["".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
            for row in place.locator("tbody tr").all()
        ]

    def _go(self, place: Locator, what: str) -> Hands:
        self._found(place, what)
        with self.page.expect_navigation(timeout=_PATIENCE):
            place.click()
        return self.look()

    def look(self) -> Hands:
        """Look at the page that has come, for the first time perhaps."""
        self.page.wait_for_load_state()
        self.visits.note(self.page, self.width)
        return self

    def _found(self, place: Locator, what: str) -> Locator:
        try:
            expect(place).to_be_visible()
        except (AssertionError, Error):
            said = " ".join(self.page.get_by_role("main").first.inner_text().split())
            path = urlsplit(self.page.url).path
            raise AssertionError(
                f"{self.who} finds no {what} on {path}, which says: {said}"
            ) from None
        return place


@dataclass
class Room:
    """Where everybody has a browser: the site, Chromium, and what has been seen."""

    url: str
    browser: Browser
    visits: Visits = field(default_factory=Visits)
    users: dict[str, Hands] = field(default_factory=dict)

    def hands(self, who: str, size: tuple[int, int], username: str = "") -> Hands:
        """Return somebody's hands, with a browser of their own that stays open between the steps."""
        key = f"{who} {size[0]}"
        if key not in self.users:
            self.users[key] = self._opened(who, size, username)
        return self.users[key]

    def official(self, username: str, size: tuple[int, int] = DESK) -> Hands:
        """Return the hands of an official, who signs in when asked to."""
        return self.hands(username, size, username)

    def applicant(self, who: str, account: User) -> Hands:
        """Return the hands of an applicant on a telephone, signed in."""
        hands = self.hands(who, PHONE)
        client = Client()
        client.force_login(account)
        cookie = client.cookies["sessionid"].value
        hands.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.url}])
        return hands

    def close(self) -> None:
        """Close every browser."""
        for hands in self.users.values():
            hands.page.context.close()

    def _opened(self, who: str, size: tuple[int, int], username: str) -> Hands:
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": size[0], "height": size[1]}, locale="zh-CN"
        )
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.on("pageerror", lambda error: self.visits.complaints.append(f"{who}: {error}"))
        return Hands(who, page, self.visits, size[0], username)
