"""The record of what was read of a mailbox, so that a stopped run goes on and no mail is read twice.

A file of lines, one a mail, written as each reading ends: a line that a kill tore off is
dropped, and that mail is read again. It holds personal data, is open to its owner alone,
and is removed once the result stands.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from linli.apps.intake.reading import Reading, Stop
from linli.core.refusal import Refusal

_HEADER = b'{"linli": "mails read"}\n'
_OWNER_ONLY = 0o600
_KEYS = frozenset({"version", "name", "digest", "facts", "stop", "reason", "fault"})


class RecordInUse(Refusal):
    """Another run is reading the same mailbox into the same result."""


class NoRecord(Refusal):
    """The file is not a record of mails read; it is left as it is."""


class ReadingRecord:
    """The readings kept in a file, for one run at a time; use it in a ``with`` statement.

    A reading counts only for the same mail, by name and digest, and the same ``version`` of
    the reader and its terms. Raises ``RecordInUse``, ``NoRecord``, and ``OSError`` for a path
    that cannot be written. Memory holds names and digests, not facts.
    """

    def __init__(self, path: Path, *, version: str) -> None:
        self._path = path
        self._version = version
        self._stream = _locked(path)
        try:
            self._places = self._found()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the record for the run that goes on."""
        self._stream.close()

    def remove(self) -> None:
        """Remove the record, and let the next run begin anew."""
        self._path.unlink(missing_ok=True)
        self.close()

    def get(self, name: str, digest: str) -> Reading | None:
        """Return what was read of a mail, ``None`` if it has to be read."""
        place = self._places.get((name, digest))
        if place is None:
            return None
        self._stream.seek(place)
        line = _line(self._stream.readline())
        return _reading(line) if line else None

    def holds(self, reading: Reading) -> bool:
        """Tell whether a reading of this mail is written down."""
        return (reading.name, reading.digest) in self._places

    def add(self, reading: Reading) -> None:
        """Write a reading down; once this returns, no kill of this program can undo it."""
        line = {"version": self._version, **_plain(reading)}
        place = self._stream.seek(0, os.SEEK_END)
        self._stream.write(json.dumps(line).encode() + b"\n")
        self._stream.flush()
        self._places[reading.name, reading.digest] = place

    def _found(self) -> dict[tuple[str, str], int]:
        """Find the lines that count, and cut off a torn one."""
        first = self._stream.readline(len(_HEADER) + 1)
        if not _HEADER.startswith(first):
            raise NoRecord(
                "该文件不是读取记录，未作改动", mend="请另选读取记录的位置，或者移走该文件"
            )
        if first != _HEADER:
            self._stream.truncate(0)
            self._stream.seek(0)
            self._stream.write(_HEADER)
        places: dict[tuple[str, str], int] = {}
        place = len(_HEADER)
        for content in self._stream:
            if not content.endswith(b"\n"):
                self._stream.truncate(place)
                break
            line = _line(content)
            if line and line["version"] == self._version:
                places[line["name"], line["digest"]] = place
            place += len(content)
        return places


def _locked(path: Path) -> BinaryIO:
    while True:
        # Opened by descriptor: never through a link, and never readable by others, not even for a moment.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, _OWNER_ONLY)
        stream = os.fdopen(descriptor, "r+b")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(descriptor, _OWNER_ONLY)
            if _is_at(path, descriptor):
                return stream
        except BlockingIOError:
            stream.close()
            raise RecordInUse(
                "另一个进程正在读取同一邮箱并写入同一结果", mend="请等它结束，或者另选结果文件"
            ) from None
        except BaseException:
            stream.close()
            raise
        stream.close()


def _is_at(path: Path, descriptor: int) -> bool:
    """Tell whether the file was not removed between opening and locking."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _plain(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "digest": reading.digest,
        "facts": reading.facts,
        "stop": reading.stop,
        "reason": reading.reason,
        "fault": reading.fault,
    }


def _reading(line: Mapping[str, Any]) -> Reading:
    return Reading(
        line["name"],
        line["digest"],
        line["facts"],
        Stop(line["stop"]) if line["stop"] else None,
        line["reason"],
        line["fault"],
    )


def _line(content: bytes) -> Mapping[str, Any] | None:
    try:
        line = json.loads(content)
    except ValueError:
        return None
    return line if isinstance(line, dict) and line.keys() >= _KEYS else None
