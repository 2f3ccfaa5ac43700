"""Extend a stage of a season: everyone's deadline moves, and whatever follows moves with it.

Source: D0 三; requirements A12.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import ORDER, Season, Stage, StageWindow
from linli.apps.seasons.permissions import require_office
from linli.core.refusal import Refusal


class NotLater(Refusal):
    """An extension ends a stage later than it would have ended, or it is none."""


class StageOver(Refusal):
    """The stage has ended: who kept to its last day must not find it reopened."""


class UnexplainedExtension(Refusal):
    """Everyone's deadlines move, so everyone may read why."""


@transaction.atomic
def extend_stage(
    season: Season, stage: Stage, last_day: date, *, reason: str, actor: User, at: datetime
) -> None:
    """Let a stage end on a later day, included; every later stage moves by the same number of days.

    Possible until the stage's last day is over. One entry of the ledger holds the days before and
    after. Raises ``NotPermitted``, ``UnexplainedExtension``, ``StageOver`` and ``NotLater``.
    The reason is public. Source: D0 三; requirements A12.
    """
    require_office(actor, season, Office.CITY, act="延长阶段")
    if not reason.strip():
        raise UnexplainedExtension("延长阶段必须写明理由", why="D0 三", mend="写明为什么延长")
    locked = lock_season(season)
    windows = {Stage(one.stage): one for one in season.windows.select_for_update()}
    _require_running(locked, stage, windows.get(stage), beijing_date(at))
    before = _days(windows)
    _move(windows, stage, last_day)
    for window in windows.values():
        window.save(update_fields=("first_day", "last_day"))
    record([_extension(season, stage, before, _days(windows), reason, actor, at)])


def _require_running(season: Season, stage: Stage, window: StageWindow | None, today: date) -> None:
    is_left = ORDER.index(Stage(season.stage)) > ORDER.index(stage)
    if window is None or is_left or today > window.last_day:
        raise StageOver(
            f"“{stage.label}”已经结束，不能延长",
            why="D0 三",
            mend="延长须在该阶段最后一天以前办理；需要重新开展的，另行发布公告",
        )


def _move(windows: dict[Stage, StageWindow], stage: Stage, last_day: date) -> None:
    days = (last_day - windows[stage].last_day).days
    if days <= 0:
        shown = windows[stage].last_day.isoformat()
        raise NotLater(
            f"“{stage.label}”现于{shown}结束，新的最后一天必须更晚",
            why="D0 三",
            mend=f"填{shown}以后的日期",
        )
    shift = timedelta(days=days)
    windows[stage].last_day = last_day
    for later in ORDER[ORDER.index(stage) + 1 :]:
        if later in windows:
            windows[later].first_day += shift
            windows[later].last_day += shift


def _days(windows: dict[Stage, StageWindow]) -> dict[str, list[str]]:
    return {
        one.value: [windows[one].first_day.isoformat(), windows[one].last_day.isoformat()]
        for one in ORDER
        if one in windows
    }


def _extension(
    season: Season,
    stage: Stage,
    before: dict[str, list[str]],
    after: dict[str, list[str]],
    reason: str,
    actor: User,
    at: datetime,
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
            "stage": stage.value,
            "before": {name: days for name, days in before.items() if days != after[name]},
            "after": {name: days for name, days in after.items() if days != before[name]},
        },
        rehearsal=season.is_rehearsal,
    )
