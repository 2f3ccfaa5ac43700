"""Open a Word file that a stranger sent, and hand out its XML without running or fetching anything.

A file is never unpacked to disk: members are read into memory up to a limit, so
member names cannot lead anywhere and a bomb stops at the limit.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported

#: Everything that reading an archive of arbitrary bytes has been seen to raise.
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

MAX_MEMBERS = 2_000
# Entries of the directory, and of those of archives that lie inside unpacked.
_MOST_ENTRIES = 20_000
_ENTRY = b"PK\x01\x02"
#: A form has some hundred kilobytes of XML; pictures stand beside it.
MAX_XML_BYTES = 8 * 1024 * 1024
# Word writes one in forty bytes, so that these, too, are more than a book has.
_MOST_MARKS = 400_000
MAX_DECLARED_BYTES = 300 * 1024 * 1024
# Real XML of Word shrinks to about a tenth; styles by LibreOffice to a fortieth.
_INFLATED_RATIO = 150
_INFLATED_FLOOR = 2 * 1024 * 1024

_MAIN_PART = "word/document.xml"
_ROOT_RELATIONS = "_rels/.rels"
_HUGE = suspicious("文件正文异常庞大，未予打开")
_ENTITIES = suspicious("文件正文声明了实体，未解析")
_OUTSIDE_PART = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument)$")

_CARRIERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"\x1f\x8b", "压缩包"),
)
_MARKUP_START = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml|<table|<div|mime-version:)", re.I)


@dataclass(frozen=True, slots=True)
class OpenedWord:
    """The main part of a Word file as a tree (``None`` if unreadable), and what was wrong."""

    body: etree._Element | None
    problems: tuple[Problem, ...]


class TooManyEntries(ValueError):
    """The directory of an archive alone would take seconds to read."""


def opened_archive(content: bytes) -> zipfile.ZipFile:
    """Open a zip file that a stranger sent. Raises ``TooManyEntries``, or another of ``ARCHIVE_ERRORS``."""
    if content.count(_ENTRY) > _MOST_ENTRIES:
        raise TooManyEntries
    return zipfile.ZipFile(io.BytesIO(content))


def open_word(content: bytes) -> OpenedWord:
    """Open a .docx or .docm; every failure comes back as a problem, none is raised."""
    if not content:
        return OpenedWord(None, (unreadable("附件是空文件"),))
    if not content.startswith(b"PK"):
        return OpenedWord(None, (_other_carrier(content),))
    try:
        with opened_archive(content) as archive:
            return _open_archive(archive)
    except ARCHIVE_ERRORS:
        return OpenedWord(None, (unreadable("文件已损坏，无法打开"),))


def carrier_of(content: bytes) -> str | None:
    """Name what a file is by its first bytes, in Chinese; ``None`` if nothing known."""
    for magic, name in _CARRIERS:
        if content.startswith(magic):
            return name
    if content[4:8] == b"ftyp":
        return "图片"
    return "网页文件" if _MARKUP_START.match(content[:512]) else None


def _other_carrier(content: bytes) -> Problem:
    name = carrier_of(content)
    if name is None:
        return unreadable("文件不是Word文档，或者已损坏")
    return unsupported(f"报名表是{name}，本版本不能读取，须由人工阅读")


def _open_archive(archive: zipfile.ZipFile) -> OpenedWord:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_DECLARED_BYTES:
        return OpenedWord(None, (suspicious("文件解压后异常庞大，疑为压缩炸弹，未予打开"),))
    problems = list(member_problems(members))
    main_part = main_part_of(archive)
    if main_part is None:
        problems.append(unsupported("文件是压缩包或其他格式，不是Word文档，须由人工阅读"))
        return OpenedWord(None, tuple(problems))
    body, found = parse_part(archive, main_part)
    problems += found
    problems += _relation_problems(archive)
    return OpenedWord(body, tuple(dict.fromkeys(problems)))


def main_part_of(archive: zipfile.ZipFile) -> str | None:
    """Return the member that holds a document's text; ``None`` if it is no Word document."""
    if _MAIN_PART in archive.NameToInfo:
        return _MAIN_PART
    if _ROOT_RELATIONS not in archive.NameToInfo:
        return None
    # Word in a browser names the part document2.xml; only the relation tells.
    root, _ = parse_part(archive, _ROOT_RELATIONS)
    for relation in root.iter("{*}Relationship") if root is not None else ():
        target = str(relation.get("Target", "")).lstrip("/")
        is_main = relation.get("Type", "").endswith("/officeDocument") and target.startswith(
            "word/"
        )
        if is_main and target in archive.NameToInfo:
            return target
    return None


def member_problems(members: list[zipfile.ZipInfo]) -> list[Problem]:
    """Return what the names and sizes of an archive's members show to be wrong."""
    problems = []
    names = [member.filename.replace("\\", "/") for member in members]
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names):
        problems.append(suspicious("文件内含越出目录的路径"))
    if any(
        name.lower().endswith(("vbaproject.bin", ".exe", ".bat", ".js", ".vbs")) for name in names
    ):
        problems.append(suspicious("文件内含宏或可执行程序，未运行"))
    if any(_is_inflated(member) for member in members):
        problems.append(suspicious("文件内含异常膨胀的内容"))
    return problems


def _is_inflated(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _INFLATED_FLOOR and member.file_size > _INFLATED_RATIO * max(
        member.compress_size, 1
    )


def read_member(
    archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, *, limit: int
) -> bytes | None:
    """Read at most ``limit`` bytes of a member, whatever size it declares; ``None`` if it has more."""
    with archive.open(name) as stream:
        content = stream.read(limit + 1)
    return content if len(content) <= limit else None


def parse_part(
    archive: zipfile.ZipFile, name: str
) -> tuple[etree._Element | None, tuple[Problem, ...]]:
    """Read one XML part of an archive as a tree, ``None`` with its problem if that cannot be done."""
    if archive.getinfo(name).flag_bits & 1:
        return None, (unreadable("文件设有密码，无法打开"),)
    content = read_member(archive, name, limit=MAX_XML_BYTES)
    return parse_xml(content) if content is not None else (None, (_HUGE,))


def parse_xml(content: bytes) -> tuple[etree._Element | None, tuple[Problem, ...]]:
    """Parse XML of a stranger without resolving or fetching anything; what is huge is not parsed."""
    if len(content) > MAX_XML_BYTES or content.count(b"<") > _MOST_MARKS:
        return None, (_HUGE,)
    # A parser may serve one document only: entities declared in one would be known in the next.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        is_attack = b"<!ENTITY" in content
        return None, (_ENTITIES if is_attack else unreadable("文件正文已损坏，无法读取"),)
    if root.getroottree().docinfo.internalDTD is not None:
        return root, (_ENTITIES,)
    return root, ()


def _relation_problems(archive: zipfile.ZipFile) -> list[Problem]:
    problems: list[Problem] = []
    for part in ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"):
        if part not in archive.NameToInfo:
            continue
        root, found = parse_part(archive, part)
        problems += [problem for problem in found if problem.code == "attachment_suspicious"]
        if root is not None and any(
            _leads_outside(relation) for relation in root.iter("{*}Relationship")
        ):
            problems.append(suspicious("文件引用了外部模板或对象，未读取"))
    return problems


def _leads_outside(relation: etree._Element) -> bool:
    return relation.get("TargetMode") == "External" and bool(
        _OUTSIDE_PART.search(relation.get("Type", ""))
    )
