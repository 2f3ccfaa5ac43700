"""What a paper says of its holder, brought into the form of the registration form.

Source: D0 一(一), 三(一)6, 三(二).
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.pages.page import Page, Source
from linli.core.papers.paper import Paper, PaperValues
from linli.core.papers.sorting import papers_of
from linli.core.papers.values import name_of, repaired_numerals
from tests.core.papers.made_pages import page_of, page_with, tokens_of

NUMBER = "990101200203150015"


def read(page: Page) -> Paper:
    return papers_of(page, name="1.jpg")[0]


def test_card_gives_name_number_and_month_of_birth() -> None:
    card = page_of(
        ("姓名", "演练甲"), ("性别", "男", "民族", "汉"), ("出生", "2002年3月15日"), ("住址", "样本省样本县"),
        ("公民身份号码", NUMBER),
    )  # fmt: skip
    assert read(card).values == PaperValues(name="演练甲", id_number=NUMBER, birth="2002-03")
    assert read(card).doubtful == ()


def test_labels_and_values_in_one_piece_are_parted() -> None:
    card = page_of(
        "姓名演练·样本买合木提",
        "性别女民族维吾尔",
        "出生2002年3月15日",
        "住址样本省样本县",
        f"公民身份号码{NUMBER}",
    )
    assert read(card).values == PaperValues(
        name="演练·样本买合木提", id_number=NUMBER, birth="2002-03"
    )


@pytest.mark.parametrize(
    ("printed", "number", "doubtful"),
    [
        (NUMBER, NUMBER, ()),
        ("990101 20020315 0015", NUMBER, ()),
        ("99O1O1200203l50015", NUMBER, ()),
        ("1" + NUMBER, NUMBER, ()),
        ("990101200203150016", "990101200203150016", ("id_number",)),
        ("9901012002031500", None, ()),
    ],
)  # fmt: skip
def test_number_with_a_wrong_check_digit_is_kept_and_doubtful(
    printed: str, number: str | None, doubtful: tuple[str, ...]
) -> None:
    card = page_of(
        ("姓名", "演练甲"),
        ("民族", "汉"),
        ("出生", "2002年3月15日"),
        ("住址", "样本县"),
        ("公民身份号码", printed),
    )
    assert (read(card).values.id_number, read(card).doubtful) == (number, doubtful)


def test_birth_that_is_printed_otherwise_than_in_the_number_is_doubtful() -> None:
    card = page_of(
        ("姓名", "演练甲"),
        ("民族", "汉"),
        ("出生", "2002年8月15日"),
        ("住址", "样本县"),
        ("公民身份号码", NUMBER),
    )
    assert (read(card).values.birth, read(card).doubtful) == ("2002-03", ("birth",))


@pytest.mark.parametrize(("sure", "doubtful"), [(0.79, ("birth", "id_number", "name")), (0.8, ())])
def test_words_that_were_read_with_little_certainty_are_doubtful(
    sure: float, doubtful: tuple[str, ...]
) -> None:
    card = page_of(
        ("姓名", "演练甲"),
        ("民族", "汉"),
        ("出生", "2002年3月15日"),
        ("住址", "样本县"),
        ("公民身份号码", NUMBER),
        sure=sure,
    )
    assert read(card).doubtful == doubtful


def test_report_gives_the_expected_month_of_graduation() -> None:
    report = page_of(
        "教育部学籍在线验证报告", ("姓名", "欧阳样本", "性别", "女"), ("证件号码", NUMBER), ("出生日期", "2002年03月15日"), ("院校", "样本大学"),
        ("层次", "本科"), ("院系", "体育学院"), ("专业", "体育教育"), ("形式", "普通全日制"), ("入学日期", "2020年09月01日"), ("学制", "4年"),
        ("类型", "普通高等教育"), ("学籍状态", "在籍（注册学籍）"), ("预计毕业日期", "2024年07月05日"),
    )  # fmt: skip
    assert read(report).values == PaperValues(
        name="欧阳样本", id_number=NUMBER, birth="2002-03", school="样本大学", major="体育教育",
        education="本科", graduation="2024-07", is_full_time=True,
    )  # fmt: skip


def test_report_with_english_labels_is_read_from_lines_of_text() -> None:
    report = page_of(
        "教育部学籍在线验证报告", "姓 名 Name 演练甲", "证件号码 " + NUMBER, "院校名称 Institution 样本大学", "层次 专科（高职）",
        "专业 大数据与会计", "学习形式 普通全日制", "预计毕业日期 2024年06月20日", source=Source.TEXT,
    )  # fmt: skip
    values = read(report).values
    assert (values.name, values.school, values.education) == ("演练甲", "样本大学", "专科")
    assert (values.major, values.graduation, values.is_full_time) == (
        "大数据与会计",
        "2024-06",
        True,
    )


def test_value_too_long_for_its_cell_goes_on_in_the_next_line() -> None:
    report = page_of(
        "教育部学籍在线验证报告", ("院校", "样本省财政税务专"), ("", "科学校"), ("专业", "法学")
    )
    assert read(report).values.school == "样本省财政税务专科学校"


@pytest.mark.parametrize(
    ("form", "category", "is_full_time"),
    [
        ("普通全日制", "普通高等教育", True),
        ("全日制", "研究生", True),
        ("普通全目制", "", True),
        ("非全日制", "研究生", False),
        ("业余", "成人", False),
        ("函授", "成人高等教育", False),
        ("网络教育", "网络教育", False),
        ("", "", None),
    ],
)
def test_mode_of_study_is_told_by_form_and_category(
    form: str, category: str, is_full_time: bool | None
) -> None:
    record = page_of(
        "教育部学历证书电子注册备案表",
        ("姓名", "演练甲"),
        ("学历类别", category),
        ("学习形式", form),
    )
    assert read(record).values.is_full_time is is_full_time


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        (
            (
                "普通高等学校毕业证书", "学生演练甲性别男，二〇〇二年三月十五日生，于", "二〇二〇年九月至二〇二四年六月在本校音乐学专业四",
                "年制本科学习，修完教学计划规定的全部课程，成绩合格，", "准予毕业。", "校 名：样本学院", "二〇二四年七月一日",
            ),
            PaperValues("演练甲", None, "2002-03", "样本学院", "音乐学", "本科", None, "2024-06", True, "样本学院"),
        ),
        (
            (
                "成人高等教育毕业证书", "学生演练乙性别女，1998年9月4日生，于2021年9月至2024年1月", "在本校学前教育专业业余学习，修完专科起点本科教学计划规定的全部课程，",
                "准予毕业。", "校名：样本学院",
            ),
            PaperValues("演练乙", None, "1998-09", "样本学院", "学前教育", "本科", None, "2024-01", False, "样本学院"),
        ),
        (
            (
                "高等教育自学考试毕业证书", "演练丙性别男，一九九九年四月十日生，参加高等教", "育自学考试广播电视编导专业本科考试，全部课程成绩", "合格，准予毕业。",
                "主考学校：样本传媒学院", "二〇二四年一月十日",
            ),
            PaperValues("演练丙", None, "1999-04", "样本传媒学院", "广播电视编导", "本科", None, "2024-01", False, "样本传媒学院"),
        ),
        (
            (
                "研究生毕业证书", "研究生演练丁性别女，1999年12月12日生，于2021年9月至2024年6月在", "公共管理专业学习，学制三年，学习方式：非全日制，修完硕士研究生培养计划",
                "规定的全部课程，准予毕业。", "校名：样本大学",
            ),
            PaperValues("演练丁", None, "1999-12", "样本大学", "公共管理", "硕士研究生", None, "2024-06", False, "样本大学"),
        ),
        (
            (
                "中等职业学校毕业证书", "学生演练戊性别女，2004年12月20日生，于2021年9月至2024年6月", "在本校汽车运用与维修专业三年制中专学习，准予毕业。", "校名：样本市中等职业学校",
            ),
            PaperValues("演练戊", None, "2004-12", "样本市中等职业学校", "汽车运用与维修", "中专", None, "2024-06", None, "样本市中等职业学校"),
        ),
        (
            ("毕业证书", "学生演练己系样本省样本县人，现年二十二岁，", "于二〇二一年九月至二〇二四年七月在本校机械系机械设计专业学习，准予毕业。", "样本职业技术学院"),
            PaperValues("演练己", None, None, "样本职业技术学院", "机械设计", None, None, "2024-07", None, "样本职业技术学院"),
        ),
        (
            (
                "学士学位证书", "演练庚，男，二〇〇二年二月七日生。在样本大学社", "会工作专业完成了本科学习计划，业已毕业，经审核符", "合《中华人民共和国学位条例》的规定，授予法学学士学",
                "位。", "样本大学", "二〇二四年六月一日",
            ),
            PaperValues("演练庚", None, "2002-02", "样本大学", "社会工作", "本科", "法学学士", "2024-06", None, "样本大学"),
        ),
    ],
)  # fmt: skip
def test_sentence_of_a_certificate_is_read(rows: tuple[str, ...], values: PaperValues) -> None:
    assert read(page_of(*rows)).values == values


def test_sentence_beside_the_column_with_the_photo_is_read_in_one_piece() -> None:
    photo_side = tokens_of(
        "证书编号：100001", "查询网址：学信网", "校长：样本", left=0.02, top=0.13
    )
    text_side = tokens_of(
        "普通高等学校毕业证书",
        "学生演练甲性别男，2002年3月15日生，",
        "于2020年9月至2024年6月在本校汉语言文",
        "学（师范类）专业四年制本科学习，准予毕业。",
        "校名：样本大学",
        left=0.45,
    )
    values = read(page_with(photo_side + text_side)).values
    assert (values.name, values.major, values.school) == (
        "演练甲",
        "汉语言文学(师范类)",
        "样本大学",
    )


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("二二四年六月", "二〇二四年六月"),
        ("二|二四年六月", "二〇二四年六月"),
        ("二O二四年六月", "二〇二四年六月"),
        ("二〇二四年六月", "二〇二四年六月"),
        ("二〇年十二月", "二〇年十二月"),
        ("于二〇二〇年九月至二二四年", "于二〇二〇年九月至二〇二四年"),
    ],
)
def test_circle_of_a_year_is_put_back_only_where_no_other_year_can_be_meant(
    read_as: str, meant: str
) -> None:
    assert repaired_numerals(read_as) == meant


@given(st.integers(2000, 2039), st.integers(1, 12))
def test_no_year_written_in_full_is_changed(year: int, month: int) -> None:
    written = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    assert repaired_numerals(f"{written}年{month}月") == f"{written}年{month}月"


def test_a_name_stands_in_the_forms_that_mainland_papers_are_printed_in() -> None:
    assert (name_of("韩靜靜"), name_of("姓名")) == ("韩静静", None)
