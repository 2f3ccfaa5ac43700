"""``linli bench``: this program beside its peers, in ratios of one run."""

from dataclasses import asdict
from importlib.util import find_spec

import click

from linli.cli.start import print_json
from linli.core.refusal import Refusal

_PEERS = ("numpy", "openfisca_core", "pyarrow")


class EnginesMissing(Refusal):
    """The peers of a benchmark are not installed."""


@click.group()
def bench() -> None:
    """与同类引擎比较，只列比值。"""


@bench.command()
@click.option("--size", type=click.IntRange(1_000, 20_000_000), default=1_000_000, help="人数")
@click.option("--rounds", type=click.IntRange(3, 11), default=3, help="轮数，取中位数")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def policy(size: int, rounds: int, as_json: bool) -> None:
    """薪酬规则：本引擎、手写NumPy、OpenFisca，与Decimal逐人核对。

    例：linli bench policy --size 1000000
    """
    missing = [name for name in _PEERS if find_spec(name) is None]
    if missing:
        raise EnginesMissing(
            f"没有安装用来比较的引擎（{'、'.join(missing)}）", mend="在源码目录运行 make engines"
        )
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


COMMANDS = (bench,)
