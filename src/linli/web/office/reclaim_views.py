"""The counter: somebody with the ID card in hand gets the own application back."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.accounts.actions import account_for_email, account_for_phone
from linli.apps.accounts.models import Office, User
from linli.apps.drafts.reclaiming import ACT, GROUND, Claim, reclaim
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_act_in_season
from linli.core.identity.phone import mobile_number
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only, season_for


class ReclaimForm(forms.Form):
    """What the ID card says, and by what the person signs in from now on."""

    id_number = forms.CharField(
        label="身份证号",
        max_length=24,
        help_text="照身份证原件输入",
        widget=forms.TextInput(attrs={"class": "fit", "size": 22, "autocomplete": "off"}),
        error_messages={"required": "没有填写身份证号"},
    )
    case_number = forms.CharField(
        label="报名编号",
        max_length=20,
        required=False,
        help_text="登记表上身份证号有误的才填写",
        widget=forms.TextInput(attrs={"class": "fit", "size": 12, "autocomplete": "off"}),
    )
    sign_in = forms.CharField(
        label="本人的手机号码或者电子邮箱",
        max_length=254,
        help_text="以后用它登录。当场请本人说出，不从报名表上抄",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "没有填写手机号码或者电子邮箱"},
    )
    keeps_contacts = forms.BooleanField(
        label="报名表上的手机号码和电子邮箱也是本人的，继续用于通知",
        required=False,
        help_text="被别人冒名报名的，不要勾选",
    )
    checked = forms.BooleanField(
        label=GROUND,
        error_messages={"required": "没有勾选。查验身份证原件以后才能认领"},
    )

    def clean_sign_in(self) -> str:
        """Return a number in its eleven digits, or an address in lower case."""
        text: str = self.cleaned_data["sign_in"].strip()
        phone = mobile_number(text)
        if phone:
            return phone
        invalid = "请填写11位手机号码，或者完整的电子邮箱地址"
        return str(forms.EmailField(error_messages={"invalid": invalid}).clean(text.lower()))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def reclaim_case(request: HttpRequest, code: str) -> HttpResponse:
    """Bind the person on the ID card to the person's own sign-in."""
    official = official_of(request)
    season = season_for(official, code)
    permission = may_act_in_season(official, season, (Office.CITY,), act=ACT)
    if not permission.allowed:
        raise PermissionDenied(permission.reason)
    form = ReclaimForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = _reclaimed(season, form, official)
            return redirect("office:case", code, number)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
    context = {"season": season, "form": form, "tab": "intake"}
    return render(request, "office/reclaim.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _reclaimed(season: Season, form: ReclaimForm, official: User) -> str:
    values = form.cleaned_data
    claim = Claim(
        id_number=values["id_number"],
        sign_in=values["sign_in"],
        case_number=values["case_number"].strip(),
        keeps_contacts=values["keeps_contacts"],
    )
    account = _account(values["sign_in"])
    person = reclaim(season, claim, account=account, actor=official, at=timezone.now())
    return str(season.applications.filter(person=person).latest("pk").case_number)


def _account(sign_in: str) -> User:
    """Return the account of a number or an address; a new one, which a first code opens."""
    opening = account_for_email if "@" in sign_in else account_for_phone
    return opening(sign_in, username=f"applicant-{get_random_string(16)}")
