"""One entry for every file a form may come in: bytes decide, not names.

Source: D0 附件2, 三(一)3.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from linli.core.documents.form_file import read_form_file, read_form_markup, read_form_text
from linli.core.documents.form_reading import ReadForm
from linli.core.documents.problems import ProblemCode
from linli.core.documents.text_carrier import carrier_code
from tests.core.documents import made_carriers as carriers
from tests.core.documents import made_old_word as old
from tests.core.intake import made_form as made

CELLS = carriers.cells()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "Word": ("docx", made.form),
    "old Word": ("doc", old.form),
    "RTF": ("doc", lambda: carriers.rich_text(made.TITLE + r"\par ", carriers.rich_table(CELLS))),
    "web page": ("html", lambda: carriers.page(CELLS).encode()),
    "web page in GBK": (
        "html",
        lambda: carriers.page(CELLS).encode("gbk", "xmlcharrefreplace"),
    ),
    "web page in UTF-16": ("html", lambda: carriers.page(CELLS).encode("utf-16")),
    "web archive": ("html", lambda: carriers.web_archive(carriers.page(CELLS))),
    "open document": ("doc", lambda: carriers.open_document(carriers.open_table(CELLS))),
    "flat open document": ("doc", lambda: carriers.flat_open_document(carriers.open_table(CELLS))),
    "flat Word": ("doc", lambda: carriers.flat_word(made.form())),
}


def read(content: bytes) -> ReadForm:
    return read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE)


def codes(content: bytes) -> list[ProblemCode]:
    return [problem.code for problem in read(content).problems]


@pytest.mark.parametrize(("code", "make"), FILES.values(), ids=FILES)
def test_form_is_the_same_whatever_carries_it(code: str, make: Callable[[], bytes]) -> None:
    content = make()

    found = read(content)

    assert (found.form, found.problems) == (carriers.expected(), ())
    assert carrier_code(content) == code


def test_form_in_the_body_of_a_mail_is_the_same() -> None:
    found = read_form_markup(
        f"<div>老师您好：</div>{carriers.page(CELLS)}<div>谢谢</div>",
        gazetteer=made.gazetteer(),
        title=made.TITLE,
    )

    assert (found.form, found.problems) == (carriers.expected(), ())


def test_form_answered_line_by_line_is_the_same() -> None:
    text = made.TITLE + "\n" + "\n".join(f"{name}：{value}" for name, value in made.PERSON.items())

    found = read_form_text(text, gazetteer=made.gazetteer(), title=made.TITLE)

    assert (found.form, found.problems) == (carriers.expected(), ())


@pytest.mark.parametrize(
    ("content", "code", "problem"),
    [
        (b"", None, ProblemCode.ATTACHMENT_UNREADABLE),
        ("样本".encode(), None, ProblemCode.ATTACHMENT_UNREADABLE),
        (b"%PDF-1.7 made up", "pdf", ProblemCode.UNSUPPORTED_CARRIER),
        (b"\xff\xd8\xff\xe0 made up", "picture", ProblemCode.UNSUPPORTED_CARRIER),
        (b"\0\0\0\x18ftypheic made up", "picture", ProblemCode.UNSUPPORTED_CARRIER),
        (b"Rar!\x1a\x07\x00", None, ProblemCode.UNSUPPORTED_CARRIER),
        (b"<?xml version='1.0'?><a/>", None, ProblemCode.UNSUPPORTED_CARRIER),
        (old.compound({"Workbook": b"made up"}), None, ProblemCode.UNSUPPORTED_CARRIER),
        (OLE + bytes(3_000), "doc", ProblemCode.ATTACHMENT_UNREADABLE),
        (made.form()[:9_000], "docx", ProblemCode.ATTACHMENT_UNREADABLE),
        (old.form()[:9_000], "doc", ProblemCode.ATTACHMENT_UNREADABLE),
    ],
    ids=[
        "empty",
        "text",
        "pdf",
        "photo",
        "phone photo",
        "rar",
        "other xml",
        "workbook",
        "broken OLE",
        "half a docx",
        "half a doc",
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_says_what_it_is(
    content: bytes, code: str | None, problem: ProblemCode
) -> None:
    assert (read(content).form, carrier_code(content), codes(content)) == (None, code, [problem])


def test_locked_docx_is_an_ole_file_that_cannot_be_opened() -> None:
    content = old.compound({"EncryptedPackage": b"made up", "EncryptionInfo": b"made up"})

    assert (carrier_code(content), codes(content)) == (
        "doc",
        [ProblemCode.ATTACHMENT_UNREADABLE],
    )


@pytest.mark.parametrize(
    ("label", "packed", "is_flagged"),
    [("样本.exe", b"made up", True), ("x.txt", b"MZ This program cannot be run in DOS mode", True),
     ("样本.txt", b"made up", False)],
)  # fmt: skip
def test_program_packed_into_word_is_flagged_and_the_form_is_read(
    label: str, packed: bytes, is_flagged: bool
) -> None:
    package = bytes(6) + label.encode("gbk") + b"\0" + label.encode("gbk") + b"\0" + packed
    embedded = old.compound({"\x01Ole10Native": package})
    docx = made.with_part(made.form(), "word/embeddings/oleObject1.bin", embedded)
    doc = old.form(storages={"ObjectPool/\x01Ole10Native": package})

    expected = [ProblemCode.ATTACHMENT_SUSPICIOUS] if is_flagged else []
    assert (codes(docx), codes(doc)) == (expected, expected)
    assert (read(docx).form, read(doc).form) == (carriers.expected(), carriers.expected())


def test_broken_picture_in_word_is_named_and_the_form_is_read() -> None:
    whole = made.with_part(made.form(), "word/media/image1.png", carriers.PIXEL * 40)
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="image" Target="media/image1.png"/></Relationships>'
    )
    blip = b'<a:blip xmlns:a="a" xmlns:r="r" r:embed="r1"/></w:body>'
    main = made.part_of(whole).replace(b"</w:body>", blip)
    whole = made.with_part(whole, "word/document.xml", main)
    whole = made.with_part(whole, "word/_rels/document.xml.rels", relation.encode())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("word/media/image1.png").header_offset + 60
    broken = whole[:at] + b"\xff" * 20 + whole[at + 20 :]

    assert codes(whole) == []
    assert codes(broken) == [ProblemCode.ATTACHMENT_UNREADABLE]
    assert replace(read(broken), problems=()) == read(whole)
