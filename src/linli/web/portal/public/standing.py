"""Where a season stands for whoever thinks of applying: the server's clock decides.

Source: D0 三(一)2; requirements B3.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.apps.seasons.models import Season, Stage, StageWindow
from linli.web.design.badges import Badge


class Standing(StrEnum):
    """The standings in the order in which the first page lists them."""

    OPEN = "open"
    AHEAD = "ahead"
    RUNNING = "running"
    ENDED = "ended"

    @property
    def heading(self) -> str:
        """Return what the first page writes over the seasons of this standing."""
        return {
            "open": "正在报名",
            "ahead": "即将报名",
            "running": "正在进行",
            "ended": "已经结束",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Registration:
    """The days of registration, both included, and where ``today`` lies. ``days_left`` is 0 on the last."""

    standing: Standing
    window: StageWindow
    days_left: int

    @property
    def is_open(self) -> bool:
        """Tell whether anybody can apply now."""
        return self.standing is Standing.OPEN


def registration_of(season: Season, today: date) -> Registration:
    """Return the registration of a season, whose windows are loaded, as it is on ``today`` in Beijing."""
    window = next(one for one in season.windows.all() if one.stage == Stage.REGISTRATION)
    return Registration(_standing(season, window, today), window, (window.last_day - today).days)


def _standing(season: Season, window: StageWindow, today: date) -> Standing:
    if season.stage == Stage.CLOSED:
        return Standing.ENDED
    if today < window.first_day:
        return Standing.AHEAD
    return Standing.OPEN if today <= window.last_day else Standing.RUNNING


def badge_of(season: Season, standing: Standing) -> Badge:
    """Return the word for where a season stands: after the registration, its stage."""
    return {
        Standing.OPEN: Badge("正在报名", "good"),
        Standing.AHEAD: Badge("尚未开始报名", "waiting"),
        Standing.RUNNING: Badge(_stage_word(season), "waiting"),
        Standing.ENDED: Badge("已结束", "quiet"),
    }[standing]


def _stage_word(season: Season) -> str:
    stage = Stage(season.stage)
    return "报名已截止" if stage is Stage.REGISTRATION else stage.label
