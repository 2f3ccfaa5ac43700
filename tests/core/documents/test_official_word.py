"""The Word file of an official paper, measured against GB/T 9704-2012."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from linli.core.documents.official import (
    Align,
    Annex,
    Column,
    Heading,
    Imprint,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    SignaturePlaces,
    Table,
)
from linli.core.documents.official_word import write_word

TWIPS_PER_MM = 1440 / 25.4
SIGNED_ON = date(2024, 7, 2)
ORGAN = "中共代县县委社会工作部"
PAPER = OfficialPaper(
    title="关于开展社区助理招募工作的通知",
    dated=SIGNED_ON,
    organs=(ORGAN,),
    number="代社发〔2024〕12号",
    addressee="各街道、乡镇",
    blocks=(
        Heading(1, "一、招募任务"),
        Paragraph("省内高校应届毕业生。", lead=Heading(2, "（一）招募对象。")),
        Table((Column("街道", 60), Column("人数", 40, Align.RIGHT)), (("上馆镇", "11"),)),
    ),
    signature=Signature((ORGAN,), SIGNED_ON),
    disclosure="依申请公开",
    annexes=(Annex("名额表", (Paragraph("略"),)),),
    imprint=Imprint(ORGAN, SIGNED_ON, "县委办"),
)


def part(content: bytes, name: str) -> etree._Element:
    with ZipFile(BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def story(paper: OfficialPaper = PAPER) -> etree._Element:
    return part(write_word(paper), "word/document.xml")


def one(tree: etree._Element, path: str) -> etree._Element:
    (found,) = tree.iterfind(f".//{path}", tree.nsmap)
    return found


def value(element: etree._Element, key: str) -> str:
    return str(element.get(qn(f"w:{key}")))


def paragraph_with(tree: etree._Element, text: str) -> etree._Element:
    (found,) = [p for p in tree.iter(qn("w:p")) if text in "".join(p.itertext())]
    return found


def families(paragraph: etree._Element) -> list[str]:
    return [value(fonts, "eastAsia") for fonts in paragraph.iter(qn("w:rFonts"))]


@pytest.mark.parametrize(
    ("side", "millimetres"), [("top", 37), ("left", 28), ("right", 26), ("bottom", 35)]
)
def test_margins_are_those_of_the_standard(side: str, millimetres: int) -> None:
    margins = one(story(), "w:pgMar")

    assert int(value(margins, side)) == pytest.approx(millimetres * TWIPS_PER_MM, abs=1)


def test_text_area_is_156_by_225_millimetres_of_an_a4_page() -> None:
    tree = story()
    size, margins = one(tree, "w:pgSz"), one(tree, "w:pgMar")

    width = int(value(size, "w")) - int(value(margins, "left")) - int(value(margins, "right"))
    height = int(value(size, "h")) - int(value(margins, "top")) - int(value(margins, "bottom"))

    assert width / TWIPS_PER_MM == pytest.approx(156, abs=0.1)
    assert height / TWIPS_PER_MM == pytest.approx(225, abs=0.1)


def test_twenty_two_lines_fit_the_height_and_twenty_three_do_not() -> None:
    tree = story()
    pitch = int(value(one(tree, "w:docGrid"), "linePitch"))
    spacing = paragraph_with(tree, "招募任务").find(".//w:spacing[@w:line]", tree.nsmap)

    assert int(value(spacing, "line")) in (pitch, pitch + 1)
    assert pitch * 22 <= 225 * TWIPS_PER_MM < pitch * 23


def test_twenty_eight_characters_fit_the_line_and_twenty_nine_do_not() -> None:
    look = paragraph_with(story(), "各街道").find(f".//{qn('w:rPr')}")
    size = int(value(look.find(qn("w:sz")), "val")) * 10
    pitch = size + int(value(look.find(qn("w:spacing")), "val"))

    assert pitch * 28 <= 156 * TWIPS_PER_MM < pitch * 29


def test_body_is_16_point_fangsong_indented_by_two_characters() -> None:
    paragraph = paragraph_with(story(), "应届毕业生")
    run = paragraph.findall(qn("w:r"))[-1]

    assert families(run) == ["仿宋"]
    assert value(run.find(f".//{qn('w:sz')}"), "val") == "32"
    assert value(paragraph.find(f".//{qn('w:ind')}"), "firstLineChars") == "200"


def test_title_is_22_point_xiaobiaosong_in_the_middle() -> None:
    paragraph = paragraph_with(story(), "招募工作的通知")

    assert families(paragraph) == ["方正小标宋简体"]
    assert value(paragraph.find(f".//{qn('w:sz')}"), "val") == "44"
    assert value(paragraph.find(f".//{qn('w:jc')}"), "val") == "center"


def test_first_heading_is_heiti_and_second_runs_in_as_kaiti() -> None:
    tree = story()

    assert families(paragraph_with(tree, "一、招募任务")) == ["黑体"]
    assert families(paragraph_with(tree, "招募对象")) == ["楷体", "仿宋"]


def test_font_table_names_what_stands_in_for_each_face() -> None:
    fonts = part(write_word(PAPER), "word/fontTable.xml")

    named = {value(font, "name"): value(font[0], "val").split(",")[0] for font in fonts}

    assert named == {
        "仿宋": "仿宋_GB2312",
        "楷体": "楷体_GB2312",
        "黑体": "SimHei",
        "宋体": "SimSun",
        "方正小标宋简体": "方正小标宋_GBK",
    }


def test_letterhead_is_red_and_starts_35_millimetres_under_the_top() -> None:
    tree = story()
    name = paragraph_with(tree, f"{ORGAN}文件")
    first = next(tree.iter(qn("w:p"))).find(f".//{qn('w:spacing')}")

    room = int(value(first, "before")) + int(value(first, "line"))

    assert value(name.find(f".//{qn('w:color')}"), "val") == "FF0000"
    assert room / TWIPS_PER_MM == pytest.approx(35, abs=0.1)


def test_red_line_lies_four_millimetres_under_the_number() -> None:
    rule = paragraph_with(story(), "代社发〔2024〕12号").find(f".//{qn('w:bottom')}")

    assert value(rule, "color") == "FF0000"
    assert int(value(rule, "space")) * 25.4 / 72 == pytest.approx(4, abs=0.2)


def test_joint_letterhead_names_every_organ_beside_one_word() -> None:
    tree = story(replace(PAPER, organs=("甲部", "乙局"), blocks=()))

    cells = ["".join(cell.itertext()) for cell in tree.iter(qn("w:tc"))]

    assert cells == ["甲部乙局", "文件"]


def test_paper_without_letterhead_sets_its_number_above_the_title() -> None:
    tree = story(replace(PAPER, organs=(), number="编号：1"))

    texts = ["".join(p.itertext()) for p in tree.iter(qn("w:p"))]

    assert [text for text in texts if text][:2] == ["编号：1", PAPER.title]
    assert not any(value(c, "val") == "FF0000" for c in tree.iter(qn("w:color")))


@pytest.mark.parametrize(
    ("name", "side", "indent"), [("default", "right", "right"), ("even", "left", "left")]
)
def test_page_number_stands_at_the_outer_edge_in_songti(name: str, side: str, indent: str) -> None:
    footer = part(write_word(PAPER), f"word/{name}_footer.xml")

    assert "".join(footer.itertext()) == "— 1 —"
    assert value(one(footer, "w:jc"), "val") == side
    assert int(value(one(footer, "w:ind"), indent)) == pytest.approx(316, abs=2)
    assert set(families(footer)) == {"宋体"}


def test_dash_of_the_page_number_lies_seven_millimetres_under_the_text() -> None:
    margins = one(story(), "w:pgMar")
    foot_pt = (int(value(margins, "bottom")) - int(value(margins, "footer"))) / 20

    assert (foot_pt - 14 / 2) * 25.4 / 72 == pytest.approx(7, abs=0.1)


def test_closing_lines_stand_at_the_foot_between_rules_of_the_standard() -> None:
    closing = paragraph_with(story(), "印发")
    rules = [value(closing.find(f".//{qn(f'w:{s}')}"), "sz") for s in ("top", "bottom")]

    assert value(closing.find(f".//{qn('w:framePr')}"), "yAlign") == "bottom"
    assert [int(rule) / 8 * 25.4 / 72 for rule in rules] == pytest.approx([0.35, 0.35], abs=0.01)


def test_annex_begins_on_a_page_of_its_own_in_heiti() -> None:
    (label,) = [p for p in story().iter(qn("w:p")) if "".join(p.itertext()) == "附件"]

    assert label.find(f".//{qn('w:pageBreakBefore')}") is not None
    assert families(label) == ["黑体"]


@pytest.mark.parametrize("name", ["default", "even"])
def test_mark_stands_at_the_head_of_odd_and_even_pages(name: str) -> None:
    content = write_word(replace(PAPER, marks=(Mark.REHEARSAL, Mark.SAMPLE)))

    header = part(content, f"word/{name}_header.xml")

    assert "".join(header.itertext()) == "【演练·样本】　不作为正式公文使用"


def test_header_row_of_a_table_is_repeated_and_rows_are_not_split() -> None:
    rows = list(story().iter(qn("w:tr")))

    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_places_to_sign_stay_together_on_one_page() -> None:
    places = SignaturePlaces(("甲方（盖章）：", "日期"), ("乙方（签名）：",))
    tree = story(replace(PAPER, blocks=(Paragraph("一"), places)))
    table = next(tree.iter(qn("w:tbl")))

    texts = ["".join(cell.itertext()) for cell in table.iter(qn("w:tc"))]

    assert texts == ["甲方（盖章）：", "乙方（签名）：", "日期", ""]
    assert all(p.find(f".//{qn('w:keepNext')}") is not None for p in table.iter(qn("w:p")))


def test_markup_and_control_characters_in_a_name_stay_harmless_text() -> None:
    paper = replace(PAPER, blocks=(Paragraph('<w:p/>&"\x0b䶮\ud800'),))

    assert "".join(paragraph_with(story(paper), "䶮").itertext()) == '<w:p/>&"䶮'


def test_same_paper_always_gives_the_same_bytes() -> None:
    assert write_word(PAPER) == write_word(PAPER)


def test_zip_entries_bear_a_fixed_time_and_properties_the_date_of_the_paper() -> None:
    content = write_word(PAPER)

    with ZipFile(BytesIO(content)) as archive:
        times = {entry.date_time for entry in archive.infolist()}

    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert Document(BytesIO(content)).core_properties.created.date() == SIGNED_ON


def test_word_library_reads_the_paper_back() -> None:
    document = Document(BytesIO(write_word(PAPER)))

    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]

    assert texts[:3] == [f"{ORGAN}文件", "代社发〔2024〕12号", PAPER.title]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["上馆镇", "11"]
