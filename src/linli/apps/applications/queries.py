"""Questions about applications: the funnel, the counties, the list, one case, its ledger."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from linli.apps.accounts.models import User
from linli.apps.applications.ledger_acts import OTHER_ACTS
from linli.apps.applications.models import Application, ApplicationQuerySet, Decision
from linli.apps.applications.permissions import Permission, may_act
from linli.apps.applications.states import TABLE, Act, State, acts_from
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import Figure, RuleText, clause_order, figures_of, rule_texts

_ACTS, _STATES = frozenset(Act), frozenset(State)


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many people came at least this far, and their share of the applications in thousandths."""

    label: str
    clause: str
    people: int
    permille: int

    @property
    def percent(self) -> str:
        """Return the share as a percentage with one decimal."""
        return f"{self.permille // 10}.{self.permille % 10}%"


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county's places and how far its applications have come; ``code`` is blank for the rest."""

    code: str
    name: str
    places: int
    communities: int
    counts: dict[str, int]

    @property
    def vacancy(self) -> int:
        """Return how many places nobody holds now."""
        return self.places - self.counts["holding"]


@dataclass(frozen=True, slots=True)
class Overview:
    """A season in figures: the funnel, a row for each county, the sum."""

    funnel: tuple[FunnelStep, ...]
    counties: tuple[CountyRow, ...]
    total: CountyRow


@dataclass(frozen=True, slots=True)
class PossibleAct:
    """An act that the table allows in the present state, and whether this official may do it."""

    act: Act
    label: str
    clause: str
    offices: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One ledger entry of a case in the office's words; ``body`` is the text that was digested."""

    sequence: int
    at: datetime
    actor: str
    act: str
    clause: str
    reason: str
    rule: str
    origin: str
    target: str
    is_rehearsal: bool
    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class ClauseSection:
    """What stands under one clause: figures, checks and rules, acts."""

    clause: str
    figures: tuple[Figure, ...]
    checks: tuple[RuleText, ...]
    calculations: tuple[RuleText, ...]
    acts: tuple[str, ...]


def states_past(milestone: State) -> frozenset[State]:
    """Return the states that no application reaches without having been in ``milestone``."""
    around = {State.RECEIVED}
    edges = {(origin, line.target) for line in TABLE.values() for origin in line.origins}
    grown = True
    while grown:
        new = {target for origin, target in edges if origin in around and target is not milestone}
        grown = not new <= around
        around |= new
    return frozenset(State) - around


def states_holding_a_place() -> frozenset[State]:
    """Return the states in which a person takes up one of the places: placed, and on the way to duty."""
    back, grown = {State.REPORTED}, True
    while grown:
        new = {origin for line in TABLE.values() if line.target in back for origin in line.origins}
        grown = not new <= back
        back |= new
    return states_past(State.PLACED) & back


def diploma_outstanding(season: Season, county: str) -> ApplicationQuerySet:
    """Return a county's candidates whose diploma date is not recorded yet, by case number.

    From the passed eligibility review to the public notice. Source: D0 二4; requirements A10.
    """
    candidates = (State.QUALIFIED, *TABLE[Act.REVOKE].origins)
    return season.applications.filter(county_id=county, diploma_date=None).in_state(*candidates)


def has_interview_list(season: Season, county: str) -> bool:
    """Tell whether a county has chosen who of its applicants goes to the interview."""
    chosen = (*states_past(State.INTERVIEW_LISTED), State.NOT_INTERVIEW_LISTED)
    return season.applications.filter(applied_county_id=county, state__in=chosen).exists()


@dataclass(frozen=True, slots=True)
class _Milestone:
    """A step of the funnel and who has come that far; ``early`` steps count where people applied."""

    label: str
    clause: str
    who: Q
    early: bool = False


