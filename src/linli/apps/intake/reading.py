"""What came of reading one mail in a worker, and the bounds it was read in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one mail: seconds in all, bytes of resident memory.

    The last ``plain_seconds`` are kept for a second try without pictures.
    """

    seconds: float = 60.0
    plain_seconds: float = 10.0
    memory: int = 1024 * MEBIBYTE


class Stop(StrEnum):
    """Why a mail was not read in full; the values are fit for a record.

    A mail ``LEFT_OUT`` was not there whole when its turn came: it has no outcome yet.
    """

    TIME = "time"
    MEMORY = "memory"
    DIED = "died"
    FAILED = "failed"
    LEFT_OUT = "left_out"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail as a worker read it; ``facts`` is ``None`` if no try came to an end.

    ``stop`` says what ended the full reading; with facts beside it, pictures were left
    unread. ``reason`` is the Chinese sentence for the person who opens the mail, ``fault``
    names the line of the program that failed, without personal data.
    """

    name: str
    digest: str
    facts: Mapping[str, Any] | None = field(default=None, repr=False)
    stop: Stop | None = None
    reason: str = ""
    fault: str = ""


class Reader(Protocol):
    """Reads one mail from its bytes; what it returns is fit for JSON."""

    def __call__(
        self, name: str, content: bytes, *, stamped_at: dt.datetime | None, pictures: bool
    ) -> Mapping[str, Any]:
        """Return the facts; without ``pictures`` nothing is read that needs OCR."""
        ...


class ReaderMaker(Protocol):
    """Makes a worker's reader once, in the worker; a function at the top of a module.

    ``settings`` is what the caller gave, as JSON gives it back; ``threads`` is how many
    threads an engine may use.
    """

    __name__: str

    def __call__(self, settings: Mapping[str, Any], *, threads: int) -> Reader:
        """Load models and tables, and return the reader."""
        ...


def reason_of(stop: Stop, limits: Limits, *, has_facts: bool) -> str:
    """Return what a person is told about a mail whose full reading did not end."""
    ended = {
        Stop.TIME: f"读取超过{limits.seconds:g}秒，已中止",
        Stop.MEMORY: f"读取占用内存超过{_size(limits.memory)}，已中止",
        Stop.DIED: "读取进程异常退出，已中止",
        Stop.FAILED: "读取程序出错，已中止",
        Stop.TOO_LARGE: "邮件过大，未读取",
        Stop.LEFT_OUT: "邮件尚未写完或已被移走，未读取",
    }[stop]
    if has_facts and stop is Stop.TIME:
        ended = "读取用时过长，已中止"
    return ended + ("；图片和扫描件未读取，须由人工查看" if has_facts else "，须由人工打开")


def _size(size: int) -> str:
    gibibyte = 1024 * MEBIBYTE
    return f"{size / gibibyte:g}GB" if size >= gibibyte else f"{size // MEBIBYTE}MB"
