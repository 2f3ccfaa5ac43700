"""Whom and what the commands of an office act with: an official, an office, a season, a stage, by name."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from linli.cli.start import start_django
from linli.core.refusal import Refusal

if TYPE_CHECKING:
    from linli.apps.accounts.models import User
    from linli.apps.seasons.models import Season


class NobodyByThatName(Refusal):
    """No official who may sign in bears the user name."""


class OneOf(click.ParamType[str]):
    """One of the values that the models know: asked for when a command runs, not when it is listed."""

    def __init__(self, name: str, values: Callable[[], Iterable[str]]) -> None:
        self.name = name
        self._values = values

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value; whatever is not known is refused as Click refuses a choice."""
        start_django()
        return str(click.Choice(list(self._values())).convert(value, param, ctx))


class NoSuchSeason(Refusal):
    """No season bears the number."""


def running_stages() -> Iterable[str]:
    """Return the stages in which something is done, in their order."""
    from linli.apps.seasons.models import ORDER, Stage

    return (stage.value for stage in ORDER if stage is not Stage.CLOSED)


def offices() -> Iterable[str]:
    """Return the offices that an official may belong to."""
    from linli.apps.accounts.models import Office

    return (office.value for office in Office)


def official_named(username: str) -> "User":
    """Return an official by user name. Raises ``NobodyByThatName``."""
    from linli.apps.accounts.models import User

    found = User.objects.filter(username=username, is_active=True).exclude(office="").first()
    if found is None:
        raise NobodyByThatName(
            "没有这个工作人员，或者该用户已停用",
            mend="核对用户名；还没有的，用 linli official add 建立",
        )
    return found


def season_coded(code: str) -> "Season":
    """Return a season by number. Raises ``NoSuchSeason``."""
    from linli.apps.seasons.models import Season

    found = Season.objects.filter(code=code).first()
    if found is None:
        raise NoSuchSeason("没有这个编号的招募季", mend="编号见 linli season status")
    return found
