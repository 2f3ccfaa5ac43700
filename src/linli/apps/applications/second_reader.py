"""Where a pack asks for it, a decision of the review needs a second reader: what is asked, what waits.

Source: policy parameter ``second_reader``, a list of outcomes; a pack without it asks for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from linli.apps.applications.models import Application, Decision, FirstOpinion
from linli.apps.applications.states import TABLE, Act
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


def waiting_opinion(application: Application) -> FirstOpinion | None:
    """Return the opinion on a case that nobody has answered yet, whether or not the case has changed."""
    return FirstOpinion.objects.waiting().filter(application=application).first()


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


def require_no_opinion(applications: Iterable[Application]) -> None:
    """Refuse cases on which an opinion waits. Raises ``OpinionWaits``."""
    for opinion in waiting_among(applications).values():
        raise OpinionWaits(
            f"报名{opinion.application.case_number}已有初审意见，待第二人复核",
            why=TABLE[Act.QUALIFY].clause,
            mend="先同意或者退回初审意见，再作其他决定",
        )


def waiting_among(applications: Iterable[Application]) -> Mapping[int, FirstOpinion]:
    """Return by case the opinions that wait; where no pack asks for a second reader, no query is made."""
    keys = [one.pk for one in applications if may_ask(one.season.pack)]
    waiting = FirstOpinion.objects.waiting().filter(application__in=keys) if keys else ()
    return {one.application_id: one for one in waiting}


def waiting_in(season: Season, scope: str) -> QuerySet[FirstOpinion]:
    """Return the opinions of a season that wait within a scope, the oldest first.

    One whose case has left the review meanwhile waits for nobody.
    """
    cases = season.applications.within(scope).filter(state__in=TABLE[Act.QUALIFY].origins)
    return FirstOpinion.objects.waiting().filter(application__in=cases)
