"""The benchmark of the placement: its made-up markets, its peers, its clock, its ratios."""

import json
import subprocess
import sys
import time
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from linli.benchmarks import (
    placement_floor,
    placement_linli,
    placement_matching,
    placement_road,
)
from linli.benchmarks.placement_bench import (
    MarketBench,
    bench_placement,
    count_differing,
    growth_to_n_log_n,
)
from linli.benchmarks.placement_market import COMMON, OWN, MadeUpMarket, make_market
from linli.benchmarks.placement_peer import peak_memory_mb, timed
from linli.cli.bench import market_line


def market(lists: str = COMMON, people: int = 300, posts: int = 12, seed: int = 1) -> MadeUpMarket:
    return make_market(people=people, posts=posts, lists=lists, seed=seed)


@pytest.mark.parametrize(("lists", "shape"), [(COMMON, (300,)), (OWN, (300, 4))])
def test_made_up_market_has_four_posts_a_person_one_key_each_and_seven_places_for_ten(
    lists: str, shape: tuple[int, ...]
) -> None:
    drawn = market(lists)

    assert [len(set(row)) for row in drawn.choices.tolist()] == [4] * 300
    assert (int(drawn.choices.min()), int(drawn.choices.max())) == (0, 11)
    assert (drawn.keys.shape, len(np.unique(drawn.keys))) == (shape, drawn.keys.size)
    assert (drawn.places.shape, int(drawn.places.sum())) == ((12,), 210)
    assert (drawn.choices.dtype, drawn.keys.dtype, drawn.places.dtype) == ("i4", "i8", "i8")


def test_made_up_market_wishes_evenly() -> None:
    drawn = market(people=40_000, posts=8)

    for turn in drawn.choices.T:
        assert np.bincount(turn).tolist() == pytest.approx([5000] * 8, rel=0.06)


def test_same_seed_makes_the_same_market_which_a_folder_keeps(tmp_path: Path) -> None:
    market().write(tmp_path)

    kept, other = MadeUpMarket.read(tmp_path), market(seed=2)

    for name in MadeUpMarket.__slots__:
        assert np.array_equal(getattr(kept, name), getattr(market(), name))
    assert not np.array_equal(other.keys, kept.keys)


@pytest.mark.parametrize("lists", [COMMON, OWN])
def test_every_engine_places_everyone_alike(lists: str) -> None:
    drawn = market(lists)

    expected = placement_linli.run(drawn).tolist()

    wishes = placement_matching.prepare(drawn)
    for run in (placement_matching.run, placement_matching.run_algorithm):
        assert placement_matching.answer(wishes, run(wishes)).tolist() == expected
    assert sum(choice >= 0 for choice in expected) > 200


def test_whole_road_with_sentences_places_as_the_engine_does() -> None:
    season = placement_road.prepare(market())

    result = placement_road.run(season)

    expected = placement_linli.run(market()).tolist()
    assert placement_road.answer(season, result).tolist() == expected
    assert all(one.reason for one in result.placements)


@pytest.mark.parametrize("lists", [COMMON, OWN])
def test_floor_reads_the_choices_in_the_order_of_the_keys(lists: str) -> None:
    drawn = market(lists)

    found = placement_floor.run(drawn)

    rows = drawn.choices if lists == COMMON else drawn.choices.ravel()
    expected = sorted(zip(drawn.keys.ravel().tolist(), rows.tolist(), strict=True))
    assert found.tolist() == [row for _, row in expected]


def test_clock_gives_the_time_of_one_run_and_repeats_short_ones() -> None:
    runs: list[int] = []

    def busy_for(seconds: float) -> int:
        runs.append(1)
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass
        return len(runs)

    short, found = timed(busy_for, 0.01)
    repeated = len(runs)
    long, _ = timed(busy_for, 0.25)

    assert (short, long) == (pytest.approx(0.01, rel=0.5), pytest.approx(0.25, rel=0.5))
    assert (found, repeated > 5, len(runs) - repeated) == (repeated, True, 1)


def test_peak_memory_is_that_of_this_process_alone() -> None:
    held = bytearray(150 << 20)
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from linli.benchmarks.placement_peer import peak_memory_mb; print(peak_memory_mb())",
        ],
        check=True,
        capture_output=True,
        text=True,
    )

    assert len(held) >> 20 < peak_memory_mb()
    assert 5 < int(told.stdout) < 150


