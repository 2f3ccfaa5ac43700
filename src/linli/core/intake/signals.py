"""What a mail wants, judged by itself: its files first, then its words.

Source: D0 三(一)3.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.core.documents.problems import ProblemCode
from linli.core.intake import wordings
from linli.core.intake.adverts import adverts_in, is_from_machine, is_postmaster
from linli.core.intake.quotes import own_words
from linli.core.intake.sent import MailFacts

_PERSONAL = re.compile("老师|我是|本人|我[^们]|俺|请问|社区助理")


class Intent(StrEnum):
    """What a mail by itself is for, before anything is known of its sender."""

    APPLY = "apply"
    WITHDRAW = "withdraw"
    ASK = "ask"
    ADVERTISE = "advertise"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Signals:
    """The intent, and what the words say about an earlier mail of the same person."""

    intent: Intent
    says_supplement: bool
    says_correction: bool


def signals_of(mail: MailFacts) -> Signals:
    """Judge a mail by itself; words that it quotes from an earlier mail do not count."""
    text = mail.text if mail.is_forwarded else own_words(mail.subject, mail.text)
    words = f"{mail.subject}\n{text}"
    return Signals(
        intent=_intent(mail, text),
        says_supplement=wordings.says_supplement(words),
        says_correction=wordings.says_correction(words),
    )


def _intent(mail: MailFacts, text: str) -> Intent:
    words = f"{mail.subject}\n{text}"
    if mail.is_automatic and is_postmaster(mail.sender):
        return Intent.ADVERTISE
    withdraws = _withdraws(mail.subject, text)
    if _has_form(mail):
        # What such a mail is for, only its sender knows.
        return Intent.UNCLEAR if withdraws else Intent.APPLY
    if mail.is_automatic or is_from_machine(words):
        return Intent.ADVERTISE
    if withdraws:
        return Intent.WITHDRAW
    if any(item.kinds for item in mail.attachments):
        return Intent.APPLY
    return _intent_by_words(mail, words)


def _has_form(mail: MailFacts) -> bool:
    """Tell whether a form came; an empty one may only be what a question is about."""
    filled = [item for item in mail.unread_forms if not _is_blank(item.problems)]
    return bool(mail.forms or mail.has_wrong_form or filled)


def _is_blank(problems: tuple[object, ...]) -> bool:
    return any(getattr(problem, "code", None) is ProblemCode.FORM_BLANK for problem in problems)


def _withdraws(subject: str, text: str) -> bool:
    if wordings.gives_up(text):
        return True
    asked = [one for one in wordings.sentences(text) if wordings.asks(one)]
    # A question may well be headed 放弃报名.
    is_asked = any(map(wordings.speaks_of_giving_up, asked)) or (asked and len(text.strip()) < 40)
    return wordings.gives_up(subject) and not is_asked


def _intent_by_words(mail: MailFacts, words: str) -> Intent:
    asks = any(map(wordings.asks, wordings.sentences(words)))
    has_papers = mail.has_unsent or any(
        item.is_paper or item.problems for item in mail.attachments if not item.carrier
    )
    applies = wordings.speaks_of_applying(words)
    adverts = adverts_in(words)
    if adverts < (3 if asks else 2) and _PERSONAL.search(words):
        adverts = 0
    if adverts and not (has_papers and applies and adverts < 2):
        return Intent.ADVERTISE
    if wordings.is_other_business(words):
        return Intent.ASK if asks else Intent.UNCLEAR
    return _intent_without_named_papers(mail, words, has_papers=has_papers, asks=asks)


def _intent_without_named_papers(
    mail: MailFacts, words: str, *, has_papers: bool, asks: bool
) -> Intent:
    if has_papers and (wordings.offers_papers(words) or not asks):
        return Intent.APPLY
    if asks:
        return Intent.ASK
    # The words announce files that are not there: an application all the same, to be asked for.
    if wordings.announces_papers(words) or wordings.wishes_to_apply(words) or mail.unread_forms:
        return Intent.APPLY
    return Intent.UNCLEAR
