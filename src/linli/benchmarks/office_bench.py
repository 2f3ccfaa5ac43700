"""The office's pages with few and with many applications: how long each takes, and the ratio of the two.

The real program serves them from PostgreSQL; one official after the other opens page after page, as
many times as told, always another part of a list. Server, database and official share this machine.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from linli.benchmarks.deadline_http import Browser, hidden_value
from linli.benchmarks.deadline_site import Site
from linli.benchmarks.office_stored import COUNTY as COUNTY_CODE
from linli.benchmarks.throwaway_postgres import throwaway_server
from linli.core.refusal import Refusal

CITY, COUNTY = "rehearsal-city", f"rehearsal-{COUNTY_CODE}"
_SIGN_IN = "/office/sign-in/"
_WARM_ROUNDS = 3

#: Pages below a season's address, by the official who opens them; ``{n}`` is another number each time.
PAGES: tuple[tuple[str, str], ...] = (
    (CITY, ""),
    (CITY, "schedule/"),
    (CITY, "routing/"),
    (CITY, "applications/?page={n}"),
    (CITY, "applications/?state=routed&page={n}"),
    (CITY, "applications/?county=140902&proposal=pass"),
    (CITY, "applications/?query=0{n}"),
    (CITY, "applications/{case}/"),
    (CITY, "applications/{case}/ledger/"),
    (CITY, "review/?page={n}"),
    (CITY, "interviews/"),
    (CITY, "placement/"),
    (CITY, "agreements/"),
    (CITY, "enquiries/"),
    (CITY, "intake/"),
    (COUNTY, ""),
    (COUNTY, "review/?page={n}"),
    (COUNTY, "review/batch/"),
    (COUNTY, "review/{case}/"),
    (COUNTY, "interviews/140902/"),
    (COUNTY, "interviews/140902/door/"),
    (COUNTY, "medical/"),
    (COUNTY, "notice/"),
    (COUNTY, "agreements/"),
)


class PageFailed(Refusal):
    """A page of the office did not answer with itself."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One page with so many applications stored: the middle and the slowest twentieth, in milliseconds."""

    official: str
    page: str
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Size:
    """All pages with ``stored`` applications; ``p95_ms`` is over all their answers."""

    stored: int
    pages: tuple[Timed, ...]
    p95_ms: float


@dataclass(frozen=True, slots=True)
class OfficeBench:
    """What one benchmark found, by size, fewest first."""

    rounds: int
    sizes: tuple[Size, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Return page by page the middle with most applications over that with fewest."""
        pairs = zip(self.sizes[0].pages, self.sizes[-1].pages, strict=True)
        return tuple(most.p50_ms / fewest.p50_ms for fewest, most in pairs)


def bench_office(
    *, stored: Sequence[int], rounds: int, tell: Callable[[str], None] = lambda _: None
) -> OfficeBench:
    """Measure every page with each number of applications. Raises ``PageFailed`` and what a site raises."""
    sizes = tuple(_measured(count, rounds, tell) for count in sorted(stored))
    return OfficeBench(rounds, sizes)


def _measured(stored: int, rounds: int, tell: Callable[[str], None]) -> Size:
    with (
        tempfile.TemporaryDirectory(prefix="linli-office-") as folder,
        throwaway_server(is_durable=True) as database,
    ):
        site = Site(Path(folder), database_url=database.url)
        try:
            site.open(begins_today=False)
            tell(f"存入{stored:,}件报名")
            filled = json.loads(site.module("office_stored", site.season, str(stored)))
            site.start()
            tell(f"已存{stored:,}件，逐页计时")
            return asyncio.run(_Visit(site, filled, stored, rounds).measure())
        finally:
            site.stop()


class _Visit:
    def __init__(self, site: Site, filled: Mapping[str, Any], stored: int, rounds: int) -> None:
        self._site, self._password = site, filled["password"]
        self._cases = {CITY: filled["cases"]["city"], COUNTY: filled["cases"]["county"]}
        self._stored, self._rounds = stored, rounds

    async def measure(self) -> Size:
        """Open every page as often as told."""
        browsers = {name: await self._signed_in(name) for name in (CITY, COUNTY)}
        times = {
            (official, page): await self._timed(browsers[official], page, self._cases[official])
            for official, page in PAGES
        }
        for browser in browsers.values():
            browser.close()
        return size_of(self._stored, times)

    async def _signed_in(self, username: str) -> Browser:
        browser = Browser(self._site.port, network_address="10.0.0.1")
        form = await browser.get(_SIGN_IN)
        token = hidden_value(form.page, "csrfmiddlewaretoken")
        fields = {
            "csrfmiddlewaretoken": token,
            "username": username,
            "password": self._password,
            "next": "",
        }
        answer = await browser.post(_SIGN_IN, fields)
        if answer.url == _SIGN_IN or answer.status != 200:
            raise PageFailed(f"{username}没有登录：{answer.status} {answer.url}")
        return browser

    async def _timed(self, browser: Browser, page: str, cases: Sequence[str]) -> list[float]:
        found = []
        for turn in range(_WARM_ROUNDS + self._rounds):
            path = page.format(n=turn % 9 + 1, case=cases[turn % len(cases)])
            address = f"/office/seasons/{self._site.season}/{path}"
            began = time.perf_counter()
            answer = await browser.get(address)
            spent = time.perf_counter() - began
            if answer.status != 200 or answer.url != address:
                raise PageFailed(f"{address}回答{answer.status}（{answer.url}）")
            found.append(1000 * spent)
        return found[_WARM_ROUNDS:]


def size_of(stored: int, times: Mapping[tuple[str, str], Sequence[float]]) -> Size:
    """Return what times of pages, in milliseconds, come to."""
    pages = tuple(
        Timed(official, page, part_of(found, 0.5), part_of(found, 0.95))
        for (official, page), found in times.items()
    )
    return Size(stored, pages, part_of([one for found in times.values() for one in found], 0.95))


def part_of(times: Sequence[float], part: float) -> float:
    """Return the time within which so large a part of the answers came."""
    return sorted(times)[ceil(part * len(times)) - 1]
