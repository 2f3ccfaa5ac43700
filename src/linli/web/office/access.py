"""Which season and which case an official may open: found and permitted, or refused with the reason."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import Permission, may_view
from linli.apps.applications.queries import load_case
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_view_season

SIGN_IN = "office:sign-in"
Page = Callable[..., HttpResponse]


def staff_only(view: Page) -> Page:
    """Guard a page: whoever is no signed-in official, an applicant too, is asked to sign in as one."""
    asked: Page = user_passes_test(
        lambda user: isinstance(user, User) and user.is_official, login_url=SIGN_IN
    )(view)
    return asked


def officials_only(view: Page) -> Page:
    """Guard a page of the recruitment: no administrator opens one. Raises ``PermissionDenied``."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        official = official_of(request)
        if official.is_administrator:
            raise PermissionDenied(
                f"{official.get_office_display()}只管理账号、权限或者记录，不查看和办理招募业务"
            )
        return view(request, *args, **kwargs)

    return staff_only(guarded)


def official_of(request: HttpRequest) -> User:
    """Return the official who asks; the page has made sure that somebody signed in."""
    assert isinstance(request.user, User)
    return request.user


def season_for(official: User, code: str) -> Season:
    """Return a season that stands. Raises ``Http404``, and ``PermissionDenied`` with the reason."""
    season = (
        Season.objects.standing()
        .select_related("city")
        .prefetch_related("windows")
        .filter(code=code)
        .first()
    )
    if season is None:
        raise Http404("没有这个招募季")
    _require(may_view_season(official, season))
    return season


def case_for(official: User, code: str, case_number: str) -> Application:
    """Return a case of a season. Raises ``Http404``, and ``PermissionDenied`` with the reason."""
    season = season_for(official, code)
    try:
        application = load_case(season, case_number)
    except Application.DoesNotExist:
        raise Http404("没有这个报名编号") from None
    _require(may_view(official, application))
    return application


def _require(permission: Permission) -> None:
    if not permission.allowed:
        raise PermissionDenied(permission.reason)
