"""One mail boiled down to what sorting needs: forms read, papers counted, no attachment bytes held."""

import datetime as dt
import re
from dataclasses import dataclass, field

from linli.core.documents.form_reading import ReadForm
from linli.core.documents.problems import Problem, ProblemCode, unsupported
from linli.core.documents.registration_form import RegistrationForm
from linli.core.documents.word_form import read_registration_form
from linli.core.documents.word_package import carrier_of
from linli.core.intake.attachments import Attachment
from linli.core.intake.hints import Hints, hints_of
from linli.core.intake.mail import MailFault, ReadMail
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.names import is_form_name, kinds_of_name
from linli.core.places import Gazetteer

_WORD_NAME = re.compile(r"\.(?:docx?|docm|dotx?|wps|rtf|odt)$", re.IGNORECASE)
_OLD_WORD_NAME = re.compile(r"\.(?:doc|dot|wps|rtf)$", re.IGNORECASE)
_PAPER_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|pdf|docx?|docm|wps|rtf|zip|rar|7z|html?|mht)$",
    re.IGNORECASE,
)
_BODY_FORM_LABELS = ("姓名", "性别", "民族", "政治面貌", "毕业院校", "身份证号", "工作意向地区")
_LONGEST_TEXT = 20_000
# A person sends one form, and sometimes each paper in a Word file of its own.
_MOST_WORD_FILES = 40


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """What one attachment is worth: the kinds of papers by its name, or the form it holds.

    ``carrier`` is set for a registration form, read or not: docx, doc, pdf, scan, photo or html.
    ``form`` stays ``None`` where the form could not be read. ``is_paper`` tells a file
    that may hold a document although its name says nothing.
    """

    name: str = field(repr=False)
    digest: str
    kinds: tuple[MaterialKind, ...] = ()
    form: RegistrationForm | None = field(default=None, repr=False)
    carrier: str | None = None
    is_paper: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What sorting looks at in one mail."""

    file: str
    digest: str
    received_at: dt.datetime | None = None
    sender: str = field(default="", repr=False)
    message_id: str = ""
    references: tuple[str, ...] = ()
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    is_automatic: bool = False
    is_forwarded: bool = False
    attachments: tuple[AttachmentFacts, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    faults: tuple[MailFault, ...] = ()
    hints: Hints = field(default_factory=Hints)
    has_unsent: bool = False

    @property
    def forms(self) -> tuple[AttachmentFacts, ...]:
        """Return the attachments that hold a form that was read."""
        return tuple(item for item in self.attachments if item.form is not None)

    @property
    def unread_forms(self) -> tuple[AttachmentFacts, ...]:
        """Return the attachments that hold a registration form which this release cannot read."""
        return tuple(item for item in self.attachments if item.form is None and item.carrier)

    @property
    def has_wrong_form(self) -> bool:
        """Tell whether a form came that is not the one of this notice."""
        return any(
            problem.code is ProblemCode.FORM_WRONG
            for item in self.attachments
            for problem in item.problems
        )


def facts_of(mail: ReadMail, *, gazetteer: Gazetteer, title: str) -> MailFacts:
    """Read the forms in a mail and let go of its bytes.

    Of very many Word files the first are opened, the others named for a person to read.
    """
    words = [item for item in mail.attachments if item.content and _is_word(item)]
    unread = {id(item) for item in words[_MOST_WORD_FILES:]}
    attachments = [
        _unopened(item)
        if id(item) in unread
        else _attachment(item, gazetteer=gazetteer, title=title)
        for item in mail.attachments
    ]
    if _has_form_in_body(mail.text):
        attachments.append(_body_form(mail))
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
        attachments=tuple(attachments),
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


def _is_word(item: Attachment) -> bool:
    return item.content.startswith(b"PK") or bool(_WORD_NAME.search(item.name))


def _unopened(item: Attachment) -> AttachmentFacts:
    plain = _plain(item)
    problem = unsupported("邮件中的Word文件过多，这一份未读取，须由人工阅读")
    carrier = None if plain.kinds else _word_carrier(item.name)
    return _replaced(plain, problems=(*plain.problems, problem), carrier=carrier)


def _attachment(item: Attachment, *, gazetteer: Gazetteer, title: str) -> AttachmentFacts:
    plain = _plain(item)
    if not item.content:
        return plain
    if _is_word(item):
        word = read_registration_form(item.content, gazetteer=gazetteer, title=title)
        return _with_word_form(plain, word)
    return _with_unread_form(plain, item)


def _plain(item: Attachment) -> AttachmentFacts:
    return AttachmentFacts(
        name=item.name,
        digest=item.digest,
        kinds=kinds_of_name(item.name) if _can_hold_paper(item) else (),
        is_paper=_can_hold_paper(item) and bool(_PAPER_NAME.search(item.name)),
        problems=item.problems,
    )


def _can_hold_paper(item: Attachment) -> bool:
    return bool(item.content) and not item.problems


def _with_word_form(plain: AttachmentFacts, word: ReadForm) -> AttachmentFacts:
    codes = {problem.code for problem in word.problems}
    problems = tuple(p for p in word.problems if p.code is not ProblemCode.NO_FORM)
    is_form = word.form is not None or ProblemCode.FORM_BLANK in codes
    is_unread = ProblemCode.UNSUPPORTED_CARRIER in codes or (
        ProblemCode.ATTACHMENT_UNREADABLE in codes and is_form_name(plain.name)
    )
    # A Word file of an older kind that is named as another paper is no form.
    if is_unread and plain.kinds:
        return _replaced(plain, problems=plain.problems)
    carrier = "docx" if is_form else _word_carrier(plain.name) if is_unread else None
    return AttachmentFacts(
        name=plain.name,
        digest=plain.digest,
        kinds=() if carrier or ProblemCode.FORM_WRONG in codes else plain.kinds,
        form=word.form,
        carrier=carrier,
        is_paper=plain.is_paper,
        problems=(*plain.problems, *problems),
    )


def _word_carrier(name: str) -> str:
    return "doc" if _OLD_WORD_NAME.search(name) else "docx"


def _with_unread_form(plain: AttachmentFacts, item: Attachment) -> AttachmentFacts:
    carrier = carrier_of(item.content)
    if plain.kinds or not is_form_name(item.name) or carrier is None:
        return plain
    problem = unsupported(f"报名表是{carrier}，本版本不能读取，须由人工阅读")
    return _replaced(
        plain, problems=(*plain.problems, problem), carrier=_carrier_code(carrier, item.name)
    )


def _carrier_code(carrier: str, name: str) -> str:
    if carrier == "图片":
        return "scan" if "扫描" in name else "photo"
    if carrier == "PDF文件":
        return "scan" if "扫描" in name else "pdf"
    return "html" if carrier == "网页文件" else "doc"


def _replaced(
    plain: AttachmentFacts, *, problems: tuple[Problem, ...], carrier: str | None = None
) -> AttachmentFacts:
    return AttachmentFacts(
        name=plain.name,
        digest=plain.digest,
        kinds=plain.kinds,
        carrier=carrier,
        is_paper=plain.is_paper,
        problems=problems,
    )


def _has_form_in_body(text: str) -> bool:
    """Tell whether the registration form was pasted into the mail itself."""
    flat = re.sub(r"\s+", "", text)
    return sum(label in flat for label in _BODY_FORM_LABELS) >= len(_BODY_FORM_LABELS) - 1


def _body_form(mail: ReadMail) -> AttachmentFacts:
    return AttachmentFacts(
        name="邮件正文",
        digest=f"body:{mail.digest}",
        carrier="html",
        problems=(unsupported("报名表贴在邮件正文中，本版本不能读取，须由人工阅读"),),
    )
