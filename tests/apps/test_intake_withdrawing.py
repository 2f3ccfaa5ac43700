"""A withdrawal by mail: shown to a person, who confirms it or does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

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
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.intake.sent import MailFacts
from tests.apps.cast import Officials, at, last_entry, make_registration_form
from tests.apps.made_desk import application_mail, keep_files_in, registered, sent
from tests.factories import DAI

SENDER = "1.eml@mail.example"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    keep_files_in(tmp_path / "files", settings)


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


def test_all_letters_by_which_a_person_withdraws_are_answered_at_once(
    season: Season, case: Application, cast: Officials
) -> None:
    registered(season, cast.city, leave("3.eml", when=at(6, 6)))

    confirm(cast)

    assert letter("3.eml").handled_by == cast.city


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


def test_who_applied_anew_since_is_not_withdrawn_by_the_older_letter(
    season: Season, case: Application, cast: Officials
) -> None:
    form = make_registration_form(case.form["id_number"], phone=case.form["phone"])
    anew = replace(application_mail("3.eml", {}, form=form), received_at=at(6, 7), sender=SENDER)
    registered(season, cast.city, anew)

    with pytest.raises(WithdrawalOvertaken, match=case.case_number):
        confirm(cast)

    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_who_withdrew_and_came_back_before_the_mailbox_was_read_needs_no_confirmation(
    season: Season, cast: Officials
) -> None:
    first = application_mail("1.eml", {})
    form = first.attachments[0].form
    back = replace(application_mail("3.eml", {}, form=form), received_at=at(6, 7), sender=SENDER)

    (one,) = registered(season, cast.city, first, leave("2.eml"), back)

    assert (one.state, letter().is_set_aside) == (State.RECEIVED, False)


def test_nobody_is_asked_about_a_case_that_can_no_longer_be_withdrawn(
    season: Season, cast: Officials
) -> None:
    (one,) = registered(season, cast.city, application_mail("1.eml", {}))
    Application.objects.filter(pk=one.pk).update(state=State.NOT_QUALIFIED)
    registered(season, cast.city, leave("2.eml"))

    assert not awaits_confirmation(letter())


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
