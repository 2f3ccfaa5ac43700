"""A panel of 代县 for the tests: five examiners, candidates in drawn order, sheets that agree."""

from collections.abc import Sequence

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Examiner, Panel, Relation, ScoreSheet
from linli.apps.interviews.preparing import Seat, declare_relation, draw_order, set_up_panels
from linli.apps.seasons.models import Season
from linli.apps.selection.score_workbook import ScoreRow
from linli.core.placement.panels import RelationKind
from tests.apps.cast import Officials, at, official
from tests.factories import DAI, make_application

BODIES = ("县委社会工作部", "县委社会工作部", "街道", "街道", "社区")
FIRST, SECOND = ScoreSheet.Entry.FIRST, ScoreSheet.Entry.SECOND
EVEN = (8000, 8100, 8200, 8300, 8400)


def seats(*bodies: str) -> list[Seat]:
    """Return seats for these bodies, the first as head."""
    return [
        Seat(f"样本考官{number}", body, is_head=number == 1)
        for number, body in enumerate(bodies or BODIES, start=1)
    ]


def panel_of(season: Season, actor: User, *bodies: str) -> Panel:
    """Return a panel of 代县."""
    return set_up_panels(season, DAI, seats(*bodies), actor=actor, at=at(6, 26))[0]


def listed(season: Season, people: int) -> list[Application]:
    """Return candidates of 代县 who wait for the interview."""
    return [make_application(season, state=State.INTERVIEW_LISTED) for _ in range(people)]


def drawn_panel(season: Season, cast: Officials, people: int = 2) -> tuple[Panel, list[str]]:
    """Return a panel that has drawn its order, and its candidates by case number."""
    cases = listed(season, people)
    panel = panel_of(season, cast.dai)
    draw_order(season, DAI, actor=cast.dai, at=at(6, 26))
    return panel, [one.case_number for one in cases]


def second_clerk() -> User:
    """Return another official of 代县."""
    return User.objects.filter(username="dai-2").first() or official("dai-2", Office.COUNTY, DAI)


def examiner(panel: Panel, number: int) -> Examiner:
    """Return an examiner by number."""
    return panel.examiners.get(number=number)


def relate(panel: Panel, number: int, case: str, actor: User) -> Relation:
    """Declare that an examiner is kin of a candidate."""
    return declare_relation(
        examiner(panel, number),
        panel.season.applications.get(case_number=case),
        RelationKind.KIN,
        declarant=Relation.Declarant.EXAMINER,
        actor=actor,
        at=at(6, 26),
    )


def row(case: str, *marks: int | None) -> ScoreRow:
    """Return a row of a sheet; five even marks without any given."""
    return ScoreRow(case, marks or EVEN)


def absent(case: str) -> ScoreRow:
    """Return the row of a candidate who did not come."""
    return ScoreRow(case, ())


def enter_both(panel: Panel, cast: Officials, rows: Sequence[ScoreRow]) -> None:
    """Enter the same rows twice, by two officials."""
    enter_marks(panel, FIRST, rows, actor=cast.dai, at=at(7, 4, 15))
    enter_marks(panel, SECOND, rows, actor=second_clerk(), at=at(7, 4, 16))
