"""One attachment read: the form it holds, or the papers on its pages, or neither.

Source: D0 三(一)3, 三(一)6.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.doubts import doubts_of
from linli.core.documents.form_file import read_form_carrier
from linli.core.documents.form_reading import ReadForm, other_form
from linli.core.documents.grid import Box
from linli.core.documents.problems import ProblemCode, unsupported
from linli.core.documents.text_carrier import Carrier, carrier_code, read_text_carrier, weight_of
from linli.core.intake.attachments import Attachment
from linli.core.intake.form_pages import FormPage, form_part
from linli.core.intake.sent import AttachmentFacts, SentPage, SentPaper
from linli.core.pages.page import Page, Source, Token
from linli.core.pages.portraits import is_portrait
from linli.core.pages.reading import ReadFile, ReadPage, read_file
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
# A file has some half a megabyte of XML.
_MOST_TEXT = 24 * 1024 * 1024
_MOST_PAGES = 60
# What is told by a file's name alone.
_SURE_BY_NAME = 0.5
# A smaller picture, in pixels of its longer side, with hardly a word is an ornament, as a portrait is.
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
class MailReading:
    """One mail while its files are read: what they may still cost together, the form pages found.

    ``text`` is the weight of the files of text that may still be read.
    """

    text_files: int = _MOST_TEXT_FILES
    text: int = _MOST_TEXT
    pages: int = _MOST_PAGES
    form_pages: list[FormPage] = field(default_factory=list)

    def may_lay_out(self, content: bytes) -> bool:
        """Take a file of text off what may still be read; false if it is too much."""
        weight = weight_of(content)
        if self.text_files == 0 or weight > self.text:
            return False
        self.text_files -= 1
        self.text -= weight
        return True


def facts_of_attachment(
    item: Attachment, terms: ReadingTerms, reading: MailReading
) -> AttachmentFacts:
    """Read one attachment; pages of a form are left in ``reading`` to be put together later."""
    plain = _plain(item)
    if not item.content or item.problems:
        return _named_unread(plain)
    code = carrier_code(item.content)
    is_old_word = bool(_OLD_WORD_NAME.search(item.name))
    # Old Word saves web pages under its own name, and what is broken goes by its name.
    if (code is Carrier.HTML and is_old_word) or (code is None and _WORD_NAME.search(item.name)):
        code = Carrier.DOC
    if code in _TEXT_CARRIERS:
        return _text_file(plain, item, code, terms, reading)
    if code in (Carrier.PICTURE, Carrier.PDF):
        return _pages_file(plain, item, terms, reading, is_pdf=code is Carrier.PDF)
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
    plain: AttachmentFacts,
    item: Attachment,
    carrier: str,
    terms: ReadingTerms,
    reading: MailReading,
) -> AttachmentFacts:
    if not reading.may_lay_out(item.content):
        problem = unsupported("邮件中的Word文件过多或者过大，这一份未读取，须由人工阅读")
        return replace(_by_name(plain), problems=(*plain.problems, problem))
    laid = read_text_carrier(item.content)
    read = read_form_carrier(laid, gazetteer=terms.gazetteer, title=terms.title)
    facts = with_form(plain, read, carrier)
    if facts.form is None and not _UNREAD.isdisjoint(problem.code for problem in facts.problems):
        return _named_unread(facts)
    inside = _with_inner(facts, laid, terms, reading)
    holds_papers = any(sent.paper.kinds for sent in inside.papers)
    other = None if _is_form(inside) or holds_papers else other_form(laid.text_lines)
    if other is None:
        return inside
    return replace(inside, problems=(*inside.problems, other), unsorted=())


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
    facts: AttachmentFacts, laid: ReadCarrier, terms: ReadingTerms, reading: MailReading
) -> AttachmentFacts:
    """Add the papers that stand as pictures or as words inside a Word file."""
    if terms.recogniser is None:
        return facts if _is_form(facts) else _by_name(facts)
    for number, inner in enumerate(laid.pictures, start=1):
        read = _opened(inner, terms, reading)
        facts = _with_pages(facts, read, reading, inner=number, is_pdf=False)
    if _is_form(facts):
        # The portrait and the signature on a form are no papers.
        return replace(facts, unsorted=())
    if facts.papers or facts.unsorted:
        return facts
    typed = papers_of(_as_page(laid.text_lines), name=facts.name)
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
    plain: AttachmentFacts,
    item: Attachment,
    terms: ReadingTerms,
    reading: MailReading,
    *,
    is_pdf: bool,
) -> AttachmentFacts:
    if terms.recogniser is None:
        return _unopened(plain)
    read = _opened(item.content, terms, reading)
    facts = replace(plain, problems=(*plain.problems, *read.problems))
    if not read.pages:
        return _named_unread(facts)
    return _with_pages(facts, read, reading, inner=0, is_pdf=is_pdf)


def _opened(content: bytes, terms: ReadingTerms, reading: MailReading) -> ReadFile:
    read = read_file(content, recogniser=terms.recogniser if reading.pages > 0 else None)
    reading.pages -= len(read.pages)
    return read


def _with_pages(
    facts: AttachmentFacts, read: ReadFile, reading: MailReading, *, inner: int, is_pdf: bool
) -> AttachmentFacts:
    papers: list[SentPaper] = []
    unsorted: list[SentPage] = []
    for page in read.pages:
        sent = SentPage(facts.digest, page.page.number, inner, page.page.frame)
        part = form_part(page.page)
        if part is not None:
            reading.form_pages.append(FormPage(sent, part, page, is_pdf))
            continue
        found = papers_of(page.page, name=facts.name)
        known = [paper for paper in found if paper.kinds or paper.sure > 0]
        papers += [SentPaper(paper, sent) for paper in known]
        if not known and not _is_ornament(page, stands_alone=not is_pdf and not inner):
            unsorted.append(sent)
    return replace(facts, papers=(*facts.papers, *papers), unsorted=(*facts.unsorted, *unsorted))


def _is_ornament(read: ReadPage, *, stands_alone: bool) -> bool:
    """Tell whether a page shows no paper; a large picture that was sent by itself is looked at."""
    page = read.page
    if sum(len(token.text) for token in page.tokens) >= _FEWEST_LETTERS:
        return False
    is_small = max(page.width, page.height) <= _LARGEST_ORNAMENT
    return is_small or (not stands_alone and is_portrait(read.pixels))
