"""Read a made-up mailbox with ``linli intake`` and, beside it, its pictures with the recogniser alone.

All runs are of one world in one go, since seconds of different machines do not compare;
what counts is the ratio. A second world of text shows whether memory stays flat.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import linli
from linli.benchmarks.intake_score import IntakeScore, score_intake
from linli.benchmarks.watched_run import WatchedRun, watched_run
from linli.rehearsal.intake_world import WorldOrder, write_intake_world

ASSETS = Path(linli.__file__).parent / "assets"
# Mails that one person of a world sends, with the share of strangers.
MAILS_A_PERSON = 1.45
# The ways of ``linli.benchmarks.intake_ocr``, which is not imported: it brings the recogniser.
SAME, DEFAULT = "same", "default"
PROGRAM = "from linli.cli import main; main()"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Speed:
    """How long the same pictures took: within the reading of mails, and alone.

    ``to_same`` and ``to_default`` are wall time against the recogniser alone with the
    intake's settings and with its own; ``cpu_to_same`` is CPU time against the former.
    """

    mails: int
    pictures: int
    workers: int
    mails_a_minute: float
    wall_seconds: float
    same_seconds: float
    default_seconds: float
    to_same: float
    to_default: float
    cpu_to_same: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak memory in MB while a world of text is read, and how much it grew from half to half.

    A growth below zero says that the peak was in the first half.
    """

    mails: int
    parent_mb: int
    worker_mb: int
    parent_growth_mb: int
    worker_growth_mb: int


@dataclass(frozen=True, slots=True)
class IntakeBench:
    """What one benchmark found."""

    speed: Speed
    score: IntakeScore
    memory: Memory | None


def bench_intake(
    *,
    size: int,
    workers: int,
    seed: int = 1,
    memory_mails: int = 1000,
    world: Path | None = None,
    tell: Tell = lambda _: None,
) -> IntakeBench:
    """Measure over about ``size`` mails with pictures and ``memory_mails`` of text (0 for none).

    ``world`` is a folder that keeps the mails with pictures, their truth and what was read
    (``result.json``); one that is there is used as it is. Raises ProgramFailed if a program ends with an error.
    """
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as name:
        folder = Path(name)
        kept = world or folder / "pictures"
        if not (kept / "truth.json").exists():
            tell(f"造约{size}封邮件，含扫描件和照片")
            make_world(kept, size=size, seed=seed, is_text=False)
        speed, score = _speed_and_score(kept, folder, workers, tell)
        memory = _memory(folder, memory_mails, workers, seed, tell) if memory_mails else None
        return IntakeBench(speed, score, memory)


def make_world(folder: Path, *, size: int, seed: int, is_text: bool) -> None:
    """Write a world of about ``size`` mails, and its pictures once more as loose files."""
    order = WorldOrder(people=max(round(size / MAILS_A_PERSON), 1), seed=seed, is_text=is_text)
    made = write_intake_world(folder, order, assets=ASSETS)
    pictures = folder / "pictures"
    pictures.mkdir(exist_ok=True)
    for number, content in enumerate(made.pictures, start=1):
        (pictures / f"{number:05}").write_bytes(content)


def _speed_and_score(
    world: Path, folder: Path, workers: int, tell: Tell
) -> tuple[Speed, IntakeScore]:
    out = world / "result.json"
    tell("linli intake")
    whole = _intake(world, out, folder, workers)
    tell("只识别图片，同样的设置")
    same = _ocr(world, workers, SAME)
    tell("只识别图片，RapidOCR默认设置")
    default = _ocr(world, workers, DEFAULT)
    truth = json.loads((world / "truth.json").read_text(encoding="utf-8"))
    result = json.loads(out.read_text(encoding="utf-8"))
    mails = len(truth["mails"])
    speed = Speed(
        mails=mails,
        pictures=sum(1 for _ in (world / "pictures").iterdir()),
        workers=workers,
        mails_a_minute=mails / whole.wall_seconds * 60,
        wall_seconds=whole.wall_seconds,
        same_seconds=same.wall_seconds,
        default_seconds=default.wall_seconds,
        to_same=whole.wall_seconds / same.wall_seconds,
        to_default=whole.wall_seconds / default.wall_seconds,
        cpu_to_same=whole.cpu_seconds / same.cpu_seconds,
    )
    return speed, score_intake(truth, result)


def _intake(world: Path, out: Path, folder: Path, workers: int) -> WatchedRun:
    call = [sys.executable, "-c", PROGRAM, "intake", str(world / "mails")]
    call += ["--out", str(out), "--workers", str(workers)]
    data = folder / "data"
    data.mkdir(exist_ok=True)
    own = {"LINLI_DATA": str(data), "DATABASE_URL": f"sqlite:///{data / 'bench.sqlite3'}"}
    return watched_run(call, environment={**os.environ, **own})


def _ocr(world: Path, workers: int, settings: str) -> WatchedRun:
    call = [sys.executable, "-m", "linli.benchmarks.intake_ocr", str(world / "pictures")]
    call += ["--workers", str(workers), "--settings", settings]
    return watched_run(call, environment=os.environ)


def _memory(folder: Path, mails: int, workers: int, seed: int, tell: Tell) -> Memory:
    tell(f"造约{mails}封只有文字的邮件")
    world = folder / "text"
    make_world(world, size=mails, seed=seed, is_text=True)
    tell("linli intake，观察内存")
    run = _intake(world, folder / "text.json", folder, workers)
    count = sum(1 for _ in (world / "mails").iterdir())
    return memory_of(run, count)


def memory_of(run: WatchedRun, mails: int) -> Memory:
    """Return the peaks of a run and how much that of the last half stands above that of the first."""
    early, late, whole = run.peaks(0, 0.5), run.peaks(0.5, 1), run.peaks(0, 1)
    return Memory(
        mails=mails,
        parent_mb=whole[0],
        worker_mb=whole[1],
        parent_growth_mb=late[0] - early[0],
        worker_growth_mb=late[1] - early[1],
    )
