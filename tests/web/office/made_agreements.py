"""A county at the end of its season: two streets, recruits on the way from the arrangement to the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement, Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.workforce.actions import report_for_duty
from tests.apps.cast import at, signed
from tests.factories import DAI, make_application, make_official
from tests.web.office.made_ending import FIRST, make_communities
from tests.web.office.made_placement import BASE

AGREEMENTS = f"{BASE}/agreements/"
ARRANGE, SIGN, FILE, REPORT = (
    f"{AGREEMENTS}{act}/" for act in ("arrange", "sign", "file", "report")
)
STREET, OTHER_STREET, THIRD = "140923101", "140923102", "140923102101"


def make_streets() -> tuple[User, User]:
    """Return the officials of two streets of 代县: the first has two communities, the other one."""
    make_communities()
    other = Division.objects.create(
        code=OTHER_STREET, name="阳明堡镇", level=Division.Level.STREET, parent_id=DAI
    )
    Division.objects.create(
        code=THIRD, name="堡内社区", level=Division.Level.COMMUNITY, parent=other
    )
    return (
        make_official("street", division=STREET, office=Office.STREET),
        make_official("other-street", division=OTHER_STREET, office=Office.STREET),
    )


def arranged(season: Season, community: str, *, name: str = "张样本") -> Application:
    """Return a formal recruit whose community is arranged."""
    case = make_application(season, state=State.FORMAL, name=name)
    Arrangement.objects.create(application=case, community_id=community, arranged_at=at(7, 18))
    return case


def agreed(season: Season, state: State, community: str = FIRST) -> Agreement:
    """Return the agreement of a recruit who has come so far."""
    receipt = ""
    if state is not State.SIGNED:
        receipt = f"xinzhou-2024-BA{Agreement.objects.exclude(filing_receipt='').count() + 1:03d}"
    one = signed(
        season,
        state=State.FILED if state is State.REPORTED else state,
        street_id=community[:9],
        community_id=community,
        filing_receipt=receipt,
        filed_on=at(7, 20).date() if receipt else None,
    )
    if state is State.REPORTED:
        dai = User.objects.get(username="dai")
        report_for_duty({one: at(7, 22).date()}, actor=dai, at=at(7, 22))
    return one


def fill_county(season: Season) -> None:
    """Lay recruits of every standing into both streets."""
    make_application(season, state=State.FORMAL, name="甲样本")
    for community in (FIRST, THIRD):
        arranged(season, community)
    for state in (State.SIGNED, State.FILED, State.REPORTED):
        agreed(season, state)
    agreed(season, State.FILED, THIRD)


@contextmanager
def as_at(client: Client, username: str, moment: datetime) -> Iterator[None]:
    """Sign somebody in anew at a later moment: a session does not last so long."""
    with time_machine.travel(moment, tick=False):
        client.force_login(User.objects.get(username=username))
        yield
