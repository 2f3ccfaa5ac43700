"""Kinds of papers by the names of their files.

Source: D0 三(一)6.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.papers.kinds import MaterialKind as K
from linli.core.papers.names import (
    is_form_name,
    is_honour_name,
    is_other_name,
    kinds_of_name,
)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("身份证正面.jpg", [K.ID_CARD_FRONT]),
        ("演练甲 身份证 反面.JPG", [K.ID_CARD_BACK]),
        ("身份证国徽面.png", [K.ID_CARD_BACK]),
        ("身份证（人像面）.png", [K.ID_CARD_FRONT]),
        ("身份证正反面.pdf", [K.ID_CARD_FRONT, K.ID_CARD_BACK]),
        ("身份证双面扫描件.jpg", [K.ID_CARD_FRONT, K.ID_CARD_BACK]),
        ("正面.jpg", [K.ID_CARD_FRONT]),
        ("idcard_back.jpg", [K.ID_CARD_BACK]),
        ("身份证（正、反面）.jpg", [K.ID_CARD_FRONT, K.ID_CARD_BACK]),
        ("正面1.jpg", [K.ID_CARD_FRONT]),
        ("sfz反面.jpg", [K.ID_CARD_BACK]),
        ("户口本首页和本人页.jpg", [K.HUKOU]),
        ("常住人口登记卡.jpg", [K.HUKOU]),
        ("户口簿本人页.jpg", [K.HUKOU]),
        ("毕业证.jpg", [K.DIPLOMA]),
        ("毕业证书扫描件.pdf", [K.DIPLOMA]),
        ("学位证书.jpg", [K.DEGREE_CERTIFICATE]),
        ("毕业证和学位证.pdf", [K.DIPLOMA, K.DEGREE_CERTIFICATE]),
        ("教育部学籍在线验证报告_演练甲.pdf", [K.ENROLLMENT_REPORT]),
        ("学籍验证报告.pdf", [K.ENROLLMENT_REPORT]),
        ("学信网学籍.png", [K.ENROLLMENT_REPORT]),
        ("学历证书.jpg", [K.DIPLOMA]),
        ("毕业证明书.jpg", [K.DIPLOMA]),
        ("入伍和退役证明.pdf", [K.ENLISTMENT_PROOF, K.DISCHARGE_PROOF]),
        ("系三好学生.jpg", [K.HONOR_DEPARTMENT]),
        ("教育部学历证书电子注册备案表.pdf", [K.EDUCATION_RECORD]),
        ("低保证明.jpg", [K.LOW_INCOME_PROOF]),
        ("入伍通知书.jpg", [K.ENLISTMENT_PROOF]),
        ("退役证.jpg", [K.DISCHARGE_PROOF]),
        ("国家励志奖学金.jpg", [K.HONOR_NATIONAL]),
        ("省级三好学生.jpg", [K.HONOR_PROVINCIAL]),
        ("样本省优秀毕业生.jpg", [K.HONOR_PROVINCIAL]),
        ("校级三好学生.jpg", [K.HONOR_MUNICIPAL]),
        ("院级优秀共青团员.jpg", [K.HONOR_DEPARTMENT]),
        ("材料.zip/演练甲/毕业证.jpg", [K.DIPLOMA]),
        ("材料.zip/身份证正面/1.jpg", [K.ID_CARD_FRONT]),
    ],
)
def test_name_that_says_the_paper_gives_its_kind(name: str, kinds: list[K]) -> None:
    assert list(kinds_of_name(name)) == kinds


@pytest.mark.parametrize(
    "name",
    [
        "1.jpg", "IMG_20240608_101500.jpg", "微信图片_20240608101501.jpg", "照片.jpg", "一寸照片.jpg", "身份证.jpg",
        "荣誉证书.jpg", "优秀毕业生.jpg", "三好学生.jpg", "英语四级证书.jpg", "学位在线验证报告.pdf", "学历在线验证报告.pdf",
        "户口本首页.jpg", "毕业证明.jpg", "高中毕业证.jpg", "学籍证明.pdf", "身份证号.txt", "结业证.jpg", "样本学院优秀毕业生.jpg",
        "演练甲.pdf", "报名材料.zip", "简历.docx", "",
    ],
)  # fmt: skip
def test_name_that_leaves_the_paper_open_gives_no_kind(name: str) -> None:
    assert kinds_of_name(name) == ()


@pytest.mark.parametrize(
    "name",
    [
        "附件2 报名登记表.docx",
        "社区助理报名表(1).doc",
        "报名表照片1.jpg",
        "演练甲登记表.pdf",
        "a.zip/甲/附件２：报名登记表.docx",
    ],
)
def test_name_of_the_registration_form_is_known(name: str) -> None:
    assert is_form_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "附件21.jpg",
        "报名材料.zip",
        "教育部学历证书电子注册备案表.pdf",
        "演练甲.docx",
        "报名表/1.jpg",
    ],
)
def test_name_of_another_paper_is_no_registration_form(name: str) -> None:
    assert not is_form_name(name)


@pytest.mark.parametrize(
    "name", ["照片.jpg", "2寸照.png", "四级成绩单.jpg", "简历.pdf", "普通话.jpg"]
)
def test_name_of_a_paper_that_is_not_asked_for_is_known(name: str) -> None:
    assert is_other_name(name)


@pytest.mark.parametrize("name", ["1.jpg", "毕业证照片.jpg", "报名表照片.jpg", "扫描件.pdf"])
def test_name_of_a_paper_that_may_be_asked_for_is_no_other(name: str) -> None:
    assert not is_other_name(name)


@pytest.mark.parametrize(
    ("name", "is_honour"),
    [
        ("优秀毕业生.rar", True),
        ("a.zip/省级三好学生.jpg", True),
        ("荣誉证书.pdf", True),
        ("优秀毕业生毕业证.jpg", False),
        ("毕业证.jpg", False),
        ("优秀毕业生/1.jpg", False),
    ],
)
def test_name_of_an_honour_is_known_whatever_its_level(name: str, *, is_honour: bool) -> None:
    assert is_honour_name(name) is is_honour


@given(st.text(max_size=60))
def test_no_name_makes_the_reader_fail(name: str) -> None:
    assert set(kinds_of_name(name)) <= set(K)
