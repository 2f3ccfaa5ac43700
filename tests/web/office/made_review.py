"""A review queue with something in it, and its addresses."""

from __future__ import annotations

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season
from tests.factories import make_application, make_checks
from tests.web.office.made_intake import BASE, fill_desk

QUEUE = f"{BASE}/review/"


def bench_at(number: str) -> str:
    """Return the address of a case on the bench."""
    return f"{QUEUE}{number}/"


def fill_queue(season: Season, official: User) -> Season:
    """Lay cases of 代县 into the queue: 00001 unread with materials, two clear, a fault, a question."""
    fill_desk(season, official)
    make_application(season, proposal="pass", name="甲样本")
    make_checks(make_application(season, proposal="fail", name="乙样本"))
    make_application(season, proposal="refer", name="丙样本")
    make_application(season, proposal="pass", name="丁样本")
    return season
