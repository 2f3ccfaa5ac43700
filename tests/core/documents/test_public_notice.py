"""What the public notice says, and what it never says."""

from dataclasses import fields, replace
from datetime import date

import pytest

from linli.core.documents.official import Mark, Paragraph, Signature, Table
from linli.core.documents.public_notice import (
    NoticePeriod,
    NoticeRefused,
    ObjectionChannel,
    ProposedPerson,
    PublicNotice,
    public_notice_paper,
)

POSTED_ON, LAST_DAY = date(2024, 7, 12), date(2024, 7, 17)
FINGERPRINT = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
PERSON = ProposedPerson("张*䶮", "忻州师范学院", "社会工作", "代县")
NOTICE = PublicNotice(
    organ="中共代县县委社会工作部",
    county="代县",
    season_title="2024年招募高校毕业生担任社区助理",
    basis="关于做好2024年招募高校毕业生担任社区助理工作的通知",
    basis_number="忻社发〔2024〕3号",
    period=NoticePeriod(POSTED_ON, LAST_DAY, 3),
    people=(PERSON, ProposedPerson("王*", "山西大学", "汉语言文学", "代县")),
    objections=ObjectionChannel("中共代县县委社会工作部", "0350-0000000", hours="工作日"),
    fingerprint=FINGERPRINT,
    dated=POSTED_ON,
    marks=(Mark.REHEARSAL,),
)


def sentences(notice: PublicNotice) -> list[str]:
    blocks = public_notice_paper(notice).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def list_of(notice: PublicNotice) -> Table:
    (annex,) = public_notice_paper(notice).annexes
    return next(block for block in annex.blocks if isinstance(block, Table))


def test_notice_bears_title_signature_and_mark_but_no_letterhead() -> None:
    paper = public_notice_paper(NOTICE)

    assert paper.title == "代县2024年招募高校毕业生担任社区助理拟招募人选公示"
    assert paper.organs == ()
    assert paper.signature == Signature(("中共代县县委社会工作部",), POSTED_ON)
    assert paper.marks == (Mark.REHEARSAL,)


def test_notice_names_its_basis_and_how_many_are_proposed() -> None:
    assert sentences(NOTICE)[0] == (
        "根据《关于做好2024年招募高校毕业生担任社区助理工作的通知》（忻社发〔2024〕3号）要求，"
        "经报名、资格审查、面见复审、体检等程序，综合各方面情况，确定代县拟招募人选2名，现予公示。"
    )


def test_notice_names_first_and_last_day_and_the_working_days() -> None:
    assert sentences(NOTICE)[1] == (
        "公示期自2024年7月12日至2024年7月17日（3个工作日）。经公示无异议后，确定为正式招募人选。"
    )


def test_notice_says_where_to_object_and_prints_only_the_ways_given() -> None:
    assert sentences(NOTICE)[2:] == [
        "公示期内对公示人选有异议的，可向中共代县县委社会工作部书面或者电话提出，"
        "提倡署真实姓名，受理单位予以保密。",
        "联系电话：0350-0000000",
        "受理时间：工作日",
    ]


def test_list_holds_name_school_major_and_county_and_nothing_else() -> None:
    table = list_of(NOTICE)

    assert [column.header for column in table.columns] == [
        "序号",
        "姓名",
        "毕业院校",
        "专业",
        "招募岗位所在县",
    ]
    assert table.rows == (
        ("1", "张*䶮", "忻州师范学院", "社会工作", "代县"),
        ("2", "王*", "山西大学", "汉语言文学", "代县"),
    )


def test_person_on_the_list_has_no_field_for_anything_private() -> None:
    assert [field.name for field in fields(ProposedPerson)] == [
        "masked_name",
        "school",
        "major",
        "county",
        "last_day",
    ]


def test_columns_of_the_list_fill_the_width_of_the_text_area() -> None:
    assert sum(column.width_mm for column in list_of(NOTICE).columns) == 156


def test_fingerprint_of_the_list_stands_under_it() -> None:
    (annex,) = public_notice_paper(NOTICE).annexes

    texts = [block.text for block in annex.blocks if isinstance(block, Paragraph)]

    assert annex.name == "代县拟招募人选名单"
    assert texts == ["名单指纹（SM3）：", FINGERPRINT]


def test_notice_without_anybody_proposed_is_refused() -> None:
    with pytest.raises(NoticeRefused, match="公示名单为空；依据：D0 三\\(五\\)"):
        public_notice_paper(replace(NOTICE, people=()))


@pytest.mark.parametrize(("last_day", "is_refused"), [(11, True), (12, False), (13, False)])
def test_period_may_not_end_before_the_day_of_posting(last_day: int, is_refused: bool) -> None:
    notice = replace(NOTICE, period=NoticePeriod(POSTED_ON, date(2024, 7, last_day), 1))

    try:
        public_notice_paper(notice)
    except NoticeRefused as refusal:
        assert (is_refused, refusal.what) == (True, "公示截止日早于张贴日")
    else:
        assert not is_refused


@pytest.mark.parametrize("private", ["990101200203049003", "139 0000 0000", "0350-0000000"])
@pytest.mark.parametrize("field", ["masked_name", "school", "major", "county"])
def test_line_with_a_number_that_points_at_a_person_is_refused(field: str, private: str) -> None:
    people = (PERSON, replace(PERSON, **{field: f"甲{private}"}))

    with pytest.raises(NoticeRefused) as refusal:
        public_notice_paper(replace(NOTICE, people=people))

    assert refusal.value.what == "公示名单第2行含有身份证号、电话一类的号码"
    assert private not in str(refusal.value)


def test_year_in_the_name_of_a_major_is_not_taken_for_a_private_number() -> None:
    people = (replace(PERSON, major="社会工作（2024届）"),)

    assert list_of(replace(NOTICE, people=people)).rows[0][3] == "社会工作（2024届）"
