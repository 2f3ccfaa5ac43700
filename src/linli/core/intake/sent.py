"""What was sent, boiled down: mails and attachments as facts, no attachment bytes held.

Source: D0 三(一)3, 三(一)6.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from linli.core.documents.form_reading import FieldReading
from linli.core.documents.problems import Problem, ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.hints import Hints
from linli.core.intake.mail import MailFault
from linli.core.pages.page import WHOLE, Frame
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class SentPage:
    """One page of what was sent: the attachment's digest, the page in it, and how it lay there.

    ``inner`` counts from 1 the pictures inside a Word file; 0 is the file itself.
    """

    digest: str
    page: int = 0
    inner: int = 0
    frame: Frame = WHOLE


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper and the page that it was read from, ``None`` if it was told by the file's name alone."""

    paper: Paper
    at: SentPage | None = None


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """What one attachment is worth: the papers in it, or the form it holds.

    ``carrier`` is set for a registration form, read or not: docx, doc, pdf, scan, photo or html.
    ``form`` stays ``None`` where the form could not be read. ``fields`` and ``doubts`` are by
    field name: what stands there, and why a person must look; ``form_pages`` are the pages
    that the fields' places count. ``is_paper`` tells a file that may hold a document
    although nothing says which; ``unsorted`` are its pages whose kind nobody could tell.
    """

    name: str = field(repr=False)
    digest: str
    papers: tuple[SentPaper, ...] = field(default=(), repr=False)
    form: RegistrationForm | None = field(default=None, repr=False)
    carrier: str | None = None
    fields: Mapping[str, FieldReading] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    doubts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    form_pages: tuple[SentPage, ...] = ()
    is_paper: bool = False
    unsorted: tuple[SentPage, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def kinds(self) -> tuple[MaterialKind, ...]:
        """Return the kinds of the papers in it, in order."""
        return tuple(kind for sent in self.papers for kind in sent.paper.kinds)


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What sorting looks at in one mail.

    ``unread`` says in Chinese why the mail, or the pictures in it, could not be read to the end.
    """

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
    unread: str = ""

    @property
    def forms(self) -> tuple[AttachmentFacts, ...]:
        """Return the attachments that hold a form that was read."""
        return tuple(item for item in self.attachments if item.form is not None)

    @property
    def unread_forms(self) -> tuple[AttachmentFacts, ...]:
        """Return the attachments that seem to hold a registration form and could not be read."""
        return tuple(item for item in self.attachments if item.form is None and item.carrier)

    @property
    def papers(self) -> tuple[SentPaper, ...]:
        """Return the papers of all attachments, in order."""
        return tuple(sent for item in self.attachments for sent in item.papers)

    @property
    def has_wrong_form(self) -> bool:
        """Tell whether a form came that is not the one of this notice."""
        return any(
            problem.code is ProblemCode.FORM_WRONG
            for item in self.attachments
            for problem in item.problems
        )

    @property
    def brings_form(self) -> bool:
        """Tell whether a form came, be it one that cannot be read or of another notice."""
        return bool(self.forms or self.unread_forms) or self.has_wrong_form
