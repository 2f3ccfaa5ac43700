"""What the intake pages show, prepared: what came in, what waits, one mail."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.supplement_letter import safe_file_name
from linli.apps.intake.handling import READERS, may_handle
from linli.apps.intake.letters import asked_for
from linli.apps.intake.models import Mail
from linli.apps.intake.queries import (
    Waiting,
    counts_by_kind,
    find_mails,
    formless_cases,
    letter_cases,
    waiting,
)
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission
from linli.core.identity.names import mask_name
from linli.web.office.intake_forms import ONLY_WAITING, MailFilterForm
from linli.web.office.presenting import PAGE_SIZE, scope_name
from linli.web.office.words import (
    GOOD,
    MAIL_KINDS,
    MATERIALS,
    QUIET,
    WAITING,
    Badge,
    state_badge,
)

CARRIERS = {
    "docx": "Word文档（.docx）",
    "doc": "Word文档（.doc）",
    "pdf": "PDF（有文字）",
    "scan": "扫描件",
    "photo": "照片",
    "html": "写在邮件正文中",
    "wrong": "不是本次招募的登记表",
    "none": "没有读到登记表",
}
_SHOWABLE = re.compile(r"\.(?:jpe?g|jfif|png|gif|bmp|tiff?|hei[cf]|webp|pdf)$", re.IGNORECASE)
_FORMLESS, _LETTERS = "form", "letter"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many mails of a kind came in."""

    kind: str
    label: str
    mails: int


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail in the list, by its number here: its file is often named after the person."""

    key: int
    kind: str
    reason: str
    received_at: datetime | None
    case_number: str
    mark: Badge | None


@dataclass(frozen=True, slots=True)
class IntakePage:
    """What came in, what waits, and one page of the mails; ``opens`` tells if this official reads any."""

    kinds: tuple[KindCount, ...]
    total: int
    waiting: Waiting
    page: Page[Mail]
    rows: tuple[MailRow, ...]
    scope_name: str
    opens: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case that waits. The name is masked."""

    case_number: str
    name: str
    county: str
    state: Badge
    received_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """One page of the cases that wait for the same thing."""

    title: str
    hint: str
    page: Page[Application]
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class SentFile:
    """One attachment: its name fit to be shown, what it was found to be, its problems, its pages."""

    number: int
    name: str
    what: str
    problems: tuple[str, ...]
    pages: tuple[int, ...]


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


def intake_page(season: Season, official: User, form: MailFilterForm, number: str) -> IntakePage:
    """Return what the intake desk begins with."""
    scope = official.scope
    counts = counts_by_kind(season, scope)
    wishes: Mapping[str, str] = form.cleaned_data if form.is_valid() else {"kind": "-"}
    found = find_mails(
        season, scope, kind=wishes.get("kind", ""), waiting=wishes.get("show") == ONLY_WAITING
    )
    page = Paginator(found, PAGE_SIZE).get_page(number)
    return IntakePage(
        kinds=tuple(KindCount(kind, MAIL_KINDS[kind], counts.get(kind, 0)) for kind in MAIL_KINDS),
        total=sum(counts.values()),
        waiting=waiting(season, scope, asked_for=asked_for(season)),
        page=page,
        rows=tuple(_row(mail) for mail in page),
        scope_name=scope_name(official),
        opens=official.office in READERS,
    )


def _row(mail: Mail) -> MailRow:
    return MailRow(
        key=mail.pk,
        kind=kind_label(mail.kind),
        reason=mail.reason,
        received_at=mail.received_at,
        case_number=mail.application.case_number if mail.application else "",
        mark=mail_mark(mail),
    )


def kind_label(kind: str) -> str:
    """Return what a mail is, in the office's words."""
    return MAIL_KINDS.get(kind, kind or "未分类")


def mail_mark(mail: Mail) -> Badge | None:
    """Return the badge of a mail that a person must read, or has dealt with."""
    if mail.handled_by_id is not None:
        return Badge("已处理", GOOD)
    return Badge("须人工阅读", WAITING) if mail.is_set_aside else None


def waiting_cases(season: Season, official: User, what: str, number: str) -> WaitingCases | None:
    """Return the cases that wait for one thing, ``None`` if there is no such thing."""
    scope = official.scope
    if what == _FORMLESS:
        title, hint = "没有可读登记表的报名", "打开来件查看，或者通知报名人重新发送"
        found = formless_cases(season, scope)
    elif what == _LETTERS:
        title, hint = "补正通知待发出的报名", "打开报名，核对补正通知后发出"
        found = letter_cases(season, scope, asked_for=asked_for(season))
    else:
        return None
    page = Paginator(found, PAGE_SIZE).get_page(number)
    return WaitingCases(title, hint, page, tuple(_case_row(one) for one in page))


def _case_row(application: Application) -> CaseRow:
    return CaseRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        county=application.county.name if application.county else "未转县",
        state=state_badge(application),
        received_at=application.received_at,
    )


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
            _file(number, item, reading)
            for number, item in enumerate(reading.get("attachments", ()))
        ),
        permission=may_handle(official, mail),
        is_waiting=mail.is_set_aside and mail.handled_by_id is None,
    )


def _file(number: int, item: Mapping[str, Any], reading: Mapping[str, Any]) -> SentFile:
    return SentFile(
        number=number,
        name=safe_file_name(item["name"]) or "未命名附件",
        what=_what(item),
        problems=tuple(problem["reason"] for problem in item["problems"]),
        pages=tuple(range(len(pages_of(item, reading)))),
    )


def _what(item: Mapping[str, Any]) -> str:
    kinds = dict.fromkeys(kind for sent in item["papers"] for kind in sent["paper"]["kinds"])
    words = [MATERIALS.get(kind, kind) for kind in kinds]
    if item["carrier"]:
        words.insert(0, f"报名登记表（{CARRIERS.get(item['carrier'], item['carrier'])}）")
    if item["unsorted"]:
        words.append(MATERIALS["unknown"])
    return "、".join(words)


def pages_of(item: Mapping[str, Any], reading: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the pages of an attachment that can be shown, in order, as records of ``SentPage``.

    Nothing is opened here of a mail whose reading was broken off.
    """
    papers = [sent["at"] for sent in item["papers"] if sent["at"]]
    digest = item["digest"]
    # The pages of one form may be files of their own; they are noted with the first.
    every = [page for other in reading["attachments"] for page in other["form_pages"]]
    forms = [page for page in every if page["digest"] == digest]
    known = {(page["inner"], page["page"]): page for page in (*papers, *forms, *item["unsorted"])}
    if known:
        return [known[key] for key in sorted(known)]
    is_opened = item["is_paper"] and not reading.get("unread") and _SHOWABLE.search(item["name"])
    whole = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    return [{"digest": digest, "page": 0, "inner": 0, "frame": whole}] if is_opened else []


def settled_mark(status: str, label: str) -> Badge:
    """Return the badge of a doubt."""
    tones = {"open": WAITING, "accepted": GOOD, "corrected": GOOD}
    return Badge(label, tones.get(status, QUIET))
