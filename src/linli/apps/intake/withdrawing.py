"""A withdrawal that came by mail counts once a person confirms it: anybody can write a sender's address.

Source: D0 三(一); 个人信息保护法 art. 24.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import may_act
from linli.apps.applications.states import Act, State, acts_from
from linli.apps.intake.handling import AlreadyHandled
from linli.apps.intake.models import Mail
from linli.apps.seasons.permissions import Permission, require
from linli.core.intake.sorting import COUNTED, MailKind
from linli.core.refusal import Refusal

#: What is added to the reason of a mail that waits for this.
TO_CONFIRM = "须由工作人员核实后确认撤回"
_NOTE = "核实为本人来信，确认撤回报名"


class WithdrawalOvertaken(Refusal):
    """The person has sent something that counts since."""


def can_withdraw(application: Application | None) -> bool:
    """Tell whether a case is one that can still be withdrawn."""
    return application is not None and Act.WITHDRAW in acts_from(State(application.state))


def awaits_confirmation(mail: Mail) -> bool:
    """Tell whether a mail asks to withdraw a case and no person has answered."""
    return (
        mail.kind == MailKind.WITHDRAWAL
        and mail.is_set_aside
        and mail.handled_by_id is None
        and can_withdraw(mail.application)
    )


def may_confirm(official: User, application: Application) -> Permission:
    """Tell whether an official may confirm the withdrawal of a case."""
    return may_act(official, Act.WITHDRAW, application)


def comes_from_address_on_record(mail: Mail) -> bool:
    """Tell whether the sender's address is the one of the case's person; it proves nothing by itself."""
    if mail.application is None:
        return False
    sender = str(mail.reading.get("sender", ""))
    return bool(sender) and sender.casefold() == mail.application.person.email.casefold()


@transaction.atomic
def confirm_withdrawal(mail: Mail, *, actor: User, at: datetime) -> None:
    """Withdraw the case that a mail asks to withdraw; its other letters of that kind are answered, too.

    Raises ``NotPermitted``, ``AlreadyHandled``, ``WithdrawalOvertaken`` and ``WrongState``.
    """
    application = mail.application
    if application is None:
        raise _nothing_to_confirm()
    require(may_confirm(actor, application))
    lock_standings([application])
    standing = Mail.objects.select_for_update().defer("reading").get(pk=mail.pk)
    application.refresh_from_db()
    if standing.application_id != application.pk or not awaits_confirmation(standing):
        raise _nothing_to_confirm()
    _require_last_word(mail, application)
    change_states(
        [
            Change(
                application,
                Act.WITHDRAW,
                actor,
                at,
                reason="本人来信撤回，经工作人员核实",
                inputs={"mail": mail.pk},
            )
        ]
    )
    waiting = application.mails.filter(kind=MailKind.WITHDRAWAL, is_set_aside=True, handled_by=None)
    waiting.update(handled_by=actor, handled_at=at, handling_note=_NOTE)


def _require_last_word(mail: Mail, application: Application) -> None:
    later = application.mails.filter(kind__in=COUNTED, received_at__gt=mail.received_at)
    if mail.received_at is not None and later.exists():
        raise WithdrawalOvertaken(
            f"报名{application.case_number}在这封来信之后又有报名或者补充来件，不能按这封来信撤回",
            why="D0 三(一)",
            mend="向本人核实；仍要撤回的，请本人再次来信",
        )


def _nothing_to_confirm() -> AlreadyHandled:
    return AlreadyHandled("这封来件已由他人处理，或者不是待确认的撤回", mend="刷新页面查看")
