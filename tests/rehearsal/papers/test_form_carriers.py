from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area
from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.form_html import DIALECTS, form_html
from linli.rehearsal.papers.form_ink import FormPictures, draw_form
from linli.rehearsal.papers.form_model import FormTable, Ink, Line, text_of
from linli.rehearsal.papers.form_rows import form_table, short_name, written_values
from linli.rehearsal.papers.form_rtf import form_rtf
from linli.rehearsal.papers.form_style import FormStyle, PlaceWay, SignWay, TickWay, form_style
from linli.rehearsal.papers.form_word import word_dialect, word_form
from linli.rehearsal.papers.text_pdf import form_pdf

ACCEPTING = RegistrationForm(
    name="样芳",
    sex="女",
    ethnicity="汉族",
    birth="2001-03",
    school="忻州师范学院",
    graduation="2024-07",
    major="汉语言文学",
    education="本科",
    degree="文学学士",
    id_number="99010120010315902X",
    phone="15400000001",
    address="山西省忻州市代县样本路8号",
    intended=Area("忻州市", "代县"),
    accepts_transfer=True,
    transfer_areas=(Area("忻州市", "五寨县"),),
    pledge_signed=True,
    pledge_date="2024-06-05",
)
REFUSING = replace(ACCEPTING, accepts_transfer=False, transfer_areas=())


@pytest.fixture
def style() -> FormStyle:
    plain = form_style(Dice(1, "style"), by_pen=False)
    return replace(
        plain,
        place=PlaceWay.REPLACED,
        tick=TickWay.IN_BOX,
        blank="__",
        transfer_lines=1,
        notes=False,
        birth="{year}.{month:02}",
        month="{year}年{month}月",
        phone="3-4-4",
        short_words=True,
        grouped_id=True,
        lower_x=True,
        wide_digits=True,
        spaced_name=True,
        spaced_labels=False,
        colon_labels=False,
        says_degree=True,
    )


def _table(form: RegistrationForm, style: FormStyle) -> FormTable:
    return form_table(form, style, birth_day=15, has_portrait=False)


def _cell_of(table: FormTable, label: str) -> tuple[Line, ...]:
    cells = [cell for row in table.rows for cell in row.cells]
    for number, cell in enumerate(cells):
        if cell.printed and text_of(cell.lines[0]).startswith(label):
            return cells[number + 1].lines
    raise AssertionError(label)


def test_values_are_written_after_ones_own_fashion(style: FormStyle) -> None:
    values = written_values(ACCEPTING, style, birth_day=15)

    assert {label: values[label] for label in ("姓名", "民族", "出生年月", "毕业时间")} == {
        "姓名": "样　芳",
        "民族": "汉",
        "出生年月": "2001.03",
        "毕业时间": "2024年7月",
    }
    assert values["身份证号"] == "990101 20010315 902x"
    assert values["联系电话"] == "154-0000-0001"
    assert values["家庭详细住址"] == "山西省忻州市代县样本路８号"
    assert (values["学历"], values["学位"]) == ("大学本科", "文学学士学位")


@pytest.mark.parametrize(
    ("tick", "accepting", "refusing"),
    [
        (TickWay.IN_BOX, ["□不接受", "☑可接受"], ["☑不接受", "□可接受"]),
        (TickWay.CROSS_IN_BOX, ["□不接受", "☒可接受"], ["☒不接受", "□可接受"]),
        (TickWay.BLACK_BOX, ["□不接受", "■可接受"], ["■不接受", "□可接受"]),
        (TickWay.TICK_FOR_BOX, ["□不接受", "√可接受"], ["√不接受", "□可接受"]),
        (TickWay.TICK_AFTER_BOX, ["□不接受", "□√可接受"], ["□√不接受", "□可接受"]),
        (TickWay.OTHER_DELETED, ["□可接受"], ["□不接受"]),
        (TickWay.OTHER_STRUCK, ["", "□可接受"], ["□不接受", ""]),
    ],
)
def test_a_box_is_ticked_in_many_ways(
    style: FormStyle, tick: TickWay, accepting: list[str], refusing: list[str]
) -> None:
    for form, begins in ((ACCEPTING, accepting), (REFUSING, refusing)):
        lines = _cell_of(_table(form, replace(style, tick=tick)), "如工作意向")
        shown = [text_of(line) for line in lines][: len(begins)]
        assert [line[: len(begin)] for line, begin in zip(shown, begins, strict=True)] == begins
        assert all(bool(line) == bool(begin) for line, begin in zip(shown, begins, strict=True))


def test_a_tick_behind_the_words_stands_before_their_colon(style: FormStyle) -> None:
    behind = replace(style, tick=TickWay.TICK_AFTER_WORDS)

    lines = [text_of(line) for line in _cell_of(_table(ACCEPTING, behind), "如工作意向")]

    assert lines == ["□不接受调剂", "□可接受以下地区的调剂√：", "1. 忻州市五寨县"]


