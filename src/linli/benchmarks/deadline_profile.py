"""Where the server's time goes, page by page: wall, CPU, statements, commits; functions by sample.

A middleware for the deadline benchmark alone. Each process writes what it has summed up into the
folder ``DEADLINE_PROFILE`` about once a second; ``read_profile`` adds the processes up.
"""

import cProfile
import json
import os
import pstats
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

#: One request in so many is run under cProfile; its times are no part of the sums.
SAMPLED_ONE_IN = 40
_MOST_LINES = 25
_VALUES = re.compile(r"\((?:%s(?:, )?)+\)(?:, \((?:%s(?:, )?)+\))*")
_SAVEPOINT = re.compile(r'"s\d+_x\d+"')
_SECONDS_BETWEEN_WRITES = 1.0
_LABEL_LENGTH = 160
_VALUES_OF_A_PAGE = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One page, statement or function: how often, and seconds all in all.

    Of a page: ``cpu`` is its thread's own, ``sql`` the time in statements, ``commit`` in commits.
    """

    label: str
    calls: int
    wall: float
    cpu: float = 0.0
    sql: float = 0.0
    commit: float = 0.0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """Pages and statements by time, most first; functions by their own time in the sampled requests."""

    pages: tuple[Line, ...]
    statements: tuple[Line, ...]
    functions: tuple[Line, ...]


class _Sums:
    """What all threads of a process have summed up."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pages: dict[str, list[float]] = defaultdict(lambda: [0.0] * _VALUES_OF_A_PAGE)
        self.statements: dict[str, list[float]] = defaultdict(lambda: [0.0] * 2)
        self.functions: pstats.Stats | None = None
        self.written_at = 0.0


class _Request(threading.local):
    """What the request of this thread has spent so far."""

    sql = commit = 0.0
    statements = 0


_sums, _now, _numbers = _Sums(), _Request(), count(1)


def told(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Run a statement and note its time, whatever values it carries."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - begun
        _now.sql += seconds
        _now.statements += 1
        with _sums.lock:
            sums = _sums.statements[shape_of(sql)]
            sums[0] += 1
            sums[1] += seconds


def shape_of(sql: str) -> str:
    """Return a statement without its values and drawn names, cut to a line."""
    plain = _SAVEPOINT.sub("…", _VALUES.sub("(…)", " ".join(sql.split())))
    return plain[:_LABEL_LENGTH]


class Profiler:
    """Sum up what each page costs."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response
        _time_commits()

    def __call__(self, request: Any) -> Any:
        """Answer a request; one in ``SAMPLED_ONE_IN`` under cProfile."""
        from django.db import connection  # noqa: PLC0415 (Django must be set up)

        if next(_numbers) % SAMPLED_ONE_IN == 0:
            return self._sampled(request)
        _now.sql = _now.commit = 0.0
        _now.statements = 0
        wall, cpu = time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(told):
            response = self._get_response(request)
        match = request.resolver_match
        label = f"{request.method} {match.view_name if match else '?'} {response.status_code}"
        spent = (
            1,
            time.perf_counter() - wall,
            time.thread_time() - cpu,
            _now.sql,
            _now.commit,
            _now.statements,
        )
        with _sums.lock:
            sums = _sums.pages[label]
            for place, value in enumerate(spent):
                sums[place] += value
            _write_if_due()
        return response

    def _sampled(self, request: Any) -> Any:
        profile = cProfile.Profile(time.thread_time)
        response = profile.runcall(self._get_response, request)
        with _sums.lock:
            if _sums.functions is None:
                _sums.functions = pstats.Stats(profile)
            else:
                _sums.functions.add(profile)
        return response


def _time_commits() -> None:
    """Let commits be timed: they wait for the disk, and no wrapper of statements sees them."""
    from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: PLC0415 (as above)

    plain = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def timed(self: Any) -> Any:
        begun = time.perf_counter()
        try:
            return plain(self)
        finally:
            _now.commit += time.perf_counter() - begun

    BaseDatabaseWrapper._commit = timed  # type: ignore[attr-defined]


def _write_if_due() -> None:
    if time.monotonic() - _sums.written_at < _SECONDS_BETWEEN_WRITES:
        return
    _sums.written_at = time.monotonic()
    functions = _sums.functions.stats if _sums.functions else {}  # type: ignore[attr-defined]
    kept = {
        "pages": _sums.pages,
        "statements": _sums.statements,
        "functions": {
            f"{Path(file).parent.name}/{Path(file).name}:{line} {name}": [calls, own]
            for (file, line, name), (_, calls, own, _, _) in functions.items()
        },
    }
    file = Path(os.environ["DEADLINE_PROFILE"]) / f"{os.getpid()}.json"
    # A file of its own until it is whole: the process may be killed at any time.
    draft = file.with_suffix(".part")
    draft.write_text(json.dumps(kept, ensure_ascii=False))
    draft.replace(file)


def read_profile(folder: Path) -> Profile:
    """Add up what the processes of a server have written."""
    kept = [json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))]
    return Profile(*(_added(one[part] for one in kept) for part in Profile.__slots__))


def _added(parts: Iterable[dict[str, list[float]]]) -> tuple[Line, ...]:
    sums: dict[str, list[float]] = {}
    for part in parts:
        for label, values in part.items():
            known = sums.get(label, [0.0] * len(values))
            sums[label] = [a + b for a, b in zip(known, values, strict=True)]
    lines = [_line(label, values) for label, values in sums.items()]
    return tuple(sorted(lines, key=lambda line: -line.wall)[:_MOST_LINES])


def _line(label: str, values: list[float]) -> Line:
    # Of statements and functions there is no more than the calls and the seconds.
    calls, wall, cpu, sql, commit, statements = [
        *values,
        *[0.0] * (_VALUES_OF_A_PAGE - len(values)),
    ]
    return Line(label, int(calls), wall, cpu, sql, commit, int(statements))
