"""Tell what kind of file a form came in, by its bytes, and have it read by the reader of that kind.

The name of a file proves nothing: a .doc may be RTF, a web page, XML, or a .docx.
"""

import re
import zipfile
from enum import StrEnum

from linli.core.documents.carrier import ReadCarrier, kept_pictures
from linli.core.documents.compound_file import MAGIC, is_packed_program, open_compound
from linli.core.documents.flat_word import read_flat_word
from linli.core.documents.old_word import may_be_word, read_old_word
from linli.core.documents.open_document import read_open_document
from linli.core.documents.problems import Problem, suspicious, unreadable
from linli.core.documents.rich_text import read_rich_text
from linli.core.documents.web_archive import is_web_archive, read_web_archive
from linli.core.documents.web_page import read_web_page
from linli.core.documents.word_grid import read_content
from linli.core.documents.word_package import (
    ARCHIVE_ERRORS,
    MAX_XML_BYTES,
    carrier_of,
    main_part_of,
    open_word,
    opened_archive,
    read_member,
)
from linli.core.documents.word_pictures import stored_pictures


class Carrier(StrEnum):
    """The kinds of files that a form comes in, as its source is recorded."""

    DOCX = "docx"
    DOC = "doc"
    HTML = "html"
    PDF = "pdf"
    PICTURE = "picture"


class _Kind(StrEnum):
    WORD = "word"
    OLD_WORD = "old word"
    RICH_TEXT = "rich text"
    OPEN_DOCUMENT = "open document"
    FLAT_WORD = "flat word"
    WEB_PAGE = "web page"
    WEB_ARCHIVE = "web archive"


