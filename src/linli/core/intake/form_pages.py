"""Pages of a mail that are parts of a registration form, put together to whole forms.

People send a form as one scan, as two photos, or in a PDF between their certificates.

Source: D0 附件2, 三(一)3.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.documents.form_reading import ReadForm, read_form_content
from linli.core.intake.sent import SentPage
from linli.core.pages.form_page import form_content
from linli.core.pages.page import Page, Source
from linli.core.pages.reading import ReadPage
from linli.core.pages.recognition import Recogniser
from linli.core.places import Gazetteer

_HEAD_LABELS = (
    "性别", "民族", "籍贯", "政治面貌", "毕业院校", "毕业时间", "所学专业", "学历", "身份证号",
    "住址", "联系电话", "工作意向",
)  # fmt: skip
_TAIL_LABELS = ("个人简历", "奖惩情况", "特长", "本人承诺", "报名人", "承担由此产生")
_ENOUGH_HEAD, _ENOUGH_TAIL = 6, 2
_NOT_A_WORD = re.compile(r"[\W_]+")
_CARRIERS = {Source.TEXT: "pdf", Source.SCAN: "scan", Source.PHOTO: "photo"}


class FormPart(StrEnum):
    """Which part of a form a page shows: one with the person's fields, or a later one."""

    HEAD = "head"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is part of a form; ``is_pdf`` tells that it came in a PDF file."""

    sent: SentPage
    part: FormPart
    read: ReadPage = field(repr=False)
    is_pdf: bool


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form read from pages, its carrier (pdf, scan or photo) and the pages in order."""

    read: ReadForm
    carrier: str
    pages: tuple[SentPage, ...]


def form_part(page: Page) -> FormPart | None:
    """Tell whether a page is part of a registration form, of this notice or another."""
    words = "".join(token.text for token in page.tokens)
    flat = _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", words))
    if sum(label in flat for label in _HEAD_LABELS) >= _ENOUGH_HEAD:
        return FormPart.HEAD
    return FormPart.TAIL if sum(label in flat for label in _TAIL_LABELS) >= _ENOUGH_TAIL else None


def forms_in(
    pages: Sequence[FormPage],
    *,
    gazetteer: Gazetteer,
    title: str,
    recogniser: Recogniser | None = None,
) -> list[PageForm]:
    """Put the form pages of one mail together and read each form.

    With a ``recogniser`` words that run over a ruling line are read again cell by cell.
    """
    return [
        _form(group, gazetteer=gazetteer, title=title, recogniser=recogniser)
        for group in _groups(pages)
        if group[0].part is FormPart.HEAD
    ]


def _groups(pages: Sequence[FormPage]) -> list[list[FormPage]]:
    """Give each page with a person's fields the later pages around it; a photo may come first."""
    groups: list[list[FormPage]] = []
    for page in pages:
        if not groups:
            groups.append([page])
        elif page.part is FormPart.TAIL:
            groups[-1].append(page)
        elif all(known.part is FormPart.TAIL for known in groups[-1]):
            groups[-1].insert(0, page)
        else:
            groups.append([page])
    return groups


def _form(
    group: Sequence[FormPage], *, gazetteer: Gazetteer, title: str, recogniser: Recogniser | None
) -> PageForm:
    content = form_content([page.read for page in group], recogniser=recogniser)
    head = group[0]
    carrier = _CARRIERS[head.read.page.source]
    return PageForm(
        read=read_form_content(content, gazetteer=gazetteer, title=title),
        # A PDF that holds a picture of the page counts as a scan, however it was taken.
        carrier="scan" if head.is_pdf and carrier == "photo" else carrier,
        pages=tuple(page.sent for page in group),
    )
