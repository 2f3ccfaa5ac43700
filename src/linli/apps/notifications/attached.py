"""The files that messages carry, made as they are sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from linli.apps.applications.models import Application
from linli.apps.intake.form_paper import pdf_paper, word_paper
from linli.apps.notifications.models import Attachment

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a mail. Its name bears the case number, never a person's name."""

    name: str
    content: bytes
    media_type: str


def filled_form(application: Application) -> tuple[File, ...]:
    """Return the filled official form of a case as PDF and as Word.

    Raises ``NoForm`` and ``FontsMissing``. Source: D0 附件2.
    """
    name = f"报名登记表-{application.case_number}"
    return (
        File(f"{name}.pdf", pdf_paper(application), "application/pdf"),
        File(f"{name}.docx", word_paper(application), _WORD),
    )


FILES: Mapping[str, Callable[[Application], Sequence[File]]] = {Attachment.FILLED_FORM: filled_form}
