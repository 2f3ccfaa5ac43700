"""An official takes another password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import AccessEvent, User
from tests.apps.cast import at
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


def test_a_wrong_present_password_is_written_down_with_the_page(
    as_dai: Client, dai_official: User
) -> None:
    changed(as_dai, old="错的")

    (kept,) = AccessEvent.objects.all()
    assert (kept.kind, kept.account, kept.address) == ("failed", dai_official, "127.0.0.1")
    assert (kept.page, kept.reason) == (f"POST {PAGE}", "更改密码时核对现在的密码")


@pytest.mark.parametrize(("minutes", "seconds", "status"), [(14, 59, 422), (15, 0, 302)])
def test_the_fifth_wrong_one_locks_and_the_right_one_is_of_no_use_until_it_is_over(
    as_dai: Client, dai_official: User, minutes: int, seconds: int, status: int
) -> None:
    wrong = {"old_password": "错的", "new_password1": NEW, "new_password2": NEW}
    with time_machine.travel(at(6, 3, 12), tick=False) as clock:
        as_dai.force_login(dai_official)
        said = [as_dai.post(PAGE, wrong).context["form"].errors["old_password"] for _ in range(5)]
        clock.shift(timedelta(minutes=minutes, seconds=seconds))

        assert changed(as_dai) == status
    assert said[3:] == [
        ["现在的密码不对，请再输一次"],
        [
            "现在的密码输错次数太多，已暂时锁定，请在12:15以后再试；"
            "忘记密码的，请联系本单位系统管理员重设。"
        ],
    ]
    last = AccessEvent.objects.order_by("pk").last()
    assert last is not None
    assert last.kind == ("locked" if status == 422 else "password")
    assert has_password(dai_official, NEW) is (status == 302)


def test_the_right_present_password_lets_the_failures_be_forgotten(as_dai: Client) -> None:
    for _ in range(2):
        for _ in range(4):
            changed(as_dai, old="错的")
        assert changed(as_dai, again="另一个样本密码-2024") == 422

    assert changed(as_dai) == 302
