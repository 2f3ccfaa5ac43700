"""Open an OLE compound file that a stranger sent: the folder of streams in which old Word saves.

Nothing in it is run. The header is looked at before the library sees it, since sizes and
chains that it trusts can be made to run for hours.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

import olefile

from linli.core.documents.problems import Problem, suspicious

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = "文件已损坏，无法打开"
LOCKED = "文件设有密码，无法打开"

_SECTOR_SIZES = {9: 512, 12: 4096}
_ENTRIES_PER_SECTOR = {512: 128, 4096: 1024}
# Programs set aside a little more than they need.
_SPARE_SECTORS = 110
_MOST_STREAMS = 2_000
_PROGRAM_NAMES = (
    ".exe", ".scr", ".com", ".bat", ".cmd", ".pif", ".msi", ".jar", ".js", ".jse", ".vbs", ".vbe",
    ".wsf", ".hta", ".ps1", ".lnk", ".dll", ".cpl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompoundFile:
    """Streams by their path in lower case, ``/`` between the parts; ``is_whole`` if none is cut off."""

    streams: Mapping[str, bytes] = field(repr=False)
    is_whole: bool

    def has(self, *parts: str) -> bool:
        """Tell whether a storage or stream of one of these names is anywhere in the file."""
        return any(part in path.split("/") for path in self.streams for part in parts)


def open_compound(content: bytes) -> CompoundFile | None:
    """Read every stream; ``None`` if the file is no compound file or too broken to be opened."""
    if not _is_plausible(content):
        return None
    try:
        with olefile.OleFileIO(content) as opened:
            return _read_streams(opened, size=len(content))
    except Exception:
        # The library raises whatever its arithmetic on hostile bytes runs into.
        return None


def dangers_in(compound: CompoundFile) -> tuple[Problem, ...]:
    """Name macros and packed programs; they are neither run nor taken out."""
    problems = []
    if compound.has("macros", "vba", "_vba_project_cur"):
        problems.append(suspicious("文件内含宏，未运行"))
    if any(
        path.endswith("\x01ole10native") and is_packed_program(stream)
        for path, stream in compound.streams.items()
    ):
        problems.append(suspicious("文件内嵌可执行程序，未打开"))
    return tuple(problems)


def is_packed_program(package: bytes) -> bool:
    """Tell whether a packed object (an ``Ole10Native`` stream) is a program by name or bytes."""
    # Size, flags, then the label, the path of the file, and what was packed.
    label, path, *_ = [*package[6:1_000].split(b"\0"), b"", b""]
    names = (label.decode("latin-1").lower(), path.decode("latin-1").lower())
    is_named = any(name.strip().endswith(_PROGRAM_NAMES) for name in names)
    return is_named or b"This program cannot be run in DOS mode" in package[:4_096]


def _is_plausible(content: bytes) -> bool:
    if len(content) < 1_536 or not content.startswith(MAGIC):
        return False
    shift = int.from_bytes(content[30:32], "little")
    if shift not in _SECTOR_SIZES:
        return False
    sector = _SECTOR_SIZES[shift]
    sectors = len(content) // sector + 1
    fat, mini_fat, further = (struct.unpack_from("<L", content, at)[0] for at in (44, 64, 72))
    per_sector = _ENTRIES_PER_SECTOR[sector]
    return bool(
        fat <= sectors // per_sector + _SPARE_SECTORS
        and mini_fat <= sectors
        and further <= fat // (per_sector - 1) + 1
    )


def _read_streams(opened: olefile.OleFileIO, *, size: int) -> CompoundFile | None:
    streams: dict[str, bytes] = {}
    is_whole = _has_whole_directory(opened)
    paths = opened.listdir()
    # Streams may not lie over each other; together they are no larger than the file.
    left = 2 * size
    if len(paths) > _MOST_STREAMS or opened.root.size > size:
        return None
    for path in paths:
        declared = opened.get_size(path)
        if declared > min(size, left):
            is_whole = False
            continue
        left -= declared
        stream = opened.openstream(path).read()
        is_whole = is_whole and len(stream) == declared
        streams["/".join(part.lower() for part in path)] = stream
    # A folder without anything in it has lost its end.
    return CompoundFile(streams, is_whole) if streams else None


def _has_whole_directory(opened: olefile.OleFileIO) -> bool:
    """Tell whether the chain of the directory's sectors comes to its end inside the file."""
    sector = opened.first_dir_sector
    for _ in range(len(opened.fat)):
        if not 0 <= sector < len(opened.fat):
            break
        sector = opened.fat[sector]
    return bool(sector == olefile.ENDOFCHAIN)
