"""The PDF of an official paper, read back page by page."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

import linli
from linli.core.documents.official import (
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
from linli.core.documents.official_pdf import FontsMissing, write_pdf

FONTS = Path(linli.__file__).parent / "assets" / "fonts"
MM = 72 / 25.4
SIGNED_ON = date(2024, 7, 2)
ORGAN = "中共代县县委社会工作部"
PAPER = OfficialPaper(
    title="关于开展社区助理招募工作的通知",
    dated=SIGNED_ON,
    organs=(ORGAN,),
    number="代社发〔2024〕12号",
    addressee="各街道、乡镇",
    blocks=(Heading(1, "一、任务"), Paragraph("甲乙。", lead=Heading(2, "（一）对象。"))),
    signature=Signature((ORGAN,), SIGNED_ON),
    disclosure="依申请公开",
)


@pytest.fixture(scope="module")
def fonts() -> Path:
    assert list(FONTS.glob("*.ttf")), f"no fonts: run `make setup` (expected in {FONTS.name}/)"
    return FONTS


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def boxes(pdf: bytes, text: str, *, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of every character of the first find, in points."""
    textpage = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    start, count = textpage.search(text).get_next()
    return [textpage.get_charbox(start + place, loose=False) for place in range(count)]


def test_page_is_a4(fonts: Path) -> None:
    page = pypdfium2.PdfDocument(write_pdf(PAPER, fonts=fonts))[0]

    assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)


def test_body_lines_begin_28_and_end_26_millimetres_from_the_edges(fonts: Path) -> None:
    blocks = (Paragraph("国" * 28 * 3, indented=False),)
    pdf = write_pdf(OfficialPaper("题", SIGNED_ON, blocks), fonts=fonts)

    line = boxes(pdf, "国" * 28)

    assert min(box[0] for box in line) == pytest.approx(28 * MM, abs=2.5)
    assert max(box[2] for box in line) == pytest.approx((210 - 26) * MM, abs=2.5)


def test_a_full_page_holds_22_lines_of_28_characters(fonts: Path) -> None:
    blocks = (Paragraph("国" * 28 * 60, indented=False),)
    pdf = write_pdf(OfficialPaper("题", SIGNED_ON, blocks), fonts=fonts)

    assert pages(pdf)[1].count("国") == 22 * 28


def test_first_line_of_a_page_lies_under_37_millimetres(fonts: Path) -> None:
    blocks = (Paragraph("国" * 28 * 60, indented=False),)
    pdf = write_pdf(OfficialPaper("题", SIGNED_ON, blocks), fonts=fonts)

    top = max(box[3] for box in boxes(pdf, "国" * 28, page=1))

    assert (297 * MM - top) == pytest.approx(37 * MM, abs=3)


def test_margins_change_sides_with_the_page_for_binding(fonts: Path) -> None:
    blocks = (Paragraph("国" * 28 * 60, indented=False),)
    pdf = write_pdf(OfficialPaper("题", SIGNED_ON, blocks), fonts=fonts)

    assert boxes(pdf, "国国", page=1)[0][0] == pytest.approx(26 * MM, abs=2.5)


def test_page_number_is_at_the_right_on_odd_and_at_the_left_on_even_pages(fonts: Path) -> None:
    blocks = (Paragraph("国" * 28 * 60, indented=False),)
    pdf = write_pdf(OfficialPaper("题", SIGNED_ON, blocks), fonts=fonts)

    odd, even = boxes(pdf, "— 1 —"), boxes(pdf, "— 2 —", page=1)

    assert odd[-1][2] == pytest.approx((210 - 26) * MM - 14, abs=3)
    assert even[0][0] == pytest.approx(26 * MM + 14, abs=3)


def test_dash_of_the_page_number_lies_seven_millimetres_under_the_text(fonts: Path) -> None:
    _, bottom, _, top = boxes(write_pdf(PAPER, fonts=fonts), "— 1 —")[0]

    assert 35 * MM - (bottom + top) / 2 == pytest.approx(7 * MM, abs=2)


def test_letterhead_begins_35_millimetres_under_the_top_of_the_text(fonts: Path) -> None:
    top = max(box[3] for box in boxes(write_pdf(PAPER, fonts=fonts), f"{ORGAN}文件"))

    assert 297 * MM - top == pytest.approx((37 + 35) * MM, abs=6)


def test_paper_says_its_parts_in_the_order_of_the_standard(fonts: Path) -> None:
    (text,) = pages(write_pdf(PAPER, fonts=fonts))

    assert text == (
        f"{ORGAN}文件代社发〔2024〕12号关于开展社区助理招募工作的通知各街道、乡镇："
        f"一、任务（一）对象。甲乙。{ORGAN}2024年7月2日（依申请公开）—1—"
    )


def test_paragraph_before_the_signature_starts_where_the_page_has_room(fonts: Path) -> None:
    paper = replace(PAPER, blocks=(Paragraph("国" * 28 * 20),))

    texts = pages(write_pdf(paper, fonts=fonts))

    assert [text.count("国") > 0 for text in texts] == [True, True]


