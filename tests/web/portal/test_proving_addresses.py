"""Whoever enters a stranger's address gets nothing of the stranger's, whatever the stranger presses."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from tests.factories import make_application, make_season
from tests.web.portal.test_account import sign_in

pytestmark = pytest.mark.django_db
VICTIM, OTHER = "victim@mail.example", "other@mail.example"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def case() -> Application:
    """An application that came by mail from an address."""
    made = make_application(make_season())
    made.person.email = VICTIM
    made.person.save()
    return made


def link_for(client: Client, address: str) -> str:
    """Enter an address in the account that a browser is signed in to; return the link that is mailed."""
    client.post("/account/email/", {"email": address, "action_add": "1"})
    found = re.search(r"/account/email/confirm/\S+", str(mail.outbox[-1].body))
    assert found
    assert mail.outbox[-1].to == [address]
    return found[0]


def owner_of(case: Application) -> User | None:
    case.person.refresh_from_db()
    return case.person.account


def test_application_by_mail_is_found_by_signing_in_with_a_code_to_its_address(
    case: Application, client: Client
) -> None:
    sign_in(client, VICTIM)

    page = client.get("/my/").content.decode()

    assert case.case_number in page
    assert owner_of(case) == User.objects.get(emailaddress__email=VICTIM)


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_link_pressed_by_the_owner_of_the_address_gives_it_to_nobody(
    case: Application, is_signed_in: bool
) -> None:
    other, owner = Client(), Client()
    sign_in(other, OTHER)
    link = link_for(other, VICTIM)
    if is_signed_in:
        sign_in(owner, "third@mail.example")

    shown, pressed = owner.get(link), owner.post(link)
    other.get("/my/")

    assert not EmailAddress.objects.get(email=VICTIM).verified
    assert owner_of(case) is None
    if is_signed_in:
        assert "属于另一个账号" in shown.content.decode()
        assert (pressed.status_code, "_auth_user_id" in owner.session) == (404, True)
    else:
        assert [one["Location"].split("?")[0] for one in (shown, pressed)] == [
            "/account/login/"
        ] * 2


def test_own_link_confirms_the_address_and_binds_no_application(
    case: Application, client: Client
) -> None:
    sign_in(client, OTHER)

    client.post(link_for(client, VICTIM))
    page = client.get("/my/").content.decode()

    assert EmailAddress.objects.get(email=VICTIM).verified
    assert (case.case_number in page, owner_of(case)) == (False, None)
