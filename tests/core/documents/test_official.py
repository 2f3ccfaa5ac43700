"""What an official paper may say, and where GB/T 9704-2012 places it."""

from datetime import date

import pytest

from linli.core.documents.official import (
    Annex,
    Column,
    Heading,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    SignaturePlaces,
    Table,
    date_text,
)
from linli.core.documents.official_layout import (
    CHARACTER_PT,
    CHARACTERS,
    LINE_PT,
    POINTS_PER_MM,
    Placed,
    annex_labels,
    annex_notes,
    balanced_lines,
    blocks_kept_with_next,
    letterhead_pt,
    mark_line,
    signature_lines,
    title_lines,
    width_in_characters,
)

SIGNED_ON = date(2024, 7, 2)
DATE_WIDTH = 6


def test_dates_are_written_without_leading_zeros() -> None:
    assert date_text(date(2024, 7, 2)) == "2024年7月2日"


@pytest.mark.parametrize("level", [0, 5])
def test_heading_of_an_unknown_level_is_not_accepted(level: int) -> None:
    with pytest.raises(ValueError, match="not one of 1 to 4"):
        Heading(level, "一、招募任务")


def test_table_row_with_a_missing_cell_is_not_accepted() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table((Column("序号", 13), Column("姓名", 25)), (("1",),))


def test_twenty_two_lines_of_twenty_eight_characters_fill_the_text_area() -> None:
    height, width = LINE_PT * 22, CHARACTER_PT * 28

    assert height == pytest.approx(225 * POINTS_PER_MM)
    assert width == pytest.approx(156 * POINTS_PER_MM)


def test_digits_count_for_half_a_character() -> None:
    assert width_in_characters("2024年7月2日") == DATE_WIDTH


def test_title_that_fits_one_line_is_not_broken() -> None:
    lines = balanced_lines("山西省招募高校毕业生担任社区助理协议书")

    assert lines == ("山西省招募高校毕业生担任社区助理协议书",)


def test_long_title_is_broken_as_a_trapezium_between_whole_words() -> None:
    lines = balanced_lines("关于做好2024年招募高校毕业生担任社区助理工作的通知")

    assert lines == ("关于做好2024年招募高校毕业生", "担任社区助理工作的通知")


@pytest.mark.parametrize("county", ["代县", "忻府区", "五台县"])
def test_title_of_every_county_ends_with_a_line_of_many_characters(county: str) -> None:
    lines = balanced_lines(f"{county}2024年招募高校毕业生担任社区助理拟招募人选公示")

    assert lines == (f"{county}2024年招募高校毕业生担任", "社区助理拟招募人选公示")


def test_title_line_of_twenty_one_characters_is_broken() -> None:
    assert len(balanced_lines("乡" * 20)) == 1
    assert len(balanced_lines("乡" * 21)) == 2


def test_line_breaks_of_the_writer_are_kept_in_the_title() -> None:
    assert balanced_lines("甲乙\n丙") == ("甲乙", "丙")


def test_rehearsal_is_named_under_the_title_in_brackets() -> None:
    paper = OfficialPaper("公示", SIGNED_ON, (), marks=(Mark.REHEARSAL,))

    assert title_lines(paper) == ("公示", "（演练）")


def test_unmarked_paper_has_no_line_at_the_head_of_its_pages() -> None:
    assert mark_line(()) == ""


def test_sealed_date_stands_four_characters_from_the_right_edge() -> None:
    signature = Signature(("中共代县县委社会工作部",), SIGNED_ON)

    organ, day = signature_lines(signature)

    assert day == (Placed("2024年7月2日", CHARACTERS - 4 - DATE_WIDTH),)
    assert organ == (Placed("中共代县县委社会工作部", 28 - 4 - 3 - 5.5),)


def test_sealed_organ_too_long_for_its_place_ends_at_the_right_edge() -> None:
    signature = Signature(("忻" * 20,), SIGNED_ON)

    organ, _ = signature_lines(signature)

    assert organ == (Placed("忻" * 20, 8),)


def test_unsealed_organ_keeps_two_characters_and_the_date_starts_two_further() -> None:
    signature = Signature(("中共代县县委社会工作部",), SIGNED_ON, sealed=False)

    lines = signature_lines(signature)

    assert lines == (
        (Placed("中共代县县委社会工作部", 15),),
        (Placed("2024年7月2日", 17),),
    )


def test_unsealed_date_longer_than_its_organ_keeps_two_characters_instead() -> None:
    signature = Signature(("县社工部",), date(2024, 12, 31), sealed=False)

    lines = signature_lines(signature)

    assert lines == ((Placed("县社工部", 17),), (Placed("2024年12月31日", 19),))


def test_four_organs_seal_in_two_rows_with_room_for_the_seals() -> None:
    organs = ("甲部", "乙局", "丙局", "丁局")

    lines = signature_lines(Signature(organs, SIGNED_ON))

    assert [[placed.text for placed in line] for line in lines] == [
        ["甲部", "乙局"],
        [],
        [],
        [],
        ["丙局", "丁局"],
        ["2024年7月2日"],
    ]


def test_last_of_three_organs_seals_alone_over_the_date() -> None:
    lines = signature_lines(Signature(("甲部", "乙局", "丙局"), SIGNED_ON))

    assert lines[-2:] == ((Placed("丙局", 20),), (Placed("2024年7月2日", 18),))


def test_organs_too_long_to_stand_side_by_side_have_a_row_each() -> None:
    lines = signature_lines(Signature(("忻" * 14, "局"), SIGNED_ON))

    assert [len(line) for line in lines] == [1, 0, 0, 0, 1, 1]


def test_single_annex_bears_no_number() -> None:
    annexes = (Annex("名单", ()),)

    assert annex_labels(annexes) == ("附件",)
    assert annex_notes(annexes) == (("附件：", "名单"),)


def test_several_annexes_are_numbered_in_note_and_heading() -> None:
    annexes = (Annex("名额", ()), Annex("登记表", ()))

    assert annex_labels(annexes) == ("附件1", "附件2")
    assert annex_notes(annexes) == (("附件：1.", "名额"), ("2.", "登记表"))


def test_letterhead_is_as_large_as_the_text_area_lets_it() -> None:
    long_name = ("中共忻州市委社会工作部",)

    assert letterhead_pt(("县委",)) == 50
    assert letterhead_pt(long_name) * (11 + 2) < 156 * POINTS_PER_MM


def test_last_paragraph_stays_on_the_page_of_the_signature() -> None:
    blocks = (Paragraph("一"), Paragraph("二"))

    signed = OfficialPaper("公示", SIGNED_ON, blocks, signature=Signature(("部",), SIGNED_ON))

    assert blocks_kept_with_next(signed) == {1}


def test_paragraph_before_the_places_to_sign_stays_with_them() -> None:
    blocks = (Paragraph("一"), Paragraph("二"), SignaturePlaces(("甲方",), ("乙方",)))

    assert blocks_kept_with_next(OfficialPaper("协议书", SIGNED_ON, blocks)) == {1}
