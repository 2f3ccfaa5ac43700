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
from linli.apps.applications.telling import Tiding, on_tidings
from linli.apps.intake.letters import on_release
from linli.apps.intake.models import Letter
from linli.apps.notifications.models import Attachment, Delivery, Message
from linli.apps.notifications.queries import messages_of
from linli.apps.notifications.tasks import URGENT, deliver
from linli.apps.notifications.wording import (
    ANSWER_BY_MAIL,
    ANSWER_ON_SITE,
    LETTER_SHORT,
    TIDINGS,
    WORDING,
    marked,
)
from linli.apps.seasons.appointments import appointments_of
from linli.apps.seasons.appointments import told as where_told
from linli.apps.seasons.citing import told_clauses, told_sentences
from linli.apps.seasons.models import Appointment, Stage
from linli.core.documents.official import date_text

_BATCH = 200
# The stage on whose last day what an act asks for is over.
_ENDS_WITH = {
    Act.REQUEST_SUPPLEMENT: Stage.ELIGIBILITY_REVIEW,
    Act.FILE: Stage.REPORTING,
    Act.RECORD_NO_SHOW: Stage.REPORTING,
}


# The stage to which an act calls people.
_CALLS_TO = {
    Act.LIST_FOR_INTERVIEW: Stage.INTERVIEW,
    Act.PLACE: Stage.MEDICAL_CHECK,
    Act.BACKFILL: Stage.MEDICAL_CHECK,
}


@on_change
def store_messages(changes: Sequence[Change]) -> None:
    """Store one message per change that applicants are told of, and queue its sending.

    Called inside the change's transaction.
    """
    told = [change for change in changes if change.act in WORDING]
    terms, places = _terms(told), _places(told)
    messages = [
        _told(
            change,
            terms.get((change.act, change.application.season_id), ""),
            places.get((change.act, change.application.season_id, change.application.county_id)),
        )
        for change in told
    ]
    _send_out(Message.objects.bulk_create(messages, batch_size=_BATCH))


def _terms(changes: Iterable[Change]) -> Mapping[tuple[Act, int], str]:
    """Return the last day of what an act asks for, by act and season."""
    seasons = {
        (one.act, one.application.season_id): one.application.season
        for one in changes
        if one.act in _ENDS_WITH
    }
    return {
        (act, key): date_text(season.window(_ENDS_WITH[act]).last_day)
        for (act, key), season in seasons.items()
    }


def _places(changes: Iterable[Change]) -> Mapping[tuple[Act, int, str | None], Appointment]:
    """Return when and where people come whom an act calls, by act, season and county."""
    calling = [one for one in changes if one.act in _CALLS_TO]
    if not calling:
        return {}
    found = appointments_of({one.application.season for one in calling})
    keys = {(one.act, one.application.season_id, one.application.county_id) for one in calling}
    return {
        (act, season, county): found[season, county, _CALLS_TO[act]]
        for act, season, county in keys
        if county and (season, county, _CALLS_TO[act]) in found
    }


def _told(change: Change, last: str, place: Appointment | None) -> Message:
    words = WORDING[change.act]
    application = change.application
    number = application.case_number
    return Message(
        application=application,
        key=f"{application.subject}:{change.act}:{change.at.isoformat()}",
        subject=marked(words.subject, rehearsal=application.season.is_rehearsal),
        body=words.body.format(
            number=number,
            reason=_reason(change),
            clause=told_clauses(TABLE[change.act].clause, application.season),
            last=last,
            answer=_answer(change),
            where=where_told(place),
        ),
        short=words.short.format(number=number),
        stored_at=change.at,
    )


def _reason(change: Change) -> str:
    """Return the sentences of a reason, of a supplement request one a line."""
    sentences = told_sentences(change.reason, change.application.season)
    if change.act is not Act.REQUEST_SUPPLEMENT:
        return "".join(sentences)
    return "\n".join(f"{place}. {one}" for place, one in enumerate(sentences, start=1))


def _answer(change: Change) -> str:
    """Return how a supplement is handed in, by whoever applied on the site and by everybody else."""
    if change.act is not Act.REQUEST_SUPPLEMENT:
        return ""
    return ANSWER_ON_SITE if hasattr(change.application, "draft") else ANSWER_BY_MAIL


@on_tidings
def store_tidings(tidings: Sequence[Tiding]) -> None:
    """Store one message per tiding and queue its sending. Called inside the transaction told of."""
    _send_out(Message.objects.bulk_create(map(_tiding, tidings), batch_size=_BATCH))


def _tiding(tiding: Tiding) -> Message:
    words, application = TIDINGS[tiding.topic], tiding.application
    number = application.case_number
    return Message(
        application=application,
        key=f"{application.subject}:{tiding.topic}:{tiding.at.isoformat()}",
        subject=marked(words.subject, rehearsal=application.season.is_rehearsal),
        body=words.body.format(number=number, text=tiding.text),
        short=words.short.format(number=number),
        stored_at=tiding.at,
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
