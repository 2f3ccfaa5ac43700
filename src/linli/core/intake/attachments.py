"""Attachments as they can be used: archives opened one level deep, damage and danger named.

Nothing is written to disk, run, or followed; member names are only shown.

Source: D0 三(一)3.
"""

import hashlib
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported
from linli.core.documents.word_package import (
    ARCHIVE_ERRORS,
    TooManyEntries,
    opened_archive,
    read_member,
)
from linli.core.intake.damage import damage_of, is_volume
from linli.core.intake.headers import guessed_text
from linli.core.intake.tarballs import is_tarball, unpacked
from linli.core.intake.unpacking_budget import (
    BOMB_FLOOR,
    BOMB_RATIO,
    MOST_MEMBER_BYTES,
    UnpackingBudget,
)

_MAX_NESTING = 2
_LONGEST_MEMBER_NAME = 200
_UNICODE_PATH = 0x7075

_EXECUTABLE = re.compile(
    r"\.(?:exe|scr|com|bat|cmd|pif|msi|jar|js|jse|vbs|vbe|wsf|hta|ps1|lnk|reg|dll|apk|iso|img|cpl|chm)$",
    re.IGNORECASE,
)
_PROGRAM_MAGIC = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_PACKED_DOCUMENTS = ("[content_types].xml", "mimetype")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a mail, or lay in an archive of it.

    ``name`` is as sent (``archive/member`` for members) and fit for no path; ``content`` is
    empty where a problem forbids its use.
    """

    name: str = field(repr=False)
    content: bytes = field(repr=False)
    digest: str
    problems: tuple[Problem, ...] = ()


def open_attachment(name: str, content: bytes, *, budget: UnpackingBudget) -> Iterator[Attachment]:
    """Yield an attachment, or what an archive holds with the archive's own problems first.

    ``budget`` is the mail's: a bomb may come in many small archives.
    """
    yield from _opened(name, content, depth=0, budget=budget)


def _opened(
    name: str, content: bytes, *, depth: int, budget: UnpackingBudget
) -> Iterator[Attachment]:
    if _is_program(name, content):
        yield made_attachment(name, content, suspicious("附件是可执行程序，未打开"), keep=False)
    elif is_volume(name, content):
        yield made_attachment(name, content, unreadable("附件是分卷压缩包的一卷，无法单独打开"))
    elif _is_archive(content):
        yield from _opened_archive(name, content, depth=depth, budget=budget)
    elif is_tarball(content):
        yield from _opened_tarball(name, content, depth=depth, budget=budget)
    elif (problem := damage_of(name, content)) is not None:
        yield made_attachment(name, content, problem)
    else:
        yield made_attachment(name, content)


def _is_program(name: str, content: bytes) -> bool:
    return bool(_EXECUTABLE.search(name.strip())) or content.startswith(_PROGRAM_MAGIC)


def _is_archive(content: bytes) -> bool:
    """Tell a plain zip from a Word or other document that is packed as one."""
    if not content.startswith(b"PK"):
        return False
    try:
        with opened_archive(content) as archive:
            return not any(name.lower() in _PACKED_DOCUMENTS for name in archive.namelist())
    except TooManyEntries:
        return True
    except ARCHIVE_ERRORS:
        # A broken Word file is left to the reader of forms, which names its damage.
        return b"word/" not in content


def _opened_archive(
    name: str, content: bytes, *, depth: int, budget: UnpackingBudget
) -> Iterator[Attachment]:
    if depth >= _MAX_NESTING:
        yield made_attachment(name, content, unsupported("压缩包层数过多，须由人工打开"))
        return
    try:
        with opened_archive(content) as archive:
            members = [
                member
                for member in archive.infolist()
                if not member.is_dir() and not _is_shadow(member.filename)
            ]
            taken = members[: budget.members]
            budget.members -= len(taken)
            problems = _archive_problems(members, is_cut=len(taken) < len(members))
            yield made_attachment(name, content, *problems, keep=False)
            bombs = _bombs(taken, archive_size=len(content), budget=budget)
            for member in taken:
                if member in bombs:
                    yield _refused(name, member)
                else:
                    yield from _member(name, archive, member, depth=depth, budget=budget)
    except TooManyEntries:
        yield made_attachment(name, content, suspicious("压缩包内文件过多，未予打开"), keep=False)
    except ARCHIVE_ERRORS:
        yield made_attachment(name, content, unreadable("压缩包已损坏，无法打开"), keep=False)


def _is_shadow(name: str) -> bool:
    """Tell what a Mac or Windows packs by itself beside the files."""
    parts = re.split(r"[\\/]", name)
    return (
        "__MACOSX" in parts
        or parts[-1].startswith("._")
        or parts[-1].lower() in {".ds_store", "thumbs.db", "desktop.ini"}
    )


def _opened_tarball(
    name: str, content: bytes, *, depth: int, budget: UnpackingBudget
) -> Iterator[Attachment]:
    if depth >= _MAX_NESTING:
        yield made_attachment(name, content, unsupported("压缩包层数过多，须由人工打开"))
        return
    # Whether a name climbs is known only when all are read, and the archive comes first.
    members = list(unpacked(name, content, budget=budget))
    problems = [item.problem for item in members if not item.name and item.problem]
    if any(_is_traversal(item.name) for item in members):
        problems.append(suspicious("压缩包内含越出目录的路径，未按该路径展开"))
    yield made_attachment(name, content, *problems, keep=False)
    for item in members:
        if item.name and item.problem:
            yield made_attachment(f"{name}/{item.name}", b"", item.problem)
        elif item.name and not _is_shadow(item.name):
            yield from _opened(f"{name}/{item.name}", item.content, depth=depth + 1, budget=budget)


def _archive_problems(members: list[zipfile.ZipInfo], *, is_cut: bool) -> list[Problem]:
    problems = []
    if is_cut:
        problems.append(suspicious("压缩包内文件过多，只读取了一部分"))
    if any(_is_traversal(member.filename) for member in members):
        problems.append(suspicious("压缩包内含越出目录的路径，未按该路径展开"))
    if any(member.flag_bits & 1 for member in members):
        problems.append(unreadable("压缩包设有密码，无法打开"))
    return problems


def _is_traversal(name: str) -> bool:
    parts = name.replace("\\", "/")
    return parts.startswith("/") or ".." in parts.split("/") or bool(re.match(r"[A-Za-z]:", parts))


def _member(
    outer: str,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    *,
    depth: int,
    budget: UnpackingBudget,
) -> Iterator[Attachment]:
    name = _full_name(outer, member)
    if member.flag_bits & 1:
        return
    if member.file_size > budget.size:
        yield made_attachment(name, b"", suspicious("邮件内压缩包展开后总量过大，该文件未予展开"))
        return
    try:
        content = read_member(archive, member, limit=min(MOST_MEMBER_BYTES, budget.size))
    except ARCHIVE_ERRORS:
        yield made_attachment(name, b"", unreadable("压缩包内的文件已损坏，无法打开"))
        return
    if content is None:
        yield made_attachment(name, b"", suspicious("压缩包内文件的实际大小超出限制，未予展开"))
        return
    budget.size -= len(content)
    yield from _opened(name, content, depth=depth + 1, budget=budget)


def _bombs(
    members: list[zipfile.ZipInfo], *, archive_size: int, budget: UnpackingBudget
) -> frozenset[zipfile.ZipInfo]:
    """Return the members that are not to be opened; little that swells is forgiven, once a mail."""
    swollen = frozenset(m for m in members if m.file_size > BOMB_RATIO * max(m.compress_size, 1))
    if _total(swollen) <= budget.swollen:
        budget.swollen -= _total(swollen)
        swollen = frozenset()
    # Members may lie over each other, so that each by itself hardly swells.
    rest = frozenset(members) - swollen
    if _total(rest) > max(BOMB_FLOOR, BOMB_RATIO * archive_size):
        return frozenset(members)
    return swollen


def _total(members: Iterable[zipfile.ZipInfo]) -> int:
    return sum(member.file_size for member in members)


def _refused(outer: str, member: zipfile.ZipInfo) -> Attachment:
    problem = suspicious("压缩包内含异常膨胀的文件，疑为压缩炸弹，未予展开")
    return made_attachment(_full_name(outer, member), b"", problem)


def _full_name(outer: str, member: zipfile.ZipInfo) -> str:
    return f"{outer}/{member_name(member)[-_LONGEST_MEMBER_NAME:]}"


def member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; names without the UTF-8 flag are GBK on Chinese Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    return _unicode_path(member.extra) or guessed_text(member.filename.encode("cp437", "replace"))


def _unicode_path(extra: bytes) -> str:
    """Return the UTF-8 name that Info-ZIP and Bandizip put beside the other: field 0x7075."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH:
            return extra[9 : 4 + size].decode("utf-8", "ignore")
        extra = extra[4 + size :]
    return ""


def made_attachment(name: str, content: bytes, *problems: Problem, keep: bool = True) -> Attachment:
    """Return an attachment as it is, without its bytes if they are of no use."""
    return Attachment(
        name=name,
        content=content if keep else b"",
        digest=hashlib.sha256(content).hexdigest(),
        problems=tuple(problems),
    )
