"""Exports that nobody is about to make, and files whose days are over."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.apps.exports.making import FILES
from linli.apps.exports.models import KEPT, Export
from linli.apps.exports.tasks import make
from linli.apps.intake.keeping import WORKBOOKS

Status = Export.Status
#: How long a workbook is kept that was tried and not recorded.
_TRIED = timedelta(days=1)
_LOST = "后台没有完成这份导出。请重新导出"


def sweep_exports(*, now: datetime, patience: timedelta) -> None:
    """Mark as failed what waits longer than ``patience`` without a task; remove files whose days are over."""
    _give_up(now, patience)
    _expire(now)
    # A worker that died between the file and its entry left a file that no entry names.
    FILES.discard_older(now - KEPT)
    WORKBOOKS.discard_older(now - _TRIED)


def _give_up(now: datetime, patience: timedelta) -> None:
    unfinished = Export.objects.filter(
        status__in=(Status.WAITING, Status.RUNNING), ordered_at__lt=now - patience
    )
    lost = [key for key in unfinished.values_list("pk", flat=True) if _is_forgotten(key)]
    unfinished.filter(pk__in=lost).update(status=Status.FAILED, failure=_LOST)


def _is_forgotten(key: int) -> bool:
    queued = DBTaskResult.objects.filter(
        task_path=make.module_path, args_kwargs={"args": [key], "kwargs": {}}
    )
    # One that failed is tried again by itself.
    return not queued.exclude(status=TaskResultStatus.SUCCESSFUL).exists()


def _expire(now: datetime) -> None:
    old = Export.objects.filter(status=Status.READY, finished_at__lte=now - KEPT)
    keys = list(old.values_list("pk", flat=True))
    old.filter(pk__in=keys).update(status=Status.EXPIRED)
    digests = set(Export.objects.filter(pk__in=keys).values_list("digest", flat=True))
    kept = Export.objects.filter(status=Status.READY, digest__in=digests)
    gone = digests - set(kept.values_list("digest", flat=True))
    # A file that is gone while its entry comes back would be a download that fails.
    transaction.on_commit(lambda: FILES.discard(gone))
