"""What is said to a candidate about each choice, in one sentence with its clause."""

from dataclasses import dataclass
from enum import StrEnum

from linli.core.placement.market import Bid
from linli.core.placement.ranking import Criterion


class Outcome(StrEnum):
    """What a post answered to a candidate's choice."""

    PLACED = "placed"
    BEATEN = "beaten"
    KEPT_FOR_GROUP = "kept_for_group"
    NOT_RANKED = "not_ranked"
    NOT_OFFERED = "not_offered"
    NO_PLACES = "no_places"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where a document orders the placement, the parting of equals and reserved places."""

    placement: str = ""
    ties: str = ""
    reserved: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a document names choices and posts. ``{choice}`` counts from 1, ``{further}`` from the second."""

    first: str = "第1志愿"
    further: str = "第{choice}志愿"
    post: str = "该岗位"
    not_offered: str = "该岗位不在名额表中"
    no_places: str = "该岗位没有名额"
    clauses: Clauses = Clauses()

    def choice(self, number: int) -> str:
        """Return what a choice is called, counted from 1."""
        form = self.first if number == 1 else self.further
        return form.format(choice=number, further=number - 1)


PLAIN_WORDING = Wording()
_LAST = {False: "末位入围", True: "非保留名额的末位入围"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one choice, counted from 1: the sentence and the clause it rests on.

    Where others were better, ``last`` is the number of the last who was admitted, ``last_rank``
    and ``last_figure`` their rank and first figure as told.
    """

    choice: int
    post: str
    outcome: Outcome
    text: str
    clause: str = ""
    last: str = ""
    last_rank: int = 0
    last_figure: str = ""


def placed(choice: int, post: str, wording: Wording, *, is_kept: bool) -> Answer:
    """Say by which choice a candidate was placed, and whether by a place kept for a group."""
    text = f"按{wording.choice(choice)}入围{'（保留名额）' if is_kept else ''}"
    return Answer(choice, post, Outcome.PLACED, text, wording.clauses.placement)


def not_reached(choice: int, post: str, wording: Wording) -> Answer:
    """Say that an earlier choice was granted."""
    text = "前面的志愿已入围，不再检索"
    return Answer(choice, post, Outcome.NOT_REACHED, text, wording.clauses.placement)


def not_offered(choice: int, post: str, wording: Wording) -> Answer:
    """Say that the season has no such post."""
    return Answer(choice, post, Outcome.NOT_OFFERED, wording.not_offered, wording.clauses.placement)


def no_places(choice: int, post: str, wording: Wording) -> Answer:
    """Say that the post has no places."""
    return Answer(choice, post, Outcome.NO_PLACES, wording.no_places, wording.clauses.placement)


def not_ranked(choice: int, post: str, wording: Wording) -> Answer:
    """Say that the post has not taken the candidate into its list."""
    text = f"{wording.post}没有将本人列入排序"
    return Answer(choice, post, Outcome.NOT_RANKED, text, wording.clauses.placement)


def kept_for_group(choice: int, post: str, group: str, wording: Wording) -> Answer:
    """Say that the post's places are for a group to which the candidate does not belong."""
    text = f"{wording.post}的名额面向{group}"
    clause = wording.clauses.reserved or wording.clauses.placement
    return Answer(choice, post, Outcome.KEPT_FOR_GROUP, text, clause)


def beaten(
    choice: int,
    post: str,
    own: Bid,
    last: Bid,
    chain: tuple[Criterion, ...],
    wording: Wording,
    *,
    is_open_only: bool,
) -> Answer:
    """Say which link of the chain kept a candidate behind the last who was admitted.

    ``is_open_only``: that was the last by the open places, beside those kept for a group.
    """
    pairs = zip(chain, own.figures, last.figures, strict=True)
    link = next((number for number, (_, ours, theirs) in enumerate(pairs) if ours != theirs), None)
    is_first = link == 0
    clauses = wording.clauses
    return Answer(
        choice,
        post,
        Outcome.BEATEN,
        _shortfall(link, own, last, chain, f"{wording.post}{_LAST[is_open_only]}"),
        clauses.placement if is_first else clauses.ties or clauses.placement,
        last.candidate,
        last.rank,
        chain[0].shown(last.figures[0]) if chain else "",
    )


def _shortfall(
    link: int | None, own: Bid, last: Bid, chain: tuple[Criterion, ...], last_words: str
) -> str:
    if not chain:
        return f"抽签次序在{last_words}之后"
    head = f"{chain[0].label}{chain[0].shown(own.figures[0])}（第{own.rank}名）"
    if link == 0:
        told = chain[0].shown(last.figures[0])
        word = _behind(chain[0])
        return f"{head}，{word}{last_words}{told}（第{last.rank}名）"
    head = f"{head}，与{last_words}相同"
    if link is None:
        return f"{head}，抽签次序在后"
    criterion = chain[link]
    if criterion.is_yes_no and not criterion.is_ascending:
        return f"{head}，对方属{criterion.label}"
    ours, theirs = criterion.shown(own.figures[link]), criterion.shown(last.figures[link])
    return f"{head}，{criterion.label}{ours}，{_behind(criterion)}对方的{theirs}"


def _behind(criterion: Criterion) -> str:
    return "大于" if criterion.is_ascending else "低于"
