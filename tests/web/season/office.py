"""A city's offices that work one season through their pages, and the calendar they share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

import time_machine

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season, Stage
from linli.rehearsal.season_run import at
from tests.web.season.desk import Desk, Page

CITY, FINANCE = "rehearsal-city", "rehearsal-finance"


def county_desk(county: str) -> str:
    """Return the user name of a county's official."""
    return f"rehearsal-{county}"


def clerk_desk(county: str) -> str:
    """Return the user name of a county's second official."""
    return f"rehearsal-{county}-2"


@dataclass
class Offices:
    """Everybody who works on a season, each with an own session; ``seed`` draws what is made up."""

    season: Season
    seed: int
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Return the address of the season."""
        return f"/office/seasons/{self.season.code}/"

    @property
    def counties(self) -> list[str]:
        """Return the codes of the counties, in the order of the pack."""
        return list(self.season.quotas.order_by("pk").values_list("county_id", flat=True))

    def open(self, username: str, path: str = "") -> Page:
        """Let an official open a page of the season."""
        desk = self.desks.setdefault(username, Desk(username))
        return desk.open(f"{self.base}{path}")

    def window(self, stage: Stage) -> tuple[date, date]:
        """Return the first and the last day of a stage."""
        window = self.season.windows.get(stage=stage)
        return window.first_day, window.last_day

    def waiting(self, county: str | None, *states: State) -> list[Application]:
        """Return a county's cases in given states, by number, as the official knows them."""
        found = self.season.applications.filter(county_id=county).in_state(*states)
        return list(found.select_related("person").order_by("case_number"))


@contextmanager
def clock(day: date, hour: int, minute: int = 0) -> Iterator[None]:
    """Let it be an instant of Beijing time."""
    moment: datetime = at(day, hour, minute)
    with time_machine.travel(moment, tick=False):
        yield


def move_on(offices: Offices, stage: Stage) -> None:
    """Let the city move the season into a stage, at eight on its first day."""
    with clock(offices.window(stage)[0], 8):
        form = offices.open(CITY, "schedule/").form("advance/")
        behind = {"leaves": True} if form.offers("leaves") else {}
        form.fill({"reason": "上一阶段已结束", **behind}).send()