def test_whoever_deletes_the_other_line_leaves_no_gaps_for_places(style: FormStyle) -> None:
    deleting = replace(style, tick=TickWay.OTHER_DELETED, transfer_lines=3)

    lines = _cell_of(_table(REFUSING, deleting), "如工作意向")

    assert [text_of(line) for line in lines] == ["□不接受调剂"]


@pytest.mark.parametrize(
    ("way", "written"),
    [
        (PlaceWay.SHORT, "_忻州_市_代_县(市、区)"),
        (PlaceWay.FULL, "_忻州市_市_代县_县(市、区)"),
        (PlaceWay.MIXED, "_忻州_市_代县_县(市、区)"),
        (PlaceWay.REPLACED, "忻州市代县"),
        (PlaceWay.PROVINCE, "山西省忻州市代县"),
        (PlaceWay.ALL_IN_CITY, "_忻州市代县_市__县(市、区)"),
        (PlaceWay.ALL_IN_COUNTY, "__市_忻州市代县_县(市、区)"),
        (PlaceWay.NO_GAPS, "忻州市代县(市、区)"),
    ],
)
def test_places_are_written_into_the_gaps_or_over_them(
    style: FormStyle, way: PlaceWay, written: str
) -> None:
    table = _table(ACCEPTING, replace(style, place=way))
    blank = _table(replace(ACCEPTING, intended=Area()), replace(style, place=way))

    assert text_of(_cell_of(table, "工作意向地区")[0]) == written
    assert text_of(_cell_of(blank, "工作意向地区")[0]) == "__市__县(市、区)"


@pytest.mark.parametrize(
    ("county", "short"), [("代县", "代"), ("原平市", "原平"), ("城区", "城区"), ("忻府区", "忻府")]
)
def test_a_county_is_shortened_only_where_a_name_is_left(county: str, short: str) -> None:
    assert short_name(county) == short


def test_a_long_form_goes_over_two_pages(style: FormStyle, faces: Faces) -> None:
    pictures = FormPictures(signature=Image.new("L", (60, 30), 0))

    one, two = (
        draw_form(
            _table(ACCEPTING, replace(style, is_two_pages=is_two)), faces, Dice(1, "x"), pictures
        )
        for is_two in (False, True)
    )

    assert (len(one), len(two)) == (1, 2)
    assert {page.size for page in two} == {one[0].size}


def test_a_pdf_with_text_holds_every_value(style: FormStyle, faces: Faces) -> None:
    content = form_pdf(_table(ACCEPTING, style), faces, Dice(1, "x"), FormPictures())
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().replace(" ", "")

    assert all(
        word in text for word in ("样　芳", "99010120010315902x", "忻州师范学院", "√可接受", "样本")
    )


def test_text_carriers_hold_every_value(style: FormStyle) -> None:
    table = _table(ACCEPTING, style)

    html = [form_html(table, Dice(seed, "x"), name="样芳") for seed in range(40)]
    rtf = form_rtf(table, name="样芳")

    assert all("99010120010315902x" in page.replace(" ", "") for page in html)
    assert {sum(f"<table {one.table}>" in page for page in html) > 0 for one in DIALECTS} == {True}
    assert rf"\u{ord('忻')}?".encode() in rtf
    assert rtf.count(b"\\row") == len(table.rows)
    assert rtf.count(b"{") == rtf.count(b"}")


def test_a_word_file_holds_controls_fields_and_changes(style: FormStyle) -> None:
    struck = _table(REFUSING, replace(style, tick=TickWay.OTHER_STRUCK))
    files = [word_form(struck, word_dialect(Dice(seed, "x")), FormPictures()) for seed in range(30)]
    parts = [_document(content) for content in files]

    marks = ("<w:sdt>", "w:txbxContent", "w:delText", "<w:strike/>", "FORMCHECKBOX", "w:sym")
    assert [mark for mark in marks if not any(mark in part for part in parts)] == []


def _document(word: bytes) -> str:
    with ZipFile(BytesIO(word)) as archive:
        return archive.read("word/document.xml").decode()


def test_a_signature_by_hand_is_a_piece_of_its_own(style: FormStyle) -> None:
    drawn = _cell_of(_table(ACCEPTING, replace(style, sign=SignWay.DRAWN)), "本人承诺")
    unsigned = _cell_of(_table(replace(ACCEPTING, pledge_signed=False), style), "本人承诺")

    assert [piece.ink for piece in drawn[1]] == [Ink.PLAIN, Ink.SIGNATURE, Ink.PLAIN]
    assert text_of(unsigned[1]).strip() == "报名人（签名）："
