"""Who may do what with a season as a whole: a yes or no, with its reason."""

from collections.abc import Sequence

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.permissions import NotPermitted, Permission, may_act_at, require
from linli.apps.seasons.models import Season

__all__ = [
    "NotPermitted",
    "Permission",
    "may_act_at",
    "may_act_in_season",
    "may_view_season",
    "require",
    "require_office",
]


def may_act_in_season(
    official: User, season: Season, offices: Sequence[Office], *, act: str, county: str = ""
) -> Permission:
    """Tell whether an official may do an act in a season: for the whole city, or for one county."""
    if county and not county.startswith(season.city_id):
        return Permission(False, f"代码{county}的县（市、区）不属于本招募季的市")
    place = county or season.city_id
    return may_act_at(official, offices, place, act=act, is_rehearsal=season.is_rehearsal)


def may_view_season(official: User, season: Season) -> Permission:
    """Tell whether an official may open a season: in the own city, and never a real one in rehearsal."""
    if official.is_rehearsal and not season.is_rehearsal:
        return Permission(False, "演练账号只能查看演练招募季")
    if not (season.city_id.startswith(official.scope) or official.scope.startswith(season.city_id)):
        return Permission(False, "这个招募季不在您的管辖范围内")
    return Permission(True)


def require_office(
    official: User, season: Season, *offices: Office, act: str, county: str = ""
) -> None:
    """Refuse an official who may not do an act in a season or county. Raises ``NotPermitted``."""
    require(may_act_in_season(official, season, offices, act=act, county=county))
