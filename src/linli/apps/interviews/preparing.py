"""Before the interviews: panels, declared relations, the drawn order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from linli.core.placement.panels import (
    Member,
    RelationKind,
    dealt,
    drawn_order,
    drawn_panels,
    folded_name,
)
from linli.core.refusal import Refusal


class PanelRefused(Refusal):
    """A panel would have no head or several, too few examiners, or two of one name.

    Or the name or the body of an examiner is blank or too long to be kept.
    """


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

    Every panel has one head. Names and bodies are kept without blanks around them. Raises
    ``PanelRefused`` and ``NotPermitted``.
    Source: D0 三(三); requirements D1; policy parameter ``least_examiners``.
    """
    require_county(actor, season, county, act="组成面见小组")
    lock_season(season)
    seats = [_trimmed(one, season, at) for one in seats]
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
    return len({folded_name(one.name) for one in seats}) == len(seats)


def _trimmed(seat: Seat, season: Season, at: datetime) -> Seat:
    """Return a seat without blanks around its texts. Raises ``PanelRefused``."""
    kept = replace(seat, name=seat.name.strip(), body=seat.body.strip())
    for column, text in (("name", kept.name), ("body", kept.body)):
        field = Examiner._meta.get_field(column)
        longest: int = getattr(field, "max_length", 0)
        if not folded_name(text) or len(text) > longest:
            raise PanelRefused(
                f"考官的{getattr(field, 'verbose_name', column)}为空白，或者超过{longest}字",
                why=season.pack.clause("least_examiners", beijing_date(at)),
                mend=f"逐名填写姓名或代号、单位，各在{longest}字以内",
            )
    return kept


@transaction.atomic
def add_substitute(panel: Panel, seat: Seat, *, actor: User, at: datetime) -> Examiner:
    """Add a substitute, who marks where recusal leaves a candidate too few examiners.

    Raises ``PanelRefused``, ``SignedOff`` and ``NotPermitted``. Source: D0 三(三).
    """
    season = panel.season
    require_county(actor, season, panel.county_id, act="增补替补考官")
    require_open(panel)
    seat = _trimmed(seat, season, at)
    taken = list(panel.examiners.values_list("number", "name"))
    if seat.is_head or folded_name(seat.name) in {folded_name(name) for _, name in taken}:
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

    It holds in every panel of the county's season that has an examiner of that name, and is
    declared once. Nothing is declared about a candidate whose scores are signed. Marks that the examiner gave before stand in the way of the sign-off until the sheet is
    entered again. Raises ``NotInCounty``, ``AlreadyDeclared``, ``SignedOff`` and
    ``NotPermitted``. Source: D0 三; requirements A13, D1.
    """
    panel = examiner.panel
    require_county(actor, panel.season, panel.county_id, act="登记回避关系")
    if (application.season_id, application.county_id) != (panel.season_id, panel.county_id):
        raise NotInCounty(
            f"报名{application.case_number}不在本县面见",
            why=CLAUSE,
            mend="核对报名编号",
        )
    _require_open_panels(panel, application)
    if _is_declared(examiner, application, kind):
        raise AlreadyDeclared(
            f"报名{application.case_number}与考官{examiner.number}的“{kind.label}”关系已登记",
            why="同一关系登记一次",
            mend="不必再次登记",
        )
    made = Relation.objects.create(
        examiner=examiner,
        application=application,
        kind=kind,
        declarant=declarant,
        declared_at=at,
        recorded_by=actor,
    )
    inputs = {
        "case": application.case_number,
        "examiner": examiner.number,
        "kind": kind.value,
        "declarant": declarant.value,
    }
    record([panel_event(panel, "declare_relation", actor, at, inputs=inputs)])
    return made


def _require_open_panels(panel: Panel, application: Application) -> None:
    """Refuse where the examiner's panel or the candidate's is signed. Raises ``SignedOff``."""
    turn = Turn.objects.filter(application=application).select_related("panel").first()
    both = {panel, turn.panel} if turn else {panel}
    # In one order, so that two declarations do not lock each other out.
    for one in sorted(both, key=lambda one: one.number):
        require_open(one)


def _is_declared(examiner: Examiner, application: Application, kind: RelationKind) -> bool:
    """Tell whether a relation is on record, for whichever seat of the examiner in the county."""
    names = Relation.objects.filter(
        application=application, kind=kind, examiner__panel__county=examiner.panel.county_id
    ).values_list("examiner__name", flat=True)
    return folded_name(examiner.name) in {folded_name(name) for name in names}


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
