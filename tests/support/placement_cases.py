"""Small placements drawn at random, and what they must come to, said directly and slowly."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from hypothesis import strategies as st

from linli.core.placement import (
    Backfill,
    Candidate,
    Criterion,
    PlacementResult,
    PlacementStatus,
    Seats,
    Standing,
    place,
    standings,
)
from linli.core.placement.market import Own

POSTS = ("甲县", "乙县", "丙县")
#: A place to which people may wish, but which offers nothing.
ELSEWHERE = "外市"
GRADUATES = "应届毕业生"
CHAIN = (Criterion("得分", units=100), Criterion("优先人员", is_yes_no=True))
OWN_CHAIN = (Criterion("面谈成绩"), *CHAIN)
#: No reserved places, reserved and opened when too few come, reserved and left empty.
NONE, SOFT, HARD = "none", "soft", "hard"

#: Up to three of six people who leave.
LEAVERS = st.sets(st.sampled_from([f"A{number}" for number in range(6)]), max_size=3)

Matching = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """All that a placement is made of."""

    seats: tuple[Seats, ...]
    order: tuple[Standing, ...]
    choices: Mapping[str, Sequence[str]]
    own: Own | None = None

    @property
    def ids(self) -> list[str]:
        """Return the candidates, best first."""
        return [one.candidate.id for one in self.order]

    def seats_at(self, post: str) -> Seats:
        """Return the places of a post."""
        return next(one for one in self.seats if one.post == post)

    def is_member(self, candidate: str, post: str) -> bool:
        """Tell whether a candidate is of the group for which a post keeps places."""
        groups = {one.candidate.id: one.candidate.groups for one in self.order}
        return self.seats_at(post).group in groups[candidate]

    def rank(self, candidate: str, post: str) -> tuple[int, int]:
        """Return what orders candidates at a post, the smaller the better."""
        own = 0 if self.own is None else self.own[candidate, post]
        return -own, self.ids.index(candidate)

    def is_acceptable(self, candidate: str, post: str) -> bool:
        """Tell whether a post may take a candidate at all."""
        is_offered = any(one.post == post for one in self.seats)
        return is_offered and (self.own is None or (candidate, post) in self.own)

    def truth(self, candidate: str) -> list[str | None]:
        """Return what a candidate accepts, best first, nothing at the end."""
        return [*self.choices.get(candidate, ()), None]

    def with_choices(self, candidate: str, posts: Sequence[str]) -> "Case":
        """Return the same with other choices of one candidate."""
        return replace(self, choices={**self.choices, candidate: posts})

    def without(self, leavers: Collection[str]) -> "Case":
        """Return the same without some candidates."""
        stay = [one.candidate for one in self.order if one.candidate.id not in leavers]
        return replace(self, order=standings(stay, seed="样本"))


def placed(case: Case) -> PlacementResult:
    """Place the candidates of a case."""
    chain = CHAIN if case.own is None else OWN_CHAIN
    return place(case.seats, case.order, case.choices, chain=chain, own=case.own)


def posts_of(result: PlacementResult) -> dict[str, str | None]:
    """Return where each candidate was placed."""
    return {
        one.candidate: one.post if one.status is PlacementStatus.PLACED else None
        for one in result.placements
    }


def outcome(case: Case) -> dict[str, str | None]:
    """Place the candidates of a case and return where each is."""
    return posts_of(placed(case))


def likes_at_least(case: Case, candidate: str, one: str | None, other: str | None) -> bool:
    """Tell whether a candidate finds ``one`` as good as ``other``; what they did not name is worst."""
    truth = case.truth(candidate)
    return other not in truth or (one in truth and truth.index(one) <= truth.index(other))


def chosen(case: Case, post: str, asking: Collection[str]) -> set[str]:
    """Return whom a post takes of those who ask: the group up to its places, then by merit."""
    seats = case.seats_at(post)
    ranked = sorted(asking, key=lambda one: case.rank(one, post))
    first = [one for one in ranked if case.is_member(one, post)][: seats.reserved]
    rest = [one for one in ranked if one not in first]
    return {*first, *rest[: seats.open if seats.is_hard else seats.places - len(first)]}


def follow(before: Matching, steps: Sequence[Backfill]) -> dict[str, str | None]:
    """Carry out steps by hand: the leaver goes, the filler comes."""
    now = dict(before)
    for step in steps:
        if now.get(step.leaver) == step.post:
            now[step.leaver] = None
        if step.filler:
            now[step.filler] = step.post
    return now


def matchings(case: Case) -> Iterator[Matching]:
    """Yield every way to give each candidate an acceptable post of their choice, or none."""
    accepted = [
        [*(post for post in case.choices[one] if case.is_acceptable(one, post)), None]
        for one in case.ids
    ]
    for posts in product(*accepted):
        if all(posts.count(one.post) <= one.places for one in case.seats):
            yield dict(zip(case.ids, posts, strict=True))


def is_stable(case: Case, matching: Matching) -> bool:
    """Tell whether each post would choose whom it has, and nobody whom another would rather have."""
    held = {
        seats.post: {one for one, post in matching.items() if post == seats.post}
        for seats in case.seats
    }
    if any(chosen(case, post, holders) != holders for post, holders in held.items()):
        return False
    for one, post in matching.items():
        better = case.truth(one)[: case.truth(one).index(post)]
        for wished in better:
            if wished is None or not case.is_acceptable(one, wished):
                continue
            if one in chosen(case, wished, {*held[wished], one}):
                return False
    return True


@st.composite
def cases(
    draw: Callable[..., Any],
    *,
    people: int = 5,
    kinds: Sequence[str] = (NONE, SOFT, HARD),
    own: bool | None = None,
) -> Case:
    """Draw a case: ``own`` with lists per post, without, or either."""
    candidates = [
        Candidate(f"A{number}", merit, frozenset({GRADUATES} if is_graduate else ()))
        for number, (merit, is_graduate) in enumerate(draw(_people(people)))
    ]
    seats = tuple(_seats(draw, post, draw(st.sampled_from(kinds))) for post in POSTS)
    wishes = st.permutations((*POSTS, ELSEWHERE))
    choices = {one.id: draw(wishes)[: draw(st.integers(0, 4))] for one in candidates}
    has_own = draw(st.booleans()) if own is None else own
    figures = st.integers(0, 3)
    # A figure of 0 stands for a post that does not rank the candidate.
    drawn = {(one.id, post): draw(figures) for one in candidates for post in POSTS if has_own}
    ranked = {pair: figure for pair, figure in drawn.items() if figure}
    return Case(seats, standings(candidates, seed="样本"), choices, ranked if has_own else None)


def _people(most: int) -> st.SearchStrategy[list[tuple[tuple[int, int], bool]]]:
    merit = st.tuples(st.integers(7000, 7002), st.integers(0, 1))
    return st.lists(st.tuples(merit, st.booleans()), max_size=most)


def _seats(draw: Callable[..., Any], post: str, kind: str) -> Seats:
    places = draw(st.integers(0, 2))
    reserved = 0 if kind == NONE else draw(st.integers(0, places))
    return Seats(post, places, reserved, GRADUATES, kind == HARD)
