"""One worker as its parent sees it: started, given a mail, listened to, watched, killed.

Nothing here waits for the worker: what it sends is taken as it comes and is never trusted.
"""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from linli.apps.intake.reading import MEBIBYTE, Limits, ReaderMaker, Reading, Stop, reason_of
from linli.apps.intake.worker import FRAME_LENGTH, frame

_LARGEST_ANSWER = 64 * MEBIBYTE
_CHUNK = MEBIBYTE
_TICKS = os.sysconf("SC_CLK_TCK")
# However busy the machine is, a mail waits no longer than so many times what it may take.
_MOST_WAITING = 4
_PAGE = os.sysconf("SC_PAGE_SIZE")
#: How often a worker's memory and time are looked at.
WATCH_SECONDS = 0.1
_START_SECONDS = 120.0
_EXIT_SECONDS = 0.5
_WAIT_FOR_DEATH_SECONDS = 5.0
_THREAD_SETTINGS = (
    "OMP_NUM_THREADS",
    "OMP_THREAD_LIMIT",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)
# What programs and libraries need to start. A worker decodes a stranger's bytes: passwords,
# keys and the database's address are not within its reach.
_PASSED = frozenset(
    ["PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH"]
)
_PASSED_FAMILIES = ("LC_", "PYTHON", "OMP_", "OPENBLAS_", "MKL_")


class WorkersBroken(RuntimeError):
    """Workers cannot be started: the installation is broken, not the mail."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker said of one try: facts, or why there are none."""

    facts: Mapping[str, Any] | None = None
    stop: Stop | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """A mail on its way: its bytes, the seconds spent on it, and what ended the full reading."""

    name: str
    content: bytes = field(repr=False)
    digest: str
    stamped_at: dt.datetime | None = None
    spent: float = 0.0
    stop: Stop | None = None
    fault: str = ""

    @property
    def has_pictures(self) -> bool:
        """Tell whether this is the full reading."""
        return self.stop is None

    def seconds(self, limits: Limits) -> float:
        """Return how long this try may take."""
        kept = limits.plain_seconds if self.has_pictures else 0.0
        return max(limits.seconds - kept - self.spent, 0.0)

    def again(self, answer: Answer, *, seconds: float, is_first: bool) -> "Try | None":
        """Return the next try after one that was stopped; ``None`` after the last.

        A worker that broke down at another than its first mail may have been worn by the
        mails before, so the full reading gets a second chance.
        """
        spent = self.spent + seconds
        if not self.has_pictures:
            return None
        if answer.stop in (Stop.MEMORY, Stop.DIED) and not is_first:
            return replace(self, spent=spent)
        return replace(self, spent=spent, stop=answer.stop, fault=answer.fault)

    def reading(self, facts: Mapping[str, Any] | None, limits: Limits) -> Reading:
        """Return what came of the mail."""
        reason = reason_of(self.stop, limits, has_facts=facts is not None) if self.stop else ""
        return Reading(self.name, self.digest, facts, self.stop, reason, self.fault)


