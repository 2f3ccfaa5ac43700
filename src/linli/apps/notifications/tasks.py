"""Background work: deliver a message; sweep up after workers that died."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

MOST_ATTEMPTS = 5


@task()
def deliver(message_id: int) -> None:
    """Send one message."""
    from linli.apps.notifications.actions import send  # noqa: PLC0415 (circular: actions enqueue this task)

    send(message_id)


@transaction.atomic
def sweep(*, now: datetime, patience: timedelta) -> int:
    """Queue again what a killed worker left running, and messages that failed; return how many.

    A worker that is killed leaves its task marked as running for ever.
    """
    from linli.apps.notifications.models import Message  # noqa: PLC0415 (models load after the tasks)

    stuck = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - patience
    )
    freed = stuck.update(status=TaskResultStatus.READY, started_at=None)
    failed = Message.objects.filter(status=Message.Status.FAILED, attempts__lt=MOST_ATTEMPTS)
    # One by one and only if still failed: in between, another worker may have sent it.
    retried = [
        number
        for number in list(failed.values_list("pk", flat=True))
        if failed.filter(pk=number).update(status=Message.Status.WAITING)
    ]
    for number in retried:
        deliver.enqueue(number)
    return freed + len(retried)
