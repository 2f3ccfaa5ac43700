"""Routing as the city's office reads it: what would go where, what stays, what went."""

from dataclasses import dataclass

from linli.apps.applications.models import Application
from linli.apps.applications.routing import (
    LeftCase,
    Routing,
    RoutingPlan,
    kept_by_city,
    plan_routing,
    routings_of,
)
from linli.apps.seasons.models import Season

#: How many cases without a county and how many routings one page lists.
MOST = 50


@dataclass(frozen=True, slots=True)
class RoutingPage:
    """What routing now would do, the cases that the city has kept, and the log, newest first.

    ``was_routed`` tells that cases are with counties: a release before 0.6 noted them one by one.
    """

    plan: RoutingPlan
    left: tuple[LeftCase, ...]
    kept: tuple[str, ...]
    kept_count: int
    routings: tuple[Routing, ...]
    routing_count: int
    was_routed: bool

    @property
    def left_count(self) -> int:
        """Return how many of the cases that wait name no county of the city."""
        return len(self.plan.left)


def routing_page(season: Season) -> RoutingPage:
    """Return what the routing page shows."""
    plan, kept, routings = plan_routing(season), kept_by_city(season), routings_of(season)
    return RoutingPage(
        plan=plan,
        left=plan.left[:MOST],
        kept=tuple(kept.values_list("case_number", flat=True)[:MOST]),
        kept_count=kept.count(),
        routings=routings[:MOST],
        routing_count=len(routings),
        was_routed=season.applications.filter(county__isnull=False).exists(),
    )


def wishes_of(case: Application) -> tuple[tuple[str, str], ...]:
    """Return what a form says of where the person wants to work, label by label."""
    form = case.form
    first, others = form.get("intended") or {}, form.get("transfer_areas") or ()
    accepts = {True: "服从", False: "不服从"}.get(form.get("accepts_transfer"), "没有填写")
    return (
        ("工作意向地区", _area(first) or "没有填写"),
        ("是否服从调剂", accepts),
        ("调剂地区", "、".join(_area(one) for one in others) or "没有填写"),
    )


def _area(area: dict[str, str | None]) -> str:
    return f"{area.get('city') or ''}{area.get('county') or ''}"