def test_differing_placements_are_counted_by_person(tmp_path: Path) -> None:
    for name, placed in {"one": [0, 1, -1, 2], "other": [0, 2, -1, -1]}.items():
        np.save(tmp_path / f"{name}.npy", np.array(placed, np.int16))

    assert count_differing(tmp_path / "one.npy", tmp_path / "other.npy") == 2
    assert count_differing(tmp_path / "one.npy", tmp_path / "one.npy") == 0


@pytest.mark.parametrize(
    ("seconds", "growth"),
    # From 1,000 to 10,000 candidates n log n grows by 10 times 4/3.
    [(40 / 3, 1), (10, 0.75), (100, 7.5)],
)
def test_growth_is_told_over_that_of_n_log_n(seconds: float, growth: float) -> None:
    assert growth_to_n_log_n(10_000, seconds, 1_000, 1) == pytest.approx(growth)


@pytest.mark.long
def test_benchmark_races_every_size_and_kind_of_list() -> None:
    told: list[str] = []

    found = bench_placement(size=1000, rounds=1, posts=(9,), smallest=100, tell=told.append)

    assert (found.size, found.rounds) == (1000, 1)
    assert [(one.people, one.posts, one.lists, one.differing) for one in found.markets] == [
        (100, 9, COMMON, 0),
        (1000, 9, COMMON, 0),
        (100, 9, OWN, 0),
        (1000, 9, OWN, 0),
    ]
    assert [one.growth is None for one in found.markets] == [True, False, True, False]
    assert [one.road_ms is None for one in found.markets] == [True, False, True, True]
    ratios = [(one.engine_to_floor, one.peer_to_engine) for one in found.markets]
    assert all(floor > 1 and (peer or 0) > 1 for floor, peer in ratios)
    assert all((one.peer_to_engine or 0) > (one.algorithm_to_engine or 0) for one in found.markets)
    assert all(one.peak_mb > 10 and one.floor_peak_mb > 10 for one in found.markets)
    assert told[:5] == [
        "造100人 × 9岗位（common）",
        "第1轮 linli",
        "第1轮 floor",
        "matching（一轮，至多600秒）",
        "algorithm（一轮，至多600秒）",
    ]


def test_peer_that_does_not_end_in_time_is_left_out() -> None:
    told: list[str] = []

    found = bench_placement(
        size=20, rounds=1, posts=(5,), smallest=20, limit_seconds=0.01, tell=told.append
    )

    ratios = [(one.peer_to_engine, one.algorithm_to_engine) for one in found.markets]
    assert ratios == [(None, None), (None, None)]
    assert told.count("matching在0.01秒内没有结束") == 2


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (
            MarketBench(10_000, 117, COMMON, 7.5, 3500.0, 1100.0, 0.5, 39, 36, 480.4, 0),
            "  10,000人，117个岗位，同一名次：本引擎 ÷ 排序 7.50，matching ÷ 本引擎 3500，"
            "matching算法 ÷ 本引擎 1100，增长 ÷ n·log n 0.50，连同逐条理由 480 毫秒，"
            "内存峰值 39 MB，结果不同的 0 人",
        ),
        (
            MarketBench(1_000_000, 10_000, OWN, 2.346, None, None, None, 148, 128, None, 3),
            "  1,000,000人，10,000个岗位，各岗位自己的名次：本引擎 ÷ 排序 2.35，"
            "内存峰值 148 MB，结果不同的 3 人",
        ),
    ],
)
def test_market_is_told_in_one_line_of_what_was_measured(found: MarketBench, line: str) -> None:
    assert market_line(found) == line


def test_command_without_the_engines_says_how_to_install_them() -> None:
    hidden = "import sys; sys.modules['matching'] = None; from linli.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", hidden, "bench", "placement"], capture_output=True, text=True
    )

    assert done.returncode != 0
    assert "没有安装用来比较的引擎（matching）" in done.stderr
    assert "在源码目录运行 make engines" in done.stderr


@pytest.mark.thorough
def test_command_prints_lines_or_one_document() -> None:
    call = [Path(sys.executable).with_name("linli"), "bench", "placement", "--size", "1000"]

    lines = subprocess.run(call, capture_output=True, text=True, check=True).stdout.splitlines()
    document = subprocess.run([*call, "--json"], capture_output=True, text=True, check=True).stdout

    assert lines[0] == ("每人4个志愿，3轮的中位数，比的是CPU时间；排序：只排序并读一遍志愿")
    assert len(lines) == 5
    markets = [MarketBench(**one) for one in json.loads(document)["markets"]]
    assert [astuple(one)[:3] for one in markets] == [
        (1000, posts, lists) for posts in (117, 10_000) for lists in (COMMON, OWN)
    ]
    assert [one.differing for one in markets] == [0, 0, 0, 0]
