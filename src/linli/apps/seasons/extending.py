"""Extend a stage of a season: everyone's deadline moves, and whatever follows moves with it.

Source: D0 三; requirements A12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import ORDER, Season, Stage, StageWindow
from linli.apps.seasons.permissions import require_office
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

Days = tuple[date, date]


class NotLater(Refusal):
    """An extension ends a stage later than it would have ended, or it is none."""


class StageOver(Refusal):
    """The stage has ended: who kept to its last day must not find it reopened."""


class UnexplainedExtension(Refusal):
    """Everyone's deadlines move, so everyone may read why."""


class ExtensionChanged(Refusal):
    """What would move is no longer what was shown."""


@dataclass(frozen=True, slots=True)
class Move:
    """The days of a stage before and after, first and last, both included."""

    stage: Stage
    before: Days
    after: Days

    @property
    def moves(self) -> bool:
        """Tell whether anything of the stage changes."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ExtensionPlan:
    """All stages of a season, in order, as an extension of one would leave them."""

    stage: Stage
    days: int
    moves: tuple[Move, ...]

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        return shown_mark(
            {
                "stage": self.stage.value,
                "before": _days(self.moves, after=False),
                "after": _days(self.moves, after=True),
            }
        )


def plan_extension(season: Season, stage: Stage, last_day: date, *, today: date) -> ExtensionPlan:
    """Return what would move if a stage ended on a later day, included, and write nothing.

    ``today`` is the day in Beijing. Raises ``StageOver`` and ``NotLater``.
    Source: D0 三; requirements A12.
    """
    return _plan(season, tuple(season.windows.all()), stage, last_day, today)


def reporting_limit(season: Season) -> date:
    """Return the last day by which all report for duty, included, as the document of a season has it.

    A rehearsal that was opened on a later day has it later by as many days; extensions leave it
    where it is. Source: D0 三(七); requirements A12.
    """
    pack = season.pack
    issued = pack.notice.issued
    registration = pack.date_table("stage_start", issued)[Stage.REGISTRATION]
    opened_later = season.window(Stage.REGISTRATION).first_day - registration
    return pack.date_table("stage_end", issued)[Stage.REPORTING] + opened_later


@transaction.atomic
def extend_stage(
    season: Season,
    stage: Stage,
    last_day: date,
    *,
    reason: str,
    actor: User,
    at: datetime,
    shown: str | None = None,
) -> None:
    """Let a stage end on a later day, included; every later stage moves by the same number of days.

    Possible until the stage's last day is over. One entry of the ledger holds the days before and
    after. The reason is public. ``shown`` is the mark of the plan that somebody confirms: another
    plan is not carried out. Raises ``NotPermitted``, ``UnexplainedExtension``, ``StageOver``,
    ``NotLater`` and ``ExtensionChanged``. Source: D0 三; requirements A12.
    """
    require_office(actor, season, Office.CITY, act="延长阶段")
    if not reason.strip():
        raise UnexplainedExtension("延长阶段必须写明理由", why="D0 三", mend="写明为什么延长")
    locked = lock_season(season)
    windows = {Stage(one.stage): one for one in season.windows.select_for_update()}
    plan = _plan(locked, tuple(windows.values()), stage, last_day, beijing_date(at))
    if shown is not None and shown != plan.mark:
        raise ExtensionChanged(
            "核对以后各阶段的日期已由他人更改", why="D0 三", mend="按现在的日期重新核对后再延长"
        )
    for move in plan.moves:
        windows[move.stage].first_day, windows[move.stage].last_day = move.after
        windows[move.stage].save(update_fields=("first_day", "last_day"))
    record([_extension(season, plan, reason, actor, at)])


def _plan(
    season: Season, windows: tuple[StageWindow, ...], stage: Stage, last_day: date, today: date
) -> ExtensionPlan:
    days = {Stage(one.stage): (one.first_day, one.last_day) for one in windows}
    _require_running(season, stage, days.get(stage), today)
    shift = _shift(stage, days[stage][1], last_day)
    moves = tuple(
        Move(one, days[one], _moved(one, stage, days[one], shift)) for one in ORDER if one in days
    )
    return ExtensionPlan(stage, shift.days, moves)


def _require_running(season: Season, stage: Stage, days: Days | None, today: date) -> None:
    is_left = ORDER.index(Stage(season.stage)) > ORDER.index(stage)
    if days is None or is_left or today > days[1]:
        raise StageOver(
            f"“{stage.label}”已经结束，不能延长",
            why="D0 三",
            mend="延长须在该阶段最后一天以前办理；需要重新开展的，另行发布公告",
        )


def _shift(stage: Stage, present: date, last_day: date) -> timedelta:
    if last_day <= present:
        shown = present.isoformat()
        raise NotLater(
            f"“{stage.label}”现于{shown}结束，新的最后一天必须更晚",
            why="D0 三",
            mend=f"填{shown}以后的日期",
        )
    return last_day - present


def _moved(one: Stage, extended: Stage, days: Days, shift: timedelta) -> Days:
    """Return the days of a stage: the extended one grows, the later ones move, earlier ones stay."""
    distance = ORDER.index(one) - ORDER.index(extended)
    first, last = days
    return (first + shift if distance > 0 else first, last + shift if distance >= 0 else last)


def _days(moves: tuple[Move, ...], *, after: bool) -> Mapping[str, list[str]]:
    return {
        one.stage.value: [day.isoformat() for day in (one.after if after else one.before)]
        for one in moves
        if one.moves
    }


def _extension(
    season: Season, plan: ExtensionPlan, reason: str, actor: User, at: datetime
) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="extend_stage",
        subject=season.code,
        clause="D0 三",
        reason=reason.strip(),
        rule=season.rule_version,
        inputs={
            "stage": plan.stage.value,
            "before": _days(plan.moves, after=False),
            "after": _days(plan.moves, after=True),
        },
        rehearsal=season.is_rehearsal,
    )
