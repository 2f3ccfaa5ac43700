"""Readers for the workers' tests: each mail's bytes say what shall happen to the worker that reads it."""

import datetime as dt
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from linli.apps.intake.reading import MEBIBYTE, Reader

HELD: list[bytearray] = []


def obedient(settings: Mapping[str, Any], *, threads: int) -> Reader:
    """A reader that does what a mail says: ``deed argument`` with pictures, ``always deed`` on every try.

    What it returns tells what the worker was given and how many mails it has served.
    """
    served = 0

    def read(
        name: str, content: bytes, *, stamped_at: dt.datetime | None, pictures: bool
    ) -> Mapping[str, Any]:
        nonlocal served
        served += 1
        order = content[:200].decode().splitlines()[0].split()
        always = order[0] == "always"
        if pictures or always:
            deed, *arguments = order[always:]
            DEEDS[deed](*arguments)
        return {
            "pictures": pictures,
            "stamped_at": stamped_at and stamped_at.isoformat(),
            "size": len(content),
            "served": served,
            "threads": [threads, int(os.environ["OMP_NUM_THREADS"])],
            "settings": dict(settings),
        }

    return read


def noting(settings: Mapping[str, Any], *, threads: int) -> Reader:
    """A reader that leaves an entry in a folder each time it begins with a mail."""
    folder = Path(settings["folder"])

    def read(
        name: str, content: bytes, *, stamped_at: dt.datetime | None, pictures: bool
    ) -> Mapping[str, Any]:
        # Workers may not write to files; an empty folder is none.
        (folder / f"{name}@{time.monotonic_ns()}").mkdir()
        time.sleep(0.005)
        return {"text": content.decode(), "pictures": pictures}

    return read


def unmade(settings: Mapping[str, Any], *, threads: int) -> Reader:
    """A reader whose model is missing."""
    raise FileNotFoundError("model.onnx")


def telling(settings: Mapping[str, Any], *, threads: int) -> Reader:
    """A reader that tells what the worker finds in its environment."""

    def read(
        name: str, content: bytes, *, stamped_at: dt.datetime | None, pictures: bool
    ) -> Mapping[str, Any]:
        return dict(os.environ)

    return read


def stillborn(settings: Mapping[str, Any], *, threads: int) -> Reader:
    """A reader that takes its worker down while it is made."""
    os._exit(1)


def _sleep(seconds: str) -> None:
    time.sleep(float(seconds))


def _match_for_ever() -> None:
    """Keep the interpreter's lock: no other thread of the worker runs."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def _grow(mebibytes: str) -> None:
    """Take memory bit by bit and hold it until the worker ends."""
    for _ in range(int(mebibytes)):
        HELD.append(bytearray(b"x" * MEBIBYTE))
        time.sleep(0.004)


def _grow_at_once(mebibytes: str) -> None:
    HELD.append(bytearray(int(mebibytes) * MEBIBYTE))


def _child_grows(mebibytes: str) -> None:
    code = f"import time; held = bytearray(b'x') * ({mebibytes} << 20); time.sleep(60)"
    subprocess.run([sys.executable, "-c", code], check=False)


def _write_to_channel(answer: str) -> None:
    for descriptor in range(3, 32):
        try:
            channel = socket.socket(fileno=os.dup(descriptor))
            channel.sendall(answer.encode("latin-1"))
        except OSError:
            continue
    time.sleep(60)


def _close_channel() -> None:
    os.closerange(3, 32)
    time.sleep(60)


def _send_garbage() -> None:
    _write_to_channel("\0\0\0\0\0\0\0\x04" + "{{{{")


def _send_huge_length() -> None:
    _write_to_channel("\x7f" * 8)


def _send_half() -> None:
    _write_to_channel("\0\0\0\0\0\0\0\xff" + "{")


def _write_file(path: str) -> None:
    with Path(path).open("wb") as stream:
        stream.write(b"x")


def _raise() -> None:
    raise ValueError("姓名：演练甲")


def _talk() -> None:
    print("x" * 100_000, flush=True)
    os.write(1, b"y" * 100_000)
    os.write(2, b"z" * 100_000)
    assert sys.stdin.read() == ""


def _core_limit() -> None:
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def _nothing() -> None:
    pass


DEEDS: Mapping[str, Callable[..., None]] = {
    "nothing": _nothing,
    "sleep": _sleep,
    "match": _match_for_ever,
    "grow": _grow,
    "grow_at_once": _grow_at_once,
    "child": _child_grows,
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "exit": lambda: os._exit(0),
    "interrupt": lambda: os.kill(os.getpid(), signal.SIGINT),
    "close": _close_channel,
    "garbage": _send_garbage,
    "huge": _send_huge_length,
    "half": _send_half,
    "write": _write_file,
    "raise": _raise,
    "talk": _talk,
    "core": _core_limit,
}
