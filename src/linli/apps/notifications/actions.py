"""Store messages with the change they tell of, and send them afterwards."""

from collections.abc import Sequence

from django.core.mail import send_mail
from django.db.models import F

from linli.apps.applications.change import Change, on_change
from linli.apps.applications.states import TABLE
from linli.apps.intake.letters import on_release
from linli.apps.intake.models import Letter
from linli.apps.notifications.models import Message
from linli.apps.notifications.tasks import deliver
from linli.apps.notifications.wording import WORDING


@on_change
def store_messages(changes: Sequence[Change]) -> None:
    """Store one message per change that applicants are told of, and queue its sending.

    A rehearsal's messages are stored and never sent. Called inside the change's transaction.
    """
    told = [
        change for change in changes if change.act in WORDING and change.application.person.email
    ]
    messages = Message.objects.bulk_create([_message(change) for change in told], batch_size=200)
    for message in messages:
        if message.status == Message.Status.WAITING:
            deliver.enqueue(message.pk)


def _message(change: Change) -> Message:
    subject, body = WORDING[change.act]
    application = change.application
    rehearsal = application.season.is_rehearsal
    return Message(
        application=application,
        key=f"{application.subject}:{change.act}:{change.at.isoformat()}",
        subject=f"{'【演练】' if rehearsal else ''}{subject}",
        body=body.format(
            number=application.case_number, reason=change.reason, clause=TABLE[change.act].clause
        ),
        status=Message.Status.REHEARSED if rehearsal else Message.Status.WAITING,
    )


@on_release
def store_letter(letter: Letter) -> None:
    """Store a released supplement request and queue its sending, as with any other message."""
    application = letter.application
    if not application.person.email:
        return
    rehearsal = application.season.is_rehearsal
    message = Message.objects.create(
        application=application,
        key=f"{application.subject}:letter:{letter.pk}",
        subject=f"{'【演练】' if rehearsal else ''}{letter.subject}",
        body=letter.body,
        status=Message.Status.REHEARSED if rehearsal else Message.Status.WAITING,
    )
    if message.status == Message.Status.WAITING:
        deliver.enqueue(message.pk)


def send(message_id: int) -> None:
    """Send one waiting message; one already sent or being sent is left alone.

    Whoever changes the status to "sending" sends: two workers never both do. A message
    whose worker was killed in between stays there, for a person to see, since it may have
    gone out. A failed sending is kept as failed and raised; the sweeper tries it again.
    """
    waiting = Message.objects.filter(
        pk=message_id, status__in=(Message.Status.WAITING, Message.Status.FAILED)
    )
    if not waiting.update(status=Message.Status.SENDING, attempts=F("attempts") + 1):
        return
    message = Message.objects.select_related("application__person").get(pk=message_id)
    status = Message.Status.FAILED
    try:
        send_mail(message.subject, message.body, None, [message.application.person.email])
        status = Message.Status.SENT
    finally:
        Message.objects.filter(pk=message_id).update(status=status)
