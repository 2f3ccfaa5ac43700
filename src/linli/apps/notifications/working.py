"""The worker that does what is queued, and sweeps up now and then."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, cast

from django.core.cache import caches
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from linli.apps.accounts.counting_cache import CountingCache
from linli.apps.notifications.tasks import sweep

#: How long a task may run before it counts as left behind by a worker that was killed.
PATIENCE = timedelta(minutes=10)
SECONDS_BETWEEN_SWEEPS = 60.0
SECONDS_BETWEEN_LOOKS = 1.0


class SweepingWorker(Worker):
    """Works on queues in the order of priority, and sweeps between tasks once a minute.

    ``go_on`` is asked whenever the queues are empty; a no ends the work.
    """

    def __init__(self, queues: Sequence[str]) -> None:
        super().__init__(
            queue_names=list(queues),
            interval=SECONDS_BETWEEN_LOOKS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._swept_at = time.monotonic()

    def run_task(self, db_task_result: "DBTaskResult[Any, Any]") -> None:
        """Do one task, then sweep if it is time: a queue that never empties must not keep it back."""
        super().run_task(db_task_result)
        self._sweep_if_due()

    def work_until_asked(self, go_on: Callable[[], bool]) -> None:
        """Do what comes, until a signal ends the process or ``go_on`` says no."""
        while self.running and go_on():
            self.run()
            self._sweep_if_due()
            if self.running:
                time.sleep(self.interval)

    def _sweep_if_due(self) -> None:
        if time.monotonic() - self._swept_at >= SECONDS_BETWEEN_SWEEPS:
            sweep(now=timezone.now(), patience=PATIENCE)
            cast(CountingCache, caches["default"]).clear_expired()
            self._swept_at = time.monotonic()
