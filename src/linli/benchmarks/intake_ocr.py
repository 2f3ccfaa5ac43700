"""Read pictures with the recogniser and do nothing else: what the reading of mails is measured against.

Example: python -m linli.benchmarks.intake_ocr FOLDER --workers 2 --settings same
"""

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from rapidocr import RapidOCR

from linli.core.pages.recogniser import RapidRecogniser

SAME, DEFAULT = "same", "default"


def main() -> None:
    """Read every picture of a folder and print how many lines were found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--settings", choices=(SAME, DEFAULT), default=SAME)
    given = parser.parse_args()
    pictures = sorted(str(path) for path in given.folder.iterdir())
    lines = (
        _read_by_default(pictures)
        if given.settings == DEFAULT
        else _read_alike(pictures, given.workers)
    )
    print(json.dumps({"pictures": len(pictures), "lines": lines}))


def _read_by_default(pictures: list[str]) -> int:
    """Read with RapidOCR as it comes: one process, all cores."""
    engine = RapidOCR(params={"Global.log_level": "critical"})
    count = 0
    for path in pictures:
        found = getattr(engine(path), "txts", None)
        count += len(found or ())
    return count


def _read_alike(pictures: list[str], workers: int) -> int:
    """Read with the settings of the intake, in as many processes, every nth picture in each."""
    shares = [pictures[start::workers] for start in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(_read_share, shares, [workers] * workers))


def _read_share(pictures: list[str], workers: int) -> int:
    recogniser = RapidRecogniser(threads=max((os.cpu_count() or 1) // workers, 1))
    count = 0
    for path in pictures:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        pixels = np.asarray(upright)
        lines = recogniser.lines(pixels)
        count += len(recogniser.words(pixels, lines))
    return count


if __name__ == "__main__":
    main()
