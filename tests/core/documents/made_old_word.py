"""Binary Word files and the compound files around them, written as plainly as the formats allow.

Written from the published formats (MS-CFB, MS-DOC), independently of the reader.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.core.documents.made_carriers import MadeCell, cells, placed
from tests.core.intake import made_form as made

SECTOR, PAGE = 512, 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT_AT = 1024
#: Property changes of paragraphs and characters.
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
STRUCK, HIDDEN, DELETED = b"\x37\x08\x01", b"\x3c\x08\x01", b"\x00\x08\x01"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look the same; ``look`` is a list of property changes."""

    text: str
    look: bytes = b""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs and the mark that ends them; ``place`` is a list of property changes."""

    runs: tuple[Run, ...]
    place: bytes = b""


def line(text: str) -> Paragraph:
    """A paragraph outside tables."""
    return Paragraph((Run(text + "\r"),))


def table(rows: Sequence[Sequence[MadeCell]], *, with_places: bool = True) -> list[Paragraph]:
    """A table: cells that end with their mark, rows that end with one more."""
    made_paragraphs: list[Paragraph] = []
    for row in placed(rows):
        for _, cell, is_continued in row:
            lines = [""] if is_continued else cell.text.split("\n")
            inside = IN_TABLE if with_places else b""
            made_paragraphs += [Paragraph((Run(text + "\r"),), inside) for text in lines[:-1]]
            made_paragraphs.append(Paragraph((Run(lines[-1] + "\x07"),), inside))
        end = IN_TABLE + ROW_END + _definition(row) if with_places else b""
        made_paragraphs.append(Paragraph((Run("\x07"),), end))
    return made_paragraphs


def _definition(row: Sequence[tuple[int, MadeCell, bool]]) -> bytes:
    # Edges of rows are never quite the same.
    wobble = len(row) % 3 * 10
    edges = [1000 * column + wobble for column, _, _ in row]
    last, cell, _ = row[-1]
    edges.append(1000 * (last + cell.columns) + wobble)
    operand = struct.pack(f"<B{len(edges)}h", len(row), *edges)
    for _, cell, is_continued in row:
        flags = 0x20 if is_continued else 0x60 if cell.rows > 1 else 0
        operand += struct.pack("<H18x", flags)
    return b"\x08\xd6" + struct.pack("<H", len(operand) + 1) + operand


def word(
    paragraphs: Sequence[Paragraph],
    *,
    fonts: Sequence[str] = (),
    data: bytes = b"",
    storages: Mapping[str, bytes] | None = None,
    flags: int = 0x0200,
    narrow: bool = False,
    parts: Mapping[int, bytes] | None = None,
    in_body: int | None = None,
) -> bytes:
    """A binary Word file; ``narrow`` writes one byte a character, Chinese in GBK.

    ``parts`` are further tables, by their numbers in the header; ``in_body`` is how many
    characters are the body's, all by default.
    """
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    stored = [run.text.encode("gbk" if narrow else "utf-16-le") for run in runs]
    width = 1 if narrow else 2
    body = b"".join(stored)
    main = bytearray(TEXT_AT) + body
    main += bytes(-len(main) % PAGE)
    table_stream = bytearray(16)
    characters, inside = len(body) // width, []
    start = TEXT_AT
    for paragraph in paragraphs:
        size = sum(len(run.text.encode("gbk" if narrow else "utf-16-le")) for run in paragraph.runs)
        inside.append((start, start + size, paragraph.place))
        start += size
    looks, start = [], TEXT_AT
    for run, content in zip(runs, stored, strict=True):
        looks.append((start, start + len(content), run.look))
        start += len(content)
    struct.pack_into("<HHHHHHH", main, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, flags, 0xBF)
    struct.pack_into("<H", main, 32, 14)
    struct.pack_into("<H", main, 62, 22)
    struct.pack_into("<l", main, 76, characters if in_body is None else in_body)
    struct.pack_into("<H", main, 152, 93)
    _put(main, table_stream, 13, _bin_table(main, inside, of_paragraphs=True))
    _put(main, table_stream, 12, _bin_table(main, looks, of_paragraphs=False))
    _put(main, table_stream, 15, _font_table(fonts))
    stored_at = TEXT_AT * 2 | 0x4000_0000 if narrow else TEXT_AT
    pieces = struct.pack("<llHLH", 0, characters, 0, stored_at, 0)
    _put(main, table_stream, 33, b"\x02" + struct.pack("<L", len(pieces)) + pieces)
    for number, content in (parts or {}).items():
        _put(main, table_stream, number, content)
    return compound(
        {
            "WordDocument": bytes(main),
            "1Table": bytes(table_stream),
            "Data": data,
            **(storages or {}),
        }
    )


def _put(main: bytearray, table_stream: bytearray, number: int, content: bytes) -> None:
    struct.pack_into("<LL", main, 154 + 8 * number, len(table_stream), len(content))
    table_stream += content


def _bin_table(
    main: bytearray, runs: Sequence[tuple[int, int, bytes]], *, of_paragraphs: bool
) -> bytes:
    """Give each run a page of its own, and return the table of the pages."""
    pages = []
    for start, end, changes in runs:
        page = bytearray(PAGE)
        struct.pack_into("<LL", page, 0, start, end)
        page[8], page[PAGE - 1] = 100, 1
        if of_paragraphs:
            changes = b"\0\0" + changes + bytes(len(changes) % 2)
            page[201], page[202 : 202 + len(changes)] = len(changes) // 2, changes
        else:
            page[200], page[201 : 201 + len(changes)] = len(changes), changes
        pages.append(len(main) // PAGE)
        main += page
    places = [start for start, _, _ in runs] + [runs[-1][1]]
    return struct.pack(f"<{len(places)}L{len(pages)}L", *places, *pages)


def _font_table(fonts: Sequence[str]) -> bytes:
    entries = b""
    for name in fonts:
        entry = bytes(39) + name.encode("utf-16-le") + b"\0\0"
        entries += bytes([len(entry)]) + entry
    return struct.pack("<HH", len(fonts), 0) + entries


def form(*, values: Mapping[str, str] | None = None, **how: object) -> bytes:
    """The form of the made-up person."""
    return word([line(made.TITLE), *table(cells(values))], **how)  # type: ignore[arg-type]


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; a stream named ``folder/name`` stands in a storage."""
    # Small streams would need a second allocation table.
    padded = {
        path: content + bytes(max(4096 - len(content), 0)) for path, content in streams.items()
    }
    folders = sorted({path.split("/")[0] for path in padded if "/" in path})
    names = ["Root Entry", *folders, *padded]
    sectors: list[bytes] = []
    table_of_sectors: list[int] = []
    starts: dict[str, int] = {}
    for path, content in padded.items():
        starts[path] = len(sectors)
        count = -(-len(content) // SECTOR)
        sectors += [
            content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)
        ]
        table_of_sectors += [*range(len(sectors) - count + 1, len(sectors)), END]
    directory = b"".join(_entry(name, names, folders, padded, starts) for name in names)
    directory += bytes(-len(directory) % SECTOR)
    first_directory, count = len(sectors), len(directory) // SECTOR
    sectors += [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    table_of_sectors += [*range(first_directory + 1, first_directory + count), END]
    first_fat = len(sectors)
    fats = -(-(len(sectors) + 1) // 127)
    table_of_sectors += [FAT] * fats
    table_of_sectors += [FREE] * (fats * 128 - len(table_of_sectors))
    head = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, first_directory,
        0, 0x1000, END, 0, END, 0,
    )  # fmt: skip
    head += struct.pack("<109L", *[*range(first_fat, first_fat + fats), *[FREE] * 109][:109])
    return head + b"".join(sectors) + struct.pack(f"<{fats * 128}L", *table_of_sectors)


def _entry(
    name: str,
    names: Sequence[str],
    folders: Sequence[str],
    streams: Mapping[str, bytes],
    starts: Mapping[str, int],
) -> bytes:
    """One entry of the directory; the members of a storage form a chain to the right."""
    number = names.index(name)
    shown = name.split("/")[-1].encode("utf-16-le") + b"\0\0"
    home = name.split("/")[0] if "/" in name else ""
    siblings = [
        i
        for i, other in enumerate(names)
        if i and (other.split("/")[0] if "/" in other else "") == home
    ]
    right = next((i for i in siblings if i > number), FREE) if number else FREE
    inner = [
        i
        for i, other in enumerate(names)
        if i and (other.startswith(f"{name}/") if number else "/" not in other)
    ]
    child = inner[0] if inner and (not number or name in folders) else FREE
    kind = 5 if not number else 1 if name in folders else 2
    return struct.pack(
        "<64sHBBLLL16xL16xLQ", shown, len(shown), kind, 1, FREE, right, child, 0, starts.get(name, END if kind != 1 else 0),
        len(streams.get(name, b"")),
    )  # fmt: skip
