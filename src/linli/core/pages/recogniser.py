"""The recogniser of printed words: RapidOCR, with the models in its wheel and without network.

Settings are chosen by measurement (docs/benchmarks.md). Finding lines costs in proportion to
the picture's area: the models find the words of an A4 page at a third of a scan's resolution,
while reading takes its crops from the full picture. A line is read alone, for padding it to
the width of others costs more than a batch saves.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rapidocr

from linli.core.pages.framing import in_order, reading_order
from linli.core.pages.pictures import LONGEST, Pixels
from linli.core.pages.recognition import Quads

_MODELS = Path(rapidocr.__file__).parent / "models"
#: The longer side of the picture in which lines are sought.
_SOUGHT = 800
#: A line's picture is this high and at least twice as wide, in pixels.
_LINE = [3, 48, 96]


class RapidRecogniser:
    """RapidOCR on ``threads`` threads. Its models are loaded at the first picture and kept.

    Not safe for several threads at once: each worker process has its own.
    """

    def __init__(self, *, threads: int) -> None:
        self._engine = rapidocr.RapidOCR(params=_settings(threads))

    def lines(self, pixels: Pixels) -> Quads:
        """Return the corners of the lines of words in a picture."""
        found = self._engine(_bgr(pixels), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return np.zeros((0, 4, 2), dtype=np.float32)
        corners = np.asarray(boxes, dtype=np.float32)
        return in_order(corners, reading_order(corners))

    def words(self, pixels: Pixels, lines: Quads) -> Sequence[tuple[str, float]]:
        """Return for each line its words and how sure they are (0 to 1)."""
        if not len(lines):
            return ()
        crops = self._engine.crop_text_regions(_bgr(pixels), lines)
        read = self._engine.recognize_txt(crops)
        return tuple(zip(read.txts or (), map(float, read.scores or ()), strict=True))

    def upside_down(self, pixels: Pixels, lines: Quads) -> float:
        """Return the share of lines (0 to 1) that stand on their head."""
        if not len(lines):
            return 0.0
        crops = self._engine.crop_text_regions(_bgr(pixels), lines)
        _, judged = self._engine.cls_and_rotate(crops)
        shares = [
            float(sure) if label == "180" else 1 - float(sure)
            for label, sure in judged.cls_res or ()
        ]
        return sum(shares) / max(1, len(shares))


def _settings(threads: int) -> dict[str, object]:
    # A path given for each model keeps RapidOCR from asking its server for them.
    return {
        "Global.log_level": "critical",
        "Global.max_side_len": 2 * LONGEST,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
        "Cls.model_path": str(_MODELS / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
        "Det.limit_type": "max",
        "Det.limit_side_len": _SOUGHT,
        "Rec.rec_img_shape": _LINE,
        "Rec.rec_batch_num": 1,
    }


def _bgr(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, :, ::-1])
