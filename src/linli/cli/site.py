"""``linli prepare``, ``linli serve``: the database and the site."""

import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import click

from linli.cli.start import prepare as prepare_database
from linli.cli.start import print_json
from linli.core.refusal import Refusal

_MOST_SECONDS_TO_START = 120


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def prepare(as_json: bool) -> None:
    """建立或更新数据库，载入行政区划和放假安排。

    例：linli prepare
    """
    prepare_database()
    if as_json:
        print_json({"ready": True})
    else:
        click.echo("数据库已就绪")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口")
def serve(host: str, port: int) -> None:
    """打开网站。

    例：linli serve --port 8000
    """
    require_free_port(host, port)
    prepare_database()
    serve_site(host, port)


class PortTaken(Refusal):
    """Another program listens on the port; the server would share it in silence."""


def require_free_port(host: str, port: int) -> None:
    """Refuse a port that someone listens on, before anything takes long. Raises ``PortTaken``."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # A port that only waits for its last connections to fade is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host} 的端口 {port} 不能使用，可能已有网站在运行",
                mend="结束原来的网站，或用 --port 换一个端口",
            ) from error


def serve_site(host: str, port: int) -> None:
    """Collect the static files and hand over to the server; returns when it ends."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    click.echo("正在打开网站", err=True)
    sys.stderr.flush()
    _announce(host, port)
    os.execv(  # noqa: S606 (the server replaces this process)
        sys.executable,
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
            "linli.web.wsgi:application",
        ],
    )


def _announce(host: str, port: int) -> None:
    """Have a process of its own name the address once the server that replaces this one listens."""
    server = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
    elif os.fork():
        # The one that waits belongs to nobody: the server would not clear it away.
        os._exit(0)
    else:
        # Whatever fails here, this process must never go on to become a second server.
        try:
            if _is_listening(host, port, server=server):
                os.write(2, f"网站：http://{host}:{port}/ （按 Ctrl+C 结束）\n".encode())
        finally:
            os._exit(0)


def _is_listening(host: str, port: int, *, server: int) -> bool:
    """Wait until somebody can connect; false if the server has ended or takes too long."""
    until = time.monotonic() + _MOST_SECONDS_TO_START
    while time.monotonic() < until and Path(f"/proc/{server}").exists():
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return True
        time.sleep(0.1)
    return False


COMMANDS = (prepare, serve)
