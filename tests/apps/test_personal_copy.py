"""The copy of all that is kept of a person: whole, and with nothing of anybody else."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from linli.apps.accounts.models import User
from linli.apps.agreements.reading import digest_of, sign_reading
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.models import Upload
from linli.apps.intake.models import Letter, Mail
from linli.apps.notifications.actions import store_message
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.people.models import Person
from linli.apps.rights.actions import ask
from linli.apps.rights.case_copy import MANY, ONCE, SPECIAL, TOLD_ELSEWHERE, WITHHELD
from linli.apps.rights.copying import personal_copy
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.medical import record_medical
from linli.apps.workforce.models import Worker
from tests.apps.applicants import applicant, give, own_application
from tests.apps.cast import Officials, at, candidate, placed_by
from tests.factories import DAI, make_application, make_finished_case
from tests.support.portal import submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
# What hangs on a case and is told case by case in words of its own.
BY_ITSELF = {"letters"}


def told_to(account: User) -> dict[str, Any]:
    """Return the one case of an account's copy."""
    with ZipFile(BytesIO(personal_copy(account, at=at(7, 20)))) as archive:
        (told,) = json.loads(archive.read("data.json"))["applications"]
    return dict(told)


def related(model: type) -> set[str]:
    return {str(one.get_accessor_name()) for one in model._meta.related_objects}


def test_copy_holds_form_files_messages_and_ledger_of_the_person_and_of_no_other(
    season: Season, cast: Officials
) -> None:
    account = applicant()
    case = submitted_case(season, account, at=at(6, 3))
    store_message(key="样本", subject="样本标题", body="样本正文", at=at(6, 4), application=case)
    other = make_application(season, name="别人样本")

    with ZipFile(BytesIO(personal_copy(account, at=at(6, 5)))) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("data.json"))
        form = archive.read("xinzhou-2024-00001/form.pdf")

    kinds = Upload.objects.values_list("kind", flat=True)
    files = sorted(f"xinzhou-2024-files/{kind}-1.jpg" for kind in kinds)
    assert sorted(names) == sorted(["data.json", "xinzhou-2024-00001/form.pdf", *files])
    assert form.startswith(b"%PDF-")
    (told,) = data["applications"]
    assert (told["case_number"], told["form"]["major"]) == ("00001", "社会工作")
    assert [entry["action"] for entry in told["ledger"]] == ["receive"]
    assert "样本标题" in [message["subject"] for message in data["messages"]]
    assert data["drafts"][0]["fields"]["id_number"] == data["people"][0]["id_number"]
    assert other.person.id_number not in json.dumps(data)
    assert "city" not in json.dumps(told["ledger"])


def test_copy_tells_every_result_that_is_kept(season: Season, cast: Officials) -> None:
    account = applicant()
    give(make_finished_case(season, cast.dai), account)
    Mail.objects.update(reading={"attachments": []})

    with ZipFile(BytesIO(personal_copy(account, at=at(6, 5)))) as archive:
        (told,) = json.loads(archive.read("data.json"))["applications"]

    assert told["score"] == {"marks": [8850, 9000, 9125], "total": 8992}
    assert told["medical_check"]["checked_on"] == "2024-07-08"
    assert (told["agreement"]["signed_on"], told["worker"]["last_day"]) == (
        "2024-07-19",
        "2025-07-21",
    )


def test_every_relation_of_a_case_and_a_person_is_told_or_withheld_with_its_reason() -> None:
    told = {*MANY, *ONCE, *SPECIAL, *TOLD_ELSEWHERE, *BY_ITSELF}

    assert related(Application) == told | set(WITHHELD)
    assert told & set(WITHHELD) == set()
    assert all(WITHHELD.values())
    # A service is told with its case, a pay slip with its service.
    assert (related(Person), related(Worker)) == ({"applications", "services"}, {"slips"})


