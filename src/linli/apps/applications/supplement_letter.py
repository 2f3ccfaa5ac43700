"""The draft of the mail that asks an applicant to complete or correct an application.

What is asked for each reason stands in the policy pack (parameter ``supplement_request``), beside
the notice's own words, where an official changes it and the rule book shows it; the frame of the
letter stands here. A draft is nothing until a person releases it.

Source: D0 三(一)6, 三(二).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from linli.core.identity.names import mask_id_number
from linli.core.papers.names import is_honour_name
from linli.core.policy import Pack
from linli.core.policy.figure_texts import day_text
from linli.core.policy.language import figures_named

_ATTACHMENTS = "attachments"
_LONGEST_NAME = 60
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORM = "登记表"
_SENTENCE = re.compile(r"[^。；！？\n]+")
_ASKS = "回复|发来|补交|寄|送达|提交"
_ASKING = re.compile(_ASKS)
_LAST_DAY = re.compile(
    r"(?<!\d)(?:(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"|(?P<iso>\d{4}-\d{1,2}-\d{1,2}))"
    r"(?:[上中下]午)?(?:\s*\d{1,2}(?:[时点](?:\d{1,2}分)?|[:：]\d{2}))?[之以]?前"
    # 2019年9月1日前入伍的, 6月3日前提交的: a day of something else than the answer.
    rf"(?!(?:(?!{_ASKS}|[把将])[^，。；！？\n])*(?:{_ASKS})?的)"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for one reason: the heading, and the sentences; they may name ``{attachments}``."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """What all letters of a season share: programme, notice, who answers, the requests by code."""

    programme: str
    notice: str
    office: str
    requests: Mapping[str, Request]


@dataclass(frozen=True, slots=True)
class LetterCase:
    """What one letter is about: the applicant, the reasons as code and clause, until when.

    ``unopened`` are the names of the attachments that could not be opened; those of them that
    are honours by name are asked for as a favour. Without ``answer_by`` no day is set.
    """

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    case_number: str
    reasons: tuple[tuple[str, str], ...]
    answer_by: date | None
    unopened: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail that nobody has released: subject and plain text."""

    subject: str
    body: str = field(repr=False)


def letter_terms(pack: Pack, on: date) -> LetterTerms:
    """Return the terms of a pack's letters; the figures that a request names are filled in."""
    headings = pack.inputs["asked_for"].choices
    texts = pack.table("supplement_request", on)
    return LetterTerms(
        programme=pack.title,
        notice=pack.notice.number,
        office=pack.notice.organs[0],
        requests={
            code: Request(headings[code], _filled(str(text), pack, on))
            for code, text in texts.items()
        },
    )


def _filled(text: str, pack: Pack, on: date) -> str:
    names = figures_named(text) - {_ATTACHMENTS}
    figures = {name: _figure(pack, name, on) for name in names}
    return text.format_map({**figures, _ATTACHMENTS: f"{{{_ATTACHMENTS}}}"})


def _figure(pack: Pack, name: str, on: date) -> str:
    value = pack.scalar(name, on)
    return day_text(value) if isinstance(value, date) else str(value)


def answer_by(written_on: date, *, registration_ends: date, review_ends: date) -> date | None:
    """Return the last day for an answer: of registration while it runs, of the review after it.

    Once the review has ended the notice sets no day: ``None``. Source: D0 三(一)2, 三(二).
    """
    return next((day for day in (registration_ends, review_ends) if written_on <= day), None)


def days_past(body: str, on: date) -> tuple[str, ...]:
    """Return the days by which a letter wants an answer although they lie before ``on``, as written.

    Only a sentence that asks for an answer sets a day; the notice's own last days are told, and
    may well have passed. A day without a year is one of the year of ``on``.
    """
    sentences = (one[0] for one in _SENTENCE.finditer(body) if _ASKING.search(one[0]))
    days = (found for sentence in sentences for found in _LAST_DAY.finditer(sentence))
    return tuple(dict.fromkeys(found[0] for found in days if _day_of(found, on) < on))


