"""A county at its medical check and its public notice, and the addresses of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import publish_list
from linli.apps.notices.models import PublicNotice
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import DAI, make_application
from tests.web.office.made_placement import BASE, fill_placement

MEDICAL, NOTICE = f"{BASE}/medical/", f"{BASE}/notice/"
CONCLUSIONS, BACKFILL = f"{MEDICAL}conclusions/", f"{MEDICAL}backfill/"
LIST = f"{NOTICE}1/"
TAKE = f"{LIST}objections/new/"
OBJECTIONS = f"{BASE}/objections/"
#: What the form of the conclusions sends besides the conclusions.
CHECK = {"hospital": "代县样本医院", "checked_on": "2024-07-08", "others": ""}
#: 00001 fails, 00002 passes.
FAIL_ONE = {**CHECK, "case_00001": "fail", "case_00002": "pass"}
TELEPHONE = "0350-0000000"
#: Two communities of one street of 代县.
FIRST, SECOND = "140923101101", "140923101102"


@contextmanager
def later(client: Client, moment: datetime) -> Iterator[None]:
    """Sign 代县 in anew at a later moment: its session does not last so long."""
    with time_machine.travel(moment, tick=False):
        client.force_login(User.objects.get(username="dai"))
        yield


def answer_at(number: str) -> str:
    """Return the address at which an answer about the medical check is taken down."""
    return f"{MEDICAL}{number}/answer/"


def check_conclusions(client: Client, **fields: str) -> HttpResponse:
    """Ask for the dry run of conclusions: 00001 fails, 00002 passes, unless told otherwise."""
    return client.post(CONCLUSIONS, {**FAIL_ONE, **fields})  # type: ignore[return-value]


def record_conclusions(client: Client, **fields: str) -> HttpResponse:
    """Confirm what the dry run has shown, as its page does."""
    shown: Any = check_conclusions(client, **fields)
    again = dict(shown.context["sent_again"])
    return client.post(CONCLUSIONS, {**again, "shown": shown.context["plan"].mark})  # type: ignore[return-value]


def fill_medical(season: Season, city: User) -> Season:
    """Place 00001 and 00002 in 代县, with 00004 in its reserve, and load the calendar."""
    fill_packaged_years()
    return fill_placement(season, city)


def passed(season: Season, *names: str) -> list[Application]:
    """Return people of 代县 who passed the medical check."""
    fill_packaged_years()
    return [
        make_application(season, state=State.MEDICAL_PASSED, name=name)
        for name in names or ("张样本", "欧阳样本", "李样")
    ]


def posted(season: Season, dai: User, *names: str) -> PublicNotice:
    """Post a list of 代县 on 12 July, public until 17 July."""
    passed(season, *names)
    return publish_list(season, DAI, actor=dai, at=at(7, 12, 9), telephone=TELEPHONE)


def make_communities() -> None:
    """Give 代县 a street of two communities."""
    street = Division.objects.create(
        code="140923101", name="上馆镇", level=Division.Level.STREET, parent_id=DAI
    )
    for code, name in ((FIRST, "东关社区"), (SECOND, "西关社区")):
        Division.objects.create(code=code, name=name, level=Division.Level.COMMUNITY, parent=street)