class WorkerProcess:
    """A worker and the mail it is at; ``served`` counts the mails it has read."""

    def __init__(
        self, maker: ReaderMaker, settings: Mapping[str, Any], *, threads: int, limits: Limits
    ) -> None:
        self.channel, theirs = socket.socketpair()
        self.channel.setblocking(False)
        with theirs:
            self._process = _started(theirs, threads)
        self._limits = limits
        self._outgoing = bytearray()
        self._incoming = bytearray()
        self._since = self._watched_at = self._given_at = time.monotonic()
        self._used = 0.0
        self._is_closed = False
        self.is_ready = False
        self.served = 0
        self.job: Try | None = None
        self._send(_order(maker, settings, threads=threads, memory=limits.memory))

    @property
    def pid(self) -> int:
        """Return the worker's process number."""
        return self._process.pid

    @property
    def is_sending(self) -> bool:
        """Tell whether bytes wait to be taken by the worker."""
        return bool(self._outgoing)

    @property
    def is_usable(self) -> bool:
        """Tell whether the worker can be given a mail: alive, and silent since its last answer."""
        return not self._is_closed and not self._incoming

    def give(self, job: Try) -> None:
        """Hand over a mail; its time runs from when the worker can begin."""
        self.job = job
        self._since = self._given_at = time.monotonic()
        order = {
            "name": job.name,
            "stamped_at": job.stamped_at.isoformat() if job.stamped_at else None,
            "seconds": job.seconds(self._limits),
            "pictures": job.has_pictures,
        }
        self._send(json.dumps(order).encode())
        self._send(job.content)

    def finish(self) -> None:
        """Let go of the mail."""
        self.job = None
        self.served += 1

    def forgive(self, seconds: float) -> None:
        """Leave out a time in which the parent itself did not listen."""
        self._since = min(self._since + seconds, time.monotonic())

    def exchange(self) -> None:
        """Send and receive what can be sent and received at once."""
        with suppress(BlockingIOError, ConnectionError):
            if self._outgoing:
                del self._outgoing[: self.channel.send(self._outgoing[:_CHUNK])]
        try:
            received = self.channel.recv(_CHUNK)
        except BlockingIOError:
            return
        except ConnectionError:
            received = b""
        self._incoming += received
        self._is_closed = not received

    def answer(self) -> Answer | None:
        """Return what came of the mail; ``None`` while the worker may go on.

        Raises ``WorkersBroken`` if the worker says that no reader can be made.
        """
        try:
            said = self._said()
            if said is not None and not self.is_ready:
                self._begin(said)
                return None
            return self._overdue() if said is None else _answer_in(said)
        except _Garbled:
            return Answer(stop=Stop.DIED)

    def elapsed(self) -> float:
        """Return the seconds since the worker could begin with its mail."""
        return time.monotonic() - self._since if self.is_ready else 0.0

    def resident(self) -> int:
        """Return the bytes of memory that the worker and its children hold."""
        return sum(_resident(pid) for pid in _family(self._process.pid))

    def kill(self) -> None:
        """End the worker and its children now, whatever they are doing."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        # A process that hangs in the kernel cannot be waited for; it is left behind.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_WAIT_FOR_DEATH_SECONDS)
        self.channel.close()

    def _send(self, content: bytes) -> None:
        self._outgoing += frame(content)

    def _said(self) -> Mapping[str, Any] | None:
        """Take the next whole message off what came in, if there is one."""
        head = FRAME_LENGTH.size
        if len(self._incoming) < head:
            return None
        end = head + FRAME_LENGTH.unpack_from(self._incoming)[0]
        if end > _LARGEST_ANSWER:
            raise _Garbled
        if len(self._incoming) < end:
            return None
        content = bytes(self._incoming[head:end])
        del self._incoming[:end]
        return _message(content)

    def _begin(self, said: Mapping[str, Any]) -> None:
        if "unmade" in said:
            raise WorkersBroken(str(said["unmade"]))
        self.is_ready = True
        self._since = time.monotonic()

    def _overdue(self) -> Answer | None:
        if self._is_closed:
            return Answer(stop=self._cause_of_death())
        now = time.monotonic()
        if now - self._watched_at < WATCH_SECONDS:
            return None
        self._forgive_waiting(now - self._watched_at)
        self._watched_at = now
        if self.resident() > self._limits.memory:
            return Answer(stop=Stop.MEMORY)
        allowed = self.job.seconds(self._limits) if self.job and self.is_ready else _START_SECONDS
        is_over = now - self._since > allowed or now - self._given_at > _MOST_WAITING * allowed
        return Answer(stop=Stop.TIME) if is_over else None

    def _forgive_waiting(self, passed: float) -> None:
        """Leave out the time in which the worker was ready to run and other programs had the cores.

        A worker that sleeps or hangs is charged in full.
        """
        is_running, used = _processor_use(self._process.pid)
        if is_running and used >= self._used:
            self.forgive(max(0.0, passed - (used - self._used)))
        self._used = used

    def _cause_of_death(self) -> Stop:
        with suppress(subprocess.TimeoutExpired):
            return Stop.TIME if self._process.wait(_EXIT_SECONDS) == -signal.SIGPROF else Stop.DIED
        return Stop.DIED


class _Garbled(Exception):
    """What a worker sent is no message."""


def _message(content: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise _Garbled from None
    if not isinstance(said, dict):
        raise _Garbled
    return said


def _answer_in(said: Mapping[str, Any]) -> Answer:
    facts = said.get("facts")
    if isinstance(facts, dict):
        return Answer(facts)
    if said.get("over") == "memory":
        return Answer(stop=Stop.MEMORY)
    if "failed" in said:
        return Answer(stop=Stop.FAILED, fault=str(said["failed"])[:200])
    raise _Garbled


def _started(theirs: socket.socket, threads: int) -> "subprocess.Popen[bytes]":
    # The folder that the program is called in may hold anything: -P keeps it off the path.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "linli.apps.intake.worker"],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**_passed(os.environ), **dict.fromkeys(_THREAD_SETTINGS, str(threads))},
        start_new_session=True,
    )


def _passed(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name in _PASSED or name.startswith(_PASSED_FAMILIES)
    }


def _order(maker: ReaderMaker, settings: Mapping[str, Any], *, threads: int, memory: int) -> bytes:
    order = {
        "path": [str(Path(entry).absolute()) for entry in sys.path],
        "module": maker.__module__,
        "maker": maker.__name__,
        "settings": settings,
        "threads": threads,
        "memory": memory,
    }
    return json.dumps(order).encode()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in _texts(Path(f"/proc/{pid}/task"), "*/children"):
        for child in children.split():
            yield from _family(int(child))


def _processor_use(pid: int) -> tuple[bool, float]:
    """Return whether a process can run now, and the seconds of processor time that it has used."""
    for text in _texts(Path(f"/proc/{pid}"), "stat"):
        fields = text.rpartition(")")[2].split()
        return fields[0] == "R", (int(fields[11]) + int(fields[12])) / _TICKS
    return False, 0.0


def _resident(pid: int) -> int:
    return sum(int(text.split()[1]) * _PAGE for text in _texts(Path(f"/proc/{pid}"), "statm"))


def _texts(folder: Path, pattern: str) -> list[str]:
    """Return what the files say; a process may end while it is looked at."""
    with suppress(OSError):
        return [path.read_text(encoding="ascii") for path in folder.glob(pattern)]
    return []
