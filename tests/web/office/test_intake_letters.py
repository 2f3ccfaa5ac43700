"""The supplement request on the pages: when one waits, why none is to send, what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Check
from linli.apps.applications.states import State
from linli.apps.intake.models import Letter
from linli.apps.seasons.models import Season
from tests.apps.cast import make_registration_form, new_id_number
from tests.apps.made_desk import application_mail, registered
from tests.web.office.made_intake import BASE, doubt_at

pytestmark = pytest.mark.usefixtures("kept_files")


def test_a_letter_waits_once_the_readings_are_settled(as_city: Client, desk: Season) -> None:
    before = as_city.get(f"{BASE}/intake/").context["page"].waiting.letters
    as_city.post(doubt_at("phone"), {"value": "13800000009", "seen": "open"})

    assert (before, as_city.get(f"{BASE}/intake/").context["page"].waiting.letters) == (0, 1)
    rows = as_city.get(f"{BASE}/intake/waiting/letter/").context["page"].rows
    assert [row.case_number for row in rows] == ["00002"]


def test_a_draft_waits_for_nobody_while_readings_of_its_case_are_open(
    as_city: Client, desk: Season
) -> None:
    Letter.objects.create(
        application=Application.objects.get(case_number="00001"), drafted_at=timezone.now()
    )

    assert as_city.get(f"{BASE}/intake/").context["page"].waiting.letters == 0


def test_a_case_waits_for_a_letter_about_a_fault_and_not_about_what_nobody_knows(
    as_city: Client, season: Season, city_official: User
) -> None:
    numberless = replace(make_registration_form(new_id_number()), id_number=None)
    formless = replace(application_mail("5.eml", {}), sender="5@mail.example")
    attachments = [one for one in formless.attachments if one.form is None]
    registered(
        season,
        city_official,
        application_mail("4.eml", {}, form=numberless),
        replace(formless, attachments=tuple(attachments)),
    )

    asked = {check.code: check.text for check in Check.objects.filter(outcome="refer")}
    rows = as_city.get(f"{BASE}/intake/waiting/letter/").context["page"].rows

    assert asked["id_checksum"] == "登记表上没有身份证号"
    assert [row.case_number for row in rows] == ["00002"]


def test_a_case_tells_why_there_is_no_letter_to_send(as_city: Client, desk: Season) -> None:
    def told(number: str) -> str:
        return str(as_city.get(f"{BASE}/applications/{number}/").context["page"].letters.note)

    case = Application.objects.get(case_number="00002")
    doubtful = told("00001")
    as_city.post(doubt_at("phone"), {"value": "13800000009", "seen": "open"})
    ready = told("00002")
    unchecked, closed = [], []
    Application.objects.filter(pk=case.pk).update(proposal="")
    unchecked.append(told("00002"))
    Application.objects.filter(pk=case.pk).update(state=State.QUALIFIED)
    closed.append(told("00002"))

    assert doubtful.startswith("报名00001还有2项读取结果待核对，补正通知暂不能发出")
    assert (ready, *unchecked, *closed) == (
        "",
        "此件尚未检查，检查后才知道有没有需要补正的事项。",
        "此件现为“资格审查通过”，不再补正。",
    )


def test_a_draft_of_a_case_in_doubt_can_be_kept_and_not_sent(as_city: Client, desk: Season) -> None:
    address = f"{BASE}/applications/00001/letter/"
    texts = {"subject": "请补正", "body": "请发来毕业证的照片。"}

    as_city.post(address, texts)
    page = as_city.get(f"{BASE}/applications/00001/").content.decode()
    refused = as_city.post(address, {**texts, "send": "1", "confirmed": "on"}).content.decode()

    assert ("只保存草稿" in page, 'name="send"' in page, "前往核对" in page) == (True, False, True)
    assert "补正通知暂不能发出" in refused
    assert not Letter.objects.filter(status="released").exists()


def test_a_letter_kept_as_draft_comes_back_as_it_was_left(as_city: Client, desk: Season) -> None:
    address = f"{BASE}/applications/00002/letter/"

    as_city.post(address, {"subject": "请补正", "body": "请发来毕业证。\n"})

    letters = as_city.get(f"{BASE}/applications/00002/").context["page"].letters
    assert (letters.is_drafted, letters.form.initial["body"]) == (True, "请发来毕业证。\n")
    assert letters.released == ()
