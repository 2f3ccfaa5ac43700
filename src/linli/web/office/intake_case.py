"""What the page of a case shows of intake: how the form was read, and the supplement request."""

from dataclasses import dataclass
from datetime import date

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.intake.letters import doubts_open, may_write, proposed_letter
from linli.apps.intake.models import Doubt, Letter, Mail
from linli.apps.seasons.permissions import Permission
from linli.core.documents.form_entry import ENTRY_LABELS
from linli.web.design.badges import Badge
from linli.web.office.intake_forms import LetterForm
from linli.web.office.intake_presenting import CARRIERS, settled_mark


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One reading in doubt, and who settled it."""

    key: int
    label: str
    mark: Badge
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class CaseReading:
    """From which carrier and mail the form was read, and what a person had to look at."""

    carrier: str
    mail: Mail | None
    lines: tuple[SettledLine, ...]


@dataclass(frozen=True, slots=True)
class CaseLetters:
    """The supplement request as it stands: the form to send it, and those that were sent.

    ``form`` is ``None`` if there is nothing to send now, and ``note`` says why; with a form,
    ``note`` says what sending waits for, and ``doubt`` is the first reading to settle.
    ``is_drafted`` tells a kept draft from the machine's proposal.
    """

    form: LetterForm | None
    is_drafted: bool
    released: tuple[Letter, ...]
    permission: Permission
    has_address: bool
    note: str = ""
    doubt: Doubt | None = None


def case_reading(application: Application) -> CaseReading:
    """Return how the form of a case was read; mails are those loaded with the case."""
    reading = application.reading
    mails = {mail.file: mail for mail in application.mails.all()}
    standing = application.doubts.exclude(status=Doubt.Status.OUTDATED)
    lines = [
        SettledLine(
            doubt.pk,
            ENTRY_LABELS.get(doubt.field, doubt.get_kind_display()),
            settled_mark(doubt.status, doubt.get_status_display()),
            doubt,
        )
        for doubt in standing.select_related("settled_by")
    ]
    return CaseReading(
        CARRIERS.get(reading.get("carrier", ""), ""),
        mails.get(reading.get("mail", "")),
        tuple(lines),
    )


def case_letters(application: Application, official: User, on: date) -> CaseLetters:
    """Return the supplement request of a case as an official may send it on a day."""
    letters = list(application.letters.select_related("released_by"))
    permission = may_write(official, application)
    is_open = application.state in OPEN_STATES
    draft = next((one for one in letters if one.status == Letter.Status.DRAFT and is_open), None)
    note = _why_not(application)
    shown = draft
    if shown is None and not note and permission.allowed:
        shown = _proposed(application, on)
    texts = {"subject": shown.subject, "body": shown.body} if shown else {}
    return CaseLetters(
        form=LetterForm(initial=texts, auto_id="letter_%s") if texts else None,
        is_drafted=draft is not None,
        released=tuple(one for one in letters if one.status == Letter.Status.RELEASED),
        permission=permission,
        has_address=bool(application.person.email),
        note=note or ("" if texts or not permission.allowed else "没有需要补正的事项。"),
        doubt=application.doubts.filter(status=Doubt.Status.OPEN).first() if is_open else None,
    )


def _why_not(application: Application) -> str:
    """Return why nothing is asked for now, blank if the case is ready to be written about."""
    if application.state not in OPEN_STATES:
        return f"此件现为“{application.state_label}”，不再补正。"
    if (refusal := doubts_open(application)) is not None:
        return refusal.sentence()
    if not application.proposal:
        return "此件尚未检查，检查后才知道有没有需要补正的事项。"
    if _is_answer_awaited(application):
        return "补正通知已经发出，报名人还没有新的来件。"
    return ""


def _proposed(application: Application, on: date) -> Letter | None:
    proposal = proposed_letter(application, on)
    return Letter(subject=proposal.subject, body=proposal.body) if proposal else None


def _is_answer_awaited(application: Application) -> bool:
    """Tell whether a letter was sent and nothing has come since: the same is not asked twice."""
    sent = application.letters.filter(status=Letter.Status.RELEASED).last()
    return (
        sent is not None and not application.mails.filter(received_at__gt=sent.released_at).exists()
    )
