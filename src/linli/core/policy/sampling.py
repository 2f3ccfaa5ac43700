"""Cases that reach all limits of a pack's facts: the same ones every time."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from linli.core.policy.dates import ordinal_of_month
from linli.core.policy.pack import Input


def sample_cases(inputs: Mapping[str, Input], count: int) -> Iterator[dict[str, Any]]:
    """Yield facts that step through each input's values, each input at a pace of its own."""
    for number in range(count):
        yield {
            name: _fact(fact, number * _PACES[place % len(_PACES)] + place)
            for place, (name, fact) in enumerate(inputs.items())
        }


_PACES = (1, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)
_NUMBERS = 7  # low, high, and five between


def _fact(fact: Input, number: int) -> Any:
    codes = sorted(fact.choices)
    match fact.type:
        case "flag":
            return number % 2 == 0
        case "choice":
            return codes[number % len(codes)]
        case "history":
            return [codes[(number + place) % len(codes)] for place in range(number % fact.high + 1)]
    value = fact.low + (fact.high - fact.low) * (number % _NUMBERS) // (_NUMBERS - 1)
    match fact.type:
        case "date":
            return date.fromordinal(value)
        case "month":
            return date.fromordinal(ordinal_of_month(value))
        case "decimal":
            return Decimal(value).scaleb(-fact.places)
    return value
