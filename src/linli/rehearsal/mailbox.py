"""Write a sample mailbox anew from a seed, and say what is true about it.

Source: D0 三(一): what people send, where and until when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from linli.core.papers.kinds import MaterialKind
from linli.rehearsal.envelope import Envelope, with_envelope
from linli.rehearsal.mail_variety import Attachment, content
from linli.rehearsal.people import PersonOrder, make_ordered_people
from linli.rehearsal.person import MadeUpPerson
from linli.rehearsal.places import HOME_COUNTIES
from linli.rehearsal.planned_mail import Desk, PlannedMail
from linli.rehearsal.sample_cast import STORIES
from linli.rehearsal.sample_truth import (
    ApplicantTruth,
    FormSource,
    MailKind,
    MailTruth,
    SampleTruth,
)
from linli.rehearsal.strangers import strangers_mails

SEASON = "xinzhou-2024"
CLOCK_LAG = timedelta(seconds=9)
KINDS_WITH_FORM = (MailKind.APPLICATION, MailKind.CORRECTION)
KINDS_THAT_COUNT = (*KINDS_WITH_FORM, MailKind.SUPPLEMENT)
# Not mails at all: an empty file, and bytes that no program can read as one.
BROKEN_FILES = ((b"", "empty file"), (bytes(range(128, 256)) * 8, "no mail, only bytes"))


@dataclass(frozen=True, slots=True)
class _WrittenMail:
    plan: PlannedMail
    file: str


def write_sample_mailbox(folder: Path, *, seed: int, font: Path | None) -> SampleTruth:
    """Write about 70 ``.eml`` files into ``folder`` and return what is in them.

    The folder is made if need be; files of the same names are replaced. ``font`` is a font
    with Chinese characters for the pictures. Same seed and font, same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    people = _cast(seed)
    plans = _plans(people, seed=seed, font=font)
    mails = [_write(folder, number, plan) for number, plan in enumerate(plans, start=1)]
    broken = _write_broken_files(folder, first_number=len(mails) + 1)
    return SampleTruth(
        season=SEASON,
        seed=seed,
        mails=(*(_mail_truth(mail) for mail in mails), *broken),
        applicants=tuple(_applicant_truth(person, plans) for person in people),
    )


def _cast(seed: int) -> tuple[MadeUpPerson, ...]:
    orders = [
        PersonOrder(number, story.county, story.flaw, story.transfer_to)
        for number, story in enumerate(STORIES, start=1)
    ]
    return make_ordered_people(orders, seed=seed, counties=HOME_COUNTIES)


def _plans(people: Sequence[MadeUpPerson], *, seed: int, font: Path | None) -> list[PlannedMail]:
    plans = strangers_mails()
    for number, (person, story) in enumerate(zip(people, STORIES, strict=True), start=1):
        plans += story.tell(Desk(person, seed=seed, number=number, font=font))
    return sorted(plans, key=lambda plan: (plan.received_at, plan.sender, plan.notes))


def _write(folder: Path, number: int, plan: PlannedMail) -> _WrittenMail:
    file = f"{number:03}.eml"
    raw = _mail_bytes(plan, number)
    (folder / file).write_bytes(raw[: plan.bytes_kept])
    return _WrittenMail(plan, file)


def _mail_bytes(plan: PlannedMail, number: int) -> bytes:
    attachments = plan.attachments
    if plan.forwards:
        inner = _mail_bytes(plan.forwards, number + 500)
        attachments = (*attachments, Attachment("原邮件.eml", inner))
    envelope = Envelope(
        number=number,
        subject=plan.subject,
        sender_name=plan.sender_name,
        sender=plan.sender,
        received_at=plan.received_at,
        written_at=plan.written_at or plan.received_at - CLOCK_LAG,
        has_received=plan.has_received,
    )
    body = content(plan.text, attachments, plan.client, boundary=f"----=_LinliSample_{number:04}")
    return with_envelope(body, envelope, plan.client)


def _write_broken_files(folder: Path, *, first_number: int) -> list[MailTruth]:
    truths = []
    for number, (raw, notes) in enumerate(BROKEN_FILES, start=first_number):
        file = f"{number:03}.eml"
        (folder / file).write_bytes(raw)
        truths.append(MailTruth(file, None, None, "", None, notes))
    return truths


def _mail_truth(mail: _WrittenMail) -> MailTruth:
    plan = mail.plan
    return MailTruth(
        file=mail.file,
        kind=plan.kind,
        received_at=plan.received_at.isoformat() if plan.has_received else None,
        sender=plan.sender,
        applicant_key=plan.person.key if plan.person else None,
        notes=plan.notes,
    )


def _applicant_truth(person: MadeUpPerson, plans: Sequence[PlannedMail]) -> ApplicantTruth:
    own = [plan for plan in plans if plan.person == person]
    in_time = [plan for plan in own if plan.kind in KINDS_THAT_COUNT]
    counting = in_time or [plan for plan in own if plan.kind is MailKind.LATE]
    with_form = [plan for plan in counting if plan.form]
    last = with_form[-1] if with_form else None
    held = {kind for plan in counting for kind in plan.materials}
    moves = [plan.kind for plan in own if plan.kind in (*KINDS_WITH_FORM, MailKind.WITHDRAWAL)]
    return ApplicantTruth(
        key=person.key,
        form=last.form if last else None,
        form_source=last.form_source if last else FormSource.NONE,
        materials=tuple(kind for kind in MaterialKind if kind in held),
        flaw=person.flaw,
        is_late=not in_time,
        is_withdrawn=bool(moves) and moves[-1] is MailKind.WITHDRAWAL,
    )
