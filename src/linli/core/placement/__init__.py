"""Who goes where: ranking, shortlist, placement with quotas, reserve and backfill."""

from linli.core.placement.allocation import (
    Placement,
    PlacementResult,
    PlacementRule,
    PlacementStatus,
    PostResult,
    place,
)
from linli.core.placement.backfill import Backfill, Reserve, fill_from_reserve, steps_between
from linli.core.placement.ranking import Candidate, Criterion, Standing, drawn_lot, standings
from linli.core.placement.reasons import Answer, Clauses, Outcome, Wording
from linli.core.placement.seats import Seats
from linli.core.placement.shortlist import (
    Shortlist,
    ShortlistRule,
    TieRule,
    TooFewRule,
    shortlist,
)

__all__ = [
    "Answer",
    "Backfill",
    "Candidate",
    "Clauses",
    "Criterion",
    "Outcome",
    "Placement",
    "PlacementResult",
    "PlacementRule",
    "PlacementStatus",
    "PostResult",
    "Reserve",
    "Seats",
    "Shortlist",
    "ShortlistRule",
    "Standing",
    "TieRule",
    "TooFewRule",
    "Wording",
    "drawn_lot",
    "fill_from_reserve",
    "place",
    "shortlist",
    "standings",
    "steps_between",
]
