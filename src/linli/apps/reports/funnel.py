"""How many reached each step of a season, computed from the cases as they stand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from linli.apps.applications.models import Decision
from linli.apps.applications.states import State
from linli.apps.intake.models import Mail
from linli.apps.notices.models import Objection
from linli.apps.pay.models import PaySlip
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Backfill, MedicalCheck, Placement, Score
from linli.core.placement import PlacementStatus
from linli.core.policy import compile_rules
from linli.core.policy.budget import budget
from linli.policies import get_pack

_PAST_REVIEW = frozenset(State) - {
    State.RECEIVED,
    State.ROUTED,
    State.SUPPLEMENT_REQUESTED,
    State.NOT_QUALIFIED,
    State.WITHDRAWN,
}
_FORMAL = (State.FORMAL, State.SIGNED, State.FILED, State.REPORTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: its name and how many people reached it."""

    key: str
    label: str
    people: int


def funnel(season: Season) -> tuple[Step, ...]:
    """Return how many people reached each step of a season, in order."""
    states = _states(season)
    passed = MedicalCheck.objects.filter(application__season=season, conclusion="pass").count()
    counts = (
        ("applicants", "报名", sum(states.values())),
        ("qualified", "资格审查通过", _reached(season)),
        ("interviewed", "面见复审", Score.objects.filter(application__season=season).count()),
        (
            "placed",
            "入围体检（含递补）",
            MedicalCheck.objects.filter(application__season=season).count() + states[State.PLACED],
        ),
        ("medical_passed", "体检合格", passed),
        ("published", "公示", _published(season)),
        ("signed", "签订协议", states[State.SIGNED] + states[State.FILED] + states[State.REPORTED]),
        ("reported", "报到", states[State.REPORTED]),
    )
    return tuple(Step(*row) for row in counts)


def _states(season: Season) -> Counter[str]:
    rows = season.applications.order_by().values_list("state").annotate(people=Count("pk"))
    return Counter(dict(rows))


def _reached(season: Season) -> int:
    return (
        Decision.objects.filter(application__season=season, outcome="pass")
        .values("application")
        .distinct()
        .count()
    )


def _published(season: Season) -> int:
    return sum(len(rows) for rows in season.notices.values_list("rows", flat=True))


def summary(season: Season, files: list[str]) -> dict[str, Any]:
    """Return ``summary.json`` of a season (interfaces: Season). Money is whole fen."""
    people = {step.key: step.people for step in funnel(season)}
    placements = Counter(
        Placement.objects.filter(application__season=season).values_list("status", flat=True)
    )
    medical = Counter(
        MedicalCheck.objects.filter(application__season=season).values_list("conclusion", flat=True)
    )
    divisions = by_division(season)
    return {
        "season": season.pack_id,
        "rehearsal": season.is_rehearsal,
        "applicants": people["applicants"],
        "by_kind": dict(
            sorted(
                Counter(Mail.objects.filter(season=season).values_list("kind", flat=True)).items()
            )
        ),
        "reviewed": _proposals(season),
        "decided": _decisions(season),
        "interviewed": people["interviewed"],
        "placed": placements[PlacementStatus.PLACED],
        "reserve": placements[PlacementStatus.RESERVE],
        "unplaced": placements[PlacementStatus.UNPLACED],
        "medical": {key: medical[key] for key in ("pass", "fail", "absent")},
        "backfilled": Backfill.objects.filter(season=season, filler__isnull=False).count(),
        "left_vacant": Backfill.objects.filter(season=season, filler__isnull=True).count(),
        "published": people["published"],
        "objections": Objection.objects.filter(notice__season=season).count(),
        "formal": sum(_states(season)[state] for state in _FORMAL),
        "signed": people["signed"],
        "reported": people["reported"],
        "monthly_pay_fen": sum(row["monthly_pay_fen"] for row in divisions),
        "pay_runs": _pay_runs(season),
        "budget_year_fen": sum(row["budget_year_fen"] for row in divisions),
        "by_division": divisions,
        "files": files,
    }


def _proposals(season: Season) -> dict[str, int]:
    counts = Counter(season.applications.order_by().values_list("proposal", flat=True))
    return {outcome: counts[outcome] for outcome in ("pass", "fail", "refer")}


def _decisions(season: Season) -> dict[str, int]:
    """Count the last decision on each case."""
    rows = Decision.objects.filter(application__season=season).order_by("decided_at", "pk")
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


PAY_FIELDS = ("allowance_fen", "deduction_fen", "net_fen", "province_fen", "city_fen", "county_fen")


def by_division(season: Season) -> list[dict[str, Any]]:
    """Return the season's figures county by county, in the pack's order.

    Applicants and qualified count where they applied, the formal and later ones where
    they were placed.
    """
    pack = get_pack(season.pack_id)
    day = season.windows.order_by("-last_day")[0].last_day
    planned = {row.division: row for row in budget(compile_rules(pack, day))}
    applied = _states_by_county(season, "applied_county_id")
    states = _states_by_county(season, "county_id")
    monthly = _monthly_by_county(season)
    quotas = {quota.county_id: quota for quota in season.quotas.all()}
    return [
        {
            "division": code,
            "name": row.name,
            "communities": quotas[code].communities,
            "places": quotas[code].places,
            "applicants": sum(applied.get(code, {}).values()),
            "qualified": sum(
                count for state, count in applied.get(code, {}).items() if state in _PAST_REVIEW
            ),
            "formal": sum(states.get(code, {}).get(state, 0) for state in _FORMAL),
            "reported": states.get(code, {}).get(State.REPORTED, 0),
            "monthly_pay_fen": monthly.get(code, 0),
            "budget_month_fen": row.monthly_fen,
            "budget_year_fen": row.total_fen,
        }
        for code, row in planned.items()
    ]


def _states_by_county(season: Season, field: str) -> dict[str, dict[str, int]]:
    rows = season.applications.order_by().values_list(field, "state").annotate(people=Count("pk"))
    counts: dict[str, dict[str, int]] = {}
    for county, state, people in rows:
        counts.setdefault(county or "", {})[state] = people
    return counts


def _monthly_by_county(season: Season) -> Mapping[str, int]:
    """Return the full month's allowance of all workers of the last run, by county, in fen."""
    last = season.pay_runs.order_by("-month").first()
    sums: Counter[str] = Counter()
    for county, fen in PaySlip.objects.filter(run=last).values_list(
        "worker__county_id", "full_month_fen"
    ):
        sums[county] += fen
    return sums
