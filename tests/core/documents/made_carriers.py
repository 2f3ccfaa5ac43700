"""The form of the made-up person in every carrier but .docx, written as plainly as each format allows."""

import base64
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from linli.core.documents.form_file import read_form_file
from linli.core.documents.form_reading import ReadForm
from linli.core.documents.registration_form import RegistrationForm
from tests.core.intake import made_form as made

CAPTION = "近期1寸免冠正面彩色照片"
#: A picture of one pixel, and a stand-in for a photo that only begins like one.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PHOTO = b"\xff\xd8\xff\xe0" + "样本".encode() + b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class MadeCell:
    """A cell of the form: its text, the columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def cells(values: Mapping[str, str] | None = None) -> list[list[MadeCell]]:
    """The form as rows of cells; the place of the photo covers the first three."""
    filled = {**made.PERSON, **(values or {})}
    rows = [
        [cell for label, span in row for cell in (MadeCell(label), MadeCell(filled[label], span))]
        for row in made.ROWS
    ]
    rows[0].append(MadeCell(CAPTION, rows=made.PHOTO_ROWS))
    return rows


def expected() -> RegistrationForm:
    """The same form as read from .docx."""
    found = read_form_file(made.form(), gazetteer=made.gazetteer(), title=made.TITLE).form
    assert found is not None
    return found


def as_docx(content: bytes) -> ReadForm:
    """What a Word file holds."""
    return read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE)


def placed(rows: Sequence[Sequence[MadeCell]]) -> Iterator[list[tuple[int, MadeCell, bool]]]:
    """Each row with the column of each cell, and whether it only continues the one above."""
    open_cells: dict[int, tuple[MadeCell, int]] = {}
    for row in rows:
        line: list[tuple[int, MadeCell, bool]] = []
        column = 0
        waiting = list(row)
        while waiting or column in open_cells:
            if column in open_cells:
                cell, left = open_cells.pop(column)
                line.append((column, cell, True))
            else:
                cell = waiting.pop(0)
                left = cell.rows
                line.append((column, cell, False))
            if left > 1:
                open_cells[column] = (cell, left - 1)
            column += cell.columns
        yield line


def rich_text(
    *bodies: str, head: str = r"\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
) -> bytes:
    """An RTF file; characters beyond ASCII are written in GBK."""
    escaped = b"".join(map(_rich_character, "".join(bodies)))
    return b"{\\rtf1" + head.encode() + b"\n" + escaped + b"}"


def _rich_character(mark: str) -> bytes:
    try:
        written = mark.encode("gbk")
    except UnicodeEncodeError:
        return b"\\u%d?" % ord(mark)
    return written if written < b"\x80" else b"".join(b"\\'%02x" % byte for byte in written)


def rich_table(rows: Sequence[Sequence[MadeCell]]) -> str:
    """A table in RTF: edges first, then cells, then the end of the row."""
    return "".join(_rich_row(row) for row in placed(rows))


def _rich_row(row: Sequence[tuple[int, MadeCell, bool]]) -> str:
    shape, text = r"\trowd\trleft0", ""
    for column, cell, is_continued in row:
        merge = r"\clvmrg" if is_continued else r"\clvmgf" if cell.rows > 1 else ""
        shape += rf"{merge}\cellx{1000 * (column + cell.columns)}"
        lines = [] if is_continued else cell.text.split("\n")
        text += r"\pard\intbl " + r"\par ".join(lines) + r"\cell "
    return shape + text + "\\row\n"


def page(rows: Sequence[Sequence[MadeCell]], *, title: str = made.TITLE) -> str:
    """A web page with the table."""
    body = "".join("<tr>" + "".join(map(_page_cell, row)) + "</tr>" for row in rows)
    return f"<html><body><h1>{title}</h1><table border=1>{body}</table></body></html>"


def _page_cell(cell: MadeCell) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f" rowspan={cell.rows}" if cell.rows > 1 else ""
    )
    return f"<td{spans}>{'<br>'.join(escape(line) for line in cell.text.split(chr(10)))}</td>"


_OPEN_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "form": "form",
    }.items()
)  # fmt: skip


def open_table(rows: Sequence[Sequence[MadeCell]]) -> str:
    """A table of an open document, with its covered cells."""
    body = ""
    for row in placed(rows):
        body += "<table:table-row>"
        for _, cell, is_continued in row:
            covered = "<table:covered-table-cell/>"
            if is_continued:
                body += covered * cell.columns
                continue
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
            body += (
                f'<table:table-cell table:number-columns-spanned="{cell.columns}" '
                f'table:number-rows-spanned="{cell.rows}">{lines}</table:table-cell>'
            ) + covered * (cell.columns - 1)
        body += "</table:table-row>"
    return f"<table:table>{body}</table:table>"


def flat_open_document(*bodies: str, styles: str = "", title: str = made.TITLE) -> bytes:
    """An open document in one XML file."""
    text = f"<office:text><text:p>{title}</text:p>{''.join(bodies)}</office:text>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_OPEN_NAMESPACES} '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{text}</office:body></office:document>"
    ).encode()


def open_document(
    *bodies: str, members: Mapping[str, bytes] | None = None, styles: str = ""
) -> bytes:
    """An open document packed as LibreOffice packs it."""
    flat = flat_open_document(*bodies, styles=styles)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("mimetype"),
            "application/vnd.oasis.opendocument.text",
            zipfile.ZIP_STORED,
        )
        archive.writestr(
            "content.xml", flat.replace(b"office:document", b"office:document-content")
        )
        for name, content in (members or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def web_archive(markup: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A page saved as Word saves a web archive."""
    parts = [
        "Content-Location: file:///C:/1/form.htm\nContent-Transfer-Encoding: base64\n"
        'Content-Type: text/html; charset="gb2312"\n\n'
        + base64.encodebytes(markup.encode("gbk", "xmlcharrefreplace")).decode()
    ]
    parts += [
        f"Content-Location: file:///C:/1/form.files/{name}\nContent-Transfer-Encoding: base64\n"
        f"Content-Type: image/png\n\n{base64.encodebytes(content).decode()}"
        for name, content in (pictures or {}).items()
    ]
    body = "".join(f"--=_样\n{part}\n" for part in parts)
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_样"\n\n'
    return (head + body + "--=_样--\n").replace("样", "NextPart").encode()


def flat_word(content: bytes) -> bytes:
    """A .docx as Word's flat XML package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = "".join(_flat_part(name, archive.read(name)) for name in archive.namelist())
    return (
        '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    ).encode()


def _flat_part(name: str, content: bytes) -> str:
    if name.endswith((".xml", ".rels")):
        text = content.decode()
        whole = text.partition("?>")[2] if text.startswith("<?xml") else text
        inner = f"<pkg:xmlData>{whole}</pkg:xmlData>"
    else:
        inner = f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
    return f'<pkg:part pkg:name="/{name}">{inner}</pkg:part>'
