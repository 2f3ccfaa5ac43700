"""How a refusal is told to the public and to applicants: documents by the names that they know."""

from linli.apps.seasons.citing import told_clauses
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal


def told(refusal: Refusal, season: Season) -> str:
    """Return a refusal's sentence with its clauses as the public reads them: ``依据：通知三(五)``."""
    return told_clauses(refusal.sentence(), season)
