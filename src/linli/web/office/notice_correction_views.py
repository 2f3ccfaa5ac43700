"""A county's office corrects a posted list: what is wrong, what it would come to, the act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.applications.states import State
from linli.apps.notices.actions import passed_cases
from linli.apps.notices.correcting import GONE, correct_list, preview_correction
from linli.apps.notices.models import PublicNotice
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.notice_correction_forms import CorrectionForm
from linli.web.office.notice_views import list_of_county


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def correct(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take what is wrong with a list, show the corrected one, and post it as it was shown."""
    official = official_of(request)
    notice = list_of_county(official, code, number)
    passed = len(passed_cases(notice.season, notice.county_id))
    form = CorrectionForm(request.POST or None, lines=_lines(notice), passed=passed)
    context = {"season": notice.season, "notice": notice, "form": form, "tab": "notice"}
    shown = request.POST.get("shown")
    if request.method == "POST" and form.is_valid():
        try:
            if shown is not None:
                made = correct_list(
                    notice, form.correction, shown=shown, actor=official, at=timezone.now()
                )
                return redirect("office:notice-list", code, made.number)
            preview = preview_correction(notice, form.correction, on=timezone.localdate())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
        else:
            again = list(form.sent_again())
            checked = {**context, "preview": preview, "sent_again": again}
            return render(request, "office/notice_correction_check.html", checked)
    context |= {"passed": passed, "gone": _gone(notice)}
    status = 422 if form.errors else 200
    return render(request, "office/notice_correction.html", context, status=status)


def _lines(notice: PublicNotice) -> list[tuple[int, str]]:
    """Return the lines that may be put right: of those who are proposed."""
    proposed = notice.listings.filter(application__state=State.PROPOSED)
    numbers = set(proposed.values_list("position", flat=True))
    return [
        (row["number"], f"第{row['number']}行　{row['name']}　{row['school']}　{row['major']}")
        for row in notice.rows
        if row["number"] in numbers
    ]


def _gone(notice: PublicNotice) -> list[str]:
    """Return the lines that come off by themselves."""
    found = notice.listings.filter(application__state__in=GONE).order_by("position")
    return [
        f"第{position}行　{notice.rows[position - 1]['name']}"
        for position in found.values_list("position", flat=True)
    ]
