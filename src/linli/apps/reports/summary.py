"""What a season came to, in one document made from the records."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from linli.apps.applications.models import Decision
from linli.apps.applications.overview import CountyRow, overview
from linli.apps.applications.queries import states_past
from linli.apps.applications.states import State
from linli.apps.intake.models import Mail
from linli.apps.notices.models import Objection
from linli.apps.pay.models import PaySlip
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Backfill, MedicalCheck, Placement
from linli.core.placement import PlacementStatus
from linli.core.policy import compile_rules
from linli.core.policy.budget import DivisionBudget, budget

PAY_FIELDS = (
    "allowance_fen",
    "deduction_fen",
    "net_fen",
    "province_fen",
    "city_fen",
    "county_fen",
)


def summary(season: Season, files: list[str]) -> dict[str, Any]:
    """Return ``summary.json`` of a season (interfaces: Season). Money is whole fen."""
    reached = overview(season, season.city_id).total.counts
    placements = Counter(
        Placement.objects.filter(application__season=season).values_list("status", flat=True)
    )
    divisions = by_division(season)
    return {
        "season": season.pack_id,
        "rehearsal": season.is_rehearsal,
        "applicants": reached["received"],
        "by_kind": _mails_by_kind(season),
        "reviewed": _proposals(season),
        "decided": _decisions(season),
        "interviewed": reached["interviewed"],
        "placed": placements[PlacementStatus.PLACED],
        "reserve": placements[PlacementStatus.RESERVE],
        "unplaced": placements[PlacementStatus.UNPLACED],
        "medical": _medical(season),
        "backfilled": Backfill.objects.filter(season=season, filler__isnull=False).count(),
        "left_vacant": Backfill.objects.filter(season=season, filler__isnull=True).count(),
        "published": sum(len(rows) for rows in season.notices.values_list("rows", flat=True)),
        "objections": Objection.objects.filter(notice__season=season).count(),
        "formal": season.applications.filter(state__in=states_past(State.FORMAL)).count(),
        "signed": reached["signed"],
        "reported": reached["reported"],
        "monthly_pay_fen": sum(row["monthly_pay_fen"] for row in divisions),
        "pay_runs": _pay_runs(season),
        "budget_year_fen": sum(row["budget_year_fen"] for row in divisions),
        "by_division": divisions,
        "files": files,
    }


def _mails_by_kind(season: Season) -> dict[str, int]:
    kinds = Mail.objects.of_mailbox().filter(season=season).values_list("kind", flat=True)
    return dict(sorted(Counter(kinds).items()))


def _medical(season: Season) -> dict[str, int]:
    conclusions = MedicalCheck.objects.filter(application__season=season)
    counts = Counter(conclusions.values_list("conclusion", flat=True))
    return {key: counts[key] for key in ("pass", "fail", "absent")}


def _proposals(season: Season) -> dict[str, int]:
    counts = Counter(season.applications.order_by().values_list("proposal", flat=True))
    return {outcome: counts[outcome] for outcome in ("pass", "fail", "refer")}


def _decisions(season: Season) -> dict[str, int]:
    """Count the last decision on each case; one that was undone is none."""
    rows = Decision.objects.filter(application__season=season, undone_at=None).order_by(
        "decided_at", "pk"
    )
    last: dict[int, str] = dict(rows.values_list("application_id", "outcome"))
    counts = Counter(last.values())
    return {outcome: counts[outcome] for outcome in ("pass", "fail", "supplement")}


def _pay_runs(season: Season) -> list[dict[str, Any]]:
    runs = []
    for run in season.pay_runs.all():
        slips = list(run.slips.all())
        sums = {name: sum(getattr(slip, name) for slip in slips) for name in PAY_FIELDS}
        runs.append({"month": f"{run.month:%Y-%m}", "people": len(slips), **sums})
    return runs


def by_division(season: Season) -> list[dict[str, Any]]:
    """Return the season's figures county by county, in the pack's order.

    Applicants and qualified count where they applied, the later ones where they were placed.
    """
    pack = season.pack
    day = season.windows.order_by("-last_day")[0].last_day
    counties = {row.code: row for row in overview(season, season.city_id).counties}
    monthly = _monthly_by_county(season)
    return [
        _division(counties[row.division], row, monthly.get(row.division, 0))
        for row in budget(compile_rules(pack, day))
    ]


def _division(county: CountyRow, planned: DivisionBudget, monthly_fen: int) -> dict[str, Any]:
    return {
        "division": county.code,
        "name": county.name,
        "communities": county.communities,
        "places": county.places,
        "applicants": county.counts["received"],
        "qualified": county.counts["qualified"],
        "published": county.counts["published"],
        "reported": county.counts["reported"],
        "vacant": county.vacancy,
        "monthly_pay_fen": monthly_fen,
        "budget_month_fen": planned.monthly_fen,
        "budget_year_fen": planned.total_fen,
    }


def _monthly_by_county(season: Season) -> Mapping[str, int]:
    """Return the full month's allowance of all workers of the last run, by county, in fen."""
    last = season.pay_runs.order_by("-month").first()
    sums: Counter[str] = Counter()
    for county, fen in PaySlip.objects.filter(run=last).values_list(
        "worker__county_id", "full_month_fen"
    ):
        sums[county] += fen
    return sums
