"""Questions about a placement run: is it repeated, what it came to by county, its four files."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from linli.apps.applications.overview import overview
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Backfill, Computed, Placement, PlacementRun
from linli.core.placement import PlacementRule, PlacementStatus, drawn_lot
from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import CANDIDATES, CHOICES, SEATS, Inputs, fingerprint
from linli.core.placement.published_result import (
    PublishedResult,
    ResultRow,
    publish,
    write_result,
)
from linli.core.placement.tables import Table

PLACEMENTS = "placements.csv"
_NAMED = ("application__case_number", "application__score__total")
#: What a form holds is not needed to tell who stands where.
_LARGE = ("form", "materials", "findings", "reading", "papers")


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of computing a run again from its tables.

    ``differing`` are the case numbers whose stored placement is another one. The sentences
    are not compared: the document words them in its own way.
    """

    has_fingerprint: bool
    differing: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether tables, fingerprint and stored placements are of one piece."""
        return self.has_fingerprint and not self.differing


@dataclass(frozen=True, slots=True)
class LastAdmitted:
    """The last who was admitted in a county, with rank in the run and total in points."""

    case_number: str
    rank: int
    total: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """How a run filled a county's places; ``last`` is ``None`` where nobody was admitted."""

    places: int
    admitted: int
    last: LastAdmitted | None

    @property
    def is_full(self) -> bool:
        """Tell whether all places were given out, so that the last admitted kept others out."""
        return self.admitted >= self.places


@dataclass(frozen=True, slots=True)
class CountyPlacement:
    """A county in a run: cut-off, who was queued, and the vacancies filled from them since.

    ``vacant`` are the season's places that nobody holds now.
    """

    code: str
    name: str
    cut_off: CutOff
    reserve: int
    filled: int
    vacant: int


@dataclass(frozen=True, slots=True)
class CountyLists:
    """Who was admitted in a county and who was queued, best first, and the backfills since."""

    admitted: tuple[Placement, ...]
    reserve: tuple[Placement, ...]
    backfills: tuple[Backfill, ...]


def runs_of(season: Season) -> QuerySet[PlacementRun]:
    """Return the placements of a season, newest first."""
    runs = PlacementRun.objects.filter(season=season).order_by("-number")
    return runs.select_related("made_by", "season__city", "trial")


def was_placed_without_tables(season: Season) -> bool:
    """Tell whether a release before 0.4, which kept no tables, placed candidates of a season."""
    return Placement.objects.filter(application__season=season, run=None).exists()


def inputs_of(run: Computed) -> Inputs:
    """Return what a run was decided on, read from its published tables. Raises ``TableRefused``."""
    return _read(*_tables(run))


def _tables(run: Computed) -> tuple[str, str, str, str, str, str]:
    return run.seats, run.candidates, run.choices, run.rank_by, run.seed, run.rule


# The same tables give the same inputs and placements: page after page shows the same run.
@lru_cache(maxsize=2)
def _read(seats: str, candidates: str, choices: str, rank_by: str, seed: str, rule: str) -> Inputs:
    return read_inputs(
        Table(SEATS, seats.encode()),
        Table(CANDIDATES, candidates.encode()),
        Table(CHOICES, choices.encode()),
        rank_by=rank_by,
        seed=seed,
        rule=PlacementRule(rule),
    )


@lru_cache(maxsize=2)
def _computed(*tables: str) -> Mapping[str, ResultRow]:
    inputs = _read(*tables)
    return {row.candidate: row for row in publish(inputs, inputs.run()).rows}


def replay(run: Computed) -> Replay:
    """Compute a run again from its tables alone and compare. Raises ``TableRefused``."""
    again, stored = _computed(*_tables(run)), stored_rows(run)
    differing = {
        number
        for number in again.keys() | stored.keys()
        if not _is_same(again.get(number), stored.get(number))
    }
    return Replay(fingerprint(inputs_of(run)) == run.fingerprint, tuple(sorted(differing)))


def run_files(run: PlacementRun) -> dict[str, bytes]:
    """Return the four files by which an outsider repeats a run, by name.

    ``placements.csv`` tells what is stored, in the words of ``linli place``, so that the
    other three give its bytes again. Raises ``TableRefused``.
    """
    texts = {
        SEATS: run.seats,
        CANDIDATES: run.candidates,
        CHOICES: run.choices,
        PLACEMENTS: write_result(_published(run)),
    }
    return {name: text.encode() for name, text in texts.items()}