_CARRIER_OF = {
    _Kind.WORD: Carrier.DOCX,
    _Kind.WEB_PAGE: Carrier.HTML,
    _Kind.WEB_ARCHIVE: Carrier.HTML,
}
_READERS = {
    _Kind.OLD_WORD: read_old_word,
    _Kind.RICH_TEXT: read_rich_text,
    _Kind.OPEN_DOCUMENT: read_open_document,
    _Kind.FLAT_WORD: read_flat_word,
    _Kind.WEB_PAGE: read_web_page,
    _Kind.WEB_ARCHIVE: read_web_archive,
}
_HEAD = 65_536
_MARKS_OF_UNICODE = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_FLAT_WORD = (b"schemas.microsoft.com/office/word/2003/wordml", b"/office/2006/xmlPackage")
_FLAT_OPEN_DOCUMENT = b"urn:oasis:names:tc:opendocument"
_PACKED_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_MARKUP = re.compile(
    r"(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|\s){0,20}<(?:!doctype\s+html|html|head|body|meta|title|style|table|div"
    r"|p|span|font|center|h[1-6]|b|br|ul|ol|form|section|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_EMBEDDED = re.compile(r"word/embeddings/[^/]+\.bin$", re.IGNORECASE)
_LARGEST_EMBEDDED = 20 * 1024 * 1024
_MOST_EMBEDDED = 20
_PARTS_READ = re.compile(r"content\.xml|META-INF/manifest\.xml|(?:word/)?_rels/[^/]*\.rels")
# What a tag or a control word costs beside bytes of a part of XML.
_BYTES_A_MARK = 20
_LARGEST_OLD_WORD = 1024 * 1024


def carrier_code(content: bytes) -> Carrier | None:
    """Tell what a form in this file would be said to have come in; ``None`` if nothing known."""
    kind = _kind_of(content)
    if kind is _Kind.OLD_WORD and not may_be_word(content):
        return None
    if kind is not None:
        return _CARRIER_OF.get(kind, Carrier.DOC)
    if b"%PDF" in content[:1_024]:
        return Carrier.PDF
    return Carrier.PICTURE if carrier_of(content) == "图片" else None


def weight_of(content: bytes) -> int:
    """Return what laying out a file costs, in bytes of XML that cost as much; pictures cost nothing."""
    kind = _kind_of(content)
    if content.startswith(b"PK"):
        weight = _packed_weight(content)
    elif kind is _Kind.OLD_WORD:
        weight = min(len(content), _LARGEST_OLD_WORD)
    elif kind is _Kind.RICH_TEXT:
        weight = _BYTES_A_MARK * (content.count(b"\\") + content.count(b"{"))
    else:
        weight = _BYTES_A_MARK * content.count(b"<")
    # Beyond this the readers stop by themselves.
    return min(weight, MAX_XML_BYTES)


def _packed_weight(content: bytes) -> int:
    try:
        with opened_archive(content) as archive:
            main_part = main_part_of(archive)
            return sum(
                one.file_size
                for one in archive.infolist()
                if one.filename == main_part or _PARTS_READ.fullmatch(one.filename)
            )
    except ARCHIVE_ERRORS:
        return 0


def read_text_carrier(content: bytes) -> ReadCarrier:
    """Lay out a file that holds text, or name what keeps it from being read; nothing is raised."""
    reader = _READERS.get(_kind_of(content) or _Kind.WORD)
    return reader(content) if reader is not None else _read_word(content)


def _kind_of(content: bytes) -> _Kind | None:
    head = content[:_HEAD]
    if content.startswith(b"PK"):
        return _packed_kind(content)
    if content.startswith(MAGIC):
        return _Kind.OLD_WORD
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return _Kind.RICH_TEXT
    if is_web_archive(content):
        return _Kind.WEB_ARCHIVE
    text = head.decode(
        "utf-16" if content.startswith(_MARKS_OF_UNICODE[:2]) else "latin-1", "replace"
    )
    if not text.lstrip("\ufeffï»¿ \t\r\n").startswith("<"):
        return None
    return _markup_kind(head, text.lstrip("\ufeffï»¿ \t\r\n"))


def _packed_kind(content: bytes) -> _Kind | None:
    if content[30:72] == _PACKED_OPEN_DOCUMENT:
        return _Kind.OPEN_DOCUMENT
    # A broken Word file is still one, and its damage is to be named.
    if b"word/" in content or b"word\\" in content:
        return _Kind.WORD
    is_open = b"content.xml" in content and b"META-INF/manifest.xml" in content
    return _Kind.OPEN_DOCUMENT if is_open else None


def _markup_kind(head: bytes, text: str) -> _Kind | None:
    if any(name in head for name in _FLAT_WORD):
        return _Kind.FLAT_WORD
    if _FLAT_OPEN_DOCUMENT in head and "<office:document" in text:
        return _Kind.OPEN_DOCUMENT
    return _Kind.WEB_PAGE if _MARKUP.match(text) else None


def _read_word(content: bytes) -> ReadCarrier:
    opened = open_word(content)
    if opened.body is None:
        return ReadCarrier(None, opened.problems)
    problems = list(opened.problems)
    pictures: tuple[bytes, ...] = ()
    try:
        with opened_archive(content) as archive:
            problems += _packed_programs(archive)
            pictures = kept_pictures(stored_pictures(archive, opened.body))
    except ARCHIVE_ERRORS:
        # The text is whole all the same.
        problems.append(unreadable("文件内的图片已损坏，无法打开"))
    return ReadCarrier(read_content(opened.body), tuple(dict.fromkeys(problems)), pictures)


def _packed_programs(archive: zipfile.ZipFile) -> list[Problem]:
    names = [name for name in archive.NameToInfo if _EMBEDDED.match(name)][:_MOST_EMBEDDED]
    for name in names:
        compound = open_compound(read_member(archive, name, limit=_LARGEST_EMBEDDED) or b"")
        streams = compound.streams.items() if compound is not None else ()
        if any(path.endswith("\x01ole10native") and is_packed_program(s) for path, s in streams):
            return [suspicious("文件内嵌可执行程序，未打开")]
    return []
