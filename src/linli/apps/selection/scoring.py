"""Interview scores of a season."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Score
from linli.apps.selection.score_workbook import ScoreRow
from linli.core.placement.scores import PanelTotal, panel_total
from linli.core.policy import Pack
from linli.core.refusal import Refusal


class UnknownCase(Refusal):
    """A score or result names a case that is not waiting for one."""


@transaction.atomic
def record_scores(
    season: Season, county: str, rows: Sequence[ScoreRow], *, actor: User, at: datetime
) -> None:
    """Record a county's interview scores; the total is the mean of the marks, half up.

    All marks that were given are stored: which of them were dropped for the total follows
    from the policy parameter ``drops_extremes`` and stands in the ledger. Raises
    ``UnknownCase``, naming the case, if a row is not listed for this county's interview, and
    ``TooFewMarks``; then nothing is written. Raises ``NotPermitted``.
    Source: D0 三(三); requirements D2.
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
    drops = drops_extremes(season.pack, beijing_date(at))
    totals = {
        row.case_number: panel_total(row.given, drops_extremes=drops) for row in rows if row.marks
    }
    change_states(
        [
            _score_change(waiting[row.case_number], row, totals.get(row.case_number), actor, at)
            for row in rows
        ]
    )
    Score.objects.bulk_create(
        Score(
            application=waiting[row.case_number],
            marks=list(row.given),
            total=totals[row.case_number].total,
        )
        for row in rows
        if row.marks
    )


def drops_extremes(pack: Pack, day: date) -> bool:
    """Tell whether a panel's total leaves out its highest and its lowest mark.

    Source: policy parameter ``drops_extremes``.
    """
    return pack.scalar("drops_extremes", day) is True


def _score_change(
    one: Application, row: ScoreRow, total: PanelTotal | None, actor: User, at: datetime
) -> Change:
    if total is None:
        return Change(one, Act.RECORD_INTERVIEW_ABSENCE, actor, at, reason="未到场")
    inputs: dict[str, object] = {"marks": list(row.given), "total": total.total}
    if total.dropped:
        inputs["dropped"] = list(total.dropped)
    return Change(one, Act.RECORD_INTERVIEW, actor, at, reason="面见复审评分", inputs=inputs)
