"""Binary Word files: cells placed by their edges, ticks of every technique, what nobody sees left out.

Source: D0 附件2, 三(一)3.
"""

import shutil
import struct
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.form_file import read_form_file
from linli.core.documents.grid import Cell
from linli.core.documents.old_word import read_old_word
from linli.core.documents.old_word_file import BOX_TEXTS, SHAPES_PLACED, WordFile
from linli.core.documents.problems import ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from tests.core.documents import made_carriers as carriers
from tests.core.documents import made_old_word as old
from tests.core.documents.made_carriers import MadeCell
from tests.core.documents.made_old_word import Paragraph, Run
from tests.core.intake import made_form as made

REFUSE, ACCEPT = "不接受调剂", "可接受以下地区的调剂："


def form_in(content: bytes) -> RegistrationForm | None:
    return read_form_file(content, gazetteer=made.gazetteer(), title=made.TITLE).form


def codes(found: ReadCarrier) -> list[ProblemCode]:
    return [problem.code for problem in found.problems]


def lines(*runs: Run, **how: object) -> tuple[str, ...]:
    paragraph = Paragraph((*runs, Run("\r")))
    found = read_old_word(old.word([paragraph], **how)).content  # type: ignore[arg-type]
    assert found is not None
    return found.lines


def test_cells_lie_where_their_edges_are() -> None:
    rows = [
        [MadeCell("甲"), MadeCell("乙"), MadeCell("丙", rows=2)],
        [MadeCell("丁\n戊", columns=2)],
        [MadeCell("己"), MadeCell("庚", columns=2)],
    ]

    found = read_old_word(old.word([old.line("题"), *old.table(rows), old.line("末")])).content

    assert found is not None
    assert found.lines == ("题", "末")
    assert found.grids[0].cells == (
        Cell(0, 0, 1, 1, ("甲",)),
        Cell(0, 1, 1, 1, ("乙",)),
        Cell(0, 2, 2, 1, ("丙",)),
        Cell(1, 0, 1, 2, ("丁", "戊")),
        Cell(2, 0, 1, 1, ("己",)),
        Cell(2, 1, 1, 2, ("庚",)),
    )


def test_without_properties_the_marks_alone_tell_the_cells() -> None:
    rows = [[MadeCell("姓名"), MadeCell("演练甲")]]

    found = read_old_word(old.word(old.table(rows, with_places=False))).content

    assert found is not None
    assert [cell.lines for grid in found.grids for cell in grid.cells] == [
        ("姓名",),
        ("演练甲",),
        ("",),
    ]


def test_one_byte_characters_are_chinese_where_all_of_them_are() -> None:
    ticked = made.PERSON[made.TRANSFER].replace("☑", "√")

    assert form_in(old.form(values={made.TRANSFER: ticked}, narrow=True)) == carriers.expected()


def test_one_byte_characters_are_western_otherwise() -> None:
    assert read_old_word(old.word([old.line("A")], narrow=True)).content is not None
    western = old.word([old.line("A·×B")], narrow=True).replace(
        "A·×B\r".encode("gbk"), b"A\xb7\xd7\x96B\r\r"
    )

    found = read_old_word(western).content

    assert found is not None
    assert found.lines[0] == "A·×–B"


@pytest.mark.parametrize("look", [old.STRUCK, old.HIDDEN, old.DELETED])
def test_words_that_nobody_sees_are_not_read(look: bytes) -> None:
    assert lines(Run("演"), Run("旧", look), Run("练甲")) == ("演练甲",)


def test_result_of_a_field_is_read_and_its_instruction_is_not() -> None:
    outer = Run("见\x13 HYPERLINK \x13 PAGE \x141\x15 \x14第\x13 PAGE \x142\x15页\x15。")

    assert lines(outer) == ("见第2页。",)


