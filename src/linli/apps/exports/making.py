"""Make the workbook of an export: begun again after a killed worker, never stuck half-way."""

import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from linli.apps.accounts.permissions import NotPermitted, require
from linli.apps.exports.catalogue import CATALOGUE, may_take
from linli.apps.exports.filters import told_filters
from linli.apps.exports.lists import OfficeList, local
from linli.apps.exports.models import Export
from linli.apps.exports.recording import record_export
from linli.apps.intake.keeping import NotKept, Shelf
from linli.apps.seasons.queries import marks_of
from linli.core.documents.list_workbook import ListSheet, write_list
from linli.core.documents.workbook import Cell

#: How often an export is begun before a person is told that it does not work.
MOST_TRIES = 3
Status = Export.Status
_MANY_TRIES = f"后台办理了{MOST_TRIES}次都没有完成。请重新导出；仍不行的，告知系统管理员"
_FAULT = "生成时出错，没有文件。请重新导出；仍不行的，告知系统管理员"


def _lost() -> NotKept:
    return NotKept("导出的文件已不在存储中，或者已被改动", mend="请重新导出")


FILES = Shelf("exports", ".xlsx", _lost)


def make_export(key: int, *, at: datetime, is_tried_again: bool = True) -> None:
    """Make the workbook of an export that nobody has finished.

    A fault leaves it waiting while it ``is_tried_again``, else marked as failed, and goes on to the log.
    """
    export = _begun(key)
    if export is None:
        return
    wanted = CATALOGUE[export.list_name]
    try:
        # Between order and making, the official may have changed office.
        require(may_take(export.by, export.season, wanted, is_full=export.is_full))
        content, rows = _written(export, wanted, at)
        _finish(export, content, rows, at)
    except NotPermitted as refusal:
        _stop(export, refusal.sentence())
    except Exception:
        if is_tried_again and export.tries < MOST_TRIES:
            _own(export).update(status=Status.WAITING)
        else:
            _stop(export, _FAULT)
        raise


@transaction.atomic
def _begun(key: int) -> Export | None:
    """Mark an export as being made, and return it; ``None`` where it is over or was begun too often."""
    related = ("season__city", "by__division")
    export = Export.objects.select_for_update(of=("self",)).select_related(*related).get(pk=key)
    if not export.is_unfinished:
        return None
    if export.tries >= MOST_TRIES:
        _stop(export, _MANY_TRIES)
        return None
    export.tries += 1
    export.rows, export.status = 0, Status.RUNNING
    export.save(update_fields=("tries", "rows", "status"))
    return export


def _own(export: Export) -> QuerySet[Export]:
    # A worker that was believed dead may still be at an earlier try.
    return Export.objects.filter(pk=export.pk, tries=export.tries, status=Status.RUNNING)


def _stop(export: Export, sentence: str) -> None:
    unfinished = Export.objects.filter(pk=export.pk, status__in=(Status.WAITING, Status.RUNNING))
    unfinished.filter(tries=export.tries).update(status=Status.FAILED, failure=sentence)


def _written(export: Export, wanted: OfficeList, at: datetime) -> tuple[bytes, int]:
    """Write the workbook; return its bytes and number of rows."""
    found = wanted.find(export.season, export.by, export.filters)
    # The keys alone are held: what is listed is settled here, the rows come chunk by chunk.
    keys = array("q", found.values_list("pk", flat=True))
    _own(export).update(total=len(keys))
    sheet = ListSheet(
        wanted.title,
        f"{export.season.title}{wanted.title}",
        _notes(export, wanted, at),
        wanted.sheet_columns,
        local(at) or at,
        marks_of(export.season),
    )

    def note(rows: int) -> None:
        _own(export).update(rows=rows)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        chunks = wanted.rows(found, keys, is_full=export.is_full)
        rows = write_list(file, sheet, _counted(chunks, note))
        return file.read_bytes(), rows


def _counted(
    chunks: Iterator[Sequence[tuple[Cell, ...]]], note: Callable[[int], None]
) -> Iterator[tuple[Cell, ...]]:
    """Yield rows, and note after every chunk how many there have been."""
    done = 0
    for chunk in chunks:
        yield from chunk
        done += len(chunk)
        note(done)


def _notes(export: Export, wanted: OfficeList, at: datetime) -> tuple[str, ...]:
    place = export.by.division.name if export.by.division else "未设置区划"
    (narrowed,) = told_filters([export.filters])
    parts = [f"口径：{wanted.holds}", f"范围：{place}", narrowed and f"筛选：{narrowed}"]
    if wanted.has_full:
        parts.append("含完整个人信息，注意保管" if export.is_full else "个人信息已遮挡")
    made = f"导出时间：{local(at):%Y-%m-%d %H:%M:%S}；导出人：{export.by}；用途：{export.reason}"
    return "；".join(filter(None, parts)), made


@transaction.atomic
def _finish(export: Export, content: bytes, rows: int, at: datetime) -> None:
    # Claimed before anything lies on the shelf: a file that no entry names would stay there.
    if _own(export).update(rows=rows, finished_at=at, status=Status.READY):
        export.digest, export.rows = FILES.keep(content), rows
        export.save(update_fields=("digest",))
        record_export(export, "export_list", at=at)
