"""Tell the mails of a mailbox apart and put them with their people: one application a person.

Nothing is dropped: every mail comes back with its kind and a reason, and what this
release cannot tell or read is set aside for a person.

Source: D0 三(一)2, 三(一)3.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.intake.applicants import Applicant, CountedMail, applicant_of, is_withdrawn
from linli.core.intake.mail import MailFault
from linli.core.intake.people import Identity, Link, People, Person, contest_of, identity_of
from linli.core.intake.sent import MailFacts
from linli.core.intake.signals import Intent, Signals, signals_of


class MailKind(StrEnum):
    """What a mail is; ``SET_ASIDE`` where only a person can tell.

    ``ONLINE`` is no mail of the mailbox but what a person sent on the site: sorting never gives it.
    """

    APPLICATION = "application"
    SUPPLEMENT = "supplement"
    CORRECTION = "correction"
    DUPLICATE = "duplicate"
    WITHDRAWAL = "withdrawal"
    INQUIRY = "inquiry"
    SPAM = "spam"
    LATE = "late"
    SET_ASIDE = "set_aside"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """What became of one mail.

    ``is_set_aside`` asks for a person's eyes: the kind cannot be told, or (with its kind
    told) something in the mail could not be read. ``applicant`` is a key of ``Sorted.applicants``.
    """

    file: str
    kind: MailKind
    reason: str
    is_set_aside: bool = False
    applicant: str | None = None
    received_at: dt.datetime | None = None
    sender: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The mailbox told apart: one outcome a mail in order of receipt, one applicant a person."""

    mails: tuple[MailOutcome, ...]
    applicants: tuple[Applicant, ...]


_REASONS = {
    MailKind.APPLICATION: "报名邮件",
    MailKind.SUPPLEMENT: "同一报名人补交材料",
    MailKind.CORRECTION: "同一报名人重新提交报名表",
    MailKind.DUPLICATE: "与该报名人此前一封邮件内容相同",
    MailKind.WITHDRAWAL: "报名人放弃报名",
    MailKind.INQUIRY: "咨询，不是报名",
    MailKind.SPAM: "广告、诈骗或自动回复，与报名无关",
    MailKind.LATE: "收到时间在报名截止之后",
}
#: The kinds whose papers belong into a case.
COUNTED = frozenset(
    {MailKind.APPLICATION, MailKind.SUPPLEMENT, MailKind.CORRECTION, MailKind.ONLINE}
)
_FATAL = (
    MailFault.TOO_LARGE,
    MailFault.OUTLOOK,
    MailFault.BROKEN,
    MailFault.EMPTY,
    MailFault.NO_RECEIVED_TIME,
)


def sort_mails(
    mails: Iterable[MailFacts],
    *,
    deadline: dt.datetime,
    confirmed: Collection[str] | None = None,
) -> Sorted:
    """Sort the mails of one mailbox.

    ``deadline`` is the first instant that is too late; it and the times of receipt carry
    a zone. The order of ``mails`` does not matter: they are taken in order of receipt,
    those without a time of receipt last. ``confirmed`` names the withdrawals that an official
    confirmed, the others then take nothing out of count; with ``None`` all are taken at their word.
    """
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    ordered = sorted(mails, key=lambda mail: (mail.received_at or last, mail.file))
    sorter = _Sorter(deadline, confirmed)
    outcomes = [sorter.take(mail) for mail in ordered]
    return Sorted(
        mails=tuple(
            sorter.with_late_links(mail, out) for mail, out in zip(ordered, outcomes, strict=True)
        ),
        applicants=sorter.applicants(),
    )


