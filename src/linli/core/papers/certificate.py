"""Diplomas and degree certificates: their titles, and the sentence in which they speak of the graduate.

A certificate of completion (结业) and one of attendance (肄业) are no diplomas; those of
primary and middle schools are none that the notice means.

Source: D0 一(一), 三(一)6(2), 三(二).
"""

import re
from collections.abc import Sequence

from linli.core.documents import form_values
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.labels import value_beside
from linli.core.papers.organisations import Rank, issuers_of, rank_of, school_of
from linli.core.papers.paper import Paper
from linli.core.papers.study_sentence import (
    birth_in,
    graduate_in,
    graduation_in,
    major_in,
    school_in,
)
from linli.core.papers.values import Collected, full_time_of
from linli.core.papers.wording import Reading, Wording

_K = MaterialKind
_NO_DIPLOMA = re.compile(
    "[结肄]业(?:证|证书|证明书)|准予[结肄]业|(?:初级|高级|普通)中学毕业|(?:小学|初中|高中)毕业证|预毕业|毕业证明(?!书)|培训.{0,8}证书"
)
_DIPLOMA = re.compile("毕业证(?!书?(?:编号|号))|准予毕业|毕业证明书|毕业文凭")
_DIPLOMA_TITLES = (
    "普通高等学校毕业证书", "成人高等教育毕业证书", "高等教育自学考试毕业证书", "中等职业学校毕业证书", "硕士研究生毕业证书",
)  # fmt: skip
_DEGREE = re.compile("[学硕博]士学位证|学位证书(?!编号|号)|学位证明书|授予.{0,12}[学硕博]士学位")
_DEGREE_TITLES = ("学士学位证书", "硕士学位证书", "博士学位证书")
_GRANTED = re.compile("授予([\u4e00-\u9fff]{0,10}?[学硕博]士)(?:专业)?学位")
_PRINTED = re.compile("([学硕博]士)学位证")
_LEVELS = {
    "博士": "博士研究生", "硕士": "硕士研究生", "研究生": "硕士研究生", "专科起点本科": "本科", "专升本": "本科", "本科": "本科",
    "专科": "专科", "高职": "专科", "中等职业": "中专", "中专": "中专", "技工学校": "中专", "学士学位": "本科",
}  # fmt: skip
# A cover has a title and an emblem, no sentence.
_FEWEST_LETTERS = 30
_LONGEST_TITLE = 24


def read_certificate(wording: Wording) -> Paper | None:
    """Return a diploma or a degree certificate; another certificate of a school counts as none."""
    if _NO_DIPLOMA.search(wording.flat) and not _DIPLOMA.search(_without_refused(wording.flat)):
        return Paper(kinds=(), sure=0.8)
    is_degree = _titled(wording, _DEGREE, _DEGREE_TITLES) and not _says_graduated(wording)
    if is_degree:
        return _certificate(wording, _K.DEGREE_CERTIFICATE)
    if _titled(wording, _DIPLOMA, _DIPLOMA_TITLES) or _says_graduated(wording):
        return _certificate(wording, _K.DIPLOMA)
    if _DEGREE.search(wording.flat):
        return _certificate(wording, _K.DEGREE_CERTIFICATE)
    return None


def _without_refused(text: str) -> str:
    return _NO_DIPLOMA.sub("", text)


def _titled(wording: Wording, exact: re.Pattern[str], titles: Sequence[str]) -> bool:
    lines = [text for text in wording.row_texts if len(text) <= _LONGEST_TITLE]
    return any(exact.search(text) for text in lines) or wording.is_titled(*titles)


def _says_graduated(wording: Wording) -> bool:
    return wording.says("准予毕业", "准子毕业")


def _certificate(wording: Wording, kind: MaterialKind) -> Paper:
    if wording.length < _FEWEST_LETTERS:
        return Paper(kinds=(), sure=0.4)
    collected = Collected()
    flow = wording.flow
    school = _school(wording)
    for key, reading in (
        ("name", graduate_in(wording)),
        ("birth", birth_in(flow)),
        ("school", school),
        ("major", major_in(flow, school=school.text if school is not None else None)),
        ("graduation", graduation_in(flow, is_diploma=kind is _K.DIPLOMA)),
        ("issuer", school),
    ):
        if reading is not None:
            collected.take(key, reading.text, reading.sure)
    collected.take("education", _education(wording))
    if kind is _K.DEGREE_CERTIFICATE:
        collected.take("degree", _degree(wording))
    else:
        collected.is_full_time = full_time_of(wording.flat)
    return Paper((kind,), _sure(wording, kind), collected.paper_values(), collected.doubts())


def _sure(wording: Wording, kind: MaterialKind) -> float:
    titled = _titled(wording, _DIPLOMA, _DIPLOMA_TITLES)
    if kind is _K.DEGREE_CERTIFICATE:
        return 0.95 if wording.says("授予", "学位条例", "学位评定") else 0.75
    spoken = wording.says("准予毕业", "修完", "毕业证书编号", "成绩合格", "证书编号", "校名")
    return 0.95 if titled and spoken else 0.75


def _school(wording: Wording) -> Reading | None:
    """Return the school by its label, else the one whose name stands alone most often."""
    labelled = value_beside(wording, ["校名", "主考学校", "主考院校", "学校名称", "学校"])
    named = school_of(labelled.text) if labelled is not None else None
    if labelled is not None and named is not None:
        return Reading(named, labelled.sure)
    said = school_in(wording.flow)
    alone = [one for one in issuers_of(wording) if rank_of(one.text) is Rank.SCHOOL]
    if said is not None and any(one.text == said.text for one in alone):
        return said
    counted = sorted(
        alone, key=lambda one: (sum(o.text == one.text for o in alone), one.sure), reverse=True
    )
    return counted[0] if counted else said


def _education(wording: Wording) -> str | None:
    return next((level for words, level in _LEVELS.items() if wording.says(words)), None)


def _degree(wording: Wording) -> str | None:
    flat = wording.flat
    granted = _GRANTED.search(flat) or _PRINTED.search(flat)
    return form_values.degree(granted[1]) if granted is not None else None
