"""Questions about pay: which months there are, what a month paid within a subtree of divisions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from linli.apps.ledger.queries import entries_of
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.pay.planning import last_day_of
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker

#: First and last day of a service, and how many people serve just so.
Term = tuple[date, date, int]
_LARGE = ("form", "materials", "findings", "reading", "papers")


@dataclass(frozen=True, slots=True)
class PayMonth:
    """A month, by its first day, in which somebody serves; ``people`` get pay for it."""

    month: date
    people: int
    is_over: bool
    run: PayRun | None

    @property
    def is_due(self) -> bool:
        """Tell whether the month is over and not run yet."""
        return self.is_over and self.run is None


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of slips, in fen."""

    people: int
    allowance_fen: int
    deduction_fen: int
    net_fen: int
    province_fen: int
    city_fen: int
    county_fen: int

    @property
    def add_up(self) -> bool:
        """Tell whether what is paid and taken off, and the three shares, make up the allowance."""
        shares = self.province_fen + self.city_fen + self.county_fen
        return self.net_fen + self.deduction_fen == self.allowance_fen == shares


def pay_months(season: Season, scope: str, *, today: date) -> tuple[PayMonth, ...]:
    """Return the months up to today in which people of a subtree of divisions serve, oldest first."""
    terms = list(
        Worker.objects.filter(application__season=season, county__code__startswith=scope)
        .order_by()
        .values_list("reported_on", "last_day")
        .annotate(people=Count("pk"))
    )
    return _pay_months(terms, {run.month: run for run in season.pay_runs.all()}, today)


def months_due(seasons: Iterable[Season], *, today: date) -> Mapping[int, tuple[date, ...]]:
    """Return by the key of the season the months that are over and not run, oldest first."""
    served = Worker.objects.filter(application__season__in=seasons).order_by()
    columns = ("application__season_id", "reported_on", "last_day")
    terms: dict[int, list[Term]] = defaultdict(list)
    for season, *term in served.values_list(*columns).annotate(Count("pk")):
        terms[season].append(tuple(term))
    runs: dict[int, dict[date, PayRun]] = defaultdict(dict)
    for run in PayRun.objects.filter(season__in=terms):
        runs[run.season_id][run.month] = run
    found = {
        season: tuple(one.month for one in _pay_months(own, runs[season], today) if one.is_due)
        for season, own in terms.items()
    }
    return {season: months for season, months in found.items() if months}


def _pay_months(
    terms: Collection[Term], runs: Mapping[date, PayRun], today: date
) -> tuple[PayMonth, ...]:
    if not terms:
        return ()
    first = min(begin for begin, _, _ in terms)
    last = min(max(end for _, end, _ in terms), today)
    people: Counter[date] = Counter()
    for begin, end, count in terms:
        for month in _months(begin, min(end, last)):
            people[month] += count
    return tuple(
        PayMonth(month, people[month], last_day_of(month) < today, runs.get(month))
        for month in _months(first, last)
    )


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months from the one of a day to the one of another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def slips_of(run: PayRun, scope: str) -> tuple[PaySlip, ...]:
    """Return the slips of a run within a subtree of divisions, by county and case number."""
    related = ("worker__person", "worker__county", "worker__community", "worker__application")
    found = run.slips.filter(worker__county__code__startswith=scope).select_related(*related)
    large = (f"worker__application__{name}" for name in _LARGE)
    return tuple(
        found.defer("steps", *large).order_by(
            "worker__county_id", "worker__application__case_number"
        )
    )


def slip_of(run: PayRun, scope: str, case_number: str) -> PaySlip | None:
    """Return one person's slip of a run, ``None`` if there is none within the subtree."""
    return (
        run.slips.filter(
            worker__county__code__startswith=scope, worker__application__case_number=case_number
        )
        .select_related(
            "worker__person", "worker__county", "worker__community", "worker__application"
        )
        .first()
    )


def sums_of(slips: Iterable[PaySlip]) -> Sums:
    """Return the sums of slips."""
    rows = list(slips)
    return Sums(
        len(rows),
        sum(one.allowance_fen for one in rows),
        sum(one.deduction_fen for one in rows),
        sum(one.net_fen for one in rows),
        sum(one.province_fen for one in rows),
        sum(one.city_fen for one in rows),
        sum(one.county_fen for one in rows),
    )


def made_at(run: PayRun) -> datetime | None:
    """Return when the ledger says a run was made, ``None`` if it says nothing of it."""
    month = f"{run.month:%Y-%m}"
    for entry in entries_of(run.season.code):
        if entry["action"] == "run_pay" and entry["inputs"]["month"] == month:
            return datetime.fromisoformat(entry["at"])
    return None
