"""Store messages with the change they tell of; they are sent afterwards.

A rehearsal's messages are stored and never sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, on_change
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act
from linli.apps.intake.letters import on_release
from linli.apps.intake.models import Letter
from linli.apps.notifications.models import Attachment, Delivery, Message
from linli.apps.notifications.queries import messages_of
from linli.apps.notifications.tasks import URGENT, deliver
from linli.apps.notifications.wording import LETTER_SHORT, WORDING, marked
from linli.apps.seasons.models import Stage
from linli.core.documents.official import date_text

_BATCH = 200


@on_change
def store_messages(changes: Sequence[Change]) -> None:
    """Store one message per change that applicants are told of, and queue its sending.

    Called inside the change's transaction.
    """
    told = [change for change in changes if change.act in WORDING]
    terms = _report_terms(told)
    messages = [_told(change, terms.get(change.application.season_id, "")) for change in told]
    _send_out(Message.objects.bulk_create(messages, batch_size=_BATCH))


def _report_terms(changes: Iterable[Change]) -> Mapping[int, str]:
    """Return the last day to report for duty of each season whose recruits are told of it, by key."""
    seasons = {
        one.application.season_id: one.application.season for one in changes if one.act is Act.FILE
    }
    return {
        key: date_text(season.windows.get(stage=Stage.REPORTING).last_day)
        for key, season in seasons.items()
    }


def _told(change: Change, report_by: str) -> Message:
    words = WORDING[change.act]
    application = change.application
    number = application.case_number
    return Message(
        application=application,
        key=f"{application.subject}:{change.act}:{change.at.isoformat()}",
        subject=marked(words.subject, rehearsal=application.season.is_rehearsal),
        body=words.body.format(
            number=number,
            reason=change.reason,
            clause=TABLE[change.act].clause,
            report_by=report_by,
        ),
        short=words.short.format(number=number),
        stored_at=change.at,
    )


@on_release
def store_letter(letter: Letter) -> None:
    """Store a released supplement request and queue its sending, as with any other message."""
    application = letter.application
    assert letter.released_at is not None, "a released letter bears its time"
    store_message(
        application=application,
        key=f"{application.subject}:letter:{letter.pk}",
        subject=letter.subject,
        body=letter.body,
        short=LETTER_SHORT.format(number=application.case_number),
        at=letter.released_at,
    )


@transaction.atomic
def store_message(
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    application: Application | None = None,
    account: User | None = None,
    short: str = "",
    attachment: Attachment | None = None,
    is_urgent: bool = False,
) -> Message:
    """Store a message to the person of a case, or to an account, and queue its sending.

    A second call with the same ``key`` changes nothing and returns the first one's message. Of
    those waiting, urgent ones are sent first.
    """
    is_rehearsal = Message(application=application, account=account).is_rehearsal
    stored, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "application": application,
            "account": account,
            "subject": marked(subject, rehearsal=is_rehearsal),
            "body": body,
            "short": short,
            "attachment": attachment or "",
            "stored_at": at,
        },
    )
    if is_new:
        _send_out([stored], is_urgent=is_urgent)
    return stored


def _send_out(messages: Iterable[Message], *, is_urgent: bool = False) -> None:
    deliveries = Delivery.objects.bulk_create(
        [
            Delivery(
                message=message,
                channel=channel,
                due_at=message.stored_at,
                status=_first_status(message),
            )
            for message in messages
            for channel in _channels(message)
        ],
        batch_size=_BATCH,
    )
    task = deliver.using(priority=URGENT) if is_urgent else deliver
    for delivery in deliveries:
        if delivery.status == Delivery.Status.WAITING:
            task.enqueue(delivery.pk)


def _first_status(message: Message) -> Delivery.Status:
    return Delivery.Status.REHEARSED if message.is_rehearsal else Delivery.Status.WAITING


def _channels(message: Message) -> Iterable[Delivery.Channel]:
    yield Delivery.Channel.EMAIL
    if message.short:
        yield Delivery.Channel.SMS


def mark_read(message_id: int, *, account: User, at: datetime) -> None:
    """Keep when an applicant first opened a message; another's message stays as it is."""
    messages_of(account).filter(pk=message_id, read_at=None).update(read_at=at)
