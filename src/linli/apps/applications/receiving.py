"""Receive applications, and take in what applicants send later, before a decision is made.

Source: D0 三(一).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import WrongState, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.actions import Event, record
from linli.apps.people.models import Person
from linli.apps.people.storing import fitted, storable
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import id_number_fault, normalise_id_number
from linli.core.refusal import Refusal

#: The states in which what an applicant sends still counts: no decision has been made.
OPEN_STATES = (State.RECEIVED, State.ROUTED, State.SUPPLEMENT_REQUESTED)
# What a later mail may change; who applied and when the first form came stay with the receipt.
_AMENDED = ("form", "reading", "materials", "papers", "findings", "received_at", "person")


class NumberOfAnotherAccount(Refusal):
    """The ID number that a form is corrected to is that of a person who signs in with another account."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An application before it has a case number.

    ``form`` is ``None`` where none could be read; name, ID number and phone then come
    from elsewhere in what was sent. ``findings`` are ``{"code", "text"}`` of intake;
    ``reading`` and ``papers`` are as ``Application`` holds them.
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
    reading: Mapping[str, Any] = field(default_factory=dict, repr=False)
    papers: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


@transaction.atomic
def receive_applications(
    season: Season, drafts: Sequence[Draft], *, actor: User
) -> list[Application]:
    """Register applications in the order given, one a person, each with its case number.

    Raises ``NotPermitted``, and ``django.db.IntegrityError`` for a second live application of
    one person. Source: D0 三(一); requirements B16, B17.
    """
    require_office(actor, season, Office.CITY, act="登记报名")
    first = take_numbers(season, len(drafts))
    people = [_person(season, draft) for draft in drafts]
    applications = Application.objects.bulk_create(
        [
            made(season, draft, person, number)
            for number, (draft, person) in enumerate(zip(drafts, people, strict=True), start=first)
        ],
        batch_size=200,
    )
    record([receipt(season, application, actor) for application in applications])
    return applications


def take_numbers(season: Season, count: int) -> int:
    """Take the next case numbers, locking the season until the transaction ends; return the first."""
    last = lock_season(season).last_number
    Season.objects.filter(pk=season.pk).update(last_number=last + count)
    return last + 1


def details_of(draft: Draft) -> dict[str, str]:
    """Return what a draft says of its person, by column."""
    address = draft.form.address if draft.form else None
    return fitted(
        Person, name=draft.name, phone=draft.phone, email=draft.email, address=address or ""
    )


def _person(season: Season, draft: Draft, *, current: Person | None = None) -> Person:
    """Return whom a draft is about; without a number that tells it stays the case's ``current`` person."""
    details = details_of(draft)
    if draft.id_number and not id_number_fault(draft.id_number):
        person, _ = Person.objects.update_or_create(
            id_number=normalise_id_number(draft.id_number),
            is_rehearsal=season.is_rehearsal,
            defaults=details,
        )
        if current is not None and current.pk != person.pk:
            _carry_account(current, person)
        return person
    person = current or Person(is_rehearsal=season.is_rehearsal)
    for name, value in details.items():
        setattr(person, name, value)
    person.save()
    return person


def _carry_account(former: Person, person: Person) -> None:
    """Let the account that acts for a case act for the person of the right number, who has none."""
    account = former.account
    if account is None or person.account_id is not None or former.applications.live().count() > 1:
        return
    former.account, person.account = None, account
    former.save(update_fields=("account",))
    person.save(update_fields=("account",))


def update_person(application: Application, form: RegistrationForm) -> None:
    """Let the person of a case be as the corrected form says. Raises ``NumberOfAnotherAccount``."""
    account = application.person.account_id
    draft = Draft(
        form=form,
        materials={},
        received_at=application.received_at,
        source=application.source,
        name=form.name or application.person.name,
        id_number=form.id_number,
        phone=form.phone or application.person.phone,
        email=application.person.email,
    )
    application.person = _person(application.season, draft, current=application.person)
    if account is not None and application.person.account_id not in (None, account):
        raise NumberOfAnotherAccount(
            f"报名{application.case_number}由网上账号提交，这个身份证号属于另一个账号",
            why="D0 三(一)3",
            mend="再核对一遍号码；确属同一人的，先为本人办理窗口认领",
        )
    application.save(update_fields=["person"])


def made(season: Season, draft: Draft, person: Person, number: int) -> Application:
    """Return a draft as an application that is not stored yet."""
    return Application(
        season=season,
        person=person,
        case_number=f"{number:05d}",
        source=draft.source,
        state=State.RECEIVED,
        **_contents(draft),
    )


def _contents(draft: Draft) -> dict[str, Any]:
    return {
        "received_at": draft.received_at,
        "form": storable(asdict(draft.form)) if draft.form else {},
        "reading": storable(dict(draft.reading)),
        "materials": dict(draft.materials),
        "papers": storable([dict(paper) for paper in draft.papers]),
        "findings": storable([dict(finding) for finding in draft.findings]),
    }


def receipt(season: Season, application: Application, actor: User) -> Event:
    """Return the ledger's entry of an application that came in."""
    return Event(
        at=application.received_at,
        actor=actor.username,
        action="receive",
        subject=application.subject,
        clause="D0 三(一)3",
        reason="收到报名",
        rule=season.rule_version,
        inputs={
            "source": application.source,
            "materials": application.materials,
            "to": State.RECEIVED.value,
        },
        rehearsal=season.is_rehearsal,
    )


@transaction.atomic
def amend_applications(
    season: Season, drafts: Mapping[Application, Draft], *, actor: User, at: datetime
) -> None:
    """Lay what applicants sent later into their cases; a changed form takes the place of the former.

    Raises ``NotPermitted``, and ``WrongState`` for a case that has been decided.
    Source: D0 三(一)3, 三(一)6.
    """
    require_office(actor, season, Office.CITY, act="登记补充来件")
    standings = lock_standings(drafts)
    for application, draft in drafts.items():
        state = standings[application.pk].state
        if state not in OPEN_STATES:
            raise WrongState(
                f"报名{application.case_number}现为“{state.label}”，补充来件不能自动并入",
                why="D0 三(二)",
                mend="由人工阅读来件后处理",
            )
        _put(application, draft, _person(season, draft, current=application.person))
    Application.objects.bulk_update(list(drafts), _AMENDED, batch_size=200)
    record([amendment(season, application, actor, at) for application in drafts])


def lay_in(application: Application, draft: Draft, person: Person) -> None:
    """Store what a draft says in an application that is there."""
    _put(application, draft, person)
    application.save(update_fields=_AMENDED)


def _put(application: Application, draft: Draft, person: Person) -> None:
    for name, value in _contents(draft).items():
        setattr(application, name, value)
    application.person = person


def amendment(season: Season, application: Application, actor: User, at: datetime) -> Event:
    """Return the ledger's entry of what came later."""
    return Event(
        at=at,
        actor=actor.username,
        action="amend",
        subject=application.subject,
        clause="D0 三(一)3",
        reason="并入报名人补充或者更正的来件",
        rule=season.rule_version,
        inputs={"source": application.source, "materials": application.materials},
        rehearsal=season.is_rehearsal,
    )
