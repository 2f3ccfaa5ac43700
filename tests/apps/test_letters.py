"""A supplement request: drafted from the known faults of a case, sent by a person, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.letters import (
    LetterBlank,
    LetterGone,
    LetterIdle,
    NoAddress,
    asked_for,
    draft_letter,
    proposed_letter,
    release_letter,
    send_letter,
)
from linli.apps.notifications.models import Message
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.documents.problems import unreadable
from linli.core.papers.kinds import MaterialKind as K
from tests.apps.cast import Officials, at, last_entry
from tests.apps.made_desk import application_mail, keep_files_in, registered

ON = at(6, 5).date()


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    keep_files_in(tmp_path / "files", settings)


@pytest.fixture
def case(season: Season, cast: Officials) -> Application:
    """A case without a diploma whose ID number was read with doubt."""
    papers = (K.ID_CARD_FRONT, K.ID_CARD_BACK)
    mail = application_mail("1.eml", {"id_number": "字迹不清"}, kinds=papers)
    (one,) = registered(season, cast.city, mail)
    return one


def items(application: Application) -> list[str]:
    draft = proposed_letter(application, ON)
    assert draft is not None
    return [line.partition("：")[0] for line in draft.body.split("\n\n") if line[0].isdigit()]


def send(application: Application, cast: Officials, **texts: str) -> None:
    values = {"subject": "请补正", "body": "请发来毕业证。"}
    send_letter(application, **{**values, **texts}, actor=cast.city, at=at(6, 5))


def test_a_letter_asks_for_known_faults_and_not_for_what_is_still_in_doubt(
    case: Application,
) -> None:
    unsettled = case.checks.get(code="id_checksum")

    assert unsettled.outcome == "refer"
    assert items(case) == ["1. 毕业证或学籍报告"]


def test_files_that_could_not_be_opened_are_named(season: Season, cast: Officials) -> None:
    facts = application_mail("2.eml", {})
    broken = replace(facts.attachments[1], name="毕业证.rar", problems=(unreadable("已损坏"),))
    whole = (facts.attachments[0], broken, *facts.attachments[2:])
    (one,) = registered(season, cast.city, replace(facts, attachments=whole))

    draft = proposed_letter(one, ON)

    assert draft is not None
    assert "“毕业证.rar”" in draft.body


def test_a_case_that_lacks_nothing_gets_no_letter(season: Season, cast: Officials) -> None:
    (one,) = registered(season, cast.city, application_mail("3.eml", {}))

    assert proposed_letter(one, ON) is None


def test_a_decided_case_gets_no_letter(case: Application, cast: Officials) -> None:
    case.state = State.QUALIFIED
    case.save()

    assert proposed_letter(case, ON) is None
    with pytest.raises(LetterIdle, match="资格审查通过"):
        send(case, cast)


def test_the_codes_that_letters_ask_about_are_those_of_the_pack(season: Season) -> None:
    assert {"form_missing", "pledge_unsigned"} <= asked_for(season)


def test_a_sent_letter_is_kept_and_goes_to_the_address_that_applied(
    case: Application, cast: Officials
) -> None:
    send(case, cast)

    (letter,) = case.letters.all()
    assert (letter.status, letter.body, letter.released_by, letter.released_at) == (
        "released",
        "请发来毕业证。",
        cast.city,
        at(6, 5),
    )
    message = Message.objects.get(application=case)
    assert (message.subject, message.body) == ("请补正", "请发来毕业证。")
    assert case.person.email == "1.eml@mail.example"


def test_the_ledger_says_who_sent_it_without_its_words(case: Application, cast: Officials) -> None:
    send(case, cast)

    entry = last_entry(case.subject)
    (letter,) = case.letters.all()
    assert (entry["actor"], entry["action"], entry["clause"], entry["inputs"]) == (
        "city",
        "release_letter",
        "D0 三(一)6",
        {"letter": letter.pk},
    )


def test_a_newer_draft_takes_the_place_of_the_former(case: Application, cast: Officials) -> None:
    for body in ("第一稿", "第二稿"):
        draft_letter(case, subject="请补正", body=body, actor=cast.city, at=at(6, 5))

    assert list(case.letters.values_list("body", "status")) == [
        ("第一稿", "dropped"),
        ("第二稿", "draft"),
    ]


def test_a_draft_is_released_once(case: Application, cast: Officials) -> None:
    draft = draft_letter(case, subject="请补正", body="稿", actor=cast.city, at=at(6, 5))
    release_letter(draft, subject="请补正", body="稿", actor=cast.city, at=at(6, 5))

    with pytest.raises(LetterGone):
        release_letter(draft, subject="请补正", body="稿", actor=cast.city, at=at(6, 5))

    assert Message.objects.filter(application=case).count() == 1


@pytest.mark.parametrize("texts", [{"subject": " "}, {"body": "\n"}])
def test_a_blank_letter_is_not_sent_and_leaves_no_draft(
    case: Application, cast: Officials, texts: dict[str, str]
) -> None:
    with pytest.raises(LetterBlank):
        send(case, cast, **texts)

    assert not case.letters.exists()


def test_without_an_address_nothing_is_sent(case: Application, cast: Officials) -> None:
    Person.objects.update(email="")
    case.person.refresh_from_db()

    with pytest.raises(NoAddress, match="电话通知"):
        send(case, cast)

    assert not case.letters.exists()


@pytest.mark.parametrize("office", ["dai_street", "finance", "auditor", "yuanping"])
def test_others_write_no_letter(case: Application, cast: Officials, office: str) -> None:
    actor = getattr(cast, office)

    with pytest.raises(NotPermitted):
        send_letter(case, subject="请补正", body="稿", actor=actor, at=at(6, 5))
