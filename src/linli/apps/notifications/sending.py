"""Send what waits, by e-mail and as short messages: each once, and again after a failure."""

import hashlib
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from linli.apps.accounts.models import User
from linli.apps.notifications.attached import FILES
from linli.apps.notifications.models import Attachment, Delivery, Message
from linli.apps.notifications.sms import SmsRefused, send_sms
from linli.apps.notifications.tasks import deliver
from linli.apps.people.models import Person
from linli.core.identity.phone import mobile_number
from linli.core.refusal import Refusal

#: How long a delivery waits after each failure; after the last a person has to see to it.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(PAUSES) + 1


class AddressRefused(Refusal):
    """The mail server will never take a mail to that address."""


def send(delivery_id: int, *, now: datetime) -> None:
    """Send one delivery that is due; one already sent or being sent is left alone.

    Whoever changes the status to "sending" sends: two workers never both do. A delivery whose
    worker was killed in between stays there, for a person to see, since it may have gone out.
    What fails is tried again after a pause; what nobody foresaw is raised as well.
    """
    due = Delivery.objects.filter(pk=delivery_id, status=Delivery.Status.WAITING, due_at__lte=now)
    if not due.update(status=Delivery.Status.SENDING, attempts=F("attempts") + 1):
        return
    delivery = Delivery.objects.select_related(
        "message__application__person__account",
        "message__application__season",
        "message__account",
    ).get(pk=delivery_id)
    try:
        is_sent = _hand_over(delivery)
    except (SmsRefused, AddressRefused) as error:
        _settle(delivery, Delivery.Status.FAILED, error)
    except (OSError, Refusal) as error:
        _postpone(delivery, error, now)
    except Exception as error:
        _settle(delivery, Delivery.Status.FAILED, error)
        raise
    else:
        _settle(delivery, Delivery.Status.SENT if is_sent else Delivery.Status.UNADDRESSED)


def _hand_over(delivery: Delivery) -> bool:
    """Hand a delivery to its channel; false if there is no address to send it to."""
    message = delivery.message
    if delivery.channel == Delivery.Channel.SMS:
        phone = phone_of(message)
        if phone:
            send_sms(phone, message.short, key=_name(delivery))
        return bool(phone)
    address = email_of(message)
    if address:
        _mail(delivery, address)
    return bool(address)


def _mail(delivery: Delivery, address: str) -> None:
    message = delivery.message
    # The same mail bears the same number when a lost answer makes it go out again.
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    numbered = {"Message-ID": f"<{_name(delivery)}@{domain}>"}
    mail = EmailMessage(message.subject, message.body, None, [address], headers=numbered)
    if message.attachment and message.application:
        for file in FILES[message.attachment](message.application):
            mail.attach(file.name, file.content, file.media_type)
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        if all(code >= 500 for code in codes):
            raise AddressRefused("邮件服务器不接受收件人的地址", mend="核对电子邮箱") from None
        raise


def _name(delivery: Delivery) -> str:
    """Return what a delivery is called outside: the same at every attempt, and nobody's data."""
    text = f"{delivery.message.key}:{delivery.channel}"
    return f"linli-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def email_of(message: Message) -> str:
    """Return where mail about a message goes: the account's verified address, else the form's.

    Whoever has an account changes the address there; the form keeps the one of its day.
    """
    account = _account(message)
    if account:
        verified = EmailAddress.objects.filter(user=account, verified=True)
        found = verified.order_by("-primary", "pk").first()
        if found:
            return str(found.email)
    person = _person(message)
    return person.email if person else ""


def phone_of(message: Message) -> str:
    """Return the mobile number that a short message goes to, ``""`` if none is known.

    A receipt goes to a proven number alone: one brings about as many as one likes, and may have
    typed a stranger's number into the form.
    """
    person, account = _person(message), _account(message)
    if person and message.attachment != Attachment.FILLED_FORM:
        return mobile_number(person.phone) or ""
    return account.phone or "" if account and account.is_phone_verified else ""


def _person(message: Message) -> Person | None:
    return message.application.person if message.application else None


def _account(message: Message) -> User | None:
    person = _person(message)
    return person.account if person else message.account


def _settle(delivery: Delivery, status: Delivery.Status, error: Exception | None = None) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=status, last_error=_class_of(error))


@transaction.atomic
def _postpone(delivery: Delivery, error: Exception, now: datetime) -> None:
    if delivery.attempts >= MOST_ATTEMPTS:
        _settle(delivery, Delivery.Status.FAILED, error)
        return
    due_at = now + PAUSES[delivery.attempts - 1]
    Delivery.objects.filter(pk=delivery.pk).update(
        status=Delivery.Status.WAITING, due_at=due_at, last_error=_class_of(error)
    )
    deliver.using(run_after=due_at).enqueue(delivery.pk)


def _class_of(error: Exception | None) -> str:
    """Return the name of an error's class alone: its words may hold an address."""
    return type(error).__name__ if error else ""


@transaction.atomic
def retry_failed(*, now: datetime) -> int:
    """Let everything that failed be tried anew, after a person has seen to it; return how many.

    What hangs in "sending" is left: it may have gone out.
    """
    failed = Delivery.objects.filter(status=Delivery.Status.FAILED)
    keys = list(failed.select_for_update().values_list("pk", flat=True))
    for key in keys:
        Delivery.objects.filter(pk=key).update(
            status=Delivery.Status.WAITING, attempts=0, due_at=now
        )
        deliver.enqueue(key)
    return len(keys)
