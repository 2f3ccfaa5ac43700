"""Append to the ledger. Every change of state and every decision passes here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from linli.apps.ledger.models import Entry, Head
from linli.core.record import GENESIS, canonical_json, link

BEIJING = ZoneInfo("Asia/Shanghai")
#: Who acts where nobody has to say who they are.
PUBLIC = "public"


def beijing_date(at: datetime) -> date:
    """Return the day that an instant falls on in Beijing: the documents' days are those."""
    return at.astimezone(BEIJING).date()


@dataclass(frozen=True, slots=True)
class Event:
    """What is recorded: who, when, what, with which inputs, by which rule and clause, why.

    ``subject`` is a case or season number, never a name or an ID number. ``at`` is aware.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    clause: str
    reason: str = ""
    rule: str = ""
    inputs: Mapping[str, object] = field(default_factory=dict)
    rehearsal: bool = False


@transaction.atomic
def record(events: Sequence[Event]) -> None:
    """Append events in order, inside the caller's transaction.

    The head row is locked, so that concurrent writers keep one chain.
    """
    if not events:
        return
    head = _locked_head()
    entries = []
    for event in events:
        head.sequence += 1
        body = _body(event, head.sequence)
        head.digest = link(head.digest, body)
        entries.append(
            Entry(sequence=head.sequence, subject=event.subject, body=body, digest=head.digest)
        )
    Entry.objects.bulk_create(entries, batch_size=500)
    head.save(update_fields=("sequence", "digest"))


def _locked_head() -> Head:
    """Lock the one head, making it first where nothing has been recorded yet."""
    heads = Head.objects.select_for_update()
    head = heads.filter(id=1).first()
    if head is None:
        Head.objects.get_or_create(id=1, defaults={"digest": GENESIS})
        head = heads.get(id=1)
    return head


def _body(event: Event, sequence: int) -> str:
    return canonical_json(
        {
            "sequence": sequence,
            "at": event.at.astimezone(BEIJING).isoformat(timespec="seconds"),
            "actor": event.actor,
            "action": event.action,
            "subject": event.subject,
            "clause": event.clause,
            "reason": event.reason,
            "rule": event.rule,
            "inputs": dict(event.inputs),
            "rehearsal": event.rehearsal,
        }
    )
