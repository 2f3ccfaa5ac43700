"""Extensions as everybody may read them: which stage, why, until when, from the ledger.

Source: D0 三; requirements A12.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season, Stage


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: the stage, the reason, the last day before and after (included), when it was made."""

    stage: Stage
    reason: str
    before: date
    last_day: date
    made_at: datetime


def extensions_of(season: Season) -> tuple[Extension, ...]:
    """Return the extensions of a season, the first one first."""
    # The season's entries are many, its extensions few: the database picks, what is read decides.
    likely = Entry.objects.of_subject(season.code).filter(body__contains="extend_stage")
    bodies = (json.loads(body) for body in likely.values_list("body", flat=True))
    return tuple(_extension(body) for body in bodies if body["action"] == "extend_stage")


def _extension(body: dict[str, object]) -> Extension:
    inputs = body["inputs"]
    assert isinstance(inputs, dict)
    stage = inputs["stage"]
    return Extension(
        Stage(stage),
        str(body["reason"]),
        date.fromisoformat(inputs["before"][stage][1]),
        date.fromisoformat(inputs["after"][stage][1]),
        datetime.fromisoformat(str(body["at"])),
    )
