"""Draw an official paper as PDF in the form of GB/T 9704-2012, with typst.

The fonts come from one folder and from nowhere else, so that a paper looks the same on
every machine. An office with a licence for the standard's own faces puts their files
into that folder and gets them; without them Noto Serif SC stands in for 仿宋, 楷体 and
宋体, its bold for 小标宋, and Noto Sans SC for 黑体.
"""

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from linli.core.documents.official import (
    Annex,
    Block,
    Heading,
    OfficialPaper,
    Paragraph,
    SignaturePlaces,
    SquareCode,
    Table,
    date_text,
)
from linli.core.documents.official_layout import (
    annex_labels,
    annex_notes,
    balanced_lines,
    blocks_kept_with_next,
    letterhead_pt,
    mark_line,
    measures,
    signature_lines,
    title_lines,
)
from linli.core.documents.square_code import modules_of
from linli.core.refusal import Refusal

# typst refuses a second thread while a compiler works; a web server has several threads.
_ONE_AT_A_TIME = Lock()
_TEMPLATE = Path(__file__).with_name("official.typ")

# A role, the families that may play it in order, and who plays it where none is there,
# with the weight that keeps the roles apart.
_ROLES: dict[str, tuple[tuple[str, ...], str, int]] = {
    "fangsong": (
        (
            "仿宋_GB2312",
            "FangSong_GB2312",
            "仿宋",
            "FangSong",
            "STFangsong",
            "Zhuque Fangsong",
        ),
        "Noto Serif SC",
        400,
    ),
    "title": (("方正小标宋简体", "FZXiaoBiaoSong-B05S"), "Noto Serif SC", 700),
    "heiti": (("黑体", "SimHei"), "Noto Sans SC", 700),
    "kaiti": (
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "LXGW WenKai"),
        "Noto Serif SC",
        700,
    ),
    "song": (("宋体", "SimSun"), "Noto Serif SC", 400),
}


class FontsMissing(Refusal):
    """The folder of fonts lacks a family without which no paper can be drawn."""


def write_pdf(paper: OfficialPaper, *, fonts: Path) -> bytes:
    """Return the paper as PDF, drawn with the font files in ``fonts``.

    The same paper and the same fonts give the same bytes. Raises :class:`FontsMissing`.
    Source: GB/T 9704-2012, 5 to 7.
    """
    compiler, roles = _compiler(fonts)
    inputs = {"paper": json.dumps(_drawing(paper) | {"faces": roles}, ensure_ascii=False)}
    moment = datetime(paper.dated.year, paper.dated.month, paper.dated.day, tzinfo=UTC)
    with _ONE_AT_A_TIME:
        pdf = compiler.compile(sys_inputs=inputs, format="pdf", timestamp=moment)
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned pages instead of one file")
    return pdf


@lru_cache(maxsize=4)
def _compiler(fonts: Path) -> tuple[typst.Compiler, dict[str, dict[str, object]]]:
    # Reading 40 MB of fonts takes longer than drawing a paper: it is done once a folder.
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=found)
    return compiler, _cast_roles(set(found.families()))


def _cast_roles(families: set[str]) -> dict[str, dict[str, object]]:
    missing = sorted({stand_in for _, stand_in, _ in _ROLES.values()} - families)
    if missing:
        raise FontsMissing(
            f"字体目录中缺少 {'、'.join(missing)}",
            mend="执行 make setup 安装字体，或将字体文件放入字体目录",
        )
    return {role: _cast(families, *parts) for role, parts in _ROLES.items()}


def _cast(
    families: set[str], wanted: tuple[str, ...], stand_in: str, weight: int
) -> dict[str, object]:
    present = [family for family in wanted if family in families]
    if present:
        # The stand-in stays behind it for characters that the face lacks.
        return {"font": [present[0], stand_in, "Noto Sans SC"], "weight": 400}
    return {"font": [stand_in, "Noto Sans SC"], "weight": weight}


def _drawing(paper: OfficialPaper) -> dict[str, object]:
    return {
        "measures": measures(),
        "dated": [paper.dated.year, paper.dated.month, paper.dated.day],
        "name": paper.title.replace("\n", ""),
        "mark": mark_line(paper.marks),
        "organs": list(paper.organs),
        "letterhead_pt": letterhead_pt(paper.organs) if paper.organs else 0,
        "number": paper.number,
        "title": list(title_lines(paper)),
        "addressee": paper.addressee,
        "blocks": [_block(block) for block in paper.blocks],
        "kept_with_next": sorted(blocks_kept_with_next(paper)),
        "annex_notes": [list(note) for note in annex_notes(paper.annexes)],
        "signature": _signature(paper),
        "disclosure": paper.disclosure,
        "annexes": _annexes(paper.annexes),
        "imprint": _imprint(paper),
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {
                "kind": "paragraph",
                "text": block.text,
                "lead": _block(block.lead) if block.lead else None,
                "indented": block.indented,
                "align": block.align,
                "small": block.small,
            }
        case Table():
            return {
                "kind": "table",
                "columns": [[c.header, c.width_mm, c.align] for c in block.columns],
                "rows": [list(row) for row in block.rows],
            }
        case SignaturePlaces():
            return {
                "kind": "places",
                "left": list(block.left),
                "right": list(block.right),
            }
        case SquareCode():
            return {
                "kind": "code",
                "rows": list(modules_of(block.content)),
                "side_mm": block.side_mm,
            }


def _signature(paper: OfficialPaper) -> list[list[list[object]]]:
    if paper.signature is None:
        return []
    return [
        [[placed.text, placed.left] for placed in line] for line in signature_lines(paper.signature)
    ]


def _annexes(annexes: tuple[Annex, ...]) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "title": list(balanced_lines(annex.name)),
            "blocks": [_block(block) for block in annex.blocks],
        }
        for label, annex in zip(annex_labels(annexes), annexes, strict=True)
    ]


def _imprint(paper: OfficialPaper) -> dict[str, object] | None:
    closing = paper.imprint
    if closing is None:
        return None
    return {
        "organ": closing.organ,
        "printed": f"{date_text(closing.printed_on)}印发",
        "copies_to": closing.copies_to,
    }
