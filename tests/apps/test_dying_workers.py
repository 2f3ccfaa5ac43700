"""A worker that is killed loses nothing and doubles nothing: the sweep queues again what it left."""

import os
import signal
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.apps.notifications.models import Delivery
from linli.apps.notifications.tasks import sweep
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials
from tests.apps.sent import NOW, PATIENCE, standing
from tests.apps.told import addressed, qualify, work
from tests.support.mail_sink import MailSink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("gateway")]


def left_running(started_at: datetime) -> DBTaskResult:
    """Leave the one task as a worker that was killed leaves it."""
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=started_at)
    return DBTaskResult.objects.get()


@pytest.mark.parametrize(
    ("age", "freed", "status"),
    [
        (PATIENCE - timedelta(seconds=1), 0, TaskResultStatus.RUNNING),
        (PATIENCE, 0, TaskResultStatus.RUNNING),
        (PATIENCE + timedelta(seconds=1), 1, TaskResultStatus.READY),
    ],
)
def test_a_task_left_running_by_a_killed_worker_is_freed_after_the_patience_is_over(
    season: Season, cast: Officials, age: timedelta, freed: int, status: TaskResultStatus
) -> None:
    qualify(cast, addressed(season))
    Delivery.objects.update(due_at=NOW)
    left_running(NOW - age)

    count = sweep(now=NOW, patience=PATIENCE)

    assert (count, DBTaskResult.objects.get().status) == (freed, status)


def test_a_message_whose_worker_died_before_sending_is_sent_after_the_sweep(
    season: Season, cast: Officials, server: MailSink
) -> None:
    qualify(cast, addressed(season))
    left_running(NOW - timedelta(hours=1))
    work()
    before = len(server.mails)

    sweep(now=NOW, patience=PATIENCE)
    work()

    assert (before, len(server.mails), standing()) == (0, 1, [("email", "sent", 1, "")])


def test_a_message_whose_worker_died_while_sending_is_not_sent_again_and_stays_visible(
    season: Season, cast: Officials, server: MailSink
) -> None:
    qualify(cast, addressed(season))
    left_running(NOW - timedelta(hours=1))
    Delivery.objects.update(status=Delivery.Status.SENDING, attempts=1)

    sweep(now=NOW, patience=PATIENCE)
    work()

    assert (server.mails, standing()) == ([], [("email", "sending", 1, "")])


@pytest.mark.parametrize(
    ("age", "queued"),
    [
        (PATIENCE - timedelta(seconds=1), 0),
        (PATIENCE, 0),
        (PATIENCE + timedelta(seconds=1), 1),
    ],
)
def test_a_delivery_that_nobody_came_for_is_queued_again_once(
    season: Season, cast: Officials, age: timedelta, queued: int
) -> None:
    qualify(cast, addressed(season))
    DBTaskResult.objects.all().delete()
    Delivery.objects.update(due_at=NOW - age)

    counts = [sweep(now=NOW, patience=PATIENCE) for _ in range(2)]

    assert (counts, DBTaskResult.objects.count()) == ([queued, 0], queued)


def own_database() -> str:
    """Return the address of the database of this very test, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{server}/{name}"


def test_a_worker_that_is_killed_in_the_middle_of_a_mail_doubles_nothing(
    season: Season, cast: Officials, server: MailSink, tmp_path: Path
) -> None:
    """A worker of its own process talks to a server that never answers, and is killed."""
    qualify(cast, addressed(season))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        worker = subprocess.Popen(
            [sys.executable, "-c", "from linli.cli import main; main()", "worker", "--queue", "default"],
            env={
                **{name: value for name, value in os.environ.items() if "LINLI" not in name},
                "DATABASE_URL": own_database(),
                "LINLI_DATA": str(tmp_path),
                "LINLI_MAIL": "smtp",
                "LINLI_SMTP_HOST": "127.0.0.1",
                "LINLI_SMTP_PORT": str(silent.getsockname()[1]),
                "LINLI_SMTP_TLS": "none",
            },
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        silent.settimeout(60)
        taken, _ = silent.accept()
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        taken.close()

    work()
    sweep(now=NOW, patience=PATIENCE)
    work()

    assert (server.mails, standing()) == ([], [("email", "sending", 1, "")])
