"""What a season's placement is computed on, taken from its records, and whether it can be yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.queries import states_holding_a_place
from linli.apps.applications.states import State
from linli.apps.places.queries import counties_of, names_down_to_counties
from linli.apps.seasons.carried_out import not_carried_out, require_one_of
from linli.apps.seasons.models import Season
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.apps.selection.wishes import choices_of
from linli.core.placement import (
    Candidate,
    Clauses,
    Criterion,
    PlacementResult,
    PlacementRule,
    Seats,
    Wording,
)
from linli.core.placement.inputs import Column, Inputs
from linli.core.policy import Pack
from linli.core.refusal import Refusal

_NAMED_AT_MOST = 5
_LOT = "抽签"
#: The links of a tie chain that this release knows, by the words of the pack, before the lot.
_LINKS = {
    "面见总分": Column("total", Criterion("面见总分", units=100)),
    "优先人员": Column("priority", Criterion("优先人员", is_yes_no=True)),
}
#: What the columns of the candidates' table are called in sentences.
COLUMN_LABELS = {column.name: link for link, column in _LINKS.items()}


class DiplomaOutstanding(Refusal):
    """Candidates cannot be placed before it is known who has obtained the diploma."""


class NobodyWaits(Refusal):
    """There is no candidate to place."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a placement is computed on as the records stand, and the cases by their numbers."""

    inputs: Inputs
    cases: Mapping[str, Application]
    wording: Wording

    def result(self) -> PlacementResult:
        """Return who goes where."""
        return self.inputs.run(self.wording)


def candidates_of(season: Season) -> ApplicationQuerySet:
    """Return who has been interviewed and waits to be placed."""
    return season.applications.in_state(State.INTERVIEWED)


def without_diploma_date(season: Season) -> Sequence[str]:
    """Return which candidates keep the others waiting: no diploma date is recorded (D0 二4)."""
    missing = candidates_of(season).filter(diploma_date=None).order_by("case_number")
    return list(missing.values_list("case_number", flat=True))


def require_ready(season: Season, day: date) -> None:
    """Refuse a placement that cannot be computed on a day.

    Raises ``NotCarriedOut``, ``NobodyWaits`` and ``DiplomaOutstanding``.
    """
    chain_of(season.pack, day)
    require_one_of(season.pack, "placement_rule", day, PlacementRule)
    if not candidates_of(season).exists():
        raise NobodyWaits(
            f"没有等待确定入围的面见人员（招募季现处于“{season.get_stage_display()}”）",
            why="D0 三(三)",
            mend="面见小组签字确认面见成绩以后再办理",
        )
    missing = without_diploma_date(season)
    if missing:
        named = "、".join(missing[:_NAMED_AT_MOST]) + ("等" * (len(missing) > _NAMED_AT_MOST))
        raise DiplomaOutstanding(
            f"{len(missing)}名面见人员尚未登记毕业证书取得日期（报名{named}），不能确定入围体检人选",
            why="D0 二4",
            mend="由各县（市、区）登记取得日期，未按期取得的办理取消招募资格",
        )


def basis_of(season: Season, day: date) -> Basis:
    """Return what a placement is computed on as the records stand; the caller has locked the season.

    Places that are held, or that wait for the reserve, are not given out again. Raises what
    ``require_ready`` raises. Source: D0 附件2, 二4, 二5; requirements C5, Q8; policy parameters
    ``placement_rule``, ``tie_chain``.
    """
    require_ready(season, day)
    waiting = list(candidates_of(season).select_related("score"))
    return Basis(
        _inputs(season, waiting, day),
        {one.case_number: one for one in waiting},
        wording_of(season.pack, day),
    )


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


def _inputs(season: Season, waiting: Sequence[Application], day: date) -> Inputs:
    columns = chain_of(season.pack, day)
    codes = {name: row.code for name, row in counties_of(season.city_id).items()}
    names = names_down_to_counties()
    limit = season.pack.whole("transfer_limit", day)
    return Inputs(
        seats=tuple(Seats(county, places) for county, places in _free_places(season).items()),
        candidates=tuple(
            Candidate(one.case_number, tuple(_figure(one, column) for column in columns))
            for one in waiting
        ),
        choices={
            one.case_number: choices_of(one.form, season.city.name, codes, names, limit)
            for one in waiting
        },
        rank_by=columns,
        seed=season.seed,
        rule=PlacementRule(require_one_of(season.pack, "placement_rule", day, PlacementRule)),
    )


def _figure(one: Application, column: Column) -> int:
    return one.score.total if column.name == "total" else int(one.has_priority)


def _free_places(season: Season) -> dict[str, int]:
    """Return each county's places that nobody holds and no vacancy keeps for the reserve."""
    taken = Q(state__in=states_holding_a_place()) | (LEFT_A_PLACE & Q(vacancy=None))
    held = Counter(season.applications.filter(taken).order_by().values_list("county_id", flat=True))
    return {
        quota.county_id: max(0, quota.places - held[quota.county_id])
        for quota in season.quotas.all()
    }
