"""A season is withdrawn while somebody takes it up, each on a connection of its own: one of the two is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction

from linli.apps.accounts.models import User
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of
from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.seasons.models import Publication, Season
from linli.apps.seasons.publishing import record_publication
from linli.apps.seasons.withdrawing import SeasonTakenUp, withdraw_season
from linli.core.refusal import Refusal
from tests.apps.applicants import applicant
from tests.apps.cast import Officials, at

pytestmark = pytest.mark.django_db(transaction=True)
WHEN = at(6, 3)
#: How long one waits for another who may be waiting for it.
MOMENT = 1.0


def ask(season: Season, _: User, __: User) -> None:
    ask_enquiry(
        season, category=Enquiry.Category.PAY, question="样本问题", code="7KQM3XWPV2HT", at=WHEN
    )


def publish(season: Season, _: User, city: User) -> None:
    record_publication(season, channel="市政府网站", published_at=WHEN, actor=city, at=WHEN)


def begin(season: Season, account: User, _: User) -> None:
    draft_of(season, account)


def refused(act: Callable[[], None]) -> type[Refusal] | None:
    """Do an act on a connection of its own; return which refusal it met."""
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    finally:
        connections.close_all()
    return None


@pytest.mark.parametrize("take_up", [begin, ask, publish])
def test_whoever_begins_first_keeps_the_season(
    season: Season, cast: Officials, take_up: Callable[[Season, User, User], None]
) -> None:
    account, begun, looked = applicant(), Event(), Event()

    def slowly() -> None:
        with transaction.atomic():
            take_up(season, account, cast.city)
            begun.set()
            # The other either waits for this one, or has looked already and seen nothing.
            looked.wait(MOMENT)

    def withdraw() -> None:
        begun.wait()
        try:
            withdraw_season(season, reason="重复开启", actor=cast.city, at=WHEN)
        finally:
            looked.set()

    with ThreadPoolExecutor(2) as pool:
        found = [
            one.result() for one in (pool.submit(refused, slowly), pool.submit(refused, withdraw))
        ]

    kept = Draft.objects.count() + Enquiry.objects.count() + Publication.objects.count()
    assert (found, kept, Season.objects.standing().count()) == ([None, SeasonTakenUp], 1, 1)
