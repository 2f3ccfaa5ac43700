"""A first opinion is closed: agreed to, returned, or lapsed because its case has changed since.

Source: policy parameter ``second_reader``.
"""

from collections.abc import Sequence
from datetime import datetime

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, FirstOpinion
from linli.apps.applications.second_reader import asking_clause, void_among
from linli.apps.ledger.actions import Event, record

_CHANGED = "初审后报名有变动"


def close_opinion(
    opinion: FirstOpinion, status: FirstOpinion.Status, *, actor: User, at: datetime
) -> None:
    """Keep what became of an opinion that waited, by whom and when."""
    opinion.status, opinion.closed_by, opinion.closed_at = status, actor, at
    opinion.save(update_fields=["status", "answer", "closed_by", "closed_at"])


def let_lapse(applications: Sequence[Application], *, actor: User, at: datetime) -> None:
    """Close the opinions on locked cases that have changed since; ``actor`` decides them anew.

    Such an opinion speaks of what is no more. The ledger tells of each.
    """
    void = void_among(applications)
    for opinion in void:
        close_opinion(opinion, FirstOpinion.Status.LAPSED, actor=actor, at=at)
    if void:
        record([closing_event(one, "lapse_opinion", _CHANGED, actor, at) for one in void])


def closing_event(
    opinion: FirstOpinion, action: str, reason: str, actor: User, at: datetime
) -> Event:
    """Return what the ledger keeps of an opinion of which nothing came."""
    season = opinion.application.season
    return Event(
        at=at,
        actor=actor.username,
        action=action,
        subject=opinion.application.subject,
        clause=asking_clause(opinion),
        reason=reason,
        rule=f"{season.rule_version}:eligibility",
        inputs={"opinion": opinion.outcome, "first_reader": opinion.given_by.username},
        rehearsal=season.is_rehearsal,
    )
