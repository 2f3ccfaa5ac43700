"""Money in text: thousands for the page, capitals for agreements and vouchers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.money import yuan_in_capitals, yuan_text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (10, "0.10"),
        (100, "1.00"),
        (99999, "999.99"),
        (100000, "1,000.00"),
        (32930000, "329,300.00"),
        (395160000, "3,951,600.00"),
        (-1, "-0.01"),
        (-100, "-1.00"),
        (-123456789, "-1,234,567.89"),
        (2**62, "46,116,860,184,273,879.04"),
    ],
)
def test_fen_are_shown_as_yuan_with_two_decimals(fen: int, text: str) -> None:
    assert yuan_text(fen) == text


@given(st.integers())
def test_yuan_on_the_page_read_back_as_the_same_fen(fen: int) -> None:
    assert int(yuan_text(fen).replace(",", "").replace(".", "")) == fen


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角整"),
        (50, "伍角整"),
        (99, "玖角玖分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (155, "壹元伍角伍分"),
        (1000, "壹拾元整"),
        (10000, "壹佰元整"),
        (178000, "壹仟柒佰捌拾元整"),
        (188000, "壹仟捌佰捌拾元整"),
        (198000, "壹仟玖佰捌拾元整"),
        (100500, "壹仟零伍元整"),
        (100050, "壹仟元伍角整"),
        (101000, "壹仟零壹拾元整"),
        (1000050, "壹万元伍角整"),
        (1000100, "壹万零壹元整"),
        (1010000, "壹万零壹佰元整"),
        (1100000, "壹万壹仟元整"),
        (10000000, "壹拾万元整"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (20304000, "贰拾万叁仟零肆拾元整"),
        (395160000, "叁佰玖拾伍万壹仟陆佰元整"),
        (10000000001, "壹亿元零壹分"),
        (10000000100, "壹亿零壹元整"),
        (10001000000, "壹亿零壹万元整"),
        (100000100000, "壹拾亿零壹仟元整"),
        (100100000000, "壹拾亿零壹佰万元整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (99999999999999, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals_are_written_as_on_a_voucher(fen: int, capitals: str) -> None:
    assert yuan_in_capitals(fen) == capitals


@pytest.mark.parametrize("fen", [-1, 10**14, 10**18])
def test_amount_that_no_voucher_bears_has_no_capitals(fen: int) -> None:
    with pytest.raises(ValueError, match="capital numerals are written for 0 fen up to"):
        yuan_in_capitals(fen)


DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"仟": 1000, "佰": 100, "拾": 10, "": 1}


def read_group(text: str) -> int:
    """Read a number below 10,000 written in capitals."""
    return sum(
        DIGITS[digit] * PLACES[place]
        for digit, place in re.findall(r"([^零仟佰拾])([仟佰拾]?)", text)
    )


def read_capitals(text: str) -> int:
    """Read an amount in capitals back into fen."""
    parts = re.fullmatch(
        r"(?:(.*)亿)?(?:([^亿]*)万)?([^亿万元]*?)(元)?零?(?:(.)角)?零?(?:(.)分)?整?", text
    )
    assert parts is not None
    hundred_millions, ten_thousands, ones, _, tenths, hundredths = parts.groups(default="")
    yuan = (
        read_group(hundred_millions) * 10**8 + read_group(ten_thousands) * 10**4 + read_group(ones)
    )
    return yuan * 100 + DIGITS.get(tenths, 0) * 10 + DIGITS.get(hundredths, 0)


AMOUNTS = st.integers(0, 10**14 - 1) | st.lists(st.sampled_from("000000123"), max_size=14).map(
    lambda digits: int("".join(digits) or "0")
)


@given(AMOUNTS)
def test_capitals_read_back_as_the_same_amount(fen: int) -> None:
    assert read_capitals(yuan_in_capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_never_double_a_zero_or_end_on_one(fen: int) -> None:
    text = yuan_in_capitals(fen)

    assert "零零" not in text
    assert not re.search("零[万亿元角分整仟佰拾]", text) or fen == 0
    assert text.endswith(("整", "分"))
