"""What an applicant asks about the own data, and the answer within its term."""

from __future__ import annotations

import json
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from linli.apps.drafts.discarding import Submitted, discard
from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.uploading import UPLOADS
from linli.apps.intake.keeping import NotKept
from linli.apps.notifications.actions import store_message
from linli.apps.notifications.queries import messages_of
from linli.apps.people.models import Person
from linli.apps.rights.actions import (
    AnsweredAlready,
    AskedAlready,
    TextMissing,
    answer,
    answer_due,
    ask,
)
from linli.apps.rights.closing import HasCase, close_account
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import Officials, at, entry_count, last_entry
from tests.support.portal import filled_draft, submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
CORRECT, DELETE = RightsRequest.Kind.CORRECT, RightsRequest.Kind.DELETE
SECRET = "专业应为法学"


def test_request_is_due_after_thirty_days_and_kept_once(season: Season) -> None:
    account = applicant()
    case = own_application(season, account)

    first = ask(case, kind=CORRECT, text=SECRET, account=account, at=at(6, 20, 23, 59, 59))
    before = entry_count()
    second = ask(case, kind=CORRECT, text=SECRET, account=account, at=at(6, 21))
    other = ask(case, kind=DELETE, text="删除", account=account, at=at(6, 21))

    assert (first, first.due_on, other.due_on) == (second, date(2024, 7, 20), date(2024, 7, 21))
    assert (RightsRequest.objects.count(), entry_count()) == (2, before + 1)
    assert answer_due(season, date(2024, 6, 20)) == date(2024, 7, 20)


def test_another_text_while_the_first_waits_is_refused_and_after_the_answer_taken(
    season: Season, cast: Officials
) -> None:
    account = applicant()
    case = own_application(season, account)
    first = ask(case, kind=CORRECT, text=SECRET, account=account, at=at(6, 20))

    with pytest.raises(AskedAlready):
        ask(case, kind=CORRECT, text="另一项", account=account, at=at(6, 21))
    answer(first, is_granted=True, text="已更正", actor=cast.city, at=at(6, 22))
    again = ask(case, kind=CORRECT, text="另一项", account=account, at=at(6, 23))

    assert again != first


def test_ledger_tells_that_it_was_asked_and_answered_and_not_what(
    season: Season, cast: Officials
) -> None:
    account = applicant()
    case = own_application(season, account)

    asked = ask(case, kind=CORRECT, text=SECRET, account=account, at=at(6, 20))
    first = last_entry(case.subject)
    answer(asked, is_granted=False, text="依据不足", actor=cast.city, at=at(6, 22))
    second = last_entry(case.subject)

    assert (first["actor"], first["action"], first["clause"], first["inputs"]) == (
        "applicant-1",
        "ask_right",
        "个人信息保护法 第四十六条",
        {"request": asked.pk, "kind": "correct"},
    )
    assert (second["actor"], second["action"], second["inputs"]) == (
        "city",
        "answer_right",
        {"request": asked.pk, "kind": "correct", "granted": False},
    )
    told = json.dumps([first, second], ensure_ascii=False)
    assert SECRET not in told
    assert "依据不足" not in told


def test_answer_is_given_once_by_the_city_and_says_something(
    season: Season, cast: Officials
) -> None:
    account = applicant()
    asked = ask(
        own_application(season, account), kind=CORRECT, text=SECRET, account=account, at=at(6, 20)
    )

    with pytest.raises(NotPermitted):
        answer(asked, is_granted=True, text="已更正", actor=cast.dai, at=at(6, 22))
    with pytest.raises(TextMissing):
        answer(asked, is_granted=False, text=" \n", actor=cast.city, at=at(6, 22))
    stored = answer(asked, is_granted=True, text="已更正", actor=cast.city, at=at(6, 22))
    with pytest.raises(AnsweredAlready):
        answer(asked, is_granted=False, text="改主意", actor=cast.city, at=at(6, 23))

    asked.refresh_from_db()
    assert stored == asked
    assert (asked.is_granted, asked.answer, asked.answered_by, asked.answered_at) == (
        True,
        "已更正",
        cast.city,
        at(6, 22),
    )


