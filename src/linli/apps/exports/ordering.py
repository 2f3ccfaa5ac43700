"""Order an export, download it, read the log.

Source: requirements P4; 个人信息保护法 art. 51.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from linli.apps.accounts.models import Office, User
from linli.apps.exports.catalogue import CATALOGUE, may_take
from linli.apps.exports.lists import OfficeList
from linli.apps.exports.making import FILES, make_export
from linli.apps.exports.models import Export
from linli.apps.exports.recording import record_export
from linli.apps.exports.tasks import make
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season, require
from linli.core.documents.list_workbook import MOST_ROWS
from linli.core.refusal import Refusal

#: A list of up to so many rows is made while its official waits, a longer one in the background.
MOST_ROWS_AT_ONCE = 2_000
#: How many of an official's exports may be under way.
MOST_UNDER_WAY = 3
Status = Export.Status


class PurposeMissing(Refusal):
    """Nobody takes a list without saying what for."""


class TooManyUnderWay(Refusal):
    """An official has several exports under way already."""


class ListTooLong(Refusal):
    """A list has more rows than a workbook."""


class FileGone(Refusal):
    """The file of an export is not there: not made yet, failed, or removed after its days."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an official wants: a list, narrowed, masked or in full, and what for."""

    wanted: OfficeList
    reason: str
    filters: Mapping[str, str] = field(default_factory=dict)
    is_full: bool = False


def order_export(season: Season, order: Order, *, actor: User, at: datetime) -> Export:
    """Take down an order; make a short list at once, leave a long one to the worker.

    Raises ``NotPermitted``, ``PurposeMissing``, ``TooManyUnderWay`` and ``ListTooLong``.
    """
    require(may_take(actor, season, order.wanted, is_full=order.is_full))
    reason = order.reason.strip()
    if not reason:
        raise PurposeMissing("没有写明用途", mend="写明为什么导出，例如“资格审查会议用”")
    export, is_short = _taken_down(season, order, reason, actor, at)
    if is_short:
        make_export(export.pk, at=at, is_tried_again=False)
    export.refresh_from_db()
    return export


@transaction.atomic
def _taken_down(
    season: Season, order: Order, reason: str, actor: User, at: datetime
) -> tuple[Export, bool]:
    # Locked: two clicks at once are counted one after the other.
    User.objects.select_for_update().get(pk=actor.pk)
    under_way = Export.objects.filter(by=actor, status__in=(Status.WAITING, Status.RUNNING))
    if under_way.count() >= MOST_UNDER_WAY:
        raise TooManyUnderWay(
            f"您已有{MOST_UNDER_WAY}份导出还没有生成", mend="等生成以后再导出下一份"
        )
    filters = {name: order.filters.get(name, "") for name in order.wanted.filters}
    filters = {name: wish for name, wish in filters.items() if wish}
    total = order.wanted.find(season, actor, filters).count()
    if total > MOST_ROWS:
        raise ListTooLong(
            f"名单有{total}行，一个工作簿最多{MOST_ROWS}行", mend="缩小筛选范围，分几次导出"
        )
    export = Export.objects.create(
        season=season,
        list_name=order.wanted.name,
        filters=filters,
        is_full=order.is_full,
        reason=reason,
        by=actor,
        ordered_at=at,
        total=total,
    )
    if is_long := total > MOST_ROWS_AT_ONCE:
        make.enqueue(export.pk)
    return export, not is_long


@transaction.atomic
def download(export: Export, *, actor: User, at: datetime) -> bytes:
    """Return the file of an own export, and enter that it was taken.

    Raises ``NotPermitted``, ``FileGone`` and ``linli.apps.intake.keeping.NotKept``.
    """
    locked = Export.objects.select_for_update().select_related("season__city").get(pk=export.pk)
    require(may_download(actor, locked))
    until = locked.kept_until
    if locked.status != Status.READY or until is None or until <= at:
        raise FileGone("这份导出没有可以下载的文件", mend="还在生成的稍后再来；已经过期的重新导出")
    content = FILES.kept(locked.digest)
    locked.downloaded_at = [*locked.downloaded_at, at.isoformat(timespec="seconds")]
    locked.save(update_fields=("downloaded_at",))
    record_export(locked, "download_export", at=at)
    return content


def may_download(official: User, export: Export) -> Permission:
    """Tell whether an official may take the file of an export: the one who ordered it, while in office."""
    if export.by_id != official.pk:
        return Permission(False, "导出的文件只能由导出人本人下载")
    return may_take(official, export.season, CATALOGUE[export.list_name], is_full=export.is_full)


def may_read_log(official: User, season: Season) -> Permission:
    """Tell whether an official may read who exported what: the city's office and auditors, each in their subtree."""
    own = official.scope if official.scope.startswith(season.city_id) else ""
    offices = (Office.CITY, Office.AUDITOR)
    return may_act_in_season(official, season, offices, act="查看导出记录", county=own)


def export_log(season: Season, official: User) -> QuerySet[Export]:
    """Return the exports of a season by officials of a subtree of divisions, the last one first."""
    found = season.exports.filter(by__division__code__startswith=official.scope)
    return found.select_related("by__division").order_by("-ordered_at", "-pk")


def own_exports(season: Season, official: User) -> QuerySet[Export]:
    """Return an official's own exports of a season, the last one first."""
    return season.exports.filter(by=official).order_by("-ordered_at", "-pk")
