"""The sides of the resident identity card, in one picture or in two, the temporary card as well.

Source: D0 三(一)6(1).
"""

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.labels import value_beside
from linli.core.papers.organisations import issuers_of
from linli.core.papers.paper import Paper
from linli.core.papers.phrases import is_said
from linli.core.papers.values import Collected, id_number_in, name_of, take_birth, take_id_number
from linli.core.papers.wording import Reading, Wording

_FRONT_LABELS = ("姓名", "性别", "民族", "出生", "住址")
_NUMBER_LABEL = "公民身份号码"
_TITLE = "居民身份证"
# A form or a register that prints the same labels has many more words than a card of two sides.
_MOST_LETTERS = 260
_FEWEST_LABELS = 3
_ALMOST_ALL_LABELS = 4


def read_id_card(wording: Wording) -> Paper | None:
    """Return the side or sides of an ID card on the page, ``None`` if there is none."""
    if wording.length > _MOST_LETTERS:
        return None
    front, back = _sure_of_front(wording), _sure_of_back(wording)
    sides = [
        (kind, sure)
        for kind, sure in (
            (MaterialKind.ID_CARD_FRONT, front),
            (MaterialKind.ID_CARD_BACK, back),
        )
        if sure
    ]
    if not sides:
        return None
    collected = Collected()
    if front:
        take_id_number(collected, wording)
        take_birth(collected, value_beside(wording, ["出生"]))
        name = _name(wording)
        if name is not None:
            collected.take("name", name.text, name.sure)
    if back:
        _take_issuer(collected, wording)
    return Paper(
        kinds=tuple(kind for kind, _ in sides),
        sure=min(sure for _, sure in sides),
        values=collected.paper_values(),
        doubtful=collected.doubts(),
    )


def _sure_of_front(wording: Wording) -> float:
    labels = wording.count(*_FRONT_LABELS)
    has_number_label = any(is_said(text, _NUMBER_LABEL) for text in wording.row_texts)
    number = id_number_in(wording)
    if has_number_label and number is not None and labels >= _FEWEST_LABELS:
        return 0.95
    if labels >= _ALMOST_ALL_LABELS and wording.says("住址"):
        return 0.9 if has_number_label or number is not None else 0.7
    return 0.7 if has_number_label and labels + bool(number) >= 2 else 0.0


def _sure_of_back(wording: Wording) -> float:
    has_title = wording.is_titled(_TITLE)
    marks = wording.count("签发机关", "有效期限", "中华人民共和国") + wording.says("公安局", "分局")
    if has_title and marks:
        return 0.95 if marks > 1 else 0.85
    # A temporary card prints both lines below the number, on the side of the name.
    if wording.says("签发机关") and wording.says("有效期限") and not wording.says(_NUMBER_LABEL):
        return 0.8
    return 0.0


def _name(wording: Wording) -> Reading | None:
    """Return the name beside its label, or the nearest name if the card lay askew."""
    beside = value_beside(wording, ["姓名"])
    if beside is not None and (name := name_of(beside.text)) is not None:
        return Reading(name, beside.sure)
    label = next((word for word in wording.words if word.text == "姓名"), None)
    if label is None:
        return None
    near = [
        word
        for word in wording.words
        if word.left > label.left
        and abs(word.middle - label.middle) < 1.5 * label.height
        and name_of(word.text) is not None
    ]
    near.sort(key=lambda word: abs(word.middle - label.middle) + abs(word.left - label.right))
    return Reading(name_of(near[0].text) or "", near[0].sure) if near else None


def _take_issuer(collected: Collected, wording: Wording) -> None:
    police = next((one for one in issuers_of(wording) if one.text.endswith("局")), None)
    if police is not None:
        collected.take("issuer", police.text, police.sure)
