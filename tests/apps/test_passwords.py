"""What a password must be is told in our words, every rule of it, and before it is refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from linli.apps.accounts.models import User
from linli.apps.accounts.passwords import password_rules

SHORT = "密码太短，至少8位"
DIGITS = "密码不能全是数字，请加上字母或者符号"
COMMON = "密码太常见，容易被猜到，请换一个"
ALIKE = "密码与用户名、姓名或者邮箱太像，请换一个"


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("kvarts7", [SHORT]),
        ("92740163", [DIGITS]),
        ("password1", [COMMON]),
        ("12345678", [DIGITS, COMMON]),
        ("sampleperson", [ALIKE]),
    ],
)
def test_what_is_wrong_with_a_password_is_told_with_what_to_do(
    password: str, told: list[str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="sample-person"))

    assert refused.value.messages == told


def test_password_of_eight_characters_that_says_nothing_will_do() -> None:
    validate_password("kvarts7!", User(username="sample-person"))


def test_all_rules_are_told_in_one_line() -> None:
    assert password_rules() == (
        "至少8位，不能全是数字，不能是常见的密码，不能与用户名、姓名或者邮箱相近"
    )
