"""Questions about trials of a placement: can one be made, what it came to, two side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from linli.apps.seasons.models import Season
from linli.apps.selection.left_out import LeftOut, left_out_of
from linli.apps.selection.models import PlacementTrial, TrialPlacement
from linli.apps.selection.placement_basis import (
    candidates_of,
    require_ready,
    without_diploma_date,
)
from linli.apps.selection.placement_queries import inputs_of, stored_rows
from linli.core.placement import PlacementStatus
from linli.core.placement.comparing import (
    InputChanges,
    Moved,
    PostFigures,
    changes_between,
    movements,
    post_figures,
)
from linli.core.placement.inputs import CANDIDATES, SEATS
from linli.core.placement.published_result import ResultRow
from linli.core.placement.tables import Table, read_rows
from linli.core.refusal import Refusal

_TABLES = ("seats", "candidates", "choices")


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a placement can be computed; ``refusal`` says what keeps it back.

    ``undated`` are the candidates without a diploma date; a placement goes on without who is
    ``left_out``.
    """

    candidates: int
    refusal: Refusal | None
    undated: Sequence[str]
    left_out: LeftOut


def readiness(season: Season, day: date) -> Readiness:
    """Return whether a placement of a season can be computed on a day. Source: D0 二4, 三(三)."""
    refusal = None
    try:
        require_ready(season, day)
    except Refusal as found:
        refusal = found
    return Readiness(
        candidates_of(season).count(),
        refusal,
        without_diploma_date(season),
        left_out_of(season, day),
    )


def trials_of(season: Season) -> QuerySet[PlacementTrial]:
    """Return the trials of a season, newest first, each with the run that it became.

    Their tables, and those of the runs, are left where they are until somebody reads them.
    """
    trials = PlacementTrial.objects.filter(season=season).order_by("-number")
    trials = trials.select_related("made_by", "season__city", "run")
    return trials.defer(*_TABLES, *(f"run__{name}" for name in _TABLES))


def with_sums(trials: QuerySet[PlacementTrial]) -> QuerySet[PlacementTrial]:
    """Return trials with how many they ``placed``, keep in ``reserve`` and leave ``unplaced``."""
    sums = {
        status.value: Count("placements", filter=Q(placements__status=status))
        for status in PlacementStatus
    }
    return trials.annotate(**sums)


def rows_of_trial(trial: PlacementTrial, *, county: str, status: str) -> QuerySet[TrialPlacement]:
    """Return who stands where in a trial, best first, the reserve in the order of its queue.

    A blank ``county`` or ``status`` lets all through.
    """
    rows = trial.placements.select_related("application__person", "county").defer("answers")
    if county:
        rows = rows.filter(county_id=county)
    if not status:
        return rows.order_by("merit_rank", "application__case_number")
    is_reserve = status == PlacementStatus.RESERVE
    order = ("county_id", "rank") if is_reserve else ("merit_rank",)
    return rows.filter(status=status).order_by(*order, "application__case_number")


def trial_figures(trial: PlacementTrial) -> Mapping[str, PostFigures]:
    """Return by county what a trial came to. Raises ``TableRefused``."""
    return _figures(trial, stored_rows(trial).values())


def _figures(trial: PlacementTrial, rows: Iterable[ResultRow]) -> Mapping[str, PostFigures]:
    seats, _ = read_rows(Table(SEATS, trial.seats.encode()), ("post", "places"))
    places = {row.text("post"): row.whole("places") for row in seats}
    return post_figures(places, totals_of(trial), rows)


def totals_of(trial: PlacementTrial) -> Mapping[str, str]:
    """Return by case number the total on which a trial ranked. Raises ``TableRefused``.

    It is read from the one table alone: a page of ten thousand does not wait for the choices.
    """
    total = trial.rank_by.partition(":")[0]
    rows, _ = read_rows(Table(CANDIDATES, trial.candidates.encode()), ("candidate", total))
    return {row.cells["candidate"]: row.cells[total] for row in rows}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two trials: what they were computed on, what became of whom, both figures by county."""

    before: PlacementTrial
    after: PlacementTrial
    changes: InputChanges
    moved: tuple[Moved, ...]
    counties: Mapping[str, tuple[PostFigures, PostFigures]]


def compare_trials(before: PlacementTrial, after: PlacementTrial) -> Comparison:
    """Return two trials of a season side by side. Raises ``TableRefused``."""
    ours, theirs = inputs_of(before), inputs_of(after)
    our_rows, their_rows = stored_rows(before).values(), stored_rows(after).values()
    figures, later = _figures(before, our_rows), _figures(after, their_rows)
    nothing = PostFigures()
    return Comparison(
        before,
        after,
        changes_between(ours, theirs),
        movements(our_rows, their_rows),
        {
            county: (figures.get(county, nothing), later.get(county, nothing))
            for county in sorted(figures.keys() | later.keys())
        },
    )
