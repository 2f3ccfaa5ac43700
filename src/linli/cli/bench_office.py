"""``linli bench office``: how long the office's pages take with few and with many applications."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from linli.cli.bench_deadline import parse_sizes
from linli.cli.start import print_json

if TYPE_CHECKING:
    from linli.benchmarks.office_bench import OfficeBench

_WHO = {"rehearsal-city": "市级"}


@click.command()
@click.option(
    "--stored",
    default="1000,100000",
    show_default=True,
    callback=parse_sizes,
    help="分别存有多少件报名，以逗号分开",
)
@click.option(
    "--rounds", type=click.IntRange(1, 1_000), default=40, show_default=True, help="每页打开几次"
)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def office(stored: tuple[int, ...], rounds: int, as_json: bool) -> None:
    """工作人员的页面：报名少和报名多的时候，每页各用多少毫秒，多的是少的几倍。

    网站和PostgreSQL（每次提交都落盘）都在本机，逐页打开，每次打开名单的另一部分或者另一件报名。

    例：linli bench office --stored 1000,100000
    """
    from linli.benchmarks.office_bench import bench_office

    found = bench_office(stored=stored, rounds=rounds, tell=lambda line: click.echo(line, err=True))
    if as_json:
        print_json(asdict(found) | {"ratios": found.ratios})
        return
    for line in bench_lines(found):
        click.echo(line)


def bench_lines(found: "OfficeBench") -> list[str]:
    """Return what a benchmark found, in lines."""
    sizes = "、".join(f"{size.stored:,}件" for size in found.sizes)
    lines = [
        f"每页打开{found.rounds}次；分别存有{sizes}；毫秒：中位，95%以内；倍数：存得最多 ÷ 最少的中位"
    ]
    for place, ratio in enumerate(found.ratios):
        timed = [size.pages[place] for size in found.sizes]
        figures = "　".join(f"{one.p50_ms:.0f}，{one.p95_ms:.0f}" for one in timed)
        who = _WHO.get(timed[0].official, "县级")
        lines.append(f"{who} {timed[0].page or '总览'}　{figures}　{ratio:.2f}倍")
    totals = "　".join(f"{size.p95_ms:.0f}" for size in found.sizes)
    return [*lines, f"全部页面95%以内　{totals}"]
