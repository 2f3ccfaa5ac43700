"""Questions about enquiries: what is public, how many came in a year, a month."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear, TruncMonth

from linli.apps.enquiries.models import Enquiry, EnquiryQuerySet
from linli.apps.ledger.actions import BEIJING
from linli.apps.seasons.models import Season
from linli.core.record import code_digest


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The enquiries of a season that came in one month: how many, and how many of them are answered."""

    month: date
    asked: int
    answered: int

    @property
    def waiting(self) -> int:
        """Return how many wait for an answer."""
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class SeasonCount:
    """The enquiries of a season, month by month and together."""

    months: tuple[MonthCount, ...]

    @property
    def asked(self) -> int:
        """Return how many came."""
        return sum(one.asked for one in self.months)

    @property
    def answered(self) -> int:
        """Return how many of them are answered."""
        return sum(one.answered for one in self.months)

    @property
    def waiting(self) -> int:
        """Return how many wait for an answer."""
        return self.asked - self.answered


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


def count_of_season(season: Season) -> SeasonCount:
    """Return how many enquiries of a season came in each month in Beijing. Source: requirements B2."""
    rows = (
        Enquiry.objects.filter(season=season)
        .order_by()
        .annotate(month=TruncMonth("asked_at", tzinfo=BEIJING))
        .values_list("month")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=~Q(answer="")))
        .order_by("month")
    )
    return SeasonCount(tuple(MonthCount(month.date(), *counts) for month, *counts in rows))
