"""The placement of a season: who goes where, by score, tie chain, quotas and transfer choices."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.queries import states_holding_a_place
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.queries import counties_of
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.models import Placement
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.apps.selection.wishes import choices_of
from linli.core import placement as engine
from linli.core.placement import Candidate, PlacementStatus
from linli.core.refusal import Refusal

_PLACEMENT_ACTS = {
    PlacementStatus.PLACED: Act.PLACE,
    PlacementStatus.RESERVE: Act.KEEP_IN_RESERVE,
    PlacementStatus.UNPLACED: Act.LEAVE_UNPLACED,
}
_PLACEMENT_RULE = "deferred-acceptance"
_TIE_CHAIN = ("面见总分", "优先人员", "抽签")
_NAMED_AT_MOST = 5


class DiplomaOutstanding(Refusal):
    """Candidates cannot be placed before it is known who has obtained the diploma."""


@transaction.atomic
def place_candidates(season: Season, *, actor: User, at: datetime) -> None:
    """Place all interviewed candidates by score, tie chain, quotas and transfer choices.

    Places that are held, or that wait for the reserve, are not given out again. Raises
    ``NotPermitted``, and ``DiplomaOutstanding`` while a diploma date is not recorded.
    Source: D0 附件2, 二4, 二5; requirements C5, Q8; policy parameters ``placement_rule``,
    ``tie_chain``.
    """
    require_office(actor, season, Office.CITY, act=Act.PLACE.label)
    pack, day = season.pack, beijing_date(at)
    require_value(pack, "placement_rule", day, _PLACEMENT_RULE)
    require_value(pack, "tie_chain", day, _TIE_CHAIN)
    lock_season(season)
    interviewed = list(season.applications.in_state(State.INTERVIEWED).select_related("score"))
    _require_diplomas(interviewed)
    order = engine.standings(
        (Candidate(one.case_number, one.score.total, one.has_priority) for one in interviewed),
        seed=season.seed,
    )
    places = _free_places(season)
    limit = pack.whole("transfer_limit", day)
    codes = {name: row.code for name, row in counties_of(season.city_id).items()}
    choices = {
        one.case_number: choices_of(one.form, season.city.name, codes, limit) for one in interviewed
    }
    by_number = {one.case_number: one for one in interviewed}
    results = engine.place(places, order, choices)
    Placement.objects.bulk_create(
        Placement(
            application=by_number[one.candidate],
            county_id=one.post or None,
            status=one.status,
            choice=one.choice,
            rank=one.rank,
            reason=one.reason,
        )
        for one in results
    )
    lots = {standing.candidate.id: standing.lot for standing in order}
    change_states(
        [
            _placement_change(by_number[one.candidate], one, lots[one.candidate], actor, at)
            for one in results
        ]
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
    one: Application, result: engine.Placement, lot: str, actor: User, at: datetime
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
