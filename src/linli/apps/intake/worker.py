"""The worker: a process that reads one mail after another, and can be killed at any moment.

It is started as a program of its own, so that no thread or lock of the parent is in it.
Its standard input is a socket to the parent, on which both sides send frames: the length in
eight bytes, then the bytes. What a reader prints goes nowhere.
"""

import datetime as dt
import importlib
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from linli.apps.intake.reading import Reader

FRAME_LENGTH = struct.Struct(">Q")
#: The parent kills at the limit; the kernel does if the parent is gone or waits.
ALARM_MARGIN_SECONDS = 5
# Memory that is mapped and not yet touched counts here: OCR engines map half as much again.
_MAPPED_PER_RESIDENT = 1.5


def frame(content: bytes) -> bytes:
    """Return bytes as a frame."""
    return FRAME_LENGTH.pack(len(content)) + content


def main() -> None:
    """Serve the parent at the other end of standard input until it hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    channel = _take_channel()
    threading.Thread(target=_end_with_parent, args=(channel,), daemon=True).start()
    order = json.loads(_received(channel))
    try:
        read = _made_reader(order)
    except Exception:  # whatever keeps the reader from being made, the parent has to say it
        channel.sendall(frame(json.dumps({"unmade": traceback.format_exc()}).encode()))
        return
    _set_limits(order["memory"])
    channel.sendall(frame(json.dumps({"ready": True}).encode()))
    while True:
        job = json.loads(_received(channel))
        answer = _answer(read, job, _received(channel))
        channel.sendall(frame(answer))


def _take_channel() -> socket.socket:
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return channel


def _end_with_parent(channel: socket.socket) -> None:
    hang_up = select.poll()
    hang_up.register(channel, 0)
    hang_up.poll()
    os._exit(0)


def _received(channel: socket.socket) -> bytes:
    (length,) = FRAME_LENGTH.unpack(_exactly(channel, FRAME_LENGTH.size))
    return _exactly(channel, length)


def _exactly(channel: socket.socket, length: int) -> bytes:
    content = bytearray(length)
    view = memoryview(content)
    while view:
        taken = channel.recv_into(view)
        if not taken:
            sys.exit(0)
        view = view[taken:]
    del view
    return bytes(content)


def _made_reader(order: Mapping[str, Any]) -> Reader:
    sys.path[:] = order["path"]
    maker = getattr(importlib.import_module(order["module"]), order["maker"])
    return cast("Reader", maker(order["settings"], threads=order["threads"]))


def _set_limits(memory: int) -> None:
    """Bound what the parent's polling could miss: one huge allocation, files, core dumps."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    mapped = int(memory * _MAPPED_PER_RESIDENT)
    resource.setrlimit(resource.RLIMIT_DATA, (mapped, mapped))


def _answer(read: Reader, job: Mapping[str, Any], content: bytes) -> bytes:
    signal.setitimer(signal.ITIMER_PROF, job["seconds"] + ALARM_MARGIN_SECONDS)
    try:
        facts = read(
            job["name"], content, stamped_at=_time(job["stamped_at"]), pictures=job["pictures"]
        )
        answer = json.dumps({"facts": facts}).encode()
    except MemoryError:
        answer = json.dumps({"over": "memory"}).encode()
    except Exception as error:  # no reader may raise; one that does costs one mail, not the run
        answer = json.dumps({"failed": _fault(error)}).encode()
    signal.setitimer(signal.ITIMER_PROF, 0)
    return answer


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _fault(error: Exception) -> str:
    """Name an error and its place; its message could hold what the mail says."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


if __name__ == "__main__":
    main()
