"""Open documents, packed and flat: spans, ticks, what nobody sees, and bombs refused like those in Word files.

Source: D0 附件2, 三(一)3.
"""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.form_file import read_form_file
from linli.core.documents.grid import PICTURE, Cell
from linli.core.documents.open_document import read_open_document
from linli.core.documents.problems import ProblemCode
from tests.core.documents import made_carriers as carriers
from tests.core.documents.made_carriers import PHOTO, PIXEL, MadeCell, flat_open_document
from tests.core.intake import made_form as made

TABLE = carriers.open_table(carriers.cells())
GOOD = carriers.open_document(TABLE)
STYLES = (
    '<style:font-face style:name="W2" xmlns:svg="svg" svg:font-family="\'Wingdings 2\'"/>'
    '<style:style style:name="struck"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="hidden"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="ticks"><style:text-properties style:font-name="W2"/></style:style>'
)
CHECKBOX = "vnd.oasis.opendocument.field.FORMCHECKBOX"


def lines(body: str) -> tuple[str, ...]:
    found = read_open_document(flat_open_document(body, styles=STYLES, title="题")).content
    assert found is not None
    return found.lines[1:]


def codes(found: ReadCarrier) -> list[ProblemCode]:
    return [problem.code for problem in found.problems]


def test_cells_lie_where_their_spans_put_them() -> None:
    rows = [
        [MadeCell("甲"), MadeCell("乙"), MadeCell("丙", rows=2)],
        [MadeCell("丁\n戊", columns=2)],
        [MadeCell("己"), MadeCell("庚", columns=2)],
    ]

    found = read_open_document(flat_open_document(carriers.open_table(rows))).content

    assert found is not None
    assert found.grids[0].cells == (
        Cell(0, 0, 1, 1, ("甲",)),
        Cell(0, 1, 1, 1, ("乙",)),
        Cell(0, 2, 2, 1, ("丙",)),
        Cell(1, 0, 1, 2, ("丁", "戊")),
        Cell(2, 0, 1, 1, ("己",)),
        Cell(2, 1, 1, 2, ("庚",)),
    )


@pytest.mark.parametrize(
    ("inline", "shown"),
    [
        ('上<text:s text:c="3"/>下<text:tab/>左 \n  右', ("上   下\t左 右",)),
        ("上<text:line-break/>下", ("上", "下")),
        ('演<text:span text:style-name="struck">旧</text:span>练', ("演练",)),
        ('演<text:span text:style-name="hidden">旧</text:span>练', ("演练",)),
        ("演<text:note><text:p>旧</text:p></text:note>练", ("演练",)),
        ("演<office:annotation><text:p>旧</text:p></office:annotation>练", ("演练",)),
        ("演<text:placeholder>旧</text:placeholder>练", ("演练",)),
        ('<text:span text:style-name="ticks">R\uf0a3</text:span>', ("☑☐",)),
        (f'<text:fieldmark text:type="{CHECKBOX}"/>', ("☐",)),
        (f'<text:fieldmark text:type="{CHECKBOX}"><text:param text:name="Checkbox_Checked" text:value="true"/>'
         "</text:fieldmark>", ("☑",)),
        ('<text:content-control text:checkbox="true" text:checked="true">☐</text:content-control>', ("☑",)),
        ('<text:content-control text:showing-place-holder="true">旧</text:content-control>', ("",)),
        ('前<draw:frame><draw:text-box><text:p>盒中</text:p></draw:text-box></draw:frame>后', ("前后", "盒中")),
        ("前<draw:custom-shape><text:p>盒中</text:p></draw:custom-shape>后", ("前后", "盒中")),
        ('<draw:frame><draw:image xlink:href="a.png"/><draw:image xlink:href="a.svg"/></draw:frame>', (PICTURE,)),
    ],
)  # fmt: skip
def test_paragraph_shows_what_its_reader_sees(inline: str, shown: tuple[str, ...]) -> None:
    assert lines(f"<text:p>{inline}</text:p>") == shown


@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ('<form:checkbox form:id="c1" form:current-state="checked"/>', "☑"),
        ('<form:checkbox form:id="c1"/>', "☐"),
        ('<form:radio form:id="c1" form:current-selected="true"/>', "☑"),
        ('<form:text form:id="c1" form:current-value="甲"/>', "甲"),
        ('<form:listbox form:id="c1"><form:option form:label="甲"/>'
         '<form:option form:label="乙" form:current-selected="true"/></form:listbox>', "乙"),
    ],
)  # fmt: skip
def test_control_on_the_page_shows_its_state(control: str, shown: str) -> None:
    forms = f"<office:forms><form:form>{control}</form:form></office:forms>"

    assert lines(f'{forms}<text:p><draw:control draw:control="c1"/>不接受</text:p>') == (
        shown + "不接受",
    )


