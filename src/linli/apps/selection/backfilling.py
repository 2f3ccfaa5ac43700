"""Vacancies and who fills them; the reserve at the season's end."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Backfill
from linli.apps.selection.placing import chain_of
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.core import placement as engine
from linli.core.placement import Reserve, Seats, fill_from_reserve
from linli.core.policy import Pack


@transaction.atomic
def backfill_county(season: Season, county: str, *, actor: User, at: datetime) -> list[Application]:
    """Fill a county's open vacancies from its own reserve, by merit; return the fillers.

    One vacancy takes one filler. Who withdraws or is revoked after being placed leaves a
    vacancy too (D0 三(三): 逐一确认是否参加体检). A vacancy that the reserve cannot fill is
    recorded empty. Raises ``NotPermitted``.
    Source: D0 三(四); requirements E4, E5; policy parameter ``backfill_moves_placed``.
    """
    require_office(actor, season, Office.COUNTY, act=Act.BACKFILL.label, county=county)
    day = beijing_date(at)
    require_value(season.pack, "backfill_moves_placed", day, False)
    lock_season(season)
    open_vacancies = list(
        season.applications.filter(LEFT_A_PLACE, county_id=county, vacancy=None).order_by(
            "case_number"
        )
    )
    queue = list(
        season.applications.filter(county_id=county)
        .in_state(State.RESERVE)
        .select_related("placement")
        .order_by(*_order(season.pack, day))
    )
    by_number = {one.case_number: one for one in [*open_vacancies, *queue]}
    steps = fill_from_reserve(
        [(county, one.case_number) for one in open_vacancies],
        {county: _reserve(county, open_vacancies, queue)},
    )
    for step in steps:
        _record_backfill(season, step, by_number, actor, at)
    fillers = [step for step in steps if step.filler]
    change_states([_backfill_change(by_number, step, actor, at) for step in fillers])
    return [by_number[step.filler] for step in fillers if step.filler]


def _order(pack: Pack, day: date) -> tuple[str, ...]:
    """Return by what a reserve moves up: the chain of the placement, then its queue.

    Ranks of two placements run side by side, so that merit goes first.
    """
    columns = {column.name for column in chain_of(pack, day)}
    by_priority = ("-has_priority",) if "priority" in columns else ()
    return ("-score__total", *by_priority, "placement__rank", "case_number")


def _reserve(
    county: str, vacancies: Sequence[Application], queue: Sequence[Application]
) -> Reserve:
    """Return a county's reserve as the engine takes it: as many places as stand open."""
    return Reserve(Seats(county, len(vacancies)), tuple(one.case_number for one in queue))


def _record_backfill(
    season: Season,
    step: engine.Backfill,
    by_number: Mapping[str, Application],
    actor: User,
    at: datetime,
) -> None:
    leaver = by_number[step.leaver]
    filler = by_number[step.filler] if step.filler else None
    Backfill.objects.create(
        season=season,
        county_id=step.post,
        leaver=leaver,
        filler=filler,
        queue_position=by_number[step.filler].placement.rank if step.filler else None,
        reason=f"报名{leaver.case_number}{leaver.state_label}",
    )
    if filler is None:
        record(
            [
                Event(
                    at=at,
                    actor=actor.username,
                    action="leave_vacant",
                    subject=leaver.subject,
                    clause="D0 三(四)",
                    reason="本县递补候选已用完，名额空缺",
                    rule=f"{season.rule_version}:backfill_moves_placed",
                    inputs={"county": step.post},
                    rehearsal=season.is_rehearsal,
                )
            ]
        )


def _backfill_change(
    by_number: Mapping[str, Application], step: engine.Backfill, actor: User, at: datetime
) -> Change:
    filler, leaver = by_number[step.filler or ""], by_number[step.leaver]
    return Change(
        filler,
        Act.BACKFILL,
        actor,
        at,
        reason=f"递补报名{leaver.case_number}（{leaver.state_label}）留下的名额",
        rule=f"{filler.season.rule_version}:backfill_moves_placed",
        inputs={
            "leaver": leaver.case_number,
            "queue_position": filler.placement.rank,
            "county": step.post,
        },
    )


def release_reserve(season: Season, county: str, *, actor: User, at: datetime) -> None:
    """Tell a county's remaining reserve that the season ends without them (D0 三(四)).

    Raises ``NotPermitted``.
    """
    require_office(actor, season, Office.COUNTY, act=Act.RELEASE_RESERVE.label, county=county)
    left = (
        season.applications.filter(county_id=county)
        .in_state(State.RESERVE)
        .select_related("season__city")
    )
    change_states(
        [
            Change(one, Act.RELEASE_RESERVE, actor, at, reason="本季招募结束，未发生可递补的空缺")
            for one in left
        ]
    )
