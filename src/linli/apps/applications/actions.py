"""What the office does with applications: check, route, decide."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import (
    Change,
    ReasonMissing,
    WrongState,
    change_states,
    lock_standings,
    require_admitted,
    require_fits,
    require_reason,
)
from linli.apps.applications.checking import checks_of, examine, surroundings
from linli.apps.applications.closing_opinions import let_lapse
from linli.apps.applications.models import Application, Check, Decision, FirstOpinion
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.applications.second_reader import (
    may_ask,
    require_agreed,
    require_second_readers,
)
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.places.models import Division
from linli.apps.places.queries import counties_of
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.core.policy import Outcome, compile_rules
from linli.core.refusal import Refusal

_PRIORITY_GROUPS = ("社会工作专业毕业生", "低保家庭毕业生", "退役大学生士兵")
_DECISION_ACTS = {"pass": Act.QUALIFY, "fail": Act.DISQUALIFY, "supplement": Act.REQUEST_SUPPLEMENT}


class NothingToRoute(Refusal):
    """A case without a county of this city cannot pass: no county could interview the person."""


class WrongCounty(Refusal):
    """A case can be routed only to a county of the season's city."""


@transaction.atomic
def check_applications(
    season: Season, applications: Sequence[Application], *, actor: User, at: datetime
) -> None:
    """Check applications against the notice and store each check with its clause.

    The engine proposes ``pass``, ``fail`` or ``refer``; nobody is refused here. Raises
    ``NotPermitted``, and ``WrongState`` for a case that has been decided.
    Source: D0 三(二); requirements C1, Q15; policy parameter ``priority_groups``.
    """
    require_office(actor, season, Office.CITY, act="对照通知检查")
    _check(season, applications, actor, at)


@transaction.atomic
def recheck(applications: Sequence[Application], *, actor: User, at: datetime) -> None:
    """Check cases again whose form or materials an official has put right.

    The caller has seen to the permission. Raises ``WrongState`` for a case that has been decided.
    """
    for application in applications:
        _check(application.season, [application], actor, at)


def _check(season: Season, applications: Sequence[Application], actor: User, at: datetime) -> None:
    pack = season.pack
    require_value(pack, "priority_groups", beijing_date(at), _PRIORITY_GROUPS)
    _require_in_review(applications)
    edition = compile_rules(pack, beijing_date(at))
    around = surroundings(season, beijing_date(at))
    deadline = season.windows.get(stage=Stage.REGISTRATION).last_day
    checks: list[Check] = []
    for application in applications:
        answer = examine(
            edition,
            application,
            around,
            in_window=beijing_date(application.received_at) <= deadline,
        )
        application.proposal = str(answer.value)
        checks += checks_of(application, answer, edition)
    Check.objects.filter(application__in=[application.pk for application in applications]).delete()
    Check.objects.bulk_create(checks, batch_size=500)
    Application.objects.bulk_update(applications, ["proposal", "has_priority"], batch_size=200)
    record([_checked(season, application, actor, at) for application in applications])


def _require_in_review(applications: Sequence[Application]) -> None:
    standings = lock_standings(applications)
    for one in applications:
        state = standings[one.pk].state
        if state not in OPEN_STATES:
            raise WrongState(
                f"报名{one.case_number}现为“{state.label}”，资格审查已有决定，不再检查",
                why="D0 三(二)",
                mend="只检查尚未作出资格审查决定的报名",
            )


def _checked(season: Season, application: Application, actor: User, at: datetime) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="check",
        subject=application.subject,
        clause="D0 三(二)",
        rule=f"{season.rule_version}:eligibility",
        reason=f"系统意见：{Outcome(application.proposal).label}",
        inputs={
            "proposal": application.proposal,
            "has_priority": application.has_priority,
            "checks": dict(application.checks.values_list("rule", "outcome")),
        },
        rehearsal=season.is_rehearsal,
    )


@transaction.atomic
def route_to_counties(
    season: Season, applications: Sequence[Application], *, actor: User, at: datetime
) -> None:
    """Send each application to the county that it names; the others stay with the city.

    Raises ``WrongState`` for a case that has been routed: ``route_to`` sends it elsewhere.
    Source: D0 三(二); requirements B18.
    """
    require_office(actor, season, Office.CITY, act=Act.ROUTE.label)
    counties = counties_of(season.city_id)
    changes = []
    for application in applications:
        if application.state != State.RECEIVED:
            raise WrongState(
                f"报名{application.case_number}现为“{application.state_label}”，已经转县",
                why=TABLE[Act.ROUTE].clause,
                mend="需要改转的，逐件写明理由办理",
            )
        county = county_named(application.form.get("intended"), season, counties)
        application.county = application.applied_county = county
        reason = f"按工作意向转{county.name}" if county else "工作意向不在本市或未填写，由市级办理"
        inputs = {"county": county.code if county else season.city_id}
        changes.append(Change(application, Act.ROUTE, actor, at, reason=reason, inputs=inputs))
    if not changes:
        return
    change_states(changes)
    went = Counter(str(one.inputs["county"]) for one in changes)
    _record_routing(season, {"cases": dict(sorted(went.items()))}, actor, at)


def county_named(
    intended: Mapping[str, Any] | None, season: Season, counties: Mapping[str, Division]
) -> Division | None:
    """Return the county of the season's city that a form names first, ``None`` if it names none."""
    wish = intended or {}
    named_here = wish.get("city") == season.city.name
    return counties.get(wish.get("county") or "") if named_here else None


