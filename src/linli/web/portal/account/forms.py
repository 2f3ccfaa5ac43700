"""What an applicant types to sign in. Every refusal says what to do next."""

from contextlib import suppress
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ChangePhoneForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    SetPasswordForm,
    VerifyPhoneForm,
)
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from linli.apps.accounts.actions import account_for_email, account_for_phone
from linli.apps.accounts.models import User
from linli.apps.accounts.passwords import password_rules
from linli.core.identity.phone import mobile_number
from linli.web.portal.account.adapter import drawn_username
from linli.web.portal.account.fields import NOT_A_NUMBER
from linli.web.portal.account.limits import CodeRequest

_LOGIN = "手机号码或者电子邮箱"
_NEITHER = "请填写11位手机号码，或者完整的电子邮箱地址，例如13800000000、name@mail.example"
_TOO_OFTEN = (
    "获取验证码过于频繁。请用已经收到的验证码，或者过{wait}再试；设过密码的，可以用密码登录"
)
_NOT_FOR_SIGNING_IN = "这个号码或者邮箱现在不能用来登录。请换一个登录，或者带身份证到受理窗口办理"


def _dress(form: forms.Form, **inputs: dict[str, str]) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "form-control form-control-lg"
    for name, attrs in inputs.items():
        form.fields[name].widget.attrs.update(attrs)


class CodeForm(RequestLoginCodeForm):
    """One field for either; whoever has no account gets one with the first code.

    So the answer is the same for known and unknown addresses: nobody can find out who applied.
    """

    _user: User | None
    asked: CodeRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.clear()
        self.fields["login"] = forms.CharField(
            label=_LOGIN, max_length=254, error_messages={"required": f"请填写{_LOGIN}"}
        )
        _dress(self, login={"autocomplete": "username", "autocapitalize": "none"})

    def clean(self) -> dict[str, Any]:
        """Tell number from address, and find or open the account."""
        values: dict[str, Any] = forms.Form.clean(self) or {}
        text = str(values.get("login") or "").strip()
        if not text:
            return values
        phone = mobile_number(text)
        if phone is None and not _is_address(text):
            self.add_error("login", _NEITHER)
            return values
        key = phone or text.lower()
        self.asked = CodeRequest(context.request, key)
        if not self.asked.count():
            self.add_error("login", _TOO_OFTEN.format(wait=self.asked.wait()))
            return values
        self._user = _account(phone, key)
        if self._user is None:
            self.add_error("login", _NOT_FOR_SIGNING_IN)
        return {**values, "phone": phone or "", "email": "" if phone else key}


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _account(phone: str | None, key: str) -> User | None:
    """Return the account of a number or address; ``None`` for one that an account without use of it holds."""
    opening = account_for_phone if phone else account_for_email
    # Again once: somebody may have asked for a code with the same number at the same moment.
    for _ in range(2):
        with suppress(IntegrityError), transaction.atomic():
            return opening(key, username=drawn_username())
    return None


class CodeConfirmationForm(ConfirmLoginCodeForm):
    """The code as it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)


class PhoneConfirmationForm(VerifyPhoneForm):
    """The code that proves a number, as it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)


def _dress_code(form: forms.Form) -> None:
    code = form.fields["code"]
    code.label = "验证码"
    code.error_messages["required"] = "请填写收到的验证码"
    _dress(form, code={"autocomplete": "one-time-code", "autocapitalize": "characters"})


class PasswordForm(LoginForm):
    """Number or address, and the password."""

    error_messages = {"required": "请填写"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _LOGIN, "密码"
        password.help_text = ""
        login.error_messages["required"] = f"请填写{_LOGIN}"
        password.error_messages["required"] = "请填写密码"
        _dress(self, login={"autocomplete": "username", "autocapitalize": "none"})

    def clean_login(self) -> str:
        """Return a number in its eleven digits, an address as typed."""
        text: str = super().clean_login()
        return mobile_number(text) or text


class NewPasswordForm(SetPasswordForm):
    """A first password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_passwords(self)


class ChangedPasswordForm(ChangePasswordForm):
    """The password of so far, and a new one, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["oldpassword"]
        old.label, old.help_text = "现在的密码", ""
        old.error_messages["required"] = "请输入现在的密码"
        _dress_passwords(self)


def _dress_passwords(form: forms.Form) -> None:
    new, again = form.fields["password1"], form.fields["password2"]
    new.label, again.label = "新密码", "再输一次"
    new.help_text = password_rules()
    new.error_messages["required"] = "请输入新密码"
    again.error_messages["required"] = "请把新密码再输一次"
    _dress(form)


class OwnEmailForm(AddEmailForm):
    """An address to add, or to take the place of the one of so far."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "电子邮箱"
        wrong = "请填写完整的电子邮箱地址，例如name@mail.example"
        email.error_messages.update({"required": "请填写电子邮箱", "invalid": wrong})
        _dress(self)


class OwnPhoneForm(ChangePhoneForm):
    """A number to add, or to take the place of the one of so far."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].error_messages["required"] = NOT_A_NUMBER
        _dress(self)
