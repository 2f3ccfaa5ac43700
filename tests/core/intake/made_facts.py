"""Mails boiled down to facts, of made-up people, for the tests of sorting."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from linli.core.documents.problems import Problem, ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.applicants import Applicant
from linli.core.intake.headers import BEIJING
from linli.core.intake.sent import AttachmentFacts, MailFacts, SentPage, SentPaper
from linli.core.intake.sorting import MailKind, Sorted, sort_mails
from linli.core.papers.kinds import MaterialKind as K
from linli.core.papers.paper import Paper, PaperValues

DEADLINE = dt.datetime(2024, 6, 15, tzinfo=BEIJING)
FORM = RegistrationForm(name="王样本", id_number="990101200203159028", phone="13800000001")
OTHER = RegistrationForm(name="李样本", id_number="990101200203159044", phone="13800000002")


def at(day: int, hour: int = 10, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2024, 6, day, hour, minute, second, tzinfo=BEIJING)


def form_file(form: RegistrationForm = FORM, *, digest: str = "form") -> AttachmentFacts:
    return AttachmentFacts("报名表.docx", digest, form=form, carrier="docx", is_paper=True)


def paper(
    *kinds: K, digest: str = "", problems: Sequence[Problem] = (), sure: float = 0.9, **values: Any
) -> AttachmentFacts:
    digest = digest or "+".join(kinds)
    papers = tuple(
        SentPaper(Paper((kind,), sure, PaperValues(**values)), SentPage(digest)) for kind in kinds
    )
    return AttachmentFacts("a.jpg", digest, papers=papers, is_paper=True, problems=tuple(problems))


def unknown_paper(digest: str = "unknown") -> AttachmentFacts:
    return AttachmentFacts("a.jpg", digest, is_paper=True, unsorted=(SentPage(digest),))


def unread_form(*, carrier: str = "photo", digest: str = "unread") -> AttachmentFacts:
    problem = Problem(ProblemCode.UNSUPPORTED_CARRIER, "须由人工阅读")
    return AttachmentFacts(
        "报名表.jpg", digest, carrier=carrier, is_paper=True, problems=(problem,)
    )


def wrong_form() -> AttachmentFacts:
    return AttachmentFacts(
        "报名表.docx", "wrong", problems=(Problem(ProblemCode.FORM_WRONG, "不是附件2"),)
    )


def mail(
    file: str, received: dt.datetime | None, *files: AttachmentFacts, **more: Any
) -> MailFacts:
    basics: dict[str, Any] = {
        "sender": "wang@mail.example",
        "subject": "社区助理报名",
        "text": "报名材料见附件",
    }
    return MailFacts(
        file=file, digest=file, received_at=received, attachments=files, **{**basics, **more}
    )


def sort(*mails: MailFacts) -> Sorted:
    return sort_mails(mails, deadline=DEADLINE)


def kinds(*mails: MailFacts) -> list[MailKind]:
    return [outcome.kind for outcome in sort(*mails).mails]


def only(*mails: MailFacts) -> Applicant:
    (applicant,) = sort(*mails).applicants
    return applicant


FIRST = mail("1", at(3), form_file(), paper(K.ID_CARD_FRONT))
