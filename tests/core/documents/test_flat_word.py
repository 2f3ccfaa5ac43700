"""Word documents in one XML file: Word 2003's own, and the flat package of later versions.

Source: D0 附件2, 三(一)3.
"""

import base64

import pytest

from linli.core.documents.flat_word import read_flat_word
from linli.core.documents.grid import PICTURE, Cell
from linli.core.documents.problems import ProblemCode
from tests.core.documents import made_carriers as carriers
from tests.core.documents.made_carriers import PIXEL
from tests.core.intake import made_form as made

OLD = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
NOTES = 'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'


def old_xml(body: str, *, macros: str = "no") -> bytes:
    return (
        f'<?xml version="1.0"?><w:wordDocument {OLD} {NOTES} w:macrosPresent="{macros}"><w:body><wx:sect>'
        f"<wx:sub-section>{body}</wx:sub-section></wx:sect></w:body></w:wordDocument>"
    ).encode()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_tables_of_word_2003_are_read_with_their_merges() -> None:
    rows = [
        cell("甲", '<w:vmerge w:val="restart"/>') + cell("乙"),
        cell("", "<w:vmerge/>") + cell("丙"),
        cell("丁", '<w:gridSpan w:val="2"/>'),
    ]
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    found = read_flat_word(old_xml(paragraph("题") + body)).content

    assert found is not None
    assert found.lines == ("题",)
    assert found.grids[0].cells == (
        Cell(0, 0, 2, 1, ("甲",)),
        Cell(0, 1, 1, 1, ("乙",)),
        Cell(1, 1, 1, 1, ("丙",)),
        Cell(2, 0, 1, 2, ("丁",)),
    )


def test_picture_of_word_2003_is_marked_and_kept_however_large() -> None:
    large = PIXEL + bytes(12_000_000)
    data = f'<w:binData w:name="wordml://1.png">{base64.b64encode(large).decode()}</w:binData>'
    shape = '<v:shape xmlns:v="v"><v:imagedata src="wordml://1.png"/></v:shape>'

    found = read_flat_word(old_xml(f"<w:p><w:r><w:pict>{data}{shape}</w:pict></w:r></w:p>"))

    assert found.content is not None
    assert (found.content.lines, found.pictures) == ((PICTURE,), (large,))


@pytest.mark.parametrize(
    ("content", "codes", "is_read"),
    [
        (old_xml(paragraph("甲"), macros="yes"), [ProblemCode.ATTACHMENT_SUSPICIOUS], True),
        (carriers.flat_word(made.with_part(made.form(), "word/vbaProject.bin", b"x")),
         [ProblemCode.ATTACHMENT_SUSPICIOUS], True),
        (old_xml("甲")[:-20], [ProblemCode.ATTACHMENT_UNREADABLE], False),
        (b"<a/>", [ProblemCode.UNSUPPORTED_CARRIER], False),
        (b"<a>" + b"x" * (16 * 1024 * 1024), [ProblemCode.ATTACHMENT_SUSPICIOUS], False),
    ],
    ids=["macros", "macro part", "cut off", "other XML", "huge"],
)  # fmt: skip
def test_danger_and_damage_are_named(
    content: bytes, codes: list[ProblemCode], is_read: bool
) -> None:
    found = read_flat_word(content)

    assert ([problem.code for problem in found.problems], found.content is not None) == (
        codes,
        is_read,
    )
