"""What a case that waits for a supplement is asked for, as its applicant reads it.

Source: D0 三(二).
"""

from dataclasses import dataclass
from datetime import datetime

from linli.apps.applications.models import Application, Decision
from linli.apps.applications.states import State
from linli.apps.intake.models import Letter
from linli.apps.seasons.citing import told_clauses, told_sentences


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: sentence by sentence, or in the words of a letter, whichever came last.

    ``codes`` are those of the checks that the decision asks about.
    """

    items: tuple[str, ...] = ()
    letter: str = ""
    codes: frozenset[str] = frozenset()


def asked_of(application: Application) -> Asked | None:
    """Return what a case is asked for, ``None`` if it waits for no supplement."""
    if application.state != State.SUPPLEMENT_REQUESTED:
        return None
    decision, letter = _decision(application), _letter(application)
    codes = frozenset(decision.codes) if decision else frozenset()
    if letter and (decision is None or _told_at(letter) > decision.decided_at):
        return Asked(letter=told_clauses(letter.body, application.season), codes=codes)
    reason = decision.reason if decision else ""
    return Asked(items=told_sentences(reason, application.season), codes=codes)


def _decision(application: Application) -> Decision | None:
    asking = [
        one
        for one in application.decisions.all()
        if one.outcome == Decision.Outcome.SUPPLEMENT and one.undone_at is None
    ]
    return asking[-1] if asking else None


def _letter(application: Application) -> Letter | None:
    sent = [one for one in application.letters.all() if one.status == Letter.Status.RELEASED]
    return sent[-1] if sent else None


def _told_at(letter: Letter) -> datetime:
    return letter.released_at or letter.drafted_at
