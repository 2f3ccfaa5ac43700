"""``linli workdays`` and ``linli calendar``: working days and the holiday table."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linli.cli.acting import official_named
from linli.cli.start import parse_day, prepare, print_json, usage_errors

if TYPE_CHECKING:
    from linli.apps.seasons.holiday_years import YearPlan


@click.group()
def workdays() -> None:
    """工作日：按放假和调休安排计算。"""


@workdays.command()
@click.argument("day", callback=parse_day)
@click.argument("days", type=click.IntRange(1, 10_000))
@click.option("--count-first-day", is_flag=True, help="起始当日也计入")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def add(day: date, days: int, count_first_day: bool, as_json: bool) -> None:
    """一段若干工作日的期间，最后一天是哪天（当日24时止）。

    例：linli workdays add 2024-07-12 3
    """
    prepare(say=False)
    from linli.apps.holidays.queries import work_calendar

    last = work_calendar().last_day_of_period(day, days, count_first_day=count_first_day)
    if as_json:
        print_json(
            {
                "from": day,
                "working_days": days,
                "count_first_day": count_first_day,
                "last_day": last,
            }
        )
    else:
        click.echo(last.isoformat())


@workdays.command()
@click.argument("first", callback=parse_day)
@click.argument("last", callback=parse_day)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def count(first: date, last: date, as_json: bool) -> None:
    """两个日期之间（含首尾）有几个工作日。

    例：linli workdays count 2024-07-12 2024-07-17
    """
    prepare(say=False)
    from linli.apps.holidays.queries import work_calendar

    number = work_calendar().count(first, last)
    if as_json:
        print_json({"from": first, "to": last, "working_days": number})
    else:
        click.echo(str(number))


@click.group()
def calendar() -> None:
    """放假安排表：数据，可由文件载入。"""


@calendar.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as", "username", required=True, metavar="USERNAME", help="办理人（系统管理员）的用户名"
)
@click.option(
    "--source", default="", help="依据：国务院办公厅通知的名称和文号，记入台账；试算时可以不写"
)
@click.option("--dry-run", is_flag=True, help="只试算：列出变化的日期和受影响的阶段，不载入")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def load(file: Path, username: str, source: str, dry_run: bool, as_json: bool) -> None:
    """载入放假和补班日，替换文件所含年份原有的安排，记入台账。

    文件是 .xlsx 或者 CSV：首行写 日期、类别，其后每行一天，类别写 放假 或者 补班。

    CSV 也可以写成 day,kind 和 holiday、make_up。

    文件含几个年份的，写全每个年份；有一个年份不能载入，就都不载入。

    例：linli calendar load 2027.xlsx --as 用户名 --dry-run

    例：linli calendar load 2027.xlsx --as 用户名 --source 通知的文号
    """
    prepare(say=False)
    from django.utils import timezone

    from linli.apps.accounts.permissions import require
    from linli.apps.seasons.holiday_years import load_years, may_load, plan_years

    actor = official_named(username)
    with usage_errors():
        content = file.read_bytes()
    if dry_run:
        require(may_load(actor))
        plans = plan_years(content)
    else:
        plans = load_years(content, source=source, actor=actor, at=timezone.now())
    if as_json:
        print_json({"loaded": not dry_run, "years": [_shape(plan) for plan in plans]})
        return
    for plan in plans:
        _tell(plan)
    names = "、".join(f"{plan.year}年" for plan in plans)
    click.echo("只是试算，没有载入" if dry_run else f"已载入{names}的放假安排")


def _tell(plan: "YearPlan") -> None:
    from linli.apps.seasons.holiday_years import in_words
    from linli.core.workdays import DayKind

    click.echo(
        f"{plan.year}年{'（新的年份）' if plan.is_new else ''}：放假{plan.count(DayKind.HOLIDAY)}天，"
        f"补班{plan.count(DayKind.MAKE_UP)}天，{len(plan.changes)}天有变化，"
        f"{len(plan.windows)}个阶段的工作日数改变"
    )
    for day in plan.changes:
        before, after = in_words(day.day, day.before), in_words(day.day, day.after)
        click.echo(f"　{day.day}　{before}→{after}")
    for one in plan.windows:
        click.echo(
            f"　{one.window.season.code}　{one.window.get_stage_display()}　"
            f"{one.window.first_day}至{one.window.last_day}　"
            f"工作日{_number(one.before)}→{_number(one.after)}"
        )


def _number(days: int | None) -> str:
    return "无法计算" if days is None else str(days)


def _shape(plan: "YearPlan") -> dict[str, Any]:
    return {
        "year": plan.year,
        "is_new": plan.is_new,
        "changes": [
            {"day": one.day, "before": one.before, "after": one.after} for one in plan.changes
        ],
        "windows": [
            {
                "season": one.window.season.code,
                "stage": one.window.stage,
                "working_days_before": one.before,
                "working_days_after": one.after,
            }
            for one in plan.windows
        ],
    }


@calendar.command()
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def years(as_json: bool) -> None:
    """列出放假安排表里有哪些年份。

    例：linli calendar years
    """
    prepare(say=False)
    from linli.apps.holidays.models import CalendarYear

    rows = list(CalendarYear.objects.values("year", "source"))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['year']}  {row['source']}")


COMMANDS = (workdays, calendar)
