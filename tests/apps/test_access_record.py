"""The record of the door: what is kept, of whom, and how much of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.apps.accounts.access_record import (
    HOURLY,
    Kind,
    events_within,
    note_access,
    official_at_the_door,
)
from linli.apps.accounts.models import AccessEvent, Office, User
from tests.apps.cast import at, make_officials, official
from tests.apps.made_administrators import make_administrators
from tests.factories import CITY

pytestmark = pytest.mark.usefixtures("divisions")
NOON = at(6, 3, 12)


def kept(account: User | None, kind: Kind = Kind.FAILED) -> list[bool]:
    found = AccessEvent.objects.filter(account=account, kind=kind).order_by("pk")
    return list(found.values_list("is_last_told", flat=True))


def test_an_event_keeps_time_kind_account_address_page_and_reason() -> None:
    cast = make_officials()

    note_access(
        Kind.REFUSED, cast.dai, at=NOON, address="2001:db8::1", page="GET /office/", reason="样本"
    )

    (event,) = AccessEvent.objects.values()
    del event["id"]
    assert event == {
        "at": NOON,
        "kind": "refused",
        "account_id": cast.dai.pk,
        "address": "2001:db8::1",
        "page": "GET /office/",
        "reason": "样本",
        "is_last_told": False,
    }


def test_a_long_page_and_a_long_reason_are_cut() -> None:
    note_access(Kind.REFUSED, None, at=NOON, page="页" * 201, reason="由" * 201)

    event = AccessEvent.objects.get()
    assert (event.page, event.reason) == ("页" * 200, "由" * 200)


def test_a_flood_within_an_hour_is_kept_up_to_a_bound_and_the_last_entry_says_so() -> None:
    cast = make_officials()

    for second in range(HOURLY + 5):
        note_access(Kind.FAILED, cast.dai, at=NOON + timedelta(seconds=second))

    assert kept(cast.dai) == [False] * (HOURLY - 1) + [True]


def test_the_bound_is_by_account_and_kind_and_of_one_hour() -> None:
    cast = make_officials()
    for _ in range(HOURLY):
        note_access(Kind.FAILED, cast.dai, at=NOON)

    note_access(Kind.FAILED, cast.dai, at=NOON + timedelta(minutes=59, seconds=59))
    note_access(Kind.FAILED, cast.yuanping, at=NOON)
    note_access(Kind.FAILED, None, at=NOON)
    note_access(Kind.LOCKED, cast.dai, at=NOON)
    assert [len(kept(cast.dai)), len(kept(cast.yuanping)), len(kept(None))] == [HOURLY, 1, 1]
    assert len(kept(cast.dai, Kind.LOCKED)) == 1
    note_access(Kind.FAILED, cast.dai, at=NOON + timedelta(hours=1))

    assert len(kept(cast.dai)) == HOURLY + 1


def test_names_that_nobody_bears_share_one_bound() -> None:
    for _ in range(HOURLY + 1):
        note_access(Kind.FAILED, None, at=NOON)

    assert kept(None)[-1:] == [True]
    assert len(kept(None)) == HOURLY


def test_an_administrator_reads_the_own_subtree_and_names_that_nobody_bears() -> None:
    cast, three = make_officials(), make_administrators()
    far = official("far", Office.AUDIT, "1402")
    rehearser = official("rehearsal-audit", Office.AUDIT, CITY)
    User.objects.filter(pk=rehearser.pk).update(is_rehearsal=True)
    rehearser.refresh_from_db()
    for minute, account in enumerate((cast.dai, cast.datong, None, rehearser)):
        note_access(Kind.FAILED, account, at=NOON + timedelta(minutes=minute))

    def read(who: User) -> list[str]:
        return [str(one.account or "") for one in events_within(who)]

    assert read(three.audit) == [str(rehearser), "", str(cast.dai)]
    assert read(far) == ["", str(cast.datong)]
    assert read(rehearser) == [str(rehearser)]


def test_who_stands_at_the_door_is_an_official_in_whatever_capitals_and_no_applicant() -> None:
    cast = make_officials()
    User.objects.create(username="applicant-1")

    assert official_at_the_door("DAI") == cast.dai
    assert official_at_the_door("applicant-1") is None
    assert official_at_the_door("nobody") is None
