"""What the office does with applications: receive, check, route, decide."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import (
    Change,
    ReasonMissing,
    WrongState,
    change_states,
    require_permission,
)
from linli.apps.applications.facts import Surroundings, facts_of
from linli.apps.applications.models import Application, Check, Decision
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.people.models import Person
from linli.apps.people.storing import fitted, storable
from linli.apps.places.models import Division
from linli.apps.places.queries import counties_of, other_regions
from linli.apps.seasons.models import Season, Stage
from linli.core.documents.registration_form import RegistrationForm
from linli.core.policy import Edition, Explanation, compile_rules, explain
from linli.core.refusal import Refusal
from linli.policies import get_pack

_ID_NUMBER_LENGTH = 18
_DECISION_ACTS = {"pass": Act.QUALIFY, "fail": Act.DISQUALIFY, "supplement": Act.REQUEST_SUPPLEMENT}


class NothingToRoute(Refusal):
    """A case without a county of this city cannot pass: no county could interview the person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An application before it has a case number.

    ``form`` is ``None`` where none could be read; name, ID number and phone then come
    from elsewhere in what was sent. ``findings`` are ``{"code", "text"}`` of intake.
    """

    form: RegistrationForm | None
    materials: Mapping[str, int]
    received_at: datetime
    source: str
    name: str
    id_number: str | None
    phone: str
    email: str = ""
    findings: tuple[Mapping[str, str], ...] = ()
    is_withdrawn: bool = False


@transaction.atomic
def receive_applications(
    season: Season, drafts: Sequence[Draft], *, actor: User
) -> list[Application]:
    """Register applications in the order given, one a person, each with its case number.

    Raises ``django.db.IntegrityError`` for a second live application of one person.
    Source: D0 三(一); requirements B16, B17.
    """
    first = season.applications.count() + 1
    people = [_person(draft) for draft in drafts]
    applications = Application.objects.bulk_create(
        [
            _application(season, draft, person, number)
            for number, (draft, person) in enumerate(zip(drafts, people, strict=True), start=first)
        ],
        batch_size=200,
    )
    record([_receipt(season, application, actor) for application in applications])
    withdrawn = [one for one, draft in zip(applications, drafts, strict=True) if draft.is_withdrawn]
    change_states(
        [
            Change(one, Act.WITHDRAW, actor, one.received_at, reason="本人来信撤回")
            for one in withdrawn
        ]
    )
    return applications


def _person(draft: Draft) -> Person:
    address = draft.form.address if draft.form else None
    details = fitted(
        Person, name=draft.name, phone=draft.phone, email=draft.email, address=address or ""
    )
    # What cannot be an ID number stays on the form; cut short it might be another person's.
    if not draft.id_number or len(draft.id_number) > _ID_NUMBER_LENGTH:
        return Person.objects.create(**details)
    person, _ = Person.objects.update_or_create(
        id_number=storable(draft.id_number), defaults=details
    )
    return person


def _application(season: Season, draft: Draft, person: Person, number: int) -> Application:
    return Application(
        season=season,
        person=person,
        case_number=f"{number:05d}",
        source=draft.source,
        received_at=draft.received_at,
        state=State.RECEIVED,
        form=storable(asdict(draft.form)) if draft.form else {},
        materials=dict(draft.materials),
        findings=storable([dict(finding) for finding in draft.findings]),
    )


def _receipt(season: Season, application: Application, actor: User) -> Event:
    return Event(
        at=application.received_at,
        actor=actor.username,
        action="receive",
        subject=application.subject,
        clause="D0 三(一)3",
        inputs={
            "source": application.source,
            "materials": application.materials,
            "to": State.RECEIVED.value,
        },
        rehearsal=season.is_rehearsal,
    )


def surroundings(season: Season, on: date) -> Surroundings:
    """Return what the checks of a season need to know beside the form."""
    pack = get_pack(season.pack_id)
    city = season.city
    return Surroundings(
        city_name=city.name,
        province_name=city.parent.name if city.parent else "",
        provincial_schools=frozenset(pack.texts("provincial_schools", on)),
        other_regions=other_regions(city.code[:2]),
    )


@transaction.atomic
def check_applications(
    season: Season, applications: Sequence[Application], *, actor: User, at: datetime
) -> None:
    """Check applications against the notice and store each check with its clause.

    The engine proposes ``pass``, ``fail`` or ``refer``; nobody is refused here.
    Source: D0 三(二); requirements C1, Q15.
    """
    edition = compile_rules(get_pack(season.pack_id), beijing_date(at))
    around = surroundings(season, beijing_date(at))
    deadline = season.windows.get(stage=Stage.REGISTRATION).last_day
    checks: list[Check] = []
    for application in applications:
        answer = _examine(
            edition,
            application,
            around,
            in_window=beijing_date(application.received_at) <= deadline,
        )
        application.proposal = str(answer.value)
        checks += _checks(application, answer, edition)
    Check.objects.filter(application__in=[application.pk for application in applications]).delete()
    Check.objects.bulk_create(checks, batch_size=500)
    Application.objects.bulk_update(applications, ["proposal", "has_priority"], batch_size=200)
    record([_checked(season, application, actor, at) for application in applications])


def _examine(
    edition: Edition, application: Application, around: Surroundings, *, in_window: bool
) -> Explanation:
    findings = [finding["code"] for finding in application.findings]
    facts = facts_of(application.form, application.materials, findings, around, in_window=in_window)
    application.has_priority = bool(explain(edition, "has_priority", facts).value)
    return explain(edition, "eligibility", facts)


def _checks(application: Application, answer: Explanation, edition: Edition) -> list[Check]:
    reasons = {reason.code: reason for reason in answer.reasons}
    steps = [step for step in answer.steps if edition.rules[step.rule].rule.is_check]
    return [
        Check(
            application=application,
            position=position,
            rule=step.rule,
            label=step.label,
            clause=step.clause,
            outcome=str(step.value),
            formula=step.formula,
            code=code if (code := edition.rules[step.rule].rule.code) in reasons else "",
            text=reasons[code].text if code in reasons else "",
        )
        for position, step in enumerate(steps, start=1)
    ]


def _checked(season: Season, application: Application, actor: User, at: datetime) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="check",
        subject=application.subject,
        clause="D0 三(二)",
        rule=f"{season.rule_version}:eligibility",
        inputs={"proposal": application.proposal, "has_priority": application.has_priority},
        rehearsal=season.is_rehearsal,
    )


def route_to_counties(
    season: Season, applications: Sequence[Application], *, actor: User, at: datetime
) -> None:
    """Send each application to the county that it names; the others stay with the city.

    Source: D0 三(二); requirements B18.
    """
    counties = counties_of(season.city_id)
    changes = []
    for application in applications:
        county = _county_named(application, season, counties)
        application.county = application.applied_county = county
        reason = f"按工作意向转{county.name}" if county else "工作意向不在本市或未填写，由市级办理"
        inputs = {"county": county.code if county else season.city_id}
        changes.append(Change(application, Act.ROUTE, actor, at, reason=reason, inputs=inputs))
    change_states(changes)


def _county_named(
    application: Application, season: Season, counties: Mapping[str, Division]
) -> Division | None:
    intended: dict[str, Any] = application.form.get("intended") or {}
    return (
        counties.get(intended.get("county") or "")
        if intended.get("city") == season.city.name
        else None
    )


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an official decides on a case: ``pass``, ``fail`` or ``supplement``, with the reason."""

    application: Application
    outcome: str
    reason: str


