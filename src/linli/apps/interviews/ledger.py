"""How the ledger tells what happened to a panel."""

from collections.abc import Mapping
from datetime import datetime

from linli.apps.accounts.models import User
from linli.apps.applications.states import TABLE, Act
from linli.apps.interviews.models import Panel
from linli.apps.ledger.actions import Event

CLAUSE = TABLE[Act.RECORD_INTERVIEW].clause


def panel_event(
    panel: Panel,
    action: str,
    actor: User,
    at: datetime,
    *,
    inputs: Mapping[str, object],
    rule: str = "",
) -> Event:
    """Return the entry of an act on a panel; examiners stand in it by number, people by case."""
    version = panel.season.rule_version
    return Event(
        at=at,
        actor=actor.username,
        action=action,
        subject=panel.subject,
        clause=CLAUSE,
        rule=f"{version}:{rule}" if rule else version,
        inputs={"panel": panel.number, **inputs},
        rehearsal=panel.season.is_rehearsal,
    )
