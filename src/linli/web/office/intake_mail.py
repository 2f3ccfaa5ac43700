"""What the page of one mail shows, prepared: the words, the attachments, what a person may do with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.apps.accounts.models import User
from linli.apps.applications.supplement_letter import safe_file_name
from linli.apps.intake.handling import may_handle
from linli.apps.intake.models import Mail
from linli.apps.intake.withdrawing import (
    awaits_confirmation,
    comes_from_address_on_record,
    may_confirm,
)
from linli.apps.seasons.permissions import Permission
from linli.core.documents.problems import ProblemCode
from linli.web.design.badges import Badge
from linli.web.office.intake_presenting import CARRIERS, kind_label, mail_mark
from linli.web.office.words import MATERIALS

_SHOWABLE = re.compile(r"\.(?:jpe?g|jfif|png|gif|bmp|tiff?|hei[cf]|webp|pdf)$", re.IGNORECASE)
_WORDY = re.compile(r"\.(?:docx?|docm|dotx?|wps|rtf|odt|html?|mht(?:ml)?)$", re.IGNORECASE)
_OF_WORDS = frozenset({"docx", "doc", "html"})


@dataclass(frozen=True, slots=True)
class SentFile:
    """One attachment: its name fit to be shown, what it was found to be, its problems, its pages.

    ``has_words`` tells that its text can be shown on a page of its own.
    """

    number: int
    name: str
    what: str
    problems: tuple[str, ...]
    pages: tuple[int, ...]
    has_words: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A case that the mail asks to withdraw: whether its sender is on record, who may confirm it."""

    case_number: str
    is_known_address: bool
    permission: Permission


@dataclass(frozen=True, slots=True)
class MailPage:
    """One mail, whole."""

    mail: Mail
    kind: str
    mark: Badge | None
    sender: str
    subject: str
    text: str
    notes: tuple[str, ...]
    files: tuple[SentFile, ...]
    permission: Permission
    is_waiting: bool
    withdrawal: Withdrawal | None


def mail_page(mail: Mail, official: User) -> MailPage:
    """Return everything that the page of one mail shows to an official."""
    reading = mail.reading
    unread = reading.get("unread", "")
    problems = [problem["reason"] for problem in reading.get("problems", ())]
    return MailPage(
        mail=mail,
        kind=kind_label(mail.kind),
        mark=mail_mark(mail),
        sender=reading.get("sender", ""),
        subject=reading.get("subject", ""),
        text=reading.get("text", ""),
        notes=tuple(filter(None, (unread, *problems))),
        files=tuple(
            sent_file_of(number, item, reading)
            for number, item in enumerate(reading.get("attachments", ()))
        ),
        permission=may_handle(official, mail),
        is_waiting=mail.is_set_aside and mail.handled_by_id is None,
        withdrawal=_withdrawal(mail, official),
    )


def _withdrawal(mail: Mail, official: User) -> Withdrawal | None:
    application = mail.application
    if application is None or not awaits_confirmation(mail):
        return None
    return Withdrawal(
        case_number=application.case_number,
        is_known_address=comes_from_address_on_record(mail),
        permission=may_confirm(official, application),
    )


def sent_file_of(number: int, item: Mapping[str, Any], reading: Mapping[str, Any]) -> SentFile:
    """Return one attachment of a mail, by its number and record, as the pages show it."""
    return SentFile(
        number=number,
        name=safe_file_name(item["name"]) or "未命名附件",
        what=_what(item),
        problems=tuple(problem["reason"] for problem in item["problems"]),
        pages=tuple(range(len(pages_of(item, reading)))),
        has_words=_has_words(item, reading),
    )


def _what(item: Mapping[str, Any]) -> str:
    kinds = dict.fromkeys(kind for sent in item["papers"] for kind in sent["paper"]["kinds"])
    words = [MATERIALS.get(kind, kind) for kind in kinds]
    if item["carrier"]:
        words.insert(0, f"报名登记表（{CARRIERS.get(item['carrier'], item['carrier'])}）")
    if item["unsorted"]:
        words.append(MATERIALS["unknown"])
    return "、".join(words)


def _has_problem(item: Mapping[str, Any], code: ProblemCode) -> bool:
    return any(one["code"] == code for one in item["problems"])


def _has_words(item: Mapping[str, Any], reading: Mapping[str, Any]) -> bool:
    """Tell whether an attachment holds text that can be shown.

    Nothing is opened of a mail whose reading was broken off, nor what the reader left alone, as
    it does with a file that costs too much to lay out.
    """
    if reading.get("unread") or _has_problem(item, ProblemCode.ATTACHMENT_UNREADABLE):
        return False
    was_left_alone = _has_problem(item, ProblemCode.UNSUPPORTED_CARRIER)
    is_wordy_by_name = _WORDY.search(item["name"]) is not None and not was_left_alone
    return item["carrier"] in _OF_WORDS or is_wordy_by_name


def pages_of(item: Mapping[str, Any], reading: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the pages of an attachment that can be shown, in order, as records of ``SentPage``.

    Nothing is opened here of a mail whose reading was broken off, or of a locked or broken file.
    """
    papers = [sent["at"] for sent in item["papers"] if sent["at"]]
    digest = item["digest"]
    # The pages of one form may be files of their own; they are noted with the first.
    every = [page for other in reading["attachments"] for page in other["form_pages"]]
    forms = [page for page in every if page["digest"] == digest]
    known = {(page["inner"], page["page"]): page for page in (*papers, *forms, *item["unsorted"])}
    if known:
        return [known[key] for key in sorted(known)]
    is_unreadable = _has_problem(item, ProblemCode.ATTACHMENT_UNREADABLE)
    may_open = item["is_paper"] and not reading.get("unread") and not is_unreadable
    whole = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    page = {"digest": digest, "page": 0, "inner": 0, "frame": whole}
    return [page] if may_open and _SHOWABLE.search(item["name"]) else []
