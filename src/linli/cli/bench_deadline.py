"""``linli bench deadline``: the last hour of a registration, through the real pages."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from linli.cli.start import print_json

if TYPE_CHECKING:
    from linli.benchmarks.deadline_bench import DeadlineBench, Load, Times
    from linli.benchmarks.deadline_profile import Line, Profile

_MOST_STORED = 200_000
_STEPS = {
    "sign_in": "打开登录页",
    "ask_for_code": "获取验证码",
    "enter_code": "填验证码，进入目录",
    "save": "保存登记表",
    "photo": "上传照片",
    "paper_1": "上传材料一",
    "paper_2": "上传材料二",
    "review": "打开核对页",
    "submit": "提交，得到回执",
}
_PROGRAMS = {"server": "网站", "database": "PostgreSQL", "client": "报名一方", "worker": "后台"}
_LIMITS = {"disk": "磁盘", "waiting": "互相等待（锁、提交）"}
# Lines of each part of the profile that are printed.
_MOST_LINES = 12


def parse_sizes(context: click.Context, parameter: click.Parameter, text: str) -> tuple[int, ...]:
    """Read numbers of applications, by commas."""
    sizes = text.split(",")
    if not all(size.isascii() and size.isdigit() and int(size) <= _MOST_STORED for size in sizes):
        raise click.BadParameter(f"“{text}”不是以逗号分开的件数（每个至多{_MOST_STORED:,}）")
    return tuple(int(size) for size in sizes)


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(1, 3_600), default=60, show_default=True, help="每轮秒数"
)
@click.option(
    "--clients", type=click.IntRange(1, 256), default=16, show_default=True, help="同时报名的人数"
)
@click.option(
    "--stored",
    default="0,100000",
    show_default=True,
    callback=parse_sizes,
    help="每轮开始时已有的报名件数，以逗号分开",
)
@click.option("--kill/--no-kill", default=True, help="最后再报名一轮，其间强行结束网站和PostgreSQL")
@click.option("--worker", is_flag=True, help="后台工作同时进行；不选则检查和通知留到以后")
@click.option("--profile", is_flag=True, help="同时记下网站的时间用在哪里；记录本身也费时")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def deadline(
    seconds: float,
    clients: int,
    stored: tuple[int, ...],
    kill: bool,
    worker: bool,
    profile: bool,
    as_json: bool,
) -> None:
    """报名截止前一小时：每秒收下多少件完整的报名，强行结束后有没有丢失。

    网站、PostgreSQL（每次提交都落盘）和报名一方都在本机。每件报名都经过真实的页面：登录、填表、
    上传照片和两件材料、核对、提交，直到回执。

    例：linli bench deadline --seconds 60 --clients 16 --stored 0,100000
    """
    from linli.benchmarks.deadline_bench import Options, bench_deadline

    options = Options(
        seconds=seconds,
        clients=clients,
        stored=stored,
        kill=kill,
        has_worker=worker,
        profile=profile,
    )
    found = bench_deadline(options, tell=lambda line: click.echo(line, err=True))
    if as_json:
        print_json(asdict(found))
        return
    for line in bench_lines(found):
        click.echo(line)


def bench_lines(found: "DeadlineBench") -> list[str]:
    """Return what a benchmark found, in lines."""
    with_worker = "后台工作同时进行" if found.has_worker else "后台没有运行：检查和通知留到以后"
    lines = [f"{found.clients}人同时报名；{with_worker}"]
    for load in found.loads:
        lines += _load_lines(load)
    if len(found.loads) > 1:
        lines.append(f"存得最多时 ÷ 最少时（每秒件数）  {found.flatness:.2f}")
    if found.killed:
        killed = found.killed
        lines.append(
            f"强行结束：网站{killed.server_back_seconds:.1f}秒后、"
            f"PostgreSQL{killed.database_back_seconds:.1f}秒后恢复，"
            f"其间收下{killed.receipts:,}件；重试{_counted(killed.errors)}"
        )
    audit = found.audit
    lines.append(
        f"回执{audit.receipts:,}件：丢失{audit.lost}件，重复{audit.doubled}件"
        + (f"（{_counted(audit.faults)}）" if audit.faults else "")
    )
    lines.append("台账完整" if found.has_whole_ledger else "台账不一致")
    return lines + (_profile_lines(found.profile) if found.profile else [])


def _load_lines(load: "Load") -> list[str]:
    limit = _LIMITS.get(load.limit) or f"CPU，{_PROGRAMS[load.limit.removeprefix('cpu: ')]}用得最多"
    spent = "，".join(f"{_PROGRAMS[name]} {used:.1f}" for name, used in load.cpu_seconds.items())
    return [
        f"已存{load.stored:,}件，{load.seconds:.0f}秒",
        f"  每秒{load.per_second:.2f}件（共{load.applications:,}件），错误{_counted(load.errors)}",
        f"  一件从头到尾　{_times(load.whole)}",
        *(f"  {label}　{_times(load.steps[name])}" for name, label in _STEPS.items()),
        f"  CPU秒：{spent}；整机忙{load.busy:.0%}，等磁盘{load.disk:.0%}；限于{limit}",
    ]


def _times(times: "Times") -> str:
    return f"中位{times.p50_ms:,.0f}毫秒，99%在{times.p99_ms:,.0f}毫秒以内"


def _counted(numbers: "dict[str, int] | object") -> str:
    assert isinstance(numbers, dict), "kinds with their numbers"
    return "、".join(f"{kind} {number}次" for kind, number in numbers.items()) or "0次"


def _profile_lines(profile: "Profile") -> list[str]:
    lines = ["页面：次数，每次毫秒（全部、CPU、语句、提交），语句数"]
    lines += [f"  {_page_line(line)}" for line in profile.pages[:_MOST_LINES]]
    lines.append("语句：次数，共几秒")
    lines += [_plain_line(line) for line in profile.statements[:_MOST_LINES]]
    lines.append("函数（抽样）：次数，自身CPU秒")
    return lines + [_plain_line(line) for line in profile.functions[:_MOST_LINES]]


def _page_line(line: "Line") -> str:
    each = (line.wall, line.cpu, line.sql, line.commit)
    times = "、".join(f"{1000 * one / line.calls:.1f}" for one in each)
    return f"{line.label}　{line.calls}次，{times}，{line.statements / line.calls:.1f}句"


def _plain_line(line: "Line") -> str:
    return f"  {line.label}　{line.calls}次，{line.wall:.2f}秒"
