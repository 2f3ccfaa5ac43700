"""RTF: groups and code pages, tables by edges, what nobody sees left out, bounded in depth and size.

Source: D0 附件2, 三(一)3.
"""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.grid import PICTURE, Cell
from linli.core.documents.problems import ProblemCode
from linli.core.documents.rich_text import read_rich_text
from tests.core.documents.made_carriers import PHOTO, PIXEL, MadeCell, rich_table, rich_text

BOX = r"{\field{\*\fldinst{ FORMCHECKBOX {\*\formfield{\fftype1\ffres%s\ffdefres1}}}}{\fldrslt }}"


def lines(*bodies: str) -> tuple[str, ...]:
    found = read_rich_text(rich_text(*bodies, r"\par "))
    assert found.content is not None
    return found.content.lines


def codes(found: ReadCarrier) -> list[ProblemCode]:
    return [problem.code for problem in found.problems]


def test_cells_lie_where_their_edges_are() -> None:
    rows = [
        [MadeCell("甲"), MadeCell("乙"), MadeCell("丙", rows=2)],
        [MadeCell("丁\n戊", columns=2)],
    ]

    found = read_rich_text(rich_text(r"题\par ", rich_table(rows), r"\pard 末\par ")).content

    assert found is not None
    assert found.lines == ("题", "末")
    assert found.grids[0].cells == (
        Cell(0, 0, 1, 1, ("甲",)),
        Cell(0, 1, 1, 1, ("乙",)),
        Cell(0, 2, 2, 1, ("丙",)),
        Cell(1, 0, 1, 2, ("丁", "戊")),
    )


def test_table_in_a_cell_is_a_table_and_words_of_the_cell() -> None:
    inner = (
        r"\pard\intbl\itap2 甲\nestcell 乙\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par }"
    )
    outer = rf"\trowd\cellx2000{inner}\pard\intbl\itap1 丙\cell\row "

    found = read_rich_text(rich_text(outer)).content

    assert found is not None
    assert [[cell.lines for cell in grid.cells] for grid in found.grids] == [
        [("甲 乙", "丙")],
        [("甲",), ("乙",)],
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"{\uc1 \u20013 ?\u25991 ?}", "中文"),
        (r"{\uc2 \u20013 ab\u25991 \'d6\'d0}", "中文"),
        (r"{\uc0 \u20013\u25991}", "中文"),
        (r"{\uc1 \u-10179 ?\u-8704 ?}", "😀"),
        (r"\ldblquote 样\rdblquote\~本\_1\emdash 2", "“样”\u00a0本-1—2"),
        (r"a\'7b\'81\{b", "a{亄b"),
        (r"a\{\}\\b", "a{}\\b"),
        (r"上\line 下\tab 右", "上"),
    ],
)
def test_characters_of_every_spelling_are_read(body: str, shown: str) -> None:
    assert lines(body)[0] == shown


@pytest.mark.parametrize(
    ("font", "stored", "shown"),
    [
        (r"{\f0\fcharset134 a;}", r"\'d1\'f9", "样"),
        (r"{\f0\fcharset0 a;}", r"\'d1\'f9", "样"),
        (r"{\f0\fcharset0 a;}", r"\'b7\'31", "·1"),
        (r"{\f0\fcharset136 a;}", r"\'bc\'cb", "樣"),
        (r"{\f0\fcharset2 Wingdings 2;}", r"R\'a3", "☑☐"),
    ],
)
def test_bytes_are_read_in_the_code_page_of_their_font(font: str, stored: str, shown: str) -> None:
    head = r"\ansi\ansicpg936\deff0{\fonttbl" + font + "}"

    found = read_rich_text(rich_text(stored + r"\par ", head=head)).content

    assert found is not None
    assert found.lines == (shown,)


@pytest.mark.parametrize(
    "unseen",
    [
        r"{\v 旧}", r"{\strike 旧}", r"{\deleted 旧}", r"{\*\unknown 旧}", r"{\header 旧}", r"{\footnote 旧}",
        r"{\info{\title 旧}}", r"{\stylesheet{\s1 旧;}}", r"{\nonshppict{\pict\pngblip 00}}",
    ],
)  # fmt: skip
def test_words_that_nobody_sees_are_not_read(unseen: str) -> None:
    assert lines(f"演{unseen}练甲") == ("演练甲",)