def test_deleted_words_under_review_are_not_read() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="d1"><text:deletion><text:p>旧</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    marked = '<text:change-start text:change-id="d1"/>旧<text:change-end text:change-id="d1"/>'

    assert lines(f"{changes}<text:p>演{marked}练甲</text:p>") == ("演练甲",)


def test_pictures_are_kept_in_the_order_of_the_text() -> None:
    frames = "".join(
        f'<text:p><draw:frame><draw:image xlink:href="Pictures/{name}"/></draw:frame></text:p>'
        for name in ("b.jpg", "a.png", "c.svg", "missing.png")
    )
    members = {"Pictures/a.png": PIXEL, "Pictures/b.jpg": PHOTO, "Pictures/c.svg": b"<svg/>"}

    found = read_open_document(carriers.open_document(frames, members=members))

    assert found.pictures == (PHOTO, PIXEL)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"Basic/Standard/Module1.xml": b"made up"}, ProblemCode.ATTACHMENT_SUSPICIOUS),
        ({"Scripts/python/x.py": b"made up"}, ProblemCode.ATTACHMENT_SUSPICIOUS),
        ({"../../x.txt": b"made up"}, ProblemCode.ATTACHMENT_SUSPICIOUS),
        ({"x.exe": b"made up"}, ProblemCode.ATTACHMENT_SUSPICIOUS),
    ],
)
def test_danger_is_flagged_and_the_form_is_read(
    members: dict[str, bytes], code: ProblemCode
) -> None:
    content = carriers.open_document(TABLE, members=members)

    found = read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE)

    assert (found.form, [problem.code for problem in found.problems]) == (
        carriers.expected(),
        [code],
    )


def test_locked_document_is_unreadable() -> None:
    manifest = (
        b'<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )

    found = read_open_document(
        carriers.open_document(TABLE, members={"META-INF/manifest.xml": manifest})
    )

    assert (found.content, codes(found)) == (None, [ProblemCode.ATTACHMENT_UNREADABLE])


def test_entities_are_flagged_and_never_resolved() -> None:
    flat = flat_open_document(TABLE)
    head, body = flat[: flat.index(b"<office")], flat[flat.index(b"<office") :]
    hostile = head + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + body

    found = read_open_document(hostile.replace("样本大学".encode(), b"&e;", 1))

    assert codes(found) == [ProblemCode.ATTACHMENT_SUSPICIOUS]
    assert found.content is not None
    assert ("",) in {cell.lines for cell in found.content.grids[0].cells}


def test_inflated_document_stops_at_the_limit() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"<a>" + b" " * (20 * 1024 * 1024) + b"</a>")

    found = read_open_document(stream.getvalue())

    assert (found.content, set(codes(found))) == (None, {ProblemCode.ATTACHMENT_SUSPICIOUS})


def test_columns_without_end_take_no_memory() -> None:
    endless = '<table:table-cell table:number-columns-repeated="99999" table:number-rows-spanned="99999"/>'
    rows = f"<table:table-row>{endless * 50}</table:table-row>" * 3

    found = read_open_document(flat_open_document(f"<table:table>{rows}</table:table>")).content

    assert found is not None
    assert (found.complete, len(found.grids[0].cells)) == (False, 100)


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(GOOD)),
    length=st.integers(0, 40),
    put=st.binary(max_size=4),
)
def test_no_damage_to_a_packed_document_is_ever_raised(at: int, length: int, put: bytes) -> None:
    found = read_open_document(GOOD[:at] + put + GOOD[at + length :])

    assert found.content is not None or found.problems


FLAT = flat_open_document(TABLE)


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(FLAT)),
    length=st.integers(0, 80),
    put=st.sampled_from([b"", b"<text:p>", b"</text:p>", b"&x;", b"<table:table>", b"\0", b"9999"]),
)
def test_no_damage_to_a_flat_document_is_ever_raised(at: int, length: int, put: bytes) -> None:
    found = read_open_document(FLAT[:at] + put + FLAT[at + length :])

    assert found.content is not None or found.problems
