"""Whom and what the commands of an office act with: an official and a season, by name."""

from typing import TYPE_CHECKING

from linli.core.refusal import Refusal

if TYPE_CHECKING:
    from linli.apps.accounts.models import User
    from linli.apps.seasons.models import Season


class NobodyByThatName(Refusal):
    """No official who may sign in bears the user name."""


class NoSuchSeason(Refusal):
    """No season bears the number."""


def official_named(username: str) -> "User":
    """Return an official by user name. Raises ``NobodyByThatName``."""
    from linli.apps.accounts.models import User

    found = User.objects.filter(username=username, is_active=True).exclude(office="").first()
    if found is None:
        raise NobodyByThatName(
            "没有这个工作人员，或者该用户已停用",
            mend="核对 --as 的用户名；还没有的，用 linli official add 建立",
        )
    return found


def season_coded(code: str) -> "Season":
    """Return a season by number. Raises ``NoSuchSeason``."""
    from linli.apps.seasons.models import Season

    found = Season.objects.filter(code=code).first()
    if found is None:
        raise NoSuchSeason("没有这个编号的招募季", mend="编号见 linli season status")
    return found
