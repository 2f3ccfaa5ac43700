"""What marks come to: a panel's total, and a total of several parts with weights and floors.

Marks and totals are whole hundredths of a point, so that two decimals are exact.
Source: D0 三(三); D2 篇五 三(三); usual practice of weights and floors (standards 1.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from linli.core.refusal import Refusal


class TooFewMarks(Refusal):
    """No mark would count: none was given, or dropping the highest and the lowest leaves none."""


class PartMissing(Refusal):
    """A total of several parts lacks one of them."""


@dataclass(frozen=True, slots=True)
class PanelTotal:
    """A panel's total in hundredths of a point, and the marks that were dropped for it."""

    total: int
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total: its name, its weight, and the least score that is acceptable.

    Weights are exact and need not add up to 1: a plain sum has the weights 1 and 1.
    ``floor`` is in hundredths of a point and itself acceptable; ``None`` sets no floor.
    """

    name: str
    weight: Fraction
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Composite:
    """A total in hundredths of a point, and a sentence for each floor that was missed."""

    total: int
    reasons: tuple[str, ...] = ()

    @property
    def is_acceptable(self) -> bool:
        """Tell whether no floor was missed."""
        return not self.reasons


def panel_total(marks: Sequence[int], *, drops_extremes: bool) -> PanelTotal:
    """Return the mean of a panel's marks, half up, in whatever order they stand.

    With ``drops_extremes`` the highest and the lowest are dropped, one each, even where
    several examiners gave the same. Raises ``TooFewMarks``.
    """
    ordered = sorted(marks)
    if len(ordered) < least_marks(drops_extremes=drops_extremes):
        raise TooFewMarks(
            f"只有{len(ordered)}个评分"
            + ("，去掉最高分和最低分后没有可计的评分" if drops_extremes else "，不能计算总分"),
            why="总分按考官评分计算",
            mend="增加考官，补齐评分",
        )
    if not drops_extremes:
        return PanelTotal(mean_half_up(ordered))
    return PanelTotal(mean_half_up(ordered[1:-1]), (ordered[-1], ordered[0]))


def least_marks(*, drops_extremes: bool) -> int:
    """Return how many marks a total needs: one that counts, besides those that are dropped."""
    return 3 if drops_extremes else 1


def mean_half_up(marks: Sequence[int]) -> int:
    """Return the mean of marks in hundredths of a point, halves up."""
    return _half_up(Fraction(sum(marks), len(marks)))


def composite(
    scores: Mapping[str, int], parts: Sequence[Part], *, clause: str, floor: int | None = None
) -> Composite:
    """Return the weighted total of the parts' scores, half up, with what lies below a floor.

    ``scores`` is by the parts' names; ``floor`` is that of the total, after rounding.
    ``clause`` stands in the sentences. Raises ``PartMissing``.
    """
    missing = [part.name for part in parts if part.name not in scores]
    if missing:
        raise PartMissing(f"缺少{'、'.join(missing)}", why=clause, mend="补录后再计算总成绩")
    total = _half_up(sum((part.weight * scores[part.name] for part in parts), Fraction()))
    floors = [(part.name, scores[part.name], part.floor) for part in parts]
    reasons = (
        f"{name}{points(score)}分，低于最低要求{points(lowest)}分（{clause}）"
        for name, score, lowest in (*floors, ("总成绩", total, floor))
        if lowest is not None and score < lowest
    )
    return Composite(total, tuple(reasons))


def points(hundredths: int) -> str:
    """Return hundredths of a point as points with two decimals."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
