"""Any application as the filled official form, a PDF drawn with typst.

Source: D0 附件2.
"""

import base64
import json
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from linli.core.documents.form_layout import (
    HEADING,
    PHOTO_MM,
    SIGNATURE_MM,
    WIDTHS_MM,
    FormCell,
    FormRow,
    Ink,
    filled_rows,
    form_mark,
    title_lines,
)
from linli.core.documents.form_word_photo import picture_kind
from linli.core.documents.official_layout import MARK_COLOUR
from linli.core.documents.official_pdf import FontsMissing
from linli.core.documents.registration_form import RegistrationForm

# typst refuses a second thread while a compiler works; a web server has several threads.
_ONE_AT_A_TIME = Lock()
_TEMPLATE = Path(__file__).with_name("form.typ")
_FAMILIES = ("Noto Serif SC", "Noto Sans SC")
_INKS = {Ink.BOX: "box", Ink.TICKED: "ticked"}
_CELL_INSET_MM = 2
_MEASURES = {
    "top_mm": 18,
    "foot_mm": 14,
    "side_mm": 20,
    "text_pt": 11,
    "note_pt": 10,
    "line_pt": 16,
    "title_pt": 18,
    "mark_colour": MARK_COLOUR,
    "photo_mm": PHOTO_MM,
    "signature_mm": SIGNATURE_MM,
    "widths_mm": WIDTHS_MM,
}


def pdf_form(
    form: RegistrationForm,
    *,
    title: str,
    portrait: bytes | None = None,
    signature: bytes | None = None,
    rehearsal: bool,
    dated: date,
    fonts: Path,
) -> bytes:
    """Return Annex 2 filled in with ``form`` as PDF, drawn with the font files in ``fonts``.

    The arguments are those of :func:`linli.core.documents.form_word.word_form`; the same give
    the same bytes. Raises :class:`linli.core.documents.official_pdf.FontsMissing`.
    Source: D0 附件2.
    """
    given = {
        "measures": _MEASURES,
        "name": title,
        "dated": [dated.year, dated.month, dated.day],
        "mark": form_mark(rehearsal),
        "heading": HEADING,
        "title": title_lines(title),
        "photo": _picture(portrait, PHOTO_MM),
        "signature": _picture(signature, SIGNATURE_MM),
        "cells": [
            _cell(cell, row)
            for row in filled_rows(
                form, has_photo=portrait is not None, is_drawn=signature is not None
            )
            for cell in row.cells
        ],
    }
    return _drawn(json.dumps(given, ensure_ascii=False), fonts, dated)


def _drawn(given: str, fonts: Path, dated: date) -> bytes:
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    with _ONE_AT_A_TIME:
        pdf = _compiler(fonts).compile(sys_inputs={"form": given}, format="pdf", timestamp=moment)
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned pages instead of one file")
    return pdf


@lru_cache(maxsize=4)
def _compiler(fonts: Path) -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    missing = sorted(set(_FAMILIES) - set(found.families()))
    if missing:
        raise FontsMissing(
            f"字体目录中缺少 {'、'.join(missing)}",
            mend="执行 make setup 安装字体，或将字体文件放入字体目录",
        )
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=found)


def _cell(cell: FormCell, row: FormRow) -> dict[str, object]:
    return {
        "columns": cell.columns,
        "rows": cell.rows,
        "breaks": row.may_break,
        "height_mm": row.height_mm - _CELL_INSET_MM if cell.rows == 1 else 0,
        "lines": [
            {
                "align": line.align,
                "indented": line.is_indented,
                "pieces": [
                    {"ink": _INKS.get(piece.ink, piece.ink.value), "words": piece.words}
                    for piece in line.pieces
                ],
            }
            for line in cell.lines
        ],
    }


def _picture(picture: bytes | None, size_mm: tuple[int, int]) -> str | None:
    """Wrap a picture into SVG, the one kind of picture that can travel as text."""
    if picture is None:
        return None
    width, height = (10 * side for side in size_mm)
    data = base64.b64encode(picture).decode("ascii")
    size = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} '
        f'preserveAspectRatio="none" href="data:image/{picture_kind(picture)};base64,{data}"/></svg>'
    )
