"""The last hour before the deadline: how many complete applications a second the site takes, and what is lost.

Server, PostgreSQL (durable, as it comes) and the applicants share this machine. The site is the real
program with its real pages, sessions and CSRF; nothing of it is left out but the background work,
which runs beside the load only where that is asked for.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import linli
from linli.benchmarks.deadline_audit import Audit
from linli.benchmarks.deadline_client import BEGUN, ENDED, RESULT
from linli.benchmarks.deadline_people import MOST_PEOPLE, draw_pictures
from linli.benchmarks.deadline_profile import Profile, read_profile
from linli.benchmarks.deadline_site import Site
from linli.benchmarks.deadline_walk import STEPS
from linli.benchmarks.processes import MachineTimes, cpu_seconds, machine_times
from linli.benchmarks.throwaway_postgres import ThrowawayServer, throwaway_server
from linli.core.refusal import Refusal

#: The most applications that can be stored beforehand; the other numbers are the load's.
MOST_STORED = 200_000
WARM_SECONDS = 3.0
# The machine counts as fully at work, or as waiting for its disk, from these shares of its time on.
_AT_WORK, _AT_DISK = 0.9, 0.2
_FONT = Path(linli.__file__).parent / "assets" / "fonts" / "NotoSansSC-Regular.ttf"
_SERVER, _DATABASE, _CLIENT, _WORKER = "server", "database", "client", "worker"


class ClientFailed(Refusal):
    """The process of the applicants ended before its result."""


@dataclass(frozen=True, slots=True)
class Times:
    """The middle and the slowest hundredth, in milliseconds; 0 where nothing was measured."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Load:
    """What one load came to. ``stored`` applications were there when it began.

    ``cpu_seconds`` are by program while it was measured; ``busy`` and ``disk`` are the shares of the
    machine's time at work and waiting for the disk, ``limit`` what kept it from being more.
    """

    stored: int
    seconds: float
    applications: int
    per_second: float
    whole: Times
    steps: Mapping[str, Times]
    errors: Mapping[str, int]
    cpu_seconds: Mapping[str, float]
    busy: float
    disk: float
    limit: str


@dataclass(frozen=True, slots=True)
class Killed:
    """What a load with a killed server and a killed PostgreSQL came to.

    ``errors`` are what its applicants saw meanwhile and got over by trying again.
    """

    receipts: int
    errors: Mapping[str, int]
    server_back_seconds: float
    database_back_seconds: float


