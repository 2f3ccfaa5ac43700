"""ID numbers as GB 11643 has them. All numbers are made up: area code 990101 is not assigned."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.identity.id_number import (
    IdNumber,
    IdNumberFault,
    IdNumberRefused,
    check_character,
    id_number_fault,
    normalise_id_number,
    parse_id_number,
)

BODY = "99010120020315901"
NUMBER = BODY + check_character(BODY)


def numbers() -> st.SearchStrategy[str]:
    """Valid numbers of made-up people."""
    birth = st.dates(dt.date(1950, 1, 1), dt.date(2010, 12, 31))
    return st.builds(
        lambda day, order: (
            f"990101{day:%Y%m%d}{order}" + check_character(f"990101{day:%Y%m%d}{order}")
        ),
        birth,
        st.integers(900, 995),
    )


def test_check_character_agrees_with_the_example_of_the_standard() -> None:
    assert (check_character("11010519491231002"), check_character("44052418800101001")) == (
        "X",
        "4",
    )


def test_valid_number_tells_birth_date_and_sex() -> None:
    found = parse_id_number(NUMBER)

    assert found == IdNumber(NUMBER, "990101", dt.date(2002, 3, 15), "男")


def test_even_sequence_code_is_a_woman() -> None:
    body = "99010120020315902"

    assert parse_id_number(body + check_character(body)).sex == "女"


@pytest.mark.parametrize(
    "written",
    [
        "990101 20020315 901{}",
        "990101-2002-0315-901{}",
        "９９０１０１２００２０３１５９０１{}",
        "　990101200203 15901{}\n",
        "'99010120020315901{}",
    ],
)
def test_blanks_dashes_and_full_width_forms_are_no_part_of_the_number(written: str) -> None:
    assert normalise_id_number(written.format(NUMBER[-1])) == NUMBER


@pytest.mark.parametrize("tail", ["x", "X", "ｘ", "×", "Х"])
def test_every_look_of_the_check_character_x_is_the_letter(tail: str) -> None:
    assert normalise_id_number("99010120020315" + "900" + tail)[-1] == "X"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", IdNumberFault.BLANK),
        ("　", IdNumberFault.BLANK),
        (NUMBER[:-1], IdNumberFault.LENGTH),
        (NUMBER + "0", IdNumberFault.LENGTH),
        ("990101020315901", IdNumberFault.LENGTH),
        ("9901012002O3159010", IdNumberFault.CHARACTERS),
        ("X" + NUMBER[1:], IdNumberFault.CHARACTERS),
        ("990101200202299010", IdNumberFault.BIRTH_DATE),
        ("990101200213019010", IdNumberFault.BIRTH_DATE),
        ("990101000000009010", IdNumberFault.BIRTH_DATE),
    ],
)
def test_fault_of_a_wrong_number_is_named(written: str, fault: IdNumberFault) -> None:
    assert id_number_fault(written) is fault


@pytest.mark.parametrize(("day", "fault"), [("0228", False), ("0229", True), ("0301", False)])
def test_last_day_of_february_of_a_common_year_is_the_twenty_eighth(day: str, fault: bool) -> None:
    body = f"9901012002{day}901"

    found = id_number_fault(body + check_character(body))

    assert (found is IdNumberFault.BIRTH_DATE) == fault


def test_refusal_never_shows_the_number() -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")

    with pytest.raises(IdNumberRefused) as refused:
        parse_id_number(wrong)

    assert (
        str(refused.value)
        == "公民身份号码的校验码不符；依据：GB 11643；处理办法：请对照身份证原件核对后更正。"
    )
    assert "990101" not in repr(parse_id_number(NUMBER))


@given(numbers())
def test_every_well_made_number_is_valid(number: str) -> None:
    assert parse_id_number(number).number == number


@given(number=numbers(), position=st.integers(0, 16), step=st.integers(1, 9))
def test_any_one_wrong_digit_is_found(number: str, position: int, step: int) -> None:
    digit = str((int(number[position]) + step) % 10)

    assert id_number_fault(number[:position] + digit + number[position + 1 :]) is not None


@given(number=numbers(), position=st.integers(0, 15))
def test_any_two_neighbours_exchanged_are_found(number: str, position: int) -> None:
    left, right = number[position], number[position + 1]
    exchanged = number[:position] + right + left + number[position + 2 :]

    assert (id_number_fault(exchanged) is None) == (left == right)


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert id_number_fault(text) in {None, *IdNumberFault}
