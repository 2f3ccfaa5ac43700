"""The whole road to a placement: ranks, lots, places, and a sentence for every choice."""

from dataclasses import dataclass

import numpy as np

from linli.benchmarks.placement_market import LOT_BITS, Array, MadeUpMarket
from linli.benchmarks.placement_peer import main
from linli.core.placement import (
    Candidate,
    Criterion,
    PlacementResult,
    PlacementStatus,
    Seats,
    place,
    standings,
)

_CHAIN = (Criterion("总分", units=100), Criterion("抽签"))


@dataclass(frozen=True, slots=True)
class Season:
    """What a season gives to the placement."""

    seats: list[Seats]
    candidates: list[Candidate]
    choices: dict[str, list[str]]


def prepare(market: MadeUpMarket) -> Season:
    """Return the market as a season has it; the lot of the keys stands in the chain."""
    lot = (1 << LOT_BITS) - 1
    return Season(
        [Seats(str(post), places) for post, places in enumerate(market.places.tolist())],
        [
            Candidate(str(person), (key >> LOT_BITS, key & lot))
            for person, key in enumerate(market.keys.tolist())
        ],
        {
            str(person): [str(post) for post in row]
            for person, row in enumerate(market.choices.tolist())
        },
    )


def run(season: Season) -> PlacementResult:
    """Rank and place the candidates of a season, with reasons."""
    order = standings(season.candidates, seed="1")
    return place(season.seats, order, season.choices, chain=_CHAIN)


def answer(season: Season, result: PlacementResult) -> Array:
    """Return by candidate the index of the choice at which they are placed, -1 for none."""
    placed = np.full(len(season.candidates), -1)
    for one in result.placements:
        if one.status is PlacementStatus.PLACED:
            placed[int(one.candidate)] = one.choice - 1
    return placed


if __name__ == "__main__":
    main(prepare, run, answer)
