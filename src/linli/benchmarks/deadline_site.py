"""The site of the deadline benchmark as an operator runs it: the real program, killed and started again."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from zoneinfo import ZoneInfo

from linli.benchmarks.processes import kill_whole
from linli.core.refusal import Refusal

#: The pack whose season is opened, and the official who opens it, in the city's office.
PACK, OFFICIAL, CITY = "xinzhou-2024", "deadline-bench", "1409"
_PROGRAM = (sys.executable, "-c", "from linli.cli import main; main()")
_START_LIMIT_SECONDS, _EVERY_SECONDS = 120.0, 0.05
_OURS = ("LINLI_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
_PROFILED = "linli.benchmarks.deadline_profile_settings"


class SiteFailed(Refusal):
    """A command of the site ended with an error, or the server did not start."""


class Site:
    """A site in a folder, with its database; ``season`` is the code of the season that takes applications."""

    def __init__(
        self, folder: Path, *, database_url: str, profile_folder: Path | None = None
    ) -> None:
        self.port, self.gateway_port = free_port(), free_port()
        self.season = ""
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith(_OURS)},
            "DATABASE_URL": database_url,
            "LINLI_DATA": str(folder),
            "LINLI_PROXIES": "1",
            "LINLI_SMS": "http",
            "LINLI_SMS_URL": f"http://127.0.0.1:{self.gateway_port}/send",
            "LINLI_SMS_TOKEN": secrets.token_hex(16),
        }
        self._of_server: Mapping[str, str] = self.environment
        if profile_folder is not None:
            self._of_server = self.environment | {
                "DJANGO_SETTINGS_MODULE": _PROFILED,
                "DEADLINE_PROFILE": str(profile_folder),
            }

    def open(self, *, begins_today: bool = True) -> None:
        """Make the database and a rehearsal that begins today or as the pack has it. Raises ``SiteFailed``."""
        self.linli("prepare")
        official = ("--office", "city", "--division", CITY, "--name", "性能测试样本")
        password = secrets.token_urlsafe(16)
        self.linli("official", "add", OFFICIAL, *official, said=password)
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
        dates = ("--rehearsal", *(("--starts", today) if begins_today else ()))
        opened = self.linli("season", "open", PACK, *dates, "--as", OFFICIAL, "--json")
        self.season = json.loads(opened)["season"]

    def linli(self, *words: str, said: str = "") -> str:
        """Run a command to its end and return its output. Raises ``SiteFailed``."""
        return self._run((*_PROGRAM, *words), said)

    def module(self, name: str, *words: str) -> str:
        """Run a module of the benchmark in the site's environment. Raises ``SiteFailed``."""
        settings = {"DJANGO_SETTINGS_MODULE": "linli.settings"}
        call = (sys.executable, "-m", f"linli.benchmarks.{name}", *words)
        return self._run(call, "", settings)

    def _run(self, call: Sequence[str], said: str, more: Mapping[str, str] | None = None) -> str:
        outcome = subprocess.run(
            call,
            check=False,
            input=said,
            capture_output=True,
            text=True,
            env=self.environment | dict(more or {}),
        )
        if outcome.returncode:
            lines = outcome.stderr.strip().splitlines()
            raise SiteFailed("程序以错误结束：" + "\n".join(lines[-3:]))
        return outcome.stdout

    @property
    def pid(self) -> int:
        """Return the number of the server's first process."""
        assert self._server is not None, "the server was started"
        return self._server.pid

    def start(self) -> None:
        """Start the server and return when it answers. Raises ``SiteFailed``."""
        call = (*_PROGRAM, "serve", "--port", str(self.port))
        self._server = self._started(call, "server.log")
        deadline = time.monotonic() + _START_LIMIT_SECONDS
        while time.monotonic() < deadline and self._server.poll() is None:
            if self._answers():
                return
            time.sleep(_EVERY_SECONDS)
        log = (self._folder / "server.log").read_text(errors="replace").strip().splitlines()
        raise SiteFailed("网站没有启动：" + "\n".join(log[-3:]))

    def _answers(self) -> bool:
        asking = HTTPConnection("127.0.0.1", self.port, timeout=_START_LIMIT_SECONDS)
        try:
            asking.request("GET", "/account/login/")
            return asking.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            asking.close()

    def start_worker(self) -> int:
        """Start the background work and return the number of its process."""
        self._worker = self._started((*_PROGRAM, "worker"), "worker.log")
        return self._worker.pid

    def _started(self, call: Sequence[str], log: str) -> subprocess.Popen[bytes]:
        with (self._folder / log).open("ab") as stream:
            return subprocess.Popen(
                call,
                env=dict(self._of_server),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill every process of the server at once (SIGKILL)."""
        assert self._server is not None, "the server was started"
        kill_whole(self._server)

    def stop(self) -> None:
        """End what still runs."""
        for process in (self._server, self._worker):
            if process is not None and process.poll() is None:
                kill_whole(process)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
