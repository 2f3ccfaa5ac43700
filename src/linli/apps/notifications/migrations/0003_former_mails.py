"""Turn every stored mail into a message with one delivery by e-mail, as far as it had come.

A key ended with the time of the change; a letter's with its number, and it bears its time itself.
A mail that had failed and was still to be tried again waits; the worker's sweep queues it.
"""

from datetime import datetime
from typing import Any

from django.db import migrations
from django.utils import timezone

FORMER_MOST_ATTEMPTS = 5


def split(apps: Any, schema_editor: Any) -> None:
    Message = apps.get_model("notifications", "Message")
    Delivery = apps.get_model("notifications", "Delivery")
    now = timezone.now()
    for message in Message.objects.select_related("application").iterator(chunk_size=500):
        stored_at = time_of(apps, message)
        Message.objects.filter(pk=message.pk).update(stored_at=stored_at)
        is_to_be_tried = message.status == "failed" and message.attempts < FORMER_MOST_ATTEMPTS
        Delivery.objects.create(
            message_id=message.pk,
            channel="email",
            status="waiting" if is_to_be_tried else message.status,
            attempts=message.attempts,
            due_at=now if is_to_be_tried else stored_at,
        )


def time_of(apps: Any, message: Any) -> datetime:
    _, kind, rest = message.key.split(":", 2)
    if kind == "letter":
        letter = apps.get_model("intake", "Letter").objects.get(pk=rest)
        return letter.released_at or letter.drafted_at
    return datetime.fromisoformat(rest)


def join(apps: Any, schema_editor: Any) -> None:
    """Write the mails' standing back; what went by other channels or to accounts has no place there."""
    Message = apps.get_model("notifications", "Message")
    Delivery = apps.get_model("notifications", "Delivery")
    for delivery in Delivery.objects.filter(channel="email").iterator(chunk_size=500):
        Message.objects.filter(pk=delivery.message_id).update(
            status="failed" if delivery.status == "unaddressed" else delivery.status,
            attempts=delivery.attempts,
        )
    Delivery.objects.all().delete()
    Message.objects.filter(application=None).delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_deliveries"), ("intake", "0002_doubts_and_letters")]
    operations = [migrations.RunPython(split, join)]
