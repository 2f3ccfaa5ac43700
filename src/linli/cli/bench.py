"""``linli bench``: this program beside its peers, in ratios of one run, and in the last hour."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linli.cli.bench_deadline import deadline
from linli.cli.bench_office import office
from linli.cli.start import print_json
from linli.core.refusal import Refusal

if TYPE_CHECKING:
    from linli.benchmarks.intake_bench import IntakeBench
    from linli.benchmarks.placement_bench import MarketBench

_POLICY_PEERS = ("numpy", "openfisca_core", "pyarrow")
_PLACEMENT_PEERS = ("matching",)
# A ratio from here on is told without decimals.
_LARGE = 100


class EnginesMissing(Refusal):
    """The peers of a benchmark are not installed."""


def _require_engines(names: Sequence[str]) -> None:
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        raise EnginesMissing(
            f"没有安装用来比较的引擎（{'、'.join(missing)}）", mend="在源码目录运行 make engines"
        )


@click.group()
def bench() -> None:
    """性能测试：与同类引擎比较的只列比值，报名高峰列实测值。"""


@bench.command()
@click.option("--size", type=click.IntRange(1_000, 20_000_000), default=1_000_000, help="人数")
@click.option("--rounds", type=click.IntRange(3, 11), default=3, help="轮数，取中位数")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def policy(size: int, rounds: int, as_json: bool) -> None:
    """薪酬规则：本引擎、手写NumPy、OpenFisca，与Decimal逐人核对。

    例：linli bench policy --size 1000000
    """
    _require_engines(_POLICY_PEERS)
    from linli.benchmarks.policy_bench import bench_policy

    found = bench_policy(size=size, rounds=rounds, tell=lambda line: click.echo(line, err=True))
    if as_json:
        print_json(asdict(found))
        return
    click.echo(f"{found.size:,}人，{found.rounds}轮的中位数，比的是CPU时间")
    for line in (
        f"逐人结果：本引擎 ÷ 手写NumPy                {found.full_to_numpy:.2f}",
        f"逐人结果：OpenFisca ÷ 本引擎                {found.openfisca_to_full:.1f}",
        f"只要合计：OpenFisca ÷ 本引擎                {found.openfisca_to_totals:.1f}",
        f"逐人结果：Decimal循环（一轮）÷ 本引擎       {found.decimal_to_full:.0f}",
        f"一人一例，含逐步说明                        {found.one_case_ms:.3f} 毫秒",
        f"内存峰值：逐人结果{found.full_peak_mb} MB，合计{found.totals_peak_mb} MB",
        "与Decimal不同的行："
        + "，".join(f"{name} {rows:,}" for name, rows in found.rows_wrong.items()),
    ):
        click.echo(f"  {line}")


@bench.command()
@click.option(
    "--size", type=click.IntRange(1_000, 10_000_000), default=1_000_000, help="最多的人数"
)
@click.option("--rounds", type=click.IntRange(3, 11), default=3, help="轮数，取中位数")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def placement(size: int, rounds: int, as_json: bool) -> None:
    """岗位分配：本引擎、matching软件包、只排序并读一遍志愿，逐人核对。

    例：linli bench placement --size 1000000
    """
    _require_engines(_PLACEMENT_PEERS)
    from linli.benchmarks.placement_bench import bench_placement

    found = bench_placement(size=size, rounds=rounds, tell=lambda line: click.echo(line, err=True))
    if as_json:
        print_json(asdict(found))
        return
    click.echo(f"每人4个志愿，{found.rounds}轮的中位数，比的是CPU时间；排序：只排序并读一遍志愿")
    for market in found.markets:
        click.echo(market_line(market))


def market_line(market: "MarketBench") -> str:
    """Return what was measured on one market."""
    ratios = {
        "本引擎 ÷ 排序": market.engine_to_floor,
        "matching ÷ 本引擎": market.peer_to_engine,
        "matching算法 ÷ 本引擎": market.algorithm_to_engine,
        "增长 ÷ n·log n": market.growth,
    }
    lists = "各岗位自己的名次" if market.lists == "own" else "同一名次"
    told = [
        f"{name} {ratio:.2f}" if ratio < _LARGE else f"{name} {ratio:.0f}"
        for name, ratio in ratios.items()
        if ratio is not None
    ]
    if market.road_ms is not None:
        told.append(f"连同逐条理由 {market.road_ms:.0f} 毫秒")
    told += [f"内存峰值 {market.peak_mb} MB", f"结果不同的 {market.differing} 人"]
    return f"  {market.people:,}人，{market.posts:,}个岗位，{lists}：{'，'.join(told)}"


@bench.command()
@click.option("--size", type=click.IntRange(10, 10_000), default=60, help="邮件数，含扫描件和照片")
@click.option("--workers", type=click.IntRange(1, 64), help="读取进程数；不填则每个核一个")
@click.option("--seed", type=int, default=1, help="造邮件用的种子")
@click.option(
    "--memory-mails",
    type=click.IntRange(0, 100_000),
    default=1000,
    help="观察内存用的邮件数，0为不测",
)
@click.option(
    "--world",
    type=click.Path(path_type=Path, file_okay=False),
    help="保存所造邮件的目录；已有则直接使用",
)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def intake(
    size: int,
    workers: int | None,
    seed: int,
    memory_mails: int,
    world: Path | None,
    as_json: bool,
) -> None:
    """读取报名邮箱：速度与只识别同样图片相比，另列准确率和内存。

    例：linli bench intake --size 60
    """
    from linli.benchmarks.intake_bench import bench_intake

    found = bench_intake(
        size=size,
        workers=workers or os.cpu_count() or 1,
        seed=seed,
        memory_mails=memory_mails,
        world=world,
        tell=lambda line: click.echo(line, err=True),
    )
    if as_json:
        print_json(asdict(found))
        return
    for line in _intake_lines(found):
        click.echo(line)


def _intake_lines(found: "IntakeBench") -> list[str]:
    speed, score, memory = found.speed, found.score, found.memory
    lines = [
        f"{speed.mails:,}封邮件，{speed.pictures:,}幅图片，{speed.workers}个进程",
        f"  每分钟邮件数                                {speed.mails_a_minute:.1f}",
        f"  读邮箱 ÷ 只识别图片（同样设置）             {speed.to_same:.2f}",
        f"  读邮箱 ÷ 只识别图片（默认设置）             {speed.to_default:.2f}",
        f"  CPU时间：读邮箱 ÷ 只识别图片（同样设置）    {speed.cpu_to_same:.2f}",
        f"  字段读对：有文字的表 {score.fields_text:.4f}，扫描件和照片 {score.fields_image:.4f}",
        f"  扫描件和照片读对或交人核对                  {score.image_covered:.4f}",
        f"  未交人核对而读错                            {score.sure_wrong:.4%}",
        f"  交人核对的字段                              {score.doubted:.2%}",
        f"  材料：召回 {score.materials_recall:.4f}，精确 {score.materials_precision:.4f}",
        f"  邮件类别 {score.mail_kinds:.4f}，归属 {score.mail_applicants:.4f}，"
        f"报名表来源 {score.form_sources:.4f}",
        f"  结论 {score.verdicts:.4f}，优先条件 {score.priorities:.4f}",
        f"  理由：召回 {score.reasons_recall:.4f}，精确 {score.reasons_precision:.4f}",
    ]
    if memory:
        lines += [
            f"{memory.mails:,}封几乎只有文字的邮件",
            f"  内存峰值：主进程 {memory.parent_mb} MB，最大的读取进程 {memory.worker_mb} MB",
            f"  后半程峰值比前半程多：主进程 {memory.parent_growth_mb} MB，"
            f"读取进程 {memory.worker_growth_mb} MB",
        ]
    return lines


bench.add_command(deadline)
bench.add_command(office)
COMMANDS = (bench,)
