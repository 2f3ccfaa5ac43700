"""``linli place communities``: a county's recruits to its communities by the shortest ways."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linli.cli.editions import BadFacts, json_option
from linli.cli.start import print_json, usage_errors

if TYPE_CHECKING:
    from linli.core.placement.commute import CommutePlan, DistanceUnit


@click.command()
@click.option(
    "--communities",
    "communities_file",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV：community,places，每个社区一行；places 是还可安排的人数",
)
@click.option(
    "--distances",
    "distances_file",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV：person,community,distance，距离为整数；去不了的社区不写",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="结果CSV：person,community,distance,reason",
)
@click.option(
    "--unit",
    type=click.Choice(["metre", "minute"]),
    default="metre",
    show_default=True,
    help="距离的单位：metre 米，minute 分钟",
)
@json_option
def communities(
    communities_file: Path, distances_file: Path, out: Path, unit: str, as_json: bool
) -> None:
    """为一个县（市、区）的人员提出到社区的安排：先使安排的人数最多，再使总距离最短。

    结果供县（市、区）参考，由有权的工作人员决定。只读取距离的数值，不需要住址。
    同样短的安排不止一种时，按编号从小到大，编号小的人去代码小的社区，与行的次序无关。
    退出码：0 全部安排；1 有人未能安排，逐一列出；2 输入有误，不写结果。

    例：linli place communities --communities communities.csv --distances distances.csv --out assignments.csv
    """
    from linli.core.placement.commute import DistanceUnit
    from linli.core.placement.commute_tables import assign_tables, plan_csv
    from linli.core.placement.tables import Table
    from linli.core.whole_file import write_whole

    if out.exists() and (out.samefile(communities_file) or out.samefile(distances_file)):
        raise BadFacts("结果文件不能就是输入文件", mend="换一个 --out")
    with usage_errors():
        tables = [Table(one.name, one.read_bytes()) for one in (communities_file, distances_file)]
    measured = DistanceUnit(unit)
    plan = assign_tables(*tables, unit=measured)
    with usage_errors():
        write_whole(out, plan_csv(plan).encode())
    if as_json:
        print_json(_plan_json(plan, measured, out))
    else:
        _tell(plan, measured, out)
    if plan.unplaced:
        sys.exit(1)


def _plan_json(plan: "CommutePlan", unit: "DistanceUnit", out: Path) -> dict[str, Any]:
    return {
        "people": len(plan.commutes),
        "placed": len(plan.placed),
        "unplaced": [{"person": one.person, "reason": one.reason} for one in plan.unplaced],
        "unit": unit.value,
        "total": plan.total,
        "longest": plan.longest,
        "communities": [
            {"community": one.community, "places": one.places, "taken": one.taken}
            for one in plan.communities
        ],
        "out": out.name,
    }


def _tell(plan: "CommutePlan", unit: "DistanceUnit", out: Path) -> None:
    click.echo(
        f"{len(plan.commutes)}人，安排{len(plan.placed)}人，总{unit.measure}{plan.total}{unit.word}，"
        f"最长{plan.longest}{unit.word}，结果在 {out.name}"
    )
    for one in plan.unplaced:
        click.echo(f"未安排 {one.person}：{one.reason}")
