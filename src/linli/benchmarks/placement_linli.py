"""The core's engine on the made-up market: arrays in, placements out."""

from linli.benchmarks.placement_market import Array, MadeUpMarket
from linli.benchmarks.placement_peer import main
from linli.core.placement.engine import deferred_acceptance


def run(market: MadeUpMarket) -> Array:
    """Place the candidates of a market."""
    return deferred_acceptance(market.choices, market.keys, market.places)


if __name__ == "__main__":
    main(lambda market: market, run, lambda _, placed: placed)
