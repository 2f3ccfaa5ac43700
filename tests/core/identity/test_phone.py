"""Mobile numbers as people write them."""

import pytest

from linli.core.identity.phone import mobile_number


@pytest.mark.parametrize(
    "text",
    [
        "13800000001",
        " 138 0000 0001 ",
        "138-0000-0001",
        "+8613800000001",
        "+86 138-0000-0001",
        "１３８０００００００１",
        "（138）00000001",
    ],
)
def test_a_mobile_number_is_its_eleven_digits_however_it_is_written(text: str) -> None:
    assert mobile_number(text) == "13800000001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0350-3030001",
        "1380000000",
        "138000000012",
        "12800000001",
        "13800000001 13900000001",
        "8613800000001",
        "+8513800000001",
        "1３8০0000001",
        "电话13800000001",
    ],
)
def test_what_is_no_mobile_number_of_the_mainland_is_none(text: str) -> None:
    assert mobile_number(text) is None


@pytest.mark.parametrize(("text", "is_one"), [("12", False), ("13", True), ("19", True)])
def test_mobile_numbers_begin_with_13_to_19(text: str, is_one: bool) -> None:
    assert (mobile_number(f"{text}000000001") is not None) is is_one
