"""Open a season from its pack and move it from stage to stage."""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, record
from linli.apps.places.models import Division
from linli.apps.seasons.models import ORDER, Quota, Season, Stage, StageWindow
from linli.apps.seasons.permissions import may_act_at, require, require_office
from linli.core.policy import Pack
from linli.core.refusal import Refusal


class DivisionMissing(Refusal):
    """A county of the pack is not in the table of divisions."""


class DaysFixed(Refusal):
    """The days of a season are those of its document; only a rehearsal may be held later."""


class WrongStage(Refusal):
    """A season cannot go to that stage from where it stands."""


@transaction.atomic
def open_season(
    pack: Pack,
    *,
    actor: User,
    at: datetime,
    seed: str,
    source: str = "",
    is_rehearsal: bool = False,
    first_day: date | None = None,
) -> Season:
    """Open a season from a pack: quotas, windows, with their clauses, in the ledger.

    A rehearsal may begin its registration on another ``first_day``, not before the document's;
    all windows then move by as many days. The pack adds up, or it would not have loaded. Raises
    ``DaysFixed``, ``DivisionMissing`` and ``NotPermitted``. Source: D0 一(二), 附件1, 三.
    """
    day = pack.date_table("stage_start", pack.notice.issued)[Stage.REGISTRATION]
    shift = _shift(day, first_day, is_rehearsal=is_rehearsal)
    city = next(iter(pack.table("quota", day)))[:4]
    require(may_act_at(actor, (Office.CITY,), city, act="开启招募季", is_rehearsal=is_rehearsal))
    season = Season.objects.create(
        code=_free_code(pack.id),
        pack_id=pack.id,
        edition=pack.edition,
        title=pack.title,
        city=_division(city),
        is_rehearsal=is_rehearsal,
        seed=seed,
        source=source,
        opened_at=at,
    )
    _fix_quotas(season, pack, day)
    _fix_windows(season, pack, day, shift)
    moved_to = {"first_day": (day + shift).isoformat()} if shift else {}
    record([_opening(season, pack, day, actor, at, moved_to)])
    return season


def _shift(day: date, first_day: date | None, *, is_rehearsal: bool) -> timedelta:
    """Return by how much the windows of the document move."""
    shift = (first_day or day) - day
    if shift and not is_rehearsal:
        raise DaysFixed(
            f"正式招募季的报名自文件规定的{day.isoformat()}开始",
            why="D0 三",
            mend="不填开始日期；需要推迟截止的，开启后延长阶段",
        )
    if shift < timedelta():
        raise DaysFixed(
            f"文件自{day.isoformat()}起适用，演练不能更早开始", why="D0 三", mend="填更晚的日期"
        )
    return shift


def _free_code(pack_id: str) -> str:
    taken = Season.objects.filter(pack_id=pack_id).count()
    return f"{pack_id}-{taken + 1}" if taken else pack_id


def _division(code: str) -> Division:
    division = Division.objects.filter(code=code).first()
    if division is None:
        raise DivisionMissing(
            f"行政区划表中没有代码{code}", why="GB/T 2260", mend="运行“make setup”，或补入该区划"
        )
    return division


def _fix_quotas(season: Season, pack: Pack, day: date) -> None:
    communities = pack.whole_table("community_count", day)
    for code, places in pack.whole_table("quota", day).items():
        Quota.objects.create(
            season=season, county=_division(code), places=places, communities=communities[code]
        )


def _fix_windows(season: Season, pack: Pack, day: date, shift: timedelta) -> None:
    ends, clauses = pack.date_table("stage_end", day), pack.table("stage_clause", day)
    for stage, first in pack.date_table("stage_start", day).items():
        StageWindow.objects.create(
            season=season,
            stage=stage,
            first_day=first + shift,
            last_day=ends[stage] + shift,
            clause=str(clauses[stage]),
        )


def _opening(
    season: Season, pack: Pack, day: date, actor: User, at: datetime, moved_to: dict[str, str]
) -> Event:
    document = pack.notice
    return Event(
        at=at,
        actor=actor.username,
        action="open_season",
        subject=season.code,
        clause="D0 一",
        rule=season.rule_version,
        inputs={
            "document": document.number,
            "places": pack.whole("quota_total", day),
            "communities": pack.whole("community_total", day),
            "counties": len(pack.table("quota", day)),
            "seed": season.seed,
            **moved_to,
        },
        rehearsal=season.is_rehearsal,
    )


def lock_season(season: Season) -> Season:
    """Lock a season until the transaction ends, and return it as the database holds it.

    Whoever counts places or gives out numbers locks first, so that two never count the same.
    """
    return Season.objects.select_for_update().get(pk=season.pk)


@transaction.atomic
def advance(season: Season, stage: Stage, *, actor: User, at: datetime, reason: str) -> None:
    """Move a season to its next stage; none is skipped or reopened.

    Raises ``WrongStage`` and ``NotPermitted``.
    """
    require_office(actor, season, Office.CITY, act="转入下一阶段")
    locked = lock_season(season)
    position = ORDER.index(Stage(locked.stage))
    if position + 1 >= len(ORDER) or ORDER[position + 1] is not stage:
        raise WrongStage(
            f"招募季现处于“{Stage(locked.stage).label}”，不能转入“{stage.label}”",
            why="D0 三",
            mend="按阶段次序办理",
        )
    season.stage = stage
    season.save(update_fields=("stage",))
    record(
        [
            Event(
                at=at,
                actor=actor.username,
                action="advance_season",
                subject=season.code,
                clause="D0 三",
                reason=reason,
                rule=season.rule_version,
                inputs={"from": locked.stage, "to": stage.value},
                rehearsal=season.is_rehearsal,
            )
        ]
    )