@dataclass(frozen=True, slots=True)
class DeadlineBench:
    """What one benchmark found. ``flatness`` is the rate with most stored over that with fewest.

    ``audit`` is of every receipt of all loads; ``has_whole_ledger`` tells that the chain verifies.
    """

    clients: int
    has_worker: bool
    loads: tuple[Load, ...]
    flatness: float
    killed: Killed | None
    audit: Audit
    has_whole_ledger: bool
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: see ``linli bench deadline``."""

    seconds: float = 60.0
    clients: int = 16
    stored: tuple[int, ...] = (0, 100_000)
    kill: bool = True
    has_worker: bool = False
    profile: bool = False
    warm_seconds: float = WARM_SECONDS


def bench_deadline(options: Options, tell: Callable[[str], None] = lambda _: None) -> DeadlineBench:
    """Open a season, load it at each stored size, kill, audit. Raises ``NoServer``, ``SiteFailed``."""
    with (
        tempfile.TemporaryDirectory(prefix="linli-bench-") as name,
        throwaway_server(is_durable=True) as database,
    ):
        folder = Path(name)
        for part in ("data", "pictures", "profile"):
            (folder / part).mkdir()
        site = Site(
            folder / "data",
            database_url=database.url,
            profile_folder=folder / "profile" if options.profile else None,
        )
        try:
            return _Bench(options, folder, site, database, tell).run()
        finally:
            site.stop()


class _Bench:
    """One benchmark in its folder."""

    def __init__(
        self,
        options: Options,
        folder: Path,
        site: Site,
        database: ThrowawayServer,
        tell: Callable[[str], None],
    ) -> None:
        self._options, self._site, self._database, self._tell = options, site, database, tell
        self._pictures, self._receipts_file = folder / "pictures", folder / "receipts.json"
        self._profile_folder = folder / "profile"
        self._next_person, self._stored = MOST_STORED, 0
        self._receipts: list[tuple[str, int]] = []
        self._programs: dict[str, int] = {}

    def run(self) -> DeadlineBench:
        """Run all parts in turn."""
        options, site = self._options, self._site
        self._tell("建立数据库，开启演练招募季")
        draw_pictures(self._pictures, font=_FONT if _FONT.exists() else None)
        site.open()
        site.start()
        if options.has_worker:
            self._programs[_WORKER] = site.start_worker()
        loads = tuple(self._load(stored) for stored in sorted(options.stored))
        profile = read_profile(self._profile_folder) if options.profile else None
        killed = self._kill() if options.kill else None
        site.stop()
        self._tell("核对回执、文件和台账")
        return DeadlineBench(
            clients=options.clients,
            has_worker=options.has_worker,
            loads=loads,
            flatness=loads[-1].per_second / loads[0].per_second if loads[0].per_second else 0.0,
            killed=killed,
            audit=self._audit(),
            has_whole_ledger=self._verifies(),
            profile=profile,
        )

    def _load(self, stored: int) -> Load:
        self._store(stored)
        before = self._stored
        self._tell(f"已存{before:,}件，{self._options.clients}人同时报名")
        with self._applicants(seconds=self._options.seconds) as client:
            start = self._snapshot(client, BEGUN)
            end = self._snapshot(client, ENDED)
            result = _event(client, RESULT)
        self._keep(result)
        return _load_of(before, result, start, end)

    def _store(self, stored: int) -> None:
        """Bring the season to so many applications; those of an earlier load count."""
        missing = stored - self._stored
        if missing <= 0:
            return
        self._tell(f"存入{missing:,}件报名")
        # The people of the load have the numbers from MOST_STORED on.
        self._site.module("deadline_stored", self._site.season, str(self._stored), str(missing))
        self._stored = stored

    @contextmanager
    def _applicants(
        self, *, seconds: float, is_patient: bool = False
    ) -> Iterator["subprocess.Popen[str]"]:
        site = self._site
        call = [sys.executable, "-m", "linli.benchmarks.deadline_client", "--season", site.season]
        numbers = {
            "port": site.port,
            "gateway-port": site.gateway_port,
            "clients": self._options.clients,
            "first": self._next_person,
            "warm": self._options.warm_seconds,
            "seconds": seconds,
        }
        call += [word for name, value in numbers.items() for word in (f"--{name}", str(value))]
        call += ["--pictures", str(self._pictures), *(["--patient"] if is_patient else [])]
        with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as client:
            try:
                yield client
            finally:
                client.kill()

    def _snapshot(
        self, client: "subprocess.Popen[str]", event: str
    ) -> tuple[dict[str, float], MachineTimes]:
        _event(client, event)
        programs = {_SERVER: self._site.pid, _DATABASE: self._database.pid, _CLIENT: client.pid}
        times = {name: cpu_seconds(one) for name, one in (programs | self._programs).items()}
        return times, machine_times()

    def _keep(self, result: Mapping[str, Any]) -> None:
        self._receipts += [(number, person) for number, person in result["receipts"]]
        self._stored += len(result["receipts"])
        self._next_person = result["next"]
        if self._next_person > MOST_PEOPLE:
            raise ClientFailed("虚构的报名人已用尽", mend="缩短每轮的秒数")

    def _kill(self) -> Killed:
        self._tell("报名进行中，强行结束网站和PostgreSQL")
        pause = max(1.0, self._options.seconds / 6)
        with self._applicants(seconds=3600.0, is_patient=True) as client:
            _event(client, BEGUN)
            time.sleep(pause)
            server_seconds = _timed(self._site.kill, self._site.start)
            time.sleep(pause)
            database_seconds = _timed(self._database.kill, self._database.start)
            time.sleep(pause)
            client.terminate()
            result = _event(client, RESULT)
        self._keep(result)
        shown = len(result["receipts"])
        return Killed(shown, result["errors"], server_seconds, database_seconds)

    def _audit(self) -> Audit:
        self._receipts_file.write_text(json.dumps(self._receipts))
        where = (str(self._pictures), str(self._receipts_file))
        found = self._site.module("deadline_audit", self._site.season, *where)
        return Audit(**json.loads(found))

    def _verifies(self) -> bool:
        found: bool = json.loads(self._site.linli("ledger", "verify", "--json"))["broken"] is None
        return found


def _timed(*acts: Callable[[], None]) -> float:
    begun = time.monotonic()
    for act in acts:
        act()
    return time.monotonic() - begun


def _event(client: "subprocess.Popen[str]", event: str) -> dict[str, Any]:
    """Wait for an event of the applicants, passing over others. Raises ``ClientFailed``."""
    assert client.stdout is not None, "the output is read"
    for line in client.stdout:
        told: dict[str, Any] = json.loads(line)
        if told["event"] == event:
            return told
    raise ClientFailed("报名一方的程序中途结束了")


def _load_of(
    stored: int,
    result: Mapping[str, Any],
    start: tuple[dict[str, float], MachineTimes],
    end: tuple[dict[str, float], MachineTimes],
) -> Load:
    (times_before, machine_before), (times_after, machine_after) = start, end
    spent = {name: round(times_after[name] - seconds, 2) for name, seconds in times_before.items()}
    total = machine_after.total - machine_before.total
    busy = (machine_after.busy - machine_before.busy) / total if total else 0.0
    disk = (machine_after.disk - machine_before.disk) / total if total else 0.0
    done = result["done"]
    return Load(
        stored=stored,
        seconds=result["seconds"],
        applications=len(done),
        per_second=len(done) / result["seconds"],
        whole=times_of([one["whole"] for one in done]),
        steps={name: times_of([one[name] for one in done]) for name in STEPS},
        errors=result["errors"],
        cpu_seconds=spent,
        busy=busy,
        disk=disk,
        limit=limit_of(busy=busy, disk=disk, cpu_seconds=spent),
    )


def times_of(seconds: Sequence[float]) -> Times:
    """Return the middle and the 99th hundredth of some times, by nearest rank."""
    ordered = sorted(seconds)
    if not ordered:
        return Times(0.0, 0.0)
    ranks = (ordered[ceil(share * len(ordered)) - 1] for share in (0.5, 0.99))
    return Times(*(round(1000 * one, 1) for one in ranks))


def limit_of(*, busy: float, disk: float, cpu_seconds: Mapping[str, float]) -> str:
    """Return what keeps a load from being more: ``cpu`` with who uses most, ``disk``, or ``waiting``.

    A machine that is neither at work nor at its disk has programs that wait for one another.
    """
    if busy >= _AT_WORK:
        return f"cpu: {max(cpu_seconds, key=lambda name: cpu_seconds[name])}"
    return "disk" if disk >= _AT_DISK else "waiting"
