"""Before the interviews: panels, declared relations, the drawn order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.ledger import CLAUSE, panel_event
from linli.apps.interviews.models import Examiner, Panel, Relation, Turn
from linli.apps.interviews.permissions import require_county, require_open
from linli.apps.interviews.queries import least_examiners
from linli.apps.ledger.actions import beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.core.placement.panels import Member, RelationKind, dealt, drawn_order, drawn_panels
from linli.core.refusal import Refusal


class PanelRefused(Refusal):
    """A panel would have no head or several, too few examiners, or two of one name."""


class NothingToDraw(Refusal):
    """No panel waits for its draw, or nobody waits for a turn."""


class NotInCounty(Refusal):
    """A relation names a candidate of another county or season."""


class AlreadyDeclared(Refusal):
    """A relation is on record already."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is to examine: a name or number, the body that sends them, head or not."""

    name: str
    body: str
    is_head: bool = False


@transaction.atomic
def set_up_panels(
    season: Season,
    county: str,
    seats: Sequence[Seat],
    *,
    panels: int = 1,
    actor: User,
    at: datetime,
) -> list[Panel]:
    """Set up a county's panels; with several, examiners are drawn to them by the season's seed.

    Every panel has one head. Raises ``PanelRefused`` and ``NotPermitted``.
    Source: D0 三(三); requirements D1; policy parameter ``least_examiners``.
    """
    require_county(actor, season, county, act="组成面见小组")
    lock_season(season)
    _require_seats(season, seats, panels, at)
    members = [Member(one.name, one.body, one.is_head) for one in seats]
    drawn = drawn_panels(members, panels=panels, seed=season.seed)
    last = Panel.objects.filter(season=season, county_id=county).count()
    made = [
        Panel.objects.create(season=season, county_id=county, number=last + offset)
        for offset in range(1, panels + 1)
    ]
    Examiner.objects.bulk_create(
        Examiner(panel=panel, number=number, name=one.id, body=one.body, is_head=one.is_head)
        for panel, group in zip(made, drawn, strict=True)
        for number, one in enumerate(group, start=1)
    )
    record(
        [
            panel_event(
                panel,
                "set_up_panel",
                actor,
                at,
                rule="least_examiners",
                inputs={"seed": season.seed, "bodies": [one.body for one in group]},
            )
            for panel, group in zip(made, drawn, strict=True)
        ]
    )
    return made


def _require_seats(season: Season, seats: Sequence[Seat], panels: int, at: datetime) -> None:
    least = least_examiners(season.pack, beijing_date(at))
    heads = sum(one.is_head for one in seats)
    if heads == panels and len(seats) >= least * panels and _all_differ(seats):
        return
    raise PanelRefused(
        f"设{panels}个面见小组，报来考官{len(seats)}名，其中组长{heads}名",
        why=season.pack.clause("least_examiners", beijing_date(at)),
        mend=f"每组一名组长，考官不少于{least}名，姓名或代号不得重复",
    )


def _all_differ(seats: Sequence[Seat]) -> bool:
    return len({one.name for one in seats}) == len(seats)


@transaction.atomic
def add_substitute(panel: Panel, seat: Seat, *, actor: User, at: datetime) -> Examiner:
    """Add a substitute, who marks where recusal leaves a candidate too few examiners.

    Raises ``PanelRefused``, ``SignedOff`` and ``NotPermitted``. Source: D0 三(三).
    """
    season = panel.season
    require_county(actor, season, panel.county_id, act="增补替补考官")
    require_open(panel)
    taken = list(panel.examiners.values_list("number", "name"))
    if seat.is_head or seat.name in {name for _, name in taken}:
        raise PanelRefused(
            "替补考官不任组长，姓名或代号不得与本组考官重复",
            why=season.pack.clause("least_examiners", beijing_date(at)),
            mend="核对替补考官",
        )
    number = max(number for number, _ in taken) + 1
    made = Examiner.objects.create(
        panel=panel, number=number, name=seat.name, body=seat.body, is_substitute=True
    )
    inputs = {"examiner": number, "body": seat.body}
    record([panel_event(panel, "add_substitute", actor, at, rule="least_examiners", inputs=inputs)])
    return made


@transaction.atomic
def declare_relation(
    examiner: Examiner,
    application: Application,
    kind: RelationKind,
    *,
    declarant: Relation.Declarant,
    actor: User,
    at: datetime,
) -> Relation:
    """Put on record what an examiner or a candidate declared; the examiner is recused by it.

    Marks that the examiner gave before stand in the way of the sign-off until the sheet is
    entered again. Raises ``NotInCounty``, ``AlreadyDeclared``, ``SignedOff`` and
    ``NotPermitted``. Source: D0 三; requirements A13, D1.
    """
    panel = examiner.panel
    require_county(actor, panel.season, panel.county_id, act="登记回避关系")
    require_open(panel)
    if (application.season_id, application.county_id) != (panel.season_id, panel.county_id):
        raise NotInCounty(
            f"报名{application.case_number}不在本县面见",
            why=CLAUSE,
            mend="核对报名编号",
        )
    made, is_new = Relation.objects.get_or_create(
        examiner=examiner,
        application=application,
        kind=kind,
        defaults={"declarant": declarant, "declared_at": at, "recorded_by": actor},
    )
    if not is_new:
        raise AlreadyDeclared(
            f"报名{application.case_number}与考官{examiner.number}的“{kind.label}”关系已登记",
            why="同一关系登记一次",
            mend="不必再次登记",
        )
    inputs = {
        "case": application.case_number,
        "examiner": examiner.number,
        "kind": kind.value,
        "declarant": declarant.value,
    }
    record([panel_event(panel, "declare_relation", actor, at, inputs=inputs)])
    return made


@transaction.atomic
def draw_order(season: Season, county: str, *, actor: User, at: datetime) -> None:
    """Draw the order of a county's candidates by the season's public seed, once for a panel.

    With several panels candidates go to them in turn. Who is listed for the interview later
    comes before a further panel. Raises ``NothingToDraw`` and ``NotPermitted``.
    Source: D0 三; requirements A13, D1.
    """
    require_county(actor, season, county, act="抽签确定面见次序")
    lock_season(season)
    panels = list(Panel.objects.filter(season=season, county_id=county, seed=""))
    listed = season.applications.filter(county_id=county, turn=None)
    waiting = {one.case_number: one for one in listed.in_state(State.INTERVIEW_LISTED)}
    if not panels or not waiting:
        raise NothingToDraw(
            "没有待抽签的面见小组，面见次序抽签一次，不重抽"
            if not panels
            else "没有待面见的人员，不能抽签",
            why=CLAUSE,
            mend="抽签后新列入面见复审的人员，另组面见小组后抽签",
        )
    order = drawn_order(waiting, seed=season.seed)
    groups = list(zip(panels, dealt(order, len(panels)), strict=True))
    Panel.objects.filter(pk__in=[panel.pk for panel in panels]).update(seed=season.seed)
    Turn.objects.bulk_create(
        Turn(panel=panel, application=waiting[number], position=position)
        for panel, group in groups
        for position, number in enumerate(group, start=1)
    )
    record(
        [
            panel_event(
                panel,
                "draw_interview_order",
                actor,
                at,
                inputs={"seed": season.seed, "order": list(group)},
            )
            for panel, group in groups
        ]
    )
