"""Canonical values of the form's fields, from the many ways to write them.

Source: D0 附件2.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.documents import form_values as values


@pytest.mark.parametrize(
    "written",
    [
        "2002年3月", "2002年03月", "2002.03", "2002.3", "2002-3", "2002-03", "2002/3", "200203", "2002 03", "2002. 3",
        "二〇〇二年三月", "二零零二年三月", "２００２年３月", "2002-03-15", "20020315", "2002年3月15日", "02年3月",
        "2 0 0 2 年 3 月", "2002，3", "2002、03", "2002年3月生",
    ],
)  # fmt: skip
def test_every_way_to_write_a_month_gives_the_same_month(written: str) -> None:
    assert values.month(written) == "2002-03"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("二〇〇二年十二月", "2002-12"),
        ("一九九九年十月", "1999-10"),
        ("二〇〇二年十一月二十三日", "2002-11"),
    ],
)
def test_chinese_tens_are_months_too(written: str, expected: str) -> None:
    assert values.month(written) == expected


@pytest.mark.parametrize(
    "written", ["", "无", "2002", "2002年13月", "200213", "2024届", "三月", "2002年0月"]
)
def test_what_is_no_month_gives_none(written: str) -> None:
    assert values.month(written) is None


@given(
    year=st.integers(1900, 2099),
    month=st.integers(1, 12),
    mark=st.sampled_from([".", "-", "/", "年"]),
)
def test_year_and_month_survive_any_usual_mark(year: int, month: int, mark: str) -> None:
    assert values.month(f"{year}{mark}{month}") == f"{year}-{month:02d}"


@pytest.mark.parametrize(
    ("written", "degree", "expected"),
    [
        ("大专", "", "专科"),
        ("高职", "", "专科"),
        ("高职（专科）", "", "专科"),
        ("大学专科", "", "专科"),
        ("大学本科", "", "本科"),
        ("大学", "", "本科"),
        ("专升本", "", "本科"),
        ("中专", "", "中专"),
        ("研究生", "工程硕士", "硕士研究生"),
        ("研究生", "理学博士", "博士研究生"),
        ("硕士研究生", "", "硕士研究生"),
        ("博士", "", "博士研究生"),
        ("□专科 ☑本科 □研究生", "", "本科"),
        ("", "", None),
    ],
)
def test_education_takes_the_word_of_the_office(
    written: str, degree: str, expected: str | None
) -> None:
    assert values.education(written, degree_text=degree) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("法学学士学位", "法学学士"),
        ("学士学位证书", "学士"),
        ("工程硕士", "工程硕士"),
        ("无", None),
        ("暂无", None),
        ("/", None),
        ("——", None),
        ("暂未取得", None),
        ("尚未授予学位", None),
        ("", None),
    ],
)
def test_degree_is_kept_as_written_or_is_none(written: str, expected: str | None) -> None:
    assert values.degree(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("党员", "中共党员"),
        ("中国共产党党员", "中共党员"),
        ("预备党员", "中共预备党员"),
        ("团员", "共青团员"),
        ("中国共产主义青年团团员", "共青团员"),
        ("群众", "群众"),
        ("□中共党员 ■共青团员 □群众", "共青团员"),
        ("民革党员", "民革党员"),
        ("□中共党员 ☑中共预备党员 □共青团员", "中共预备党员"),
        ("无", None),
    ],
)
def test_political_status_takes_its_full_name(written: str, expected: str | None) -> None:
    assert values.political_status(written) == expected


@pytest.mark.parametrize(
    "written",
    ["13800000001", "138-0000-0001", "138 0000 0001", "+86 13800000001", "１３８０００００００１", "0086-138-0000-0001",
     "13800000001（本人）", "13800000001/13800000002"],
)  # fmt: skip
def test_phone_is_eleven_digits_however_it_is_written(written: str) -> None:
    assert values.phone(written) == "13800000001"


def test_landline_is_kept_as_its_digits() -> None:
    assert values.phone("0350-0000001") == "03500000001"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("汉", "汉族"), ("汉族", "汉族"), (" 维吾尔 ", "维吾尔族"), ("", None)],
)
def test_ethnicity_ends_with_its_suffix(written: str, expected: str | None) -> None:
    assert values.ethnicity(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"), [("男", "男"), ("□男 ☑女", "女"), ("男□ 女√", "女"), ("", None)]
)
def test_sex_is_the_ticked_one_where_both_are_printed(written: str, expected: str | None) -> None:
    assert values.sex(written) == expected


@given(st.text(max_size=40))
def test_no_text_makes_a_value_fail(text: str) -> None:
    results = [
        values.month(text), values.full_date(text), values.sex(text), values.ethnicity(text), values.phone(text),
        values.political_status(text), values.education(text, degree_text=text), values.degree(text),
    ]  # fmt: skip

    assert all(result is None or result for result in results)
