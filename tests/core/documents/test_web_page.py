"""Web pages and pasted forms: what a browser shows, in time linear in the markup, nothing fetched.

Source: D0 附件2, 三(一)3.
"""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.form_file import read_form_file, read_form_markup
from linli.core.documents.grid import PICTURE, Cell
from linli.core.documents.problems import ProblemCode
from linli.core.documents.registration_form import RegistrationForm
from linli.core.documents.web_archive import read_web_archive
from linli.core.documents.web_page import decoded, read_web_markup
from tests.core.documents import made_carriers as carriers
from tests.core.documents.made_carriers import PHOTO, PIXEL
from tests.core.intake import made_form as made

REFUSE, ACCEPT = "不接受调剂", "可接受以下地区的调剂："
PAGE = carriers.page(carriers.cells())


def lines(markup: str) -> tuple[str, ...]:
    found = read_web_markup(markup).content
    assert found is not None
    return found.lines


def form_in(markup: str) -> RegistrationForm | None:
    return read_form_markup(markup, gazetteer=made.gazetteer(), title=made.TITLE).form


def test_cells_keep_free_what_they_cover() -> None:
    found = read_web_markup(
        "<table><tr><td>甲<td>乙<td rowspan=2>丙<tr><td colspan=2>丁<br>戊</td></tr>"
        "<tr><th>己</th><td colspan='2'>庚</td></table>"
    ).content

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
    "around",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table width=100%><tr><td>x</td></tr><tr><td><center><div>{}</div></center></td></tr></table>",
        "<blockquote><form><div><font><b>{}</b></font></div></form></blockquote>",
        "<div>老师：<p>您好<div>{}",
        "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    ],
)
def test_form_is_found_inside_any_layout(around: str) -> None:
    assert form_in(around.format(PAGE)) == carriers.expected()


@pytest.mark.parametrize(
    "between", ["：", "</b>：<span>", ":&nbsp;", "：</div><div>", "</b></div><div>", "</b><pre>\t</pre>"]
)  # fmt: skip
def test_form_of_divs_is_read_by_its_labels(between: str) -> None:
    rows = "".join(f"<div><b>{name}{between}{value}</div>" for name, value in made.PERSON.items())

    assert form_in(f"<h2>{made.TITLE}</h2>" + rows.replace("\n", "<br>")) == carriers.expected()


@pytest.mark.parametrize(
    "unseen",
    [
        "<s>旧</s>", "<del>旧</del>", "<strike>旧</strike>", "<span hidden>旧</span>",
        "<span style='text-decoration: line-through'>旧</span>", "<p style='display:none'>旧</p>",
        "<span style='color:red;visibility : hidden'>旧</span>", "<span style='mso-hide:all'>旧</span>",
        "<span style='font-size:0'>旧</span>", "<script>旧</script>", "<style>旧</style>", "<!-- 旧 -->",
        "<!--[if gte mso 9]>旧<![endif]-->", "<title>旧</title>", "<noscript>旧</noscript>",
        "<input type=hidden value=旧>", "<button>旧</button>", "<iframe>旧</iframe>", "<template>旧</template>",
        "<SCRIPT SRC=x>旧</Script >", "<select><option>请选择</option></select>",
    ],
)  # fmt: skip
def test_what_a_browser_does_not_show_is_not_read(unseen: str) -> None:
    assert "".join(lines(f"<p>演{unseen}练甲</p>")) == "演练甲"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<input type=checkbox checked>", "☑"),
        ("<input type='checkbox'/>", "☐"),
        ("<input type=radio checked='checked'>", "☑"),
        ("<span style='font-family:\"Wingdings 2\"'>R</span>", "☑"),
        ("<font face='Wingdings 2'>&pound;</font>", "☐"),
        ("<font face='Wingdings'><span style='font-family:宋体'>R</span></font>", "R"),
        ("\uf052", "☑"),
        ("&#61603;", "☐"),
        ("<input value='甲'>", "甲"),
        ("<textarea>甲</textarea>", "甲"),
        ("<select><option>甲<option selected>乙</select>", "乙"),
        ("<select><option>甲<option>乙</select>", "甲"),
    ],
)
def test_controls_and_symbols_show_their_state(markup: str, shown: str) -> None:
    assert lines(f"{markup}不接受") == (shown + "不接受",)


@pytest.mark.parametrize(
    ("first", "second", "accepts"), [("checked", "", False), ("", "checked", True)]
)
def test_ticked_control_answers_the_question(first: str, second: str, accepts: bool) -> None:
    boxes = f"<input type=checkbox {first}>{REFUSE}<br><input type=checkbox {second}>{ACCEPT}"
    page = carriers.page(carriers.cells({made.TRANSFER: "问题"})).replace("问题", boxes)

    form = form_in(page)

    assert form is not None
    assert form.accepts_transfer is accepts


