"""What officials type in at the door: user name and password, another password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils import timezone

from linli.apps.accounts.access_record import Kind, official_at_the_door
from linli.apps.accounts.lockout import count_attempt, forget_failures, locked_until
from linli.apps.accounts.models import User
from linli.apps.accounts.passwords import password_rules
from linli.web.office.access import official_of
from linli.web.office.asking import note_request

_LABELS = {
    "old_password": "现在的密码",
    "new_password1": "新密码",
    "new_password2": "再输一遍新密码",
}
_MISMATCH = "两遍密码不一致，请重新输入"


class SignInForm(AuthenticationForm):
    """User name and password; the refusal says what to do next and not which of the two was wrong.

    After so many failures nobody signs in with the name for a while. Only who knows the password
    is told that an account is closed or waits for its grant.
    """

    error_messages = {
        "invalid_login": "用户名或密码不正确。请核对大小写和输入法后重试；忘记密码的，请联系本单位系统管理员重设。",
        "inactive": "此账号已停用。如需恢复，请联系本单位系统管理员。",
        "awaits_grant": "此账号已建立，还没有授权。请联系安全管理员授权后再登录。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in (("username", "请填写用户名"), ("password", "请填写密码")):
            self.fields[name].widget.attrs["class"] = "form-control form-control-lg"
            self.fields[name].error_messages["required"] = message

    def clean(self) -> dict[str, Any]:
        """Let in who may be; every attempt of an official is written down."""
        username = self.cleaned_data.get("username")
        if username is None or "password" not in self.cleaned_data:
            return self.cleaned_data
        if not count_attempt(username):
            self._note(Kind.LOCKED, username)
            raise forms.ValidationError(self._locked(username))
        try:
            values = super().clean()
        except forms.ValidationError as error:
            self._note(Kind.FAILED, username)
            raise self._told_why(username, error) from None
        forget_failures(username)
        return values

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse an applicant, who has a way in of the own."""
        if not user.is_official:
            raise self.get_invalid_login_error()

    def _told_why(self, username: str, error: forms.ValidationError) -> forms.ValidationError:
        if locked_until(username) is not None:
            return forms.ValidationError([*error.messages, self._locked(username)])
        found = User.objects.exclude(office="").filter(username=username, is_active=False).first()
        if found is None or not found.check_password(self.cleaned_data["password"]):
            return error
        code = "awaits_grant" if found.awaits_grant else "inactive"
        return forms.ValidationError(self.error_messages[code], code=code)

    def _locked(self, username: str) -> str:
        return (
            f"这个用户名登录失败次数太多，已暂时锁定，请在{_again(username)}以后再试；"
            "急需登录的，请联系安全管理员解除锁定。"
        )

    def _note(self, kind: Kind, username: str) -> None:
        assert self.request is not None
        note_request(self.request, kind, official_at_the_door(username))


class OwnPasswordForm(PasswordChangeForm):
    """The password as it is, and another one twice.

    A wrong one counts, and is written down, like a failure to sign in: whoever finds a desk with
    somebody signed in must not try passwords there.
    """

    error_messages = {
        "password_incorrect": "现在的密码不对，请再输一次",
        "password_mismatch": _MISMATCH,
    }

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        _word(self)

    def clean_old_password(self) -> str:
        """Refuse a wrong password, and after so many even the right one for a while."""
        username = self.user.get_username()
        if not count_attempt(username):
            self._note(Kind.LOCKED)
            raise forms.ValidationError(self._locked(username))
        try:
            told: str = super().clean_old_password()
        except forms.ValidationError as error:
            self._note(Kind.FAILED)
            is_locked = locked_until(username) is not None
            raise (forms.ValidationError(self._locked(username)) if is_locked else error) from None
        forget_failures(username)
        return told

    def _locked(self, username: str) -> str:
        return (
            f"现在的密码输错次数太多，已暂时锁定，请在{_again(username)}以后再试；"
            "忘记密码的，请联系本单位系统管理员重设。"
        )

    def _note(self, kind: Kind) -> None:
        page, account = f"{self._request.method} {self._request.path}", official_of(self._request)
        note_request(self._request, kind, account, page=page, reason="更改密码时核对现在的密码")


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A password twice, from whoever holds the link."""

    error_messages = {"password_mismatch": _MISMATCH}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self)


def _again(username: str) -> str:
    until = locked_until(username)
    return timezone.localtime(until).strftime("%H:%M") if until else "过一会儿"


def _word(form: forms.Form) -> None:
    for name, field in form.fields.items():
        field.label, field.help_text = _LABELS[name], ""
        field.error_messages["required"] = f"请填写{_LABELS[name]}"
        field.widget.attrs.update({"class": "fit", "size": 24})
    form.fields["new_password1"].help_text = password_rules()
