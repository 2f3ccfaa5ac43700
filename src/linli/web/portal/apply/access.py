"""The draft of the applicant who asks."""

from django.http import HttpRequest

from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import draft_of
from linli.web.portal.access import applicant_of, public_season


def own_draft(request: HttpRequest, code: str) -> Draft:
    """Return the applicant's draft in a season, begun now if there was none. Raises ``Http404``."""
    season = public_season(code)
    draft = draft_of(season, applicant_of(request))
    draft.season = season
    return draft
