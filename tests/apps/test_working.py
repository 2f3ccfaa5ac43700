"""The worker takes what is urgent first and sweeps also while its queue never empties."""

from datetime import timedelta
from typing import cast

import pytest
from django.core.cache import cache, caches
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.apps.accounts.counting_cache import CountingCache
from linli.apps.notifications import working
from linli.apps.notifications.models import Delivery
from linli.apps.notifications.tasks import URGENT, deliver
from linli.apps.notifications.working import PATIENCE, SweepingWorker
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials
from tests.apps.told import addressed, qualify

pytestmark = pytest.mark.django_db(transaction=True)


def leave_one_running(queue: str = "default") -> None:
    started_at = timezone.now() - PATIENCE - timedelta(seconds=1)
    left = deliver.using(queue_name=queue).enqueue(0)
    DBTaskResult.objects.filter(pk=left.id).update(
        status=TaskResultStatus.RUNNING, started_at=started_at
    )


def running() -> int:
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count()


def test_urgent_work_is_done_before_what_came_earlier(
    season: Season, cast: Officials, mailoutbox: list[object]
) -> None:
    qualify(cast, addressed(season), addressed(season))
    first, second = Delivery.objects.values_list("pk", flat=True).order_by("pk")
    DBTaskResult.objects.all().delete()
    deliver.enqueue(first)
    deliver.using(priority=URGENT).enqueue(second)

    SweepingWorker(["default"]).run()

    done = DBTaskResult.objects.order_by("finished_at")
    assert [one.args_kwargs["args"] for one in done] == [[second], [first]]


@pytest.mark.parametrize(("queue", "left"), [("default", "reading"), ("reading", "default")])
def test_a_worker_leaves_the_other_queue_alone(db: None, queue: str, left: str) -> None:
    for name in ("default", "reading"):
        deliver.using(queue_name=name).enqueue(0)

    SweepingWorker([queue]).run()

    assert list(
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).values_list(
            "queue_name", flat=True
        )
    ) == [left]


@pytest.mark.parametrize(("pause", "swept"), [(0.0, True), (60.0, False)])
def test_between_two_tasks_the_worker_sweeps_once_the_pause_is_over(
    db: None, monkeypatch: pytest.MonkeyPatch, pause: float, swept: bool
) -> None:
    monkeypatch.setattr(working, "SECONDS_BETWEEN_SWEEPS", pause)
    leave_one_running("reading")
    deliver.enqueue(0)
    cache.set("over", 1, -1)

    SweepingWorker(["default"]).run()

    assert (running() == 0) is swept
    assert (cast(CountingCache, caches["default"]).clear_expired() == 0) is swept


def test_an_idle_worker_sweeps_and_ends_when_it_is_told_to(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SECONDS_BETWEEN_SWEEPS", 0.0)
    monkeypatch.setattr(working, "SECONDS_BETWEEN_LOOKS", 0.0)
    leave_one_running()
    answers = iter((True, True, False))

    SweepingWorker(["default"]).work_until_asked(lambda: next(answers))

    assert (running(), DBTaskResult.objects.get().status) == (0, TaskResultStatus.SUCCESSFUL)
