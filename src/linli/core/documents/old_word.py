"""Read a binary Word file (.doc and .dot of Word 97 to 2003, .wps of WPS Writer) into tables and lines.

Macros are named, never run; what a reader of the page would not see is left out.
"""

import struct
from dataclasses import replace

from linli.core.documents.carrier import ReadCarrier, kept_pictures
from linli.core.documents.compound_file import (
    DAMAGED,
    LOCKED,
    CompoundFile,
    dangers_in,
    open_compound,
)
from linli.core.documents.old_word_file import (
    MOST_CHARACTERS,
    BrokenWord,
    WordFile,
    is_locked,
    is_older_file,
    is_word_file,
    table_name,
)
from linli.core.documents.old_word_story import StoryReader
from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported


def read_old_word(content: bytes) -> ReadCarrier:
    """Read a binary Word file; every failure comes back as a problem, none is raised."""
    compound = open_compound(content)
    if compound is None:
        return ReadCarrier(None, (unreadable(DAMAGED),))
    dangers = dangers_in(compound)
    problem = _refusal(compound)
    if problem is not None:
        return ReadCarrier(None, (*dangers, problem))
    try:
        return _read(compound, dangers)
    except (BrokenWord, struct.error):
        return ReadCarrier(None, (*dangers, unreadable(DAMAGED)))


def may_be_word(content: bytes) -> bool:
    """Tell whether a compound file is a Word file, whole, locked or broken, and no workbook or mail."""
    compound = open_compound(content)
    return compound is None or compound.has("worddocument", "encryptedpackage")


def _refusal(compound: CompoundFile) -> Problem | None:
    if compound.has("encryptedpackage"):
        return unreadable(LOCKED)
    if not compound.is_whole:
        return unreadable("文件不完整，无法打开")
    main = compound.streams.get("worddocument")
    if main is None:
        return unsupported("文件不是Word文档，须由人工阅读")
    if is_older_file(main):
        return unsupported("文件是Word 95或更早的版本，须由人工阅读")
    if not is_word_file(main):
        return unreadable(DAMAGED)
    return unreadable(LOCKED) if is_locked(main) else None


def _read(compound: CompoundFile, dangers: tuple[Problem, ...]) -> ReadCarrier:
    main = compound.streams["worddocument"]
    word = WordFile(
        main, compound.streams.get(table_name(main), b""), compound.streams.get("data", b"")
    )
    length = word.lengths[0]
    if length < 0 or word.pieces()[-1].end < length:
        raise BrokenWord
    reader = StoryReader(word)
    body = reader.read(0, min(length, MOST_CHARACTERS))
    content = replace(
        body,
        grids=(*body.grids, *reader.box_grids),
        complete=body.complete and length <= MOST_CHARACTERS,
    )
    problems = list(dangers)
    if length > MOST_CHARACTERS:
        problems.append(suspicious("文件正文异常庞大，只读取了开头"))
    return ReadCarrier(content, tuple(problems), kept_pictures(reader.pictures()))
