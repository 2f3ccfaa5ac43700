"""A withdrawn season takes nothing any more: neither from the public nor from an office."""

from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal


class SeasonWithdrawn(Refusal):
    """The season was opened by mistake and has been withdrawn."""


def require_standing(season: Season) -> None:
    """Refuse what is done in a season that was withdrawn. Raises ``SeasonWithdrawn``."""
    if season.withdrawn_at is not None:
        raise SeasonWithdrawn(
            f"招募季{season.code}已经撤销", why="D0 一", mend="在现行的招募季中办理"
        )
