"""The queue of the eligibility review: what is clear comes first, what waits for somebody else last.

Each question costs the same number of queries with one application and with a million.

Source: D0 三(二); requirements C1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When

from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.queries import find_applications, states_past
from linli.apps.applications.states import State
from linli.apps.intake.models import Doubt
from linli.apps.seasons.models import Season

#: The states that an official of the review decides in, and those that a decision leads to.
UNDECIDED = (State.ROUTED, State.SUPPLEMENT_REQUESTED)
DECIDED = (State.QUALIFIED, State.NOT_QUALIFIED)
#: Stands for all of these in the place of a state.
EVERY_STATE = "all"


class ReviewTurn(IntEnum):
    """When a case's turn comes: the order of the queue."""

    CLEAR = 0
    FAULTY = 1
    CLAIMED = 2
    REFERRED = 3
    UNCHECKED = 4
    UNREAD = 5
    ASKED = 6


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many cases wait, by turn, and how many are decided: ``qualified`` ones wherever they went on to."""

    by_turn: Mapping[ReviewTurn, int]
    qualified: int
    not_qualified: int

    @property
    def waiting(self) -> int:
        """Return how many wait for the office; those asked for a supplement wait for their people."""
        return sum(count for turn, count in self.by_turn.items() if turn is not ReviewTurn.ASKED)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a case stands on the way through a queue, both neighbours, how many are on the way."""

    earlier: str
    following: str
    left: int


def _turn() -> Case:
    """Return the turn of a case as the database computes it."""
    # What a school's workbook counts is said, not seen: nobody has a paper of the case before the eyes.
    from_school = Q(source=Application.Source.WORKBOOK)
    unseen = Exists(Application.objects.filter(from_school, pk=OuterRef("pk"), papers=[]))
    claimed = Q(from_school & unseen, proposal="pass")
    unread = Exists(Doubt.objects.filter(application=OuterRef("pk"), status=Doubt.Status.OPEN))
    return Case(
        When(state=State.SUPPLEMENT_REQUESTED, then=Value(ReviewTurn.ASKED.value)),
        When(unread, then=Value(ReviewTurn.UNREAD.value)),
        When(claimed, then=Value(ReviewTurn.CLAIMED.value)),
        When(proposal="pass", then=Value(ReviewTurn.CLEAR.value)),
        When(proposal="fail", then=Value(ReviewTurn.FAULTY.value)),
        When(proposal="refer", then=Value(ReviewTurn.REFERRED.value)),
        default=Value(ReviewTurn.UNCHECKED.value),
        output_field=IntegerField(),
    )


def review_queue(
    season: Season,
    scope: str,
    *,
    county: str = "",
    state: str = "",
    proposal: str = "",
    number: str = "",
) -> ApplicationQuerySet:
    """Return the cases of the review within a scope, each with its ``review_turn``, in their order.

    Without ``state`` those that are not decided, with ``EVERY_STATE`` those that are as well;
    narrowed as ``find_applications`` narrows.
    """
    one = "" if state == EVERY_STATE else state
    found = find_applications(
        season, scope, county=county, state=one, proposal=proposal, number=number
    )
    states = (*UNDECIDED, *DECIDED) if state else UNDECIDED
    # All cases are sorted to show fifty: their people and counties are looked up for these alone.
    return (
        found.filter(state__in=states)
        .select_related(None)
        .prefetch_related("person", "county")
        .defer("form", "reading", "materials", "papers", "findings")
        .annotate(review_turn=_turn())
        .order_by("review_turn", "case_number")
    )


def at_turn(*turns: ReviewTurn) -> Q:
    """Return the condition that a case of a queue is at one of these turns."""
    return Q(("review_turn__in", [turn.value for turn in turns]))


def counts_by_turn(queue: ApplicationQuerySet) -> Mapping[ReviewTurn, int]:
    """Count the cases of a queue by turn, in one query that looks at each case once."""
    rows = queue.order_by().annotate(counted_turn=_turn()).values_list("counted_turn")
    found: Mapping[int, int] = dict(rows.annotate(cases=Count("*")))
    return {turn: found.get(turn, 0) for turn in ReviewTurn}


def queue_counts(season: Season, scope: str) -> QueueCounts:
    """Count the cases of the review within a scope, in two queries; of the decided ones, an index alone."""
    found = season.applications.within(scope).order_by()
    passed = states_past(State.QUALIFIED)
    decided = found.filter(state__in=(*passed, State.NOT_QUALIFIED)).values_list("state")
    counted: Mapping[str, int] = dict(decided.annotate(cases=Count("*")))
    return QueueCounts(
        counts_by_turn(found.filter(state__in=UNDECIDED)),
        sum(counted.get(state, 0) for state in passed),
        counted.get(State.NOT_QUALIFIED, 0),
    )


def way_of(queue: ApplicationQuerySet, application: Application) -> Way:
    """Return the neighbours of a case in a queue, in which it need not be.

    After the last comes the first again. Who waits for an answer of the applicant is passed
    over, unless the case itself is one of them.
    """
    own = Application.objects.filter(pk=application.pk).annotate(review_turn=_turn())
    turn = ReviewTurn(own.values_list("review_turn", flat=True).get())
    on_way = queue if turn is ReviewTurn.ASKED else queue.exclude(at_turn(ReviewTurn.ASKED))
    others = on_way.exclude(pk=application.pk)
    number, later = application.case_number, [one for one in ReviewTurn if one > turn]
    behind = at_turn(*later) | (at_turn(turn) & Q(case_number__gt=number))
    numbers = others.values_list("case_number", flat=True)
    following = numbers.filter(behind).first() or numbers.first()
    return Way(numbers.exclude(behind).last() or "", following or "", others.count())


def first_of(queue: ApplicationQuerySet) -> str:
    """Return the number of the case that a queue begins with, blank if it is empty."""
    return queue.values_list("case_number", flat=True).first() or ""