def _milestones() -> dict[str, _Milestone]:
    """Return the steps of the funnel in order.

    A case that was withdrawn or revoked keeps what its records prove: the decision, the
    score, the placement, the medical conclusion.
    """
    accepted = Exists(
        Decision.objects.filter(application=OuterRef("pk"), outcome="pass", undone_at=None)
    )
    placed = Q(placement__status="placed") | Q(backfill__isnull=False)
    healthy = Q(medical_check__conclusion="pass")
    scored, listed, signed, serving = map(_has, ("score", "listing", "agreement", "worker"))
    return {
        "received": _Milestone("收到报名", "D0 三(一)", Q(), early=True),
        "qualified": _Milestone(
            "资格审查通过", "D0 三(二)", _past(State.QUALIFIED) | Q(accepted), early=True
        ),
        "interviewed": _Milestone(
            "面见复审", "D0 三(三)", _past(State.INTERVIEWED) | scored, early=True
        ),
        "placed": _Milestone("入围体检（含递补）", "D0 三(三)", _past(State.PLACED) | placed),
        "medical_passed": _Milestone(
            "体检合格", "D0 三(四)", _past(State.MEDICAL_PASSED) | healthy
        ),
        "published": _Milestone("列入公示", "D0 三(五)", _past(State.PROPOSED) | listed),
        "signed": _Milestone("签订协议", "D0 三(六)", _past(State.SIGNED) | signed),
        "reported": _Milestone("报到", "D0 三(七)", _past(State.REPORTED) | serving),
    }


def _has(record: str) -> Q:
    return Q(**{f"{record}__isnull": False})


def _past(milestone: State) -> Q:
    return Q(state__in=states_past(milestone))


def overview(season: Season, scope: str) -> Overview:
    """Return the figures of a season within a subtree of divisions.

    Up to the interview people count in the county where they applied, after it where they
    were placed.
    """
    milestones = _milestones()
    counts = _counts_by_county(season, scope, milestones)
    nothing = dict.fromkeys((*milestones, "holding"), 0)
    quotas = season.quotas.filter(county__code__startswith=scope).select_related("county")
    counties = [
        CountyRow(
            quota.county_id,
            quota.county.name,
            quota.places,
            quota.communities,
            counts.pop(quota.county_id, nothing),
        )
        for quota in quotas
    ]
    if counts:
        name = "未转县（市级办理）" if counties else "本辖区"
        counties.append(CountyRow("", name, 0, 0, _summed(counts.values(), nothing)))
    total = CountyRow(
        "",
        "合计",
        sum(row.places for row in counties),
        sum(row.communities for row in counties),
        _summed((row.counts for row in counties), nothing),
    )
    return Overview(_funnel(milestones, total.counts), tuple(counties), total)


def _counts_by_county(
    season: Season, scope: str, milestones: Mapping[str, _Milestone]
) -> dict[str | None, dict[str, int]]:
    early = {name: step.who for name, step in milestones.items() if step.early}
    late = {name: step.who for name, step in milestones.items() if not step.early}
    late["holding"] = Q(state__in=states_holding_a_place())
    applied = season.applications.filter(
        Q(applied_county__code__startswith=scope) | Q(season__city__code__startswith=scope)
    )
    counts = _grouped(applied, "applied_county_id", early)
    for county, numbers in _grouped(season.applications.within(scope), "county_id", late).items():
        counts[county] = {**dict.fromkeys(early, 0), **counts.get(county, {}), **numbers}
    return {county: {**dict.fromkeys(late, 0), **numbers} for county, numbers in counts.items()}


def _grouped(
    found: ApplicationQuerySet, county: str, steps: Mapping[str, Q]
) -> dict[str | None, dict[str, int]]:
    counted = {name: Count("pk", filter=who) if who else Count("pk") for name, who in steps.items()}
    rows = found.order_by().values(county).annotate(**counted).values_list(county, *counted)
    return {code: dict(zip(counted, numbers, strict=True)) for code, *numbers in rows}


def _summed(rows: Iterable[dict[str, int]], nothing: dict[str, int]) -> dict[str, int]:
    together = dict(nothing)
    for row in rows:
        together = {name: together[name] + row[name] for name in together}
    return together


def _funnel(
    milestones: Mapping[str, _Milestone], counts: Mapping[str, int]
) -> tuple[FunnelStep, ...]:
    whole = counts["received"] or 1
    return tuple(
        FunnelStep(
            step.label, step.clause, counts[name], (counts[name] * 2000 + whole) // (2 * whole)
        )
        for name, step in milestones.items()
    )