@transaction.atomic
def decide(rulings: Sequence[Ruling], *, actor: User, at: datetime) -> None:
    """Record the decisions of one named official, and change the states.

    Raises ``ReasonMissing`` where an official departs from the proposal without a reason.
    Source: D0 三(二); requirements C2, Q15; 个人信息保护法 art. 24.
    """
    for ruling in rulings:
        _require_reason(ruling)
    Decision.objects.bulk_create(
        Decision(
            application=ruling.application,
            proposal=ruling.application.proposal,
            outcome=ruling.outcome,
            reason=ruling.reason,
            decided_by=actor,
            decided_at=at,
        )
        for ruling in rulings
    )
    change_states([_ruled(ruling, actor, at) for ruling in rulings])


def _require_reason(ruling: Ruling) -> None:
    if ruling.outcome not in _DECISION_ACTS:
        raise WrongState(f"没有“{ruling.outcome}”这种决定", mend="选择通过、不通过或要求补正")
    if ruling.outcome == "pass" and ruling.application.county_id is None:
        raise NothingToRoute(
            f"报名{ruling.application.case_number}的工作意向不在本市或未填写，无县可转",
            why="D0 三(二)",
            mend="先请本人补正工作意向地区",
        )
    if ruling.application.proposal != ruling.outcome and not ruling.reason.strip():
        raise ReasonMissing(
            f"报名{ruling.application.case_number}：决定与系统意见不同，必须写明理由",
            why="D0 三(二)",
            mend="填写理由",
        )


def _ruled(ruling: Ruling, actor: User, at: datetime) -> Change:
    season = ruling.application.season
    return Change(
        ruling.application,
        _DECISION_ACTS[ruling.outcome],
        actor,
        at,
        reason=ruling.reason,
        rule=f"{season.rule_version}:eligibility",
        inputs={"proposal": ruling.application.proposal, "decision": ruling.outcome},
    )


@transaction.atomic
def record_diplomas(dates: Mapping[Application, date], *, actor: User, at: datetime) -> None:
    """Record when candidates obtained their diplomas, and revoke those that came too late.

    The official who records is the one who revokes; the reason names the day and the clause.
    Source: D0 二4; requirements A10, Q3.
    """
    edition: Edition | None = None
    revoked = []
    for application, day in dates.items():
        require_permission(actor, Act.REVOKE, application)
        edition = edition or compile_rules(get_pack(application.season.pack_id), beijing_date(at))
        application.diploma_date = day
        answer = explain(edition, "diploma_in_time", {"diploma_date": day})
        if answer.reasons:
            reason = f"{answer.reasons[0].text}（取得日期{day}）"
            rule = f"{application.season.rule_version}:diploma_in_time"
            revoked.append(Change(application, Act.REVOKE, actor, at, reason=reason, rule=rule))
    Application.objects.bulk_update(list(dates), ["diploma_date"], batch_size=200)
    change_states(revoked)
