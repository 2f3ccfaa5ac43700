"""Open a season from its pack and move it from stage to stage."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, record
from linli.apps.places.models import Division
from linli.apps.seasons.models import ORDER, Quota, Season, Stage, StageWindow
from linli.apps.seasons.permissions import Permission, may_act_at, require, require_office
from linli.apps.seasons.planning import SeasonPlan, plan_season
from linli.apps.seasons.withdrawn import require_standing
from linli.core.policy import Pack
from linli.core.refusal import Refusal


class DivisionMissing(Refusal):
    """A county of the pack is not in the table of divisions."""


class PlanChanged(Refusal):
    """What would be opened is no longer what was shown."""


class SameSeasonOpen(Refusal):
    """A season of the same pack, kind and first day is open, and nobody asked for another."""


class WrongStage(Refusal):
    """A season cannot go to that stage from where it stands."""


class UnexplainedStep(Refusal):
    """Whoever looks back may read why a season went on when it did."""


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
    shown: str | None = None,
    is_another: bool = False,
) -> Season:
    """Open a season from a pack: quotas, windows, with their clauses, in the ledger.

    ``shown`` is the mark of the plan that somebody confirms: another plan is not carried out.
    ``is_another`` opens one beside a season that is the same in all but its number.
    Raises ``NoRecruitment``, ``QuotasDoNotAddUp``, ``DaysFixed``, ``PlanChanged``,
    ``SameSeasonOpen``, ``DivisionMissing`` and ``NotPermitted``. Source: D0 一(二), 附件1, 三.
    """
    # Two openings of one city wait for one another, so that each counts the runs before it.
    list(Division.objects.select_for_update(no_key=True).filter(code=actor.scope))
    plan = plan_season(pack, is_rehearsal=is_rehearsal, first_day=first_day)
    require(may_open(actor, plan))
    if shown is not None and shown != plan.mark:
        raise PlanChanged(
            "核对以后情况有变：这个政策包刚刚又开启了一季，或者换了版本",
            why="D0 一",
            mend="重新核对后再开启；已由他人开启的，不必重复",
        )
    if not is_another and (same := same_season(plan, source=source)):
        raise SameSeasonOpen(
            f"已经开启同一政策包、同一用途、同日开始报名的一季：编号{same.code}，"
            f"现处于“{same.get_stage_display()}”",
            why="D0 一",
            mend="在已有的一季中办理；确要另开一个的，勾选“仍要另开一个”",
        )
    season = Season.objects.create(
        code=plan.code,
        pack_id=pack.id,
        edition=pack.edition,
        title=pack.title,
        city=_division(plan.city),
        is_rehearsal=is_rehearsal,
        seed=seed,
        source=source,
        opened_at=at,
    )
    _fix(season, plan)
    record([_opening(season, plan, actor, at)])
    return season


def same_season(plan: SeasonPlan, *, source: str = "") -> Season | None:
    """Return the newest open season of a plan's pack, kind and first day, made from the same source."""
    return (
        Season.objects.standing()
        .filter(
            pack_id=plan.pack.id,
            is_rehearsal=plan.is_rehearsal,
            source=source,
            windows__stage=Stage.REGISTRATION,
            windows__first_day=plan.day + plan.shift,
        )
        .exclude(stage=Stage.CLOSED)
        .first()
    )


def may_open(official: User, plan: SeasonPlan) -> Permission:
    """Tell whether an official may open a season as planned."""
    return may_act_at(
        official, (Office.CITY,), plan.city, act="开启招募季", is_rehearsal=plan.is_rehearsal
    )


def _division(code: str) -> Division:
    division = Division.objects.filter(code=code).first()
    if division is None:
        raise DivisionMissing(
            f"行政区划表中没有代码{code}", why="GB/T 2260", mend="运行“make setup”，或补入该区划"
        )
    return division


def _fix(season: Season, plan: SeasonPlan) -> None:
    for one in plan.counties:
        Quota.objects.create(
            season=season,
            county=_division(one.code),
            places=one.places,
            communities=one.communities,
        )
    for window in plan.windows:
        StageWindow.objects.create(
            season=season,
            stage=window.stage,
            first_day=window.first_day,
            last_day=window.last_day,
            clause=window.clause,
        )


def _opening(season: Season, plan: SeasonPlan, actor: User, at: datetime) -> Event:
    moved_to = {"first_day": (plan.day + plan.shift).isoformat()} if plan.shift else {}
    return Event(
        at=at,
        actor=actor.username,
        action="open_season",
        subject=season.code,
        clause="D0 一",
        rule=season.rule_version,
        inputs={
            "document": plan.pack.notice.number,
            "places": plan.places,
            "communities": plan.communities,
            "counties": len(plan.counties),
            "seed": season.seed,
            **moved_to,
        },
        rehearsal=season.is_rehearsal,
    )


def lock_season(season: Season) -> Season:
    """Lock a season until the transaction ends, and return it as the database holds it.

    Whoever counts places or gives out numbers locks first, so that two never count the same.
    Raises ``SeasonWithdrawn``.
    """
    locked = Season.objects.select_for_update().get(pk=season.pk)
    require_standing(locked)
    return locked


@transaction.atomic
def advance(
    season: Season,
    stage: Stage,
    *,
    actor: User,
    at: datetime,
    reason: str,
    undone: Mapping[str, int] | None = None,
) -> None:
    """Move a season to its next stage; none is skipped or reopened.

    ``undone`` counts by state the cases that are left behind, for the ledger. Raises ``WrongStage``, ``UnexplainedStep`` and ``NotPermitted``.
    """
    require_office(actor, season, Office.CITY, act="转入下一阶段")
    if not reason.strip():
        raise UnexplainedStep("转入下一阶段必须写明理由", why="D0 三", mend="写明上一阶段已经办完")
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
                inputs={
                    "from": locked.stage,
                    "to": stage.value,
                    **({"undone": dict(undone)} if undone else {}),
                },
                rehearsal=season.is_rehearsal,
            )
        ]
    )
