"""A gateway of short messages for tests on a free port of this machine: it keeps what it takes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast


@dataclass
class SmsGateway:
    """What came in, whom it came from, and what to answer."""

    url: str = ""
    messages: list[dict[str, str]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    status: int = 200
    location: str = ""
    delay_seconds: float = 0.0
    #: Cut the connection in place of an answer to a message that was kept.
    loses_answers: bool = False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    gateway: SmsGateway


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        gateway = cast(_Server, self.server).gateway
        content = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(gateway.delay_seconds)
        gateway.authorizations.append(self.headers["Authorization"])
        if gateway.status < 300:
            gateway.messages.append(json.loads(content))
        if gateway.loses_answers:
            self.close_connection = True
            return
        self.send_response(gateway.status)
        if gateway.location:
            self.send_header("Location", gateway.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        """Keep who came: a redirection that is followed turns into this."""
        cast(_Server, self.server).gateway.authorizations.append(self.headers["Authorization"])
        self.send_error(405)

    def log_message(self, format: str, *_: object) -> None:
        """Say nothing."""


@contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    """Run a gateway and end it."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.gateway = SmsGateway(url=f"http://127.0.0.1:{server.server_address[1]}/send")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server.gateway
        finally:
            server.shutdown()
