"""Interview scores of a season."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Score
from linli.apps.selection.score_workbook import ScoreRow
from linli.core.refusal import Refusal


class UnknownCase(Refusal):
    """A score or result names a case that is not waiting for one."""


@transaction.atomic
def record_scores(
    season: Season, county: str, rows: Sequence[ScoreRow], *, actor: User, at: datetime
) -> None:
    """Record a county's interview scores; the total is the mean of the marks, half up.

    Raises ``UnknownCase``, naming the case, if a row is not listed for this county's interview;
    then nothing is written. Raises ``NotPermitted``. Source: D0 三(三); requirements D2.
    """
    require_office(actor, season, Office.COUNTY, act=Act.RECORD_INTERVIEW.label, county=county)
    waiting = {
        one.case_number: one
        for one in season.applications.filter(county_id=county).in_state(State.INTERVIEW_LISTED)
    }
    for row in rows:
        if row.case_number not in waiting:
            raise UnknownCase(
                f"成绩表中的报名{row.case_number}不在本县面见复审名单中",
                why="D0 三(三)",
                mend="核对报名编号",
            )
    change_states([_score_change(waiting[row.case_number], row, actor, at) for row in rows])
    scored = [row for row in rows if row.marks]
    Score.objects.bulk_create(
        Score(
            application=waiting[row.case_number],
            marks=list(row.marks),
            total=mean_half_up(row.marks),
        )
        for row in scored
    )


def mean_half_up(marks: Sequence[int]) -> int:
    """Return the mean of marks in hundredths of a point, halves up."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks))


def _score_change(one: Application, row: ScoreRow, actor: User, at: datetime) -> Change:
    if not row.marks:
        return Change(one, Act.RECORD_INTERVIEW_ABSENCE, actor, at, reason="未到场")
    inputs = {"marks": list(row.marks), "total": mean_half_up(row.marks)}
    return Change(one, Act.RECORD_INTERVIEW, actor, at, reason="面见复审评分", inputs=inputs)
