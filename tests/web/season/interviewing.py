"""The interview day through its pages: panels, recusals, the draw, the door, marks twice, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from linli.apps.applications.states import State
from linli.apps.interviews.models import Relation, ScoreSheet
from linli.apps.seasons.models import Stage
from linli.apps.selection.score_workbook import ScoreRow
from linli.core.placement.panels import RelationKind
from linli.core.placement.ranking import drawn_lot
from linli.rehearsal import interview
from tests.web.season.office import Offices, clerk_desk, clock, county_desk, move_on


def hold_interviews(offices: Offices) -> None:
    """Prepare every county's panel, meet who comes, enter the marks twice, sign them off."""
    first, last = offices.window(Stage.INTERVIEW)
    day = last - timedelta(days=1)
    move_on(offices, Stage.INTERVIEW)
    held = [one for one in offices.counties if offices.waiting(one, State.INTERVIEW_LISTED)]
    for county in held:
        with clock(first, 9):
            _form_panel(offices, county)
        with clock(first, 10):
            _declare_relations(offices, county)
        with clock(first, 11):
            offices.open(county_desk(county), f"interviews/{county}/draw/").form().send()
    rows = interview.read_scores(
        offices.season, interview.made_up_score_workbook(offices.season, offices.seed)
    )
    for county in held:
        with clock(day, 9):
            _meet(offices, county, rows)
        for entry, username, hour in (
            (ScoreSheet.Entry.FIRST, county_desk(county), 15),
            (ScoreSheet.Entry.SECOND, clerk_desk(county), 16),
        ):
            with clock(day, hour):
                _enter(offices, county, entry, username, rows)
        with clock(day, 17):
            offices.open(county_desk(county), f"interviews/{county}/1/sign-off/").form().send()


def _form_panel(offices: Offices, county: str) -> None:
    form = offices.open(county_desk(county), f"interviews/{county}/panels/").form()
    seats: dict[str, str | bool] = {}
    for row, body in enumerate(interview.BODIES):
        seats |= {f"seats-{row}-name": f"样本考官{row + 1}", f"seats-{row}-body": body}
        seats[f"seats-{row}-is_head"] = row == 0
    form.fill({"panels": "1", **seats}).send()


def _declare_relations(offices: Offices, county: str) -> None:
    kinds, declarants = list(RelationKind), list(Relation.Declarant)
    for case in offices.waiting(county, State.INTERVIEW_LISTED):
        draw = int(drawn_lot(f"{offices.seed}|relation", case.case_number)[:8], 16)
        turn, hit = divmod(draw, interview.RELATED_OF)
        if hit == 0:
            page = offices.open(county_desk(county), f"interviews/{county}/1/recusal/")
            page.form_with("relation-case").fill(
                {
                    "relation-examiner": str(turn % len(interview.BODIES) + 1),
                    "relation-case": case.case_number,
                    "relation-kind": kinds[turn % len(kinds)].value,
                    "relation-declarant": declarants[turn % len(declarants)].value,
                }
            ).send()


def _meet(offices: Offices, county: str, rows: Sequence[ScoreRow]) -> None:
    """Tick the originals of everybody who came."""
    came = {row.case_number for row in rows if row.marks}
    for case in offices.waiting(county, State.INTERVIEW_LISTED):
        if case.case_number in came:
            page = offices.open(
                county_desk(county), f"interviews/{county}/door/{case.case_number}/"
            )
            form = page.form()
            verified = [name for name in form.fields if name.startswith("result-")]
            form.fill(dict.fromkeys(verified, "verified")).send()


def _enter(
    offices: Offices,
    county: str,
    entry: ScoreSheet.Entry,
    username: str,
    rows: Sequence[ScoreRow],
) -> None:
    """Enter the marks candidate after candidate, as the page leads on from one to the next."""
    by_case = {row.case_number: row for row in rows}
    turns = offices.season.panels.get(county_id=county).turns.select_related("application")
    by_place = {turn.position: by_case[turn.application.case_number] for turn in turns}
    page = offices.open(username, f"interviews/{county}/1/sheets/{entry}/1/")
    for _ in by_place:
        place = int(page.address.partition("?")[0].rstrip("/").rpartition("/")[2])
        page = page.form().fill(_marks(by_place[place])).send()


def _marks(row: ScoreRow) -> dict[str, str | bool]:
    if not row.marks:
        return {"absent": True}
    return {
        f"mark-{number}": str(Decimal(mark) / 100)
        for number, mark in enumerate(row.marks, start=1)
        if mark is not None
    }
