"""A throwaway PostgreSQL server: its own data, its own socket, gone afterwards.

Tests start it fast and careless; the deadline benchmark starts it as safe as an office's own, kills
it in the middle of the work and starts it again on the same data.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from linli.benchmarks.processes import kill_whole
from linli.core.refusal import Refusal

DATABASE = "linli"
START_LIMIT_SECONDS = 60
STOP_LIMIT_SECONDS = 30
# A look at whether the server answers, this often.
_EVERY_SECONDS = 0.05
_PLAIN = ("listen_addresses=", "timezone=UTC", "log_min_messages=warning")
#: Speed over safety: after a crash the data are thrown away anyhow.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
#: What is committed outlives a crash, as PostgreSQL comes.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")


class NoServer(Refusal):
    """PostgreSQL is not on this machine or does not start; the message holds its own words."""


class ThrowawayServer:
    """A PostgreSQL server with a database; ``url`` is its DATABASE_URL as long as it lives."""

    def __init__(self, folder: Path, *, programs: Path, is_durable: bool) -> None:
        self.url = f"postgresql://postgres@{quote(str(folder), safe='')}/{DATABASE}"
        self._folder, self._programs = folder, programs
        self._settings = (*_PLAIN, *(DURABLE if is_durable else CARELESS))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the number of the server's first process, the parent of all others."""
        assert self._process is not None, "the server was started"
        return self._process.pid

    def create(self) -> None:
        """Make the data folder, in UTF-8 and with the byte order of SQLite. Raises ``NoServer``."""
        _hand_over(self._folder)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]
        call = [
            *_as_server_user(),
            str(self._programs / "initdb"),
            f"--pgdata={self._folder / 'data'}",
            *options,
            "--no-sync",
        ]
        outcome = subprocess.run(call, check=False, cwd="/", capture_output=True, text=True)
        if outcome.returncode:
            raise NoServer(f"PostgreSQL数据目录建立不了：{outcome.stderr.strip()}")

    def start(self) -> None:
        """Start on the data that are there; return when it answers. Raises ``NoServer``.

        The server ends with the thread that started it.
        """
        settings = [
            word
            for setting in (*self._settings, f"unix_socket_directories={self._folder}")
            for word in ("-c", setting)
        ]
        call = [
            *_as_server_user(),
            "--pdeathsig=INT",
            str(self._programs / "postgres"),
            "-D",
            str(self._folder / "data"),
            *settings,
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                call,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_LIMIT_SECONDS
        call = [str(self._programs / "createdb"), "--host", str(self._folder)]
        call += ["--username=postgres", DATABASE]
        while time.monotonic() < deadline and server.poll() is None:
            said = subprocess.run(call, check=False, cwd="/", capture_output=True, text=True)
            # Started again, it has its database.
            if said.returncode == 0 or "already exists" in said.stderr:
                return
            time.sleep(_EVERY_SECONDS)
        log = (self._folder / "log").read_text(errors="replace").strip()
        raise NoServer(f"PostgreSQL没有启动：{log}")

    def kill(self) -> None:
        """Kill every process of the server at once, as a power cut does (SIGKILL)."""
        assert self._process is not None, "the server was started"
        kill_whole(self._process)

    def stop(self) -> None:
        """End the server at once, whoever is still connected."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def throwaway_server(*, is_durable: bool = False) -> Iterator[ThrowawayServer]:
    """Start a server with an empty database and remove it whatever happens. Raises ``NoServer``."""
    programs = server_programs()
    # Not the test runner's folder: a socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir="/tmp"))
    server = ThrowawayServer(folder, programs=programs, is_durable=is_durable)
    try:
        server.create()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def server_programs() -> Path:
    """Return the folder of initdb and postgres, the newest where there are several.

    Raises ``NoServer``.
    """
    # Debian keeps the server's programs off the PATH, one folder a version.
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    if installed:
        return installed[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise NoServer("本机没有PostgreSQL服务器", mend="安装它，如 apt-get install postgresql")


def _hand_over(folder: Path) -> None:
    """Give the folder to the user that the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _as_server_user() -> list[str]:
    """Return what to put before a command so that it does not run as root."""
    if os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return ["setpriv"]
