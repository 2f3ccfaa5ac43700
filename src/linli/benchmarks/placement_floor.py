"""The floor under every placement: sort the keys once, read the choices once in that order.

In one list these are the keys and rows of the candidates, with lists per post those of the
pairs. It places nobody; no engine that ranks and reads can take less.
"""

import numpy as np

from linli.benchmarks.placement_market import Array, MadeUpMarket
from linli.benchmarks.placement_peer import main


def run(market: MadeUpMarket) -> Array:
    """Return the choices in the order of the keys."""
    order = np.argsort(market.keys, axis=None)
    if market.keys.ndim == 1:
        return np.take(market.choices, order, axis=0)
    return np.take(market.choices, order)


if __name__ == "__main__":
    main(lambda market: market, run, lambda _, __: None)
