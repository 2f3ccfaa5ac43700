"""Officials' accounts by workbook: the template, what an uploaded one comes to, the accounts and their links."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts import keeping
from linli.apps.accounts.account_upload import MOST_ACCOUNTS, AccountUpload
from linli.apps.accounts.models import User
from linli.apps.intake.keeping import WORKBOOKS
from linli.web.office.access import official_of, staff_only
from linli.web.office.account_views import password_link
from linli.web.office.acting import require_allowed, went_through
from linli.web.office.downloads import excel
from linli.web.office.filled_answer import filled_page, tried_again
from linli.web.office.filled_forms import TriedForm


def _upload(request: HttpRequest) -> AccountUpload:
    official = official_of(request)
    require_allowed(keeping.may_make(official, official.root))
    return AccountUpload(official)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_only
def accounts(request: HttpRequest) -> HttpResponse:
    """Take accounts by workbook: try them, then make them and show each link once."""
    upload = _upload(request)
    tried = TriedForm(request.POST if "digest" in request.POST else None)
    if tried.is_valid():
        digest = tried.cleaned_data["digest"]
        made: list[User] = []

        def make() -> None:
            made.extend(upload.commit(WORKBOOKS.kept(digest), at=timezone.now()))

        if went_through(tried, make):
            WORKBOOKS.discard([digest])
            return _links(request, made)
    context = {
        "tab": "people",
        "refused": tried,
        "key_header": "用户名",
        "most": MOST_ACCOUNTS,
        "template": reverse("office:account-template"),
        "template_label": "下载模板（.xlsx）",
        "button": "核对无误，建立账号",
    }
    return filled_page(
        request,
        context,
        upload.dry_run,
        lambda digest: reverse("office:account-problems", args=[digest]),
        template="office/accounts_workbook.html",
    )


def _links(request: HttpRequest, made: list[User]) -> HttpResponse:
    """Show the links once: they stand in no address, mail, file or record."""
    context = {
        "tab": "people",
        "rows": [(one, password_link(request, one)) for one in made],
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    return render(request, "office/accounts_links.html", context)


@require_safe
@never_cache
@staff_only
def account_template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty workbook of accounts."""
    return excel(_upload(request).template(dated=timezone.localdate()), "accounts.xlsx")


@require_safe
@never_cache
@staff_only
def account_problems(request: HttpRequest, digest: str) -> HttpResponse:
    """Hand out the rows of a tried workbook that have a problem."""
    upload = _upload(request)
    found = tried_again(digest, upload.dry_run)
    return excel(upload.problems(found, dated=timezone.localdate()), "account-problems.xlsx")
