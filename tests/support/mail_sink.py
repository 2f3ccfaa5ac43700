"""A mail server for tests on a free port of this machine: it keeps what it is given, and may refuse.

Only what Django says to a server is understood: EHLO, MAIL, RCPT, DATA, RSET, QUIT.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


@dataclass
class MailSink:
    """What came in, and what to answer to a recipient (``250``) and to a mail's end."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answer_to_recipient: str = "250 ok"
    answer_to_mail: str = "250 ok"
    #: Cut the connection in place of the answer to a mail that was kept.
    loses_answers: bool = False


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: MailSink


class _Handler(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        sink = cast(_Server, self.server).sink
        self.say("220 sink.example")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                self.say(sink.answer_to_recipient)
            elif word == b"DATA":
                self.say("354 go on")
                self.take(sink)
                if sink.loses_answers:
                    return
                self.say(sink.answer_to_mail)
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, sink: MailSink) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        if sink.answer_to_mail.startswith("250"):
            sink.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))


@contextmanager
def mail_sink(port: int = 0) -> Iterator[MailSink]:
    """Run a server, on a free port if none is named, and end it."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        server.sink = MailSink(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server.sink
        finally:
            server.shutdown()