@pytest.mark.parametrize(
    ("source", "pictures"),
    [
        ("data:image/png;base64," + base64.b64encode(PIXEL).decode(), (PIXEL,)),
        ("cid:photo", (PHOTO,)),
        ("files/photo.jpg", (PHOTO,)),
        ("cid:other", ()),
        ("C:\\Users\\photo.png", ()),
    ],
)
def test_picture_that_came_with_the_page_is_one(source: str, pictures: tuple[bytes, ...]) -> None:
    found = read_web_markup(
        f'<p>甲<img src="{source}">', enclosed={"cid:photo": PHOTO, "photo.jpg": PHOTO}
    )

    assert found.content is not None
    assert (found.content.lines, found.pictures) == ((f"甲{PICTURE}",), pictures)


@pytest.mark.parametrize(
    "image",
    ["<img src=https://198.51.100.1/x.gif>", "<img src=//198.51.100.1/x.gif>", "<img>",
     "<img src=cid:a width=1 height=1>"],
)  # fmt: skip
def test_picture_elsewhere_or_too_small_to_see_is_none(image: str) -> None:
    assert lines(f"甲{image}") == ("甲",)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("样本".encode(), "样本"),
        (b"\xef\xbb\xbf" + "样本".encode(), "样本"),
        ("<meta charset=gb2312>镕".encode("gbk"), "<meta charset=gb2312>镕"),
        ("<meta charset=utf-8>样本".encode("gbk"), "<meta charset=utf-8>样本"),
        ("<meta charset=gb2312>样本".encode(), "<meta charset=gb2312>样本"),
        ("样本".encode("utf-16"), "样本"),
        ("<meta charset=big5>樣本".encode("big5"), "<meta charset=big5>樣本"),
        ("<meta charset=x-user>样本".encode("gbk"), "<meta charset=x-user>样本"),
    ],
)
def test_bytes_decide_on_the_code_page_before_the_page_does(content: bytes, text: str) -> None:
    assert decoded(content) == text


def test_web_archive_brings_its_pictures() -> None:
    markup = PAGE.replace(carriers.CAPTION, '<img src="form.files/photo.png">')

    found = read_web_archive(carriers.web_archive(markup, {"photo.png": PIXEL}))

    assert found.pictures == (PIXEL,)
    assert found.content is not None
    assert found.content.grids[0].cells[6] == Cell(0, 6, 3, 1, (PICTURE,))


def test_archive_without_a_page_is_unreadable() -> None:
    found = read_web_archive(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n")

    assert [problem.code for problem in found.problems] == [ProblemCode.ATTACHMENT_UNREADABLE]


@pytest.mark.parametrize(
    ("columns", "wide"), [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("99999", 99)]
)
def test_spans_that_make_no_sense_are_bounded(columns: str, wide: int) -> None:
    found = read_web_markup(
        f"<table><tr><td>甲<td colspan={columns} rowspan=99999>乙</table>"
    ).content

    assert found is not None
    assert found.grids[0].cells[1] == Cell(0, 1, 1, wide, ("乙",))


@pytest.mark.parametrize(
    "filler",
    [
        "<!--", "<", "<div>", "<b><p>", "<table><tr><td>", "<a a=1 ", "<a      ", "&x", "<a b='\"", "</b>", "<td>",
        "<script>", "<select><option>", "<td colspan=63 rowspan=999>x</td>", "<i><p></i>", "姓名：", "<?",
    ],
)  # fmt: skip
def test_endless_repetition_takes_no_long_time(filler: str) -> None:
    start = time.process_time()

    read_web_markup("<html>" + filler * (60_000 // len(filler)))

    assert time.process_time() - start < 2


def test_tag_of_fifty_thousand_attributes_takes_no_long_time() -> None:
    start = time.process_time()

    read_web_markup("<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">样本")

    assert time.process_time() - start < 2


def test_page_of_endless_cells_is_cut_and_flagged() -> None:
    found = read_form_file(
        (PAGE + "<table>" + "<tr><td>x" * 6_000).encode(),
        gazetteer=made.gazetteer(),
        title=made.TITLE,
    )

    assert found.form == carriers.expected()
    assert {problem.code for problem in found.problems} == {ProblemCode.ATTACHMENT_SUSPICIOUS}


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(PAGE)),
    length=st.integers(0, 200),
    put=st.sampled_from(["", "<", ">", "'", '"', "<table>", "</table>", "<td", "<!--", "&#x110000;", "\0"]),
)  # fmt: skip
def test_no_damage_to_a_good_page_is_ever_raised(at: int, length: int, put: str) -> None:
    found = read_form_markup(
        PAGE[:at] + put + PAGE[at + length :], gazetteer=made.gazetteer(), title=made.TITLE
    )

    assert found.form is not None or found.problems
