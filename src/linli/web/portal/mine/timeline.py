"""What happened to a case, told to its applicant: no official's name, no other case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.queries import entries_of
from linli.apps.rights.telling import told_reason
from linli.apps.seasons.citing import told_sentences
from linli.apps.seasons.models import Season
from linli.web.portal.mine.words import EVENTS


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: what, when, by which office or oneself, by which clause."""

    act: str
    text: str
    at: datetime
    by: str
    clause: str


def timeline_of(application: Application, account: User) -> tuple[Happened, ...]:
    """Return what happened to a case, the newest first.

    What a case that waits for a supplement is asked for stands above, and is not said again.
    """
    bodies = [one for one in entries_of(application.subject) if one["action"] in EVENTS]
    doers = User.objects.in_bulk({one["actor"] for one in bodies}, field_name="username")
    happened = [
        _happened(body, doers.get(body["actor"]), account, application.season)
        for body in reversed(bodies)
    ]
    if application.state == State.SUPPLEMENT_REQUESTED:
        asking = EVENTS[Act.REQUEST_SUPPLEMENT]
        last = next((place for place, one in enumerate(happened) if one.act == asking), None)
        if last is not None:
            happened[last] = replace(happened[last], text="")
    return tuple(happened)


def told_text(reason: str, season: Season) -> str:
    """Return a reason as its applicant reads it, a line for each of its sentences."""
    return "\n".join(told_sentences(reason, season))


def last_reason(application: Application) -> tuple[str, str]:
    """Return why the case stands where it stands, and the clause, as the ledger has it; both may be blank."""
    for body in reversed(entries_of(application.subject)):
        if body["inputs"].get("to") == application.state:
            return told_reason(body), body["clause"]
    acts = [line.clause for line in TABLE.values() if line.target == application.state]
    return "", acts[0] if acts else ""


def _happened(
    body: Mapping[str, Any], doer: User | None, account: User, season: Season
) -> Happened:
    return Happened(
        act=EVENTS[body["action"]],
        text=told_text(told_reason(body), season),
        at=datetime.fromisoformat(body["at"]),
        by=_by(doer, account),
        clause=body["clause"],
    )


def _by(doer: User | None, account: User) -> str:
    if doer is None or not doer.is_official:
        return "本人" if doer is not None and doer.pk == account.pk else ""
    return doer.get_office_display()
