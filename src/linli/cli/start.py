"""What commands share: starting Django, preparing the database, progress, JSON."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click

Item = TypeVar("Item")
#: Why a file cannot be read or written, by the kind of error.
_UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "不存在",
    PermissionError: "没有读写权限",
    IsADirectoryError: "是文件夹",
    NotADirectoryError: "的上一级不是文件夹",
    FileExistsError: "已存在，不是文件夹",
}
#: How often a program that no terminal watches says how far it is.
SECONDS_BETWEEN_LINES = 15.0


def start_django() -> None:
    """Load the settings and the apps; commands that need no database never pay for it."""
    import django

    django.setup()


def prepare(*, say: bool = True) -> None:
    """Bring the database up to date and fill the tables that are data: divisions and holidays."""
    start_django()
    from django.conf import settings

    from linli.apps.holidays.actions import fill_packaged_years
    from linli.apps.places.actions import load_divisions

    if _is_behind():
        _bring_up_to_date()
    divisions = load_divisions(settings.ASSETS / "divisions")
    years = fill_packaged_years()
    if say and (divisions or years):
        click.echo(f"已载入行政区划{divisions}条、放假安排{years}年", err=True)


def _is_behind() -> bool:
    """Tell whether the database lacks a table or a column; asking is quicker than migrating in vain."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return True
    return settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names()


def _bring_up_to_date() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _spare_the_log()


def _spare_the_log() -> None:
    """Keep the table of counters out of PostgreSQL's log: nobody misses them after a crash."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} SET UNLOGGED")


def progress(label: str, items: Iterable[Item], length: int | None = None) -> Iterator[Item]:
    """Yield items behind a progress bar on stderr, or beside a line now and then if it is no terminal."""
    if not sys.stderr.isatty():
        yield from _told_in_lines(label, items, length)
        return
    with click.progressbar(items, label=label, length=length, file=sys.stderr, width=28) as bar:
        yield from bar


def _told_in_lines(label: str, items: Iterable[Item], length: int | None) -> Iterator[Item]:
    of_all = f"/{length}" if length is not None else ""
    told_at, done = time.monotonic(), 0
    for item in items:
        yield item
        done += 1
        if time.monotonic() - told_at >= SECONDS_BETWEEN_LINES:
            told_at = time.monotonic()
            click.echo(f"{label}：{done}{of_all}", err=True)
    click.echo(f"{label}：已完成{done}", err=True)


def print_json(value: Any) -> None:
    """Print one JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"not JSON: {type(value).__name__}")


def parse_day(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    """Read a date option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}”不是日期，如 2024-07-12") from None


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn a file that cannot be read into a usage error."""
    try:
        yield
    except OSError as error:
        name = Path(error.filename).name if error.filename else ""
        raise click.UsageError(f"文件{name}{_UNREADABLE.get(type(error), '不能读写')}") from error
