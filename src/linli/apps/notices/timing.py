"""On which days a list may be posted: not before its stage, and after it with a reason.

A correction is not asked: it stands for a list that is posted, and has a reason of its own.
Source: D0 三(五); requirements A12, F1.
"""

from datetime import date

from linli.apps.applications.change import ReasonMissing
from linli.apps.seasons.models import Season, Stage
from linli.core.documents.official import date_text
from linli.core.refusal import Refusal

CLAUSE = "D0 三(五)"


class PostedTooEarly(Refusal):
    """A list is to be posted before the stage of the public notice has begun."""


def is_after_stage(season: Season, day: date) -> bool:
    """Tell whether a list posted on a day needs a reason: the stage is over; a rehearsal needs none."""
    return not season.is_rehearsal and day > season.window(Stage.SELECTION).last_day


def require_begun(season: Season, day: date) -> None:
    """Refuse a day before the stage. A rehearsal may run ahead of the calendar.

    Raises ``PostedTooEarly``. Source: D0 三(五); requirements A12.
    """
    first = season.window(Stage.SELECTION).first_day
    if day < first and not season.is_rehearsal:
        raise PostedTooEarly(
            f"{Stage.SELECTION.label}阶段自{date_text(first)}开始，现在还不能发布公示",
            why=CLAUSE,
            mend=f"{date_text(first)}起发布",
        )


def require_posting_day(season: Season, day: date, *, reason: str) -> None:
    """Refuse a day before the stage, and one after it without a reason.

    Who was backfilled passes late, so a further list may follow after the last day.
    Raises ``PostedTooEarly`` and ``ReasonMissing``. Source: D0 三(五); requirements A12, F1.
    """
    require_begun(season, day)
    if is_after_stage(season, day) and not reason.strip():
        last = season.window(Stage.SELECTION).last_day
        raise ReasonMissing(
            f"{Stage.SELECTION.label}阶段已于{date_text(last)}结束，发布公示必须写明原因",
            why=CLAUSE,
            mend="写明原因后再发布；需要延长阶段的，由市委社会工作部办理",
        )
