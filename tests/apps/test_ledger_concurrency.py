"""Several writers at once keep one chain; each has its own connection, as two workers have."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from linli.apps.ledger.actions import Event, record
from linli.apps.ledger.models import Entry
from linli.apps.ledger.queries import verify_ledger
from tests.apps.cast import at

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, GOES = 4, 12


def _event(writer: int, go: int) -> Event:
    return Event(
        at=at(6, 1),
        actor=f"writer-{writer}",
        action="route",
        subject=f"xinzhou-2024/{writer}{go:04d}",
        clause="D0 三(二)",
    )


def _write(writer: int, barrier: Barrier) -> None:
    try:
        barrier.wait()
        for go in range(GOES):
            record([_event(writer, go), _event(writer, 1000 + go)])
    finally:
        connections.close_all()


def test_writers_at_the_same_time_keep_one_unbroken_chain_and_lose_nothing() -> None:
    barrier = Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: _write(writer, barrier), range(WRITERS)))

    verification = verify_ledger()

    assert (verification.entries, verification.broken) == (WRITERS * GOES * 2, None)
    assert Entry.objects.values("subject").distinct().count() == WRITERS * GOES * 2


def test_the_entries_of_one_go_stay_together_among_those_of_others() -> None:
    barrier = Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: _write(writer, barrier), range(WRITERS)))

    subjects = list(Entry.objects.order_by("sequence").values_list("subject", flat=True))

    pairs = zip(subjects[::2], subjects[1::2], strict=True)
    assert all(int(second[-5:]) - int(first[-5:]) == 1000 for first, second in pairs)


def test_verification_while_others_write_raises_no_false_alarm() -> None:
    barrier = Barrier(3)
    record([_event(9, 0)])

    def watch() -> list[object]:
        try:
            barrier.wait()
            return [verify_ledger().broken for _ in range(15)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(_write, writer, barrier) for writer in range(2)]
        watched = pool.submit(watch)
        [done.result() for done in writing]

    assert watched.result() == [None] * 15
