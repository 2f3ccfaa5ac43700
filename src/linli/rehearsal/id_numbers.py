"""ID numbers that no living person can have: an unassigned area and sequence codes 900-995."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from linli.core.identity.id_number import check_character
from linli.core.refusal import Refusal
from linli.rehearsal.dice import Dice

UNASSIGNED_AREA = "990101"
FIRST_SEQUENCE, LAST_SEQUENCE = 900, 995


class NumbersExhausted(Refusal):
    """All made-up ID numbers of one sex and range of birth years are in use."""

    def __init__(self) -> None:
        super().__init__("演练用身份证号码已用尽", mend="减少报名人数后重新演练")


def with_wrong_check_character(id_number: str) -> str:
    """Return the number with a digit at its end that cannot be right."""
    return id_number[:-1] + ("5" if id_number[-1] == "4" else "4")


class IdNumberBook:
    """Hand out each number once: odd sequence codes for men, even ones for women."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def take(self, dice: Dice, *, sex: str, first_year: int, last_year: int) -> str:
        """Return a new number for a person of ``sex`` (男 or 女) born in those years.

        Raises NumbersExhausted once every number of that sex and those years is in use.
        """
        birthday = _any_birthday(dice, first_year, last_year)
        steps = (LAST_SEQUENCE - FIRST_SEQUENCE + 1) // 2
        offset = dice.below(steps)
        sequences = [
            FIRST_SEQUENCE + 2 * ((offset + step) % steps) + (1 if sex == "男" else 0)
            for step in range(steps)
        ]
        for day in _days_from(birthday, first_year, last_year):
            for sequence in sequences:
                first_17 = f"{UNASSIGNED_AREA}{day:%Y%m%d}{sequence:03}"
                if first_17 not in self._used:
                    self._used.add(first_17)
                    return first_17 + check_character(first_17)
        raise NumbersExhausted


def _any_birthday(dice: Dice, first_year: int, last_year: int) -> date:
    year, month = dice.between(first_year, last_year), dice.between(1, 12)
    return date(year, month, dice.between(1, monthrange(year, month)[1]))


def _days_from(start: date, first_year: int, last_year: int) -> Iterator[date]:
    """Walk every day of the years once, from ``start`` round to the day before it."""
    first = date(first_year, 1, 1)
    length = (date(last_year, 12, 31) - first).days + 1
    for step in range(length):
        yield first + timedelta(days=((start - first).days + step) % length)
