"""Withdraw a season that was opened by mistake, while nobody outside has taken it up.

Source: D0 一; requirements A12.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ForeignObjectRel, Model

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, record
from linli.apps.ledger.models import Entry
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.core.refusal import Refusal

WITHDRAW = "撤销开启的招募季"
#: What an office alone has made of a season, and nobody outside has read or relies on.
#: Whatever else refers to a season keeps it from being withdrawn, so a new model does by itself.
_OF_THE_OFFICE = frozenset(
    {
        "seasons.quota",
        "seasons.stagewindow",
        "seasons.appointment",
        "exports.export",
        "applications.savedfilter",
    }
)


class SeasonTakenUp(Refusal):
    """Somebody has applied, asked or read: what was begun with people is carried through."""


class SeasonEnded(Refusal):
    """A season that went through its stages was no mistake."""


class UnexplainedWithdrawal(Refusal):
    """Whoever looks back may read why a season was withdrawn."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who withdrew a season, by user name, when, and why."""

    actor: str
    at: datetime
    reason: str


@transaction.atomic
def withdraw_season(season: Season, *, reason: str, actor: User, at: datetime) -> None:
    """Withdraw a season that nobody has taken up; another of its pack may be opened in its place.

    Raises ``NotPermitted``, ``UnexplainedWithdrawal``, ``SeasonWithdrawn``, ``SeasonEnded`` and
    ``SeasonTakenUp``. Source: D0 一; requirements A12.
    """
    require_office(actor, season, Office.CITY, act=WITHDRAW)
    if not reason.strip():
        raise UnexplainedWithdrawal(
            "撤销招募季必须写明理由", why="D0 一", mend="写明为什么撤销，例如重复开启"
        )
    locked = lock_season(season)
    if refusal := withdrawal_refused(locked):
        raise refusal
    season.withdrawn_at = at
    season.save(update_fields=("withdrawn_at",))
    record([_withdrawing(season, reason, actor, at)])


def withdrawal_refused(season: Season) -> Refusal | None:
    """Return why a season cannot be withdrawn, ``None`` if it can; one query for each kind of row."""
    if season.stage == Stage.CLOSED:
        return SeasonEnded(
            "招募季已经结束，不能撤销", why="D0 一", mend="已结束的招募季作为记录保留，不必撤销"
        )
    if found := _taken_up(season):
        told = "、".join(f"{name}{count}条" for name, count in found.items())
        return SeasonTakenUp(
            f"招募季{season.code}已有{told}，不能撤销",
            why="D0 一",
            mend="继续按阶段办理；重复开启的，撤销还没有人报名的那一季",
        )
    return None


def _taken_up(season: Season) -> Mapping[str, int]:
    """Count by name what refers to a season and is not of the office alone."""
    counts = {
        str(model._meta.verbose_name): model._base_manager.filter(**{name: season}).count()
        for model, name in _referring()
        if model._meta.label_lower not in _OF_THE_OFFICE
    }
    return {name: count for name, count in counts.items() if count}


def _referring() -> Iterator[tuple[type[Model], str]]:
    """Yield every model that refers to a season, also one that a season cannot tell, with its field."""
    for relation in Season._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            yield relation.related_model, relation.field.name


def withdrawals_of(seasons: Iterable[Season]) -> Mapping[str, Withdrawal]:
    """Return the withdrawals of seasons by the code of the season, from the ledger; one query."""
    codes = [season.code for season in seasons]
    likely = Entry.objects.filter(subject__in=codes, body__contains="withdraw_season")
    bodies = [json.loads(body) for body in likely.values_list("body", flat=True)]
    return {
        body["subject"]: Withdrawal(
            body["actor"], datetime.fromisoformat(body["at"]), body["reason"]
        )
        for body in bodies
        if body["action"] == "withdraw_season"
    }


def _withdrawing(season: Season, reason: str, actor: User, at: datetime) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="withdraw_season",
        subject=season.code,
        clause="D0 一",
        reason=reason.strip(),
        rule=season.rule_version,
        inputs={"stage": season.stage},
        rehearsal=season.is_rehearsal,
    )
