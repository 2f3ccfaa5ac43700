"""A withdrawal by mail: shown to a person, who confirms it or does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.handling import AlreadyHandled, handle_mail
from linli.apps.intake.models import Mail
from linli.apps.intake.withdrawing import (
    WithdrawalOvertaken,
    awaits_confirmation,
    comes_from_address_on_record,
    confirm_withdrawal,
)
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.intake.hints import Hints
from linli.core.intake.sent import MailFacts
from linli.rehearsal.runs import confirm_withdrawals
from tests.apps.cast import Officials, at, last_entry
from tests.apps.made_desk import (
    K,
    application_mail,
    paper_file,
    picture,
    registered,
    sent,
)
from tests.factories import DAI

pytestmark = pytest.mark.usefixtures("kept_files")

SENDER = "1.eml@mail.example"


def leave(name: str, sender: str = SENDER, when: datetime | None = None) -> MailFacts:
    """Return the facts of a letter by which its sender gives up."""
    facts = sent(name, {}, received_at=when or at(6, 5), sender=sender)
    text = f"因个人原因，本人自愿放弃社区助理报名，申请撤回报名材料。（{name}）"
    return replace(facts, subject="撤回报名", text=text)


@pytest.fixture
def case(season: Season, cast: Officials) -> Application:
    (one,) = registered(season, cast.city, application_mail("1.eml", {}), leave("2.eml"))
    return one


def letter(file: str = "2.eml") -> Mail:
    return Mail.objects.select_related("application__person", "application__season").get(file=file)


def confirm(cast: Officials, file: str = "2.eml") -> None:
    confirm_withdrawal(letter(file), actor=cast.city, at=at(6, 6))


def test_a_letter_of_withdrawal_changes_nothing_and_waits_for_a_person(case: Application) -> None:
    assert (case.state, awaits_confirmation(letter())) == (State.RECEIVED, True)


def test_a_letter_that_comes_to_a_registered_case_waits_as_well(
    season: Season, cast: Officials
) -> None:
    (one,) = registered(season, cast.city, application_mail("1.eml", {}))
    registered(season, cast.city, leave("2.eml"))

    one.refresh_from_db()
    assert (one.state, awaits_confirmation(letter())) == (State.RECEIVED, True)


def test_a_person_confirms_it_once_and_the_ledger_says_by_which_mail(
    case: Application, cast: Officials
) -> None:
    slower = letter()
    confirm(cast)

    case.refresh_from_db()
    mail, entry = letter(), last_entry(case.subject)
    assert (case.state, mail.handled_by, mail.handled_at, awaits_confirmation(mail)) == (
        State.WITHDRAWN,
        cast.city,
        at(6, 6),
        False,
    )
    assert (entry["action"], entry["actor"], entry["reason"], entry["inputs"]) == (
        "withdraw",
        "city",
        "本人来信撤回，经工作人员核实",
        {"mail": mail.pk, "from": "received", "to": "withdrawn"},
    )
    with pytest.raises(AlreadyHandled):
        confirm_withdrawal(slower, actor=cast.city, at=at(6, 7))


def test_the_other_letters_of_a_withdrawn_case_are_closed_unproven_each_in_the_ledger(
    season: Season, case: Application, cast: Officials
) -> None:
    hints = Hints("甲样本", True, None, case.form["id_number"])
    stranger = leave("4.eml", "stranger@mail.example", at(6, 6))
    registered(season, cast.city, leave("3.eml", when=at(6, 6)), replace(stranger, hints=hints))
    assert awaits_confirmation(letter("4.eml"))

    confirm(cast)

    notes = {file: letter(file).handling_note for file in ("2.eml", "3.eml", "4.eml")}
    neutral = "该报名已按另一封来信确认撤回；本封未经核实，不再处理"
    entries = [entry for entry in entries_of(case.subject) if entry["action"] == "handle_mail"]
    assert notes == {"2.eml": "核实为本人来信，确认撤回报名", "3.eml": neutral, "4.eml": neutral}
    assert [(entry["actor"], entry["reason"], entry["inputs"]) for entry in entries] == [
        (
            "city",
            neutral,
            {"mail": letter(file).pk, "kind": "withdrawal", "from_case": case.case_number},
        )
        for file in ("3.eml", "4.eml")
    ]


def test_it_can_be_answered_without_withdrawing(case: Application, cast: Officials) -> None:
    handle_mail(
        letter(),
        kind="withdrawal",
        note="电话核实，不是本人所发（样本）",
        application=case,
        actor=cast.city,
        at=at(6, 6),
    )

    case.refresh_from_db()
    assert (case.state, awaits_confirmation(letter())) == (State.RECEIVED, False)
    with pytest.raises(AlreadyHandled):
        confirm(cast)


IN_PARTS = (("1.eml",), ("2.eml",), ("3.eml",))
AT_ONCE = (("1.eml", "2.eml", "3.eml"),)
TWO_AND_ONE = (("1.eml", "2.eml"), ("3.eml",))
ways = pytest.mark.parametrize("parts", [AT_ONCE, IN_PARTS, TWO_AND_ONE])
Parts = tuple[tuple[str, ...], ...]


def register_in(parts: Parts, season: Season, cast: Officials, *mails: MailFacts) -> None:
    facts = {one.file: one for one in mails}
    for part in parts:
        registered(season, cast.city, *(facts[name] for name in part))


def supplement(name: str = "3.eml", sender: str = SENDER) -> MailFacts:
    """Return the facts of a mail that brings one paper and no form."""
    file = f"补交{name}.png"
    content = picture(name, shade=180)
    facts = sent(name, {file: content}, paper_file(content, K.HUKOU), received_at=at(6, 7))
    return replace(facts, subject="补交材料", text="补发户口簿（样本）", sender=sender)


def form_anew(first: MailFacts, name: str = "3.eml") -> MailFacts:
    """Return the facts of a mail by which a person applies once more, with a form alone."""
    mail = application_mail(name, {}, form=first.attachments[0].form, kinds=())
    return replace(mail, received_at=at(6, 8), sender=SENDER)


def owners() -> dict[str, str]:
    """Return the case of each mail, by file."""
    return dict(Mail.objects.values_list("file", "application__case_number"))


@ways
@pytest.mark.parametrize("sender", [SENDER, "stranger@mail.example"])
def test_papers_that_come_after_an_unconfirmed_letter_are_laid_to_the_form(
    season: Season, cast: Officials, parts: Parts, sender: str
) -> None:
    first = application_mail("1.eml", {}, kinds=(K.ID_CARD_FRONT, K.ID_CARD_BACK))
    form = first.attachments[0].form
    assert form is not None
    gone = replace(leave("2.eml", sender), hints=Hints(form.name, True, form.phone))

    register_in(parts, season, cast, first, gone, supplement())

    one = Application.objects.get()
    assert (one.form["id_number"], one.reading["mail"], one.materials) == (
        form.id_number,
        "1.eml",
        {"id_card_front": 1, "id_card_back": 1, "hukou": 1},
    )
    assert owners() == dict.fromkeys(("1.eml", "2.eml", "3.eml"), one.case_number)
    assert awaits_confirmation(letter())
    with pytest.raises(WithdrawalOvertaken, match=one.case_number):
        confirm(cast)


@ways
def test_a_form_anew_answers_a_letter_that_nobody_confirmed_and_takes_no_paper_away(
    season: Season, cast: Officials, parts: Parts
) -> None:
    first = application_mail("1.eml", {}, kinds=(K.ID_CARD_FRONT, K.ID_CARD_BACK))

    register_in(parts, season, cast, first, leave("2.eml"), form_anew(first))

    one = Application.objects.get()
    assert (one.state, one.reading["mail"], one.materials, letter().is_set_aside) == (
        State.RECEIVED,
        "3.eml",
        {"id_card_front": 1, "id_card_back": 1},
        False,
    )
    assert letter().reason == "报名人放弃报名；此后又收到本人的登记表，未作撤回"
    with pytest.raises(AlreadyHandled):
        confirm(cast)


def test_a_rejected_letter_takes_nothing_out_of_count(season: Season, cast: Officials) -> None:
    first = application_mail("1.eml", {}, kinds=(K.ID_CARD_FRONT, K.ID_CARD_BACK))
    (one,) = registered(season, cast.city, first, leave("2.eml"))
    note = "电话核实，不是本人所发（样本）"
    handle_mail(
        letter(), kind="withdrawal", note=note, application=one, actor=cast.city, at=at(6, 6)
    )

    registered(season, cast.city, form_anew(first))

    one = Application.objects.get()
    assert (one.reading["mail"], one.materials) == (
        "3.eml",
        {"id_card_front": 1, "id_card_back": 1},
    )


@pytest.mark.parametrize("parts", [(("3.eml", "4.eml"),), (("3.eml",), ("4.eml",))])
def test_who_applies_anew_after_a_confirmed_withdrawal_has_a_second_case_and_the_first_keeps_its_mails(
    season: Season, cast: Officials, parts: Parts
) -> None:
    first = application_mail("1.eml", {}, kinds=(K.ID_CARD_FRONT, K.ID_CARD_BACK))
    (old,) = registered(season, cast.city, first, leave("2.eml"))
    confirm(cast)

    register_in(parts, season, cast, supplement(), form_anew(first, "4.eml"))
    registered(season, cast.city, application_mail("5.eml", {}))

    anew = Application.objects.get(case_number="00002")
    assert (anew.state, anew.reading["mail"], anew.materials) == (
        State.RECEIVED,
        "4.eml",
        {"hukou": 1},
    )
    assert owners() == {
        "1.eml": old.case_number,
        "2.eml": old.case_number,
        "3.eml": "00002",
        "4.eml": "00002",
        "5.eml": "00003",
    }


def test_papers_alone_after_a_confirmed_withdrawal_wait_for_a_person(
    season: Season, case: Application, cast: Officials
) -> None:
    confirm(cast)

    received = registered(season, cast.city, supplement())

    assert (received, owners()["3.eml"], letter("3.eml").is_set_aside) == (
        [],
        case.case_number,
        True,
    )


def test_nobody_is_asked_about_a_case_that_can_no_longer_be_withdrawn(
    season: Season, cast: Officials
) -> None:
    (one,) = registered(season, cast.city, application_mail("1.eml", {}))
    Application.objects.filter(pk=one.pk).update(state=State.NOT_QUALIFIED)
    registered(season, cast.city, leave("2.eml"))

    assert not awaits_confirmation(letter())


@ways
def test_a_stranger_who_sends_a_paper_is_not_written_to_from_then_on(
    season: Season, cast: Officials, parts: Parts
) -> None:
    first = application_mail("1.eml", {}, kinds=(K.ID_CARD_FRONT, K.ID_CARD_BACK))
    form = first.attachments[0].form
    assert form is not None
    hints = Hints(form.name, True, form.phone)
    stranger = "stranger@mail.example"
    gone = replace(leave("2.eml", stranger), hints=hints)

    register_in(parts, season, cast, first, gone, replace(supplement(sender=stranger), hints=hints))

    one = Application.objects.get()
    assert (one.person.email, one.materials["hukou"]) == (SENDER, 1)
    assert not comes_from_address_on_record(letter())


def test_without_a_form_the_first_mail_gives_the_address(season: Season, cast: Officials) -> None:
    content = picture("材料")
    first = sent("1.eml", {"材料.png": content}, paper_file(content, K.HUKOU))
    hints = Hints("甲样本", True, "13800000001")
    later = supplement(sender="stranger@mail.example")

    registered(season, cast.city, replace(first, hints=hints), replace(later, hints=hints))

    assert Application.objects.get().person.email == SENDER


def test_the_address_on_record_is_told_from_another(
    season: Season, case: Application, cast: Officials
) -> None:
    own = comes_from_address_on_record(letter())
    Mail.objects.filter(file="2.eml").update(
        reading={**letter().reading, "sender": "stranger@mail.example"}
    )

    assert (own, comes_from_address_on_record(letter())) == (True, False)


@pytest.mark.parametrize("office", ["yuanping", "dai_street", "finance", "auditor"])
def test_others_confirm_nothing(case: Application, cast: Officials, office: str) -> None:
    Application.objects.update(county_id=DAI)

    with pytest.raises(NotPermitted):
        confirm_withdrawal(letter(), actor=getattr(cast, office), at=at(6, 6))

    assert letter().handled_by is None


def test_the_county_of_the_case_confirms_it(case: Application, cast: Officials) -> None:
    Application.objects.update(county_id=DAI, state=State.ROUTED)

    confirm_withdrawal(letter(), actor=cast.dai, at=at(6, 16))

    case.refresh_from_db()
    assert case.state == State.WITHDRAWN


def test_a_rehearsal_confirms_only_letters_from_the_address_on_record_that_nothing_overtook(
    season: Season, cast: Officials
) -> None:
    plain, odd, overtaken = (application_mail(f"{number}.eml", {}) for number in (1, 2, 3))
    form = odd.attachments[0].form
    assert form is not None
    stranger = leave("5.eml", "stranger@mail.example")
    contested = replace(stranger, hints=Hints("甲样本", True, None, form.id_number))
    letters = (leave("4.eml"), contested, leave("6.eml", overtaken.sender))
    more = supplement("7.eml", overtaken.sender)
    registered(season, cast.city, plain, odd, overtaken, *letters, more)
    assert all(awaits_confirmation(letter(one.file)) for one in letters)

    confirm_withdrawals(season, city=cast.city, at=at(6, 15))

    waiting = [one.file for one in letters if letter(one.file).handled_by is None]
    states = dict(Application.objects.values_list("reading__mail", "state"))
    assert waiting == ["5.eml", "6.eml"]
    assert states == {
        "1.eml": State.WITHDRAWN,
        "2.eml": State.RECEIVED,
        "3.eml": State.RECEIVED,
    }
