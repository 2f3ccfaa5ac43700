"""What the counter shows of an entry before it is registered: the form as understood, the checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Check
from linli.apps.intake.entries import Entry, Rehearsed
from linli.apps.intake.queries import mails_of_case
from linli.apps.intake.receipt import RECEIVED_AT
from linli.core.documents.form_entry import ENTRY_LABELS, entry_text
from linli.web.design.badges import Badge
from linli.web.office.intake_mail import MailPage, mail_page
from linli.web.office.words import MATERIALS, OUTCOME_TONES, proposal_badge


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One field: as understood, or as written with the problem that stands against it.

    ``remark`` names what is unusual in a value that is kept.
    """

    name: str
    label: str
    value: str
    problem: str
    remark: str


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
    lines: tuple[TriedLine, ...]
    checks: tuple[TriedCheck, ...]

    @property
    def told(self) -> tuple[TriedLine, ...]:
        """Return the lines that say something."""
        return tuple(line for line in self.lines if line.value or line.problem)

    @property
    def blank(self) -> tuple[str, ...]:
        """Return the labels of what was left blank and may be."""
        return tuple(line.label for line in self.lines if not (line.value or line.problem))


def tried(rehearsed: Rehearsed, entry: Entry) -> Tried:
    """Return what the page shows of a rehearsed entry; checks that pass plainly are left out."""
    return Tried(
        is_clear=not rehearsed.refusals,
        proposal=proposal_badge(rehearsed.proposal),
        lines=(*(_line(name, rehearsed, entry) for name in ENTRY_LABELS), *_brought(rehearsed)),
        checks=tuple(_check(check) for check in rehearsed.checks if check.text),
    )


def _line(name: str, rehearsed: Rehearsed, entry: Entry) -> TriedLine:
    refusal = rehearsed.refusals.get(name)
    return TriedLine(
        name=name,
        label=ENTRY_LABELS[name],
        value=entry_text(name, rehearsed.form) if refusal is None else entry.fields[name],
        problem=refusal.what if refusal else "",
        remark=rehearsed.remarks.get(name, ""),
    )


def _brought(rehearsed: Rehearsed) -> tuple[TriedLine, ...]:
    """Return when the papers came in, and which."""
    draft = rehearsed.draft
    counts = (f"{MATERIALS[kind]}{sheets}份" for kind, sheets in draft.materials.items())
    refusal = rehearsed.refusals.get(RECEIVED_AT)
    received_at = f"{timezone.localtime(draft.received_at):%Y-%m-%d %H:%M}"
    problem = refusal.what if refusal else ""
    return (
        TriedLine(RECEIVED_AT, "收到时间", received_at, problem, ""),
        TriedLine("papers", "报名材料", "、".join(counts), "", ""),
    )


def _check(check: Check) -> TriedCheck:
    tone = "waiting" if check.outcome == "pass" else OUTCOME_TONES[check.outcome]
    return TriedCheck(check.label, Badge(check.outcome_label, tone), check.clause, check.text)


def sent_papers(case: Application, official: User) -> Sequence[MailPage]:
    """Return the mails of a case whose pages can be shown, to type the form in from."""
    pages = [mail_page(mail, official) for mail in mails_of_case(case)]
    return [page for page in pages if any(file.pages for file in page.files)]
