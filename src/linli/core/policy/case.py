"""One case on its way through its rules, and the figures that its steps use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.core.policy.showing import Value

Compute = Callable[["Case"], Any]
Mark = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A figure that a step used, since when it holds, and its clause."""

    name: str
    value: str
    since: date
    clause: str

    @property
    def mark(self) -> Mark:
        """Return what tells it from the other figures of a step, other rows of its table too."""
        return self.name, self.value, self.since


class Case:
    """One case on its way through the rules it needs: facts in, results as they are found.

    ``result_of`` computes a rule that another one needs; ``others`` are the cases of its
    population, for ranks, ``None`` where nobody gave them. ``used`` gathers the figures of a
    step.
    """

    __slots__ = ("facts", "item", "others", "result_of", "state", "texts", "used")

    def __init__(
        self,
        facts: Mapping[str, Value],
        result_of: Callable[[str], Value],
        others: Sequence["Case"] | None = None,
    ) -> None:
        self.facts = facts
        self.result_of = result_of
        self.others = others
        self.used: dict[Mark, UsedParameter] = {}
        self.state: tuple[Value, ...] = ()
        self.texts: dict[str, str] = {}
        self.item: Value = None
