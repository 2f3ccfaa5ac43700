"""Attachments as they can be used: archives opened one level deep, damage and danger named.

Nothing is written to disk, run, or followed; member names are only shown.

Source: D0 三(一)3.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from linli.core.documents.word_package import ARCHIVE_ERRORS, read_member
from linli.core.documents.word_problems import Problem, suspicious, unreadable, unsupported
from linli.core.intake.damage import damage_of
from linli.core.intake.headers import guessed_text

_MAX_MEMBERS = 300
_MAX_MEMBER_BYTES = 50 * 1024 * 1024
_MAX_TOTAL_BYTES = 200 * 1024 * 1024
_MAX_NESTING = 2
_LONGEST_MEMBER_NAME = 200
# Scans and Word files hardly shrink; what shrinks a hundredfold holds nothing to read.
_BOMB_RATIO = 100
_BOMB_FLOOR = 4 * 1024 * 1024

_EXECUTABLE = re.compile(
    r"\.(?:exe|scr|com|bat|cmd|pif|msi|jar|js|jse|vbs|vbe|wsf|hta|ps1|lnk|reg|dll|apk|iso|img|cpl|chm)$",
    re.IGNORECASE,
)
_PROGRAM_MAGIC = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_PACKED_DOCUMENTS = ("[content_types].xml", "mimetype")
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069<>:\"|?*]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a mail, or lay in an archive of it.

    ``name`` is as sent (``archive/member`` for members), ``safe_name`` is fit to be
    shown and stored under a folder; ``content`` is empty where a problem forbids its use.
    """

    name: str = field(repr=False)
    safe_name: str = field(repr=False)
    content: bytes = field(repr=False)
    digest: str
    problems: tuple[Problem, ...] = ()


def safe_name(name: str) -> str:
    """Return the last part of a name without control, direction and path characters."""
    last = re.split(r"[\\/]+", name.rstrip("\\/"))[-1]
    cleaned = _UNSAFE_IN_NAME.sub("", last).strip(". ")
    return cleaned[-120:] or "未命名附件"


def open_attachment(name: str, content: bytes) -> Iterator[Attachment]:
    """Yield an attachment, or what an archive holds with the archive's own problems first."""
    yield from _opened(name, content, depth=0, budget=_Budget())


class _Budget:
    """Counts what the archives of one attachment may still take up."""

    def __init__(self) -> None:
        self.members = _MAX_MEMBERS
        self.size = _MAX_TOTAL_BYTES


def _opened(name: str, content: bytes, *, depth: int, budget: _Budget) -> Iterator[Attachment]:
    if _is_program(name, content):
        yield _made(name, content, suspicious("附件是可执行程序，未打开"), keep=False)
    elif _is_archive(content):
        yield from _opened_archive(name, content, depth=depth, budget=budget)
    elif (problem := damage_of(name, content)) is not None:
        yield _made(name, content, problem)
    else:
        yield _made(name, content)


def _is_program(name: str, content: bytes) -> bool:
    return bool(_EXECUTABLE.search(name.strip())) or content.startswith(_PROGRAM_MAGIC)


def _is_archive(content: bytes) -> bool:
    """Tell a plain zip from a Word or other document that is packed as one."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not any(name.lower() in _PACKED_DOCUMENTS for name in archive.namelist())
    except ARCHIVE_ERRORS:
        # A broken Word file is left to the reader of forms, which names its damage.
        return b"word/" not in content


def _opened_archive(
    name: str, content: bytes, *, depth: int, budget: _Budget
) -> Iterator[Attachment]:
    if depth >= _MAX_NESTING:
        yield _made(name, content, unsupported("压缩包层数过多，须由人工打开"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            yield _made(name, content, *_archive_problems(members), keep=False)
            for member in members[: budget.members]:
                yield from _member(name, archive, member, depth=depth, budget=budget)
    except ARCHIVE_ERRORS:
        yield _made(name, content, unreadable("压缩包已损坏，无法打开"), keep=False)


def _archive_problems(members: list[zipfile.ZipInfo]) -> list[Problem]:
    problems = []
    if len(members) > _MAX_MEMBERS:
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
    outer: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, depth: int, budget: _Budget
) -> Iterator[Attachment]:
    budget.members -= 1
    name = f"{outer}/{member_name(member)[-_LONGEST_MEMBER_NAME:]}"
    if member.flag_bits & 1:
        return
    if _is_bomb(member) or member.file_size > budget.size:
        yield _made(name, b"", suspicious("压缩包内含异常膨胀的文件，疑为压缩炸弹，未予展开"))
        return
    try:
        content = read_member(archive, member, limit=min(_MAX_MEMBER_BYTES, budget.size))
    except ARCHIVE_ERRORS:
        yield _made(name, b"", unreadable("压缩包内的文件已损坏，无法打开"))
        return
    if content is None:
        yield _made(name, b"", suspicious("压缩包内文件的实际大小超出限制，未予展开"))
        return
    budget.size -= len(content)
    yield from _opened(name, content, depth=depth + 1, budget=budget)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    size = member.file_size
    return size > _BOMB_FLOOR and size > _BOMB_RATIO * max(member.compress_size, 1)


def member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; names without the UTF-8 flag are GBK on Chinese Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    return guessed_text(member.filename.encode("cp437", "replace"))


def _made(name: str, content: bytes, *problems: Problem, keep: bool = True) -> Attachment:
    return Attachment(
        name=name,
        safe_name=safe_name(name),
        content=content if keep else b"",
        digest=hashlib.sha256(content).hexdigest(),
        problems=tuple(problems),
    )
