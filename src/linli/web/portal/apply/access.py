"""The draft of the applicant who asks."""

from django.http import HttpRequest

from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of, draft_to_show
from linli.web.portal.access import applicant_of, public_season

_LOOKING = ("GET", "HEAD")


def own_draft(request: HttpRequest, code: str) -> Draft:
    """Return the applicant's draft in a season, begun with the first thing that is sent. Raises ``Http404``."""
    of = draft_to_show if request.method in _LOOKING else draft_of
    return of(public_season(code), applicant_of(request))