def _day_of(found: re.Match[str], on: date) -> date:
    iso = found["iso"]
    parts = iso.split("-") if iso else (found["year"] or on.year, found["month"], found["day"])
    try:
        return date(*map(int, parts))
    except ValueError:
        # 6月31日 is no day: whoever reads it must not be bound by it.
        return date.min


def supplement_letter(case: LetterCase, terms: LetterTerms) -> MailDraft | None:
    """Return the draft to one applicant, ``None`` if no reason asks for anything.

    Reasons under one heading are asked for once. No number of the applicant is told whole.
    """
    asked = list(_asked(case, terms))
    if not asked:
        return None
    paragraphs = [
        f"{case.name or '报名人'}：",
        _opening(case, terms),
        *(f"{number}. {text}" for number, text in enumerate(asked, start=1)),
        _how_to_answer(case, asks_for_form=any(_FORM in text for text in asked)),
        _whom_to_ask(terms),
        terms.office,
    ]
    subject = f"请补正报名材料（报名编号{case.case_number}）"
    return MailDraft(subject, "\n\n".join(paragraphs) + "\n")


def _asked(case: LetterCase, terms: LetterTerms) -> Iterator[str]:
    """Yield the items in the order of the requests, each heading once."""
    clauses = dict(case.reasons)
    told: set[str] = set()
    for code, request in terms.requests.items():
        if code not in clauses or request.heading in told:
            continue
        told.add(request.heading)
        names_files = f"{{{_ATTACHMENTS}}}" in request.text
        text = _unopened_text(case, request) if names_files else request.text
        yield f"{request.heading}：{text}{_basis(clauses[code])}"


def _unopened_text(case: LetterCase, request: Request) -> str:
    """Ask for the files that could not be opened; no honour has to be handed in (D0 三(一)6(4))."""
    honours = [name for name in case.unopened if is_honour_name(name)]
    others = [name for name in case.unopened if name not in honours]
    needed = request.text.format_map({_ATTACHMENTS: _names(others)})
    favour = (
        f"荣誉证书{_names(honours)}{'也' if others else ''}打不开。荣誉证书不是必须提交的材料，"
        "希望计入的请重新发送，不重发的不影响报名。"
    )
    if not honours:
        return needed
    return needed + favour if others else favour


def _basis(clause: str) -> str:
    return f"（依据：通知{clause}）" if any(mark.isalnum() for mark in clause) else ""


def _names(names: Iterable[str]) -> str:
    shown = [f"“{name}”" for one in dict.fromkeys(names) if (name := safe_file_name(one))]
    return "、".join(shown) or "见您的来信"


def safe_file_name(name: str) -> str:
    """Return a file's name as it may be shown: no folders, no marks that steer or hide text, not long."""
    last = re.split(r"[\\/]+", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(mark for mark in _HIDDEN.sub("", last) if unicodedata.category(mark)[0] != "C")
    plain = " ".join(seen.split())
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 1]}…"


def _opening(case: LetterCase, terms: LetterTerms) -> str:
    number = f"，身份证号{mask_id_number(case.id_number)}" if case.id_number else ""
    return (
        f"您好！您报名{terms.programme}的材料已经收到（报名编号{case.case_number}{number}）。"
        f"对照{terms.notice}通知（以下称“通知”），还有以下事项请您补充或者更正："
    )


def _how_to_answer(case: LetterCase, *, asks_for_form: bool) -> str:
    form = "需要更正登记表的，请改好后重新签名，发来完整的一份。" if asks_for_form else ""
    until = f"在{day_text(case.answer_by)}24时前" if case.answer_by else "尽快"
    return (
        f"请{until}直接回复本邮件，把材料作为附件发来；"
        f"一封邮件放不下的，可以分几封发。{form}已经交过、没有问题的材料不必重发。"
    )


def _whom_to_ask(terms: LetterTerms) -> str:
    return (
        f"认为以上情况与事实不符，或者有不明白的地方，请回复本邮件说明，或者联系{terms.office}。"
        "感谢您报名。"
    )
