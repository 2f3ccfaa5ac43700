"""A season in figures: the funnel, a row for each county, the sum; one look at all its cases.

What a state proves is counted by groups of equal cases. Only of those who withdrew, were
revoked or left the records are asked how far they had come: these are few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from linli.apps.applications.models import COUNTY_DIGITS, Decision
from linli.apps.applications.queries import states_holding_a_place, states_past
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season

#: Where a case ends from several steps: the state says nothing of how far it came.
ENDED = (State.WITHDRAWN, State.REVOKED, State.LEFT)
#: The states that nobody has decided on yet.
UNDECIDED = (State.RECEIVED, State.ROUTED, State.SUPPLEMENT_REQUESTED)


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many people came at least this far, and their share of the applications in thousandths.

    ``of_previous`` is their share of those who came to the step before, ``None`` of nobody.
    """

    label: str
    clause: str
    people: int
    permille: int
    of_previous: int | None = None

    @property
    def percent(self) -> str:
        """Return the share as a percentage with one decimal."""
        return percent_text(self.permille)

    @property
    def percent_of_previous(self) -> str:
        """Return the share of the step before as a percentage, blank for the first and of nobody."""
        return "" if self.of_previous is None else percent_text(self.of_previous)


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county's places and how far its applications have come; ``code`` is blank for the rest.

    ``states`` counts the cases where they are handled now, by state.
    """

    code: str
    name: str
    places: int
    communities: int
    counts: dict[str, int]
    states: Mapping[str, int] = field(default_factory=Counter)

    @property
    def vacancy(self) -> int:
        """Return how many places nobody holds now."""
        return self.places - self.counts["holding"]

    @property
    def decided_permille(self) -> int | None:
        """Return the share of the cases that the review has decided, ``None`` where there is none."""
        standing = sum(self.states.values()) - self.states.get(State.WITHDRAWN, 0)
        undecided = sum(self.states.get(state, 0) for state in UNDECIDED)
        return permille(standing - undecided, standing) if standing else None

    @property
    def applied_per_place(self) -> int | None:
        """Return how many have applied for each place, in tenths; ``None`` where there is no place."""
        received = self.counts["received"]
        return (received * 20 + self.places) // (2 * self.places) if self.places else None


@dataclass(frozen=True, slots=True)
class Overview:
    """A season in figures: the funnel, a row for each county, the sum."""

    funnel: tuple[FunnelStep, ...]
    counties: tuple[CountyRow, ...]
    total: CountyRow


@dataclass(frozen=True, slots=True)
class _Milestone:
    """A step of the funnel: the state that proves it, the record that proves it of who ended.

    ``early`` steps count where people applied.
    """

    label: str
    clause: str
    state: State
    record: Q = field(default_factory=Q)
    early: bool = False


def _has(record: str) -> Q:
    return Q(**{f"{record}__isnull": False})


def _milestones() -> dict[str, _Milestone]:
    """Return the steps of the funnel in order.

    A case that was withdrawn or revoked keeps what its records prove: the decision, the
    score, the placement, the medical conclusion.
    """
    decided = Decision.objects.filter(application=OuterRef("pk"), outcome="pass", undone_at=None)
    placed = Q(placement__status="placed") | _has("backfill")
    healthy = Q(medical_check__conclusion="pass")
    step = _Milestone
    return {
        "received": step("收到报名", "D0 三(一)", State.RECEIVED, early=True),
        "qualified": step(
            "资格审查通过", "D0 三(二)", State.QUALIFIED, Q(Exists(decided)), early=True
        ),
        "interviewed": step("面见复审", "D0 三(三)", State.INTERVIEWED, _has("score"), early=True),
        "placed": step("入围体检（含递补）", "D0 三(三)", State.PLACED, placed),
        "medical_passed": step("体检合格", "D0 三(四)", State.MEDICAL_PASSED, healthy),
        "published": step("列入公示", "D0 三(五)", State.PROPOSED, _has("listing")),
        "signed": step("签订协议", "D0 三(六)", State.SIGNED, _has("agreement")),
        "reported": step("报到", "D0 三(七)", State.REPORTED, _has("worker")),
    }


@dataclass(frozen=True, slots=True)
class _Group:
    """Equal cases: where they applied, where they are handled, their state, how many.

    ``applied_here`` and ``is_here`` tell whether that is within the scope.
    """

    applied: str | None
    county: str | None
    state: str
    is_here: bool
    applied_here: bool
    people: int
    proved: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Tally:
    """The counts by county, by step and by state."""

    counts: dict[str | None, Counter[str]]
    states: dict[str | None, Counter[str]]


def overview(season: Season, scope: str) -> Overview:
    """Return the figures of a season within a subtree of divisions; three queries.

    Up to the interview people count in the county where they applied, after it where they
    were placed.
    """
    milestones = _milestones()
    names = (*milestones, "holding")
    tally = _tallied(_groups(season, scope, milestones), milestones)
    quotas = season.quotas.filter(county__code__startswith=scope).select_related("county")
    rows = [
        CountyRow(
            quota.county_id,
            quota.county.name,
            quota.places,
            quota.communities,
            _summed([tally.counts.pop(quota.county_id, {})], names),
            _summed([tally.states.pop(quota.county_id, {})]),
        )
        for quota in quotas
    ]
    if tally.counts:
        name = "未转县（市级办理）" if rows else "本辖区"
        counts, states = tally.counts.values(), tally.states.values()
        rows.append(CountyRow("", name, 0, 0, _summed(counts, names), _summed(states)))
    total = CountyRow(
        "",
        "合计",
        sum(row.places for row in rows),
        sum(row.communities for row in rows),
        _summed((row.counts for row in rows), names),
        _summed(row.states for row in rows),
    )
    return Overview(funnel_of(total.counts), tuple(rows), total)


def _summed(rows: Iterable[Mapping[str, int]], names: Iterable[str] = ()) -> dict[str, int]:
    together = Counter(dict.fromkeys(names, 0))
    for row in rows:
        together.update(row)
    return dict(together)


def _groups(season: Season, scope: str, milestones: Mapping[str, _Milestone]) -> Iterator[_Group]:
    """Yield the cases that count within a scope, equal ones together; then what the records of the ended prove."""
    whole = season.city_id.startswith(scope)
    cases = season.applications.order_by()
    if not whole:
        # Two ways in: where somebody applied, and where the case is handled now.
        is_county = len(scope) == COUNTY_DIGITS
        counted = Q(applied_county=scope) | Q(county=scope)
        cases = cases.filter(counted) if is_county else cases.within(scope)
    columns = ("applied_county_id", "county_id", "state")
    records = {
        name: Count("pk", filter=step.record) for name, step in milestones.items() if step.record
    }

    def group(
        applied: str | None, county: str | None, state: str, people: int, *proved: int
    ) -> _Group:
        applied_here = whole or (applied or "").startswith(scope)
        is_here = whole or (county or "").startswith(scope) or not applied_here
        found = dict(zip(records, proved, strict=False))
        return _Group(applied, county, state, is_here, applied_here, people, found)

    # Rows, not keys: the key is not in the index that answers this.
    for row in cases.values_list(*columns).annotate(people=Count("*")):
        yield group(*row)
    ended = cases.filter(state__in=ENDED)
    for applied, county, state, *proved in ended.values_list(*columns).annotate(**records):
        yield group(applied, county, state, 0, *proved)


def _tallied(groups: Iterable[_Group], milestones: Mapping[str, _Milestone]) -> _Tally:
    proving = {name: states_past(step.state) for name, step in milestones.items()}
    proving |= {"received": frozenset(State), "holding": states_holding_a_place()}
    early = {name for name, step in milestones.items() if step.early}
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    states: dict[str | None, Counter[str]] = defaultdict(Counter)
    for one in groups:
        if one.is_here:
            states[one.county][one.state] += one.people
        for name, proof in proving.items():
            people = one.people if one.state in proof else one.proved.get(name, 0)
            if name in early and one.applied_here:
                counts[one.applied][name] += people
            elif name not in early and one.is_here:
                counts[one.county][name] += people
    return _Tally(counts, states)


def funnel_of(counts: Mapping[str, int]) -> tuple[FunnelStep, ...]:
    """Return the funnel of a county's counts, or of the sum."""
    steps = _milestones()
    before = dict(zip(list(steps)[1:], steps, strict=False))
    return tuple(
        FunnelStep(
            step.label,
            step.clause,
            counts[name],
            permille(counts[name], counts["received"]),
            permille(counts[name], counts[before[name]])
            if name in before and counts[before[name]]
            else None,
        )
        for name, step in steps.items()
    )


def permille(part: int, whole: int) -> int:
    """Return a share in thousandths, rounded half up; 0 of nothing."""
    return (part * 2000 + whole) // (2 * whole) if whole else 0


def percent_text(thousandths: int) -> str:
    """Return thousandths as a percentage with one decimal."""
    return f"{thousandths // 10}.{thousandths % 10}%"
