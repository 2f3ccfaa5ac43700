"""Who goes to the interview: the best, at a ratio to the places, with a rule for ties and for too few.

Source: D0 三(二), D2 篇五 三(三); requirements C3, D6, Q7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.core.placement.ranking import drawn_lot
from linli.core.refusal import Refusal


class TieRule(StrEnum):
    """What becomes of equals at the last place of the list."""

    ALL_ENTER = "末位并列一并进入"
    NONE_ENTERS = "末位并列均不进入"
    BY_LOT = "末位并列抽签确定"


class TooFewRule(StrEnum):
    """What becomes of a post for which fewer stand than its places times the starting ratio."""

    KEEP = "不核减名额"
    CUT = "按开考比例核减名额"
    LOWER = "降低开考比例"
    REOPEN = "重新组织报名"


class ShortlistRuleRefused(Refusal):
    """A ratio of a list's rule is no number of candidates a place."""


@dataclass(frozen=True, slots=True)
class ShortlistRule:
    """How a list is drawn up, in candidates a place.

    ``ratio`` enter for each place; below ``start_ratio`` a post has too few. ``lowest_ratio``
    is how far the starting ratio may be lowered under ``TooFewRule.LOWER``. Raises
    ``ShortlistRuleRefused`` for a ratio below 1.
    """

    ratio: int
    ties: TieRule
    too_few: TooFewRule
    start_ratio: int = 1
    lowest_ratio: int = 1

    def __post_init__(self) -> None:
        ratios = (self.ratio, self.start_ratio, self.lowest_ratio)
        names = ("进入比例", "开考比例", "最低开考比例")
        for name, ratio in zip(names, ratios, strict=True):
            if ratio < 1:
                raise ShortlistRuleRefused(
                    f"{name}{ratio}∶1不对，每个名额至少1人", mend="核对政策包中的比例"
                )


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Who enters, best first, the places that are left, and a sentence where there were too few."""

    listed: tuple[str, ...]
    places: int
    remark: str = ""


def shortlist(
    scores: Sequence[tuple[str, int]],
    *,
    places: int,
    rule: ShortlistRule,
    already_listed: int | None = None,
    seed: str = "",
) -> Shortlist:
    """Return who enters the interview for ``places``.

    ``scores`` holds case number and score, larger is better. At a post's first list
    ``already_listed`` is ``None``; at a later one that many entered before and count towards
    the number, and whether the post has too few is settled already. ``seed`` draws the lots
    where the rule asks for them.
    """
    if already_listed is not None:
        return Shortlist(_best(scores, places * rule.ratio - already_listed, rule, seed), places)
    standing = len(scores)
    if standing >= places * rule.start_ratio or rule.too_few is TooFewRule.KEEP:
        return Shortlist(_best(scores, places * rule.ratio, rule, seed), places)
    if rule.too_few is TooFewRule.REOPEN:
        return Shortlist((), places, _told(standing, rule.start_ratio, "重新组织报名"))
    ratio = rule.start_ratio if rule.too_few is TooFewRule.CUT else rule.lowest_ratio
    kept = min(places, standing // ratio)
    remark = _told(standing, rule.start_ratio, _kept_text(places, kept, ratio, rule))
    return Shortlist(_best(scores, kept * rule.ratio, rule, seed), kept, remark)


def tied_at(scores: Sequence[tuple[str, int]], limit: int) -> tuple[str, ...]:
    """Return who are equals at the last of ``limit`` places where not all of them fit in, or nobody."""
    ordered = sorted((score for _, score in scores), reverse=True)
    if not 0 < limit < len(ordered) or ordered[limit - 1] != ordered[limit]:
        return ()
    return tuple(name for name, score in scores if score == ordered[limit])


def _told(standing: int, ratio: int, what: str) -> str:
    return f"符合条件的{standing}人，未达到开考比例{ratio}∶1，{what}"


def _kept_text(places: int, kept: int, ratio: int, rule: ShortlistRule) -> str:
    lowered = f"开考比例降低到{ratio}∶1" if rule.too_few is TooFewRule.LOWER else ""
    cut = "取消招募" if not kept else f"名额由{places}名核减为{kept}名"
    return "，".join(part for part in (lowered, cut if kept < places else "") if part)


def _best(
    scores: Sequence[tuple[str, int]], limit: int, rule: ShortlistRule, seed: str
) -> tuple[str, ...]:
    ordered = sorted(scores, key=lambda row: (-row[1], drawn_lot(seed, row[0])))
    if len(ordered) <= limit:
        return tuple(row[0] for row in ordered)
    if limit <= 0:
        return ()
    if not tied_at(scores, limit) or rule.ties is TieRule.BY_LOT:
        return tuple(row[0] for row in ordered[:limit])
    # All with the last score enter, or none of them: the line is drawn at it or above it.
    last = ordered[limit - 1][1]
    line = last if rule.ties is TieRule.ALL_ENTER else last + 1
    return tuple(row[0] for row in ordered if row[1] >= line)
