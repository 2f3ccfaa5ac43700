"""An interview day of 代县 for the tests of its pages, and its addresses."""

from __future__ import annotations

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.models import Panel
from linli.apps.interviews.preparing import draw_order
from linli.apps.seasons.models import Quota, Season
from tests.apps.cast import at
from tests.apps.sample_panel import listed, panel_of
from tests.factories import DAI, make_application

INTERVIEWS = "/office/seasons/xinzhou-2024/interviews/"
DAY = f"{INTERVIEWS}{DAI}/"
LIST, FORM_PANELS, DRAW, DOOR = (f"{DAY}{name}/" for name in ("list", "panels", "draw", "door"))
PANEL = f"{DAY}1/"
RECUSAL, SIGN_OFF, ANNOUNCEMENT = (
    f"{PANEL}{name}/" for name in ("recusal", "sign-off", "announcement")
)
UNATTENDED = {"is_unattended": "on", "unattended_reason": "当日网络中断，按签到表核对"}


def sheets_at(entry: int) -> str:
    """Return the address of one entry's sheets."""
    return f"{PANEL}sheets/{entry}/"


def sheet_at(entry: int, position: int) -> str:
    """Return the address of one candidate's sheet."""
    return f"{sheets_at(entry)}{position}/"


def door_at(case_number: str) -> str:
    """Return the address of a comer's page at the door."""
    return f"{DOOR}{case_number}/"


def qualified(season: Season, *honours: str, places: int = 1) -> list[Application]:
    """Return qualified people of 代县, one for each level of honour, and set the county's places."""
    Quota.objects.filter(season=season, county_id=DAI).update(places=places)
    return [
        make_application(
            season, state=State.QUALIFIED, materials={f"honor_{one}": 1} if one else {}
        )
        for one in honours
    ]


def drawn(season: Season, official: User, people: int = 2) -> Panel:
    """Return a panel of 代县 that has drawn the order of its candidates."""
    listed(season, people)
    panel = panel_of(season, official)
    draw_order(season, DAI, actor=official, at=at(6, 26))
    return Panel.objects.get(pk=panel.pk)


def case_at(panel: Panel, position: int) -> str:
    """Return the case number of who drew a position."""
    return str(panel.turns.get(position=position).application.case_number)


def typed(*points: str) -> dict[str, str]:
    """Return marks in points as the form of a sheet sends them, examiner by examiner."""
    return {f"mark-{number}": mark for number, mark in enumerate(points, start=1)}


EVEN_POINTS = ("80", "81", "82.00", "83", "84")
