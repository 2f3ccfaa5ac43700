"""Read a mailbox and register what came in: every mail with its outcome, one application a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import Draft, receive_applications
from linli.apps.applications.models import Application
from linli.apps.intake.models import Mail
from linli.apps.ledger.actions import BEIJING, Event, record
from linli.apps.people.storing import fitted, storable
from linli.apps.places.queries import gazetteer
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.core.intake.applicants import Applicant
from linli.core.intake.facts import MailFacts, facts_of
from linli.core.intake.mail import read_mail, too_large_mail
from linli.core.intake.mailbox import MailFile, mails_in
from linli.core.intake.sorting import MailKind, MailOutcome, Sorted, sort_mails
from linli.core.policy import Pack
from linli.core.refusal import Refusal

Progress = Callable[[str, list[MailFile]], Iterable[MailFile]]


class AlreadyRegistered(Refusal):
    """The season's mailbox has been registered; a second time would double the cases."""


@dataclass(frozen=True, slots=True)
class MailboxReading:
    """A mailbox as read: what each mail holds, and the mails told apart."""

    facts: Mapping[str, MailFacts]
    sorted: Sorted


@dataclass(frozen=True, slots=True)
class MailboxTerms:
    """What decides how a mailbox is read: whose places, which form, until when.

    ``deadline`` is the first instant that is too late; ``form_title`` is the title of the
    one form that counts, as the notice prints it.
    """

    province: str
    form_title: str
    deadline: datetime


def terms_of_pack(pack: Pack) -> MailboxTerms:
    """Return the terms that a pack's notice sets (D0 三(一)2, 附件2)."""
    day = pack.notice.issued
    return MailboxTerms(
        province=next(iter(pack.table("quota", day)))[:2],
        form_title=pack.text("form_title", day),
        deadline=end_of(pack.date_table("stage_end", day)[Stage.REGISTRATION]),
    )


def terms_of_season(season: Season) -> MailboxTerms:
    """Return the terms of a season, whose window may have been extended."""
    last = season.windows.get(stage=Stage.REGISTRATION).last_day
    return replace(terms_of_pack(season.pack), deadline=end_of(last))


def end_of(day: date) -> datetime:
    """Return 24:00 of a day, Beijing time: the first instant after it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING)


def read_mailbox(mailbox: Path, terms: MailboxTerms, *, progress: Progress) -> MailboxReading:
    """Read every mail of a mailbox to the end; no mail stops the reading.

    Raises ``MailboxRefused`` if there is no mailbox. Source: D0 三(一)3.
    """
    names = gazetteer(terms.province)
    facts: dict[str, MailFacts] = {}
    for mail in progress("读取邮件", list(mails_in(mailbox))):
        read = (
            too_large_mail(mail.name, size=mail.size)
            if mail.is_too_large
            else read_mail(mail.name, mail.read())
        )
        facts[mail.name] = facts_of(read, gazetteer=names, title=terms.form_title)
    return MailboxReading(facts, sort_mails(facts.values(), deadline=terms.deadline))


@transaction.atomic
def register_mailbox(
    season: Season, reading: MailboxReading, *, actor: User, at: datetime
) -> list[Application]:
    """Register a mailbox: one application a person, one row a mail, all or nothing.

    Raises ``AlreadyRegistered``. Source: D0 三(一)3; requirements B17.
    """
    require_office(actor, season, Office.CITY, act="登记邮箱")
    lock_season(season)
    if season.mails.exists():
        raise AlreadyRegistered("本招募季的邮箱已经登记", why="D0 三(一)3", mend="查看来件清单")
    applicants = [one for one in reading.sorted.applicants if one.received_at]
    drafts = [_draft(one, reading) for one in applicants]
    applications = receive_applications(season, drafts, actor=actor)
    cases = {
        one.key: application for one, application in zip(applicants, applications, strict=True)
    }
    Mail.objects.bulk_create(
        [
            _mail(season, outcome, reading.facts[outcome.file], cases)
            for outcome in reading.sorted.mails
        ],
        batch_size=200,
    )
    record([_registered(season, reading, len(applications), actor, at)])
    return applications


def _draft(applicant: Applicant, reading: MailboxReading) -> Draft:
    counted = [reading.facts[file] for file in applicant.counted_mails]
    unknown = sum(
        item.is_paper and not item.kinds and item.carrier is None
        for mail in counted
        for item in mail.attachments
    )
    materials = {kind.value: count for kind, count in applicant.materials.items()}
    findings = [
        {"code": problem.code.value, "text": problem.reason} for problem in applicant.problems
    ]
    findings += [{"code": "set_aside", "text": text} for text in applicant.set_aside]
    assert applicant.received_at is not None
    return Draft(
        form=applicant.form,
        materials=materials | ({"unknown": unknown} if unknown else {}),
        received_at=applicant.received_at,
        source="mail",
        name=applicant.name or "",
        id_number=applicant.id_number,
        phone=applicant.phone or "",
        email=counted[-1].sender if counted else "",
        findings=tuple(findings),
        withdrawn_at=_withdrawn_at(applicant, reading),
    )


def _withdrawn_at(applicant: Applicant, reading: MailboxReading) -> datetime | None:
    """Return when the last mail came by which the person withdrew; ``None`` if they did not."""
    if not applicant.is_withdrawn:
        return None
    times = [
        mail.received_at
        for mail in reading.sorted.mails
        if mail.applicant == applicant.key and mail.kind is MailKind.WITHDRAWAL and mail.received_at
    ]
    return max(times, default=applicant.received_at)


def _mail(
    season: Season, outcome: MailOutcome, facts: MailFacts, cases: Mapping[str, Application]
) -> Mail:
    problems = [
        {"attachment": item.name, "code": problem.code.value, "text": problem.reason}
        for item in facts.attachments
        for problem in item.problems
    ]
    return Mail(
        season=season,
        **fitted(Mail, file=outcome.file, reason=outcome.reason),
        digest=facts.digest,
        received_at=outcome.received_at,
        kind=outcome.kind,
        is_set_aside=outcome.is_set_aside,
        reading=storable(
            {
                "subject": facts.subject,
                "attachments": [item.name for item in facts.attachments],
                "problems": problems,
            }
        ),
        application=cases.get(outcome.applicant or ""),
    )


def _registered(
    season: Season, reading: MailboxReading, applications: int, actor: User, at: datetime
) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="register_mailbox",
        subject=season.code,
        clause="D0 三(一)3",
        reason="登记指定电子邮箱收到的全部邮件",
        rule=season.rule_version,
        inputs={
            "mails": len(reading.sorted.mails),
            "applications": applications,
            "for_a_person": sum(mail.is_set_aside for mail in reading.sorted.mails),
        },
        rehearsal=season.is_rehearsal,
    )
