"""Register what a mailbox holds: every mail once with its outcome, one application a person.

A mailbox is registered again and again while it fills: what is known stays, what is new is
laid beside it, and the whole is told apart anew.

Source: D0 三(一)3; requirements B4, B17.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import check_applications
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import (
    OPEN_STATES,
    Draft,
    amend_applications,
    receive_applications,
)
from linli.apps.applications.states import State
from linli.apps.intake.doubts import raise_doubts, with_settled
from linli.apps.intake.drafts import draft_of
from linli.apps.intake.laying import case_of, moved_mails, with_handled
from linli.apps.intake.models import Mail
from linli.apps.intake.numbers import borne_number, live_numbers
from linli.apps.intake.terms import terms_of_season
from linli.apps.intake.withdrawing import APPLIED_ANEW, TO_CONFIRM, can_withdraw, is_confirmed
from linli.apps.ledger.actions import Event, record
from linli.apps.people.storing import fitted, storable
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.intake.applicants import Applicant
from linli.core.intake.facts_record import (
    READING_VERSION,
    RecordOutdated,
    from_record,
    to_record,
)
from linli.core.intake.sent import MailFacts
from linli.core.intake.sorting import MailKind, MailOutcome, Sorted, sort_mails
from linli.core.refusal import Refusal

_OTHER_CASE = "该公民身份号码在本招募季已有报名，来件未自动并入，须由人工核对"
_DECIDED_CASE = "该报名已有资格审查决定或者已撤回，来件未自动并入，须由人工核对"


class MailsOutdated(Refusal):
    """Registered mails were read by an older release, and are not there to be read again."""


@dataclass(slots=True)
class _Plan:
    """What a registration will do, worked out before anything is written."""

    received: dict[str, Draft] = field(default_factory=dict)
    amended: dict[Application, Draft] = field(default_factory=dict)
    cases: dict[str, Application] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    leaving: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()

    def is_last_word(self, outcome: MailOutcome) -> bool:
        """Tell whether a mail withdraws, and its person did not apply anew since."""
        return outcome.kind is MailKind.WITHDRAWAL and outcome.applicant in self.leaving

    def must_wait(self, outcome: MailOutcome) -> bool:
        """Tell whether a mail is laid aside for a person to confirm that it withdraws what stands."""
        return self.is_last_word(outcome) and can_withdraw(self.cases.get(outcome.applicant or ""))

    def note_on(self, outcome: MailOutcome) -> str | None:
        """Return what a letter of withdrawal comes to beside what it says, ``None`` for another mail."""
        if self.must_wait(outcome):
            return TO_CONFIRM
        is_letter = outcome.kind is MailKind.WITHDRAWAL and not outcome.is_set_aside
        is_answered = is_letter and outcome.applicant and not self.is_last_word(outcome)
        return APPLIED_ANEW if is_answered else None

    def stays(self, mail: Mail) -> bool:
        """Tell whether a mail is part of a case that was withdrawn, and not of what came after it."""
        case = mail.application
        return case is not None and case.state == State.WITHDRAWN and mail.file not in self.counted


@transaction.atomic
def register_mailbox(
    season: Season, facts: Mapping[str, MailFacts], *, actor: User, at: datetime
) -> list[Application]:
    """Register mails that were read, by name; return the applications that are new.

    Mails known by name and digest are passed over, unless more was read of them now than before,
    when a limit had ended the reading: they are told anew. Cases that are new or amended are checked
    against the notice. All or nothing. Raises ``NotPermitted`` and ``MailsOutdated``.
    Source: D0 三(一)3, 三(二); requirements B17, C1.
    """
    require_office(actor, season, Office.CITY, act="登记邮箱")
    lock_season(season)
    # Officials may be settling doubts meanwhile: what is planned on must stand until it is written.
    lock_standings(season.applications.only("pk"))
    known = {
        mail.file: mail for mail in season.mails.all().of_mailbox().select_related("application")
    }
    new = _new(known, facts.values())
    again = _read_again(known, facts.values())
    stored = {name: again.get(name) or _stored(mail, facts) for name, mail in known.items()}
    _renew(known, stored, again)
    if not (new or again):
        return []
    everything = stored | new
    found = _sorted(season, everything, known)
    plan = _plan(season, found, everything, known)
    received = receive_applications(season, list(plan.received.values()), actor=actor)
    plan.cases |= dict(zip(plan.received, received, strict=True))
    amend_applications(season, plan.amended, actor=actor, at=at)
    _tell_again(season, found, again, known, plan)
    mails = _store(season, found, everything, known, plan)
    raise_doubts([*received, *plan.amended], mails)
    touched = [case for case in (*received, *plan.amended) if case.state in OPEN_STATES]
    check_applications(season, touched, actor=actor, at=at)
    record([_registered(season, found, new, received, actor, at)])
    return received


def _sorted(season: Season, facts: Mapping[str, MailFacts], known: Mapping[str, Mail]) -> Sorted:
    """Tell the mails apart; one that a person put elsewhere does not count where sorting puts it."""
    deadline = terms_of_season(season).deadline
    confirmed = {name for name, mail in known.items() if is_confirmed(mail)}
    found = sort_mails(facts.values(), deadline=deadline, confirmed=confirmed)
    moved = moved_mails(found, known)
    if not moved:
        return found
    rest = [read for name, read in facts.items() if name not in moved]
    return sort_mails(rest, deadline=deadline, confirmed=confirmed)


def _new(known: Mapping[str, Mail], facts: Iterable[MailFacts]) -> dict[str, MailFacts]:
    """Return the mails that are not registered yet; another mail of a name bears its digest as well."""
    taken = {name: mail.digest for name, mail in known.items()}
    new: dict[str, MailFacts] = {}
    for read in facts:
        names = (read.file, f"{read.digest[:12]}@{read.file}")
        fit = [fitted(Mail, file=name)["file"] for name in names]
        name = next((one for one in fit if taken.get(one, read.digest) == read.digest), fit[1])
        if name not in taken:
            taken[name] = read.digest
            new[name] = replace(read, file=name)
    return new


def _stored(mail: Mail, facts: Mapping[str, MailFacts]) -> MailFacts:
    """Return what was read of a registered mail; one of an older release is taken as read anew."""
    try:
        read = from_record(mail.reading)
    except RecordOutdated:
        again = next((one for one in facts.values() if one.digest == mail.digest), None)
        if again is None:
            raise MailsOutdated(
                "本招募季有来件由较早的版本读取，不能与新来件一并归类",
                why="D0 三(一)3",
                mend="连同此前的来件一起重新读取整个邮箱",
            ) from None
        read = again
    return replace(read, file=mail.file)


def _read_again(known: Mapping[str, Mail], facts: Iterable[MailFacts]) -> dict[str, MailFacts]:
    """Return the registered mails of which more was read now than before, by name."""
    read = {one.digest: one for one in facts}
    return {
        name: replace(read[mail.digest], file=name)
        for name, mail in known.items()
        if mail.digest in read
        and _is_more(read[mail.digest], unread=mail.reading.get("unread", ""), had=mail.received_at)
    }


def _is_more(read: MailFacts, *, unread: str, had: datetime | None) -> bool:
    """Tell whether a reading went further than one that a limit ended, perhaps before it had anything."""
    return bool(unread) and (not read.unread or (had is None and read.received_at is not None))


def _tell_again(
    season: Season,
    found: Sorted,
    again: Mapping[str, MailFacts],
    known: Mapping[str, Mail],
    plan: _Plan,
) -> None:
    """Bring mails that were read again to what they are now; what a person made of one stays."""
    told = [one for one in found.mails if one.file in again]
    for outcome in told:
        mail = known[outcome.file]
        fresh = _mail(season, outcome, again[outcome.file], plan)
        mail.received_at = fresh.received_at
        if mail.handled_by_id is None and not plan.stays(mail):
            mail.kind, mail.reason = fresh.kind, fresh.reason
            mail.is_set_aside, mail.application = fresh.is_set_aside, fresh.application
    Mail.objects.bulk_update(
        [known[one.file] for one in told],
        ["kind", "reason", "is_set_aside", "application", "received_at"],
        batch_size=200,
    )


def _renew(
    known: Mapping[str, Mail], facts: Mapping[str, MailFacts], again: Mapping[str, MailFacts]
) -> None:
    """Write down what was read anew of mails that an older release or an earlier try had read."""
    renewed = [
        mail
        for name, mail in known.items()
        if name in again or mail.reading.get("version") != READING_VERSION
    ]
    for mail in renewed:
        mail.reading = storable(to_record(facts[mail.file]))
    Mail.objects.bulk_update(renewed, ["reading"], batch_size=200)


def _plan(
    season: Season, found: Sorted, facts: Mapping[str, MailFacts], known: Mapping[str, Mail]
) -> _Plan:
    plan = _Plan(
        leaving=frozenset(one.key for one in found.applicants if one.is_withdrawn),
        counted=frozenset(file for one in found.applicants for file in one.counted_mails),
    )
    # ``None`` stands for a case that is about to be received.
    numbers: dict[str, Application | None] = {**live_numbers(season)}
    for applicant in found.applicants:
        if applicant.received_at is None:
            continue
        draft = draft_of(applicant, facts)
        case = _case_of(applicant, known)
        if case is None:
            _plan_new(plan, applicant.key, draft, numbers)
            continue
        plan.cases[applicant.key] = case
        if _is_changed(case, draft):
            kept = with_handled(case, with_settled(case, draft), applicant.counted_mails)
            _plan_change(plan, applicant.key, case, kept, numbers)
    return plan


def _plan_new(plan: _Plan, key: str, draft: Draft, numbers: dict[str, Application | None]) -> None:
    number = _number(draft)
    if number is None or number not in numbers:
        plan.received[key] = draft
    else:
        plan.aside[key] = _OTHER_CASE
        if (other := numbers[number]) is not None:
            plan.cases[key] = other
    if number is not None:
        numbers.setdefault(number, None)


def _plan_change(
    plan: _Plan,
    key: str,
    case: Application,
    kept: Draft,
    numbers: Mapping[str, Application | None],
) -> None:
    number = _number(kept)
    if case.state not in OPEN_STATES:
        plan.aside[key] = _DECIDED_CASE
    elif number is not None and numbers.get(number, case) != case:
        plan.aside[key] = _OTHER_CASE
    elif _is_changed(case, kept):
        plan.amended[case] = kept


def _number(draft: Draft) -> str | None:
    return borne_number(draft.id_number, draft.form.id_number if draft.form else None)


def _case_of(applicant: Applicant, known: Mapping[str, Mail]) -> Application | None:
    left = known[applicant.anew_after].application if applicant.anew_after else None
    mails = [known[file] for file in applicant.counted_mails if file in known]
    # Papers that came between a withdrawal and the form anew were laid beside what was withdrawn.
    mails = [mail for mail in mails if left is None or mail.application != left]
    # Where a person put one mail says least about the others.
    return case_of(mails, handled=False) or case_of(mails, handled=True)


def _is_changed(case: Application, draft: Draft) -> bool:
    """Tell whether mails changed a case; what a person settled on it is no change."""
    return bool(
        case.reading.get("digest", "") != draft.reading.get("digest", "")
        or case.materials != dict(draft.materials)
        or case.findings != storable([dict(finding) for finding in draft.findings])
    )


def _store(
    season: Season,
    found: Sorted,
    facts: Mapping[str, MailFacts],
    known: Mapping[str, Mail],
    plan: _Plan,
) -> dict[str, Mail]:
    new = [
        _mail(season, outcome, facts[outcome.file], plan)
        for outcome in found.mails
        if outcome.file not in known
    ]
    Mail.objects.bulk_create(new, batch_size=200)
    told = {outcome.file: outcome for outcome in found.mails}
    changed = [
        mail
        for name, mail in known.items()
        if name in told and mail.handled_by_id is None and _is_told_anew(mail, told[name], plan)
    ]
    Mail.objects.bulk_update(
        changed, ["kind", "reason", "is_set_aside", "application"], batch_size=200
    )
    return dict(known) | {mail.file: mail for mail in new}


def _is_told_anew(mail: Mail, outcome: MailOutcome, plan: _Plan) -> bool:
    """Bring a known mail to what it is in the light of those that came since; tell whether it changed.

    A mail that was laid aside because its case had been decided stays so.
    """
    case = plan.cases.get(outcome.applicant or "")
    is_same = (mail.kind, mail.application) == (outcome.kind, case)
    if is_same and not _asks_otherwise(mail, outcome, plan):
        return False
    if plan.stays(mail) or (mail.application and not case):
        return False
    mail.kind, mail.application = outcome.kind, case
    reason = _joined(outcome.reason, plan.note_on(outcome))
    mail.reason = fitted(Mail, reason=reason)["reason"]
    mail.is_set_aside = outcome.is_set_aside or plan.must_wait(outcome)
    return True


def _asks_otherwise(mail: Mail, outcome: MailOutcome, plan: _Plan) -> bool:
    """Tell whether a letter asks to withdraw from now on, or no longer, as its person applied anew."""
    if outcome.kind is not MailKind.WITHDRAWAL or outcome.applicant in plan.aside:
        return False
    if plan.is_last_word(outcome):
        return plan.must_wait(outcome) and not mail.is_set_aside
    return mail.is_set_aside and not outcome.is_set_aside


def _mail(season: Season, outcome: MailOutcome, facts: MailFacts, plan: _Plan) -> Mail:
    aside = plan.aside.get(outcome.applicant or "")
    reason = _joined(outcome.reason, aside, plan.note_on(outcome))
    return Mail(
        season=season,
        **fitted(Mail, file=outcome.file, reason=reason),
        digest=facts.digest,
        received_at=outcome.received_at,
        kind=outcome.kind,
        is_set_aside=outcome.is_set_aside or aside is not None or plan.must_wait(outcome),
        reading=storable(to_record(facts)),
        application=plan.cases.get(outcome.applicant or ""),
    )


def _joined(*parts: str | None) -> str:
    return "；".join(part for part in parts if part)


def _registered(
    season: Season,
    found: Sorted,
    new: Mapping[str, MailFacts],
    received: Sequence[Application],
    actor: User,
    at: datetime,
) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="register_mailbox",
        subject=season.code,
        clause="D0 三(一)3",
        reason="登记指定电子邮箱收到的邮件",
        rule=season.rule_version,
        inputs={
            "mails": len(new),
            "applications": len(received),
            "for_a_person": sum(mail.is_set_aside for mail in found.mails if mail.file in new),
        },
        rehearsal=season.is_rehearsal,
    )
