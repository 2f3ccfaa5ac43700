"""The least-total assignment of rows to columns, and among equals always the same one.

``scipy.optimize.linear_sum_assignment`` finds a least total; which of several equally
small ones it returns is its own affair. The one returned here is named by a rule that any
other solver can be held to: row by row, the first column that still leaves the total least.
Taking rows and the columns that they hold away leaves a table whose answer is the rest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

_NOBODY = -1


def first_least_assignment(
    costs: NDArray[np.float64], labels: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the column of each row, with the least total of costs.

    ``costs`` has a row per taker and at least as many columns, in whole numbers whose sums
    stay below 2**53, so that every sum is exact. ``labels`` names the columns, ascending;
    columns of one label cost the same for every row. Among equal totals the labels, read
    from the first row on, are the smallest.
    """
    held = np.asarray(linear_sum_assignment(costs)[1], dtype=np.intp)
    potentials = _potentials(costs, held)
    own = costs[np.arange(len(costs)), held]
    slack = costs - own[:, None] - potentials + potentials[held][:, None]
    return _Exchange(slack == 0, potentials, labels, held).settled()


def _potentials(costs: NDArray[np.float64], held: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return prices of the columns under which each row holds one of its cheapest.

    Bellman and Ford's relaxation, from the rows whose column has just become cheaper. The
    pairs without slack under such prices are those of all least assignments. A column that
    nobody holds keeps the price 0, the highest: were it lower, the total could be less.
    """
    prices = np.zeros(costs.shape[1])
    own = costs[np.arange(len(costs)), held]
    rows = np.arange(len(costs))
    while rows.size:
        offers = (costs[rows] + (prices[held[rows]] - own[rows])[:, None]).min(axis=0)
        lower = np.minimum(prices, offers)
        rows = np.flatnonzero((lower < prices)[held])
        prices = lower
    return prices


@dataclass(slots=True)
class _Exchange:
    """Rows give columns to one another along pairs without slack, so that the total stays."""

    tight: NDArray[np.bool_]
    prices: NDArray[np.float64]
    labels: NDArray[np.intp]
    held: NDArray[np.intp]

    def settled(self) -> NDArray[np.intp]:
        """Return the columns after each row in turn took the first that it can have."""
        rows, width = self.tight.shape
        holder = np.full(width, _NOBODY, dtype=np.intp)
        holder[self.held] = np.arange(rows)
        waiting = np.ones(rows, dtype=bool)
        # Nobody could give a settled column anyway; not asking for it saves most searches.
        is_open = np.ones(width, dtype=bool)
        for row in range(rows):
            waiting[row] = False
            before = self.labels < self.labels[self.held[row]]
            wanted = np.flatnonzero(self.tight[row] & is_open & before)
            if wanted.size:
                self._take(row, wanted, holder, waiting)
            is_open[self.held[row]] = False
        return self.held

    def _take(
        self,
        row: int,
        wanted: NDArray[np.intp],
        holder: NDArray[np.intp],
        waiting: NDArray[np.bool_],
    ) -> None:
        """Let a row take the first wanted column whose holder can be made good, if there is one."""
        left = int(self.held[row])
        moves_to = self._ways_to(left, int(self.labels[wanted[0]]), holder, waiting)
        reached = wanted[moves_to[wanted] >= 0]
        if not reached.size:
            return
        mover, column = row, int(reached[0])
        while True:
            displaced = int(holder[column])
            holder[column] = mover
            if mover != _NOBODY:
                self.held[mover] = column
            if column == left:
                return
            mover, column = displaced, int(moves_to[column])

    def _ways_to(
        self, left: int, best: int, holder: NDArray[np.intp], waiting: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """Return for each column where its holder moves, so that step by step ``left`` is filled.

        The search goes back from ``left``, breadth first, until a column labelled ``best`` is
        met. A column without a way has a negative number.
        """
        moves_to = np.full(len(holder), -1, dtype=np.intp)
        moves_to[left] = left
        asked = waiting.copy()
        free = np.flatnonzero(holder == _NOBODY)
        fresh = np.array([left])
        while fresh.size:
            pairs = self.tight[:, fresh]
            rows = np.flatnonzero(pairs.any(axis=1) & asked)
            asked[rows] = False
            met = self.held[rows]
            moves_to[met] = fresh[pairs[rows].argmax(axis=1)]
            as_good = fresh[self.prices[fresh] == 0]
            if as_good.size and free.size:
                moves_to[free] = as_good[0]
                met = np.concatenate([met, free])
                free = free[:0]
            if (self.labels[met] == best).any():
                break
            fresh = met
        return moves_to
