"""Background work: deliver a message; sweep up after workers that died."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

#: The priority of what an applicant waits for.
URGENT = 50


@task()
def deliver(delivery_id: int) -> None:
    """Send one delivery."""
    from linli.apps.notifications.sending import send  # noqa: PLC0415 (circular: sending enqueues this task)

    send(delivery_id, now=timezone.now())


@task(priority=URGENT)
def receipt(application_id: int, submitted_at: str) -> None:
    """Store the receipt of a submission, and let it be sent."""
    from linli.apps.applications.models import Application  # noqa: PLC0415 (models load after the tasks)
    from linli.apps.notifications.receipts import store_receipt  # noqa: PLC0415 (circular: receipts enqueues this task)

    application = Application.objects.select_related("season", "person").get(pk=application_id)
    store_receipt(application, at=datetime.fromisoformat(submitted_at))


@transaction.atomic
def sweep(*, now: datetime, patience: timedelta) -> int:
    """Queue again what a killed worker left running, and deliveries that nobody came for; return how many.

    A worker that is killed leaves its task marked as running for ever.
    """
    from linli.apps.notifications.models import Delivery  # noqa: PLC0415 (models load after the tasks)

    stuck = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - patience
    )
    freed = stuck.update(status=TaskResultStatus.READY, started_at=None)
    forgotten = Delivery.objects.filter(status=Delivery.Status.WAITING, due_at__lt=now - patience)
    # One by one and only if still waiting: in between, another worker may have sent it. A long
    # queue is no forgetting, but one more task for a delivery does no harm.
    queued = [
        number
        for number in list(forgotten.values_list("pk", flat=True))
        if forgotten.filter(pk=number).update(due_at=now)
    ]
    for number in queued:
        deliver.enqueue(number)
    return freed + len(queued)
