"""Applicant-proposing deferred acceptance over arrays: the one engine of every placement.

Candidates ask post by post in the order of their choices; a post keeps the best it was ever
asked by, up to its places, and turns the others away. Instead of one candidate after another,
all who are without a place ask at once, round by round; the outcome is the same (Gale and
Shapley 1962), and a round is a few operations on whole arrays. What a post has turned away
tells its cut-off, so that those below it are sent on without asking.
"""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Pairs = NDArray[np.uint32]

_SHIFT = 32
_MASK = (1 << _SHIFT) - 1


def deferred_acceptance(
    choices: NDArray[np.int32], keys: Whole, places: Whole
) -> NDArray[np.int16]:
    """Return by candidate the index of the choice at which they are placed, -1 for none.

    ``choices`` is ``[n, c]``: post by candidate, best first, -1 for none. ``keys`` says whom a
    post prefers, larger first and no two alike: ``[n]`` where all posts rank by one list,
    ``[n, c]`` where each pair has its own. ``places`` is ``[m]``, the places by post.
    ``n * c`` stays below 2**32.
    """
    people, width = choices.shape
    placed = np.full(people, -1, np.int16)
    if not people or not width:
        return placed
    # A pair is numbered candidate * width + choice; in a common list the pairs of the best
    # candidate come first, so that the number itself is the rank of the pair.
    if keys.ndim == 1:
        order = np.argsort(keys)[::-1]
        held = _settle(np.take(choices, order, axis=0).ravel(), None, places, width)
        candidate, choice = np.divmod(held, np.uint32(width))
        placed[order[candidate]] = choice
        return placed
    by_rank = np.argsort(keys, axis=None)[::-1].astype(np.uint32)
    held = _settle(choices.ravel(), by_rank, places, width)
    candidate, choice = np.divmod(held, np.uint32(width))
    placed[candidate] = choice
    return placed


def _settle(posts: NDArray[np.int32], by_rank: Pairs | None, places: Whole, width: int) -> Pairs:
    """Return the pairs that hold a place once nobody asks any more."""
    rank_of = None if by_rank is None else _inverse(by_rank)
    # Whoever ranks at or behind a post's cut-off need not ask; -1 for no post finds the last.
    cut_off = np.append(np.where(places > 0, _MASK, 0), 0).astype(np.uint32)
    held, sizes = np.empty(0, np.int64), np.zeros(len(places), np.int64)
    asking = np.arange(0, len(posts), width, dtype=np.uint32)
    while len(new := _asked(posts, rank_of, cut_off, asking, width)):
        sizes += np.bincount(new >> _SHIFT, minlength=len(places))
        held, out = _kept(_merged(held, new), sizes, places, cut_off)
        asking = _next_choice(out if by_rank is None else by_rank[out], width)
        # In the order of the table, so that memory is read forwards.
        asking.sort()
    ranks = (held & _MASK).astype(np.uint32)
    return ranks if by_rank is None else by_rank[ranks]


def _inverse(by_rank: Pairs) -> Pairs:
    rank_of = np.empty(len(by_rank), np.uint32)
    rank_of[by_rank] = np.arange(len(by_rank), dtype=np.uint32)
    return rank_of


def _asked(
    posts: NDArray[np.int32], rank_of: Pairs | None, cut_off: Pairs, asking: Pairs, width: int
) -> Whole:
    """Return post and rank, in one number each, of the first choices at which there is a chance."""
    found = [np.empty(0, np.int64)]
    while len(asking):
        post = posts[asking]
        rank = asking if rank_of is None else rank_of[asking]
        has_chance = rank < cut_off[post]
        entry = post[has_chance].astype(np.int64)
        entry <<= _SHIFT
        entry |= rank[has_chance]
        found.append(entry)
        asking = _next_choice(asking[~has_chance], width)
    return np.concatenate(found)


def _merged(held: Whole, new: Whole) -> Whole:
    new.sort()
    if not len(held):
        return new
    together = np.concatenate([held, new])
    # Two runs in order: the stable sort merges them without sorting again.
    together.sort(kind="stable")
    return together


def _kept(held: Whole, sizes: Whole, places: Whole, cut_off: Pairs) -> tuple[Whole, Pairs]:
    """Return who stays and the ranks of who is turned away.

    Moves ``cut_off`` of the full posts, and ``sizes``, how many each post holds.
    """
    excess = np.maximum(sizes - places, 0)
    stay_end = np.cumsum(sizes) - excess
    full = np.flatnonzero((sizes >= places) & (places > 0))
    cut_off[full] = held[stay_end[full] - 1] & _MASK
    over = np.flatnonzero(excess)
    counts = excess[over]
    before = np.cumsum(counts) - counts
    turned = np.repeat(stay_end[over] - before, counts) + np.arange(counts.sum())
    sizes -= excess
    return np.delete(held, turned), (held[turned] & _MASK).astype(np.uint32)


def _next_choice(pairs: Pairs, width: int) -> Pairs:
    """Return the next choice of each candidate, without those who have no further one."""
    following: Pairs = pairs + np.uint32(1)
    has_further: NDArray[np.bool_] = following % np.uint32(width) != 0
    return following[has_further]
