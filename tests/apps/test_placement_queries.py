"""A placement run asked again: is it repeated, what it came to, its four files."""

import pytest

from linli.apps.applications.models import Application
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.models import Placement, PlacementRun
from linli.apps.selection.placement_queries import (
    CountyPlacement,
    CutOff,
    LastAdmitted,
    Replay,
    counts_of,
    county_lists,
    county_placements,
    cut_offs,
    replay,
    run_files,
    runs_of,
)
from linli.core.placement import drawn_lot
from linli.core.placement.tables import TableRefused
from tests.apps.cast import Officials, at, candidate, placed_by, withdraw
from tests.factories import CITY, DAI, YUANPING

WUTAI = "140922"


def only_run(season: Season) -> PlacementRun:
    return runs_of(season).get()


def numbers(found: tuple[Placement, ...]) -> list[str]:
    return [one.application.case_number for one in found]


def three_ways(season: Season) -> list[Application]:
    """Return two who take 代县, one who goes on to 原平市, one who waits, one of another city."""
    return [
        candidate(season, 9000),
        candidate(season, 8900, priority=True),
        candidate(season, 8800, "代县", "原平市"),
        candidate(season, 8700),
        candidate(season, 9900, "代县", city="大同市"),
    ]


def test_a_run_computed_again_from_its_tables_is_the_same(small: Season, cast: Officials) -> None:
    three_ways(small)
    placed_by(small, cast)

    assert replay(only_run(small)) == Replay(has_fingerprint=True, differing=())
    assert replay(only_run(small)).agrees


@pytest.mark.parametrize(
    "changed",
    [
        {"county_id": YUANPING},
        {"choice": 2},
        {"rank": 9},
        {"merit_rank": 9},
        {"status": "reserve"},
    ],
)
def test_a_stored_placement_that_was_changed_is_found_and_named(
    small: Season, cast: Officials, changed: dict[str, object]
) -> None:
    three_ways(small)
    placed_by(small, cast)
    Placement.objects.filter(application__case_number="00002").update(**changed)

    found = replay(only_run(small))

    assert (found.agrees, found) == (False, Replay(has_fingerprint=True, differing=("00002",)))


def test_a_placement_that_was_taken_out_is_found_and_named(small: Season, cast: Officials) -> None:
    three_ways(small)
    placed_by(small, cast)
    Placement.objects.filter(application__case_number="00004").delete()

    assert replay(only_run(small)).differing == ("00004",)


def test_a_table_that_was_changed_no_longer_has_its_fingerprint(
    small: Season, cast: Officials
) -> None:
    three_ways(small)
    placed_by(small, cast)
    run = only_run(small)
    run.candidates = run.candidates.replace("88.00", "88.01")

    assert replay(run) == Replay(has_fingerprint=False, differing=())
    assert not replay(run).agrees


def test_a_table_that_cannot_be_read_is_refused_by_its_name_and_row(
    small: Season, cast: Officials
) -> None:
    three_ways(small)
    placed_by(small, cast)
    run = only_run(small)
    run.seats = "post,places\n140923,two\n"

    with pytest.raises(TableRefused, match=r"seats\.csv第2行：places“two”不是整数"):
        replay(run)


def test_the_sentence_of_a_document_is_no_difference(small: Season, cast: Officials) -> None:
    three_ways(small)
    placed_by(small, cast)
    Placement.objects.update(reason="另一种说法")

    assert replay(only_run(small)).agrees


def test_backfills_leave_a_run_as_it_was_made(small: Season, cast: Officials) -> None:
    cases = three_ways(small)
    placed_by(small, cast)
    withdraw(cast.dai, Application.objects.get(pk=cases[0].pk))
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9))

    assert replay(only_run(small)).agrees


def test_each_county_tells_places_cut_off_reserve_backfills_and_what_is_vacant_now(
    small: Season, cast: Officials
) -> None:
    cases = three_ways(small)
    placed_by(small, cast)
    withdraw(cast.dai, Application.objects.get(pk=cases[0].pk))
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9))
    withdraw(cast.yuanping, Application.objects.get(pk=cases[2].pk))

    rows = {row.code: row for row in county_placements(only_run(small), CITY)}

    assert rows[DAI] == CountyPlacement(
        DAI, "代县", CutOff(2, 2, LastAdmitted("00002", 3, "89.00")), 1, 1, 0
    )
    assert rows[YUANPING] == CountyPlacement(
        YUANPING, "原平市", CutOff(1, 1, LastAdmitted("00003", 4, "88.00")), 0, 0, 1
    )
    assert rows[WUTAI] == CountyPlacement(WUTAI, "五台县", CutOff(0, 0, None), 0, 0, 0)
    assert len(rows) == 14


@pytest.mark.parametrize(
    ("scope", "codes"), [(DAI, [DAI]), ("140923901", []), ("1402", []), ("-", [])]
)
def test_an_official_sees_the_counties_of_the_own_scope(
    small: Season, cast: Officials, scope: str, codes: list[str]
) -> None:
    three_ways(small)
    placed_by(small, cast)

    assert [row.code for row in county_placements(only_run(small), scope)] == codes


