"""A mail that was set aside, read by a person: its kind, its case, its papers, once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.doubts import settle
from linli.apps.intake.handling import (
    AlreadyHandled,
    HandlingIncomplete,
    WrongCase,
    handle_mail,
    may_read,
)
from linli.apps.intake.laying import FormOfTheCase
from linli.apps.intake.models import Doubt, Mail
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted, Permission
from linli.core.intake.sent import MailFacts
from tests.apps.cast import Officials, at, last_entry, make_registration_form, new_id_number
from tests.apps.made_desk import (
    K,
    application_mail,
    doubt_of,
    paper_file,
    picture,
    registered,
    sent,
)
from tests.factories import DAI

pytestmark = pytest.mark.usefixtures("kept_files")

NOTE = "打电话核对过，是本人补交的毕业证（样本）"


def supplement(name: str = "2.eml", *kinds: K, **more: Any) -> MailFacts:
    """Return the facts of a mail that says it completes an application, from an unknown sender."""
    page = picture(name, shade=200)
    files = paper_file(page, *kinds, name="毕业证.png")
    return replace(sent(name, {"毕业证.png": page}, files), subject="补交材料", **more)


@pytest.fixture
def case(season: Season, cast: Officials) -> Application:
    """A case without a diploma, and a supplement set aside that belongs to nobody yet."""
    papers = (K.ID_CARD_FRONT, K.ID_CARD_BACK)
    first = application_mail("1.eml", {"name": "字迹不清"}, kinds=papers)
    (one,) = registered(season, cast.city, first, supplement("2.eml", K.DIPLOMA))
    return one


@pytest.fixture
def aside(case: Application) -> Mail:
    return Mail.objects.get(file="2.eml")


def handle(mail: Mail, actor: User, application: Application | None, **answer: Any) -> None:
    values = {"kind": "supplement", "note": NOTE, "application": application, "actor": actor}
    handle_mail(mail, **{**values, "at": at(6, 5), **answer})


def test_an_unclaimed_supplement_is_set_aside(aside: Mail) -> None:
    assert (aside.kind, aside.is_set_aside, aside.application) == ("supplement", True, None)


def test_its_papers_go_into_the_case_that_a_person_names_and_are_checked(
    case: Application, aside: Mail, cast: Officials
) -> None:
    assert case.checks.get(code="material_missing.diploma_or_report").outcome == "refer"

    handle(aside, cast.city, case)

    case.refresh_from_db()
    aside.refresh_from_db()
    assert (case.materials["diploma"], aside.application) == (1, case)
    assert not case.checks.filter(code="material_missing.diploma_or_report").exists()
    assert (aside.is_set_aside, aside.handled_by, aside.handled_at, aside.handling_note) == (
        True,
        cast.city,
        at(6, 5),
        NOTE,
    )


def test_the_ledger_says_who_handled_it_and_why(
    case: Application, aside: Mail, cast: Officials
) -> None:
    handle(aside, cast.city, None, kind="spam", note="与报名无关")

    entry = last_entry(case.season.code)
    assert (entry["actor"], entry["action"], entry["clause"], entry["reason"], entry["inputs"]) == (
        "city",
        "handle_mail",
        "D0 三(一)3",
        "与报名无关",
        {"mail": aside.pk, "kind": "spam", "from_case": ""},
    )


def test_what_the_case_has_already_is_not_counted_twice(
    season: Season, case: Application, aside: Mail, cast: Officials
) -> None:
    handle(aside, cast.city, case)
    again = replace(supplement("3.eml", K.DIPLOMA), attachments=from_mail(aside))
    registered(season, cast.city, again)

    handle(Mail.objects.get(file="3.eml"), cast.city, case)

    case.refresh_from_db()
    assert case.materials["diploma"] == 1


def from_mail(mail: Mail) -> Any:
    from linli.core.intake.facts_record import from_record  # noqa: PLC0415 (used once)

    return from_record(mail.reading).attachments


def test_pages_nobody_could_sort_wait_for_a_person_in_the_case(
    season: Season, case: Application, cast: Officials
) -> None:
    registered(season, cast.city, supplement("4.eml"))

    handle(Mail.objects.get(file="4.eml"), cast.city, case)

    case.refresh_from_db()
    assert case.materials["unknown"] == 1
    waiting = Doubt.objects.filter(application=case, status="open")
    assert sorted(waiting.values_list("field", flat=True)) == ["name", "paper"]


@pytest.mark.parametrize("kind", ["inquiry", "late", "duplicate", "withdrawal", "spam"])
def test_papers_of_a_mail_that_counts_for_nothing_stay_outside(
    case: Application, aside: Mail, cast: Officials, kind: str
) -> None:
    handle(aside, cast.city, case, kind=kind)

    case.refresh_from_db()
    assert ("diploma" in case.materials, case.state) == (False, "received")
    assert list(case.mails.values_list("file", "kind")) == [
        ("1.eml", "application"),
        ("2.eml", kind),
    ]


def test_a_decided_case_gets_the_mail_and_keeps_its_papers(
    case: Application, aside: Mail, cast: Officials
) -> None:
    Application.objects.update(state=State.QUALIFIED)

    handle(aside, cast.city, case)

    case.refresh_from_db()
    assert ("diploma" in case.materials, case.mails.count()) == (False, 2)


def test_a_mail_that_leaves_a_case_takes_its_papers_along(
    season: Season, case: Application, aside: Mail, cast: Officials
) -> None:
    other_form = make_registration_form(new_id_number(), name="李样本", phone="13800000002")
    (other,) = registered(
        season, cast.city, application_mail("5.eml", {}, form=other_form, kinds=())
    )
    handle(aside, cast.city, case)
    Mail.objects.update(handled_by=None)

    handle(Mail.objects.get(file="2.eml"), cast.city, other)

    case.refresh_from_db()
    other.refresh_from_db()
    assert ("diploma" in case.materials, other.materials) == (False, {"diploma": 1})


def test_the_mail_with_the_form_of_the_case_cannot_leave_it(
    case: Application, cast: Officials
) -> None:
    Mail.objects.filter(file="1.eml").update(is_set_aside=True)

    with pytest.raises(FormOfTheCase, match=case.case_number):
        handle(Mail.objects.get(file="1.eml"), cast.city, None, kind="spam")

    assert Mail.objects.get(file="1.eml").application == case


def test_a_correction_brings_its_form_with_what_is_in_doubt_there(
    season: Season, case: Application, cast: Officials
) -> None:
    number = case.form["id_number"]
    newer = make_registration_form(number, name="张演样本", school="样本学院")
    facts = application_mail("6.eml", {"school": "字迹不清"}, form=newer, kinds=())
    registered(season, cast.city, replace(facts, received_at=at(6, 7)))
    mail = Mail.objects.get(file="6.eml")
    Mail.objects.filter(pk=mail.pk).update(is_set_aside=True, application=None)
    mail.refresh_from_db()

    handle(mail, cast.city, case, kind="correction")

    case.refresh_from_db()
    assert (case.form["name"], case.person.name, case.received_at) == (
        "张演样本",
        "张演样本",
        at(6, 7),
    )
    waiting = Doubt.objects.filter(application=case, status="open")
    assert list(waiting.values_list("field", flat=True)) == ["school"]


def test_a_mail_is_handled_once(case: Application, aside: Mail, cast: Officials) -> None:
    slower = Mail.objects.get(pk=aside.pk)
    handle(aside, cast.city, case)

    with pytest.raises(AlreadyHandled):
        handle(slower, cast.city, None, kind="spam")


def test_a_mail_that_asks_for_nobody_needs_no_handling(case: Application, cast: Officials) -> None:
    with pytest.raises(AlreadyHandled):
        handle(Mail.objects.get(file="1.eml"), cast.city, case)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"note": " \n"}, "没有填写处理说明"),
        ({"note": "字" * 401}, "超过400字"),
        ({"kind": "set_aside"}, "没有选择来件的类别"),
        ({"kind": ""}, "没有选择来件的类别"),
    ],
)
def test_an_answer_that_lacks_something_is_refused(
    case: Application, aside: Mail, cast: Officials, answer: dict[str, str], reason: str
) -> None:
    with pytest.raises(HandlingIncomplete, match=reason):
        handle(aside, cast.city, case, **answer)

    assert Mail.objects.get(pk=aside.pk).handled_by is None


def test_a_note_of_four_hundred_characters_fits(aside: Mail, cast: Officials) -> None:
    handle(aside, cast.city, None, kind="inquiry", note="字" * 400)

    assert Mail.objects.get(pk=aside.pk).handling_note == "字" * 400


def test_a_case_of_another_season_is_refused(
    aside: Mail, rehearsal: Season, cast: Officials
) -> None:
    facts = application_mail("7.eml", {}, form=make_registration_form(new_id_number()))
    (foreign,) = registered(rehearsal, cast.city, facts)

    with pytest.raises(WrongCase):
        handle(aside, cast.city, foreign)


def test_a_mail_of_no_case_is_the_city_s_and_one_of_a_case_its_county_s(
    case: Application, aside: Mail, cast: Officials
) -> None:
    Application.objects.update(county_id=DAI, state=State.ROUTED)
    of_the_case = Mail.objects.get(file="1.eml")
    officials = (cast.city, cast.dai, cast.yuanping, cast.datong)

    assert [may_read(one, aside).allowed for one in officials] == [True, False, False, False]
    assert [may_read(one, of_the_case).allowed for one in officials] == [True, True, False, False]


@pytest.mark.parametrize("office", ["finance", "auditor", "dai_street", "dai_community"])
def test_offices_that_need_no_identity_cards_open_no_mail_and_are_told_who_does(
    case: Application, aside: Mail, cast: Officials, office: str
) -> None:
    of_the_case = Mail.objects.get(file="1.eml")
    refused = Permission(False, "“查看来件”由市委社会工作部、县（市、区）委社会工作部办理")

    assert [may_read(getattr(cast, office), one) for one in (aside, of_the_case)] == [refused] * 2


@pytest.mark.parametrize("office", ["finance", "auditor", "dai", "dai_street"])
def test_others_handle_nothing(
    case: Application, aside: Mail, cast: Officials, office: str
) -> None:
    with pytest.raises(NotPermitted):
        handle(aside, getattr(cast, office), case)


def test_what_a_person_laid_into_a_case_stays_when_newer_mail_comes(
    season: Season, case: Application, aside: Mail, cast: Officials
) -> None:
    handle(aside, cast.city, case)
    hukou = picture("hukou", shade=190)
    reply = sent(
        "8.eml", {"户口簿.png": hukou}, paper_file(hukou, K.HUKOU), sender="1.eml@mail.example"
    )

    registered(season, cast.city, replace(reply, subject="补交材料", received_at=at(6, 8)))

    case.refresh_from_db()
    assert Mail.objects.get(file="8.eml").application == case
    assert (case.materials["diploma"], case.materials["hukou"]) == (1, 1)


def test_a_mail_that_a_person_put_into_another_case_stays_there(
    season: Season, case: Application, cast: Officials
) -> None:
    page = picture("moved", shade=180)
    moved = sent(
        "9.eml", {"户口簿.png": page}, paper_file(page, K.HUKOU), sender="1.eml@mail.example"
    )
    other_form = make_registration_form(new_id_number(), name="李样本", phone="13800000002")
    (other,) = registered(
        season,
        cast.city,
        application_mail("5.eml", {}, form=other_form, kinds=()),
        replace(moved, subject="补交材料", received_at=at(6, 4)),
    )
    Mail.objects.filter(file="9.eml").update(is_set_aside=True)
    handle(Mail.objects.get(file="9.eml"), cast.city, other)
    diploma = picture("later", shade=170)
    later = sent(
        "10.eml",
        {"毕业证.png": diploma},
        paper_file(diploma, K.DIPLOMA),
        sender="1.eml@mail.example",
    )

    registered(season, cast.city, replace(later, subject="补交材料", received_at=at(6, 8)))

    case.refresh_from_db()
    other.refresh_from_db()
    assert (sorted(case.materials), other.materials) == (
        ["diploma", "id_card_back", "id_card_front"],
        {"hukou": 1},
    )


def test_a_settled_page_alone_is_no_reason_to_amend_a_case(season: Season, cast: Officials) -> None:
    (one,) = registered(season, cast.city, application_mail("1.eml", {}, unsorted=1))
    settle(doubt_of(one, "paper"), "hukou", actor=cast.city, at=at(6, 5))
    before = last_entry(one.subject)

    registered(
        season, cast.city, replace(sent("11.eml", {}), subject="咨询", text="请问几号截止？")
    )

    one.refresh_from_db()
    assert (last_entry(one.subject), one.materials["hukou"]) == (before, 1)