def test_copy_of_who_moved_up_names_neither_the_other_case_nor_its_medical_result(
    small: Season, cast: Officials
) -> None:
    first, _, third = (candidate(small, total) for total in (9000, 8900, 8800))
    account = applicant()
    give(third, account)
    placed_by(small, cast)
    first.refresh_from_db()
    record_medical(
        {first: "fail"},
        hospital="样本医院",
        checked_on=at(7, 8).date(),
        actor=cast.dai,
        at=at(7, 8),
    )
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9))

    told = told_to(account)

    text = json.dumps(told, ensure_ascii=False)
    assert [(one["action"], one["reason"]) for one in told["ledger"]][-1] == ("backfill", "")
    assert told["backfill"] == {"queue_position": 1}
    assert f"报名{first.case_number}" not in text
    assert "体检不合格" not in text


def test_copy_has_the_letters_that_were_sent_and_no_draft(season: Season) -> None:
    account = applicant()
    case = own_application(season, account)
    for status, body in (("released", "请在承诺栏签名。"), ("draft", "还没有写完")):
        released_at = at(6, 15) if status == "released" else None
        Letter.objects.create(
            application=case,
            subject="请补正",
            body=body,
            status=status,
            drafted_at=at(6, 14),
            released_at=released_at,
        )

    assert told_to(account)["letters"] == [
        {
            "subject": "请补正",
            "body": "请在承诺栏签名。",
            "released_at": "2024-06-15T10:00:00+08:00",
        }
    ]


def test_copy_tells_when_something_was_asked_and_by_when_it_is_answered(season: Season) -> None:
    account = applicant()
    case = own_application(season, account)
    ask(
        case,
        kind=RightsRequest.Kind.CORRECT,
        text="专业应为法学",
        account=account,
        at=at(6, 20),
    )

    assert told_to(account)["rights_requests"] == [
        {
            "kind": "更正、补充",
            "text": "专业应为法学",
            "asked_at": "2024-06-20T10:00:00+08:00",
            "due_on": "2024-07-20",
            "is_granted": None,
            "answer": "",
            "answered_at": None,
        }
    ]


def test_copy_has_the_text_of_the_agreement_that_was_read(season: Season) -> None:
    account = applicant()
    case = own_application(season, account, state=State.FORMAL)
    text = "一、服务岗位。"
    sign_reading(
        case,
        text=text,
        shown=digest_of(text),
        signed_name="张样本",
        account=account,
        at=at(7, 18),
    )

    assert told_to(account)["agreement_reading"]["text"] == text


def test_copy_has_the_line_of_the_public_list_the_premium_and_the_pay(
    season: Season, cast: Officials
) -> None:
    account = applicant()
    case = give(make_finished_case(season, cast.dai), account)
    Mail.objects.update(reading={"attachments": []})
    PaySlip.objects.create(
        run=PayRun.objects.create(season=season, month=at(8, 1).date()),
        worker=case.worker,
        tier=3,
        full_month_fen=188_000,
        days_served=31,
        days_in_month=31,
        allowance_fen=188_000,
        premium_fen=10_000,
        deduction_fen=10_000,
        net_fen=178_000,
        province_fen=100_000,
        city_fen=44_000,
        county_fen=44_000,
    )

    told = told_to(account)

    assert told["listing"] == {
        "number": 1,
        "posted_on": "2024-07-12",
        "last_day": "2024-07-17",
        "fingerprint": "ab" * 32,
        "position": 1,
        "row": {
            "number": 1,
            "name": "李*本",
            "school": "忻州师范学院",
            "major": "社会工作",
            "county": "代县",
        },
    }
    assert (told["agreement"]["premium_fen"], told["agreement"]["community"]) == (
        10_000,
        "代县样本第1社区",
    )
    (slip,) = told["worker"]["pay"]
    assert (slip["month"], slip["net_fen"], slip["deduction_fen"]) == (
        "2024-08-01",
        178_000,
        10_000,
    )