def field_data(*, kind: int, result: int, default: int, entries: tuple[str, ...] = ()) -> bytes:
    text = struct.pack("<H", 0) + b"\0\0"
    body = struct.pack("<LHHH", 0xFFFFFFFF, kind | result << 2, 0, 0) + text
    body += struct.pack("<H", default) + text * 5
    body += struct.pack("<HHH", 0xFFFF, len(entries), 0)
    body += b"".join(struct.pack("<H", len(one)) + one.encode("utf-16-le") for one in entries)
    return struct.pack("<LH62x", 68 + len(body), 68) + body


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (field_data(kind=1, result=1, default=0), "☑"),
        (field_data(kind=1, result=0, default=1), "☐"),
        (field_data(kind=1, result=25, default=1), "☑"),
        (field_data(kind=2, result=1, default=0, entries=("男", "女")), "女"),
        (field_data(kind=2, result=25, default=0, entries=("男", "女")), "男"),
    ],
    ids=["ticked", "empty", "as preset", "chosen", "preset choice"],
)
def test_form_fields_show_their_state(data: bytes, shown: str) -> None:
    mark = b"\x03\x6a" + bytes(4) + b"\x06\x08\x01\x55\x08\x01"

    field = (Run("\x13 FORM \x14"), Run("\x15" + REFUSE))
    found = lines(Run("\x13 FORM "), Run("\x01", mark), Run("\x14\x15" + REFUSE), data=data)

    assert lines(*field) == (REFUSE,)
    assert found == (shown + REFUSE,)


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ((Run("(", b"\x09\x6a" + struct.pack("<HH", 1, 0xF052)),), "☑"),
        ((Run("\uf0a3", b"\x4f\x4a\x01\x00"),), "☐"),
        ((Run("R", b"\x4f\x4a\x01\x00"),), "☑"),
        ((Run("R", b"\x4f\x4a\x00\x00"),), "R"),
        ((Run('\x13 SYMBOL 82 \\f "Wingdings 2" \\s 10 \x14?\x15'),), "☑"),
    ],
    ids=["inserted symbol", "private character", "letter in the font", "letter", "field"],
)
def test_symbols_of_tick_fonts_are_ticks(runs: tuple[Run, ...], shown: str) -> None:
    assert lines(*runs, fonts=("宋体", "Wingdings 2")) == (shown,)


def test_macros_are_flagged_and_the_form_is_read_without_them() -> None:
    content = old.form(storages={"Macros/VBA": b"made up"})

    assert codes(read_old_word(content)) == [ProblemCode.ATTACHMENT_SUSPICIOUS]
    assert form_in(content) == carriers.expected()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (old.form(flags=0x0300), ProblemCode.ATTACHMENT_UNREADABLE),
        (old.form()[:-2_000], ProblemCode.ATTACHMENT_UNREADABLE),
        (old.form()[:20_000], ProblemCode.ATTACHMENT_UNREADABLE),
        (old.form().replace(b"\xec\xa5\xc1\0", b"\xec\xa5\x68\0"), ProblemCode.UNSUPPORTED_CARRIER),
        (old.form().replace(b"\xec\xa5\xc1\0", b"\0\0\0\0"), ProblemCode.ATTACHMENT_UNREADABLE),
        (old.compound({"Workbook": b"made up"}), ProblemCode.UNSUPPORTED_CARRIER),
    ],
    ids=["password", "end cut off", "half", "Word 95", "no header", "workbook"],
)
def test_file_that_cannot_be_read_is_named(content: bytes, code: ProblemCode) -> None:
    found = read_old_word(content)

    assert (found.content, codes(found)) == (None, [code])


def test_cells_without_end_are_cut() -> None:
    found = read_old_word(old.word([Paragraph((Run("\x07" * 40_000),), old.IN_TABLE)])).content

    assert found is not None
    assert not found.complete


WHOLE = old.form(data=field_data(kind=1, result=1, default=0), fonts=("Wingdings 2",))


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, len(WHOLE) - 4),
            st.sampled_from([b"\0", b"\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x07"]),
        ),
        max_size=12,
    ),
    cut=st.integers(0, len(WHOLE)),
)  # fmt: skip
def test_no_damage_to_a_good_file_is_ever_raised(
    changes: list[tuple[int, bytes]], cut: int
) -> None:
    damaged = bytearray(WHOLE)
    for at, put in changes:
        damaged[at : at + len(put)] = put

    for content in (bytes(damaged), bytes(damaged[:cut])):
        found = read_old_word(content)
        assert found.content is not None or found.problems


