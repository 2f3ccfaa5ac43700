"""Supplement requests: drafted from the reasons of a case, sent when a person releases them.

Source: D0 三(一)6, 三(二); requirements C2; 个人信息保护法 art. 24.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import lock_standings
from linli.apps.applications.checking import facts_of_application, surroundings
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import may_view
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.applications.supplement_letter import (
    LetterCase,
    MailDraft,
    answer_by,
    days_past,
    letter_terms,
    supplement_letter,
)
from linli.apps.applications.verdicts import judge
from linli.apps.intake.models import Doubt, Letter
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.people.storing import fitted
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import Permission, require
from linli.core.documents.problems import ProblemCode
from linli.core.policy import compile_rules
from linli.core.refusal import Refusal

Listener = Callable[[Letter], None]
_listeners: list[Listener] = []
_OFFICES = (Office.CITY, Office.COUNTY)
#: Fewer characters than this ask nobody for anything.
SHORTEST_BODY = 10


class LetterGone(Refusal):
    """The draft was released or dropped in the meantime."""


class LetterIdle(Refusal):
    """The case has been decided: nothing that is sent in now would count."""


class NoAddress(Refusal):
    """The person of the case gave no address that mail goes to."""


class LetterBlank(Refusal):
    """A letter without a subject, or with hardly a text, is not sent."""


class LetterOverdue(Refusal):
    """The letter wants an answer by a day that has passed."""


class DoubtsOpen(Refusal):
    """Readings of the case wait for a person: what the letter asks for may rest on a misreading."""


def on_release(listener: Listener) -> Listener:
    """Register what sends a released letter; it is told inside the transaction."""
    _listeners.append(listener)
    return listener


def may_write(official: User, application: Application) -> Permission:
    """Tell whether an official may ask the person of a case for supplements."""
    if official.office not in _OFFICES:
        names = "、".join(office.label for office in _OFFICES)
        return Permission(False, f"“发出补正通知”由{names}办理")
    return may_view(official, application)


def asked_for(season: Season) -> frozenset[str]:
    """Return the reason codes that a letter of a season asks about."""
    pack = season.pack
    return frozenset(letter_terms(pack, pack.notice.issued).requests)


def proposed_letter(application: Application, on: date) -> MailDraft | None:
    """Return what the machine would write on a day; ``None`` if nothing is asked for or the case is decided.

    Only known faults are asked about: what rests on a reading in doubt is settled first.
    """
    if application.state not in OPEN_STATES:
        return None
    season = application.season
    ends = {window.stage: window.last_day for window in season.windows.all()}
    registration_ends = ends[Stage.REGISTRATION]
    facts = facts_of_application(
        application,
        surroundings(season, on),
        in_window=beijing_date(application.received_at) <= registration_ends,
    )
    verdict = judge(compile_rules(season.pack, on), facts, withdrawn=False)
    case = LetterCase(
        name=application.person.name,
        id_number=application.person.id_number or "",
        case_number=application.case_number,
        reasons=verdict.reasons,
        answer_by=answer_by(
            on, registration_ends=registration_ends, review_ends=ends[Stage.ELIGIBILITY_REVIEW]
        ),
        unopened=tuple(_unopened(application)),
    )
    return supplement_letter(case, letter_terms(season.pack, on))


def _unopened(application: Application) -> Iterator[str]:
    for mail in application.mails.all():
        for item in mail.reading.get("attachments", ()):
            codes = {problem["code"] for problem in item["problems"]}
            if ProblemCode.ATTACHMENT_UNREADABLE in codes:
                yield item["name"]


@transaction.atomic
def draft_letter(
    application: Application, *, subject: str, body: str, actor: User, at: datetime
) -> Letter:
    """Keep a draft for a case; an earlier draft of the same case is dropped. Raises ``NotPermitted``."""
    require(may_write(actor, application))
    lock_standings([application])
    drafts = application.letters.filter(status=Letter.Status.DRAFT)
    drafts.update(status=Letter.Status.DROPPED)
    return Letter.objects.create(
        application=application, drafted_at=at, **fitted(Letter, subject=subject, body=body)
    )


@transaction.atomic
def release_letter(letter: Letter, *, subject: str, body: str, actor: User, at: datetime) -> None:
    """Send a letter as the official last saw it; once.

    Raises ``NotPermitted``, ``LetterGone``, ``LetterBlank``, ``LetterOverdue`` and ``DoubtsOpen``.
    """
    require(may_write(actor, letter.application))
    _require_words(subject, body, beijing_date(at))
    lock_standings([letter.application])
    _require_settled(letter.application)
    letter.refresh_from_db()
    if letter.status != Letter.Status.DRAFT:
        raise LetterGone("这份补正通知已经发出或者作废", mend="刷新页面查看")
    texts = fitted(Letter, subject=subject, body=body)
    letter.subject, letter.body = texts["subject"], texts["body"]
    letter.status, letter.released_by, letter.released_at = Letter.Status.RELEASED, actor, at
    letter.save()
    record([_released(letter, actor, at)])
    for listener in _listeners:
        listener(letter)


def _require_words(subject: str, body: str, on: date) -> None:
    if not subject.strip() or len("".join(body.split())) < SHORTEST_BODY:
        raise LetterBlank(
            f"补正通知没有标题，或者正文不足{SHORTEST_BODY}字", mend="写明请报名人补正什么再发出"
        )
    if past := days_past(body, on):
        raise LetterOverdue(
            f"正文中的期限“{'、'.join(past)}”已过，或者没有这一天",
            mend="改为今天或者以后的日期再发出",
        )


def doubts_open(application: Application) -> DoubtsOpen | None:
    """Return why a letter must wait for readings of its case, ``None`` if it need not."""
    count = application.doubts.filter(status=Doubt.Status.OPEN).count()
    if not count:
        return None
    return DoubtsOpen(
        f"报名{application.case_number}还有{count}项读取结果待核对，补正通知暂不能发出",
        why="D0 三(二)",
        mend="先核对读取结果，需要补正的事项随后重新列出",
    )


def _require_settled(application: Application) -> None:
    if (refusal := doubts_open(application)) is not None:
        raise refusal


@transaction.atomic
def send_letter(
    application: Application, *, subject: str, body: str, actor: User, at: datetime
) -> None:
    """Send a letter that an official has before the eyes, drafted earlier or not.

    The case must still be open, and have an address to write to. Raises ``NoAddress``,
    ``LetterIdle`` and what ``release_letter`` raises.
    """
    require(may_write(actor, application))
    state = lock_standings([application])[application.pk].state
    if state not in OPEN_STATES:
        raise LetterIdle(
            f"报名{application.case_number}现为“{state.label}”，不再补正",
            why="D0 三(二)",
            mend="刷新页面，按当前状态办理",
        )
    if not application.person.email:
        raise NoAddress(
            f"报名{application.case_number}没有电子邮箱，补正通知无法发出",
            mend="请电话通知报名人，并在案卷中记录",
        )
    letter = draft_letter(application, subject=subject, body=body, actor=actor, at=at)
    release_letter(letter, subject=subject, body=body, actor=actor, at=at)


def _released(letter: Letter, actor: User, at: datetime) -> Event:
    application = letter.application
    return Event(
        at=at,
        actor=actor.username,
        action="release_letter",
        subject=application.subject,
        clause="D0 三(一)6",
        reason="发出补正通知",
        rule=application.season.rule_version,
        inputs={"letter": letter.pk},
        rehearsal=application.season.is_rehearsal,
    )