def find_applications(
    season: Season,
    scope: str,
    *,
    county: str = "",
    state: str = "",
    proposal: str = "",
    number: str = "",
) -> ApplicationQuerySet:
    """Return a season's applications within a scope, narrowed by what is not blank, by case number.

    ``number`` is any part of a case number; ``proposal`` ``none`` means not yet checked. The
    form and the materials are not loaded.
    """
    found = season.applications.within(scope)
    if county:
        found = found.filter(county_id=county)
    if state:
        found = found.filter(state=state)
    if proposal:
        found = found.filter(proposal="" if proposal == "none" else proposal)
    if number:
        found = found.filter(case_number__icontains=number)
    return (
        found.select_related("person", "county")
        .defer("form", "materials", "findings")
        .order_by("case_number")
    )


def load_case(season: Season, case_number: str) -> Application:
    """Return a case with everything that hangs on it. Raises ``Application.DoesNotExist``."""
    return (
        season.applications.select_related(
            "person",
            "county",
            "season__city",
            "score",
            "placement__county",
            "placement__run",
            "medical_check",
            "medical_confirmation__answered_by",
            "backfill__leaver",
            "vacancy__filler",
            "listing__notice",
            "agreement__street",
            "agreement__community",
            "agreement_reading",
            "worker__street",
            "worker__community",
        )
        .prefetch_related("checks", "decisions__decided_by", "mails", "objections")
        .get(case_number=case_number)
    )


def possible_acts(application: Application, official: User) -> tuple[PossibleAct, ...]:
    """Return the acts that the table allows now, the official's own first."""
    acts = [
        _possible_act(act, application, official) for act in acts_from(State(application.state))
    ]
    return tuple(sorted(acts, key=lambda act: not act.permission.allowed))


def _possible_act(act: Act, application: Application, official: User) -> PossibleAct:
    line = TABLE[act]
    permission = may_act(official, act, application)
    return PossibleAct(act, act.label, line.clause, line.done_by, permission)


def ledger_of(application: Application) -> tuple[LedgerEntry, ...]:
    """Return the ledger entries of a case, oldest first, with the actors' names."""
    rows = [(row, json.loads(row.body)) for row in Entry.objects.of_subject(application.subject)]
    usernames = {body["actor"] for _, body in rows}
    names = dict(
        User.objects.filter(username__in=usernames).values_list("username", "display_name")
    )
    return tuple(
        _ledger_entry(row, body, names.get(body["actor"]) or body["actor"]) for row, body in rows
    )


def _ledger_entry(row: Entry, body: dict[str, Any], actor: str) -> LedgerEntry:
    inputs = body["inputs"]
    return LedgerEntry(
        sequence=row.sequence,
        at=datetime.fromisoformat(body["at"]),
        actor=actor,
        act=_act_label(body["action"], changes_state="from" in inputs),
        clause=body["clause"],
        reason=body["reason"],
        rule=body["rule"],
        origin=_state_label(inputs.get("from")),
        target=_state_label(inputs.get("to")),
        is_rehearsal=body["rehearsal"],
        body=row.body,
        digest=row.digest,
    )


def _act_label(action: str, *, changes_state: bool) -> str:
    if changes_state and action in _ACTS:
        return Act(action).label
    return OTHER_ACTS.get(action, action)


def _state_label(state: str | None) -> str:
    return State(state).label if state in _STATES else ""


def clause_sections(season: Season) -> tuple[ClauseSection, ...]:
    """Return what a season's pack says, clause by clause in the order of the document."""
    figures, rules = figures_of(season), rule_texts(season)
    clauses = {figure.clause for figure in figures} | {rule.clause for rule in rules}
    clauses |= {line.clause for line in TABLE.values()}
    return tuple(_section(clause, figures, rules) for clause in sorted(clauses, key=clause_order))


def _section(
    clause: str, figures: tuple[Figure, ...], rules: tuple[RuleText, ...]
) -> ClauseSection:
    return ClauseSection(
        clause,
        tuple(figure for figure in figures if figure.clause == clause),
        tuple(rule for rule in rules if rule.clause == clause and rule.sentences),
        tuple(rule for rule in rules if rule.clause == clause and not rule.sentences),
        tuple(line.label for line in TABLE.values() if line.clause == clause),
    )
