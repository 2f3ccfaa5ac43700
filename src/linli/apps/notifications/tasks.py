"""Background work: deliver a message; sweep up after workers that died."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

#: The priority of what an applicant waits for.
URGENT = 50
#: How often what fails is tried.
MOST_TRIES = 8


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
    """Queue again what a killed worker left running, what failed, and what nobody came for; return how many.

    A worker that is killed leaves its task marked as running for ever. What failed is tried ``MOST_TRIES``
    times in all, after a pause that doubles from time to time: a full disk or a database that is away
    passes. Nobody came for deliveries and submissions whose task is lost. Exports without a task are
    given up, their files removed after some days.
    """
    from linli.apps.drafts.sweeping import queue_forgotten  # noqa: PLC0415 (models load after the tasks)
    from linli.apps.exports.sweeping import sweep_exports  # noqa: PLC0415 (models load after the tasks)
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
    forgotten_submissions = queue_forgotten(now=now, patience=patience)
    sweep_exports(now=now, patience=patience)
    return freed + _try_again(now, patience) + len(queued) + forgotten_submissions


def _try_again(now: datetime, patience: timedelta) -> int:
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    due = [
        key
        for key, workers, finished_at in failed.values_list("pk", "worker_ids", "finished_at")
        if len(workers) < MOST_TRIES and finished_at < now - patience * 2 ** len(workers)
    ]
    return failed.filter(pk__in=due).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None
    )


def given_up() -> int:
    """Return how many tasks failed as often as they are tried: a person must look at them."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return sum(
        len(workers) >= MOST_TRIES for workers in failed.values_list("worker_ids", flat=True)
    )
