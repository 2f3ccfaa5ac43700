"""What the system and the security administrator do on an account: one act, one page, one reason."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.accounts import granting, keeping
from linli.apps.accounts.models import Office, User
from linli.apps.accounts.permissions import Permission, may_keep_account
from linli.web.office.access import official_of, staff_only
from linli.web.office.acting import require_allowed, went_through
from linli.web.office.people_forms import AccountForm, OfficeForm, ReasonForm, asked_office
from linli.web.office.people_presenting import history_of, standing_of
from linli.web.office.people_views import person_within

_desk = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class ActPage:
    """The words of an act's page: what it is, what follows from it, an example of a reason."""

    office: Office
    act: str
    follows: str
    example: str
    is_grave: bool = False


_CLOSE = ActPage(
    Office.SYSTEM,
    keeping.CLOSE,
    "停用以后立即退出登录，密码和未用的链接失效，不能再登录；办理过的事项仍记其名。",
    "调离本单位",
    is_grave=True,
)
_REOPEN = ActPage(
    Office.SYSTEM,
    keeping.REOPEN,
    "启用以后仍不能登录：原密码已经失效，请再办理“重设密码”，并由安全管理员重新授予单位和区划；转任其他单位或者区划的，也这样办理。",
    "调回本单位",
)
_RESET = ActPage(
    Office.SYSTEM,
    keeping.RESET,
    "原密码和所有登录立即失效。确认以后出现一个只能用一次的链接，当面交给本人。",
    "本人持工作证到场，忘记密码",
    is_grave=True,
)
_GRANT = ActPage(
    Office.SECURITY,
    granting.GRANT,
    "授权以后即可登录，只看到和办理所属区划内的事项。授权的单位和区划可以与申请的不同。",
    "",
)
_UNLOCK = ActPage(
    Office.SECURITY, granting.UNLOCK, "解除以后可以立即再试登录。", "本人来电说明，输错密码"
)
_END = ActPage(
    Office.SECURITY,
    granting.END,
    "这个账号在所有设备上的登录立即退出；密码不变，可以再登录。",
    "办公电脑遗失",
    is_grave=True,
)


@_desk
@never_cache
@staff_only
def new_official(request: HttpRequest) -> HttpResponse:
    """Make an account, and show once the link with which its owner sets a password."""
    official = official_of(request)
    require_allowed(keeping.may_make(official, official.root))
    form = AccountForm(request.POST if request.method == "POST" else None, official=official)
    made: list[User] = []
    if form.is_valid() and went_through(form, lambda: made.append(_make(form, official))):
        return _link(request, made[0])
    return _answer(request, "office/person_new.html", {"form": form})


def _make(form: AccountForm, official: User) -> User:
    given = form.cleaned_data
    return keeping.make_account(
        given["username"],
        name=given["name"],
        office=Office(given["office"]),
        division=form.place,
        reason=given["reason"],
        actor=official,
        at=timezone.now(),
    )


def close_official(request: HttpRequest, key: int) -> HttpResponse:
    """Close an account, with a reason."""
    return _reasoned(request, key, _CLOSE, keeping.deactivate_official)


def reopen_official(request: HttpRequest, key: int) -> HttpResponse:
    """Open a closed account again, with a reason."""
    return _reasoned(request, key, _REOPEN, keeping.reopen_official)


def unlock_official(request: HttpRequest, key: int) -> HttpResponse:
    """Let a locked official sign in again, with a reason."""
    return _reasoned(request, key, _UNLOCK, granting.unlock_official)


def end_sessions(request: HttpRequest, key: int) -> HttpResponse:
    """End the sessions of an official, with a reason."""
    return _reasoned(request, key, _END, granting.end_sessions)


def reset_password(request: HttpRequest, key: int) -> HttpResponse:
    """Take a password away, and show once the link with which its owner sets another."""
    return _reasoned(request, key, _RESET, keeping.reset_password, after=_link)


@_desk
@never_cache
@staff_only
def grant_office(request: HttpRequest, key: int) -> HttpResponse:
    """Grant an office and a division to an account that waits."""
    official = official_of(request)
    person = person_within(official, key)
    require_allowed(may_keep_account(official, _GRANT.office, person, act=_GRANT.act))
    sent = request.POST if request.method == "POST" else None
    form = OfficeForm(sent, official=official, initial=asked_office(person))
    if form.is_valid() and went_through(
        form,
        lambda: granting.grant_office(
            person,
            office=Office(form.cleaned_data["office"]),
            division=form.place,
            reason=form.cleaned_data["reason"],
            actor=official,
            at=timezone.now(),
        ),
    ):
        return redirect("office:person", key)
    return _act_page(request, _GRANT, person, form, history=history_of(person))


def _to_person(request: HttpRequest, person: User) -> HttpResponse:
    return redirect("office:person", person.pk)


@_desk
@never_cache
@staff_only
def _reasoned(
    request: HttpRequest,
    key: int,
    page: ActPage,
    act: Callable[..., object],
    after: Callable[[HttpRequest, User], HttpResponse] = _to_person,
) -> HttpResponse:
    official = official_of(request)
    person = person_within(official, key)
    require_allowed(_permission(official, person, page))
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent, example=page.example)
    if form.is_valid() and went_through(
        form,
        lambda: act(person, reason=form.cleaned_data["reason"], actor=official, at=timezone.now()),
    ):
        person.refresh_from_db()
        return after(request, person)
    return _act_page(request, page, person, form)


def _permission(official: User, person: User, page: ActPage) -> Permission:
    if page.office is Office.SECURITY:
        return granting.may_secure(official, person, act=page.act)
    return may_keep_account(official, page.office, person, act=page.act)


def _act_page(
    request: HttpRequest, page: ActPage, person: User, form: forms.Form, **more: object
) -> HttpResponse:
    standing = standing_of(person)
    context = {"page": page, "person": person, "standing": standing, "form": form, **more}
    return _answer(request, "office/person_act.html", context)


def _answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, forms.Form)
    status = 422 if form.errors else 200
    return render(request, template, {**context, "tab": "people"}, status=status)


def _link(request: HttpRequest, person: User) -> HttpResponse:
    """Show the link once: it stands in no address, mail or record."""
    context = {
        "tab": "people",
        "person": person,
        "link": password_link(request, person),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    return render(request, "office/person_link.html", context)


def password_link(request: HttpRequest, person: User) -> str:
    """Return the link with which an account's owner sets a password once."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    address = reverse("office:first-password", args=[key, keeping.password_token(person)])
    return request.build_absolute_uri(address)
