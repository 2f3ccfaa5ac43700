"""Run the program as an operator does: its own process, its own data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("linli")


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


def environment(data: Path, *, database_url: str = "") -> dict[str, str]:
    """Return an environment in which the program keeps its data in one folder.

    Bytecode is kept as on an office's machine: compiled anew, every start would take twice as long.
    """
    ours = ("LINLI_", "DATABASE_URL", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return (
        kept | {"LINLI_DATA": str(data)} | ({"DATABASE_URL": database_url} if database_url else {})
    )


def linli(*arguments: object, data: Path, given: str = "", database_url: str = "") -> Answer:
    """Run ``linli`` with arguments and what it is given on standard input."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=environment(data, database_url=database_url),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=data.parent,
    )
    return Answer(done.returncode, done.stdout, done.stderr)
