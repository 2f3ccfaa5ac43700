"""Questions about applications: the funnel, the counties, the list, one case, its ledger."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from linli.apps.accounts.models import User
from linli.apps.applications.ledger_acts import OTHER_ACTS
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.permissions import Permission, may_act
from linli.apps.applications.states import TABLE, Act, State, acts_from
from linli.apps.ledger.actions import PUBLIC
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import Figure, RuleText, clause_order, figures_of, rule_texts

_ACTS, _STATES = frozenset(Act), frozenset(State)
#: The states in which the day of the diploma decides whether somebody stays.
DIPLOMA_AWAITED = (State.QUALIFIED, *TABLE[Act.REVOKE].origins)


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
    return diploma_candidates(season, county).filter(diploma_date=None)


def diploma_candidates(season: Season, scope: str) -> ApplicationQuerySet:
    """Return whose diploma matters in a subtree of divisions, by case number.

    From the passed eligibility review to the public notice. Source: D0 二4; requirements A10.
    """
    return season.applications.filter(county__code__startswith=scope).in_state(*DIPLOMA_AWAITED)


def has_interview_list(season: Season, county: str) -> bool:
    """Tell whether a county has chosen who of its applicants goes to the interview."""
    chosen = (*states_past(State.INTERVIEW_LISTED), State.NOT_INTERVIEW_LISTED)
    return season.applications.filter(applied_county_id=county, state__in=chosen).exists()


def received_in(seasons: Collection[Season], scope: str) -> Mapping[int, int]:
    """Return how many applications of each season are within a scope, by the season's key; those with none are left out."""
    found = Application.objects.filter(season__in=seasons).within(scope).order_by()
    return dict(found.values_list("season_id").annotate(Count("pk")))


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
            "medical_recheck",
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
        .prefetch_related("decisions__first_opinion__given_by")
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
    return ledger_entries(Entry.objects.of_subject(application.subject))


def ledger_entries(found: Iterable[Entry]) -> tuple[LedgerEntry, ...]:
    """Return entries in the office's words, with the actors' names; two queries at most."""
    rows = [(row, json.loads(row.body)) for row in found]
    names = _names_of({body["actor"] for _, body in rows})
    return tuple(
        _ledger_entry(row, body, names.get(body["actor"], body["actor"])) for row, body in rows
    )


def _names_of(actors: Collection[str]) -> dict[str, str]:
    """Return who acted, in words; an applicant's user name is drawn and tells nobody anything."""
    users = User.objects.filter(username__in=actors).only("username", "display_name", "office")
    named = {
        one.username: one.display_name or (one.username if one.is_official else "报名人本人")
        for one in users
    }
    return {**named, PUBLIC: "公众"}


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
