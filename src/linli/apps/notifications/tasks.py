"""Background work: deliver a message; sweep up after workers that died."""

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

MOST_ATTEMPTS = 5


@task()
def deliver(message_id: int) -> None:
    """Send one message."""
    from linli.apps.notifications.actions import send  # noqa: PLC0415 (circular: actions enqueue this task)

    send(message_id)


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
    numbers = list(failed.values_list("pk", flat=True))
    Message.objects.filter(pk__in=numbers).update(status=Message.Status.WAITING)
    for number in numbers:
        deliver.enqueue(number)
    return freed + len(numbers)
