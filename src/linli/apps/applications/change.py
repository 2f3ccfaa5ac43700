"""The one function through which every change of an application's state goes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Decision
from linli.apps.applications.permissions import may_act
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import Event, record
from linli.apps.seasons.permissions import NotPermitted
from linli.core.refusal import Refusal

__all__ = [
    "Change",
    "NotPermitted",
    "ReasonMissing",
    "TextTooLong",
    "WrongState",
    "change_states",
    "lock_standings",
    "on_change",
    "require_admitted",
    "require_fits",
    "require_permission",
    "require_reason",
]

# The acts that may take a case to another county, or from its county back to the city.
_MOVING = (Act.ROUTE, Act.PLACE, Act.CHANGE_WISH)
Listener = Callable[[Sequence["Change"]], None]
_listeners: list[Listener] = []


class WrongState(Refusal):
    """The table has no such act in the state that the application is in."""


class ReasonMissing(Refusal):
    """An act that needs a reason was asked for without one."""


class TextTooLong(Refusal):
    """A text is longer than the record that keeps it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands in the database, whatever the copy in hand says."""

    state: State
    county: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One act on one application: by whom, when, why, on which inputs and rule."""

    application: Application
    act: Act
    actor: User
    at: datetime
    reason: str = ""
    rule: str = ""
    inputs: Mapping[str, object] = field(default_factory=dict)


def on_change(listener: Listener) -> Listener:
    """Register what is told of changes inside their transaction (notices store themselves there)."""
    _listeners.append(listener)
    return listener


@transaction.atomic
def change_states(changes: Sequence[Change]) -> None:
    """Apply changes together or not at all: lock, guard, change, ledger, notices.

    Notices are stored in the same transaction and sent after it.

    Raises ``WrongState``, ``NotPermitted``, ``ReasonMissing`` and ``TextTooLong``, naming the
    case number.
    """
    if not changes:
        return
    locked = require_admitted(changes)
    origins = {change.application.pk: locked[change.application.pk].state for change in changes}
    for change in changes:
        change.application.state = TABLE[change.act].target
    _store(changes)
    record([_event(change, origins[change.application.pk]) for change in changes])
    for listener in _listeners:
        listener(changes)


def require_admitted(changes: Sequence[Change]) -> Mapping[int, Standing]:
    """Lock cases and refuse what ``change_states`` would refuse; return how they stand, by key."""
    locked = _locked(changes)
    for change in changes:
        _guard(change, locked[change.application.pk])
    return locked


def _store(changes: Sequence[Change]) -> None:
    """Write the new states, one statement for all that go to the same state and county."""
    groups: dict[tuple[str, str | None, str | None], list[int]] = defaultdict(list)
    for change in changes:
        one = change.application
        groups[one.state, one.county_id, one.applied_county_id].append(one.pk)
    for (state, county, applied), keys in groups.items():
        for chunk in batched_keys(keys):
            rows = Application.objects.filter(pk__in=chunk)
            rows.update(state=state, county_id=county, applied_county_id=applied)


def batched_keys(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield keys in the order of their numbers, in parts that one statement takes.

    One order for all writers keeps two large batches from locking each other out.
    """
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        yield ordered[start : start + 500]


def _locked(changes: Sequence[Change]) -> dict[int, Standing]:
    seen: set[int] = set()
    for change in changes:
        if change.application.pk in seen:
            number = change.application.case_number
            raise WrongState(f"报名{number}在一批操作中出现两次", mend="分两批办理")
        seen.add(change.application.pk)
    return lock_standings([change.application for change in changes])


def lock_standings(applications: Iterable[Application]) -> dict[int, Standing]:
    """Lock cases until the transaction ends, and return how the database holds them, by key.

    Whoever locks more than one kind of row takes them in this order, so that nobody waits for one
    who waits for them: draft, season, cases, account, people, the ledger's head.
    """
    standings: dict[int, Standing] = {}
    for chunk in batched_keys([one.pk for one in applications]):
        rows = Application.objects.select_for_update().filter(pk__in=chunk).order_by("pk")
        for key, state, county in rows.values_list("pk", "state", "county_id"):
            standings[key] = Standing(State(state), county)
    return standings


def _guard(change: Change, standing: Standing) -> None:
    transition, state = TABLE[change.act], standing.state
    is_moved = change.act not in _MOVING and standing.county != change.application.county_id
    number = change.application.case_number
    # An outdated copy would write back its own county as well: it is refused even where the act fits.
    if state != change.application.state or is_moved:
        raise WrongState(
            f"报名{number}已由他人办理，现为“{state.label}”",
            why=transition.clause,
            mend="刷新页面，按当前状态办理",
        )
    if state not in transition.origins:
        raise WrongState(
            f"报名{number}现为“{state.label}”，不能“{transition.label}”",
            why=transition.clause,
            mend="刷新页面，按当前状态办理",
        )
    require_permission(change.actor, change.act, change.application)
    if transition.target in (
        State.NOT_QUALIFIED,
        State.REVOKED,
        State.OBJECTION_UPHELD,
        State.LEFT,
    ):
        require_reason(change.reason, change.act, change.application)
    # The decision is the narrowest record that a reason goes into; one length for all acts.
    require_fits(Decision, "reason", change.reason, change.application)


def require_reason(reason: str, act: Act, application: Application) -> None:
    """Refuse a blank reason for an act on a case. Raises ``ReasonMissing``."""
    if not reason.strip():
        raise ReasonMissing(
            f"报名{application.case_number}：“{act.label}”必须写明理由",
            why=TABLE[act].clause,
            mend="填写理由后再提交",
        )


def require_fits(
    model: type[models.Model], column: str, text: str, application: Application
) -> None:
    """Refuse a text longer than its column, in characters. Raises ``TextTooLong``."""
    field = model._meta.get_field(column)
    longest = getattr(field, "max_length", None)
    if longest is not None and len(text) > longest:
        name = getattr(field, "verbose_name", column)
        raise TextTooLong(
            f"报名{application.case_number}：{name}共{len(text)}字，超过{longest}字",
            mend=f"缩短到{longest}字以内，详情写入案卷",
        )


def require_permission(actor: User, act: Act, application: Application) -> None:
    """Refuse an official whose office or scope does not allow an act on a case. Raises ``NotPermitted``."""
    permission = may_act(actor, act, application)
    if not permission.allowed:
        raise NotPermitted(
            f"报名{application.case_number}：{permission.reason}", mend="请有权限的单位办理"
        )


def _event(change: Change, origin: State) -> Event:
    transition = TABLE[change.act]
    return Event(
        at=change.at,
        actor=change.actor.username,
        action=change.act.value,
        subject=change.application.subject,
        clause=transition.clause,
        reason=change.reason,
        rule=change.rule or change.application.season.rule_version,
        inputs={**change.inputs, "from": origin.value, "to": transition.target.value},
        rehearsal=change.application.season.is_rehearsal,
    )
