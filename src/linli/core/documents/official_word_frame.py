"""What stands around the text of an official paper: letterhead, page foot, closing lines."""

from dataclasses import replace

from linli.core.documents.official import Imprint, Mark, date_text
from linli.core.documents.official_layout import (
    BINDING_MM,
    BOTTOM_MM,
    CHARACTER_PT,
    LETTERHEAD_TOP_MM,
    LINE_PT,
    MARK_COLOUR,
    OUTER_MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER_GAP_MM,
    PAGE_WIDTH_MM,
    POINTS_PER_MM,
    RED,
    RED_LINE_GAP_MM,
    SIZE_4_PT,
    TEXT_WIDTH_MM,
    THICK_MM,
    TOP_MM,
    letterhead_pt,
    mark_line,
)
from linli.core.documents.official_word_tables import letterhead_table
from linli.core.documents.official_word_xml import (
    Face,
    Look,
    element,
    field,
    line,
    paragraph,
    run,
    twips,
)

_BLANK = Look()
_NUMBER_LINE_PT = 18
_MARK_FROM_TOP_MM = 22


def section() -> str:
    """Return the page set-up: A4, the margins, 22 lines of 28 characters.

    Source: GB/T 9704-2012, 5.2.
    """
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{which}_{kind}"/>'
        for kind in ("header", "footer")
        for which in ("default", "even")
    )
    # A dash in the middle of a line of 14 pt lies 7 mm under the text area.
    foot_mm = BOTTOM_MM - PAGE_NUMBER_GAP_MM - SIZE_4_PT / 2 / POINTS_PER_MM
    margins = element(
        "pgMar",
        top=_mm(TOP_MM),
        right=_mm(OUTER_MM),
        bottom=_mm(BOTTOM_MM),
        left=_mm(BINDING_MM),
        header=_mm(_MARK_FROM_TOP_MM),
        footer=_mm(foot_mm),
        gutter=0,
    )
    size = element("pgSz", w=_mm(PAGE_WIDTH_MM), h=_mm(PAGE_HEIGHT_MM))
    # Rounded down, so that 22 lines fit.
    pitch = int(LINE_PT * 20)
    # Only lines: a grid of characters narrower than the type makes LibreOffice spread the
    # text, so the runs themselves are drawn in to 28 characters a line.
    grid = element("docGrid", type="lines", linePitch=pitch)
    return element("sectPr", references, size, margins, grid)


def header_line(marks: tuple[Mark, ...]) -> str:
    """Return the line at the head of every page; empty on an unmarked paper."""
    return line(
        mark_line(marks),
        Look(Face.HEITI, SIZE_4_PT, "center", line_pt=SIZE_4_PT + 2, colour=MARK_COLOUR),
    )


def page_number_line(*, is_odd: bool) -> str:
    """Return ``— 1 —``, one character from the outer edge."""
    look = Look(
        Face.SONG,
        SIZE_4_PT,
        "right" if is_odd else "left",
        right=1 if is_odd else 0,
        left=0 if is_odd else 1,
        line_pt=SIZE_4_PT,
    )
    return paragraph(run("— ", look) + field("PAGE", look) + run(" —", look), look)


def letterhead(organs: tuple[str, ...], number: str | None) -> str:
    """Return the red names, the number and the red line.

    Source: GB/T 9704-2012, 7.2.4 to 7.2.7.
    """
    size = letterhead_pt(organs)
    spacer = line("", Look(line_pt=1, before_pt=LETTERHEAD_TOP_MM * POINTS_PER_MM - 1))
    names = _one_name(organs[0], size) if len(organs) == 1 else _several_names(organs, size)
    blank = line("", _BLANK)
    return spacer + names + blank * 2 + _number_over_red_line(number or "")


def imprint(closing: Imprint) -> str:
    """Return the closing lines in a frame at the foot of the last page.

    Source: GB/T 9704-2012, 7.4.
    """
    tab = element("r", element("tab"))
    last = (
        run(f"　{closing.organ}", _FOOT) + tab + run(f"{date_text(closing.printed_on)}印发", _FOOT)
    )
    foot = _foot_line(last, tab_at=_mm(TEXT_WIDTH_MM) - twips(CHARACTER_PT))
    if closing.copies_to is None:
        return foot
    # A border between the lines makes LibreOffice drop the frame: an underline as wide as
    # the frame draws the thin rule instead.
    text = run(f"　抄送：{closing.copies_to}。", replace(_FOOT, underlined=True))
    rule = element("r", element("rPr", element("u", val="single")), element("tab"))
    return _foot_line(text + rule, tab_at=_mm(TEXT_WIDTH_MM) - 20) + foot


def _one_name(organ: str, size: float) -> str:
    return line(f"{organ}文件", Look(Face.TITLE, size, "center", line_pt=size * 1.2, colour=RED))


def _several_names(organs: tuple[str, ...], size: float) -> str:
    look = Look(Face.TITLE, size, "distribute", line_pt=size * 1.4, colour=RED)
    names = "".join(line(organ, look) for organ in organs)
    word = Look(Face.TITLE, size, "right", line_pt=size * 1.4, colour=RED)
    return letterhead_table(names, line("文件", word), right_twips=twips(size * 2.6))


def _number_over_red_line(number: str) -> str:
    rule = element(
        "pBdr",
        element(
            "bottom",
            val="single",
            sz=12,
            space=round(RED_LINE_GAP_MM * POINTS_PER_MM),
            color=RED,
        ),
    )
    return line(number, Look(align="center", line_pt=_NUMBER_LINE_PT, borders=rule))


_FOOT = Look(size_pt=SIZE_4_PT, align="left", line_pt=20)


def _foot_line(content: str, *, tab_at: int) -> str:
    # Lines of one frame must have the same borders and indents, else each is framed alone.
    rules = element("pBdr", *(_rule(side, THICK_MM) for side in ("top", "bottom")))
    stop = element("tabs", element("tab", val="right", pos=tab_at))
    return paragraph(content, replace(_FOOT, frame=_foot_frame(), borders=rules, tabs=stop))


def _foot_frame() -> str:
    return element(
        "framePr",
        w=_mm(TEXT_WIDTH_MM),
        wrap="notBeside",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="center",
        yAlign="bottom",
    )


def _rule(side: str, width_mm: float) -> str:
    eighths = round(width_mm * POINTS_PER_MM * 8)
    return element(side, val="single", sz=eighths, space=1, color="000000")


def _mm(length_mm: float) -> int:
    return twips(length_mm * POINTS_PER_MM)
