"""The measures of GB/T 9704-2012 and the placing that Word and PDF share.

Lengths end in their unit (``_MM``, ``_PT``); horizontal places are counted in
characters of the 28-character line, an ASCII character counting for half.
"""

from dataclasses import dataclass
from itertools import combinations, pairwise

from linli.core.documents.official import (
    Annex,
    Block,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    SignaturePlaces,
    date_text,
)

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
TOP_MM, BINDING_MM = 37, 28
TEXT_WIDTH_MM, TEXT_HEIGHT_MM = 156, 225
OUTER_MM = PAGE_WIDTH_MM - BINDING_MM - TEXT_WIDTH_MM
BOTTOM_MM = PAGE_HEIGHT_MM - TOP_MM - TEXT_HEIGHT_MM
LINES, CHARACTERS = 22, 28

POINTS_PER_MM = 72 / 25.4
LINE_PT = TEXT_HEIGHT_MM * POINTS_PER_MM / LINES
CHARACTER_PT = TEXT_WIDTH_MM * POINTS_PER_MM / CHARACTERS

SIZE_2_PT, SIZE_3_PT, SIZE_4_PT, TABLE_PT = 22, 16, 14, 12
TITLE_LINE_PT = 34
LETTERHEAD_TOP_MM = 35
LETTERHEAD_MOST_PT = 50
RED_LINE_GAP_MM = 4
THICK_MM, THIN_MM = 0.35, 0.25
PAGE_NUMBER_GAP_MM = 7

RED, MARK_COLOUR = "FF0000", "B45F5F"