def test_places_to_sign_are_never_alone_on_their_page(fonts: Path) -> None:
    places = SignaturePlaces(("甲方（盖章）：", "日期"), ("乙方（签名）：", "日期"))
    for lines in range(14, 24):
        paper = OfficialPaper("题", SIGNED_ON, (Paragraph("国" * 28 * lines), places))

        *_, last = pages(write_pdf(paper, fonts=fonts))

        assert "国" in last
        assert "甲方（盖章）：" in last


@pytest.mark.parametrize("mark", list(Mark))
def test_every_page_of_a_marked_paper_bears_its_mark(mark: Mark, fonts: Path) -> None:
    paper = replace(PAPER, marks=(mark,), annexes=(Annex("名单", (Paragraph("国" * 900),)),))

    texts = pages(write_pdf(paper, fonts=fonts))

    assert len(texts) == 3
    assert [text.startswith(f"【{mark}】不作为正式公文使用") for text in texts] == [True] * 3
    assert f"的通知（{mark}）" in texts[0]


def test_unmarked_paper_bears_no_mark_at_all(fonts: Path) -> None:
    assert "不作为正式公文使用" not in "".join(pages(write_pdf(PAPER, fonts=fonts)))


def test_long_table_repeats_its_header_on_the_next_page(fonts: Path) -> None:
    rows = tuple((str(number),) for number in range(60))
    paper = replace(PAPER, blocks=(Table((Column("序号", 40),), rows),))

    texts = pages(write_pdf(paper, fonts=fonts))

    assert [text.count("序号") for text in texts] == [1] * len(texts)
    assert len(texts) > 2


def test_signature_is_never_alone_on_its_page(fonts: Path) -> None:
    for length in range(28 * 16, 28 * 26, 28):
        blocks = (Paragraph("国" * length),)
        paper = OfficialPaper("题", SIGNED_ON, blocks, signature=Signature((ORGAN,), SIGNED_ON))

        *_, last = pages(write_pdf(paper, fonts=fonts))

        assert "国" in last
        assert ORGAN in last


def test_places_to_sign_show_both_parties(fonts: Path) -> None:
    places = SignaturePlaces(("甲方（盖章）：",), ("乙方（签名）：",))

    (text,) = pages(write_pdf(replace(PAPER, blocks=(Paragraph("一"), places)), fonts=fonts))

    assert "甲方（盖章）：乙方（签名）：" in text


@pytest.mark.parametrize(("lines", "page_count"), [(0, 2), (22, 2), (44, 4)])
def test_closing_lines_end_the_paper_on_an_even_page(
    lines: int, page_count: int, fonts: Path
) -> None:
    paper = replace(
        PAPER, blocks=(Paragraph("国" * 28 * lines),), imprint=Imprint(ORGAN, SIGNED_ON, "县委办")
    )

    texts = pages(write_pdf(paper, fonts=fonts))

    assert len(texts) == page_count
    assert f"抄送：县委办。{ORGAN}2024年7月2日印发" in texts[-1]


def test_rare_characters_of_names_are_drawn(fonts: Path) -> None:
    names = "䶮㛃龘𬱖"

    (text,) = pages(write_pdf(replace(PAPER, blocks=(Paragraph(names),)), fonts=fonts))

    assert names in text


def test_markup_in_a_name_stays_text(fonts: Path) -> None:
    hostile = '#read("secret.txt")*甲*$x$<a>//\\'

    (text,) = pages(write_pdf(replace(PAPER, blocks=(Paragraph(hostile),)), fonts=fonts))

    assert hostile in text


def test_same_paper_and_fonts_always_give_the_same_bytes(fonts: Path) -> None:
    assert write_pdf(PAPER, fonts=fonts) == write_pdf(PAPER, fonts=fonts)


def test_papers_asked_for_at_the_same_time_are_all_drawn(fonts: Path) -> None:
    papers = [replace(PAPER, number=f"代社发〔2024〕{number}号") for number in range(1, 9)]

    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda paper: write_pdf(paper, fonts=fonts), papers))

    assert drawn == [write_pdf(paper, fonts=fonts) for paper in papers]


def test_file_bears_the_date_of_the_paper_and_not_of_today(fonts: Path) -> None:
    document = pypdfium2.PdfDocument(write_pdf(PAPER, fonts=fonts))

    assert document.get_metadata_value("CreationDate").startswith("D:20240702")
    assert document.get_metadata_value("Title") == PAPER.title


def test_folder_without_the_fonts_is_refused_naming_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"缺少 Noto Sans SC、Noto Serif SC"):
        write_pdf(PAPER, fonts=tmp_path)


def test_folder_with_half_of_the_fonts_is_refused(fonts: Path, tmp_path: Path) -> None:
    for path in fonts.glob("NotoSerif*"):
        shutil.copy(path, tmp_path)

    with pytest.raises(FontsMissing, match="缺少 Noto Sans SC；"):
        write_pdf(PAPER, fonts=tmp_path)