@transaction.atomic
def route_to(
    application: Application, county: Division, *, reason: str, actor: User, at: datetime
) -> None:
    """Send one case to a county by hand, before it is decided: the form named none, or a wrong one.

    Raises ``WrongCounty``, ``ReasonMissing``, ``WrongState`` and ``NotPermitted``.
    Source: D0 三(二); requirements B18.
    """
    season = application.season
    require_office(actor, season, Office.CITY, act=Act.ROUTE.label)
    if county.parent_id != season.city_id or county.level != Division.Level.COUNTY:
        raise WrongCounty(
            f"报名{application.case_number}不能转{county.name}：不是本市的县（市、区）",
            why=TABLE[Act.ROUTE].clause,
            mend="选择本市的县（市、区）",
        )
    require_reason(reason, Act.ROUTE, application)
    before = lock_standings([application])[application.pk].county
    inputs = {"county": county.code, "from_county": before or season.city_id}
    application.county = application.applied_county = county
    change_states([Change(application, Act.ROUTE, actor, at, reason=reason, inputs=inputs)])
    one = {"cases": {county.code: 1}, "case_number": application.case_number}
    _record_routing(season, {**inputs, **one}, actor, at, reason=reason)


def _record_routing(
    season: Season, inputs: Mapping[str, object], actor: User, at: datetime, *, reason: str = ""
) -> None:
    """Note in the season's own record what was routed: nobody counts its cases' entries again."""
    event = Event(
        at=at,
        actor=actor.username,
        action="route_cases",
        subject=season.code,
        clause=TABLE[Act.ROUTE].clause,
        reason=reason,
        inputs=inputs,
        rehearsal=season.is_rehearsal,
    )
    record([event])


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an official decides on a case: ``pass``, ``fail`` or ``supplement``, with the reason.

    ``codes`` are those of the checks that the reason rests on, ``opinion`` is the first official's
    to which a second one agrees.
    """

    application: Application
    outcome: str
    reason: str
    codes: tuple[str, ...] = ()
    opinion: FirstOpinion | None = None


@transaction.atomic
def decide(rulings: Sequence[Ruling], *, actor: User, at: datetime) -> None:
    """Record the decisions of one named official, and change the states.

    Raises ``ReasonMissing`` where an official departs from the proposal without a reason,
    ``TextTooLong`` for one longer than a decision holds, and ``SecondReaderMissing`` and
    ``OpinionWaits`` where the pack asks for a second reader. An opinion on a case that has changed
    since lapses.
    Source: D0 三(二); requirements C2, Q15; 个人信息保护法 art. 24.
    """
    for ruling in rulings:
        _require_reason(ruling)
    _require_agreed(rulings, actor, at)
    Decision.objects.bulk_create(
        Decision(
            application=ruling.application,
            proposal=ruling.application.proposal,
            outcome=ruling.outcome,
            reason=ruling.reason,
            codes=list(ruling.codes),
            decided_by=actor,
            decided_at=at,
            first_opinion=ruling.opinion,
        )
        for ruling in rulings
    )
    change_states([_ruled(ruling, actor, at) for ruling in rulings])


def _require_agreed(rulings: Sequence[Ruling], actor: User, at: datetime) -> None:
    """Refuse what needs a second reader; close the opinions that are void."""
    # Locked before the opinions are read, and before the ledger of those that lapse.
    lock_standings(one.application for one in rulings if may_ask(one.application.season.pack))
    for one in rulings:
        if one.opinion:
            require_agreed(one.opinion, one.application, one.outcome, actor=actor)
    alone = [(one.application, one.outcome) for one in rulings if one.opinion is None]
    require_second_readers(alone, beijing_date(at))
    let_lapse([application for application, _ in alone], actor=actor, at=at)


def require_decidable(ruling: Ruling, *, actor: User, at: datetime) -> None:
    """Refuse a ruling that ``decide`` would refuse, but for a second reader; lock its case."""
    _require_reason(ruling)
    require_admitted([_ruled(ruling, actor, at)])


def _require_reason(ruling: Ruling) -> None:
    if ruling.outcome not in _DECISION_ACTS:
        raise WrongState(f"没有“{ruling.outcome}”这种决定", mend="选择通过、不通过或要求补正")
    if ruling.outcome == "pass" and ruling.application.county_id is None:
        raise NothingToRoute(
            f"报名{ruling.application.case_number}的工作意向不在本市或未填写，无县可转",
            why="D0 三(二)",
            mend="请本人补正工作意向地区，或由市级写明理由转县",
        )
    if ruling.application.proposal != ruling.outcome and not ruling.reason.strip():
        raise ReasonMissing(
            f"报名{ruling.application.case_number}：决定与系统意见不同，必须写明理由",
            why="D0 三(二)",
            mend="填写理由",
        )
    require_fits(Decision, "reason", ruling.reason, ruling.application)


def _ruled(ruling: Ruling, actor: User, at: datetime) -> Change:
    season = ruling.application.season
    inputs: dict[str, object] = {
        "proposal": ruling.application.proposal,
        "decision": ruling.outcome,
    }
    if ruling.codes:
        inputs["codes"] = list(ruling.codes)
    if ruling.opinion:
        inputs["first_reader"] = ruling.opinion.given_by.username
    return Change(
        ruling.application,
        _DECISION_ACTS[ruling.outcome],
        actor,
        at,
        reason=ruling.reason,
        rule=f"{season.rule_version}:eligibility",
        inputs=inputs,
    )