@pytest.mark.parametrize(("admitted", "is_full"), [(1, False), (2, True), (3, True)])
def test_places_are_a_cut_off_once_all_are_given_out(admitted: int, *, is_full: bool) -> None:
    assert CutOff(2, admitted, None).is_full is is_full


def test_the_last_of_equals_is_the_one_whose_lot_was_drawn_last(
    small: Season, cast: Officials
) -> None:
    equals = [candidate(small, 9000) for _ in range(2)]
    placed_by(small, cast)
    by_lot = sorted((one.case_number for one in equals), key=lambda n: drawn_lot(small.seed, n))

    cut = cut_offs(only_run(small), [DAI])[DAI]

    assert cut == CutOff(2, 2, LastAdmitted(by_lot[1], 1, "90.00"))
    assert numbers(county_lists(only_run(small), DAI).admitted) == by_lot


def test_a_county_lists_admitted_reserve_and_backfills_in_order(
    small: Season, cast: Officials
) -> None:
    cases = three_ways(small)
    later = candidate(small, 8600)
    placed_by(small, cast)
    withdraw(cast.dai, Application.objects.get(pk=cases[1].pk))
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9))

    found = county_lists(only_run(small), DAI)

    assert numbers(found.admitted) == ["00001", "00002"]
    assert numbers(found.reserve) == ["00004", later.case_number]
    assert [(one.leaver, one.filler, one.queue_position) for one in found.backfills] == [
        (cases[1], cases[3], 1)
    ]


def test_a_vacancy_that_stays_empty_counts_as_no_backfill_and_is_listed_in_its_county_alone(
    small: Season, cast: Officials
) -> None:
    cases = three_ways(small)
    placed_by(small, cast)
    withdraw(cast.yuanping, Application.objects.get(pk=cases[2].pk))
    backfill_county(small, YUANPING, actor=cast.yuanping, at=at(7, 9))
    run = only_run(small)

    rows = {row.code: row for row in county_placements(run, CITY)}

    assert (rows[YUANPING].filled, rows[YUANPING].vacant) == (0, 1)
    assert [
        [(one.leaver.case_number, one.filler) for one in county_lists(run, county).backfills]
        for county in (DAI, YUANPING)
    ] == [[], [("00003", None)]]


def test_a_reserve_stands_in_the_order_of_its_queue_whatever_the_case_numbers(
    small: Season, cast: Officials
) -> None:
    for total in (9000, 8900, 8000, 8500, 8200):
        candidate(small, total)
    placed_by(small, cast)

    assert numbers(county_lists(only_run(small), DAI).reserve) == ["00004", "00005", "00003"]


def test_a_second_run_counts_only_what_it_gave_out_itself(small: Season, cast: Officials) -> None:
    candidate(small, 9000)
    placed_by(small, cast)
    withdraw(cast.dai, small.applications.get(case_number="00001"))
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9))
    for total in (9900, 9800, 9700):
        candidate(small, total)
    placed_by(small, cast)

    second, first = runs_of(small)

    assert [(run.number, cut_offs(run, [DAI])[DAI]) for run in (first, second)] == [
        (1, CutOff(2, 1, LastAdmitted("00001", 1, "90.00"))),
        (2, CutOff(2, 2, LastAdmitted("00003", 2, "98.00"))),
    ]
    assert [list(counts_of(run).values()) for run in (first, second)] == [[1, 0, 0], [2, 1, 0]]
    assert [len(county_lists(run, DAI).backfills) for run in (first, second)] == [1, 0]
    assert (replay(first).agrees, replay(second).agrees) == (True, True)


def test_the_four_files_hold_case_numbers_scores_and_choices_and_nobody_s_name(
    small: Season, cast: Officials
) -> None:
    three_ways(small)
    placed_by(small, cast)

    files = run_files(only_run(small))

    assert list(files) == ["seats.csv", "candidates.csv", "choices.csv", "placements.csv"]
    assert files["candidates.csv"].decode() == (
        "candidate,total,priority\n"
        "00001,90.00,0\n00002,89.00,1\n00003,88.00,0\n00004,87.00,0\n00005,99.00,0\n"
    )
    assert files["choices.csv"].decode() == (
        "candidate,choice,post\n"
        "00001,1,140923\n00002,1,140923\n00003,1,140923\n00003,2,140981\n"
        "00004,1,140923\n00005,1,大同市代县\n"
    )
    assert "样本" not in "".join(content.decode() for content in files.values())


def test_the_file_of_results_tells_what_is_stored_even_where_it_was_changed(
    small: Season, cast: Officials
) -> None:
    three_ways(small)
    placed_by(small, cast)
    before = run_files(only_run(small))["placements.csv"].decode().splitlines()
    Placement.objects.filter(application__case_number="00004").update(
        status="placed", choice=1, rank=1, reason="改过"
    )

    after = run_files(only_run(small))["placements.csv"].decode().splitlines()

    assert [line for line in after if line not in before] == [after[4]]
    assert after[4].startswith("00004,140923,1,1,placed,改过,5,")