def test_star_amid_a_group_hides_nothing() -> None:
    assert lines(r"{\f0\*\cs7 演练甲}") == ("演练甲",)


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (BOX % 1, "☑"),
        (BOX % 0, "☐"),
        (BOX % 25, "☑"),
        (r'{\field{\*\fldinst SYMBOL 82 \\f "Wingdings 2" \\s 10}{\fldrslt\f1 ?}}', "☑"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt 样本}}", "样本"),
        (r"{\field{\*\fldinst FORMDROPDOWN{\*\formfield{\fftype2\ffres1\ffdefres0{\*\ffl 男}{\*\ffl 女}}}}"
         r"{\fldrslt }}", "女"),
    ],
    ids=["ticked", "empty", "as preset", "symbol", "link", "list"],
)  # fmt: skip
def test_fields_show_their_state_or_their_result(field: str, shown: str) -> None:
    assert lines(field + "不接受") == (shown + "不接受",)


def test_pictures_are_marked_once_and_kept_in_order() -> None:
    first = rf"{{\*\shppict{{\pict\jpegblip {PHOTO.hex()}}}}}{{\nonshppict{{\pict\wmetafile8 00}}}}"
    second = rf"{{\pict\pngblip {PIXEL.hex()}}}"

    found = read_rich_text(rich_text(rf"甲{first}乙{second}\par "))

    assert found.content is not None
    assert (found.content.lines, found.pictures) == (
        (f"甲{PICTURE}乙{PICTURE}",),
        (PHOTO, PIXEL),
    )


def test_binary_picture_may_hold_braces() -> None:
    picture = PHOTO + b"}}{\\par"
    body = b"{\\rtf1 {\\pict\\jpegblip\\bin%d " % len(picture) + picture + b"}\\par }"

    assert read_rich_text(body).pictures == (picture,)


def test_words_in_a_box_stand_behind_their_paragraph() -> None:
    box = r"{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv 旧}}{\shptxt\pard 盒中\par }}{\shprslt 旧}}"

    assert lines(f"前{box}后") == ("前后", "盒中")


def test_objects_and_templates_from_elsewhere_are_flagged_and_the_text_is_read() -> None:
    hostile = r"{\object\objemb{\*\objdata 0105}{\result 图}}{\*\template http://198.51.100.1/x.dot}样本\par "

    found = read_rich_text(rich_text(hostile))

    assert found.content is not None
    assert (found.content.lines, codes(found)) == (
        ("图样本",),
        [ProblemCode.ATTACHMENT_SUSPICIOUS] * 2,
    )


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_file_cut_off_in_its_table_is_unreadable(kept: float) -> None:
    whole = rich_text(rich_table([[MadeCell("甲" * 20), MadeCell("乙" * 20)]] * 20))

    found = read_rich_text(whole[: int(len(whole) * kept)])

    assert (found.content, codes(found)) == (None, [ProblemCode.ATTACHMENT_UNREADABLE])


def test_file_without_its_last_brace_is_read() -> None:
    found = read_rich_text(rich_text(r"样本\par ")[:-1]).content

    assert found is not None
    assert found.lines == ("样本",)


@pytest.mark.parametrize(("depth", "is_read"), [(297, True), (298, True), (299, False)])
def test_nesting_has_a_limit(depth: int, is_read: bool) -> None:
    found = read_rich_text(rich_text("{" * depth + "样本" + "}" * depth))

    assert (found.content is not None) is is_read


@pytest.mark.parametrize(
    "filler", [r"\par ", r"\'d6", r"\u20013 ?", r"\cell ", "{", r"\bin999999999 ", r"\intbl\itap9 x\nestcell "]
)  # fmt: skip
def test_endless_repetition_takes_no_long_time(filler: str) -> None:
    start = time.process_time()

    read_rich_text(b"{\\rtf1 " + filler.encode() * (100_000 // len(filler)) + b"}")

    assert time.process_time() - start < 2


WHOLE = rich_text(
    rich_table([[MadeCell("甲"), MadeCell("乙", rows=2)], [MadeCell("丙")]]), BOX % 1, r"{\pict\pngblip 00}末\par "
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(WHOLE)),
    length=st.integers(0, 60),
    put=st.sampled_from([b"", b"{", b"}", b"\\", b"\\u", b"\\bin9 ", b"\\row ", b"\\*", b"\xff", b"\\nestcell "]),
)  # fmt: skip
def test_no_damage_to_a_good_file_is_ever_raised(at: int, length: int, put: bytes) -> None:
    found = read_rich_text(WHOLE[:at] + put + WHOLE[at + length :])

    assert found.content is not None or found.problems