class _Sorter:
    """Holds what was learned from the mails so far."""

    def __init__(self, deadline: dt.datetime, confirmed: Collection[str] | None) -> None:
        self._deadline = deadline
        self._confirmed = confirmed
        self._people = People()
        self._seen: dict[tuple[object, ...], str] = {}
        self._mails: dict[str, list[CountedMail]] = {}

    def take(self, mail: MailFacts) -> MailOutcome:
        """Decide one mail in the light of all earlier ones."""
        fault = next((fault for fault in _FATAL if fault in mail.faults), None)
        if fault is not None:
            return _outcome(mail, MailKind.SET_ASIDE, reason=fault.sentence, aside=True)
        if mail.unread and mail.received_at is None:
            return _outcome(mail, MailKind.SET_ASIDE, reason=mail.unread, aside=True)
        fingerprint = _fingerprint(mail)
        if fingerprint in self._seen:
            return _outcome(mail, MailKind.DUPLICATE, applicant=self._seen[fingerprint])
        signals = signals_of(mail)
        if signals.intent is Intent.APPLY:
            return self._take_application(mail, signals, fingerprint)
        if signals.intent is Intent.WITHDRAW:
            return self._take_withdrawal(mail, fingerprint)
        if signals.intent is Intent.UNCLEAR:
            return _outcome(
                mail, MailKind.SET_ASIDE, reason="看不出邮件的用意，须由人工阅读", aside=True
            )
        return _outcome(mail, MailKind.INQUIRY if signals.intent is Intent.ASK else MailKind.SPAM)

    def _take_application(
        self, mail: MailFacts, signals: Signals, fingerprint: tuple[object, ...]
    ) -> MailOutcome:
        identity = identity_of(mail)
        found = self._people.find(mail, identity)
        if (
            found is not None
            and found[1] is Link.NAME_ONLY
            and (mail.forms or not _refers_back(signals))
        ):
            # A namesake's application is another application.
            found = None
        if found is None and _refers_back(signals) and not mail.forms and not mail.unread_forms:
            reason = "像是补交材料，但找不到此前的报名邮件，须由人工核对"
            return _outcome(
                mail, self._late_or(mail, MailKind.SUPPLEMENT), reason=reason, aside=True
            )
        contest = found and contest_of(*found, mail=mail, identity=identity)
        if found and contest:
            self._seen[fingerprint] = found[0].key
            return self._contested(mail, MailKind.SET_ASIDE, found[0], contest)
        person = found[0] if found else self._people.add()
        kind = self._kind(person, mail, signals)
        self._people.learn(person, mail, identity)
        self._seen[fingerprint] = person.key
        counted = CountedMail(mail, is_late=self._is_late(mail), is_withdrawal=False)
        self._mails.setdefault(person.key, []).append(counted)
        return self._application_outcome(
            mail, self._late_or(mail, kind), person, found and found[1]
        )

    def _contested(
        self, mail: MailFacts, kind: MailKind, person: Person, contest: str
    ) -> MailOutcome:
        """Lay a mail beside its person: nothing in it counts, and nothing is learned from it."""
        is_late = self._is_late(mail)
        self._mails[person.key].append(
            CountedMail(mail, is_late=is_late, is_withdrawal=False, contest=contest)
        )
        if is_late and kind is MailKind.SET_ASIDE:
            kind, contest = MailKind.LATE, f"{_REASONS[MailKind.LATE]}；{contest}"
        return _outcome(mail, kind, reason=contest, aside=True, applicant=person.key)

    def _counting(self, person: Person) -> list[CountedMail]:
        return [entry for entry in self._mails.get(person.key, []) if entry.contest is None]

    def _kind(self, person: Person, mail: MailFacts, signals: Signals) -> MailKind:
        earlier = self._counting(person)
        has_form = mail.brings_form
        has_left = is_withdrawn(entry for entry in earlier if entry.confirmed)
        if not earlier or (has_form and has_left):
            return MailKind.APPLICATION
        if not has_form and not (signals.says_correction and not signals.says_supplement):
            return MailKind.SUPPLEMENT
        known = {item.digest for entry in earlier for item in entry.mail.attachments}
        forms = (*mail.forms, *mail.unread_forms)
        is_old_form = bool(forms) and all(item.digest in known for item in forms)
        if is_old_form and signals.says_supplement:
            return MailKind.SUPPLEMENT
        return MailKind.CORRECTION if has_form else MailKind.SUPPLEMENT

    def _application_outcome(
        self, mail: MailFacts, kind: MailKind, person: Person, link: Link | None
    ) -> MailOutcome:
        doubt = _doubt(mail, link=link, has_earlier=len(self._counting(person)) > 1)
        reason = _REASONS[kind] + (f"；{doubt}" if doubt else "")
        return _outcome(mail, kind, reason=reason, aside=bool(doubt), applicant=person.key)

    def _take_withdrawal(self, mail: MailFacts, fingerprint: tuple[object, ...]) -> MailOutcome:
        identity = identity_of(mail)
        found = self._people.find(mail, identity)
        if found is None or found[1] is Link.NAME_ONLY or found[0].key not in self._mails:
            reason = "要求放弃报名，但不能确认是哪位报名人，未作撤回，须由人工核对"
            return _outcome(mail, MailKind.WITHDRAWAL, reason=reason, aside=True)
        person, link = found
        is_known = person.is_reached_by(mail, identity) and not person.is_named_otherwise(identity)
        is_confirmed = self._confirmed is not None and mail.file in self._confirmed
        if link is Link.ID_NUMBER and not is_known and not is_confirmed:
            self._seen[fingerprint] = person.key
            reason = "要求放弃报名，但姓名或者联系方式与该报名人不符，未作撤回，须由人工核对"
            return self._contested(mail, MailKind.WITHDRAWAL, person, reason)
        # Who applies anew after a withdrawal may send the very same mail again.
        self._seen = {seen: key for seen, key in self._seen.items() if key != person.key}
        self._seen[fingerprint] = person.key
        self._mails[person.key].append(
            CountedMail(
                mail,
                is_late=self._is_late(mail),
                is_withdrawal=True,
                confirmed=is_confirmed or self._confirmed is None,
            )
        )
        return _outcome(mail, MailKind.WITHDRAWAL, applicant=person.key)

    def _is_late(self, mail: MailFacts) -> bool:
        return mail.received_at is None or mail.received_at >= self._deadline

    def _late_or(self, mail: MailFacts, kind: MailKind) -> MailKind:
        return MailKind.LATE if kind in COUNTED and self._is_late(mail) else kind

    def with_late_links(self, mail: MailFacts, outcome: MailOutcome) -> MailOutcome:
        """Put an inquiry with the person who applied before or after it."""
        if outcome.kind is not MailKind.INQUIRY:
            return outcome
        found = self._people.find(mail, Identity())
        if found is None:
            return outcome
        return _outcome(mail, outcome.kind, reason=outcome.reason, applicant=found[0].key)

    def applicants(self) -> tuple[Applicant, ...]:
        """Put together the mails of each person."""
        return tuple(applicant_of(key, mails) for key, mails in self._mails.items())


