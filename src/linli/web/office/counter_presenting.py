"""What the counter shows of an entry before it is registered: the form as understood, the checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Check
from linli.apps.intake.entries import Rehearsed
from linli.apps.intake.queries import mails_of_case
from linli.core.documents.form_entry import ENTRY_LABELS, entry_text
from linli.web.office.intake_presenting import MailPage, mail_page
from linli.web.office.words import OUTCOME_TONES, Badge, proposal_badge

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TriedCheck:
    """One check as the engine proposes it."""

    label: str
    badge: Badge
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What an entry comes to; ``is_clear`` tells that it can be registered."""

    is_clear: bool
    proposal: Badge
    lines: Lines
    checks: tuple[TriedCheck, ...]


def tried(rehearsed: Rehearsed) -> Tried:
    """Return what the page shows of a rehearsed entry; checks that pass plainly are left out."""
    return Tried(
        is_clear=not rehearsed.refusals,
        proposal=proposal_badge(rehearsed.proposal),
        lines=tuple(
            (label, entry_text(name, rehearsed.form)) for name, label in ENTRY_LABELS.items()
        ),
        checks=tuple(_check(check) for check in rehearsed.checks if check.text),
    )


def _check(check: Check) -> TriedCheck:
    tone = "waiting" if check.outcome == "pass" else OUTCOME_TONES[check.outcome]
    return TriedCheck(check.label, Badge(check.outcome_label, tone), check.clause, check.text)


def sent_papers(case: Application, official: User) -> Sequence[MailPage]:
    """Return the mails of a case whose pages can be shown, to type the form in from."""
    pages = [mail_page(mail, official) for mail in mails_of_case(case)]
    return [page for page in pages if any(file.pages for file in page.files)]
