"""One mail boiled down to what sorting needs: forms read, papers told apart, bytes let go.

Source: D0 三(一)3, 三(一)6.
"""

from collections.abc import Sequence

from linli.core.documents.form_file import read_form_markup, read_form_text
from linli.core.documents.form_reading import ReadForm
from linli.core.documents.problems import ProblemCode
from linli.core.intake.attachment_facts import (
    MailReading,
    ReadingTerms,
    facts_of_attachment,
    with_form,
)
from linli.core.intake.form_pages import FormPage, forms_in
from linli.core.intake.hints import Hints, hints_of
from linli.core.intake.mail import ReadMail
from linli.core.intake.sent import AttachmentFacts, MailFacts

_LONGEST_TEXT = 20_000


def facts_of(mail: ReadMail, terms: ReadingTerms) -> MailFacts:
    """Read the forms and papers in a mail and let go of its bytes.

    Of very many files and pages the first are read, the others named for a person.
    """
    reading = MailReading()
    attachments = [facts_of_attachment(item, terms, reading) for item in mail.attachments]
    attachments = _with_page_forms(attachments, reading.form_pages, terms)
    return MailFacts(
        file=mail.file,
        digest=mail.digest,
        received_at=mail.received_at,
        sender=mail.sender,
        message_id=mail.message_id,
        references=mail.references,
        subject=mail.subject,
        text=mail.text[:_LONGEST_TEXT],
        is_automatic=mail.is_automatic,
        is_forwarded=mail.is_forwarded,
        attachments=(*attachments, *_body_forms(mail, terms)),
        problems=mail.problems,
        faults=mail.faults,
        hints=_hints(mail),
        has_unsent=bool(mail.unsent),
    )


def _hints(mail: ReadMail) -> Hints:
    return hints_of(
        subject=mail.subject,
        text=mail.text[:_LONGEST_TEXT],
        file_names=[item.name for item in mail.attachments],
        sender_name=mail.sender_name,
    )


def _with_page_forms(
    attachments: Sequence[AttachmentFacts], pages: Sequence[FormPage], terms: ReadingTerms
) -> list[AttachmentFacts]:
    """Lay each form that was put together from pages beside the file of its first page."""
    held = list(attachments)
    forms = forms_in(
        pages, gazetteer=terms.gazetteer, title=terms.title, recogniser=terms.recogniser
    )
    for found in forms:
        first = found.pages[0].digest
        index = next(number for number, item in enumerate(held) if item.digest == first)
        held[index] = with_form(held[index], found.read, found.carrier, found.pages)
    return held


def _body_forms(mail: ReadMail, terms: ReadingTerms) -> list[AttachmentFacts]:
    """Read a registration form that was pasted into the mail itself, or answered line by line."""
    places, title = terms.gazetteer, terms.title
    reads = [read_form_markup(one, gazetteer=places, title=title) for one in mail.markup]
    if not any(map(_is_form, reads)):
        reads = [read_form_text(mail.text, gazetteer=places, title=title)]
    return [
        with_form(AttachmentFacts("邮件正文", f"body:{mail.digest}:{number}"), read, "html")
        for number, read in enumerate(reads)
        if _is_form(read)
    ]


def _is_form(read: ReadForm) -> bool:
    return all(problem.code is not ProblemCode.NO_FORM for problem in read.problems)
