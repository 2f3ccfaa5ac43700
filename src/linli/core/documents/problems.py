"""What can be wrong with a file that an applicant sent, in one closed list."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """The kinds of trouble with a sent file; the first two are reason codes of the review."""

    ATTACHMENT_UNREADABLE = "attachment_unreadable"
    ATTACHMENT_SUSPICIOUS = "attachment_suspicious"
    UNSUPPORTED_CARRIER = "unsupported_carrier"
    NO_FORM = "no_form"
    FORM_WRONG = "form_wrong"
    FORM_BLANK = "form_blank"
    FIELD_UNREAD = "field_unread"


@dataclass(frozen=True, slots=True)
class Problem:
    """One trouble with a file: its code and a reason in Chinese, without personal data."""

    code: ProblemCode
    reason: str


def unreadable(reason: str) -> Problem:
    """Say that a file cannot be opened."""
    return Problem(ProblemCode.ATTACHMENT_UNREADABLE, reason)


def suspicious(reason: str) -> Problem:
    """Say that a file carries something that an application has no use for."""
    return Problem(ProblemCode.ATTACHMENT_SUSPICIOUS, reason)


def unsupported(reason: str) -> Problem:
    """Say that a file may well be in order, but a person must read it."""
    return Problem(ProblemCode.UNSUPPORTED_CARRIER, reason)
