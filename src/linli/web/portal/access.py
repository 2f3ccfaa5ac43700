"""Who may open an applicant's page: the applicant who signed in, and nobody else."""

import copy
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.seasons.models import Season

Page = Callable[..., HttpResponse]
# Seasons as they were read, each with the monotonic second until which it is shown so.
_read: dict[str, tuple[float, Season]] = {}


def no_officials(view: Page) -> Page:
    """Guard a page: an official belongs into the office. Raises ``PermissionDenied``."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_official:
            raise PermissionDenied("这是报名人的页面，您登录的是工作人员账号")
        return view(request, *args, **kwargs)

    return guarded


def applicants_only(view: Page) -> Page:
    """Guard a page: whoever is not signed in is asked to; an official is refused.

    Raises ``PermissionDenied``.
    """
    asked: Page = user_passes_test(lambda user: isinstance(user, User))(view)
    return no_officials(asked)


def applicant_of(request: HttpRequest) -> User:
    """Return the applicant who asks; the page has made sure that somebody signed in."""
    assert isinstance(request.user, User)
    return request.user


def public_season(code: str) -> Season:
    """Return a season by its code, with what its pages need. Raises ``Http404``.

    Every page of an applicant asks for it, and it changes a few times a year: a server shows what it
    read within the last ``PUBLIC_SEASON_SECONDS``.
    """
    until, known = _read.get(code, (0.0, None))
    if known is None or until <= time.monotonic():
        known = _season(code)
        _read[code] = (time.monotonic() + settings.PUBLIC_SEASON_SECONDS, known)
    # Two requests never hold one object.
    return copy.copy(known)


def _season(code: str) -> Season:
    season = (
        Season.objects.standing()
        .select_related("city")
        .prefetch_related("windows")
        .filter(code=code)
        .first()
    )
    if season is None:
        raise Http404("没有这个招募季")
    return season


def own_case(applicant: User, code: str, case_number: str) -> Application:
    """Return an applicant's own case. Raises ``Http404``, for another's case as for none."""
    case = (
        Application.objects.select_related("season__city", "person", "county")
        .filter(season__code=code, case_number=case_number, person__account=applicant)
        .first()
    )
    if case is None:
        raise Http404("没有这件报名")
    return case
