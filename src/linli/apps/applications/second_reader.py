"""Where a pack asks for it, a decision of the review needs a second reader: what is asked, what waits.

Source: policy parameter ``second_reader``, a list of outcomes; a pack without it asks for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.seen_mark import seen_of
from linli.apps.applications.states import TABLE, Act
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.carried_out import not_carried_out
from linli.apps.seasons.models import Season
from linli.core.policy import NothingInForce, Pack
from linli.core.refusal import Refusal

_NAME = "second_reader"


class SecondReaderMissing(Refusal):
    """One official alone would decide what the pack lets two decide."""


class OpinionWaits(Refusal):
    """A first opinion on the case waits for its second reader, and is answered first."""


def may_ask(pack: Pack) -> bool:
    """Tell whether a pack asks for a second reader of anything, on whatever day."""
    return _NAME in pack.parameters


def asked_outcomes(pack: Pack, on: date) -> tuple[str, ...]:
    """Return the outcomes that need a second reader on a day; before its first day a figure asks nothing.

    Raises ``NotCarriedOut`` for an outcome that no decision has.
    """
    if not may_ask(pack):
        return ()
    try:
        asked = pack.texts(_NAME, on)
    except NothingInForce:
        return ()
    if not set(asked) <= set(Decision.Outcome.values):
        raise not_carried_out(pack, _NAME, on, Decision.Outcome.values)
    return asked


def asking_clause(opinion: FirstOpinion) -> str:
    """Return the clause that asked for a second reader on the day of the opinion."""
    return opinion.application.season.pack.clause(_NAME, beijing_date(opinion.given_at))


def stands(opinion: FirstOpinion) -> bool:
    """Tell whether the case is still as the first reader saw it; an opinion on another one is void."""
    return opinion.seen == seen_of(opinion.application)


def require_second_readers(alone: Sequence[tuple[Application, str]], on: date) -> None:
    """Refuse what one official may not decide: cases, each with its outcome.

    Raises ``SecondReaderMissing`` and ``OpinionWaits``.
    """
    for application, outcome in alone:
        if outcome in asked_outcomes(application.season.pack, on):
            raise SecondReaderMissing(
                f"报名{application.case_number}：决定“{Decision.Outcome(outcome).label}”须经第二人复核",
                why=application.season.pack.clause(_NAME, on),
                mend="逐件提出初审意见，由同一单位的另一名工作人员复核",
            )
    require_no_opinion(application for application, _ in alone)


def require_agreed(
    opinion: FirstOpinion, application: Application, outcome: str, *, actor: User
) -> None:
    """Refuse to decide by an opinion to which the actor, as its second reader, has not agreed.

    It is on this case, of this outcome, and given by somebody else. Raises ``SecondReaderMissing``.
    """
    is_of_this = (opinion.application_id, opinion.outcome) == (application.pk, outcome)
    is_agreed = opinion.status == FirstOpinion.Status.CONFIRMED and opinion.closed_by == actor
    if is_of_this and is_agreed and actor != opinion.given_by:
        return
    raise SecondReaderMissing(
        f"报名{application.case_number}：初审意见没有经第二人复核同意，不能据以决定",
        why=asking_clause(opinion),
        mend="由初审人所在单位的另一名工作人员复核同意后再决定",
    )


def require_no_opinion(applications: Iterable[Application]) -> None:
    """Refuse cases on which an opinion waits that is not void. Raises ``OpinionWaits``."""
    for opinion in waiting_among(applications).values():
        raise OpinionWaits(
            f"报名{opinion.application.case_number}已有初审意见，待第二人复核",
            why=TABLE[Act.QUALIFY].clause,
            mend="先同意或者退回初审意见，再作其他决定",
        )


def waiting_among(applications: Iterable[Application]) -> Mapping[int, FirstOpinion]:
    """Return by case the opinions that wait for a second reader: nobody waits with one that is void."""
    return {one.application_id: one for one in _unanswered(applications) if stands(one)}


def void_among(applications: Iterable[Application]) -> Sequence[FirstOpinion]:
    """Return the opinions that nobody has answered and whose case has changed since."""
    return [one for one in _unanswered(applications) if not stands(one)]


def _unanswered(applications: Iterable[Application]) -> Iterable[FirstOpinion]:
    """Return the open opinions with their cases; where no pack asks for any, no query is made."""
    keys = [one.pk for one in applications if may_ask(one.season.pack)]
    if not keys:
        return ()
    found = FirstOpinion.objects.waiting().filter(application__in=keys)
    return found.select_related("application__season")


def waiting_in(season: Season, scope: str) -> QuerySet[FirstOpinion]:
    """Return the opinions of a season that nobody has answered within a scope, the oldest first.

    Void ones are among them; one whose case has left the review meanwhile is not.
    """
    cases = season.applications.within(scope).filter(state__in=TABLE[Act.QUALIFY].origins)
    return FirstOpinion.objects.waiting().filter(application__in=cases)
