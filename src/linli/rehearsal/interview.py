"""The interview of a rehearsal: a score workbook made up, written and read back; diplomas settled."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from linli.apps.accounts.models import User
from linli.apps.applications.actions import record_diplomas
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.reports.workbooks import marks_of
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.actions import ScoreRow, record_scores
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import Expect, ReadColumn, read_rows
from linli.core.placement import drawn_lot
from linli.rehearsal.scores import EXAMINERS, make_interview_scores

ABSENT_SHARE = 0.03
_MARKS = tuple(f"考官{number}" for number in range(1, EXAMINERS + 1))


def write_score_workbook(season: Season, seed: int) -> bytes:
    """Return a score workbook of all who are listed for the interview, marked 演练."""
    cases = season.applications.in_state(
        State.INTERVIEW_LISTED, State.INTERVIEWED, State.INTERVIEW_ABSENT
    )
    counties = dict(cases.values_list("case_number", "county__name"))
    scored = make_interview_scores(sorted(counties), seed=seed, absent_share=ABSENT_SHARE)
    columns = (
        SheetColumn("报名编号"),
        SheetColumn("县（市、区）"),
        *(SheetColumn(name, Kind.MONEY) for name in _MARKS),
        SheetColumn("到场"),
    )
    rows = tuple(
        (
            row.case_number,
            counties[row.case_number],
            *((int(score * 100) for score in row.scores) if row.scores else (None,) * EXAMINERS),
            "缺席" if row.is_absent else "到场",
        )
        for row in scored
    )
    day = season.windows.get(stage=Stage.INTERVIEW).last_day
    return write_workbook(
        (Sheet("面见成绩", f"{season.title}面见复审成绩", columns, rows, marks_of(season)),),
        dated=day,
    )


def read_score_workbook(content: bytes) -> list[ScoreRow]:
    """Return the rows of a score workbook: marks in hundredths of a point, none for the absent."""
    columns = (
        ReadColumn("报名编号"),
        *(ReadColumn(name, Expect.MONEY, is_required=False) for name in _MARKS),
        ReadColumn("到场"),
    )
    rows = []
    for read in read_rows(content, columns=columns):
        number, *marks, presence = read.cells
        rows.append(
            ScoreRow(
                str(number), () if presence == "缺席" else tuple(int(str(mark)) for mark in marks)
            )
        )
    return rows


def record(
    season: Season, county: str, rows: Sequence[ScoreRow], *, actor: User, at: datetime
) -> None:
    """Record a county's scores, if any are waiting."""
    if rows:
        record_scores(season, county, rows, actor=actor, at=at)


def settle_diplomas(cases: Sequence[Application], seed: int, *, actor: User, at: datetime) -> None:
    """Record when each candidate got the diploma; about one in a hundred comes a day late (D0 二4)."""
    record_diplomas(
        {case: _diploma_date(case, seed, at.date()) for case in cases}, actor=actor, at=at
    )


def _diploma_date(case: Application, seed: int, deadline: date) -> date:
    draw = int(drawn_lot(f"{seed}|diploma", case.case_number)[:8], 16) % 100
    return deadline + timedelta(days=1) if draw == 0 else deadline - timedelta(days=draw % 20)
