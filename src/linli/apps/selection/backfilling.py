"""Vacancies and who fills them; the reserve at the season's end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Backfill
from linli.apps.selection.placement_basis import chain_of
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.core.placement import Reserve, Seats, fill_from_reserve
from linli.core.policy import Pack
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

#: Who takes up a place and is not yet a formal recruit: the place may still fall to the reserve.
_UNDECIDED = (State.PLACED, State.MEDICAL_PASSED, State.PROPOSED)


class ProposalsChanged(Refusal):
    """Vacancies or reserve are no longer what was shown."""


class ReserveNeeded(Refusal):
    """A vacancy is open, or somebody placed may still leave one."""


class ReserveChanged(Refusal):
    """The reserve is no longer the one that was shown."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One vacancy and who would fill it; ``filler`` is empty where the reserve is used up.

    ``waiting`` counts who would still be in the county's reserve when this vacancy is filled.
    """

    leaver: Application
    filler: Application | None
    waiting: int

    @property
    def sentence(self) -> str:
        """Return why it is this person, or why nobody."""
        if self.filler is None:
            return "本县递补候选已用完，名额空缺"
        rank, score = self.filler.placement.rank, self.filler.score
        return f"递补位次第{rank}位，面见总分{score}分，在尚未递补的{self.waiting}名候选中最前"


@transaction.atomic
def backfill_county(
    season: Season, county: str, *, actor: User, at: datetime, shown: str | None = None
) -> list[Application]:
    """Fill a county's open vacancies from its own reserve, by merit; return the fillers.

    One vacancy takes one filler. Who withdraws or is revoked after being placed leaves a
    vacancy too (D0 三(三): 逐一确认是否参加体检). A vacancy that the reserve cannot fill is
    recorded empty. ``shown`` is the mark of the proposals that somebody accepts: others are not
    carried out. Raises ``NotPermitted`` and ``ProposalsChanged``.
    Source: D0 三(四); requirements E4, E5; policy parameter ``backfill_moves_placed``.
    """
    require_office(actor, season, Office.COUNTY, act=Act.BACKFILL.label, county=county)
    lock_season(season)
    proposals = propose_backfills(season, county, on=beijing_date(at))
    if shown is not None and shown != mark_of(proposals):
        raise ProposalsChanged(
            "空缺或者递补候选已有变化", why="D0 三(四)", mend="按现在的递补意见重新核对后再办理"
        )
    for one in proposals:
        _record_backfill(season, county, one, actor, at)
    filled = [one for one in proposals if one.filler]
    change_states([_backfill_change(county, one, actor, at) for one in filled])
    return [one.filler for one in filled if one.filler]


def propose_backfills(
    season: Season, county: str, *, on: date, leaving: Collection[Application] = ()
) -> tuple[Proposal, ...]:
    """Return who would fill a county's open vacancies on a day, and write nothing.

    ``leaving`` hold a place still, and count as if they had left it.
    Source: D0 三(四); requirements E4, E5.
    """
    require_value(season.pack, "backfill_moves_placed", on, False)
    vacancies = sorted(
        [*open_vacancies(season, county), *leaving],
        key=lambda one: one.case_number,
    )
    queue = reserve_queue(season, county, on=on)
    by_number = {one.case_number: one for one in queue}
    steps = fill_from_reserve(
        [(county, one.case_number) for one in vacancies],
        {county: _reserve(county, vacancies, queue)},
    )
    return tuple(
        Proposal(
            leaver,
            by_number[step.filler] if step.filler else None,
            len(queue) - (step.queue_position or 1) + 1,
        )
        for leaver, step in zip(vacancies, steps, strict=True)
    )


def open_vacancies(season: Season, county: str) -> ApplicationQuerySet:
    """Return who of a county left a place that nothing is recorded about yet."""
    return season.applications.filter(LEFT_A_PLACE, county_id=county, vacancy=None)


def reserve_queue(season: Season, county: str, *, on: date) -> list[Application]:
    """Return a county's reserve, who moves up first at the front. Source: D0 三(四)."""
    return list(
        season.applications.filter(county_id=county)
        .in_state(State.RESERVE)
        .select_related("placement", "score", "person", "season__city")
        .order_by(*_order(season.pack, on))
    )


def mark_of(proposals: Sequence[Proposal]) -> str:
    """Return a mark of what is proposed: whoever accepts it sends it back."""
    return shown_mark(
        {one.leaver.case_number: one.filler and one.filler.case_number for one in proposals}
    )


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


def _record_backfill(season: Season, county: str, one: Proposal, actor: User, at: datetime) -> None:
    leaver, filler = one.leaver, one.filler
    Backfill.objects.create(
        season=season,
        county_id=county,
        leaver=leaver,
        filler=filler,
        queue_position=filler.placement.rank if filler else None,
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
                    reason=one.sentence,
                    rule=f"{season.rule_version}:backfill_moves_placed",
                    inputs={"county": county},
                    rehearsal=season.is_rehearsal,
                )
            ]
        )


def _backfill_change(county: str, one: Proposal, actor: User, at: datetime) -> Change:
    assert one.filler is not None
    filler, leaver = one.filler, one.leaver
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
            "county": county,
        },
    )


@transaction.atomic
def release_reserve(
    season: Season, county: str, *, actor: User, at: datetime, shown: str | None = None
) -> list[Application]:
    """Tell a county's remaining reserve that the season ends without them; return them.

    Only when no vacancy is left to come: none is open, and everybody who takes up a place is a
    formal recruit. ``shown`` is the mark of the reserve that somebody was shown: another is
    not released. Raises ``NotPermitted``, ``ReserveNeeded`` and ``ReserveChanged``.
    Source: D0 三(四); requirements E4.
    """
    require_office(actor, season, Office.COUNTY, act=Act.RELEASE_RESERVE.label, county=county)
    lock_season(season)
    needed = why_reserve_is_needed(season, county)
    if needed is not None:
        raise needed
    left = reserve_queue(season, county, on=beijing_date(at))
    if shown is not None and shown != mark_of_reserve(left):
        raise ReserveChanged(
            "候补名单已有变化", why="D0 三(四)", mend="按现在的名单重新核对后再办理"
        )
    change_states(
        [
            Change(one, Act.RELEASE_RESERVE, actor, at, reason="本季招募结束，未发生可递补的空缺")
            for one in left
        ]
    )
    return left


def why_reserve_is_needed(season: Season, county: str) -> ReserveNeeded | None:
    """Return why a county's reserve cannot be released yet, ``None`` if it can."""
    vacant = open_vacancies(season, county).count()
    if vacant:
        return ReserveNeeded(
            f"还有{vacant}个空缺没有办理递补，不能结束候补",
            why="D0 三(四)",
            mend="先在“体检”页面办理递补，或者记录名额空缺",
        )
    undecided = season.applications.filter(county_id=county).in_state(*_UNDECIDED).count()
    if undecided:
        return ReserveNeeded(
            f"还有{undecided}人入围而未确定为正式招募人选，可能空出名额，不能结束候补",
            why="D0 三(四)",
            mend="待体检有结论、公示结束并确定正式招募人选后办理",
        )
    return None


def mark_of_reserve(queue: Sequence[Application]) -> str:
    """Return a mark of a reserve: whoever releases it sends it back."""
    return shown_mark({"reserve": [one.case_number for one in queue]})