TITLE_CHARACTERS = 20
_STAYS_WITH_NEXT = "《（〔“‘第"
_STAYS_WITH_LAST = "》）〕”’、，：；。的了和与等年月日号名"
_KEPT_WHOLE = (
    "高校毕业生",
    "社区助理",
    "社会工作部",
    "协议书",
    "公示",
    "通知",
    "公告",
    "招募",
    "担任",
    "人员",
    "名单",
    "工作",
    "关于",
    "做好",
    "山西省",
    "忻州市",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A text that starts ``left`` characters from the left edge."""

    text: str
    left: float


PlacedLine = tuple[Placed, ...]


def width_in_characters(text: str) -> float:
    """Return the width of a text in full-width characters."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def title_lines(paper: OfficialPaper) -> tuple[str, ...]:
    """Return the title in balanced lines, with the marks in brackets on a line of their own."""
    marks = (f"（{'·'.join(paper.marks)}）",) if paper.marks else ()
    return balanced_lines(paper.title) + marks


def balanced_lines(title: str, *, widest: int = TITLE_CHARACTERS) -> tuple[str, ...]:
    """Break a title into lines of at most ``widest`` characters that look like a trapezium.

    Breaks that the writer set win. Words of the work, years and quoted names stay whole;
    a last line is never a rest of one or two characters.
    """
    if "\n" in title:
        return tuple(title.split("\n"))
    width = width_in_characters(title)
    if width <= widest:
        return (title,)
    places = [place for place in range(1, len(title)) if _may_break(title, place)]
    for count in range(int(-(-width // widest)), len(title)):
        shapes = (_cut(title, breaks) for breaks in combinations(places, count - 1))
        fitting = [shape for shape in shapes if max(map(width_in_characters, shape)) <= widest]
        if fitting:
            return min(fitting, key=_unbalance)
    return (title,)


def _may_break(title: str, place: int) -> bool:
    before, after = title[place - 1], title[place]
    if before in _STAYS_WITH_NEXT or after in _STAYS_WITH_LAST:
        return False
    if before.isascii() and after.isascii():
        return False
    return not any(
        start < place < start + len(word)
        for word in _KEPT_WHOLE
        for start in range(max(0, place - len(word)), place)
        if title.startswith(word, start)
    )


def _cut(title: str, breaks: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *breaks, len(title))
    return tuple(title[start:end] for start, end in pairwise(edges))


def _unbalance(lines: tuple[str, ...]) -> float:
    # The standard wants a trapezium or a rhombus: each line a little shorter than the
    # one above it reads best, a block of equal lines or a short rest reads worst.
    widths = [width_in_characters(line) for line in lines]
    steps = [upper - lower for upper, lower in pairwise(widths)]
    return sum(abs(step - 3) for step in steps)


def signature_lines(signature: Signature) -> tuple[PlacedLine, ...]:
    """Place the organs and the date, line by line; an empty line holds nothing.

    Source: GB/T 9704-2012, 7.3.5.
    """
    day = date_text(signature.signed_on)
    if not signature.sealed:
        return _unsealed(signature.organs, day)
    if len(signature.organs) == 1:
        return ((_over(signature.organs[0], _day_middle(day)),), (_sealed_day(day),))
    return _sealed_jointly(signature.organs, day)


def _unsealed(organs: tuple[str, ...], day: str) -> tuple[PlacedLine, ...]:
    widest = max(map(width_in_characters, organs))
    left = max(CHARACTERS - 2 - max(widest, width_in_characters(day) + 2), 0)
    return (*((Placed(organ, left),) for organ in organs), (Placed(day, left + 2),))


def _sealed_day(day: str) -> Placed:
    return Placed(day, CHARACTERS - 4 - width_in_characters(day))


def _day_middle(day: str) -> float:
    return CHARACTERS - 4 - width_in_characters(day) / 2


def _over(organ: str, middle: float) -> Placed:
    width = width_in_characters(organ)
    return Placed(organ, max(min(middle - width / 2, CHARACTERS - width), 0))


def _sealed_jointly(organs: tuple[str, ...], day: str) -> tuple[PlacedLine, ...]:
    # Two to a row where both fit, rows four lines apart: a seal of 42 mm is four lines
    # high and must not touch its neighbour. The last organ stands over the date.
    rows = _rows_of_two(organs)
    lines: list[PlacedLine] = []
    for row in rows:
        lines += [_joint_row(row, _day_middle(day)), (), (), ()]
    return (*lines[:-3], (_sealed_day(day),))


def _rows_of_two(organs: tuple[str, ...]) -> list[tuple[str, ...]]:
    if max(map(width_in_characters, organs)) > CHARACTERS / 2 - 1:
        return [(organ,) for organ in organs]
    odd = len(organs) % 2
    pairs = [organs[start : start + 2] for start in range(0, len(organs) - odd, 2)]
    return [*pairs, organs[-1:]] if odd else pairs


def _joint_row(row: tuple[str, ...], right_middle: float) -> PlacedLine:
    if len(row) == 1:
        return (_over(row[0], right_middle),)
    return (_over(row[0], CHARACTERS - right_middle), _over(row[1], right_middle))


def blocks_kept_with_next(paper: OfficialPaper) -> frozenset[int]:
    """Return the places of the paragraphs that must share a page with a signature after them.

    Source: GB/T 9704-2012, 7.3.5.5: no signature on a page without text.
    """
    following: tuple[Block | Signature | None, ...] = (*paper.blocks[1:], paper.signature)
    return frozenset(
        place
        for place, (block, after) in enumerate(zip(paper.blocks, following, strict=False))
        if isinstance(block, Paragraph) and isinstance(after, SignaturePlaces | Signature)
    )


def annex_labels(annexes: tuple[Annex, ...]) -> tuple[str, ...]:
    """Return what stands at the head of each annex: ``附件`` or ``附件1``, ``附件2`` …"""
    if len(annexes) == 1:
        return ("附件",)
    return tuple(f"附件{number}" for number in range(1, len(annexes) + 1))


def annex_notes(annexes: tuple[Annex, ...]) -> tuple[tuple[str, str], ...]:
    """Return the lines of the annex note as label and name."""
    if len(annexes) == 1:
        return (("附件：", annexes[0].name),)
    return tuple(
        (f"{'附件：' if number == 1 else ''}{number}.", annex.name)
        for number, annex in enumerate(annexes, start=1)
    )


def letterhead_pt(organs: tuple[str, ...]) -> float:
    """Return the size of the red letterhead in points, so that its longest line fits."""
    longest = max(map(len, organs))
    # 文件 stands after a single name, and beside several with a gap of more than half a
    # character; a tenth is held back, so that rounding never breaks a name.
    characters = longest + (2.1 if len(organs) == 1 else 2.8)
    return min(LETTERHEAD_MOST_PT, TEXT_WIDTH_MM * POINTS_PER_MM / characters)


def mark_line(marks: tuple[Mark, ...]) -> str:
    """Return the line at the head of every page of a marked paper, else nothing."""
    return f"【{'·'.join(marks)}】　不作为正式公文使用" if marks else ""


def measures() -> dict[str, float | str]:
    """Return what the PDF template needs to know of the page, by name."""
    return {
        "top_mm": TOP_MM,
        "bottom_mm": BOTTOM_MM,
        "binding_mm": BINDING_MM,
        "outer_mm": OUTER_MM,
        "width_mm": TEXT_WIDTH_MM,
        "line_pt": LINE_PT,
        "character_pt": CHARACTER_PT,
        "size_2_pt": SIZE_2_PT,
        "size_3_pt": SIZE_3_PT,
        "size_4_pt": SIZE_4_PT,
        "table_pt": TABLE_PT,
        "title_line_pt": TITLE_LINE_PT,
        "letterhead_top_mm": LETTERHEAD_TOP_MM,
        "red_line_gap_mm": RED_LINE_GAP_MM,
        "page_number_gap_mm": PAGE_NUMBER_GAP_MM,
        "thick_mm": THICK_MM,
        "thin_mm": THIN_MM,
        "red": RED,
        "mark_colour": MARK_COLOUR,
    }