def test_applicant_is_told_once_that_the_answer_is_there_and_not_what_it_says(
    season: Season, cast: Officials
) -> None:
    account = applicant()
    case = own_application(season, account)
    asked = ask(case, kind=CORRECT, text=SECRET, account=account, at=at(6, 20))

    answer(asked, is_granted=False, text="依据不足", actor=cast.city, at=at(6, 22))

    (message,) = messages_of(account)
    assert (message.application, message.subject, message.stored_at) == (
        case,
        "个人信息申请已有答复",
        at(6, 22),
    )
    assert message.body == (
        f"您就报名（编号{case.case_number}）提出的申请（更正、补充）已有答复，"
        "请登录网站在“我的信息”查看。"
        "对答复有异议的，可以向履行个人信息保护职责的部门投诉。"
    )
    assert message.short == (
        f"您就报名（编号{case.case_number}）提出的个人信息申请已有答复，请登录网站查看。"
    )


def test_nobody_asks_about_anothers_case_or_nothing(season: Season) -> None:
    case = own_application(season, applicant())
    other = applicant("applicant-2", "13800000002")

    with pytest.raises(NotPermitted):
        ask(case, kind=CORRECT, text=SECRET, account=other, at=at(6, 20))
    with pytest.raises(TextMissing):
        ask(case, kind=CORRECT, text="　", account=case.person.account, at=at(6, 20))

    assert RightsRequest.objects.count() == 0


@pytest.mark.parametrize("half", [{"answer": "已更正"}, {"is_granted": True}])
def test_database_keeps_no_half_answer(season: Season, half: dict[str, object]) -> None:
    account = applicant()
    asked = ask(
        own_application(season, account), kind=CORRECT, text=SECRET, account=account, at=at(6, 20)
    )

    with pytest.raises(IntegrityError, match="rights_answer_is_whole"), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(**half)


@pytest.mark.parametrize("kind", RightsRequest.Kind)
def test_every_kind_has_its_article(kind: RightsRequest.Kind) -> None:
    assert RightsRequest(kind=kind).clause.startswith("个人信息保护法 第")


@pytest.mark.django_db(transaction=True)
def test_draft_that_was_never_submitted_goes_with_its_files_but_not_with_anothers() -> None:
    from tests.factories import make_season  # noqa: PLC0415

    season = make_season()
    mine = filled_draft(season, applicant(), at=at(6, 3))
    theirs = filled_draft(season, applicant("applicant-2", "13800000002"), at=at(6, 3))
    shared = Upload.objects.filter(draft=theirs).first()
    own = Upload.objects.filter(draft=mine).last()
    assert shared is not None
    assert own is not None
    Upload.objects.filter(draft=theirs, digest=own.digest).delete()

    discard(mine)

    assert list(Draft.objects.all()) == [theirs]
    assert UPLOADS.kept(shared.digest)
    with pytest.raises(NotKept):
        UPLOADS.kept(own.digest)


def test_submitted_draft_stays(season: Season) -> None:
    submitted_case(season, applicant(), at=at(6, 3))

    with pytest.raises(Submitted, match="报名00001已经提交"):
        discard(Draft.objects.get())

    assert Draft.objects.count() == 1


def test_account_without_a_case_is_closed_with_all_that_it_holds(season: Season) -> None:
    account = applicant()
    account.email = "zhang@sample.example"
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True)
    Person.objects.create(name="样本", account=account)
    filled_draft(season, account, at=at(6, 3))
    store_message(key="样本", subject="样本", body="样本", at=at(6, 4), account=account)

    close_account(account)

    account.refresh_from_db()
    assert (account.is_active, account.phone, account.email) == (False, None, "")
    assert not account.has_usable_password()
    assert (Draft.objects.count(), EmailAddress.objects.count()) == (0, 0)
    assert (account.messages.count(), account.people.count()) == (0, 0)


def test_account_with_a_case_stays(season: Season) -> None:
    account = applicant()
    own_application(season, account)

    with pytest.raises(HasCase):
        close_account(account)

    account.refresh_from_db()
    assert account.is_active
