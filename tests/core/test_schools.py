"""Which schools are the province's: by the list, by another name, or surely elsewhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.schools import SchoolBook, school_book
from linli.policies import get_pack

PACK, DAY = get_pack("xinzhou-2024"), date(2024, 6, 7)
BOOK = school_book(
    province="山西省",
    schools=PACK.texts("provincial_schools", DAY),
    aliases=PACK.texts("school_aliases", DAY),
    elsewhere=("河北", "石家庄", "内蒙古", "北京", *PACK.texts("schools_elsewhere", DAY)),
)


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("忻州师范学院", "忻州师范学院"),
        (" 忻州 师范学院（本部）", "忻州师范学院"),
        ("中北", "中北大学"),
        ("山西农大", "山西农业大学"),
        ("山西财大", "山西财经大学"),
        ("山西中医学院", "山西中医药大学"),
        ("山西大学商务学院", "山西工程科技职业大学"),
        ("中北大学朔州校区", "中北大学"),
        ("山西大学文学院", "山西大学"),
        ("太原理工大学软件学院", "太原理工大学"),
        ("山西省忻州师范学院", "忻州师范学院"),
        ("山西太原理工大学", "太原理工大学"),
        ("山西医科大学晋祠学院", "山西医科大学晋祠学院"),
    ],
)
def test_a_school_of_the_province_is_known_by_its_old_short_and_longer_names(
    written: str, official: str
) -> None:
    assert (BOOK.official_name(written), BOOK.in_province(written)) == (official, True)


@pytest.mark.parametrize(
    "written",
    [
        "石家庄学院",
        "河北大学",
        "内蒙古科技大学",
        "北京大学",
        "清华大学",
        "华北电力大学",
        "东北大学",
        "香港大学",
    ],
)
def test_a_school_that_begins_with_another_place_or_is_well_known_is_elsewhere(
    written: str,
) -> None:
    assert (BOOK.official_name(written), BOOK.in_province(written)) == (None, False)


@pytest.mark.parametrize(
    "written",
    [
        "山大",
        "理工大学",
        "样本学院",
        "山西样本学院",
        "忻州市样本中等职业学校",
        "山西大学附属中学",
        "华北大学",
        "中国样本研究院",
        "",
    ],
)
def test_any_other_name_is_for_a_person_to_tell(written: str) -> None:
    assert (BOOK.official_name(written), BOOK.in_province(written)) == (None, None)


def test_codes_are_kept_by_official_name_and_may_be_unknown() -> None:
    book = school_book(province="样本省", schools=("10001 样本大学", "样本学院"))

    assert book.codes == {"样本大学": "10001", "样本学院": None}


def test_an_empty_book_knows_no_school_and_accuses_none() -> None:
    assert SchoolBook("山西省").in_province("山西大学") is None


@given(
    st.sampled_from(sorted(BOOK.codes)), st.sampled_from(["", " ", "（本科）", "xx校区", "文学院"])
)
def test_no_school_of_the_list_is_ever_called_elsewhere(name: str, behind: str) -> None:
    assert BOOK.official_name(name + behind) == name
