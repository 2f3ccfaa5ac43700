"""How applicants' accounts behave where it differs from what django-allauth does by itself."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from linli.apps.accounts.models import User
from linli.apps.accounts.queries import applicant_by_phone
from linli.apps.notifications.sms import send_sms
from linli.core.refusal import Refusal
from linli.web.portal.account.fields import PhoneField

_NOT_THE_PASSWORD = "号码、邮箱或者密码不对。核对后再试；忘记密码的，用验证码登录后重设"
_TOO_OFTEN = "试的次数太多了，过5分钟再试；也可以用验证码登录"
#: Every refusal in our words: what is wrong, what to do next.
_MESSAGES = {
    "account_inactive": "这个账号已经停用。需要恢复的，请带身份证到受理窗口办理",
    "duplicate_email": "这个邮箱已经在您的账号里",
    "email_taken": "这个邮箱已有账号。用这个邮箱登录，或者换一个邮箱",
    "phone_taken": "这个手机号码已有账号。用这个号码登录，或者换一个号码",
    "email_password_mismatch": _NOT_THE_PASSWORD,
    "phone_password_mismatch": _NOT_THE_PASSWORD,
    "incorrect_password": "密码不对，请再输一次",
    "enter_current_password": "请输入现在的密码",
    "incorrect_code": "验证码不对。请填最近一次收到的6位数字；试错5次后要重新获取",
    "invalid_login": "请填写手机号码或者电子邮箱",
    "too_many_login_attempts": _TOO_OFTEN,
    "rate_limited": "操作太频繁，请过一会儿再试",
    "same_as_current": "和现在的一样，不用更换",
}


class CodesSpent(Refusal):
    """As many codes went out by short message within the hour as the site may send."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with a drawn user name, found by telephone number or e-mail address."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_MESSAGES}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse the separate registration: a first code opens the account."""
        return False

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Draw the user name: the ledger bears it, and it must name nobody."""
        user.username = drawn_username()

    def get_login_stages(self) -> list[str]:
        """Leave second factors out: a passkey is another way in, and losing it locks nobody out."""
        return [stage for stage in super().get_login_stages() if "allauth.mfa" not in stage]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Let no official in here. Raises ``PermissionDenied``."""
        if user.is_official:
            raise PermissionDenied("工作人员请从工作人员登录页进入。")
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refused

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Return a field that takes mobile numbers of the mainland."""
        return PhoneField(**{"label": "手机号码", **kwargs})

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Send a code; it is kept nowhere else. Raises ``CodesSpent`` and what ``send_sms`` raises."""
        if not ratelimit.consume(context.request, action="sms_codes", key="all"):
            raise CodesSpent("本站这一小时的短信验证码已发完", mend="用邮箱登录，或者过一小时再试")
        send_sms(phone, f"验证码{code}，15分钟内有效。用于登录邻里社区工作者招募，请勿告诉他人。")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Return to the page of the address, which says that it is confirmed."""
        return reverse("account_email")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the page from which a password is set or changed."""
        return reverse("portal:my-data")

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return an account's number and whether it was verified."""
        return (user.phone, user.is_phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Give an account a number."""
        user.phone, user.is_phone_verified = phone, verified
        user.save(update_fields=("phone", "is_phone_verified"))

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Mark a number as verified."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return the applicant with a number."""
        return applicant_by_phone(phone)


def drawn_username() -> str:
    """Return a user name that says nothing of a person."""
    return f"applicant-{secrets.token_hex(8)}"
