"""A throwaway PostgreSQL server for tests: its own data, its own socket, gone afterwards.

Example: python -m tests.support.postgres -- .venv/bin/linli demo --no-serve --out /tmp/x
runs a command with DATABASE_URL naming a fresh server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

DATABASE = "linli"
START_LIMIT_SECONDS = 60
STOP_LIMIT_SECONDS = 30

# Speed over safety: after a crash the data are thrown away anyhow.
THROWAWAY_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "timezone=UTC",
    "log_min_messages=warning",
)


class NoServer(Exception):
    """PostgreSQL is not on this machine or does not start; the message holds its own words."""


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Start a server with an empty database, yield its DATABASE_URL, remove it whatever happens.

    Raises NoServer.
    """
    programs = server_programs()
    # Not the test runner's folder: a socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir="/tmp"))
    server = None
    try:
        hand_over(folder)
        create_cluster(programs=programs, folder=folder)
        server = start(programs=programs, folder=folder)
        wait_until_ready(server=server, programs=programs, folder=folder)
        yield f"postgresql://postgres@{quote(str(folder), safe='')}/{DATABASE}"
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def server_programs() -> Path:
    """Return the folder of initdb and postgres, the newest where there are several.

    Raises NoServer.
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
    raise NoServer("no PostgreSQL server on this machine: apt-get install postgresql")


def hand_over(folder: Path) -> None:
    """Give the folder to the user that the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def as_server_user() -> list[str]:
    """Return what to put before a command so that it does not run as root."""
    if os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return ["setpriv"]


def create_cluster(*, programs: Path, folder: Path) -> None:
    """Make the data folder, in UTF-8 and with the byte order of SQLite.

    Raises NoServer.
    """
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    call = [*as_server_user(), str(programs / "initdb"), f"--pgdata={folder / 'data'}", *options]
    outcome = subprocess.run(call, check=False, cwd="/", capture_output=True, text=True)
    if outcome.returncode:
        raise NoServer(f"initdb failed: {outcome.stderr.strip()}")


def start(*, programs: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start the server on a socket in the folder, to end with the process that started it."""
    settings = [
        word
        for setting in (*THROWAWAY_SETTINGS, f"unix_socket_directories={folder}")
        for word in ("-c", setting)
    ]
    call = [
        *as_server_user(),
        "--pdeathsig=INT",
        str(programs / "postgres"),
        "-D",
        str(folder / "data"),
        *settings,
    ]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            call, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def wait_until_ready(*, server: subprocess.Popen[bytes], programs: Path, folder: Path) -> None:
    """Wait until the server answers and has its database.

    Raises NoServer.
    """
    deadline = time.monotonic() + START_LIMIT_SECONDS
    call = [str(programs / "createdb"), "--host", str(folder), "--username=postgres", DATABASE]
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(call, check=False, cwd="/", capture_output=True).returncode == 0:
            return
        time.sleep(0.05)
    raise NoServer(
        f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace').strip()}"
    )


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once, whoever is still connected."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=STOP_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main(arguments: list[str]) -> int:
    """Run a command against a throwaway server and return its exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    with throwaway_server() as url:
        return subprocess.run(
            command, check=False, env=os.environ | {"DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
