"""Which papers a page holds.

Source: D0 三(一)6.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.grid import Box
from linli.core.pages.page import Page, Source, Token
from linli.core.papers.kinds import MaterialKind as K
from linli.core.papers.sorting import papers_of
from tests.core.papers.made_pages import columns_of, page_of, page_with, tokens_of

NUMBER = "990101200203150015"
FRONT = (
    ("姓名", "演练甲"), ("性别", "男", "民族", "汉"), ("出生", "2002年3月15日"), ("住址", "样本省样本市样本县1号"),
    ("公民身份号码", NUMBER),
)  # fmt: skip
BACK = (
    "中华人民共和国",
    "居民身份证",
    ("签发机关", "样本县公安局"),
    ("有效期限", "2020.01.01-2030.01.01"),
)
DIPLOMA = (
    "普通高等学校毕业证书", "学生演练甲性别男，", "2002年3月15日生，于2020年", "9月至2024年6月在本校法学专业", "四年制本科学习，准予毕业。",
    "校名：样本大学", "2024年6月1日",
)  # fmt: skip
DEGREE = (
    "学士学位证书", "演练甲，男，2002年3月", "15日生。在样本大学法学专业", "完成了本科学习计划，授予法", "学学士学位。", "样本大学",
)  # fmt: skip
REPORT = (
    "教育部学籍在线验证报告", ("姓名", "演练甲"), ("证件号码", NUMBER), ("院校", "样本大学"), ("层次", "本科"), ("专业", "法学"),
    ("形式", "普通全日制"), ("学籍状态", "在籍（注册学籍）"), ("预计毕业日期", "2024年07月01日"),
)  # fmt: skip
FORM_END = (
    "个人简历",
    ("高校读书期间奖惩情况", "三好学生"),
    "有何特长",
    "本人承诺：本表填报内容真实",
    "报名人（签名）：演练甲",
)


def kinds_on(page: Page, name: str = "1.jpg") -> list[tuple[K, ...]]:
    return [paper.kinds for paper in papers_of(page, name=name)]


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (FRONT, (K.ID_CARD_FRONT,)),
        (BACK, (K.ID_CARD_BACK,)),
        ((*FRONT, *BACK), (K.ID_CARD_FRONT, K.ID_CARD_BACK)),
        ((*FRONT, ("有效期限", "2024.05.01-2024.08.01"), ("签发机关", "样本县公安局")), (K.ID_CARD_FRONT,)),
        (("姓名演练甲", "民族汉", "出生", "住址", NUMBER), (K.ID_CARD_FRONT,)),
        (("中华人民共和国", "居民身份征"), (K.ID_CARD_BACK,)),
        (("常住人口登记卡", ("姓名", "演练甲"), ("户主或与户主关系", "子"), ("公民身份号码", NUMBER)), (K.HUKOU,)),
        (DIPLOMA, (K.DIPLOMA,)),
        (DEGREE, (K.DEGREE_CERTIFICATE,)),
        (REPORT, (K.ENROLLMENT_REPORT,)),
        (("教育部学藉在线验证报告", *REPORT[1:]), (K.ENROLLMENT_REPORT,)),
        (("教育部学历证书电子注册备案表", ("姓名", "演练甲"), ("学历类别", "普通")), (K.EDUCATION_RECORD,)),
        (("应征公民入伍通知书", "演练甲同志：", "你已被批准服现役。"), (K.ENLISTMENT_PROOF,)),
        (("入伍证明", "演练甲于2019年9月从我县应征入伍。"), (K.ENLISTMENT_PROOF,)),
        (("退出现役证明", "演练甲2019年9月入伍，2021年9月退出现役。"), (K.DISCHARGE_PROOF,)),
        (
            ("义务兵退出现役证", ("姓名", "演练甲"), ("公民身份号码", NUMBER), ("入伍时间", "2019年9月"), ("性别", "男")),
            (K.DISCHARGE_PROOF,),
        ),
    ],
)  # fmt: skip
def test_page_is_sorted_by_what_it_says(rows: tuple[str, ...], kinds: tuple[K, ...]) -> None:
    assert kinds_on(page_of(*rows)) == [kinds]


@pytest.mark.parametrize(
    "rows",
    [
        ("普通高等学校结业证书", "学生演练甲性别男，于2020年9月至2024年6月在本校", "法学专业学习，准予结业。"),
        ("样本市第一中学", "普通高中毕业证书", "学生演练甲性别男，在本校高中修业期满，成绩合格，"),
        ("毕业证明", "兹证明演练甲系我校2024届学生，将于2024年6月毕业。", "样本大学教务处"),
        ("毕业证书", "中华人民共和国教育部监制"),
        ("居民户口簿", ("户别", "家庭户"), ("户主姓名", "演练乙"), ("户号", "100001")),
        ("中国高等教育学位在线验证报告", ("姓名", "演练甲"), ("学位授予单位", "样本大学")),
        ("全国大学英语四级考试", "成绩报告单", ("姓名", "演练甲"), ("身份证号", NUMBER)),
        ("全国计算机等级考试", "合格证书", "演练甲，身份证号" + NUMBER),
        ("样本大学学生成绩单", ("姓名", "演练甲", "专业", "法学"), ("高等数学", "90")),
        ("居住证", *FRONT),
        ("中华人民共和国社会保障卡", ("姓名", "演练甲"), ("社会保障号码", NUMBER)),
        ("个人简历", ("姓名", "演练甲"), ("政治面貌", "团员"), ("毕业院校", "样本大学"), ("所学专业", "法学"), ("联系电话", "1")),
        ("2024届高校毕业生就业推荐表", ("姓名", "演练甲"), ("政治面貌", "团员"), ("奖惩情况", "三好学生"), ("健康状况", "好")),
        ("关于报名的说明", "请提供《教育部学籍在线验证报告》和居民身份证正反面，签发机关不限。"),
    ],
)  # fmt: skip
def test_paper_that_is_not_asked_for_has_no_kind(rows: tuple[str, ...]) -> None:
    assert kinds_on(page_of(*rows)) == [()]


@pytest.mark.parametrize(
    "rows",
    [
        FORM_END,
        ("附件2", "担任社区助理报名登记表", ("姓名", "演练甲"), ("政治面貌", "团员"), ("身份证号", NUMBER)),
        ("公益性岗位报名表", ("姓名", "演练甲"), ("毕业院校", "样本大学"), ("联系电话", "13800000000")),
        (("政治面貌", "团员"), ("毕业院校", "样本大学"), ("所学专业", "法学"), ("工作意向地区", "样本县")),
    ],
)  # fmt: skip
def test_page_of_a_registration_form_is_no_paper(rows: tuple[str, ...]) -> None:
    assert papers_of(page_of(*rows), name="毕业证.jpg") == ()


def test_page_wins_over_the_name_and_is_less_sure_if_they_contradict() -> None:
    page = page_of(*REPORT)
    agreed, contradicted = (
        papers_of(page, name=name)[0] for name in ("学籍报告.jpg", "毕业证.jpg")
    )
    assert agreed.kinds == contradicted.kinds == (K.ENROLLMENT_REPORT,)
    assert agreed.sure > contradicted.sure > 0.6


@pytest.mark.parametrize(
    ("name", "kinds", "sure"),
    [
        ("身份证正面.jpg", (K.ID_CARD_FRONT,), 0.5),
        ("身份证正反面.jpg", (K.ID_CARD_FRONT, K.ID_CARD_BACK), 0.5),
        ("一寸照片.jpg", (), 0.5),
        ("IMG_20240601_080000.jpg", (), 0.0),
    ],
)
def test_page_without_words_is_sorted_by_its_name(
    name: str, kinds: tuple[K, ...], sure: float
) -> None:
    (paper,) = papers_of(page_of(), name=name)
    assert (paper.kinds, paper.sure) == (kinds, sure)


def test_cover_of_a_certificate_counts_only_if_its_file_is_named_as_one() -> None:
    page = page_of("毕业证书")
    assert kinds_on(page, "毕业证.jpg") == [(K.DIPLOMA,)]
    assert kinds_on(page, "2.jpg") == [()]


def test_form_that_could_not_be_read_is_no_paper_by_its_name() -> None:
    assert papers_of(page_of(), name="报名登记表.jpg") == ()


def test_two_certificates_side_by_side_are_two_papers_with_their_own_values() -> None:
    page = page_with(
        tokens_of(*DIPLOMA, left=0.02) + tokens_of(*DEGREE, "2024年6月30日", left=0.55)
    )
    papers = papers_of(page, name="1.jpg")
    assert {paper.kinds for paper in papers} == {(K.DIPLOMA,), (K.DEGREE_CERTIFICATE,)}
    assert {paper.values.major for paper in papers} == {"法学"}
    assert {paper.values.degree for paper in papers} == {None, "法学学士"}


def test_card_above_a_diploma_is_a_paper_of_its_own() -> None:
    page = page_with(
        tokens_of(*FRONT, top=0.02) + tokens_of(*BACK, top=0.25) + tokens_of(*DIPLOMA, top=0.6)
    )
    assert sorted(map(len, kinds_on(page))) == [1, 2]


def test_certificate_written_downwards_is_read_column_by_column() -> None:
    columns = columns_of(
        "毕业证书", "学生演练甲性别男二〇〇二年三月十五日生", "于二〇二〇年九月至二〇二四年六月在本校", "法学专业四年制本科学习成绩合格准予毕业", "样本大学",
    )  # fmt: skip
    (paper,) = papers_of(page_with(columns), name="1.jpg")
    assert paper.kinds == (K.DIPLOMA,)
    assert (paper.values.name, paper.values.major) == ("演练甲", "法学")
    assert (paper.values.birth, paper.values.graduation) == ("2002-03", "2024-06")


@settings(max_examples=20, deadline=None)
@given(st.permutations(page_of(*FRONT, *BACK).tokens), st.sampled_from(["1.jpg", "身份证.jpg"]))
def test_order_in_which_words_come_means_nothing(tokens: list[Token], name: str) -> None:
    page = page_of(*FRONT, *BACK)
    shuffled = replace(page, tokens=tuple(tokens))
    assert papers_of(shuffled, name=name) == papers_of(page, name=name)


_WORDS = st.text(
    alphabet="姓名毕业证书同学专业在年月日生二〇0９X：（），。 \n院校大系获奖·", max_size=30
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(_WORDS, *[st.floats(-1, 2)] * 4, st.floats(0, 1)),
        max_size=12,
    ),
    st.text(max_size=20),
)
def test_no_words_make_the_reader_fail(
    words: list[tuple[str, float, float, float, float, float]], name: str
) -> None:
    tokens = tuple(Token(text, Box(*edges), sure) for text, *edges, sure in words)
    for paper in papers_of(Page(0, 0, 0, Source.PHOTO, tokens), name=name):
        assert 0 <= paper.sure <= 1
        assert set(paper.kinds) <= set(K)
