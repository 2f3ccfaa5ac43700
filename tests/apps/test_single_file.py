"""One uploaded file goes the way of attachments: a worker reads it, stays for the next, and may break down."""

from __future__ import annotations

import hashlib
import os
import signal
from datetime import datetime

from linli.apps.intake.reading import Stop
from linli.apps.intake.single import read_single
from linli.apps.intake.terms import MailboxTerms
from linli.apps.intake.worker_process import Try
from linli.apps.intake.workers import Workers
from linli.core.documents.problems import unsupported
from linli.core.intake.parcel import SentFile
from linli.core.intake.sent import AttachmentFacts
from tests.apps import made_readers
from tests.factories import BEIJING

TERMS = MailboxTerms("14", "样本登记表", datetime(2024, 6, 15, tzinfo=BEIJING))
FILE = SentFile("文件.jpg", b"\xff\xd8\xff sample", "image/jpeg")


def test_file_that_breaks_its_reader_is_left_to_a_person_and_shown_on_no_page() -> None:
    workers = Workers(made_readers.obedient, {}, count=1)

    facts = read_single(FILE, TERMS, workers=workers)

    reason = "读取程序出错，已中止；图片和扫描件未读取，须由人工查看"
    assert facts == AttachmentFacts(
        "文件.jpg", hashlib.sha256(FILE.content).hexdigest(), problems=(unsupported(reason),)
    )


def served(workers: Workers, content: bytes) -> object:
    (reading,) = workers.readings([Try("a.eml", content, "")])
    return reading.facts["served"] if reading.facts else reading.stop


def test_worker_that_stays_serves_the_next_file_and_one_that_broke_is_replaced() -> None:
    workers = Workers(made_readers.obedient, {}, count=1, stays=True)

    try:
        numbers = [served(workers, b"sleep 0") for _ in range(3)]
        broken = served(workers, b"always no_such_deed")
        again = served(workers, b"sleep 0")
        assert (numbers, broken, again) == ([1, 2, 3], Stop.FAILED, 1)
        assert [one.job for one in workers.running] == [None]
    finally:
        for one in workers.running:
            one.kill()


def test_worker_that_does_not_stay_is_gone_after_the_last_file() -> None:
    workers = Workers(made_readers.obedient, {}, count=1)

    assert [served(workers, b"sleep 0") for _ in range(2)] == [1, 1]
    assert workers.running == []


def test_worker_that_died_while_it_waited_costs_no_file() -> None:
    workers = Workers(made_readers.obedient, {}, count=1, stays=True)

    try:
        assert served(workers, b"sleep 0") == 1
        os.kill(workers.running[0].pid, signal.SIGKILL)
        assert served(workers, b"sleep 0") == 1
    finally:
        for one in workers.running:
            one.kill()
