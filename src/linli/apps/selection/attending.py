"""Whoever is placed says whether to come to the medical check.

Source: D0 三(三) (逐一确认是否参加体检); requirements D3, E4.
"""

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
from linli.apps.ledger.actions import Event, record
from linli.apps.selection.models import MedicalConfirmation

_ACT = Act.DECLINE_MEDICAL


@transaction.atomic
def confirm_medical(application: Application, *, actor: User, at: datetime) -> MedicalConfirmation:
    """Keep that a person will come to the medical check; the same answer twice is one.

    Whoever may decline may confirm: the applicant, and the county that was told so. Either is
    taken until the conclusion is recorded, also after the window: a backfill may come late.
    Raises ``NotPermitted`` and ``WrongState``. Source: D0 三(三); requirements D3.
    """
    require_permission(actor, _ACT, application)
    state = lock_standings([application])[application.pk].state
    if state is not State.PLACED:
        raise WrongState(
            f"报名{application.case_number}现为“{state.label}”，不用确认是否参加体检",
            why=TABLE[_ACT].clause,
            mend="刷新页面，按当前状态办理",
        )
    answer, is_new = MedicalConfirmation.objects.get_or_create(
        application=application,
        defaults={"attends": True, "answered_at": at, "answered_by": actor},
    )
    if is_new:
        record([_confirmed(application, actor, at)])
    return answer


@transaction.atomic
def decline_medical(application: Application, *, actor: User, at: datetime) -> None:
    """Record that a person will not come: the place goes to the county's reserve, as after an absence.

    Also after a confirmation; once declined it stays so, however often that is asked.
    Raises ``NotPermitted`` and ``WrongState``. Source: D0 三(三), 三(四); requirements D3, E4.
    """
    require_permission(actor, _ACT, application)
    if lock_standings([application])[application.pk].state is State.DECLINED:
        return
    reason = "县（市、区）逐一确认时，本人答复不参加" if actor.is_official else "本人在网站确认"
    change_states([Change(application, _ACT, actor, at, reason=reason)])
    MedicalConfirmation.objects.update_or_create(
        application=application,
        defaults={"attends": False, "answered_at": at, "answered_by": actor},
    )


def _confirmed(application: Application, actor: User, at: datetime) -> Event:
    season = application.season
    return Event(
        at=at,
        actor=actor.username,
        action="confirm_medical",
        subject=application.subject,
        clause=TABLE[_ACT].clause,
        reason="确认参加体检",
        rule=season.rule_version,
        rehearsal=season.is_rehearsal,
    )
