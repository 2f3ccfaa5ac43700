"""What the pages of exports show, prepared: how far each is, what was taken when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.dateparse import parse_datetime

from linli.apps.accounts.models import User
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.exports.filters import told_filters
from linli.apps.exports.models import Export
from linli.apps.exports.ordering import export_log, own_exports
from linli.apps.seasons.models import Season
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge

PAGE_SIZE = 50
#: So many of the own exports are shown; the others stand in the log.
MOST_OWN = 20
_TONES = {
    Export.Status.WAITING: WAITING,
    Export.Status.RUNNING: WAITING,
    Export.Status.READY: GOOD,
    Export.Status.FAILED: BAD,
    Export.Status.EXPIRED: QUIET,
}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export as a page shows it; ``downloads`` are the times at which its file was taken."""

    export: Export
    title: str
    narrowed: str
    badge: Badge
    downloads: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class OwnExports:
    """An official's own exports; ``under_way`` of them are not over."""

    rows: tuple[ExportRow, ...]
    under_way: int


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log."""

    page: Page[Any]
    rows: tuple[ExportRow, ...]


def own_page(season: Season, official: User) -> OwnExports:
    """Return the official's own exports, the last ones first."""
    rows = _rows(list(own_exports(season, official).select_related("season")[:MOST_OWN]))
    return OwnExports(rows, sum(row.export.is_unfinished for row in rows))


def log_page(season: Season, official: User, number: str) -> LogPage:
    """Return a page of who exported what in a season, as far as the official sees it."""
    page = Paginator(export_log(season, official), PAGE_SIZE).get_page(number)
    return LogPage(page, _rows(list(page)))


def _rows(exports: Sequence[Export]) -> tuple[ExportRow, ...]:
    narrowed = told_filters(one.filters for one in exports)
    return tuple(_row(one, words) for one, words in zip(exports, narrowed, strict=True))


def _row(export: Export, narrowed: str) -> ExportRow:
    status = Export.Status(export.status)
    times = (parse_datetime(one) for one in export.downloaded_at)
    return ExportRow(
        export,
        CATALOGUE[export.list_name].title,
        narrowed,
        Badge(status.label, _TONES[status]),
        tuple(one for one in times if one is not None),
    )
