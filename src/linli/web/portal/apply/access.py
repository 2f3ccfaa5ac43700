"""The draft of the applicant who asks."""

from django.http import Http404, HttpRequest

from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of, draft_to_show
from linli.apps.seasons.withdrawn import SeasonWithdrawn
from linli.web.portal.access import applicant_of, public_season

_LOOKING = ("GET", "HEAD")


def own_draft(request: HttpRequest, code: str) -> Draft:
    """Return the applicant's draft in a season, begun with the first thing that is sent. Raises ``Http404``."""
    of = draft_to_show if request.method in _LOOKING else draft_of
    try:
        return of(public_season(code), applicant_of(request))
    except SeasonWithdrawn as refusal:
        # The season was withdrawn within the seconds for which a server shows it as it was read.
        raise Http404(refusal.sentence()) from refusal
