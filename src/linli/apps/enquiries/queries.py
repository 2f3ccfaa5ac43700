"""Questions about enquiries: what is public, how many came in a year."""

from datetime import datetime

from django.db.models import Count
from django.db.models.functions import ExtractYear

from linli.apps.enquiries.models import Enquiry, EnquiryQuerySet
from linli.apps.ledger.actions import BEIJING
from linli.apps.seasons.models import Season
from linli.core.record import code_digest


def public_answers(season: Season, *, words: str = "", category: str = "") -> EnquiryQuerySet:
    """Return a season's published enquiries, narrowed by what is not blank, the last answered first."""
    found = Enquiry.objects.filter(season=season).published().about(words)
    return found.filter(category=category) if category else found


def enquiry_of_code(season: Season, plain: str) -> Enquiry | None:
    """Return the enquiry of a season that a plain query code stands for."""
    return Enquiry.objects.filter(season=season, receipt=code_digest(plain)).first()


def asked_since(season: Season, moment: datetime) -> int:
    """Return how many enquiries a season got at or after a moment."""
    return Enquiry.objects.filter(season=season, asked_at__gte=moment).count()


def counts_by_year(season: Season) -> dict[int, int]:
    """Return how many enquiries the city of a season got, in all its seasons, by year in Beijing.

    A rehearsal counts rehearsals only, a real season none of them. Source: requirements B2.
    """
    rows = (
        Enquiry.objects.filter(
            season__city_id=season.city_id, season__is_rehearsal=season.is_rehearsal
        )
        .order_by()
        .annotate(year=ExtractYear("asked_at", tzinfo=BEIJING))
        .values_list("year")
        .annotate(Count("pk"))
    )
    return dict(sorted(rows))
