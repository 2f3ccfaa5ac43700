"""One attachment read: the form it holds, or the papers on its pages, or neither.

Source: D0 三(一)3, 三(一)6.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from linli.core.documents.doubts import doubts_of
from linli.core.documents.form_file import read_form_file
from linli.core.documents.form_reading import ReadForm
from linli.core.documents.grid import Box
from linli.core.documents.inner_pictures import pictures_in, text_of
from linli.core.documents.problems import ProblemCode, unsupported
from linli.core.documents.text_carrier import Carrier, carrier_code
from linli.core.intake.attachments import Attachment
from linli.core.intake.form_pages import FormPage, form_part
from linli.core.intake.sent import AttachmentFacts, SentPage, SentPaper
from linli.core.pages.page import Page, Source, Token
from linli.core.pages.reading import ReadFile, read_file
from linli.core.pages.recognition import Recogniser
from linli.core.papers.names import is_form_name, kinds_of_name
from linli.core.papers.paper import Paper
from linli.core.papers.sorting import papers_of
from linli.core.places import Gazetteer

_PAPER_NAME = re.compile(
    r"\.(?:jpe?g|jpe|jfif|png|gif|bmp|tiff?|hei[cf]|webp|pdf|docx?|docm|odt|wps|rtf|zip|rar|7z|html?|mht)$",
    re.IGNORECASE,
)
_OLD_WORD_NAME = re.compile(r"\.(?:doc|dot|wps|rtf)$", re.IGNORECASE)
_WORD_NAME = re.compile(r"\.(?:docx?|docm|dotx?|wps|rtf|odt)$", re.IGNORECASE)
_UNREAD = frozenset({ProblemCode.ATTACHMENT_UNREADABLE, ProblemCode.UNSUPPORTED_CARRIER})
_TEXT_CARRIERS = (Carrier.DOCX, Carrier.DOC, Carrier.HTML)
# A person sends one form, and sometimes each paper in a file of its own.
_MOST_TEXT_FILES = 40
_MOST_PAGES = 60
# What is told by a file's name alone.
_SURE_BY_NAME = 0.5
# A smaller picture, in pixels of its longer side, with hardly a word is a portrait or an ornament.
_LARGEST_ORNAMENT = 800
_FEWEST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class ReadingTerms:
    """What reading needs: whose places, which form, and what reads pictures.

    Without a ``recogniser`` pictures are sorted by their names alone.
    """

    gazetteer: Gazetteer
    title: str
    recogniser: Recogniser | None = None


@dataclass(slots=True)
class Budget:
    """Counts what all files of one mail together may still be read for."""

    text_files: int = _MOST_TEXT_FILES
    pages: int = _MOST_PAGES
    form_pages: list[FormPage] = field(default_factory=list)


def facts_of_attachment(item: Attachment, terms: ReadingTerms, budget: Budget) -> AttachmentFacts:
    """Read one attachment; pages of a form are left in ``budget`` to be put together later."""
    plain = _plain(item)
    if not item.content or item.problems:
        return _named_unread(plain)
    code = carrier_code(item.content)
    is_old_word = bool(_OLD_WORD_NAME.search(item.name))
    # Old Word saves web pages under its own name, and what is broken goes by its name.
    if (code is Carrier.HTML and is_old_word) or (code is None and _WORD_NAME.search(item.name)):
        code = Carrier.DOC
    if code in _TEXT_CARRIERS:
        return _text_file(plain, item, code, terms, budget)
    if code in (Carrier.PICTURE, Carrier.PDF):
        return _pages_file(plain, item, terms, budget, is_pdf=code is Carrier.PDF)
    return _by_name(plain)


def _plain(item: Attachment) -> AttachmentFacts:
    readable = bool(item.content) and not item.problems
    return AttachmentFacts(
        name=item.name,
        digest=item.digest,
        is_paper=readable and bool(_PAPER_NAME.search(item.name)),
        problems=item.problems,
    )


def _by_name(plain: AttachmentFacts) -> AttachmentFacts:
    kinds = kinds_of_name(plain.name)
    papers = (SentPaper(Paper(kinds, _SURE_BY_NAME), SentPage(plain.digest)),) if kinds else ()
    unsorted = (SentPage(plain.digest),) if plain.is_paper and not kinds else ()
    return replace(plain, papers=papers, unsorted=unsorted)


def _named_unread(plain: AttachmentFacts) -> AttachmentFacts:
    """Let a file that cannot be opened stand for a form if its name says that it is one."""
    is_unread = not _UNREAD.isdisjoint(problem.code for problem in plain.problems)
    return replace(plain, carrier="none") if is_unread and is_form_name(plain.name) else plain


def _text_file(
    plain: AttachmentFacts, item: Attachment, carrier: str, terms: ReadingTerms, budget: Budget
) -> AttachmentFacts:
    if budget.text_files == 0:
        problem = unsupported("邮件中的Word文件过多，这一份未读取，须由人工阅读")
        return replace(_by_name(plain), problems=(*plain.problems, problem))
    budget.text_files -= 1
    read = read_form_file(item.content, gazetteer=terms.gazetteer, title=terms.title)
    facts = with_form(plain, read, carrier)
    if facts.form is None and not _UNREAD.isdisjoint(problem.code for problem in facts.problems):
        return _named_unread(facts)
    return _with_inner(facts, item, terms, budget)


def with_form(
    plain: AttachmentFacts, read: ReadForm, carrier: str, pages: tuple[SentPage, ...] = ()
) -> AttachmentFacts:
    """Lay what was read of a form beside the file that holds it."""
    problems = tuple(p for p in read.problems if p.code is not ProblemCode.NO_FORM)
    is_blank = any(problem.code is ProblemCode.FORM_BLANK for problem in problems)
    if read.form is None:
        kept = replace(plain, carrier=carrier) if is_blank else plain
        return replace(kept, problems=(*plain.problems, *problems))
    return replace(
        plain,
        form=read.form,
        carrier=carrier,
        fields=read.fields,
        doubts=doubts_of(read),
        form_pages=pages,
        problems=(*plain.problems, *problems),
    )


def _with_inner(
    facts: AttachmentFacts, item: Attachment, terms: ReadingTerms, budget: Budget
) -> AttachmentFacts:
    """Add the papers that stand as pictures or as words inside a Word file."""
    if terms.recogniser is None:
        return facts if _is_form(facts) else _by_name(facts)
    for number, inner in enumerate(pictures_in(item.content), start=1):
        read = _opened(inner.content, terms, budget)
        facts = _with_pages(facts, read, budget, inner=number, is_pdf=False)
    if _is_form(facts):
        # The portrait and the signature on a form are no papers.
        return replace(facts, unsorted=())
    if facts.papers or facts.unsorted:
        return facts
    typed = papers_of(_as_page(text_of(item.content)), name=facts.name)
    papers = tuple(SentPaper(paper) for paper in typed if paper.kinds or paper.sure > 0)
    return replace(facts, papers=papers)


def _is_form(facts: AttachmentFacts) -> bool:
    codes = {problem.code for problem in facts.problems}
    return facts.carrier is not None or ProblemCode.FORM_WRONG in codes


def _as_page(lines: Iterable[str]) -> Page:
    held = [line for line in lines if line.strip()]
    step = 1 / max(len(held), 1)
    tokens = (
        Token(line, Box(0.0, step * number, 1.0, step * (number + 1)))
        for number, line in enumerate(held)
    )
    return Page(0, 1, 1, Source.TEXT, tuple(tokens))


def _unopened(plain: AttachmentFacts) -> AttachmentFacts:
    """Tell what a picture or PDF is by its name alone; it may be what ended the first reading."""
    if not is_form_name(plain.name):
        return _by_name(plain)
    problem = unsupported("登记表是图片或者PDF，未读取，须由人工阅读")
    # The page is kept in sight, so that a person can type the form from it.
    page = SentPage(plain.digest)
    return replace(plain, carrier="none", unsorted=(page,), problems=(*plain.problems, problem))


def _pages_file(
    plain: AttachmentFacts, item: Attachment, terms: ReadingTerms, budget: Budget, *, is_pdf: bool
) -> AttachmentFacts:
    if terms.recogniser is None:
        return _unopened(plain)
    read = _opened(item.content, terms, budget)
    facts = replace(plain, problems=(*plain.problems, *read.problems))
    if not read.pages:
        return _named_unread(facts)
    return _with_pages(facts, read, budget, inner=0, is_pdf=is_pdf)


def _opened(content: bytes, terms: ReadingTerms, budget: Budget) -> ReadFile:
    read = read_file(content, recogniser=terms.recogniser if budget.pages > 0 else None)
    budget.pages -= len(read.pages)
    return read


def _with_pages(
    facts: AttachmentFacts, read: ReadFile, budget: Budget, *, inner: int, is_pdf: bool
) -> AttachmentFacts:
    papers: list[SentPaper] = []
    unsorted: list[SentPage] = []
    for page in read.pages:
        sent = SentPage(facts.digest, page.page.number, inner, page.page.frame)
        part = form_part(page.page)
        if part is not None:
            budget.form_pages.append(FormPage(sent, part, page, is_pdf))
            continue
        found = papers_of(page.page, name=facts.name)
        known = [paper for paper in found if paper.kinds or paper.sure > 0]
        papers += [SentPaper(paper, sent) for paper in known]
        if not known and not _is_ornament(page.page):
            unsorted.append(sent)
    return replace(facts, papers=(*facts.papers, *papers), unsorted=(*facts.unsorted, *unsorted))


def _is_ornament(page: Page) -> bool:
    letters = sum(len(token.text) for token in page.tokens)
    return letters < _FEWEST_LETTERS and max(page.width, page.height) <= _LARGEST_ORNAMENT