def _published(run: PlacementRun) -> PublishedResult:
    again, stored = _computed(*_tables(run)), stored_rows(run)
    # Where a stored row is another one, it is told as it is: a check has to find it.
    rows = (
        again[number] if _is_same(again.get(number), row) else row
        for number, row in sorted(stored.items())
    )
    return PublishedResult(
        tuple(rows), PlacementRule(run.rule), run.rank_by, run.seed, run.fingerprint
    )


def stored_rows(run: Computed) -> dict[str, ResultRow]:
    """Return what is stored of a placement, by case number."""
    fields = ("county_id", "choice", "rank", "status", "reason", "merit_rank")
    rows = run.placements.order_by().values_list("application__case_number", *fields)
    return {
        number: ResultRow(
            number, county or "", choice, rank, PlacementStatus(status), reason, merit
        )
        for number, county, choice, rank, status, reason, merit in rows
    }


def _is_same(again: ResultRow | None, stored: ResultRow | None) -> bool:
    if again is None or stored is None:
        return False
    return _decided(again) == _decided(stored)


def _decided(row: ResultRow) -> tuple[object, ...]:
    return row.post, row.choice, row.rank, row.status, row.merit_rank


def county_placements(run: PlacementRun, scope: str) -> tuple[CountyPlacement, ...]:
    """Return what a run came to in each county of a subtree of divisions, by code.

    Raises ``TableRefused``. Source: D0 附件1, 附件2, 三(四).
    """
    rows = [row for row in overview(run.season, scope).counties if row.code]
    cuts = cut_offs(run, [row.code for row in rows])
    reserve = Counter(
        run.placements.filter(status=PlacementStatus.RESERVE)
        .order_by()
        .values_list("county_id", flat=True)
    )
    filled = Counter(
        _backfills(run).exclude(filler=None).order_by().values_list("county_id", flat=True)
    )
    return tuple(
        CountyPlacement(
            row.code,
            row.name,
            cuts[row.code],
            reserve[row.code],
            filled[row.code],
            row.vacancy,
        )
        for row in rows
    )


def cut_offs(run: PlacementRun, counties: Collection[str]) -> dict[str, CutOff]:
    """Return by code how a run filled the places of counties. Raises ``TableRefused``."""
    places = {one.post: one.places for one in inputs_of(run).seats}
    rows = (
        run.placements.filter(status=PlacementStatus.PLACED, county__in=counties)
        .select_related("application__score")
        # Django asks for the run of each row again where its key is left out.
        .only("run_id", "county_id", "merit_rank", *_NAMED)
    )
    admitted: dict[str, list[Placement]] = {county: [] for county in counties}
    for row in rows:
        admitted[row.county_id or ""].append(row)
    return {
        county: CutOff(places.get(county, 0), len(found), _last_admitted(run, found))
        for county, found in admitted.items()
    }


def _last_admitted(run: PlacementRun, admitted: Sequence[Placement]) -> LastAdmitted | None:
    if not admitted:
        return None
    last = _by_merit(run, admitted)[-1]
    application = last.application
    return LastAdmitted(application.case_number, last.merit_rank, str(application.score))


def _by_merit(run: PlacementRun, admitted: Sequence[Placement]) -> tuple[Placement, ...]:
    """Return the admitted best first; the lot parts equals, as it did in the run."""

    def order(one: Placement) -> tuple[int, str]:
        return one.merit_rank, drawn_lot(run.seed, one.application.case_number)

    return tuple(sorted(admitted, key=order))


def county_lists(run: PlacementRun, county: str) -> CountyLists:
    """Return who was admitted, who was queued, and the backfills of a county in a run."""
    related = (
        "application__person",
        "application__score",
        "application__vacancy__filler",
        "application__backfill__leaver",
    )
    rows = (
        run.placements.filter(county=county)
        .select_related(*related)
        .defer("answers", *(f"application__{name}" for name in _LARGE))
    )
    return CountyLists(
        _by_merit(run, [row for row in rows if row.status == PlacementStatus.PLACED]),
        tuple(row for row in rows if row.status == PlacementStatus.RESERVE),
        tuple(_backfills(run).filter(county=county)),
    )


def _backfills(run: PlacementRun) -> QuerySet[Backfill]:
    found = Backfill.objects.filter(leaver__placement__run=run)
    return found.select_related("leaver", "filler")


def counts_of(run: Computed) -> dict[PlacementStatus, int]:
    """Return how many of a run's candidates were placed, queued and left, in all counties."""
    statuses = Counter(run.placements.order_by().values_list("status", flat=True))
    return {status: statuses[status] for status in PlacementStatus}
