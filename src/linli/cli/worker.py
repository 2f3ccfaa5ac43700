"""``linli worker``: the background work, one process a queue."""

import logging
import os
import subprocess
import sys
from contextlib import ExitStack
from types import TracebackType

import click

from linli.cli.start import prepare, print_json

#: What an applicant waits for, what takes seconds, what takes minutes.
QUEUES = ("default", "reading", "exports")


@click.command()
@click.option(
    "--queue", type=click.Choice(QUEUES), help="只做一个队列的工作；不填则都做，各用一个进程"
)
@click.option("--once", is_flag=True, help="做完等待中的工作就结束")
@click.option("--retry-failed", is_flag=True, help="先把发送失败的通知重新排队")
@click.option("--parent", type=int, hidden=True)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def worker(
    queue: str | None, once: bool, retry_failed: bool, parent: int | None, as_json: bool
) -> None:
    """做后台工作：发送通知（default），读取材料（reading），生成长名单（exports）。

    开始时和每隔一分钟，把中断和失败的工作重新排队，并报告多次失败、不再重试的件数。各队列互不等待。

    例：linli worker --once
    """
    prepare()
    from django.utils import timezone

    from linli.apps.notifications.sending import retry_failed as retry
    from linli.apps.notifications.tasks import given_up, sweep
    from linli.apps.notifications.working import PATIENCE, SweepingWorker

    retried = retry(now=timezone.now()) if retry_failed else 0
    freed = sweep(now=timezone.now(), patience=PATIENCE)
    failed = given_up()
    told = f"，多次失败、不再重试的{failed}件" if failed else ""
    click.echo(f"重新排队{freed + retried}件{told}", err=True)
    if as_json:
        print_json({"requeued": freed, "retried": retried, "failed": failed})
    # A line for every look into an empty queue says nothing.
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    if once:
        SweepingWorker(QUEUES if queue is None else (queue,)).run()
        return
    own = SweepingWorker((queue or QUEUES[0],))
    own.configure_signals()
    if queue is None:
        with ExitStack() as stack:
            beside = [stack.enter_context(_Beside(one)) for one in QUEUES[1:]]
            own.work_until_asked(lambda: all(one.keep_alive() for one in beside))
    else:
        own.work_until_asked(lambda: parent in (None, os.getppid()))


class _Beside:
    """A process that works on another queue as long as this one lives."""

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Beside":
        return self

    def keep_alive(self) -> bool:
        """Begin the process, and again if it has died; always true."""
        if self._process is None or self._process.poll() is not None:
            program = [sys.executable, "-c", "from linli.cli import main; main()"]
            call = [*program, "worker", "--queue", self._queue, "--parent", str(os.getpid())]
            # A session of its own: the keyboard's interruption comes to it from here alone, once.
            self._process = subprocess.Popen(call, start_new_session=True)
        return True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ask the process to end after its present task, and wait for it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()


COMMANDS = (worker,)
