"""What a placement leaves behind: the tables it was decided on, and an answer to every choice."""

from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement, PlacementRun
from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import fingerprint
from linli.core.placement.tables import Table
from tests.apps.cast import Officials, at, candidate, last_entry, placed_by
from tests.factories import CITY, DAI, YUANPING


def run_of(season: Season) -> PlacementRun:
    return PlacementRun.objects.get(season=season)


def test_run_keeps_who_made_it_when_by_which_rule_chain_and_seed(
    small: Season, cast: Officials
) -> None:
    candidate(small, 9000)

    placed_by(small, cast)

    run = run_of(small)
    assert (run.number, run.made_by, run.rule, run.rank_by, run.seed) == (
        1,
        cast.city,
        "deferred-acceptance",
        "total:desc,priority:desc",
        small.seed,
    )
    assert run.made_at == at(7, 5, 20)


def test_tables_hold_case_numbers_totals_and_a_yes_or_no_for_priority_and_nothing_else(
    small: Season, cast: Officials
) -> None:
    first = candidate(small, 9000, "代县", "原平市", priority=True)
    second = candidate(small, 8950)

    placed_by(small, cast)

    run, one, other = run_of(small), first.case_number, second.case_number
    assert run.candidates == f"candidate,total,priority\n{one},90.00,1\n{other},89.50,0\n"
    assert run.choices == (
        f"candidate,choice,post\n{one},1,{DAI}\n{one},2,{YUANPING}\n{other},1,{DAI}\n"
    )
    assert run.seats.splitlines()[0] == "post,places"
    assert f"{DAI},2" in run.seats.splitlines()


def test_outsider_computes_the_fingerprint_again_from_the_tables(
    small: Season, cast: Officials
) -> None:
    for total in (9000, 9000, 8000):
        candidate(small, total)

    placed_by(small, cast)

    run = run_of(small)
    inputs = read_inputs(
        *(Table(name, getattr(run, name).encode()) for name in ("seats", "candidates", "choices")),
        rank_by=run.rank_by,
        seed=run.seed,
    )
    assert fingerprint(inputs) == run.fingerprint
    assert last_entry(f"{small.code}/{small.applications.first().case_number}")["inputs"][
        "run"
    ] == (run.fingerprint)


def test_every_choice_has_an_answer_with_its_clause(small: Season, cast: Officials) -> None:
    strong = [candidate(small, total) for total in (9500, 9400)]
    third = candidate(small, 9000, "代县", "原平市", "五台县")

    placed_by(small, cast)

    assert Placement.objects.get(application=third).answers == [
        {
            "choice": 1,
            "post": DAI,
            "outcome": "beaten",
            "text": "面见总分90.00（第3名），低于该地区末位入围94.00（第2名）",
            "clause": "D0 附件2",
            "last": strong[1].case_number,
            "last_rank": 2,
            "last_figure": "94.00",
        },
        {
            "choice": 2,
            "post": YUANPING,
            "outcome": "placed",
            "text": "按第1调剂地区入围",
            "clause": "D0 附件2",
            "last": "",
            "last_rank": 0,
            "last_figure": "",
        },
        {
            "choice": 3,
            "post": "140922",
            "outcome": "not_reached",
            "text": "前面的志愿已入围，不再检索",
            "clause": "D0 附件2",
            "last": "",
            "last_rank": 0,
            "last_figure": "",
        },
    ]


def test_answer_that_priority_or_the_lot_decided_names_the_clause_of_ties(
    small: Season, cast: Officials
) -> None:
    for _ in range(2):
        candidate(small, 9000, priority=True)
    third = candidate(small, 9000)

    placed_by(small, cast)

    (answer,) = Placement.objects.get(application=third).answers
    assert (answer["text"], answer["clause"]) == (
        "面见总分90.00（第3名），与该地区末位入围相同，对方属优先人员",
        "D0 二5",
    )


def test_reserve_keeps_the_rank_of_merit_beside_the_place_in_the_queue(
    small: Season, cast: Officials
) -> None:
    cases = [candidate(small, total) for total in (9500, 9400, 9300)]

    placed_by(small, cast)

    found = Placement.objects.get(application=cases[2])
    assert (found.status, found.rank, found.merit_rank, found.run) == (
        "reserve",
        1,
        3,
        run_of(small),
    )


def test_second_placement_is_a_run_of_its_own_over_the_places_that_are_left(
    small: Season, cast: Officials
) -> None:
    candidate(small, 9000)
    placed_by(small, cast)
    candidate(small, 8000)

    placed_by(small, cast)

    runs = list(small.placement_runs.all())
    assert [run.number for run in runs] == [1, 2]
    assert [f"{DAI},2\n" in runs[0].seats, f"{DAI},1\n" in runs[1].seats] == [True, True]


def test_no_run_is_made_where_nobody_waits(small: Season, cast: Officials) -> None:
    placed_by(small, cast)

    assert not PlacementRun.objects.filter(season__city_id=CITY).exists()
