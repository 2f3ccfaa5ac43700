"""The counter's page: the person with the ID card gets the application, the impostor loses it."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.seasons.models import Season
from tests.apps.cast import at, new_id_number
from tests.support.portal import submitted_case

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("kept_files"),
]
RECLAIM = "/office/seasons/xinzhou-2024/intake/reclaim/"


@pytest.fixture
def taken(season: Season, mine: User) -> Application:
    """A case that ``mine`` submitted with another person's ID number."""
    return submitted_case(season, mine, at=at(6, 3), number=new_id_number())


def typed(case: Application, **fields: str) -> dict[str, str]:
    number = case.person.id_number or ""
    return {"id_number": number, "sign_in": "138 0000 0002", "checked": "on", **fields}


def test_impostor_is_told_that_there_is_no_such_case_and_the_person_reads_it(
    as_city: Client,
    as_mine: Client,
    as_stranger: Client,
    taken: Application,
    caplog: pytest.LogCaptureFixture,
) -> None:
    where = f"/my/xinzhou-2024/{taken.case_number}/"
    before = (as_mine.get(where).status_code, as_stranger.get(where).status_code)

    with caplog.at_level(logging.DEBUG):
        done = as_city.post(RECLAIM, typed(taken))

    assert before == (200, 404)
    assert done["Location"] == f"/office/seasons/xinzhou-2024/applications/{taken.case_number}/"
    assert (as_mine.get(where).status_code, as_stranger.get(where).status_code) == (404, 200)
    assert as_mine.post(f"{where}withdraw/", {"sure": "on"}).status_code == 404
    assert taken.person.id_number not in caplog.text
    assert "13800000002" not in caplog.text


def test_person_without_an_account_gets_one_that_the_first_code_opens(
    as_city: Client, as_mine: Client, taken: Application
) -> None:
    as_city.post(RECLAIM, typed(taken, sign_in="Victim@sample.example"))

    taken.refresh_from_db()
    account = taken.person.account
    assert account is not None
    assert (account.email, account.has_usable_password(), account.is_official) == (
        "victim@sample.example",
        False,
        False,
    )
    assert account.username.startswith("applicant-")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"checked": ""}, "查验身份证原件以后才能认领"),
        ({"sign_in": "一个号码"}, "请填写11位手机号码，或者完整的电子邮箱地址"),
        ({"id_number": "990101200101159009"}, "照身份证原件重新输入"),
        ({"sign_in": ""}, "没有填写手机号码或者电子邮箱"),
    ],
)
def test_slip_is_said_beside_its_field_and_moves_nothing(
    as_city: Client, mine: User, taken: Application, fields: dict[str, str], sentence: str
) -> None:
    accounts = User.objects.count()

    answer = as_city.post(RECLAIM, typed(taken, **fields))

    taken.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (taken.person.account, User.objects.count()) == (mine, accounts)


def test_refused_claim_leaves_no_account_behind(
    as_city: Client, mine: User, taken: Application
) -> None:
    accounts = User.objects.count()

    answer = as_city.post(RECLAIM, typed(taken, id_number=new_id_number(), sign_in="13800000009"))

    assert (answer.status_code, User.objects.count()) == (422, accounts)
    assert "本招募季没有这份报名" in answer.content.decode()


def test_county_moves_nobodys_application(dai_official: User, taken: Application) -> None:
    client = Client()
    client.force_login(dai_official)

    assert client.post(RECLAIM, typed(taken)).status_code == 403
