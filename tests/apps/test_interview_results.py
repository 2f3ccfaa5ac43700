"""Before scores are signed they are shown with totals and ranks; what is signed is what was shown."""

from __future__ import annotations

import pytest

from linli.apps.accounts.models import User
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import SignOff
from linli.apps.interviews.signing import (
    EntriesDiffer,
    NotDrawn,
    Result,
    SheetsChanged,
    fingerprint_of,
    results_of,
    results_to_sign,
    sign_off,
)
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Score
from linli.core.placement.scores import PanelTotal
from tests.apps.cast import Officials, at, entry_count
from tests.apps.sample_panel import (
    EVEN,
    FIRST,
    SECOND,
    absent,
    drawn_panel,
    enter_both,
    panel_of,
    row,
    second_clerk,
)

SHEETS = {
    "00001": {2: 9000, 1: 7000, 3: 8000},
    "00002": {1: 8000, 2: 8000, 3: 8000},
    "00003": {},
    "00004": {1: 9000, 2: 9000, 3: 9100},
    "00005": {1: 7000, 2: 7000, 3: 7000},
}


def test_equals_share_a_rank_the_next_counts_on_and_who_was_absent_has_none() -> None:
    results = results_of(SHEETS, drops_extremes=False)

    assert results[0] == Result("00001", {1: 7000, 2: 9000, 3: 8000}, PanelTotal(8000), 2)
    assert results[2] == Result("00003", {}, None, None)
    assert [one.rank for one in results] == [2, 2, None, 1, 4]


def test_totals_without_the_extremes_tell_what_was_dropped() -> None:
    results = results_of(SHEETS, drops_extremes=True)

    assert results[3].total == PanelTotal(9000, (9100, 9000))
    assert [one.rank for one in results] == [2, 2, None, 1, 4]


def test_results_are_shown_in_the_drawn_order_and_showing_writes_nothing(
    season: Season, cast: Officials
) -> None:
    panel, _ = drawn_panel(season, cast, people=3)
    panel.refresh_from_db()
    order = list(panel.turns.values_list("application__case_number", flat=True))
    enter_both(panel, cast, [row(order[0]), absent(order[2]), row(order[1], *[9000] * 5)])
    before = entry_count()

    results = results_to_sign(panel, at=at(7, 4))

    assert [(one.case_number, one.rank) for one in results] == [
        (order[0], 2),
        (order[1], 1),
        (order[2], None),
    ]
    assert (entry_count(), SignOff.objects.count()) == (before, 0)
    sign_off(
        panel, actor=cast.dai, at=at(7, 4), shown=fingerprint_of(panel), unattended_reason="样本"
    )
    signed = dict(Score.objects.values_list("application__case_number", "total"))
    assert signed == {one.case_number: one.total.total for one in results if one.total}


def test_nothing_to_sign_is_told_before_the_draw_and_while_entries_differ(
    season: Season, cast: Officials
) -> None:
    undrawn = panel_of(season, cast.dai)
    with pytest.raises(NotDrawn):
        results_to_sign(undrawn, at=at(7, 4))
    panel, cases = drawn_panel(season, cast, people=1)
    panel = season.panels.get(turns__application__case_number=cases[0])
    enter_marks(panel, FIRST, [row(cases[0])], actor=cast.dai, at=at(7, 4))

    with pytest.raises(EntriesDiffer, match="第一次到场、第二次未录入"):
        results_to_sign(panel, at=at(7, 4))


def test_whoever_confirms_nothing_shown_signs_nothing(season: Season, cast: Officials) -> None:
    panel, (case,) = drawn_panel(season, cast, people=1)
    enter_both(panel, cast, [row(case)])

    with pytest.raises(SheetsChanged):
        sign_off(panel, actor=cast.dai, at=at(7, 4, 18), shown="")

    assert (SignOff.objects.count(), Score.objects.count()) == (0, 0)


def test_sheet_entered_again_since_it_was_shown_stops_the_sign_off(
    season: Season, cast: Officials
) -> None:
    panel, (case,) = drawn_panel(season, cast, people=1)
    enter_both(panel, cast, [row(case)])
    shown = fingerprint_of(panel)
    both: tuple[tuple[User, int], ...] = ((cast.dai, 1), (second_clerk(), 2))
    for official, entry in both:
        again = [row(case, 9900, *EVEN[1:])]
        enter_marks(panel, (FIRST, SECOND)[entry - 1], again, actor=official, at=at(7, 4, 17))

    with pytest.raises(SheetsChanged, match="有改动"):
        sign_off(panel, actor=cast.dai, at=at(7, 4, 18), shown=shown)

    assert (SignOff.objects.count(), Score.objects.count()) == (0, 0)
