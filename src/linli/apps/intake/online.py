"""Lay what was submitted on the site into its case, where what came by mail lies as well.

The files of a case stand beside the mails as one that was never sent: whatever shows a page, its
words or the file itself shows them. A later submission puts its own files in the place of these.

Source: D0 三(一)3, 三(一)6; requirements B4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli.apps.applications.models import Application
from linli.apps.applications.receiving import Draft, lay_in
from linli.apps.intake.doubts import SETTLED, form_of, raise_doubts, with_settled
from linli.apps.intake.drafts import draft_of
from linli.apps.intake.keeping import keep
from linli.apps.intake.laying import retire_told, with_handled
from linli.apps.intake.models import Doubt, Mail
from linli.apps.people.storing import storable
from linli.core.intake.applicants import CountedMail, applicant_of
from linli.core.intake.facts_record import to_record
from linli.core.intake.parcel import SentFile, parcel
from linli.core.intake.sent import AttachmentFacts, MailFacts
from linli.core.intake.sorting import MailKind

_SUBJECT = "网上报名"
#: How the form came, as ``Application.reading`` has it.
CARRIER = "portal"


@dataclass(frozen=True, slots=True)
class OnlineFile:
    """One file of a submission, and what it counts as."""

    file: SentFile
    facts: AttachmentFacts


def lay_online(
    application: Application, files: Sequence[OnlineFile], *, sent_at: datetime, is_open: bool
) -> bool:
    """Make a case what its form and the files of its submission come to; false if it is that already.

    What officials settled on pages that are still there stays, and so do mails that they laid in.
    Doubts are raised anew, unless the case is decided and nobody could settle them. The caller holds
    the case's lock, and checks an open case afterwards.
    """
    mail = _mail_of(application)
    # Bytes that are gone are no file: that they are is a finding.
    digest = keep(parcel(one.file for one in files if one.file.content))
    if mail.digest == digest and application.reading.get("mail") == mail.file:
        return False
    facts = _facts(application, mail.file, digest, files, sent_at)
    mail.digest, mail.received_at = digest, sent_at
    mail.reading = storable(to_record(facts))
    mail.save()
    _retire_gone(application)
    draft = _draft(application, facts)
    lay_in(application, draft, application.person)
    if is_open:
        raise_doubts([application], {one.file: one for one in application.mails.all()})
    return True


def _mail_of(application: Application) -> Mail:
    found = application.mails.filter(kind=MailKind.ONLINE).first()
    return found or Mail(
        season=application.season,
        file=f"online-{application.case_number}.eml",
        kind=MailKind.ONLINE,
        reason="报名人在网站提交的文件",
        application=application,
    )


def _facts(
    application: Application,
    name: str,
    digest: str,
    files: Sequence[OnlineFile],
    sent_at: datetime,
) -> MailFacts:
    return MailFacts(
        file=name,
        digest=digest,
        received_at=sent_at,
        sender=application.person.email,
        subject=_SUBJECT,
        attachments=tuple(replace(one.facts, name=one.file.name) for one in files),
    )


def _retire_gone(application: Application) -> None:
    """Let what officials told about pages that are no longer there become idle."""
    there = {
        item["digest"] for mail in application.mails.all() for item in mail.reading["attachments"]
    }
    told = application.doubts.filter(kind=Doubt.Kind.PAPER, status__in=SETTLED)
    retire_told(application, {doubt.page["digest"] for doubt in told} - there)


def _draft(application: Application, facts: MailFacts) -> Draft:
    form = AttachmentFacts("", "", form=form_of(application), carrier=CARRIER)
    whole = replace(facts, attachments=(form, *facts.attachments))
    counted = CountedMail(whole, is_late=False, is_withdrawal=False)
    draft = draft_of(applicant_of(facts.file, [counted]), {facts.file: facts})
    draft = replace(draft, received_at=application.received_at)
    draft = with_handled(application, with_settled(application, draft), (facts.file,))
    return replace(draft, reading=_with_pictures(application, draft.reading, facts.file))


def _with_pictures(application: Application, reading: Any, file: str) -> dict[str, Any]:
    """Keep photo and drawn signature of the form as long as the form is the one of the site."""
    if reading["mail"] != file:
        return dict(reading)
    held = {name: application.reading.get(name) for name in ("photo", "signature")}
    return {**reading, **{name: digest for name, digest in held.items() if digest}}
