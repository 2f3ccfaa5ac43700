"""Read mails in worker processes that are killed when a mail breaks its bounds.

A mail is given to one worker at a time, so what it does to the worker it does to no other
mail. Source: D0 三(一)3 (every mail received gets its outcome).
"""

import os
import select
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linli.apps.intake.reading import Limits, ReaderMaker, Reading
from linli.apps.intake.worker_process import (
    WATCH_SECONDS,
    Answer,
    Try,
    WorkerProcess,
    WorkersBroken,
)

# Engines and allocators keep a little of every mail.
_MOST_MAILS = 500
_TIRED_SHARE = 0.75
_MOST_FAILED_STARTS = 3


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


class Workers:
    """Reads mails in ``count`` processes, which share the cores.

    ``maker`` and ``settings`` make the reader in each worker, once. ``limits`` bound one
    mail; a worker is replaced after ``most_mails``, and when it holds three quarters of
    the memory between two mails. With ``stays`` workers wait for the next call after the last
    mail: to load the models takes longer than to read a picture.
    """

    def __init__(
        self,
        maker: ReaderMaker,
        settings: Mapping[str, Any],
        *,
        count: int | None = None,
        limits: Limits | None = None,
        most_mails: int = _MOST_MAILS,
        stays: bool = False,
    ) -> None:
        self._maker = maker
        self._settings = settings
        self._count = count or cores()
        self._limits = limits or Limits()
        self._most_mails = most_mails
        self._stays = stays
        self.running: list[WorkerProcess] = []
        self._failed_starts = 0
        self._listened_at = time.monotonic()

    def readings(self, mails: Iterable[Try | Reading]) -> Iterator[Reading]:
        """Yield every mail's reading as it ends; what is given read already is passed on.

        ``mails`` is drawn from only when a worker is free, so that few mails are held at
        once. Raises ``WorkersBroken`` if workers cannot be started.
        """
        waiting = iter(mails)
        try:
            while True:
                mail = next(waiting, None) if self._has_room() else None
                if mail is None and not any(worker.job for worker in self.running):
                    return
                if isinstance(mail, Reading):
                    yield mail
                elif mail:
                    self._give(mail)
                self._listen(0 if mail else WATCH_SECONDS)
                yield from self._ended()
        finally:
            self._discard(*(one for one in list(self.running) if one.job or not self._stays))

    def _has_room(self) -> bool:
        return len(self.running) < self._count or any(w.job is None for w in self.running)

    def _give(self, mail: Try) -> None:
        idle = next((worker for worker in self.running if worker.job is None), None)
        (idle or self._new_worker()).give(mail)

    def _new_worker(self) -> WorkerProcess:
        worker = WorkerProcess(
            self._maker,
            self._settings,
            threads=max(1, cores() // self._count),
            limits=self._limits,
        )
        self.running.append(worker)
        return worker

    def _discard(self, *workers: WorkerProcess) -> None:
        for worker in workers:
            worker.kill()
            self.running.remove(worker)

    def _listen(self, seconds: float) -> None:
        """Wait for a word from any worker, at most so long."""
        away = time.monotonic() - self._listened_at
        poll = select.poll()
        for worker in self.running:
            if away > WATCH_SECONDS:
                worker.forgive(away)
            poll.register(
                worker.channel, select.POLLIN | (select.POLLOUT if worker.is_sending else 0)
            )
        poll.poll(seconds * 1000)
        for worker in self.running:
            worker.exchange()
        self._listened_at = time.monotonic()

    def _ended(self) -> list[Reading]:
        found = []
        for worker in list(self.running):
            if worker.job is None:
                if not worker.is_usable:
                    self._discard(worker)
            elif answer := worker.answer():
                found.append(self._settled(worker, worker.job, answer))
        return [reading for reading in found if reading]

    def _settled(self, worker: WorkerProcess, mail: Try, answer: Answer) -> Reading | None:
        """Return the reading, or have a new worker try the mail once more."""
        worker.finish()
        if answer.facts is None or self._is_tired(worker):
            self._discard(worker)
        if answer.facts is not None:
            self._failed_starts = 0
            return mail.reading(answer.facts, self._limits)
        if not worker.is_ready:
            self._count_failed_start()
            again: Try | None = mail
        else:
            again = mail.again(answer, seconds=worker.elapsed(), is_first=worker.served == 1)
        if again is None:
            return mail.reading(None, self._limits)
        self._new_worker().give(again)
        return None

    def _is_tired(self, worker: WorkerProcess) -> bool:
        return (
            worker.served >= self._most_mails
            or not worker.is_usable
            or worker.resident() > _TIRED_SHARE * self._limits.memory
        )

    def _count_failed_start(self) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _MOST_FAILED_STARTS:
            raise WorkersBroken("workers end before they are ready")
