"""Many clear cases pass together: first the list of what will happen, then the act on just that list.

Nobody is turned away in a batch. Source: D0 三(二); requirements C1, Q15.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from linli.apps.accounts.models import User
from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application, ApplicationQuerySet, Check
from linli.apps.applications.openings import open_elsewhere
from linli.apps.applications.second_reader import waiting_among
from linli.apps.applications.seen_mark import seen_of
from linli.apps.applications.states import TABLE, Act
from linli.apps.intake.review_queue import ReviewTurn, at_turn, counts_by_turn
from linli.core.refusal import Refusal

#: So many cases pass in one act at most: an official has read the list.
MOST = 200
_CLAUSE = TABLE[Act.QUALIFY].clause


class BatchChanged(Refusal):
    """What would happen now is not what the official confirmed."""


class NothingChosen(Refusal):
    """No case, or one that is not on the list, was chosen to pass."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The cases that may pass together, in order; how many may not, by why.

    Of their checks those are loaded that give a reason. ``opened`` are those that a colleague
    has open, ``later`` how many lie beyond ``MOST``, ``awaiting`` how many have a first opinion
    that waits for its second reader; one that is void keeps no case out.
    """

    cases: tuple[Application, ...]
    left_out: Mapping[ReviewTurn, int]
    without_county: int
    opened: tuple[str, ...]
    later: int
    awaiting: int


def batch_of(queue: ApplicationQuerySet, official: User, at: datetime) -> Batch:
    """Return what a batch over a queue would do at ``at`` for an official: nothing is changed.

    What a colleague has open just now is left to the colleague.
    """
    counts = counts_by_turn(queue)
    clear = queue.filter(at_turn(ReviewTurn.CLEAR))
    ready = clear.filter(county__isnull=False)
    first = list(ready.values_list("pk", flat=True)[:MOST])
    # Of many checks a case, a page shows those that give a reason.
    reasons = Prefetch("checks", Check.objects.exclude(code=""))
    cases = list(_whole(Application.objects.filter(pk__in=first)).prefetch_related(reasons))
    opened, awaiting = open_elsewhere(cases, official, at), waiting_among(cases)
    return Batch(
        cases=tuple(one for one in cases if one.pk not in {*opened, *awaiting}),
        left_out={
            turn: counts[turn]
            for turn in ReviewTurn
            if counts[turn] and turn is not ReviewTurn.CLEAR
        },
        without_county=clear.filter(county__isnull=True).count(),
        opened=tuple(one.case_number for one in cases if one.pk in opened),
        later=ready.count() - len(first),
        awaiting=len(awaiting),
    )


@transaction.atomic
def pass_batch(
    queue: ApplicationQuerySet, chosen: Mapping[str, str], *, actor: User, at: datetime
) -> int:
    """Decide that the chosen cases of a queue pass, all or none; return how many.

    ``chosen`` has by case number what ``seen_of`` gave when the list was shown. Raises
    ``NothingChosen``, ``BatchChanged`` where a case is no longer as it was shown, and what
    ``decide`` raises.
    """
    if not 0 < len(chosen) <= MOST:
        raise NothingChosen(
            f"没有选择报名，或者超过{MOST}件", why=_CLAUSE, mend="在名单上勾选后再确认"
        )
    rows = queue.filter(at_turn(ReviewTurn.CLEAR), case_number__in=list(chosen))
    keys = list(rows.values_list("pk", flat=True))
    found = Application.objects.filter(pk__in=keys)
    lock_standings(found)
    cases = list(_whole(found))
    changed = {one.case_number: seen_of(one) for one in cases} != dict(chosen)
    if changed or rows.count() != len(chosen):
        raise BatchChanged(
            "名单中的报名在您查看期间有变动，没有办理任何一件",
            why=_CLAUSE,
            mend="核对下面的最新名单后再确认",
        )
    decide([Ruling(one, "pass", "") for one in cases], actor=actor, at=at)
    return len(cases)


def _whole(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.select_related("season__city", "person", "county").order_by("case_number")
