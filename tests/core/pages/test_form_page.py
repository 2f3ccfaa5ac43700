"""From a drawn page and its words to the fields of the form.

Source: D0 附件2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from linli.core.documents.form_reading import ReadForm, read_form_content
from linli.core.documents.grid import PICTURE, TICKED, UNTICKED, Cell, FormContent, Grid
from linli.core.documents.registration_form import RegistrationForm
from linli.core.pages.form_page import form_content
from linli.core.pages.page import Source
from linli.core.pages.page_breaks import joined_over_pages
from linli.core.pages.pictures import Pixels
from linli.core.pages.reading import ReadPage
from linli.core.pages.recognition import Quads
from linli.core.places import Area
from tests.core.intake import made_form
from tests.core.pages import made_form_page as made

BLANKS = "2. ____市____县(市、区)"
UNSIGNED = "本人承诺：本表填报内容和提供的材料完全真实。\n报名人（签名）：\n    年    月    日"
EXPECTED = RegistrationForm(
    name="演练甲",
    sex="女",
    ethnicity="汉族",
    birth="2002-03",
    native_place="山西省忻州市",
    political_status="共青团员",
    school="样本大学",
    graduation="2024-07",
    major="社会工作",
    education="本科",
    degree="法学学士",
    id_number="990101200203159026",
    address="样本省样本市样本路1号",
    phone="13800000001",
    intended=Area("忻州市", "代县"),
    accepts_transfer=True,
    transfer_areas=(Area("忻州市", "五台县"),),
    resume="2020.09—2024.07 样本大学 学生",
    awards="无",
    strengths="阅读",
    pledge_signed=True,
    pledge_date="2024-06-08",
)


class Reader:
    """A recogniser that reads every place that it is given as the next of its words."""

    def __init__(self, *words: str) -> None:
        self._words = list(words)

    def lines(self, pixels: Pixels) -> Quads:
        raise AssertionError("the lines of the page are known")

    def words(self, pixels: Pixels, lines: Quads) -> Sequence[tuple[str, float]]:
        return [(self._words.pop(0), 0.98) for _ in lines]

    def upside_down(self, pixels: Pixels, lines: Quads) -> float:
        raise AssertionError("the page is upright")


def read(*pages: ReadPage, recogniser: Reader | None = None) -> ReadForm:
    content = form_content(pages, recogniser=recogniser)
    return read_form_content(content, gazetteer=made_form.gazetteer(), title=made_form.TITLE)


def form(*pages: ReadPage) -> RegistrationForm:
    found = read(*pages)
    assert found.form is not None, found.problems
    return found.form


def transfer(first: str, second: str) -> Mapping[str, str]:
    return {made_form.TRANSFER: f"{first}\n{second}\n1. 忻州市五台县县(市、区)\n{BLANKS}"}


def texts(content: FormContent) -> list[str]:
    return [cell.text for grid in content.grids for cell in grid.cells]


def test_every_field_of_a_ruled_page_is_read() -> None:
    assert form(made.form().page()) == EXPECTED


def test_page_without_ruling_is_read_by_its_labels() -> None:
    assert form(made.form(ruled=False).page()) == EXPECTED


def test_portrait_is_a_photo_and_words_that_ask_for_one_are_none() -> None:
    assert form(made.form(photo=True).page()) == replace(EXPECTED, has_photo=True)


def test_value_has_its_page_its_place_and_how_sure_it_is() -> None:
    sheet = made.form({"姓名": ""})
    sheet.write("演练甲", made.edge(1) + 8, made.row_top(0) + 12, sure=0.71)

    place = read(sheet.page()).fields["name"].place

    assert place is not None
    assert (place.page, place.sure) == (0, 0.71)
    assert place.box.left == pytest.approx(made.edge(1) / made.SIZE[0], abs=0.005)
    assert place.box.bottom == pytest.approx(made.row_top(1) / made.SIZE[1], abs=0.005)


def test_words_that_run_over_a_line_are_divided_and_less_sure() -> None:
    sheet = made.form({"性别": ""})
    row = [token for token in sheet.tokens if token.text in {"演练甲", "性别"}]
    sheet.tokens = [token for token in sheet.tokens if token not in row]
    box = row[0].box.joined(row[1].box)
    sheet.tokens.append(replace(row[0], text="演练甲" + " " * 5 + "性别", box=box))

    found = read(sheet.page())

    assert (found.fields["name"].original, "sex" in found.fields) == ("演练甲", True)
    assert found.fields["name"].place is not None
    assert found.fields["name"].place.sure < 0.8


def test_letters_that_were_overlooked_are_read_again_or_make_the_value_unsure() -> None:
    sheet = made.form({"性别": ""})
    sheet.write("女", made.edge(3) + 8, made.row_top(0) + 12, seen=False)

    unread, again = read(sheet.page()), read(sheet.page(), recogniser=Reader("女"))

    assert unread.fields["sex"].place is not None
    assert unread.fields["sex"].place.sure < 0.5
    assert again.fields["sex"].original == "女"


def test_labels_misread_by_one_letter_are_found() -> None:
    sheet = made.form()
    slips = {"毕业院校": "毕业院枝", "联系电话": "联糸电话", "政治面貌": "政治面貎"}
    sheet.tokens = [replace(t, text=slips.get(t.text, t.text)) for t in sheet.tokens]

    assert form(sheet.page()) == EXPECTED


def test_letter_forms_and_digits_taken_for_others_are_set_right_on_pictures_only() -> None:
    sheet = made.form({"姓名": "黃呂", "联系电话": "l38OOOOO001"})

    picture, typed = form(sheet.page()), form(sheet.page(source=Source.TEXT))

    assert (picture.name, picture.phone) == ("黄吕", "13800000001")
    assert (typed.name, typed.phone) == ("黃呂", "38001")


@pytest.mark.parametrize(
    ("first", "second", "accepts"),
    [
        ("☑不接受调剂", "□可接受以下地区的调剂：", False),
        ("□不接受调剂", "☑可接受以下地区的调剂：", True),
        ("□不接受调剂", "□可接受以下地区的调剂：", None),
    ],
)
def test_printed_ticks_are_read_whatever_was_recognised(
    first: str, second: str, accepts: bool | None
) -> None:
    sheet = made.form(transfer(first, second))
    sheet.tokens = [replace(t, text=t.text.replace("☑", "").replace("□", "")) for t in sheet.tokens]

    assert form(sheet.page()).accepts_transfer is accepts


@pytest.mark.parametrize(("line", "accepts"), [(0, False), (1, True)])
def test_tick_by_pen_over_the_printed_box_is_read(line: int, accepts: bool) -> None:
    sheet = made.form(transfer("□不接受调剂", "□可接受以下地区的调剂："))
    boxes = [token.box for token in sheet.tokens if "接受" in token.text and "调剂" in token.text]
    box = [box for box in boxes if box.left * made.SIZE[0] > made.edge(1)][line]
    y = (box.top + box.bottom) / 2 * made.SIZE[1]
    made.tick(sheet, made.edge(1) + 18, y)

    content = form_content([sheet.page()])

    marks = [TICKED if number == line else UNTICKED for number in (0, 1)]
    assert any(f"{marks[0]}不接受调剂\n{marks[1]}可接受" in text for text in texts(content))
    assert form(sheet.page()).accepts_transfer is accepts


def certainty(page: ReadPage) -> float:
    place = read(page).fields["transfer"].place
    assert place is not None
    return place.sure


@pytest.mark.parametrize(
    ("first", "second", "accepts"),
    [
        ("√不接受调剂", "□可接受以下地区的调剂：", False),
        ("□√不接受调剂", "□可接受以下地区的调剂：", False),
        ("□不接受调剂√", "□可接受以下地区的调剂：", False),
        ("□不接受调剂", "√可接受以下地区的调剂：", True),
        ("□不接受调剂", "□ √可接受以下地区的调剂：", True),
        ("□不接受调剂", "□可接受以下地区的调剂√：", True),
    ],
)
def test_tick_typed_anywhere_on_the_line_of_one_choice_is_sure(
    first: str, second: str, accepts: bool
) -> None:
    page = made.form(transfer(first, second)).page()

    assert (form(page).accepts_transfer, certainty(page) > 0.9) == (accepts, True)


def test_ticks_typed_at_both_choices_contradict_each_other_surely() -> None:
    page = made.form(transfer("□√不接受调剂", "□√可接受以下地区的调剂：")).page()

    assert (form(page).accepts_transfer, form(page).transfer_contradictory) == (None, True)
    assert certainty(page) > 0.9


def test_two_boxes_that_are_recognised_as_empty_are_surely_empty() -> None:
    page = made.form(transfer("□不接受调剂", "□可接受以下地区的调剂：")).page()

    assert (form(page).accepts_transfer, certainty(page) > 0.9) == (None, True)


def test_signature_that_nobody_can_read_is_a_signature() -> None:
    sheet = made.form({"本人承诺": UNSIGNED})
    marker = next(token.box for token in sheet.tokens if "签名" in token.text)
    made.scrawl(sheet, marker.right * made.SIZE[0] + 30, marker.top * made.SIZE[1] + 12)

    assert any(PICTURE in text for text in texts(form_content([sheet.page()])) if "签名" in text)
    assert form(sheet.page()).pledge_signed


@pytest.mark.parametrize(
    "date", ["    年    月    日", "2024 年 6 月 8 日", "日期：____年__月__日"]
)
def test_date_and_line_to_sign_on_are_no_signature(date: str) -> None:
    sheet = made.form({"本人承诺": f"本人承诺：完全真实。\n报名人（签名）：\n{date}"})
    marker = next(token.box for token in sheet.tokens if "签名" in token.text)
    x, y = marker.right * made.SIZE[0], marker.bottom * made.SIZE[1]
    sheet.pen.line([(x + 8, y - 2), (x + 190, y - 2)], fill=made.INK, width=2)

    found = read(sheet.page())

    assert found.form is not None
    assert not found.form.pledge_signed
    assert found.fields["pledge"].place is not None
    assert found.fields["pledge"].place.sure > 0.9


def cell(row: int, column: int, *lines: str) -> Cell:
    return Cell(row, column, 1, 1, lines)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("个人简历", "第一行"), ("", "第二行")),
        (("", "第一行"), ("个人简历", "第二行")),
        (("个人", "第一行"), ("简历", "第二行")),
    ],
)
def test_row_divided_by_a_page_break_is_put_together(
    upper: tuple[str, str], lower: tuple[str, str]
) -> None:
    pages = [
        [Grid(tuple(cell(0, n, *filter(None, [text])) for n, text in enumerate(half)), 2)]
        for half in (upper, lower)
    ]

    joined = [item.lines for grid in joined_over_pages(pages) for item in grid.cells]

    assert ("第一行", "第二行") in joined
    assert "个人简历" in {"".join(lines) for lines in joined}


def test_rows_that_stand_whole_on_their_pages_stay() -> None:
    pages = [
        [Grid((cell(0, 0, "个人简历"), cell(0, 1, "学生")), 2)],
        [Grid((cell(0, 0, "本人承诺"), cell(0, 1, "签名")), 2)],
    ]

    assert joined_over_pages(pages) == (pages[0][0], pages[1][0])


def test_form_on_two_pages_is_one_form_with_places_on_both() -> None:
    first, second = made.form(), made.form()
    low = made.row_top(9) / made.SIZE[1]
    first.pen.rectangle((0, made.row_top(9) + 3, *made.SIZE), fill="white")
    second.pen.rectangle((0, 0, made.SIZE[0], made.row_top(9) - 3), fill="white")
    first.tokens = [token for token in first.tokens if token.box.top < low]
    second.tokens = [token for token in second.tokens if token.box.top > low]

    found = read(first.page(), second.page(number=1))

    assert found.form == EXPECTED
    places = [found.fields[name].place for name in ("name", "awards")]
    assert [place and place.page for place in places] == [0, 1]


def test_blank_page_holds_no_form() -> None:
    content = form_content([made.Sheet().page()])

    assert content == FormContent((), ())
