"""The placement of one person as the page of the case shows it: choice by choice, then what followed."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.apps.applications.models import Application
from linli.apps.selection.explaining import NotExplained, ToldChoice, explain_placement
from linli.apps.selection.models import Placement, PlacementRun
from linli.core.placement import Outcome, PlacementStatus
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge

STATUS_BADGES = {
    PlacementStatus.PLACED: Badge("入围体检", GOOD),
    PlacementStatus.RESERVE: Badge("递补候选", WAITING),
    PlacementStatus.UNPLACED: Badge("未入围", BAD),
}
OUTCOME_BADGES = {
    Outcome.PLACED: Badge("入围", GOOD),
    Outcome.BEATEN: Badge("未入围", BAD),
    Outcome.KEPT_FOR_GROUP: Badge("未入围", BAD),
    Outcome.NOT_RANKED: Badge("未入围", BAD),
    Outcome.NOT_OFFERED: Badge("不在范围", BAD),
    Outcome.NO_PLACES: Badge("没有名额", BAD),
    Outcome.NOT_REACHED: Badge("不再检索", QUIET),
}
_BACKFILL_CLAUSE = "D0 三(四)"


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One choice in the order of the form: its name, the place, the answer with its clause."""

    name: str
    place: str
    badge: Badge
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Later:
    """Something that came after the placement, with its clause."""

    title: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class PlacementCard:
    """One person's placement. ``run`` is ``None`` where an earlier release kept no choices.

    ``county`` is the code under which the list of the county shows the person.
    """

    badge: Badge
    outcome: str
    standing: str
    choices: tuple[ChoiceRow, ...]
    later: tuple[Later, ...]
    run: PlacementRun | None
    county: str


def placement_card(application: Application) -> PlacementCard | None:
    """Return what the page of a case tells of its placement, ``None`` before one."""
    placement: Placement | None = getattr(application, "placement", None)
    if placement is None:
        return None
    try:
        told = explain_placement(application)
        choices = choice_rows(told.choices)
        outcome = told.outcome
    except NotExplained:
        choices, outcome = (), placement.reason
    return PlacementCard(
        badge=STATUS_BADGES[PlacementStatus(placement.status)],
        outcome=outcome,
        standing=_standing(application, placement),
        choices=choices,
        later=_later(application),
        run=placement.run,
        county=placement.county_id or "",
    )


def choice_rows(choices: Iterable[ToldChoice]) -> tuple[ChoiceRow, ...]:
    """Return choices as the pages of the office show them."""
    return tuple(
        ChoiceRow(one.name, one.place, OUTCOME_BADGES[one.outcome], one.text, one.clause)
        for one in choices
    )


def _standing(application: Application, placement: Placement) -> str:
    score = getattr(application, "score", None)
    total = f"面见总分{score}分，" if score else ""
    rank = placement.merit_rank
    return f"{total}本次安排第{rank}名" if rank else total.rstrip("，")


def _later(application: Application) -> tuple[Later, ...]:
    backfill, vacancy = (getattr(application, name, None) for name in ("backfill", "vacancy"))
    lines = []
    if backfill is not None:
        position = f"递补第{backfill.queue_position}位"
        text = f"递补报名{backfill.leaver.case_number}留下的名额（{position}）：{backfill.reason}"
        lines.append(Later("由递补入围", text, _BACKFILL_CLAUSE))
    if vacancy is not None:
        filled = (
            f"由报名{vacancy.filler.case_number}递补（递补第{vacancy.queue_position}位）"
            if vacancy.filler
            else "本县递补候选已用完，名额空缺"
        )
        lines.append(Later("名额空出", f"{vacancy.reason}；{filled}", _BACKFILL_CLAUSE))
    return tuple(lines)
