import pytest

from linli.core.identity.id_number import IdNumberFault, id_number_fault, parse_id_number
from linli.rehearsal.dice import Dice
from linli.rehearsal.id_numbers import IdNumberBook, NumbersExhausted, with_wrong_check_character

MEN_IN_A_COMMON_YEAR = 365 * 48


def _take(book: IdNumberBook, sex: str, count: int, year: int = 2001) -> list[str]:
    dice = Dice(1, "numbers")
    return [book.take(dice, sex=sex, first_year=year, last_year=year) for _ in range(count)]


@pytest.mark.parametrize(("sex", "remainder"), [("男", 1), ("女", 0)])
def test_the_sequence_code_tells_the_sex_and_stays_out_of_use(sex: str, remainder: int) -> None:
    numbers = _take(IdNumberBook(), sex, 300)

    sequences = {int(number[14:17]) for number in numbers}

    assert {sequence % 2 for sequence in sequences} == {remainder}
    assert 900 <= min(sequences) <= max(sequences) <= 995


def test_every_number_has_a_right_check_digit_and_an_unassigned_area() -> None:
    numbers = _take(IdNumberBook(), "女", 300)

    assert [id_number_fault(number) for number in numbers] == [None] * 300
    assert {number[:6] for number in numbers} == {"990101"}


def test_birthdays_lie_within_the_years_asked_for() -> None:
    dice, book = Dice(2, "numbers"), IdNumberBook()
    numbers = [book.take(dice, sex="男", first_year=2000, last_year=2003) for _ in range(800)]

    years = {parse_id_number(number).birth_date.year for number in numbers}

    assert years == {2000, 2001, 2002, 2003}


def test_the_last_free_number_is_given_and_the_next_is_refused() -> None:
    book = IdNumberBook()

    numbers = _take(book, "男", MEN_IN_A_COMMON_YEAR)

    assert len(set(numbers)) == MEN_IN_A_COMMON_YEAR
    with pytest.raises(NumbersExhausted) as refusal:
        _take(book, "男", 1)
    assert refusal.value.mend == "减少报名人数后重新演练"


def test_numbers_of_women_remain_when_those_of_men_are_used_up() -> None:
    book = IdNumberBook()
    _take(book, "男", MEN_IN_A_COMMON_YEAR)

    assert len(_take(book, "女", 1)) == 1


@pytest.mark.parametrize("number", ["990101200107289804", "99010120010728980X"])
def test_a_wrong_check_digit_is_wrong_whatever_the_right_one(number: str) -> None:
    right = next(
        number[:17] + last for last in "0123456789X" if id_number_fault(number[:17] + last) is None
    )

    assert id_number_fault(with_wrong_check_character(right)) is IdNumberFault.CHECK_DIGIT
