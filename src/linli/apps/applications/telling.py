"""What people are told besides changes of state; messages store themselves in the same transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.apps.applications.models import Application


class Topic(StrEnum):
    """Of what somebody is told."""

    RECHECK = "recheck"
    APPOINTMENT = "appointment"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Tiding:
    """What the person of one case is told, in whole sentences, at ``at``."""

    application: Application
    topic: Topic
    text: str
    at: datetime


Teller = Callable[[Sequence[Tiding]], None]
_tellers: list[Teller] = []


def on_tidings(teller: Teller) -> Teller:
    """Register what is given tidings inside their transaction (notices store themselves there)."""
    _tellers.append(teller)
    return teller


def tell(tidings: Sequence[Tiding]) -> None:
    """Hand tidings on; they are stored in the transaction that they tell of, and sent after it."""
    for teller in _tellers:
        teller(tidings)
