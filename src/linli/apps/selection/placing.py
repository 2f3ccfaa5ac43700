"""The placement of a season: who goes where, by score, tie chain, quotas and transfer choices."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.queries import states_holding_a_place
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.queries import counties_of, names_down_to_counties
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import not_carried_out, require_one_of
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Placement, PlacementRun
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.apps.selection.wishes import choices_of
from linli.core import placement as engine
from linli.core.placement import (
    Candidate,
    Clauses,
    Criterion,
    PlacementRule,
    PlacementStatus,
    Seats,
    Wording,
)
from linli.core.placement.inputs import (
    CANDIDATES,
    CHOICES,
    SEATS,
    Column,
    Inputs,
    fingerprint,
    published_tables,
)
from linli.core.policy import Pack
from linli.core.refusal import Refusal

_PLACEMENT_ACTS = {
    PlacementStatus.PLACED: Act.PLACE,
    PlacementStatus.RESERVE: Act.KEEP_IN_RESERVE,
    PlacementStatus.UNPLACED: Act.LEAVE_UNPLACED,
}
_NAMED_AT_MOST = 5
_LOT = "抽签"
#: The links of a tie chain that this release knows, by the words of the pack, before the lot.
_LINKS = {
    "面见总分": Column("total", Criterion("面见总分", units=100)),
    "优先人员": Column("priority", Criterion("优先人员", is_yes_no=True)),
}


class DiplomaOutstanding(Refusal):
    """Candidates cannot be placed before it is known who has obtained the diploma."""


@transaction.atomic
def place_candidates(season: Season, *, actor: User, at: datetime) -> PlacementRun | None:
    """Place all interviewed candidates by score, tie chain, quotas and transfer choices.

    Places that are held, or that wait for the reserve, are not given out again. Returns the
    run with the tables on which it was decided, ``None`` where nobody waits. Raises
    ``NotPermitted``, ``NotCarriedOut``, and ``DiplomaOutstanding`` while a diploma date is
    not recorded. Source: D0 附件2, 二4, 二5; requirements C5, Q8; policy parameters
    ``placement_rule``, ``tie_chain``.
    """
    require_office(actor, season, Office.CITY, act=Act.PLACE.label)
    day = beijing_date(at)
    columns = chain_of(season.pack, day)
    rule = PlacementRule(require_one_of(season.pack, "placement_rule", day, PlacementRule))
    lock_season(season)
    interviewed = list(season.applications.in_state(State.INTERVIEWED).select_related("score"))
    if not interviewed:
        return None
    _require_diplomas(interviewed)
    inputs = _inputs(season, interviewed, columns, rule, day)
    result = inputs.run(wording_of(season.pack, day))
    run = _store_run(season, inputs, actor, at)
    by_number = {one.case_number: one for one in interviewed}
    Placement.objects.bulk_create(
        _placement(run, by_number[one.candidate], one) for one in result.placements
    )
    lots = {standing.candidate.id: standing.lot for standing in inputs.standings()}
    change_states(
        [
            _placement_change(by_number[one.candidate], one, run, lots[one.candidate], actor, at)
            for one in result.placements
        ]
    )
    return run


def chain_of(pack: Pack, day: date) -> tuple[Column, ...]:
    """Return the chain that parts candidates before the lot, with which a pack must end it.

    Raises ``NotCarriedOut``.
    """
    chain = pack.texts("tie_chain", day)
    known = [(*links, _LOT) for links in (tuple(_LINKS), tuple(_LINKS)[:1])]
    if chain not in known:
        raise not_carried_out(pack, "tie_chain", day, known)
    return tuple(_LINKS[link] for link in chain[:-1])


def wording_of(pack: Pack, day: date) -> Wording:
    """Return how a season's document names choices and places, with its clauses."""
    return Wording(
        first="第一意向",
        further="第{further}调剂地区",
        post="该地区",
        not_offered="该地区不在本次招募范围",
        no_places="该地区没有名额",
        clauses=Clauses(
            placement=pack.clause("placement_rule", day), ties=pack.clause("tie_chain", day)
        ),
    )


def _inputs(
    season: Season,
    interviewed: Sequence[Application],
    columns: tuple[Column, ...],
    rule: PlacementRule,
    day: date,
) -> Inputs:
    codes = {name: row.code for name, row in counties_of(season.city_id).items()}
    names = names_down_to_counties()
    limit = season.pack.whole("transfer_limit", day)
    return Inputs(
        seats=tuple(Seats(county, places) for county, places in _free_places(season).items()),
        candidates=tuple(
            Candidate(one.case_number, tuple(_figure(one, column) for column in columns))
            for one in interviewed
        ),
        choices={
            one.case_number: choices_of(one.form, season.city.name, codes, names, limit)
            for one in interviewed
        },
        rank_by=columns,
        seed=season.seed,
        rule=rule,
    )


def _figure(one: Application, column: Column) -> int:
    return one.score.total if column.name == "total" else int(one.has_priority)


def _store_run(season: Season, inputs: Inputs, actor: User, at: datetime) -> PlacementRun:
    tables = published_tables(inputs)
    return PlacementRun.objects.create(
        season=season,
        number=season.placement_runs.count() + 1,
        made_at=at,
        made_by=actor,
        rule=inputs.rule,
        rank_by=inputs.rank_by_text,
        seed=inputs.seed,
        seats=tables[SEATS],
        candidates=tables[CANDIDATES],
        choices=tables[CHOICES],
        fingerprint=fingerprint(inputs),
    )


def _placement(run: PlacementRun, application: Application, one: engine.Placement) -> Placement:
    return Placement(
        application=application,
        run=run,
        county_id=one.post or None,
        status=one.status,
        choice=one.choice,
        rank=one.rank,
        merit_rank=one.merit_rank,
        reason=one.reason,
        answers=[asdict(answer) for answer in one.answers],
    )


def _require_diplomas(interviewed: Sequence[Application]) -> None:
    missing = [one.case_number for one in interviewed if one.diploma_date is None]
    if missing:
        named = "、".join(missing[:_NAMED_AT_MOST]) + ("等" * (len(missing) > _NAMED_AT_MOST))
        raise DiplomaOutstanding(
            f"{len(missing)}名面见人员尚未登记毕业证书取得日期（报名{named}），不能确定入围体检人选",
            why="D0 二4",
            mend="由各县（市、区）登记取得日期，未按期取得的办理取消招募资格",
        )


def _free_places(season: Season) -> dict[str, int]:
    """Return each county's places that nobody holds and no vacancy keeps for the reserve."""
    taken = Q(state__in=states_holding_a_place()) | (LEFT_A_PLACE & Q(vacancy=None))
    held = Counter(season.applications.filter(taken).order_by().values_list("county_id", flat=True))
    return {
        quota.county_id: max(0, quota.places - held[quota.county_id])
        for quota in season.quotas.all()
    }


def _placement_change(
    one: Application,
    result: engine.Placement,
    run: PlacementRun,
    lot: str,
    actor: User,
    at: datetime,
) -> Change:
    if result.status is PlacementStatus.PLACED:
        one.county_id = result.post
    inputs = {
        "total": one.score.total,
        "has_priority": one.has_priority,
        "lot": lot[:16],
        "county": result.post,
        "choice": result.choice,
        "rank": result.rank,
        "run": run.fingerprint,
    }
    rule = f"{one.season.rule_version}:placement_rule"
    return Change(
        one,
        _PLACEMENT_ACTS[result.status],
        actor,
        at,
        reason=result.reason,
        rule=rule,
        inputs=inputs,
    )
