"""``linli place``: a placement from three tables, its check, and its vacancies; no database."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from linli.cli.place_communities import communities
from linli.cli.start import print_json, usage_errors
from linli.core.placement import Backfill, PlacementRule, PlacementStatus, PostResult
from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import Inputs
from linli.core.placement.market import Bid
from linli.core.placement.published_result import (
    PublishedResult,
    publish,
    read_result,
    write_result,
)
from linli.core.placement.tables import Table
from linli.core.placement.vacating import fill_vacancies, place_again
from linli.core.placement.verification import Envy, Verification, verify
from linli.core.whole_file import write_whole

_FILE = click.Path(path_type=Path, dir_okay=False)
_SHOWN_AT_MOST = 10
_TABLES = (
    ("--seats", "名额表：post,places；可另有 reserved,reserved_for,reserve"),
    ("--candidates", "人员表：candidate 和用来排序的列"),
    ("--choices", "志愿表：candidate,choice,post；各岗位自己排序的另有 rank 或 score"),
)
Command = TypeVar("Command", bound=Callable[..., Any])


def _tables(*, required: bool) -> Callable[[Command], Command]:
    """Give a command the options of the three tables."""

    def decorate(command: Command) -> Command:
        for name, told in reversed(_TABLES):
            command = click.option(name, type=_FILE, required=required, help=told)(command)
        return command

    return decorate


_json = click.option("--json", "as_json", is_flag=True, help="输出JSON")
_placements = click.option("--placements", type=_FILE, required=True, help="linli place 写出的结果")


@click.group(invoke_without_command=True)
@_tables(required=False)
@click.option("--out", type=_FILE, help="写入结果的文件")
@click.option(
    "--rule",
    type=click.Choice([rule.value for rule in PlacementRule]),
    default=PlacementRule.DEFERRED_ACCEPTANCE.value,
    help="deferred-acceptance 按志愿申请、择优保留（默认）；score-first 按成绩依次检索志愿",
)
@click.option(
    "--rank-by", help="排序的列，如 total:desc,written:desc,priority:desc；默认 score:desc"
)
@click.option("--seed", default="0", help="事先公布的抽签种子；默认 0")
@_json
@click.pass_context
def place(
    context: click.Context,
    seats: Path | None,
    candidates: Path | None,
    choices: Path | None,
    out: Path | None,
    rule: str,
    rank_by: str | None,
    seed: str,
    as_json: bool,
) -> None:
    """按成绩、志愿和名额确定入围和递补，逐人写明理由；只用三个CSV文件，不用数据库。

    例：linli place --seats seats.csv --candidates candidates.csv --choices choices.csv
    --out placements.csv --seed 20240705
    """
    if context.invoked_subcommand is not None:
        _require_none(context)
        return
    given = _all_given(context, seats=seats, candidates=candidates, choices=choices, out=out)
    seats_file, candidates_file, choices_file, out_file = given
    _require_other(out_file, given[:3])
    inputs = read_inputs(
        _table(seats_file),
        _table(candidates_file),
        _table(choices_file),
        rank_by=rank_by,
        seed=seed,
        rule=PlacementRule(rule),
    )
    result = inputs.run()
    published = publish(inputs, result)
    _write(out_file, published)
    if as_json:
        posts = [_post_json(one) for one in result.posts]
        print_json({**_origin(published), **_counts(published), "posts": posts})
        return
    click.echo(_counts_text(published))
    click.echo(f"指纹 {published.fingerprint}")


place.add_command(communities)


def _all_given(context: click.Context, **files: Path | None) -> list[Path]:
    """Return the files that the command itself cannot do without; its subcommands name their own."""
    options = {option.name: option for option in context.command.params}
    found = []
    for name, file in files.items():
        if file is None:
            raise click.MissingParameter(ctx=context, param=options[name])
        found.append(file)
    return found


def _require_none(context: click.Context) -> None:
    """Refuse options before a subcommand, which would have none of them."""
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError(
                f"{option.opts[0]} 写在子命令 {context.invoked_subcommand} 之前，不起作用；请写在它之后"
            )


def _table(file: Path) -> Table:
    with usage_errors():
        return Table(file.name, file.read_bytes())


def _require_other(out: Path, read: Iterable[Path | None]) -> None:
    """Refuse to write the result over a file that is read."""
    if out.exists() and any(file and file.exists() and out.samefile(file) for file in read):
        raise click.UsageError("结果文件不能就是输入文件；请换一个 --out")


def _write(file: Path, published: PublishedResult) -> None:
    with usage_errors():
        write_whole(file, write_result(published).encode())


def _inputs_of(published: PublishedResult, seats: Path, candidates: Path, choices: Path) -> Inputs:
    """Return the tables as the published placement says that it ranked them."""
    return read_inputs(
        _table(seats),
        _table(candidates),
        _table(choices),
        rank_by=published.rank_by,
        seed=published.seed,
        rule=published.rule,
    )


def _origin(published: PublishedResult) -> dict[str, Any]:
    return {
        "rule": published.rule,
        "rank_by": published.rank_by,
        "seed": published.seed,
        "backfill": published.backfill,
        "fingerprint": published.fingerprint,
    }


def _counts(published: PublishedResult) -> dict[str, int]:
    statuses = [row.status for row in published.rows]
    return {
        "candidates": len(statuses),
        **{status.value: statuses.count(status) for status in PlacementStatus},
    }


def _counts_text(published: PublishedResult) -> str:
    counts = _counts(published)
    return (
        f"{counts['candidates']}人：入围{counts['placed']}人，递补候选{counts['reserve']}人，"
        f"未入围{counts['unplaced']}人"
    )


def _post_json(one: PostResult) -> dict[str, Any]:
    return {
        "post": one.post,
        "places": one.places,
        "placed": len(one.admitted),
        "cut_off": _bid_json(one.last),
        "cut_off_of_group": _bid_json(one.last_of_group),
        "reserve": list(one.reserve),
    }


def _bid_json(bid: Bid | None) -> dict[str, Any] | None:
    return {"candidate": bid.candidate, "rank": bid.rank} if bid else None


@place.command("verify")
@_tables(required=True)
@_placements
@_json
def verify_placements(
    seats: Path, candidates: Path, choices: Path, placements: Path, as_json: bool
) -> None:
    """核对结果：名额有无超出，有没有人被排在后面的人占去名额，重算是否一致。退出码 1 表示有一项为否。

    例：linli place verify --seats seats.csv --candidates candidates.csv --choices choices.csv
    --placements placements.csv
    """
    published = read_result(_table(placements))
    found = verify(_inputs_of(published, seats, candidates, choices), published)
    if as_json:
        print_json(_verification_json(found))
    else:
        for line in _verification_lines(found):
            click.echo(line)
    if not found.holds:
        sys.exit(1)


def _verification_json(found: Verification) -> dict[str, Any]:
    return {
        "holds": found.holds,
        "faults": list(found.faults),
        "quotas_kept": not found.beyond_quota,
        "beyond_quota": [
            {"post": post, "placed": placed, "places": places}
            for post, placed, places in found.beyond_quota
        ],
        "stable": found.is_stable,
        "justified_envy": [_envy_json(one) for one in found.envy if not one.is_explained],
        "envy_explained_by_backfill": [_envy_json(one) for one in found.envy if one.is_explained],
        "fingerprint": found.has_fingerprint,
        "repeated": found.is_repeated,
        "differing": list(found.differing),
        "left": list(found.left),
    }


def _envy_json(one: Envy) -> dict[str, str]:
    return {"candidate": one.candidate, "post": one.post, "over": one.over}


def _verification_lines(found: Verification) -> list[str]:
    envy = [one for one in found.envy if not one.is_explained]
    over = [f"{post}有{placed}人，名额{places}名" for post, placed, places in found.beyond_quota]
    lines = [
        _line("每行与三个表相符", not found.faults, found.faults),
        _line("各岗位不超过名额", not over, over),
        _line("名额都按名次和志愿安排", not envy, [_envy_text(one) for one in envy])
        if not found.faults
        else "未核对　名额是否按名次和志愿安排：先改正上面不符的行",
        _line("指纹与三个表、办法和种子相符", found.has_fingerprint, ()),
        _line("按三个表重新计算，结果一致", found.is_repeated, found.differing)
        if not found.faults
        else "未核对　重新计算是否一致：先改正上面不符的行",
    ]
    explained = [f"{one.candidate}更愿意去{one.post}" for one in found.envy if one.is_explained]
    if explained:
        told = "递补只在本岗位的递补候选中进行，不调动已入围人员；下列人员因此没有去更愿意去的岗位"
        lines.append(_listed(f"说明　{told}", explained))
    if found.left:
        lines.append(_listed("说明　结果中注明退出的人员，是否确已退出请凭台账核对", found.left))
    return lines


def _line(what: str, holds: bool, details: Sequence[str]) -> str:
    return _listed(f"{'通过' if holds else '不通过'}　{what}", details)


def _listed(head: str, details: Sequence[str]) -> str:
    shown = [f"  {one}" for one in details[:_SHOWN_AT_MOST]]
    more = [f"  …共{len(details)}处"] if len(details) > _SHOWN_AT_MOST else []
    return "\n".join([head, *shown, *more])


def _envy_text(one: Envy) -> str:
    if not one.over:
        return f"{one.post}还有名额，{one.candidate}更愿意去却没有入围"
    return f"{one.candidate}在{one.post}排在{one.over}之前，更愿意去却没有入围"


def _leavers(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    leavers = tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())
    if not leavers:
        raise click.BadParameter("没有写明退出的人员")
    return leavers


@place.command()
@_placements
@click.option("--vacate", required=True, callback=_leavers, help="退出的人员，用逗号分开")
@click.option("--out", type=_FILE, required=True, help="写入递补后结果的文件")
@_tables(required=False)
@click.option("--moves-placed", is_flag=True, help="重新安排全部名额，可以调动已入围人员；要三个表")
@_json
@click.pass_context
def backfill(
    context: click.Context,
    placements: Path,
    vacate: tuple[str, ...],
    out: Path,
    seats: Path | None,
    candidates: Path | None,
    choices: Path | None,
    moves_placed: bool,
    as_json: bool,
) -> None:
    """有人退出后递补：默认从本岗位的递补候选中按次序补上，不调动已入围人员。

    例：linli place backfill --placements placements.csv --vacate 00012,00031 --out new.csv
    """
    _require_other(out, (placements, seats, candidates, choices))
    published, inputs = read_result(_table(placements)), None
    if moves_placed or seats or candidates or choices:
        given = _all_given(context, seats=seats, candidates=candidates, choices=choices)
        inputs = _inputs_of(published, *given)
    if moves_placed and inputs:
        after, steps = place_again(inputs, published, vacate)
    else:
        after, steps = fill_vacancies(published, vacate, inputs=inputs)
    _write(out, after)
    if as_json:
        told = [_step_json(one) for one in steps]
        print_json({**_origin(after), **_counts(after), "steps": told})
        return
    for step in steps:
        click.echo(_step_text(step))
    click.echo(_counts_text(after))


def _step_json(step: Backfill) -> dict[str, Any]:
    return {
        "post": step.post,
        "leaver": step.leaver,
        "filler": step.filler,
        "queue_position": step.queue_position,
        "from_post": step.from_post,
    }


def _step_text(step: Backfill) -> str:
    head = f"{step.post}：{step.leaver}退出"
    if step.filler is None:
        return f"{head}，没有可以递补的人选，名额空缺"
    if step.from_post:
        return f"{head}，由{step.from_post}的{step.filler}补上"
    queue = f"（递补第{step.queue_position}位）" if step.queue_position else ""
    return f"{head}，由{step.filler}{queue}递补"


COMMANDS = (place,)
