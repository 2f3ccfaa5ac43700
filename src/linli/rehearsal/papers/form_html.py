"""The registration form as HTML, in the dialects of mail programs, and as what Word saves as a web page."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.form_model import BOX_SIGNS, FormCell, FormTable, Ink, Line, Piece

Wrap = Callable[[list[str]], str]
STYLE = "border:1px solid #000;padding:4px 6px;"
MSO = 'class=MsoNormal align=center style="text-align:center"'


def _broken(lines: list[str]) -> str:
    return "<br>".join(lines)


def _word_paragraphs(lines: list[str]) -> str:
    span = '<span style="font-size:10.5pt;font-family:宋体">'
    return "".join(f"<p {MSO}>{span}{line or '&nbsp;'}<o:p></o:p></span></p>" for line in lines)


def _blocks(lines: list[str]) -> str:
    return "".join(f"<div>{line or '<br>'}</div>" for line in lines)


def _fonts(lines: list[str]) -> str:
    return "<br/>".join(f'<font face="宋体" size="2">{line}</font>' for line in lines)


@dataclass(frozen=True, slots=True)
class HtmlDialect:
    """How a program writes a table: its tags around a cell's lines, its attributes, an outer table."""

    name: str
    wrap: Wrap
    cell: str
    table: str
    is_nested: bool = False


DIALECTS = (
    HtmlDialect(
        "webmail",
        _broken,
        f' style="{STYLE}"',
        'border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;width:680px"',
    ),
    HtmlDialect(
        "word",
        _word_paragraphs,
        ' valign=center style="border:solid windowtext 1.0pt;padding:0cm 5.4pt"',
        'class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style="border:none"',
    ),
    HtmlDialect("phone", _blocks, "", 'border="1"', is_nested=True),
    HtmlDialect("old", _fonts, ' bgcolor="#ffffff"', 'border="1" width="640"'),
)


def form_html(table: FormTable, dice: Dice, *, name: str = "") -> str:
    """Return the title and the table as HTML for a mail's body.

    ``name`` is the signature's words where the style signs by hand; a mail has no pen.
    """
    dialect = dice.pick(DIALECTS)
    title = f'<div style="text-align:center;font-size:18px"><b>{"<br>".join(table.title)}</b></div>'
    rows = "".join(
        f"<tr>{''.join(_cell(cell, dialect, name) for cell in row.cells)}</tr>"
        for row in table.rows
    )
    drawn = f"<table {dialect.table}><tbody>{rows}</tbody></table>"
    if dialect.is_nested:
        drawn = f"<table><tr><td>{drawn}</td></tr></table>"
    return title + drawn


def _cell(cell: FormCell, dialect: HtmlDialect, name: str) -> str:
    spans = f" colspan={cell.columns}" if cell.columns > 1 else ""
    if cell.rows > 1:
        spans += f' rowspan="{cell.rows}"'
    lines = [_line(line, name) for line in cell.lines]
    return f"<td{dialect.cell}{spans}>{dialect.wrap(lines)}</td>"


def _line(line: Line, name: str) -> str:
    return "".join(_piece(piece, name) for piece in line)


def _piece(piece: Piece, name: str) -> str:
    signs = {**BOX_SIGNS, Ink.PEN_TICKED: "☑", Ink.SIGNATURE: name, Ink.PORTRAIT: "（照片见附件）"}
    text = escape(signs.get(piece.ink, piece.words)).replace("  ", "&nbsp; ")
    tags = {Ink.BOLD: "b", Ink.UNDERLINED: "u", Ink.STRUCK: "s"}
    tag = tags.get(piece.ink)
    return f"<{tag}>{text}</{tag}>" if tag else text


def word_web_page(table: FormTable, dice: Dice, *, name: str = "") -> bytes:
    """Return the form as the web page that Word saves, which people send under a .doc name."""
    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w="urn:schemas-microsoft-com:office:word" '
        'xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=gb2312">'
        "<meta name=ProgId content=Word.Document><title>样本</title></head><body lang=ZH-CN>"
    )
    return (head + form_html(table, dice, name=name) + "</body></html>").encode(
        "gbk", "xmlcharrefreplace"
    )
