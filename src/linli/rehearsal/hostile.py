"""Attachments that look dangerous or are broken. Nothing in them can run or be fetched."""

import struct
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from linli.rehearsal.zip_bytes import FIXED_TIME, zip_bytes

MEBIBYTE = 1 << 20
BOMB_MEBIBYTES, BOMB_COPIES = 64, 16
SAMPLE_NOTE = "样本：没有可以运行的内容。".encode()
SECTOR = 512
END_OF_CHAIN, FREE, FAT_SECTOR, NOTHING = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
STREAM, ROOT = 2, 5


def zip_bomb() -> bytes:
    """Return an archive of some kilobytes that unpacks, in two steps, to a gibibyte of zeros."""
    inner = BytesIO()
    with ZipFile(inner, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        info = ZipInfo("样本.bin", FIXED_TIME)
        info.compress_type = ZIP_DEFLATED
        zeros = bytes(MEBIBYTE)
        with archive.open(info, "w") as member:
            for _ in range(BOMB_MEBIBYTES):
                member.write(zeros)
    return zip_bytes((f"{number:02}.zip", inner.getvalue()) for number in range(BOMB_COPIES))


def zip_with_path_traversal() -> bytes:
    """Return an archive whose member names lead out of the folder it is unpacked to."""
    return zip_bytes((("../../样本.txt", SAMPLE_NOTE), ("/样本.txt", SAMPLE_NOTE)))


def with_macro_part(word_file: bytes) -> bytes:
    """Return a Word file as .docm: declared as holding macros, with a macro part of plain text."""
    main = b"wordprocessingml.document.main+xml"
    declared = b"application/vnd.openxmlformats-officedocument." + main
    enabled = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    members = [
        (name, content.replace(declared, enabled) if name == "[Content_Types].xml" else content)
        for name, content in _members(word_file)
    ]
    return zip_bytes([*members, ("word/vbaProject.bin", SAMPLE_NOTE)])


def with_external_entity(word_file: bytes) -> bytes:
    """Return a Word file whose text asks the reader to fetch something from outside."""
    entity = b'<!DOCTYPE w [<!ENTITY sample SYSTEM "http://nowhere.example/sample">]>\n<w:document'
    return zip_bytes(
        (
            name,
            content.replace(b"<w:document", entity, 1) if name == "word/document.xml" else content,
        )
        for name, content in _members(word_file)
    )


def cut_off(file: bytes) -> bytes:
    """Return the first three fifths of a file, as an interrupted upload leaves it."""
    return file[: len(file) * 3 // 5]


def _members(archive_bytes: bytes) -> Iterable[tuple[str, bytes]]:
    with ZipFile(BytesIO(archive_bytes)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def password_protected_office_file() -> bytes:
    """Return an OLE container as Office leaves it after a password is set.

    It holds the two streams by which such files are known, filled with zeros: there is
    no password and no text inside. Source: MS-CFB 2.2 to 2.6, MS-OFFCRYPTO 2.3.4.
    """
    # Streams under 4096 bytes would need a mini stream; these are just large enough.
    blocks = 8
    chains = [FAT_SECTOR, END_OF_CHAIN]
    for _ in range(2):
        first = len(chains)
        chains += [*range(first + 1, first + blocks), END_OF_CHAIN]
    fat = struct.pack("<128I", *chains, *[FREE] * (128 - len(chains)))
    entries = [
        _directory_entry("Root Entry", ROOT, child=1, start=END_OF_CHAIN, size=0),
        _directory_entry("EncryptionInfo", STREAM, right=2, start=2, size=blocks * SECTOR),
        _directory_entry("EncryptedPackage", STREAM, start=2 + blocks, size=blocks * SECTOR),
        bytes(128),
    ]
    return _compound_header() + fat + b"".join(entries) + bytes(2 * blocks * SECTOR)


def _compound_header() -> bytes:
    signature = bytes.fromhex("D0CF11E0A1B11AE1")
    fields = struct.pack("<16xHHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, *_COMPOUND_COUNTS)
    return signature + fields + struct.pack("<109I", 0, *[FREE] * 108)


# Directory sectors, FAT sectors, first directory sector, transaction, mini stream cutoff,
# first mini FAT sector, mini FAT sectors, first DIFAT sector, DIFAT sectors.
_COMPOUND_COUNTS = (0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)


def _directory_entry(
    name: str, kind: int, *, start: int, size: int, child: int = NOTHING, right: int = NOTHING
) -> bytes:
    written = name.encode("utf-16-le")
    black = 1
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2, kind, black, NOTHING, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
