"""What the intake pages show, prepared: what came in, what waits, one mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.handling import READERS
from linli.apps.intake.letters import asked_for
from linli.apps.intake.models import Mail
from linli.apps.intake.queries import (
    MAIL_KINDS,
    Waiting,
    counts_by_kind,
    find_mails,
    formless_cases,
    letter_cases,
    waiting,
)
from linli.apps.seasons.models import Season
from linli.core.identity.names import mask_mail_address, mask_name
from linli.web.design.badges import GOOD, QUIET, WAITING, Badge
from linli.web.office.presenting import PAGE_SIZE, scope_name
from linli.web.office.words import state_badge

CARRIERS = {
    "docx": "Word文档（.docx）",
    "doc": "Word文档（.doc）",
    "pdf": "PDF（有文字）",
    "scan": "扫描件",
    "photo": "照片",
    "html": "写在邮件正文中",
    "portal": "网上填写",
    "wrong": "不是本次招募的登记表",
    "none": "没有读到登记表",
}
_FORMLESS, _LETTERS = "form", "letter"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many mails of a kind came in."""

    kind: str
    label: str
    mails: int


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail in the list, by its number here: its file is often named after the person.

    Sender and name are masked; the name is that of the case's person.
    """

    key: int
    kind: str
    sender: str
    name: str
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


def intake_page(
    season: Season, official: User, wishes: Mapping[str, str], number: str
) -> IntakePage:
    """Return what the intake desk begins with; ``wishes`` narrow the mails as ``find_mails`` takes them."""
    scope = official.scope
    counts = counts_by_kind(season, scope)
    page = Paginator(find_mails(season, scope, **wishes), PAGE_SIZE).get_page(number)
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
    application = mail.application
    return MailRow(
        key=mail.pk,
        kind=kind_label(mail.kind),
        sender=mask_mail_address(getattr(mail, "sender", None) or ""),
        name=mask_name(application.person.name) if application else "",
        reason=mail.reason,
        received_at=mail.received_at,
        case_number=application.case_number if application else "",
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


def settled_mark(status: str, label: str) -> Badge:
    """Return the badge of a doubt."""
    tones = {"open": WAITING, "accepted": GOOD, "corrected": GOOD}
    return Badge(label, tones.get(status, QUIET))
