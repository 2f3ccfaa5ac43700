"""Who may open an applicant's page: the applicant who signed in, and nobody else."""

from collections.abc import Callable

from django.contrib.auth.decorators import user_passes_test
from django.http import Http404, HttpRequest, HttpResponse

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.seasons.models import Season

Page = Callable[..., HttpResponse]


def applicants_only(view: Page) -> Page:
    """Guard a page: whoever is not signed in as an applicant is asked to."""
    return user_passes_test(lambda user: isinstance(user, User) and not user.is_official)(view)


def applicant_of(request: HttpRequest) -> User:
    """Return the applicant who asks; the page has made sure that somebody signed in."""
    assert isinstance(request.user, User)
    return request.user


def public_season(code: str) -> Season:
    """Return a season that the public may see. Raises ``Http404``."""
    season = (
        Season.objects.select_related("city").prefetch_related("windows").filter(code=code).first()
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
