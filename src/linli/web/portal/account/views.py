"""What is said when a code or a link could not be sent: the gateway or the mail server is down."""

from collections.abc import Callable
from functools import wraps

from allauth.account.views import RequestLoginCodeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.apps.notifications.sms import SmsDelayed, SmsRefused
from linli.web.portal.account.adapter import CodesSpent
from linli.web.portal.account.forms import CodeForm

#: A mail server that is down shows as an ``OSError``.
_UNSENT = (SmsRefused, SmsDelayed, CodesSpent, OSError)
_NOT_SENT = (
    "验证码没有发出。请换用邮箱（手机号码）登录，或者过几分钟再试；设过密码的，可以用密码登录"
)
Page = Callable[..., HttpResponse]


class AskForCode(RequestLoginCodeView):
    """Ask for a code; one that could not be sent is told in the form, and does not count."""

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Send the code and go on to the page that asks for it."""
        try:
            sent: HttpResponse = super().form_valid(form)
            return sent
        except SmsRefused:
            # The number is wrong: it counts, or somebody would try numbers without end.
            form.add_error("login", "这个手机号码收不到短信。请核对号码，或者用邮箱登录")
        except _UNSENT:
            form.asked.take_back()
            form.add_error("login", _NOT_SENT)
        refused: HttpResponse = self.form_invalid(form)
        return refused


def told_if_unsent(view: Page) -> Page:
    """Let a page that sends a code or a link say so when that failed."""

    @wraps(view)
    def told(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except _UNSENT:
            return render(request, "portal/account_unsent.html", {"back": request.path}, status=503)

    return told
