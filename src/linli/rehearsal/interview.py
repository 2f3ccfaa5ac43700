"""The interviews of a rehearsal: panels, relations, the draw, a made-up score workbook, diplomas."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from linli.apps.accounts.models import User
from linli.apps.applications.diplomas import record_diplomas, revoke_for_late_diploma
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Panel, Relation, ScoreSheet
from linli.apps.interviews.preparing import Seat, declare_relation, draw_order, set_up_panels
from linli.apps.interviews.queries import candidates_of, recused_of
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.score_workbook import (
    ScoreRow,
    read_score_workbook,
    write_score_workbook,
)
from linli.core.placement.panels import RelationKind
from linli.core.placement.ranking import drawn_lot
from linli.rehearsal.scores import EXAMINERS, make_interview_scores

ABSENT_SHARE = 0.03
# D0 三(三): the county's office together with streets and communities.
BODIES = ("县委社会工作部", "县委社会工作部", "街道（乡镇）", "街道（乡镇）", "社区")
RELATED_OF = 25


def prepare(season: Season, county: str, seed: int, *, actor: User, at: datetime) -> None:
    """Set up a county's panel, declare a few relations and draw the order, if anybody waits."""
    listed = season.applications.filter(county_id=county, turn=None)
    waiting = list(listed.in_state(State.INTERVIEW_LISTED).select_related("season"))
    if not waiting:
        return
    panel = Panel.objects.filter(season=season, county_id=county).first() or _panel(
        season, county, actor=actor, at=at
    )
    _declare(panel, waiting, seed, actor=actor, at=at + timedelta(hours=1))
    draw_order(season, county, actor=actor, at=at + timedelta(hours=2))


def _panel(season: Season, county: str, *, actor: User, at: datetime) -> Panel:
    seats = [
        Seat(f"样本考官{number}", body, is_head=number == 1)
        for number, body in enumerate(BODIES, start=1)
    ]
    return set_up_panels(season, county, seats, actor=actor, at=at)[0]


def _declare(
    panel: Panel, cases: Sequence[Application], seed: int, *, actor: User, at: datetime
) -> None:
    """Declare that about one candidate in twenty-five has a relation with an examiner."""
    known = recused_of(panel)
    examiners = list(panel.examiners.all())
    kinds, declarants = list(RelationKind), list(Relation.Declarant)
    for case in cases:
        draw = int(drawn_lot(f"{seed}|relation", case.case_number)[:8], 16)
        turn, hit = divmod(draw, RELATED_OF)
        if hit == 0 and case.case_number not in known:
            declare_relation(
                examiners[turn % len(examiners)],
                case,
                kinds[turn % len(kinds)],
                declarant=declarants[turn % len(declarants)],
                actor=actor,
                at=at,
            )


def made_up_score_workbook(season: Season, seed: int) -> bytes:
    """Return a score workbook of all who are listed for the interview, marked 演练."""
    cases = season.applications.in_state(
        State.INTERVIEW_LISTED, State.INTERVIEWED, State.INTERVIEW_ABSENT
    )
    counties = dict(cases.values_list("case_number", "county__name"))
    scored = make_interview_scores(sorted(counties), seed=seed, absent_share=ABSENT_SHARE)
    away: dict[str, frozenset[int]] = {}
    for panel in season.panels.all():
        away |= recused_of(panel)
    rows = [
        ScoreRow(row.case_number, _cells(row.scores, away.get(row.case_number, frozenset())))
        for row in scored
    ]
    return write_score_workbook(
        rows,
        counties,
        examiners=EXAMINERS,
        title=f"{season.title}面见复审成绩",
        marks=marks_of(season),
        dated=season.windows.get(stage=Stage.INTERVIEW).last_day,
    )


def _cells(scores: Sequence[Decimal], recused: Collection[int]) -> tuple[int | None, ...]:
    """Return marks in hundredths of a point, with a blank cell for every recused examiner."""
    return tuple(
        None if number in recused else int(score * 100)
        for number, score in enumerate(scores, start=1)
    )


def read_scores(season: Season, content: bytes) -> list[ScoreRow]:
    """Return the rows of a score workbook, each mark within the pack's full mark."""
    first = season.windows.get(stage=Stage.INTERVIEW).first_day
    most = season.pack.whole("full_mark", first) * 100
    return read_score_workbook(content, examiners=EXAMINERS, most=most)


def enter(
    panel: Panel,
    entry: ScoreSheet.Entry,
    rows: Sequence[ScoreRow],
    *,
    actor: User,
    at: datetime,
) -> None:
    """Enter the rows of a panel's candidates, if that has not been done."""
    own = set(candidates_of(panel))
    marked = [row for row in rows if row.case_number in own]
    if marked and not ScoreSheet.objects.filter(turn__panel=panel, entry=entry).exists():
        enter_marks(panel, entry, marked, actor=actor, at=at)


def settle_diplomas(cases: Sequence[Application], seed: int, *, actor: User, at: datetime) -> None:
    """Record when each candidate got the diploma, and revoke those who were late (D0 二4).

    About one in a hundred comes on the day of ``at``, the day after the last one.
    """
    unknown = [case for case in cases if case.diploma_date is None]
    record_diplomas(
        {case: made_up_diploma_date(case, seed, at.date()) for case in unknown}, actor=actor, at=at
    )
    late = [case for case in cases if case.diploma_date == at.date()]
    reason = "【演练】未在规定日期前取得毕业证书，取消招募资格"
    revoke_for_late_diploma(late, reason=reason, actor=actor, at=at)


def made_up_diploma_date(case: Application, seed: int, late: date) -> date:
    """Return the day on which a candidate got the diploma: up to twenty days before ``late``, or on it."""
    draw = int(drawn_lot(f"{seed}|diploma", case.case_number)[:8], 16) % 100
    return late - timedelta(days=draw % 20 + 1 if draw else 0)
