"""An official takes another password."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/office/password/"
NEW = "新的样本密码-2024"


def changed(client: Client, *, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    sent = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(PAGE, sent).status_code


def has_password(official: User, password: str) -> bool:
    return User.objects.get(pk=official.pk).check_password(password)


def test_official_changes_the_password_and_stays_signed_in(
    as_dai: Client, dai_official: User
) -> None:
    elsewhere = Client()
    elsewhere.force_login(dai_official)

    assert changed(as_dai) == 302
    assert has_password(dai_official, NEW)
    assert "密码已更改" in as_dai.get("/office/password/changed/").content.decode()
    assert elsewhere.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"old": "错的"}, "现在的密码不对，请再输一次"),
        ({"again": "另一个样本密码-2024"}, "两遍密码不一致，请重新输入"),
        ({"new": "12345678", "again": "12345678"}, "密码"),
        ({"new": "", "again": ""}, "请填写新密码"),
    ],
)
def test_refused_password_leaves_the_one_that_is(
    as_dai: Client, dai_official: User, sent: dict[str, str], sentence: str
) -> None:
    posted = {"old": PASSWORD, "new": NEW, "again": NEW, **sent}

    answer = as_dai.post(
        PAGE,
        {
            "old_password": posted["old"],
            "new_password1": posted["new"],
            "new_password2": posted["again"],
        },
    )

    assert (answer.status_code, has_password(dai_official, PASSWORD)) == (422, True)
    assert sentence in answer.content.decode()
