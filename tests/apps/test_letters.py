"""A supplement request: drafted from the known faults of a case, sent by a person, once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.doubts import settle
from linli.apps.intake.letters import (
    DoubtsOpen,
    LetterBlank,
    LetterGone,
    LetterIdle,
    LetterOverdue,
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
from linli.core.intake.sent import MailFacts
from linli.core.papers.kinds import MaterialKind as K
from tests.apps.cast import Officials, at, last_entry, make_registration_form
from tests.apps.made_desk import application_mail, doubt_of, registered

pytestmark = pytest.mark.usefixtures("kept_files")

ON = at(6, 5).date()
CARDS = (K.ID_CARD_FRONT, K.ID_CARD_BACK)
BODY = "请发来毕业证的照片。"


@pytest.fixture
def case(season: Season, cast: Officials) -> Application:
    """A case without a diploma."""
    (one,) = registered(season, cast.city, application_mail("1.eml", {}, kinds=CARDS))
    return one


@pytest.fixture
def doubtful(season: Season, cast: Officials) -> Application:
    """A case without a diploma whose ID number was read with doubt."""
    mail = application_mail("1.eml", {"id_number": "字迹不清"}, kinds=CARDS)
    (one,) = registered(season, cast.city, mail)
    return one


def items(application: Application) -> list[str]:
    draft = proposed_letter(application, ON)
    assert draft is not None
    return [line.partition("：")[0] for line in draft.body.split("\n\n") if line[0].isdigit()]


def send(application: Application, cast: Officials, **texts: str) -> None:
    values = {"subject": "请补正", "body": BODY}
    send_letter(application, **{**values, **texts}, actor=cast.city, at=at(6, 5))


def test_a_letter_asks_for_known_faults_and_not_for_what_is_still_in_doubt(
    doubtful: Application,
) -> None:
    unsettled = doubtful.checks.get(code="id_checksum")

    assert unsettled.outcome == "refer"
    assert items(doubtful) == ["1. 毕业证或学籍报告"]


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
        BODY,
        cast.city,
        at(6, 5),
    )
    message = Message.objects.get(application=case)
    assert (message.subject, message.body) == ("请补正", BODY)
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
    draft = draft_letter(case, subject="请补正", body=BODY, actor=cast.city, at=at(6, 5))
    release_letter(draft, subject="请补正", body=BODY, actor=cast.city, at=at(6, 5))

    with pytest.raises(LetterGone):
        release_letter(draft, subject="请补正", body=BODY, actor=cast.city, at=at(6, 5))

    assert Message.objects.filter(application=case).count() == 1


@pytest.mark.parametrize(
    "texts", [{"subject": " "}, {"body": "\n"}, {"body": "请 补发 毕业证照片"}]
)
def test_a_letter_without_subject_or_ten_characters_is_not_sent_and_leaves_no_draft(
    case: Application, cast: Officials, texts: dict[str, str]
) -> None:
    with pytest.raises(LetterBlank):
        send(case, cast, **texts)

    assert not case.letters.exists()


@pytest.mark.parametrize(
    ("until", "is_sent"),
    [
        ("2024年6月4日24时前", False),
        ("2024年6月5日24时前", True),
        ("2024年6月6日24时前", True),
        ("2024年6月31日前", False),
        ("2024年6月4日之前", False),
    ],
)
def test_a_letter_that_wants_an_answer_by_a_day_gone_by_is_not_sent(
    case: Application, cast: Officials, until: str, *, is_sent: bool
) -> None:
    body = f"请在{until}把毕业证发来。"

    if is_sent:
        send(case, cast, body=body)
    else:
        with pytest.raises(LetterOverdue, match=until):
            send(case, cast, body=body)

    assert case.letters.exists() == is_sent


def test_the_last_day_that_the_notice_sets_for_the_diploma_may_have_passed(
    case: Application, cast: Officials
) -> None:
    send(case, cast, body="按照通知，毕业证须在2024年6月1日前（含当日）取得。")

    assert case.letters.get().status == "released"


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (at(6, 25), "请在2024年6月25日24时前直接回复"),
        (at(6, 26), "请尽快直接回复"),
    ],
)
def test_no_draft_sets_a_day_that_has_passed(case: Application, on: Any, until: str) -> None:
    draft = proposed_letter(case, on.date())

    assert draft is not None
    assert until in draft.body


def test_a_letter_waits_for_the_doubts_of_its_case(doubtful: Application, cast: Officials) -> None:
    with pytest.raises(DoubtsOpen, match=r"报名00001还有1项读取结果待核对.*先核对"):
        send(doubtful, cast)
    assert not doubtful.letters.exists()

    doubt = doubt_of(doubtful, "id_number")
    settle(doubt, doubt.proposed, actor=cast.city, at=at(6, 5))
    send(doubtful, cast)

    assert doubtful.letters.get().status == "released"


def test_a_kept_draft_waits_for_a_doubt_that_came_later(
    season: Season, case: Application, cast: Officials
) -> None:
    draft = draft_letter(case, subject="请补正", body=BODY, actor=cast.city, at=at(6, 5))
    newer = replace(case_mail(case, "2.eml", {"school": "字迹不清"}), received_at=at(6, 6))
    registered(season, cast.city, newer)

    with pytest.raises(DoubtsOpen):
        release_letter(draft, subject="请补正", body=BODY, actor=cast.city, at=at(6, 7))


def case_mail(case: Application, name: str, doubts: dict[str, str]) -> MailFacts:
    form = make_registration_form(case.form["id_number"], phone=case.form["phone"])
    facts = application_mail(name, doubts, form=form, kinds=CARDS)
    return replace(facts, sender=case.person.email)


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
