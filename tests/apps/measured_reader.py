"""The real reader of mails in a worker, with what each mail cost: seconds of the processor and the peak of memory."""

import datetime as dt
import json
import random
import time
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from linli.apps.intake.reading import Reader
from linli.core.intake.attachment_facts import ReadingTerms
from linli.core.intake.facts import facts_of
from linli.core.intake.facts_record import from_record, to_record
from linli.core.intake.mail import read_mail
from linli.core.pages.pictures import Pixels
from linli.core.pages.recognition import Quads
from tests.core.intake import made_form

#: What papers and forms say, and what they never say: a picture may bear any words.
WORDS = (
    *made_form.PERSON,
    *made_form.PERSON.values(),
    "居民身份证", "公民身份号码", "990101200203159026", "常住人口登记卡", "毕业证书", "学士学位证书",
    "教育部学籍在线验证报告", "普通高等学校", "荣誉证书", "最低生活保障", "入伍通知书", "退出现役证",
    "2024年13月45日", "二〇二四年六月", "0000-00-00", "☑不接受调剂", "□", "(" * 200, "9" * 300, "年" * 200,
    " ", "\u202e", "\x00", "𠮷", "a" * 2_000,
)  # fmt: skip


class Babbler:
    """Reads from any picture lines that have nothing to do with it, the same at each reading."""

    def lines(self, pixels: Pixels) -> Quads:
        dice = self._dice(pixels)
        height, width = pixels.shape[:2]
        count = dice.choice((0, 1, 12, 60))
        corners = np.array([[dice.random() for _ in range(8)] for _ in range(count)])
        return (corners.reshape(-1, 4, 2) * (width, height)).astype(np.float32)

    def words(self, pixels: Pixels, lines: Quads) -> Sequence[tuple[str, float]]:
        dice = self._dice(pixels)
        return [
            ("".join(dice.choices(WORDS, k=dice.choice((1, 1, 3)))), dice.random()) for _ in lines
        ]

    def upside_down(self, pixels: Pixels, lines: Quads) -> float:
        return self._dice(pixels).random()

    def _dice(self, pixels: Pixels) -> random.Random:
        return random.Random(zlib.crc32(np.ascontiguousarray(pixels)))


def measured(settings: Mapping[str, Any], *, threads: int) -> Reader:
    """Read mails whole, with every reader of attachments, and a babbler in the place of OCR."""
    gazetteer, title, babbler = made_form.gazetteer(), made_form.TITLE, Babbler()

    def read(
        name: str, content: bytes, *, stamped_at: dt.datetime | None, pictures: bool
    ) -> Mapping[str, Any]:
        # Forgets the peak so far. Source: proc(5), clear_refs.
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        began = time.process_time()
        terms = ReadingTerms(gazetteer, title, babbler if pictures else None)
        facts = facts_of(read_mail(name, content), terms)
        written = json.dumps(to_record(facts))
        assert from_record(json.loads(written)) == facts
        found = {fault.sentence for fault in facts.faults}
        found |= {problem.reason for item in facts.attachments for problem in item.problems}
        seconds = time.process_time() - began
        return {
            "found": sorted(found),
            "forms": len(facts.forms),
            "attachments": len(facts.attachments),
            "seconds": seconds,
            "peak": _peak(),
        }

    return read


def _peak() -> int:
    """Return the most mebibytes that were resident."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024
