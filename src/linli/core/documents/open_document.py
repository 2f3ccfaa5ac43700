"""Read an open document text (.odt, .ott, .fodt of LibreOffice and WPS) into tables and lines.

Macros are named, never run; nothing outside the file is fetched.
"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from linli.core.documents.carrier import ReadCarrier, kept_pictures
from linli.core.documents.flat_xml import FlatXml, read_flat_xml
from linli.core.documents.open_document_text import DocumentReader
from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported
from linli.core.documents.word_package import (
    ARCHIVE_ERRORS,
    MAX_DECLARED_BYTES,
    MAX_MEMBERS,
    member_problems,
    opened_archive,
    parse_part,
    read_member,
)
from linli.core.documents.word_text import attribute, child, local_name

_TEXT_PART, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MACRO_FOLDERS = ("Basic/", "Scripts/")
_LARGEST_PICTURE = 50 * 1024 * 1024


def read_open_document(content: bytes) -> ReadCarrier:
    """Read an open document, packed or flat; every failure comes back as a problem, none is raised."""
    if not content.startswith(b"PK"):
        return _read_flat(read_flat_xml(content))
    try:
        with opened_archive(content) as archive:
            return _read_archive(archive)
    except ARCHIVE_ERRORS:
        return ReadCarrier(None, (unreadable("文件已损坏，无法打开"),))


def _read_archive(archive: zipfile.ZipFile) -> ReadCarrier:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_DECLARED_BYTES:
        return ReadCarrier(None, (suspicious("文件解压后异常庞大，疑为压缩炸弹，未予打开"),))
    problems = member_problems(members)
    if any(member.filename.startswith(_MACRO_FOLDERS) for member in members):
        problems.append(suspicious("文件内含宏，未运行"))
    if _is_locked(archive):
        return ReadCarrier(None, (*problems, unreadable("文件设有密码，无法打开")))
    root, found = parse_part(archive, _TEXT_PART)
    reader, read = _read_root(root, (*problems, *found))
    if reader is None:
        return read
    pictures = kept_pictures(_stored_pictures(archive, reader.pictures))
    return ReadCarrier(read.content, read.problems, pictures)


def _read_flat(flat: FlatXml) -> ReadCarrier:
    problems = list(flat.problems)
    if flat.root is not None and next(flat.root.iter("{*}module"), None) is not None:
        problems.append(suspicious("文件内含宏，未运行"))
    reader, read = _read_root(flat.root, tuple(problems))
    if reader is None:
        return read
    data = (child(image, "binary-data") for image in reader.pictures)
    pictures = kept_pictures(flat.part(item) for item in data if item is not None)
    return ReadCarrier(read.content, read.problems, pictures)


def _read_root(
    root: etree._Element | None, problems: tuple[Problem, ...]
) -> tuple[DocumentReader | None, ReadCarrier]:
    if root is None:
        return None, ReadCarrier(None, problems)
    body = child(root, "body")
    text = child(body, "text") if body is not None else None
    if text is None:
        other = unsupported("文件不是文字文档，须由人工阅读")
        return None, ReadCarrier(None, (*problems, other))
    reader = DocumentReader(root)
    return reader, ReadCarrier(reader.read(text), tuple(dict.fromkeys(problems)))


def _is_locked(archive: zipfile.ZipFile) -> bool:
    if _MANIFEST not in archive.NameToInfo:
        return False
    root, _ = parse_part(archive, _MANIFEST)
    return root is not None and any(local_name(item) == "encryption-data" for item in root.iter())


def _stored_pictures(archive: zipfile.ZipFile, images: list[etree._Element]) -> Iterator[bytes]:
    for image in images:
        name = (attribute(image, "href") or "").removeprefix("./")
        data = child(image, "binary-data")
        if data is None and name in archive.NameToInfo:
            yield read_member(archive, name, limit=_LARGEST_PICTURE) or b""
