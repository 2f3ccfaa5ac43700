"""PDF files with a layer of text, drawn with typst: the form as saved from Word, reports as downloaded."""

import base64
import json
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import plain_day
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.form_ink import FormPictures
from linli.rehearsal.papers.form_model import BOX_SIGNS, FormCell, FormTable, Ink, Piece
from linli.rehearsal.papers.holder import Holder, PaperSort
from linli.rehearsal.papers.stamps import portrait
from linli.rehearsal.papers.study_reports import (
    RECORD_TITLE,
    REPORT_TITLE,
    check_code,
    footnotes,
    record_lines,
    report_lines,
    updated_day,
)

_TEMPLATE = Path(__file__).with_name("text_page.typ")
_SOME_DAY = datetime(2024, 6, 1, tzinfo=UTC)
_FAMILIES = ("Noto Serif SC", "Noto Serif SC", "Noto Sans SC")
PORTRAIT_MM, SIGNATURE_MM = 30.0, 8.0


def form_pdf(table: FormTable, faces: Faces, dice: Dice, pictures: FormPictures) -> bytes:
    """Return the form as a PDF with text; boxes with a tick inside are written as √."""
    cells = [_cell(cell, row.height, pictures) for row in table.rows for cell in row.cells]
    return _compiled(
        faces,
        dice,
        name="".join(table.title),
        heading=table.heading,
        title=table.title,
        widths=table.widths,
        cells=cells,
        stroke=dice.pick((0.4, 0.6, 1.0)),
    )


def report_pdf(sort: PaperSort, holder: Holder, faces: Faces, dice: Dice) -> bytes:
    """Return the report on enrolment, or the registration form of a diploma, with text."""
    is_report = sort is PaperSort.ENROLLMENT_REPORT
    title = REPORT_TITLE if is_report else RECORD_TITLE
    lines = report_lines(holder, dice) if is_report else record_lines(holder, dice)
    picture = portrait(Dice(holder.seed, f"portrait {holder.key}"), faces, sex=holder.sex)
    drawn: dict[str, Any] = {"columns": 1, "rows": len(lines), "height": 0, "aligns": ["center"]}
    drawn["lines"] = [[_picture(picture, 32)]]
    cells: list[dict[str, Any]] = []
    for label, value in lines:
        cells += [_plain(label), _plain(value)]
        if label == "姓名":
            cells.append(drawn)
    return _compiled(
        faces,
        dice,
        name=title,
        title=(title,),
        above=(f"更新日期：{plain_day(updated_day(dice), padded=False)}",),
        widths=(30, 75, 35),
        cells=cells,
        below=("", f"在线验证码：{check_code(dice)}", *footnotes(title)),
        stroke=dice.pick((0.0, 0.3)),
    )


def _plain(text: str) -> dict[str, Any]:
    line = [{"ink": "plain", "words": text}]
    return {"columns": 1, "rows": 1, "height": 0, "aligns": ["left"], "lines": [line]}


def _cell(cell: FormCell, height: float, pictures: FormPictures) -> dict[str, Any]:
    return {
        "columns": cell.columns,
        "rows": cell.rows,
        "height": height - 3 if cell.rows == 1 and height > 12 else 0,
        "aligns": [cell.align_of(number) for number in range(len(cell.lines))],
        "lines": [[_piece(piece, pictures) for piece in line] for line in cell.lines],
    }


def _piece(piece: Piece, pictures: FormPictures) -> dict[str, Any]:
    if piece.ink is Ink.PORTRAIT and pictures.portrait:
        return _picture(pictures.portrait, PORTRAIT_MM)
    if piece.ink is Ink.SIGNATURE and pictures.signature:
        return _picture(pictures.signature, SIGNATURE_MM)
    inks = {Ink.BOLD: "bold", Ink.UNDERLINED: "underlined", Ink.STRUCK: "struck"}
    # The faces hold no ☑, so that Word's substitute stands in for it.
    signs = {**BOX_SIGNS, Ink.TICKED: "√", Ink.CROSSED: "×", Ink.PEN_TICKED: "√"}
    return {"ink": inks.get(piece.ink, "plain"), "words": signs.get(piece.ink, piece.words)}


def _picture(image: Image.Image, height: float) -> dict[str, Any]:
    """Wrap a picture into SVG, the one kind of picture that can travel as text."""
    target = BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=80)
    data = base64.b64encode(target.getvalue()).decode("ascii")
    size = f'width="{image.width}" height="{image.height}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<image {size} href="data:image/jpeg;base64,{data}"/></svg>'
    )
    return {"ink": "picture", "words": svg, "height": height}


def _compiled(faces: Faces, dice: Dice, **page: Any) -> bytes:
    given = {
        "heading": (),
        "above": (),
        "below": (),
        "font": dice.pick(_FAMILIES),
        "size": dice.pick((10.5, 11, 12)),
        "title_size": dice.pick((16, 18)),
        "spaced": dice.chance(0.5),
        "top": dice.pick((15, 20, 25)),
        **page,
    }
    pdf = _compiler(faces.folder).compile(
        sys_inputs={"page": json.dumps(given, ensure_ascii=False)},
        format="pdf",
        timestamp=_SOME_DAY,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned pages instead of one file")
    return pdf


@lru_cache(maxsize=2)
def _compiler(fonts: Path) -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=found)
