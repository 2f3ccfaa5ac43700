"""The places of a post, some of them reserved for a group.

Source: D1 二 and 川一 (vacancies that go to graduates, or a number of posts reserved for them),
D4 1 (directed recruitment); requirements A20, A21.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.core.refusal import Refusal


class SeatsRefused(Refusal):
    """The places of a post contradict themselves."""


@dataclass(frozen=True, slots=True)
class Seats:
    """A post's places, ``reserved`` of them for ``group``.

    The reserved places are a floor: they go to the best of the group first, and whoever of
    the group is left competes for the open ones. Where the group is too small, a soft
    reservation opens its places to all, a hard one (``is_hard``) leaves them empty.

    Raises ``SeatsRefused`` for a negative number, or more reserved places than places.
    """

    post: str
    places: int
    reserved: int = 0
    group: str = ""
    is_hard: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.reserved <= self.places:
            raise SeatsRefused(
                f"{self.post}的名额为{self.places}，保留名额为{self.reserved}",
                mend="名额不能小于0，保留名额不能多于名额",
            )
        if self.reserved and not self.group:
            raise SeatsRefused(
                f"{self.post}有{self.reserved}个保留名额，但没有写明面向何人", mend="写明面向的人员"
            )

    @property
    def open(self) -> int:
        """Return the places for which everyone competes."""
        return self.places - self.reserved


def next_filler(seats: Seats, *, members: int, others: int, queue: Sequence[bool]) -> int | None:
    """Return the place in the queue of the one who fills a vacancy, ``None`` if nobody may.

    ``members`` and ``others`` hold places already, in and outside the group; ``queue`` tells
    of each who waits, best first, whether they belong to the group.
    """
    if members + others >= seats.places:
        return None
    if members < seats.reserved and True in queue:
        return queue.index(True)
    # Places that stay empty without the group are no open ones.
    if seats.is_hard and others >= seats.open:
        return None
    return 0 if queue else None
