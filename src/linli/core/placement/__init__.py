"""Who goes where: ranking, shortlist, placement with quotas, reserve and backfill."""

from linli.core.placement.allocation import Placement, PlacementStatus, place
from linli.core.placement.backfill import Backfill, backfill
from linli.core.placement.ranking import Candidate, Standing, drawn_lot, shortlist, standings

__all__ = [
    "Backfill",
    "Candidate",
    "Placement",
    "PlacementStatus",
    "Standing",
    "backfill",
    "drawn_lot",
    "place",
    "shortlist",
    "standings",
]
