"""Two officials at once: one adopts, the other is refused; a trial meanwhile sees one state of things."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement, PlacementRun, PlacementTrial
from linli.apps.selection.placement_basis import NobodyWaits
from linli.apps.selection.placing import TrialAdopted, adopt_placement, try_placement
from linli.core.refusal import Refusal
from tests.apps.cast import Officials, at, candidate, states_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each on a connection of its own; return results and refusals."""
    barrier = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def adoption(trial: PlacementTrial, cast: Officials) -> Callable[[], object]:
    found = PlacementTrial.objects.select_related("season").get(pk=trial.pk)
    return lambda: adopt_placement(found, actor=cast.city, at=at(7, 5, 22), reason="研究确定")


def test_of_two_who_adopt_the_same_trial_one_is_told_that_it_is_done(
    small: Season, cast: Officials
) -> None:
    cases = [candidate(small, total) for total in (9500, 9400, 9300)]
    trial = try_placement(small, actor=cast.city, at=at(7, 5, 20))

    found = at_once(adoption(trial, cast), adoption(trial, cast))

    assert {type(one) for one in found} == {PlacementRun, TrialAdopted}
    assert (PlacementRun.objects.count(), Placement.objects.count()) == (1, 3)
    assert states_of(cases) == [State.PLACED, State.PLACED, State.RESERVE]


def test_of_two_who_adopt_different_trials_one_places_and_the_other_finds_nobody(
    small: Season, cast: Officials
) -> None:
    for total in (9500, 9400, 9300):
        candidate(small, total)
    trials = [try_placement(small, actor=cast.city, at=at(7, 5, hour)) for hour in (19, 20)]

    found = at_once(*(adoption(trial, cast) for trial in trials))

    assert {type(one) for one in found} == {PlacementRun, NobodyWaits}
    assert (PlacementRun.objects.count(), Placement.objects.count()) == (1, 3)


def test_a_trial_while_somebody_adopts_is_made_before_or_finds_nobody(
    small: Season, cast: Officials
) -> None:
    for total in (9500, 9400, 9300):
        candidate(small, total)
    trial = try_placement(small, actor=cast.city, at=at(7, 5, 20))
    again = Season.objects.get(pk=small.pk)

    run, second = at_once(
        adoption(trial, cast), lambda: try_placement(again, actor=cast.city, at=at(7, 5, 22))
    )

    assert isinstance(run, PlacementRun)
    if isinstance(second, PlacementTrial):
        assert second.fingerprint == trial.fingerprint
    else:
        assert isinstance(second, NobodyWaits)
