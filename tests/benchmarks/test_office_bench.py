"""The benchmark of the office's pages: a small one whole; its parts, its ratios, its lines."""

import pytest

from linli.benchmarks.office_bench import PAGES, OfficeBench, Timed, bench_office, part_of, size_of
from linli.cli.bench_office import bench_lines
from tests.support.own_loop import call_apart


@pytest.mark.long
def test_small_benchmark_opens_every_page_with_few_and_with_more_applications() -> None:
    found = call_apart(bench_office, stored=(60, 30), rounds=2)

    assert [size.stored for size in found.sizes] == [30, 60]
    for size in found.sizes:
        assert [(one.official, one.page) for one in size.pages] == list(PAGES)
        assert all(0 < one.p50_ms <= one.p95_ms for one in size.pages)
    assert len(found.ratios) == len(PAGES)


def test_part_is_the_time_within_which_so_many_answers_came() -> None:
    times = [float(one) for one in range(1, 21)]

    assert (part_of(times, 0.5), part_of(times, 0.95), part_of([7.0], 0.95)) == (10.0, 19.0, 7.0)


def test_size_takes_its_slowest_twentieth_over_the_answers_of_all_pages() -> None:
    size = size_of(
        1_000, {("rehearsal-city", ""): [10.0, 20.0], ("rehearsal-140902", "a/"): [90.0]}
    )

    assert size.pages == (
        Timed("rehearsal-city", "", 10.0, 20.0),
        Timed("rehearsal-140902", "a/", 90.0, 90.0),
    )
    assert size.p95_ms == 90.0


def test_lines_name_each_page_with_its_times_and_its_ratio() -> None:
    few = size_of(1_000, {("rehearsal-city", ""): [20.0], ("rehearsal-140902", "review/"): [40.0]})
    many = size_of(
        99_000, {("rehearsal-city", ""): [50.0], ("rehearsal-140902", "review/"): [40.0]}
    )

    assert bench_lines(OfficeBench(1, (few, many))) == [
        "每页打开1次；分别存有1,000件、99,000件；毫秒：中位，95%以内；倍数：存得最多 ÷ 最少的中位",
        "市级 总览　20，20　50，50　2.50倍",
        "县级 review/　40，40　40，40　1.00倍",
        "全部页面95%以内　40　50",
    ]
