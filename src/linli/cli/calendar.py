"""``linli workdays`` and ``linli calendar``: working days and the holiday table."""

from datetime import date
from pathlib import Path

import click

from linli.cli.start import parse_day, prepare, print_json, usage_errors


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
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def load(file: Path, as_json: bool) -> None:
    """载入某年的放假和补班日，CSV 两列：day,kind（holiday 或 make_up）。

    例：linli calendar load 2027.csv
    """
    prepare(say=False)
    from linli.apps.holidays.actions import load_file

    with usage_errors():
        years = load_file(file)
    if as_json:
        print_json({"years": years})
        return
    click.echo(f"已载入{'、'.join(f'{year}年' for year in years)}的放假安排")


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
