"""The person's page of the household register, and the certificate that stands for it.

The cover and the page of the whole household name its head and tell nothing of the applicant.

Source: D0 三(一)6(1).
"""

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.labels import value_beside
from linli.core.papers.paper import Paper
from linli.core.papers.values import Collected, name_of, take_birth, take_id_number
from linli.core.papers.wording import Wording

_TITLES = ("常住人口登记卡", "常住人口登记表")
_OWN_LABELS = (
    "户主关系", "曾用名", "籍贯", "婚姻状况", "兵役状况", "文化程度", "宗教信仰", "承办人", "登记日期",
)  # fmt: skip
_HOUSE_LABELS = ("户别", "户主姓名", "户号", "户口登记机关", "住址变动登记")
_FEWEST_LABELS = 4
_FEWEST_HOUSE_LABELS = 2


def read_household_page(wording: Wording) -> Paper | None:
    """Return a page of the household register; the cover and the household's page count as none."""
    has_title = wording.is_titled(*_TITLES)
    labels = wording.count(*_OWN_LABELS)
    if has_title or labels >= _FEWEST_LABELS:
        return _own_page(wording, sure=0.95 if has_title and labels >= 2 else 0.8)
    if any(text.startswith("户籍证明") for text in wording.row_texts):
        return _own_page(wording, sure=0.6)
    is_cover = wording.says("居民户口簿", "居民户口本") or any(
        text.endswith(("户口簿", "户口本")) for text in wording.row_texts
    )
    if is_cover or wording.count(*_HOUSE_LABELS) >= _FEWEST_HOUSE_LABELS:
        return Paper(kinds=(), sure=0.8)
    return None


def _own_page(wording: Wording, *, sure: float) -> Paper:
    collected = Collected()
    take_id_number(collected, wording)
    take_birth(collected, value_beside(wording, ["出生日期"]))
    name = value_beside(wording, ["姓名"])
    if name is not None:
        collected.take("name", name_of(name.text), name.sure)
    return Paper((MaterialKind.HUKOU,), sure, collected.paper_values(), collected.doubts())