@pytest.mark.parametrize("at", range(0, 1_400, 60))
def test_no_number_of_the_header_sends_the_reader_astray(at: int) -> None:
    start = time.process_time()

    # The folder's own header, then Word's.
    for place in range(at, at + 60, 4):
        read_old_word(WHOLE[:place] + b"\xff\xff\xff\x7f" + WHOLE[place + 4 :])

    assert time.process_time() - start < 2


def boxes(count: int, *, length: int) -> dict[int, bytes]:
    """Boxes so long, one behind the other, each anchored at the first character before it."""
    places = struct.pack(f"<{count + 1}l", *range(0, length * (count + 1), length))
    anchors = struct.pack(f"<{count + 1}l", *range(count + 1))
    return {
        BOX_TEXTS: places + b"".join(struct.pack("<14xL4x", n) for n in range(count)),
        SHAPES_PLACED: anchors + b"".join(struct.pack("<L22x", n) for n in range(count)),
    }


def test_boxes_in_boxes_are_read_a_few_deep() -> None:
    # Each box holds one character, the place of the next box.
    chain = old.word(
        [Paragraph((Run("\x08" * 400 + "\r"),))], in_body=1, parts=boxes(300, length=1)
    )

    found = read_old_word(chain).content

    assert found is not None
    assert found.lines == ("",) * 7


def test_boxes_of_one_file_have_a_limit() -> None:
    text = Run("\x08" * 150 + "字" * 150 + "\r")
    many = old.word([Paragraph((text,))], in_body=150, parts=boxes(150, length=1))

    found = read_old_word(many).content

    assert found is not None
    assert found.lines == ("", *["字"] * 100)


def test_descriptions_of_wide_tables_have_a_limit() -> None:
    word = WordFile(b"", b"", (b"\x03\0" + old.IN_TABLE) * 2_001)
    wide = [word.modifiers(b"\x45\x66" + struct.pack("<L", 5 * n)) for n in range(2_001)]

    assert [bool(found) for found in wide] == [True] * 2_000 + [False]
    assert wide[0] == {0x2416: b"\x01"}


def test_description_that_leads_to_itself_ends() -> None:
    word = WordFile(b"", b"", b"\x06\0\x45\x66" + bytes(4))

    assert word.modifiers(b"\x45\x66" + bytes(4)) == {}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[bytes, bytes]]:
    """Forms as Word files, each with what LibreOffice makes of it as .doc."""
    folder = tmp_path_factory.mktemp("office")
    ticks = [
        f"<w:p>{made.legacy_box(checked=ticked)}{made.run(words)}</w:p>"
        for ticked, words in ((False, REFUSE), (True, ACCEPT + "忻州市五台县"))
    ]
    forms = {"plain": made.form(), "boxes": made.form(raw={made.TRANSFER: "".join(ticks)})}
    for name, content in forms.items():
        (folder / f"{name}.docx").write_bytes(content)
    office = shutil.which("soffice") or str(next(Path("/opt").glob("libreoffice*/program/soffice")))
    command = [office, f"-env:UserInstallation={folder.as_uri()}/profile", "--headless"]
    command += ["--convert-to", "doc", "--outdir", str(folder)]
    files = [str(folder / f"{name}.docx") for name in forms]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return {name: (docx, (folder / f"{name}.doc").read_bytes()) for name, docx in forms.items()}


@pytest.mark.parametrize("name", ["plain", "boxes"])
def test_what_another_program_saves_as_doc_reads_like_its_docx(
    converted: Mapping[str, tuple[bytes, bytes]], name: str
) -> None:
    docx, doc = converted[name]

    assert form_in(doc) == carriers.as_docx(docx).form == carriers.expected()
