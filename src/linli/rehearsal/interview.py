"""The interview of a rehearsal: a score workbook made up, written and read back; diplomas settled."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from linli.apps.accounts.models import User
from linli.apps.applications.diplomas import record_diplomas, revoke_for_late_diploma
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.reports.workbooks import marks_of
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.score_workbook import (
    ScoreRow,
    read_score_workbook,
    write_score_workbook,
)
from linli.apps.selection.scoring import record_scores
from linli.core.placement import drawn_lot
from linli.rehearsal.scores import EXAMINERS, make_interview_scores

ABSENT_SHARE = 0.03


def made_up_score_workbook(season: Season, seed: int) -> bytes:
    """Return a score workbook of all who are listed for the interview, marked 演练."""
    cases = season.applications.in_state(
        State.INTERVIEW_LISTED, State.INTERVIEWED, State.INTERVIEW_ABSENT
    )
    counties = dict(cases.values_list("case_number", "county__name"))
    scored = make_interview_scores(sorted(counties), seed=seed, absent_share=ABSENT_SHARE)
    rows = [
        ScoreRow(row.case_number, tuple(int(mark * 100) for mark in row.scores)) for row in scored
    ]
    return write_score_workbook(
        rows,
        counties,
        examiners=EXAMINERS,
        title=f"{season.title}面见复审成绩",
        marks=marks_of(season),
        dated=season.windows.get(stage=Stage.INTERVIEW).last_day,
    )


def read_scores(season: Season, content: bytes) -> list[ScoreRow]:
    """Return the rows of a score workbook, each mark within the pack's full mark."""
    first = season.windows.get(stage=Stage.INTERVIEW).first_day
    most = season.pack.whole("full_mark", first) * 100
    return read_score_workbook(content, examiners=EXAMINERS, most=most)


def record(
    season: Season, county: str, rows: Sequence[ScoreRow], *, actor: User, at: datetime
) -> None:
    """Record a county's scores, if any are waiting."""
    if rows:
        record_scores(season, county, rows, actor=actor, at=at)


def settle_diplomas(cases: Sequence[Application], seed: int, *, actor: User, at: datetime) -> None:
    """Record when each candidate got the diploma, and revoke those who were late (D0 二4).

    About one in a hundred comes on the day of ``at``, the day after the last one.
    """
    unknown = [case for case in cases if case.diploma_date is None]
    record_diplomas(
        {case: _diploma_date(case, seed, at.date()) for case in unknown}, actor=actor, at=at
    )
    late = [case for case in cases if case.diploma_date == at.date()]
    reason = "【演练】未在规定日期前取得毕业证书，取消招募资格"
    revoke_for_late_diploma(late, reason=reason, actor=actor, at=at)


def _diploma_date(case: Application, seed: int, late: date) -> date:
    draw = int(drawn_lot(f"{seed}|diploma", case.case_number)[:8], 16) % 100
    return late - timedelta(days=draw % 20 + 1 if draw else 0)
