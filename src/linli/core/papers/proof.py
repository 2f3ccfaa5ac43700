"""Proofs of a low-income household, of enlistment and of discharge.

A low-income proof counts if it comes from the civil-affairs department of a county;
a village, a community or a township proves nothing here.

Source: D0 三(一)6(5), 三(一)6(6).
"""

import re

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.labels import value_beside
from linli.core.papers.organisations import Rank, issuers_of, rank_of
from linli.core.papers.paper import Paper
from linli.core.papers.study_sentence import graduate_in
from linli.core.papers.values import Collected, name_of, take_id_number
from linli.core.papers.wording import Reading, Wording

_K = MaterialKind
_LOW_INCOME = re.compile("最低生活保障|低保(?:家庭|户|对象|证|金)|享受.{0,8}低保")
_ENLISTED = re.compile(
    "入伍(?:通知书|证明|批准书)|(?:应征|批准|光荣|志愿)入伍|参军(?:证明|入伍)|服(?:义务)?兵役证明"
)
_DISCHARGED = re.compile("退出现役|退役(?:证|军人|士兵|通知)|退伍(?:证|军人)|复员证|转业证")
_ENLISTED_TITLE = re.compile("(?:入伍|应征公民|参军|服兵役).{0,10}(?:书|证明|证)$")
_DISCHARGED_TITLE = re.compile("(?:退出现役|退役|退伍|复员|转业).{0,8}(?:书|证明|证|卡)$")
_LONGEST_TITLE = 22


def read_proof(wording: Wording) -> Paper | None:
    """Return a proof of one of the three kinds; one that does not count has no kind."""
    if _LOW_INCOME.search(wording.flat):
        return _low_income_proof(wording)
    titles = [text for text in wording.row_texts[:6] if len(text) <= _LONGEST_TITLE]
    is_enlisted = any(_ENLISTED_TITLE.search(title) for title in titles)
    is_discharged = any(_DISCHARGED_TITLE.search(title) for title in titles)
    if not (is_enlisted or is_discharged):
        is_discharged = bool(_DISCHARGED.search(wording.flat))
        is_enlisted = not is_discharged and bool(_ENLISTED.search(wording.flat))
    kinds = [
        kind
        for kind, is_it in (
            (_K.ENLISTMENT_PROOF, is_enlisted),
            (_K.DISCHARGE_PROOF, is_discharged),
        )
        if is_it
    ]
    if not kinds:
        return None
    collected = _collected(wording)
    return Paper(tuple(kinds), 0.9, collected.paper_values(), collected.doubts())


def _low_income_proof(wording: Wording) -> Paper:
    collected = _collected(wording)
    issuers = issuers_of(wording)
    ranks = [rank_of(one.text) for one in issuers]
    civil = [
        one
        for one, rank in zip(issuers, ranks, strict=True)
        if "民政" in one.text and rank is not Rank.VILLAGE
    ]
    if civil:
        _take_issuer(collected, civil[-1:])
        return Paper((_K.LOW_INCOME_PROOF,), 0.95, collected.paper_values(), collected.doubts())
    _take_issuer(collected, issuers[-1:])
    if issuers:
        return Paper((), 0.8, collected.paper_values(), collected.doubts())
    # A seal that was not read: a person looks.
    sure = 0.6 if wording.says("民政局") else 0.3
    return Paper((_K.LOW_INCOME_PROOF,), sure, collected.paper_values(), collected.doubts())


def _collected(wording: Wording) -> Collected:
    collected = Collected()
    take_id_number(collected, wording)
    reading = graduate_in(wording) or value_beside(wording, ["姓名"])
    if reading is not None:
        collected.take("name", name_of(reading.text), reading.sure)
    _take_issuer(collected, issuers_of(wording)[-1:])
    return collected


def _take_issuer(collected: Collected, issuers: tuple[Reading, ...] | list[Reading]) -> None:
    if issuers:
        collected.values.pop("issuer", None)
        collected.take("issuer", issuers[-1].text, issuers[-1].sure)
