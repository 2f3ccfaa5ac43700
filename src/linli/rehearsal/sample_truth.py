"""What is true about a sample mailbox, for comparing a reader's answer with it."""

from dataclasses import dataclass
from enum import StrEnum

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.kinds import MaterialKind
from linli.rehearsal.person import Flaw


class MailKind(StrEnum):
    """What a mail is to the office."""

    APPLICATION = "application"
    SUPPLEMENT = "supplement"
    CORRECTION = "correction"
    DUPLICATE = "duplicate"
    WITHDRAWAL = "withdrawal"
    INQUIRY = "inquiry"
    SPAM = "spam"
    LATE = "late"


class FormSource(StrEnum):
    """What carries the registration form that counts."""

    DOCX = "docx"
    PDF = "pdf"
    PHOTO = "photo"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailTruth:
    """One mail.

    ``kind`` is ``None`` where the file must be set aside: no mail in it, or no time of receipt;
    ``received_at`` is ISO 8601 with +08:00, by the topmost Received header; ``notes`` says what
    is special, in English, and is not for a reader to find out.
    """

    file: str
    kind: MailKind | None
    received_at: str | None
    sender: str
    applicant_key: str | None
    notes: str


@dataclass(frozen=True, slots=True)
class ApplicantTruth:
    """One applicant as the mails that count show them.

    ``form`` is the last valid form before the deadline, or the late one if there is no other;
    ``materials`` come from all mails that count, each kind once.
    """

    key: str
    form: RegistrationForm | None
    form_source: FormSource
    materials: tuple[MaterialKind, ...]
    flaw: Flaw | None
    is_late: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """The whole mailbox: mails in the order of their files, applicants by key."""

    season: str
    seed: int
    mails: tuple[MailTruth, ...]
    applicants: tuple[ApplicantTruth, ...]
