"""Draw an official paper as a Word file in the form of GB/T 9704-2012.

The standard's own faces cannot be shipped. The file names the families that offices
have: 仿宋, 楷体, 黑体 and 宋体 of Windows, and 方正小标宋简体 for titles; the font table
names for each what a reader without it takes instead (仿宋_GB2312, 楷体_GB2312, 华文中宋,
宋体 …). The closing lines stand at the foot of the last page; that it is an even one is
left to whoever prints, since Word knows its pages only then.
"""

from dataclasses import replace

from linli.core.documents.form_word_photo import photo_run, with_photo
from linli.core.documents.official import (
    Annex,
    Block,
    Heading,
    OfficialPaper,
    Paragraph,
    SignaturePlaces,
    SquareCode,
    Table,
)
from linli.core.documents.official_layout import (
    CHARACTER_PT,
    POINTS_PER_MM,
    SIZE_2_PT,
    SIZE_3_PT,
    TABLE_PT,
    TITLE_LINE_PT,
    PlacedLine,
    annex_labels,
    annex_notes,
    balanced_lines,
    blocks_kept_with_next,
    signature_lines,
    title_lines,
)
from linli.core.documents.official_word_frame import (
    header_line,
    imprint,
    letterhead,
    page_number_line,
    section,
)
from linli.core.documents.official_word_package import package
from linli.core.documents.official_word_tables import ruled_table, signature_places
from linli.core.documents.official_word_xml import (
    Face,
    Look,
    element,
    line,
    paragraph,
    run,
    twips,
)
from linli.core.documents.square_code import picture_of

_FLUSH = Look()
_BODY = Look(first_line=2)
_TITLE = Look(Face.TITLE, SIZE_2_PT, "center", line_pt=TITLE_LINE_PT, keep_next=True)
_HEADING_FACES = {1: Face.HEITI, 2: Face.KAITI, 3: Face.FANGSONG, 4: Face.FANGSONG}


def write_word(paper: OfficialPaper) -> bytes:
    """Return the paper as a ``.docx`` file; the same paper gives the same bytes.

    Source: GB/T 9704-2012, 5 to 7.
    """
    story = "".join(
        (
            _head(paper),
            _blocks(paper),
            _annex_note(paper.annexes),
            _signature(paper),
            _annexes(paper.annexes),
            imprint(paper.imprint) if paper.imprint else "",
        )
    )
    file = package(
        body=story + section(),
        header=header_line(paper.marks),
        odd_footer=page_number_line(is_odd=True),
        even_footer=page_number_line(is_odd=False),
        title=paper.title.replace("\n", ""),
        dated=paper.dated,
    )
    codes = [block for block in paper.blocks if isinstance(block, SquareCode)]
    return with_photo(file, picture_of(codes[0].content)) if codes else file


def _head(paper: OfficialPaper) -> str:
    above = ""
    if paper.organs:
        above = letterhead(paper.organs, paper.number) + _blank(2)
    elif paper.number:
        above = line(paper.number, replace(_FLUSH, align="right")) + line("", Look(line_pt=12))
    addressee = line(f"{paper.addressee}：", _FLUSH) if paper.addressee else ""
    return above + _title(title_lines(paper)) + _blank(1) + addressee


def _title(lines: tuple[str, ...]) -> str:
    return "".join(line(text, _TITLE) for text in lines)


def _blank(lines: int) -> str:
    return line("", replace(_FLUSH, keep_next=True)) * lines


def _blocks(paper: OfficialPaper) -> str:
    kept = blocks_kept_with_next(paper)
    return "".join(
        _block(block, keep_next=place in kept) for place, block in enumerate(paper.blocks)
    )


def _block(block: Block, *, keep_next: bool = False) -> str:
    match block:
        case Heading():
            return line(block.text, replace(_heading(block.level), keep_next=True))
        case Paragraph():
            return _text(block, keep_next=keep_next)
        case Table():
            return ruled_table(block)
        case SignaturePlaces():
            return signature_places(block)
        case SquareCode():
            return _code(block)


def _code(block: SquareCode) -> str:
    # A line of the picture's height: one of the usual pitch would cut it off.
    look = Look(align="center", line_pt=block.side_mm * POINTS_PER_MM + 4, keep_next=True)
    return paragraph(photo_run(block.side_mm, block.side_mm, name="核验码"), look)


def _heading(level: int) -> Look:
    return Look(_HEADING_FACES[level], first_line=2)


def _text(block: Paragraph, *, keep_next: bool) -> str:
    look = Look(
        size_pt=TABLE_PT if block.small else SIZE_3_PT,
        align="both" if block.align == "left" else block.align,
        first_line=2 if block.indented else 0,
        keep_next=keep_next,
    )
    lead = run(block.lead.text, _heading(block.lead.level)) if block.lead else ""
    return paragraph(lead + run(block.text, look), look)


def _annex_note(annexes: tuple[Annex, ...]) -> str:
    if not annexes:
        return ""
    left = 5 if len(annexes) == 1 else 6
    lines = (
        line(
            label + name,
            replace(_FLUSH, left=left, hanging=left - _annex_start(label), keep_next=True),
        )
        for label, name in annex_notes(annexes)
    )
    return _blank(1) + "".join(lines)


def _annex_start(label: str) -> int:
    # Two characters in; the second and later lines start under the first number.
    return 2 if label.startswith("附件") else 5


def _signature(paper: OfficialPaper) -> str:
    note = line(f"（{paper.disclosure}）", _BODY) if paper.disclosure else ""
    if paper.signature is None:
        return note
    *names, day = signature_lines(paper.signature)
    last = _placed(day, keep_next=bool(note))
    return _blank(1) + "".join(_placed(each, keep_next=True) for each in names) + last + note


def _placed(texts: PlacedLine, *, keep_next: bool) -> str:
    look = replace(_FLUSH, align="left", keep_next=keep_next)
    if not texts:
        return line("", look)
    stops = (element("tab", val="left", pos=twips(text.left * CHARACTER_PT)) for text in texts[1:])
    look = replace(look, left=texts[0].left, tabs=element("tabs", *stops) if texts[1:] else "")
    return paragraph(
        element("r", element("tab")).join(run(text.text, look) for text in texts), look
    )


def _annexes(annexes: tuple[Annex, ...]) -> str:
    return "".join(
        _annex(label, annex) for label, annex in zip(annex_labels(annexes), annexes, strict=True)
    )


def _annex(label: str, annex: Annex) -> str:
    head = line(label, Look(Face.HEITI, new_page=True, keep_next=True))
    blocks = "".join(_block(block) for block in annex.blocks)
    return head + _blank(1) + _title(balanced_lines(annex.name)) + _blank(1) + blocks
