"""Submissions whose files do not lie in their cases, although nobody is about to lay them in.

Source: D0 三(一)6.
"""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.apps.drafts.models import Draft
from linli.apps.drafts.tasks import take_over

#: A submission that so many tasks left where it was needs a person.
MOST_TASKS = 5


def queue_forgotten(*, now: datetime, patience: timedelta) -> int:
    """Queue anew the submissions that wait longer than ``patience`` without a task; return how many."""
    not_laid_in = Q(laid_in_at=None) | ~Q(laid_in_at=F("submitted_at"))
    waiting = Draft.objects.filter(not_laid_in, submitted_at__lt=now - patience)
    cases = waiting.exclude(application=None).values_list("application", "submitted_at")
    forgotten = [case for case, since in cases if since and _is_forgotten(case, since)]
    for case in forgotten:
        take_over.enqueue(case)
    return len(forgotten)


def _is_forgotten(case: int, since: datetime) -> bool:
    queued = DBTaskResult.objects.filter(
        task_path=take_over.module_path,
        args_kwargs={"args": [case], "kwargs": {}},
        enqueued_at__gte=since,
    )
    statuses = list(queued.values_list("status", flat=True))
    # One that failed is tried again by itself.
    is_over = all(status == TaskResultStatus.SUCCESSFUL for status in statuses)
    return is_over and len(statuses) < MOST_TASKS