def _refers_back(signals: Signals) -> bool:
    return signals.says_supplement or signals.says_correction


def _fingerprint(mail: MailFacts) -> tuple[object, ...]:
    """Return what two copies of one mail share, whatever the servers wrote into the headers."""
    words = re.sub(r"\s+", "", mail.subject + mail.text)
    # The name of a form pasted into the body holds the digest of the whole mail.
    digests = sorted(
        item.digest for item in mail.attachments if not item.digest.startswith("body:")
    )
    return (mail.sender, words, *digests)


def _doubt(mail: MailFacts, *, link: Link | None, has_earlier: bool) -> str:
    doubts = []
    if link is Link.NAME_ONLY:
        doubts.append("仅凭姓名归到该报名人，须由人工核对")
    if mail.unread_forms and not mail.forms:
        doubts.append("报名表无法读取，须由人工阅读")
    elif not mail.forms and not mail.has_wrong_form and not has_earlier:
        doubts.append("没有读到报名表，须由人工核对附件")
    if len({item.form.name for item in mail.forms if item.form and item.form.name}) > 1:
        doubts.append("邮件内有不止一人的报名表，只按最后一份登记，须由人工核对")
    if mail.unread:
        doubts.append(mail.unread)
    if MailFault.TOO_MANY_PARTS in mail.faults:
        doubts.append(MailFault.TOO_MANY_PARTS.sentence)
    return "；".join(doubts)


def _outcome(
    mail: MailFacts,
    kind: MailKind,
    *,
    reason: str = "",
    aside: bool = False,
    applicant: str | None = None,
) -> MailOutcome:
    return MailOutcome(
        file=mail.file,
        kind=kind,
        reason=reason or _REASONS[kind],
        is_set_aside=aside,
        applicant=applicant,
        received_at=mail.received_at,
        sender=mail.sender,
    )
