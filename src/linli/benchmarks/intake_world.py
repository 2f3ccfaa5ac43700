"""Make a mailbox of made-up people with its truth, for developing and measuring readers.

Example: python -m linli.benchmarks.intake_world --out out/world --people 100 --seed 7
"""

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import linli
from linli.rehearsal.intake_world import WorldOrder, write_intake_world

ASSETS = Path(linli.__file__).parent / "assets"


def main() -> None:
    """Write the world and say where it is."""
    parser = argparse.ArgumentParser(description="造一个带真值的报名邮箱，供开发和测量读取程序用")
    parser.add_argument("--out", type=Path, required=True, help="写入的目录")
    parser.add_argument("--people", type=int, default=100, help="人数")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hardness", type=float, default=0.6, help="图片有多差，0到1")
    parser.add_argument("--text", action="store_true", help="报名表都带文字，不含扫描件和照片")
    given = parser.parse_args()
    order = WorldOrder(given.people, given.seed, given.hardness, given.text)
    start = time.monotonic()
    world = write_intake_world(given.out, order, assets=ASSETS, progress=_counted)
    mails, seconds = len(world.truth["mails"]), time.monotonic() - start
    print(
        f"{mails}封邮件，{given.people}人，{len(world.pictures)}幅图片，{seconds:.0f}秒：{given.out}"
    )


def _counted(label: str, items: Iterable[Any], length: int) -> Iterable[Any]:
    for number, item in enumerate(items, start=1):
        print(f"\r{label} {number}/{length}", end="", file=sys.stderr, flush=True)
        yield item
    print(file=sys.stderr)


if __name__ == "__main__":
    main()
