"""The records in the browser: the door, acts on accounts, the chain of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from linli.apps.accounts.access_record import HOURLY, Kind, note_access
from linli.apps.accounts.keeping import deactivate_official
from linli.apps.accounts.models import AccessEvent, Office, User
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.ledger.models import Entry
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from tests.apps.cast import at, entry_count
from tests.factories import CITY, YUANPING, make_official

RECORD, ACTS, VERIFY, EXPORTS = (
    f"/office/records/{page}" for page in ("", "accounts/", "accounts/verify/", "exports/")
)
QueryCounter = Callable[[Client, str], int]
DAY = at(6, 3, 0)


@pytest.fixture
def as_audit(db: None) -> Client:
    client = Client()
    client.force_login(make_official("audit", division=CITY, office=Office.AUDIT))
    return client


@pytest.fixture
def as_security(db: None) -> Client:
    client = Client()
    client.force_login(make_official("security", division=CITY, office=Office.SECURITY))
    return client


def shown(client: Client, asked: str = "") -> list[str]:
    return [one.kind for one in client.get(f"{RECORD}{asked}").context["page"]]


def fill(dai: User, yuanping: User) -> None:
    for number, (kind, account) in enumerate(
        (
            (Kind.SIGNED_IN, dai),
            (Kind.FAILED, yuanping),
            (Kind.LOCKED, dai),
            (Kind.FAILED, None),
        )
    ):
        note_access(kind, account, at=DAY + timedelta(days=number))


def test_a_refused_official_is_kept_with_page_and_reason_and_answered_as_before(
    as_dai: Client, as_audit: Client, season: Season
) -> None:
    answer = as_dai.post("/office/people/new/")

    (event,) = as_audit.get(RECORD).context["page"]
    assert (event.kind, event.page, event.reason) == (
        "refused",
        "POST /office/people/new/",
        "“建立账号”由系统管理员办理",
    )
    assert (answer.status_code, event.reason in answer.content.decode()) == (403, True)
    assert event.account.username == "dai"


def test_an_applicant_who_is_refused_or_a_visitor_is_not_kept(db: None, season: Season) -> None:
    applicant = Client()
    applicant.force_login(User.objects.create(username="applicant-1"))

    answers = [one.get("/office/people/new/").status_code for one in (applicant, Client())]

    assert answers == [302, 302]
    assert AccessEvent.objects.count() == 0


def test_a_flood_of_refusals_is_kept_up_to_the_bound(as_dai: Client, as_audit: Client) -> None:
    with time_machine.travel(at(6, 3, 9), tick=False):
        as_dai.force_login(User.objects.get(username="dai"))
        for _ in range(HOURLY + 3):
            as_dai.get("/office/people/new/")
        as_audit.force_login(User.objects.get(username="audit"))

        assert as_audit.get(RECORD).context["page"].paginator.count == HOURLY
        assert "此后一小时内从略" in as_audit.get(RECORD).content.decode()


def test_the_audit_administrator_reads_all_and_security_failures_alone(
    as_audit: Client, as_security: Client, dai_official: User, yuanping_official: User
) -> None:
    fill(dai_official, yuanping_official)

    assert shown(as_audit) == ["failed", "locked", "failed", "signed_in"]
    assert shown(as_security) == ["failed", "locked", "failed"]
    assert shown(as_security, "?kind=signed_in") == []
    assert "没有这种事件" in as_security.get(f"{RECORD}?kind=signed_in").content.decode()


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("?kind=failed", ["failed", "failed"]),
        ("?username=DAI", ["locked", "signed_in"]),
        ("?since=2024-06-04&until=2024-06-05", ["locked", "failed"]),
        ("?until=2024-06-03", ["signed_in"]),
        ("?since=2024-06-06", ["failed"]),
        ("?since=2024-06-05&until=2024-06-04", []),
        ("?since=heute", []),
        ("?kind=other", []),
        ("?username=nobody", []),
    ],
)
def test_the_record_is_narrowed_by_event_account_and_days_both_included(
    as_audit: Client, dai_official: User, yuanping_official: User, asked: str, kinds: list[str]
) -> None:
    fill(dai_official, yuanping_official)

    assert shown(as_audit, asked) == kinds


def test_the_record_has_fifty_to_a_page_and_a_constant_number_of_queries(
    as_audit: Client, dai_official: User, queries_of: QueryCounter
) -> None:
    note_access(Kind.FAILED, dai_official, at=DAY)
    few = queries_of(as_audit, RECORD)
    for number in range(50):
        note_access(Kind.FAILED, dai_official, at=DAY + timedelta(hours=number + 1))

    assert [len(shown(as_audit, f"?page={page}")) for page in (1, 2)] == [50, 1]
    assert queries_of(as_audit, RECORD) == few


@pytest.mark.parametrize("address", [RECORD, ACTS, EXPORTS])
def test_others_are_told_who_reads_the_records(
    as_city: Client, as_security: Client, address: str
) -> None:
    assert as_city.get(address).status_code == 403
    assert "审计管理员" in as_city.get(address).content.decode()
    assert as_security.get(ACTS).status_code == 403
    assert as_security.post(VERIFY).status_code == 403


def test_exports_are_those_of_the_subtree_and_show_who_and_why_and_no_content(
    as_audit: Client, season: Season, dai_official: User, queries_of: QueryCounter
) -> None:
    Division.objects.create(code="1401", name="样本市", level=Division.Level.CITY)
    elsewhere = make_official("elsewhere", division="1401", office=Office.CITY)

    def export(by: User, reason: str) -> None:
        season.exports.create(
            list_name=next(iter(CATALOGUE)), by=by, reason=reason, ordered_at=at(6, 3), rows=7
        )

    export(dai_official, "报县委会审议")
    few = queries_of(as_audit, EXPORTS)
    for reason in ("再次核对", "第三次"):
        export(dai_official, reason)
    export(elsewhere, "别处的导出")

    rows = as_audit.get(EXPORTS).context["rows"]
    assert [one.reason for one, _ in rows] == ["第三次", "再次核对", "报县委会审议"]
    assert queries_of(as_audit, EXPORTS) == few


def test_acts_on_accounts_are_those_of_the_subtree_newest_first_and_narrowed_by_account(
    as_audit: Client, season: Season, dai_official: User, yuanping_official: User
) -> None:
    system = make_official("system", division=CITY, office=Office.SYSTEM)
    for person, month in ((dai_official, 6), (yuanping_official, 7)):
        deactivate_official(person, reason="调离本单位", actor=system, at=at(month, 1))

    def told(asked: str = "") -> list[tuple[str, str, str, str]]:
        return [
            (one.account, one.entry.act, one.entry.actor, one.place)
            for one in as_audit.get(f"{ACTS}{asked}").context["acts"]
        ]

    office = "县（市、区）委社会工作部"
    dai, yuanping = (
        (name, "停用工作人员账号", "system样本", f"{office}，{place}")
        for name, place in (("dai", "代县"), ("yuanping", "原平市"))
    )
    assert entry_count() > 2
    assert told() == [yuanping, dai]
    assert told("?username=Dai") == [dai]
    assert told("?username=city") == []


def test_the_acts_ask_a_constant_number_of_queries(
    as_audit: Client, dai_official: User, queries_of: QueryCounter
) -> None:
    system = make_official("system", division=CITY, office=Office.SYSTEM)
    deactivate_official(dai_official, reason="调离", actor=system, at=at(6, 1))
    few = queries_of(as_audit, ACTS)
    for number in range(3):
        other = make_official(f"more{number}", division=YUANPING)
        deactivate_official(other, reason="调离", actor=system, at=at(6, 1))

    assert queries_of(as_audit, ACTS) == few


def test_the_audit_administrator_verifies_the_ledger_whole_and_broken(
    as_audit: Client, season: Season
) -> None:
    def verified() -> Any:
        answer = as_audit.post(VERIFY)
        return answer.content.decode()

    assert f"台账完整：共{entry_count()}条" in verified()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Entry._meta.db_table} SET body = '{{}}' WHERE sequence = 1")
    assert "台账不一致：第1条" in verified()
