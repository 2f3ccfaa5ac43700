"""The intake desk's addresses: who may open and send what, and what the pages never do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.keeping import kept
from linli.apps.intake.models import Doubt, Mail
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from tests.apps.made_desk import (
    paper_file,
    picture,
    registered,
    sent,
)
from tests.factories import CITY, make_mail, make_official
from tests.web.office.made_intake import BASE, doubt_at, mail_at

pytestmark = pytest.mark.usefixtures("kept_files")

QueryCounter = Callable[[Client, str], int]


def addresses() -> tuple[str, ...]:
    """Return the season's pages, then those of case 00001, then those of the mail of nobody's."""
    of_the_case = (
        doubt_at("birth"),
        f"{doubt_at('birth')}place.jpg",
        f"{doubt_at('birth')}page.jpg",
    )
    letter = f"{BASE}/applications/00001/letter/"
    mails = [
        f"{mail_at(file)}{part}"
        for file in ("1.eml", "3.eml")
        for part in ("", "original.eml", "files/0/pages/0.jpg")
    ]
    return (f"{BASE}/intake/", f"{BASE}/intake/waiting/form/", *of_the_case, letter, *mails)


def answers(client: Client) -> list[int]:
    return [client.get(address).status_code for address in addresses()]


def test_nothing_is_shown_before_signing_in(client: Client, desk: Season) -> None:
    assert answers(client) == [302] * 12


def test_city_opens_everything(as_city: Client, desk: Season) -> None:
    assert answers(as_city) == [200] * 12


def test_county_opens_what_belongs_to_its_cases(as_dai: Client, desk: Season) -> None:
    assert answers(as_dai) == [200] * 9 + [403] * 3


def test_another_county_opens_the_season_s_pages_alone(
    client: Client, desk: Season, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    assert answers(client) == [200] * 2 + [403] * 10


def test_what_is_not_there_is_not_found(as_city: Client, desk: Season) -> None:
    absent = (
        f"{BASE}/intake/doubts/99999/",
        f"{BASE}/intake/mails/99999/",
        f"{BASE}/intake/waiting/nothing/",
        f"{mail_at('1.eml')}files/9/pages/0.jpg",
        f"{mail_at('1.eml')}files/0/pages/9.jpg",
    )

    assert [as_city.get(address).status_code for address in absent] == [404] * 5


def test_each_official_counts_the_own_cases(
    client: Client, desk: Season, city_official: User, dai_official: User
) -> None:
    found = []
    for official in (city_official, dai_official):
        client.force_login(official)
        page = client.get(f"{BASE}/intake/").context["page"]
        found.append((page.waiting.readings, page.waiting.mails, page.total))

    assert found == [(3, 1, 3), (2, 0, 1)]


def test_decided_cases_wait_for_nobody(as_city: Client, desk: Season) -> None:
    Application.objects.update(state=State.QUALIFIED)

    waiting = as_city.get(f"{BASE}/intake/").context["page"].waiting

    assert (waiting.readings, waiting.formless, waiting.letters) == (0, 0, 0)
    assert "没有待核对的读取结果" in as_city.get(f"{BASE}/intake/doubts/").content.decode()


@pytest.mark.parametrize(
    ("state", "leads"),
    [(State.ROUTED, True), (State.QUALIFIED, False), (State.WITHDRAWN, False)],
)
def test_only_an_open_case_leads_to_typing_its_form(
    as_city: Client, desk: Season, state: State, *, leads: bool
) -> None:
    Application.objects.filter(case_number="00001").update(form={}, state=state)

    page = as_city.get(f"{BASE}/applications/00001/").content.decode()

    assert ("没有可读的报名登记表" in page, "补录登记表</a>" in page) == (True, leads)


@pytest.mark.parametrize("state", [State.QUALIFIED, State.WITHDRAWN])
def test_a_settled_doubt_of_a_closed_case_is_on_nobody_s_way(
    as_city: Client, desk: Season, state: State
) -> None:
    as_city.post(doubt_at("birth"), {"value": "2002-03", "seen": "open"})
    Application.objects.filter(case_number="00001").update(state=state)

    page = as_city.get(doubt_at("birth")).content.decode()

    assert ("这一项不必再核对" in page, "另有1项待核对" in page, "项，共" in page) == (
        True,
        True,
        False,
    )


def test_list_narrows_by_kind_and_to_what_a_person_must_read(as_city: Client, desk: Season) -> None:
    def files(query: str) -> list[str]:
        rows = as_city.get(f"{BASE}/intake/?{query}").context["page"].rows
        return [Mail.objects.get(pk=row.key).file for row in rows]

    assert files("") == ["1.eml", "2.eml", "3.eml"]
    assert files("kind=application") == ["1.eml", "2.eml"]
    assert files("show=waiting") == ["3.eml"]
    assert files("kind=spam&show=waiting") == []
    assert files("show=handled") == []
    assert files("show=laid") == ["1.eml", "2.eml"]
    assert files("show=nobodys") == ["3.eml"]
    assert files("kind=nonsense") == []


def test_list_asks_as_many_queries_for_many_mails_and_loads_no_reading(
    as_city: Client, desk: Season, queries_of: QueryCounter
) -> None:
    few = queries_of(as_city, f"{BASE}/intake/")
    case = Application.objects.get(case_number="00001")
    for number in range(60):
        make_mail(case, file=f"more{number:02}.eml")

    with CaptureQueriesContext(connection) as asked:
        page = as_city.get(f"{BASE}/intake/").context["page"]

    assert (len(asked), len(page.rows)) == (few, 50)
    # The sender is picked out of the reading; the whole of it is not loaded.
    assert not any('"reading", "intake_mail"' in query["sql"] for query in asked)


def test_a_picture_stays_with_the_browser_for_a_minute_and_a_page_not_at_all(
    as_city: Client, desk: Season
) -> None:
    shown = as_city.get(f"{doubt_at('birth')}place.jpg")

    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, max-age=60")
    assert "no-store" in as_city.get(doubt_at("birth"))["Cache-Control"]


def test_the_original_is_handed_out_byte_by_byte_under_a_name_that_says_nothing(
    as_city: Client, desk: Season
) -> None:
    mail = Mail.objects.get(file="1.eml")

    got = as_city.get(f"{mail_at('1.eml')}original.eml")

    assert got.content == kept(mail.digest)
    assert (got["Content-Type"], got["Content-Disposition"]) == (
        "message/rfc822",
        f'attachment; filename="xinzhou-2024-{mail.pk}.eml"',
    )


def test_an_original_that_is_gone_is_said_so(as_city: Client, desk: Season, tmp_path: Path) -> None:
    for file in (tmp_path / "files").rglob("*.eml"):
        file.unlink()

    got = as_city.get(f"{mail_at('1.eml')}original.eml")

    assert (got.status_code, "来件原文已不在存储中" in got.content.decode()) == (404, True)


@pytest.mark.parametrize("office", [Office.FINANCE, Office.AUDITOR])
def test_money_and_audit_see_what_came_in_and_open_no_mail_and_no_picture(
    client: Client, desk: Season, office: Office
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))
    listed = client.get(f"{BASE}/intake/").content.decode()

    refused = client.post(doubt_at("birth"), {"value": "2002-03", "seen": "open"})

    assert [client.get(address).status_code for address in addresses()] == [
        *[200] * 2,
        *[403] * 3,
        200,
        *[403] * 6,
    ]
    assert (f"来件{Mail.objects.get(file='3.eml').pk}" in listed, "/mails/" in listed) == (
        True,
        False,
    )
    assert (
        "“核对读取结果”由市委社会工作部、县（市、区）委社会工作部办理" in refused.content.decode()
    )
    assert Doubt.objects.get(field="birth").status == "open"


def test_the_name_of_a_mail_s_file_stands_on_its_own_page_alone_and_in_no_title(
    as_city: Client, desk: Season
) -> None:
    mail = Mail.objects.get(file="3.eml")
    Mail.objects.filter(pk=mail.pk).update(file="样本某的报名.eml")

    listed, shown = (
        as_city.get(address).content.decode()
        for address in (f"{BASE}/intake/", f"{BASE}/intake/mails/{mail.pk}/")
    )

    assert ("样本某" in listed, shown.count("样本某")) == (False, 1)
    assert f"<title>来件{mail.pk}" in shown


def test_of_two_officials_the_slower_is_told_and_loses_nothing_typed(
    as_city: Client, desk: Season
) -> None:
    address = doubt_at("school")
    as_city.post(address, {"value": "甲学院", "seen": "open"})

    slower = as_city.post(address, {"value": "乙学院", "seen": "open"}).content.decode()

    assert "这一项已由他人核对" in slower
    assert 'value="乙学院"' in slower
    assert Application.objects.get(case_number="00001").form["school"] == "甲学院"


def test_settling_leads_to_the_next_open_one_and_from_the_last_to_those_skipped(
    as_city: Client, desk: Season
) -> None:
    birth, school, phone = doubt_at("birth"), doubt_at("school"), doubt_at("phone")
    value = {name: Doubt.objects.get(field=name).proposed for name in ("school", "phone")}

    led = [
        as_city.post(school, {"value": value["school"], "seen": "open"})["Location"],
        as_city.post(phone, {"value": value["phone"], "seen": "open"})["Location"],
        as_city.post(birth, {"value": "2002-03", "seen": "open"})["Location"],
    ]

    assert led == [phone, birth, f"{BASE}/intake/doubts/"]


def test_what_newer_mail_made_idle_is_shown_without_an_answer(
    as_city: Client, desk: Season
) -> None:
    Doubt.objects.filter(field="birth").update(status="outdated")

    page = as_city.get(doubt_at("birth")).content.decode()

    assert ("来件已更新，这一项不必核对" in page, 'id="answer"' in page) == (True, False)


def test_a_word_form_shows_the_words_as_written_in_place_of_a_picture(
    as_city: Client, desk: Season
) -> None:
    Doubt.objects.filter(field="birth").update(page={}, box=[], original="零二年\n三月")

    page = as_city.get(doubt_at("birth")).content.decode()

    assert ("零二年\n三月" in page, "原件图片" in page) == (True, False)


def test_the_case_tells_who_settled_what_and_from_which_mail(as_city: Client, desk: Season) -> None:
    as_city.post(doubt_at("birth"), {"value": "2002-03", "seen": "open"})

    reading = as_city.get(f"{BASE}/applications/00001/").context["page"].reading

    assert (reading.carrier, reading.mail) == ("照片", Mail.objects.get(file="1.eml"))
    told = [(one.label, one.mark.label, one.doubt.settled_by) for one in reading.lines]
    assert told == [
        ("出生年月", "已更正", User.objects.get(username="city")),
        ("毕业院校", "待核对", None),
    ]


def test_handling_with_a_case_that_is_not_there_keeps_the_note(
    as_city: Client, desk: Season
) -> None:
    answer = {"kind": "supplement", "number": "77777", "note": "样本说明"}

    page = as_city.post(mail_at("3.eml"), answer).content.decode()

    assert ("本招募季没有这个报名编号" in page, "样本说明" in page) == (True, True)
    assert Mail.objects.get(file="3.eml").handled_by is None


def test_a_stranger_s_words_and_file_names_are_shown_and_never_run(
    as_city: Client, season: Season, city_official: User
) -> None:
    evil = "<script>alert(1)</script>"
    unknown = picture("evil", shade=199)
    facts = sent("4.eml", {"a.png": unknown}, paper_file(unknown, name=f"{evil}\u202egnp.exe"))
    registered(season, city_official, replace(facts, subject=f"补交{evil}", text=evil))

    page = as_city.get(mail_at("4.eml")).content.decode()

    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_the_desk_writes_nothing_of_a_person_into_the_ledger(as_city: Client, desk: Season) -> None:
    case = Application.objects.get(case_number="00001")
    as_city.post(doubt_at("school"), {"value": "甲学院", "seen": "open"})

    written = "".join(Entry.objects.values_list("body", flat=True))

    told = ("甲学院", case.form["id_number"], case.form["name"], case.form["phone"])
    assert [one for one in told if one in written] == []
