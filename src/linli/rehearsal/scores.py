"""Make up interview scores and medical results, one case at a time and in no need of order.

Source: D0 三(三) and 三(四).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

EXAMINERS = 5
# Two parts in three of the totals fall on whole points, so that a county sees ties.
WHOLE_POINT_SHARE = 0.66
LOWEST_TOTAL, HIGHEST_TOTAL = 68, 92
FAIL_SHARE, ABSENT_SHARE = 0.04, 0.02
HUNDREDTHS = 100


class Conclusion(StrEnum):
    """What a medical check ends with."""

    PASS = "合格"
    FAIL = "不合格"
    ABSENT = "缺席"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of a score workbook: the examiners' scores in points, or none if absent."""

    case_number: str
    scores: tuple[Decimal, ...]
    is_absent: bool


@dataclass(frozen=True, slots=True)
class MedicalRow:
    """One line of a list of medical results."""

    case_number: str
    conclusion: Conclusion


def make_interview_scores(
    case_numbers: Iterable[str], *, seed: int, absent_share: float
) -> tuple[ScoreRow, ...]:
    """Return one row per case in the order given, with five scores of two decimals.

    The five lie evenly around their mean, so that dropping the highest and the lowest
    changes nothing. A case has the same scores whatever other cases there are.
    Source: D0 三(三).
    """
    return tuple(_score_row(case_number, seed, absent_share) for case_number in case_numbers)


def make_medical_results(case_numbers: Iterable[str], *, seed: int) -> tuple[MedicalRow, ...]:
    """Return one conclusion per case in the order given. Source: D0 三(四)."""
    return tuple(
        MedicalRow(case_number, _conclusion(_shares(seed, "medical", case_number)[0]))
        for case_number in case_numbers
    )


def _score_row(case_number: str, seed: int, absent_share: float) -> ScoreRow:
    absence, rounding, first, second, wide, narrow, order = _shares(seed, "interview", case_number)
    if absence < absent_share:
        return ScoreRow(case_number, (), is_absent=True)
    # The sum of two throws makes middling totals frequent and extremes rare.
    total = LOWEST_TOTAL + (HIGHEST_TOTAL - LOWEST_TOTAL) * (first + second) / 2
    if rounding < WHOLE_POINT_SHARE:
        total = round(total)
    middle = round(total * HUNDREDTHS)
    outer, inner = 100 + round(wide * 250), round(narrow * 100)
    spread = (-outer, -inner, 0, inner, outer)
    turn = int(order * EXAMINERS)
    scores = (middle + step for step in spread[turn:] + spread[:turn])
    return ScoreRow(case_number, tuple(_points(score) for score in scores), is_absent=False)


def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _conclusion(share: float) -> Conclusion:
    if share < ABSENT_SHARE:
        return Conclusion.ABSENT
    return Conclusion.FAIL if share < ABSENT_SHARE + FAIL_SHARE else Conclusion.PASS


def _shares(seed: int, purpose: str, case_number: str) -> tuple[float, ...]:
    """Return seven numbers from 0 to below 1 that only seed, purpose and case decide."""
    digest = sha256(f"{seed}|{purpose}|{case_number}".encode()).digest()
    return tuple(
        int.from_bytes(digest[start : start + 4], "big") / 2**32 for start in range(0, 28, 4)
    )
