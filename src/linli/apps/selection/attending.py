"""Whoever is placed says whether to come to the medical check.

Source: D0 三(三) (逐一确认是否参加体检); requirements D3, E4.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import (
    Change,
    WrongState,
    change_states,
    lock_standings,
    require_permission,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import BEIJING, Event, record
from linli.apps.selection.models import MedicalConfirmation
from linli.core.refusal import Refusal

_ACT = Act.DECLINE_MEDICAL


class ToldLater(Refusal):
    """An answer that an official takes down was told before it is taken down."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who told the county an answer by telephone or in person, and when."""

    by: MedicalConfirmation.Teller
    at: datetime

    @property
    def words(self) -> str:
        """Return who told it and when, for the ledger; nobody is named."""
        return f"{self.by.label}{self.at.astimezone(BEIJING):%Y-%m-%d %H:%M}告知"


@transaction.atomic
def confirm_medical(
    application: Application, *, actor: User, at: datetime, told: Told | None = None
) -> MedicalConfirmation:
    """Keep that a person will come to the medical check; the same answer twice is one.

    Whoever may decline may confirm: the applicant, and the county that was told so (``told``).
    Either is taken until the conclusion is recorded, also after the window: a backfill may come
    late. Raises ``NotPermitted``, ``ToldLater`` and ``WrongState``.
    Source: D0 三(三); requirements D3.
    """
    require_permission(actor, _ACT, application)
    _require_told_before(told, at)
    state = lock_standings([application])[application.pk].state
    if state is not State.PLACED:
        raise WrongState(
            f"报名{application.case_number}现为“{state.label}”，不用确认是否参加体检",
            why=TABLE[_ACT].clause,
            mend="刷新页面，按当前状态办理",
        )
    answer, is_new = MedicalConfirmation.objects.get_or_create(
        application=application,
        defaults=_answer(True, actor, at, told),
    )
    if is_new:
        record([_confirmed(application, actor, at, told)])
    return answer


def _answer(attends: bool, actor: User, at: datetime, told: Told | None) -> dict[str, object]:
    told_by, told_at = (told.by, told.at) if told else ("", None)
    return {
        "attends": attends,
        "answered_at": at,
        "answered_by": actor,
        "told_by": told_by,
        "told_at": told_at,
    }


def _require_told_before(told: Told | None, at: datetime) -> None:
    if told is not None and told.at > at:
        raise ToldLater("告知时间晚于现在", why=TABLE[_ACT].clause, mend="核对接到告知的时间")


@transaction.atomic
def decline_medical(
    application: Application, *, actor: User, at: datetime, told: Told | None = None
) -> None:
    """Record that a person will not come: the place goes to the county's reserve, as after an absence.

    Also after a confirmation; once declined it stays so, however often that is asked.
    Raises ``NotPermitted``, ``ToldLater`` and ``WrongState``.
    Source: D0 三(三), 三(四); requirements D3, E4.
    """
    require_permission(actor, _ACT, application)
    _require_told_before(told, at)
    if lock_standings([application])[application.pk].state is State.DECLINED:
        return
    change_states([Change(application, _ACT, actor, at, reason=_why_declined(actor, told))])
    MedicalConfirmation.objects.update_or_create(
        application=application,
        defaults=_answer(False, actor, at, told),
    )


def _why_declined(actor: User, told: Told | None) -> str:
    if told is not None:
        return f"县（市、区）逐一确认时，{told.words}不参加"
    return "县（市、区）逐一确认时，本人答复不参加" if actor.is_official else "本人在网站确认"


def _confirmed(application: Application, actor: User, at: datetime, told: Told | None) -> Event:
    season = application.season
    return Event(
        at=at,
        actor=actor.username,
        action="confirm_medical",
        subject=application.subject,
        clause=TABLE[_ACT].clause,
        reason=f"确认参加体检（{told.words}）" if told else "确认参加体检",
        rule=season.rule_version,
        rehearsal=season.is_rehearsal,
    )
