"""The registration form as RTF, the oldest kind of Word file that programs still write."""

from linli.rehearsal.papers.form_model import (
    BOX_SIGNS,
    FormCell,
    FormRow,
    FormTable,
    Ink,
    Line,
    Piece,
)

TWIPS_PER_MM = 56.7
ALIGNMENTS = {"left": r"\ql", "center": r"\qc", "right": r"\qr"}


def form_rtf(table: FormTable, *, name: str = "") -> bytes:
    """Return the form as RTF; ``name`` is written where the style signs by hand."""
    head = (
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
        r"\paperw11906\paperh16838\margl1134\margr1134" + "\n"
    )
    title = "".join(rf"\pard\qc\b\fs36 {_escaped(line)}\b0\par" + "\n" for line in table.title)
    rows = "".join(_row(row, table, number, name) for number, row in enumerate(table.rows))
    return (head + title + rows + r"\pard\fs18 " + _escaped("样本") + r"\par}").encode("ascii")


def _row(row: FormRow, table: FormTable, number: int, name: str) -> str:
    """Return one row; a cell over several rows is merged with what stands under it."""
    below = _merged_below(table, number)
    cells = [*row.cells, *below]
    edges, written, column = [], [], 0
    for cell in cells:
        column += cell.columns
        edge = round(sum(table.widths[:column]) * TWIPS_PER_MM)
        merge = r"\clvmrg" if cell in below else (r"\clvmgf" if cell.rows > 1 else "")
        edges.append(
            rf"{merge}\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs\cellx{edge}"
        )
        written.append(r"\pard\intbl" + ("" if cell in below else _cell(cell, name)) + r"\cell")
    height = round(row.height * TWIPS_PER_MM)
    return rf"\trowd\trrh{height}{''.join(edges)}{''.join(written)}\row" + "\n"


def _merged_below(table: FormTable, number: int) -> list[FormCell]:
    return [
        cell
        for start, row in enumerate(table.rows[:number])
        for cell in row.cells
        if cell.rows > 1 and start < number < start + cell.rows
    ]


def _cell(cell: FormCell, name: str) -> str:
    lines = [
        ALIGNMENTS[cell.align_of(number)] + r"\fs21 " + _line(line, name)
        for number, line in enumerate(cell.lines)
    ]
    return r"\par\pard\intbl".join(lines)


def _line(line: Line, name: str) -> str:
    return "".join(_piece(piece, name) for piece in line)


def _piece(piece: Piece, name: str) -> str:
    signs = {**BOX_SIGNS, Ink.PEN_TICKED: "☑", Ink.SIGNATURE: name, Ink.PORTRAIT: ""}
    text = _escaped(signs.get(piece.ink, piece.words))
    codes = {Ink.BOLD: r"\b", Ink.UNDERLINED: r"\ul", Ink.STRUCK: r"\strike"}
    code = codes.get(piece.ink)
    return rf"{{{code} {text}}}" if code else text


def _escaped(text: str) -> str:
    """Return text with every letter beyond ASCII as RTF writes it: a signed 16-bit number."""
    written = []
    for letter in text:
        if letter in "\\{}":
            written.append("\\" + letter)
        elif letter.isascii():
            written.append(letter)
        else:
            units = letter.encode("utf-16-le")
            for start in range(0, len(units), 2):
                unit = int.from_bytes(units[start : start + 2], "little", signed=True)
                written.append(rf"\u{unit}?")
    return "".join(written)
