"""What the pages of a placement show, prepared: within the official's scope, names masked."""

from dataclasses import dataclass

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season
from linli.apps.selection.explaining import command_of, method_words, ranking_words
from linli.apps.selection.models import Backfill, Placement, PlacementRun
from linli.apps.selection.placement_basis import wording_of
from linli.apps.selection.placement_queries import (
    CountyPlacement,
    Replay,
    counts_of,
    county_lists,
    county_placements,
    replay,
)
from linli.core.identity.names import mask_name
from linli.core.placement import PlacementStatus, Wording
from linli.web.design.badges import Badge
from linli.web.office.presenting import scope_name
from linli.web.office.words import state_badge

#: The four files of a run and what each holds.
FILES = (
    ("seats.csv", "名额表", "各县（市、区）的名额"),
    ("candidates.csv", "人员表", "报名编号、面见总分、是否优先（不分种类）"),
    ("choices.csv", "志愿表", "报名编号、志愿次序、地区代码（本市以外的写名称）"),
    ("placements.csv", "结果表", "每人的结果和理由，以及办法、种子、指纹"),
)


@dataclass(frozen=True, slots=True)
class Total:
    """The sums of the counties' table."""

    places: int
    admitted: int
    reserve: int
    filled: int
    vacant: int


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """One run: how it was made, whether it is repeated, what it came to by county.

    ``differing`` are the case numbers within the official's scope whose stored placement is
    another one; of those elsewhere only the number is told.
    """

    run: PlacementRun
    others: tuple[PlacementRun, ...]
    placed: int
    reserve: int
    unplaced: int
    replay: Replay
    differing: tuple[str, ...]
    differing_elsewhere: int
    method: str
    method_clause: str
    ranking: str
    ranking_clause: str
    command: str
    counties: tuple[CountyPlacement, ...]
    total: Total
    files: Permission
    scope_name: str

    @property
    def candidates(self) -> int:
        """Return how many were ranked."""
        return self.placed + self.reserve + self.unplaced


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a county's list, the name masked; ``reason`` is the engine's sentence.

    ``note`` tells of a backfill.
    """

    rank: int
    merit_rank: int
    case_number: str
    name: str
    total: str
    choice: str
    state: Badge
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class CountyPage:
    """One county in a run: its figures, who was admitted, who was queued, the backfills."""

    run: PlacementRun
    county: CountyPlacement
    admitted: tuple[PersonRow, ...]
    reserve: tuple[PersonRow, ...]
    backfills: tuple[Backfill, ...]


def may_take_files(official: User, season: Season) -> Permission:
    """Tell whether an official may take the four files: they hold the candidates of all counties."""
    offices = (Office.CITY, Office.AUDITOR)
    answer = may_act_in_season(official, season, offices, act="下载入围安排的四个文件")
    if answer.allowed:
        return answer
    return Permission(
        False, f"{answer.reason}。四个文件含参加安排的全部面见人员的成绩和志愿，由市级统一提供"
    )


def placement_page(
    run: PlacementRun, runs: tuple[PlacementRun, ...], official: User
) -> PlacementPage:
    """Return what the page of a run shows to an official. Raises ``TableRefused``."""
    counts, pack, day = counts_of(run), run.season.pack, beijing_date(run.made_at)
    counties = county_placements(run, official.scope)
    again = replay(run)
    differing = _within(run.season, official.scope, again.differing)
    return PlacementPage(
        run=run,
        others=tuple(one for one in runs if one.pk != run.pk),
        placed=counts[PlacementStatus.PLACED],
        reserve=counts[PlacementStatus.RESERVE],
        unplaced=counts[PlacementStatus.UNPLACED],
        replay=again,
        differing=differing,
        differing_elsewhere=len(again.differing) - len(differing),
        method=method_words(run),
        method_clause=pack.clause("placement_rule", day),
        ranking=ranking_words(run),
        ranking_clause=pack.clause("tie_chain", day),
        command="\n".join(command_of(run)),
        counties=counties,
        total=_total(counties),
        files=may_take_files(official, run.season),
        scope_name=scope_name(official),
    )


def _within(season: Season, scope: str, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of some case numbers an official may see; one of no case tells of nobody."""
    if not numbers:
        return ()
    everyone = set(season.applications.order_by().values_list("case_number", flat=True))
    inside = set(season.applications.within(scope).values_list("case_number", flat=True))
    return tuple(number for number in numbers if number in inside or number not in everyone)


def _total(counties: tuple[CountyPlacement, ...]) -> Total:
    return Total(
        sum(row.cut_off.places for row in counties),
        sum(row.cut_off.admitted for row in counties),
        sum(row.reserve for row in counties),
        sum(row.filled for row in counties),
        sum(row.vacant for row in counties),
    )


def county_page(run: PlacementRun, county: Division) -> CountyPage:
    """Return what the page of a county in a run shows. Raises ``TableRefused``."""
    (row,) = county_placements(run, county.code)
    lists = county_lists(run, county.code)
    wording = wording_of(run.season.pack, beijing_date(run.made_at))
    return CountyPage(
        run,
        row,
        tuple(_person(one, wording) for one in lists.admitted),
        tuple(_person(one, wording) for one in lists.reserve),
        lists.backfills,
    )


def _person(one: Placement, wording: Wording) -> PersonRow:
    application = one.application
    return PersonRow(
        rank=one.rank,
        merit_rank=one.merit_rank,
        case_number=application.case_number,
        name=mask_name(application.person.name),
        total=str(application.score),
        choice=wording.choice(one.choice) if one.choice else "",
        state=state_badge(application),
        reason=one.reason,
        note=_note(one),
    )


def _note(one: Placement) -> str:
    backfill, vacancy = (getattr(one.application, name, None) for name in ("backfill", "vacancy"))
    notes = []
    if backfill is not None:
        notes.append(f"递补{backfill.leaver.case_number}的名额")
    if vacancy is not None:
        filler = vacancy.filler
        notes.append(f"由{filler.case_number}递补" if filler else "名额空缺")
    return "，".join(notes)
