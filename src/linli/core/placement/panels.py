"""Panels of examiners: who marks whom, in which order, and whether two entries agree.

A relation is what an examiner or a candidate declared; nothing here is inferred from what
is known of a person. Draws are lots of a public seed, so that anyone can draw again.
Source: D0 三(三); requirements D1, D2, D8.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from linli.core.placement.ranking import drawn_lot
from linli.core.placement.scores import points
from linli.core.refusal import Refusal

_T = TypeVar("_T")
#: Marks by examiner, in hundredths of a point; empty where the candidate did not come.
Marks = Mapping[int, int]


class RelationKind(StrEnum):
    """A relation that keeps an examiner from marking a candidate."""

    KIN = "kin"
    SCHOOL = "school"
    HOME_TOWN = "home_town"

    @property
    def label(self) -> str:
        """Return the relation in the office's words."""
        return {"kin": "亲属", "school": "师生或同校", "home_town": "同乡"}[self.value]


class Presence(StrEnum):
    """What an entry says of a candidate as a whole."""

    PRESENT = "到场"
    ABSENT = "缺席"
    MISSING = "未录入"


class TooFewExaminers(Refusal):
    """Recusal leaves a candidate fewer examiners than the pack asks for."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """An examiner of a panel by number. A substitute marks only where recusal leaves too few."""

    number: int
    is_substitute: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between an examiner and a candidate as one of the two declared it."""

    examiner: int
    candidate: str
    kind: RelationKind


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to be drawn to a panel. Each panel gets one head and a like share of every body."""

    id: str
    body: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What two entries say otherwise: of an examiner's mark, or of the candidate as a whole.

    ``examiner`` is ``None`` for the whole, and then both values are a ``Presence``;
    otherwise they are marks, ``None`` where the cell is empty.
    """

    candidate: str
    examiner: int | None
    first: int | Presence | None
    second: int | Presence | None

    @property
    def is_missing(self) -> bool:
        """Tell whether only one entry has the candidate at all."""
        return Presence.MISSING in (self.first, self.second)

    @property
    def text(self) -> str:
        """Return the difference as half a sentence, naming the case number."""
        cell = "" if self.examiner is None else f"考官{self.examiner}"
        first, second = _shown(self.first), _shown(self.second)
        return f"报名{self.candidate}{cell}第一次{first}、第二次{second}"


def folded_name(written: str) -> str:
    """Return a name without blanks and unseen characters, wide forms made narrow.

    Two spellings that a reader takes for one name come to the same text; nothing but blanks
    comes to none.
    """
    folded = unicodedata.normalize("NFKC", written)
    # Cf are characters that no paper shows, such as the zero-width space.
    return "".join(one for one in folded if not one.isspace() and unicodedata.category(one) != "Cf")


def recused(relations: Iterable[Relation]) -> dict[str, frozenset[int]]:
    """Return who may not mark whom: the examiners with a relation, by candidate."""
    found: dict[str, set[int]] = {}
    for one in relations:
        found.setdefault(one.candidate, set()).add(one.examiner)
    return {candidate: frozenset(numbers) for candidate, numbers in found.items()}


def markers(
    candidate: str, examiners: Iterable[Examiner], recused: Collection[int], *, least: int
) -> tuple[int, ...]:
    """Return who marks a candidate: all regular examiners but the recused, by number.

    Where they are fewer than ``least``, substitutes without a relation make up that number,
    the lower numbers first. Raises ``TooFewExaminers``.
    """
    free = sorted(
        (one for one in examiners if one.number not in recused), key=lambda one: one.number
    )
    regular = [one.number for one in free if not one.is_substitute]
    spare = [one.number for one in free if one.is_substitute]
    found = regular + spare[: max(0, least - len(regular))]
    if len(found) < least:
        raise TooFewExaminers(
            f"报名{candidate}回避后只有{len(found)}名考官可以评分，少于{least}名",
            why="有亲属、师生或同校、同乡关系的考官应当回避",
            mend="增补替补考官后再评分",
        )
    return tuple(sorted(found))


def drawn_order(candidates: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """Return candidates in the drawn order: by the lot of ``seed|面见次序`` and case number."""
    return tuple(sorted(candidates, key=lambda one: (drawn_lot(f"{seed}|面见次序", one), one)))


def drawn_panels(
    members: Iterable[Member], *, panels: int, seed: str
) -> tuple[tuple[Member, ...], ...]:
    """Draw members to panels that differ by at most one, with a like share of every body.

    Heads first, then body by body, by the lot of ``seed|考官分组`` and id, one to each panel
    in turn.
    """
    ordered = sorted(
        members,
        key=lambda one: (not one.is_head, one.body, drawn_lot(f"{seed}|考官分组", one.id), one.id),
    )
    return dealt(ordered, panels)


def dealt(items: Sequence[_T], piles: int) -> tuple[tuple[_T, ...], ...]:
    """Deal items to piles in turn, each pile in the order of the items."""
    return tuple(tuple(items[pile::piles]) for pile in range(piles))


def differences(first: Mapping[str, Marks], second: Mapping[str, Marks]) -> tuple[Difference, ...]:
    """Return where two entries of the same score sheets differ, by candidate and examiner.

    Each maps candidates to their marks; what only one entry has is a difference too.
    """
    found: list[Difference] = []
    for candidate in sorted({*first, *second}):
        one, other = first.get(candidate), second.get(candidate)
        if _presence(one) is not _presence(other):
            found.append(Difference(candidate, None, _presence(one), _presence(other)))
        elif one is not None and other is not None:
            found += _cells(candidate, one, other)
    return tuple(found)


def _cells(candidate: str, one: Marks, other: Marks) -> list[Difference]:
    return [
        Difference(candidate, examiner, one.get(examiner), other.get(examiner))
        for examiner in sorted({*one, *other})
        if one.get(examiner) != other.get(examiner)
    ]


def _presence(marks: Marks | None) -> Presence:
    if marks is None:
        return Presence.MISSING
    return Presence.PRESENT if marks else Presence.ABSENT


def _shown(value: int | Presence | None) -> str:
    if isinstance(value, Presence):
        return value.value
    return "空白" if value is None else f"{points(value)}分"
