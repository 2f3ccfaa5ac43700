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
from linli.apps.intake.handling import AlreadyHandled, handling_event
from linli.apps.intake.models import Mail
from linli.apps.ledger.actions import record
from linli.apps.seasons.permissions import Permission, require
from linli.core.intake.sorting import COUNTED, MailKind
from linli.core.refusal import Refusal

#: What is added to the reason of a mail that waits for this.
TO_CONFIRM = "须由工作人员核实后确认撤回"
#: What is added where the person sent a form after it.
APPLIED_ANEW = "此后又收到本人的登记表，未作撤回"
_NOTE = "核实为本人来信，确认撤回报名"
_CLOSED = "该报名已按另一封来信确认撤回；本封未经核实，不再处理"


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


def is_confirmed(mail: Mail) -> bool:
    """Tell whether a mail asked to withdraw a case, a person has answered, and the case is withdrawn."""
    return (
        mail.kind == MailKind.WITHDRAWAL
        and mail.handled_by_id is not None
        and mail.application is not None
        and mail.application.state == State.WITHDRAWN
    )


def may_confirm(official: User, application: Application) -> Permission:
    """Tell whether an official may confirm the withdrawal of a case."""
    return may_act(official, Act.WITHDRAW, application)


def comes_from_address_on_record(mail: Mail) -> bool:
    """Tell whether the sender's address is the one from which the form came; it proves nothing by itself."""
    if mail.application is None:
        return False
    sender = str(mail.reading.get("sender", ""))
    return bool(sender) and sender.casefold() == mail.application.person.email.casefold()


@transaction.atomic
def confirm_withdrawal(mail: Mail, *, actor: User, at: datetime) -> None:
    """Withdraw the case that a mail asks to withdraw; its other letters of that kind are closed unproven.

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
    if is_overtaken(standing):
        raise WithdrawalOvertaken(
            f"报名{application.case_number}在这封来信之后又有报名或者补充来件，不能按这封来信撤回",
            why="D0 三(一)",
            mend="向本人核实；仍要撤回的，请本人再次来信",
        )
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
    _close_letters(mail, application, actor, at)


def _close_letters(confirmed: Mail, application: Application, actor: User, at: datetime) -> None:
    """Answer the letters of a case that was withdrawn by one of them: nobody has verified the others."""
    waiting = application.mails.filter(kind=MailKind.WITHDRAWAL, is_set_aside=True, handled_by=None)
    letters = list(waiting.select_related("application", "season").order_by("received_at", "pk"))
    for letter in letters:
        letter.handled_by, letter.handled_at = actor, at
        letter.handling_note = _NOTE if letter.pk == confirmed.pk else _CLOSED
    Mail.objects.bulk_update(letters, ["handled_by", "handled_at", "handling_note"])
    # The ledger has the confirmed one with the withdrawal.
    others = [letter for letter in letters if letter.pk != confirmed.pk]
    record([handling_event(letter, application, actor, at) for letter in others])


def is_overtaken(mail: Mail) -> bool:
    """Tell whether something that counts came to the case after this mail."""
    if mail.application is None or mail.received_at is None:
        return False
    later = mail.application.mails.filter(kind__in=COUNTED, received_at__gt=mail.received_at)
    return later.exists()


def _nothing_to_confirm() -> AlreadyHandled:
    return AlreadyHandled("这封来件已由他人处理，或者不是待确认的撤回", mend="刷新页面查看")
