"""Mails stored before there were deliveries stay, each as far as it had come."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.apps.intake.models import Letter
from linli.apps.notifications.models import Delivery, Message
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import make_application

NOW = at(7, 9)
pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name: str) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate([("notifications", name)])
    return executor.loader.project_state([("notifications", name)]).apps


@pytest.fixture
def former(season: Season) -> Iterator[Any]:
    """Take the tables back to where a message was one mail."""
    yield migrate("0001_initial").get_model("notifications", "Message")
    migrate("0004_standing_by_delivery")


def forward() -> None:
    with time_machine.travel(NOW, tick=False):
        migrate("0004_standing_by_delivery")


def keep(former: Any, case: Any, key: str, status: str, attempts: int) -> int:
    message = former.objects.create(
        application_id=case.pk, key=key, subject="样本", body="样本正文", status=status,
        attempts=attempts,
    )  # fmt: skip
    return int(message.pk)


def test_each_mail_becomes_a_message_with_a_delivery_by_mail_as_far_as_it_had_come(
    season: Season, former: Any
) -> None:
    case = make_application(season)
    told = datetime.fromisoformat("2024-06-20T10:00:00+08:00")
    wanted = [
        ("waiting", 0, "waiting", told),
        ("sending", 1, "sending", told),
        ("sent", 2, "sent", told),
        ("failed", 4, "waiting", NOW),
        ("failed", 5, "failed", told),
        ("rehearsed", 0, "rehearsed", told),
    ]
    for place, (status, attempts, _, _) in enumerate(wanted):
        keep(former, case, f"xinzhou-2024/{place:05d}:qualify:{told.isoformat()}", status, attempts)

    forward()

    assert [
        (one.channel, one.attempts, one.status, one.due_at, one.message.stored_at)
        for one in Delivery.objects.select_related("message")
    ] == [("email", attempts, status, due, told) for _, attempts, status, due in wanted]
    first = Message.objects.earliest("pk")
    assert (first.application_id, first.subject, first.body, first.short, first.read_at) == (
        case.pk,
        "样本",
        "样本正文",
        "",
        None,
    )


def test_a_letter_keeps_the_time_at_which_it_was_released(season: Season, former: Any) -> None:
    case = make_application(season)
    letter = Letter.objects.create(
        application=case, subject="甲", body="乙", drafted_at=at(6, 16), released_at=at(6, 17)
    )
    keep(former, case, f"{case.subject}:letter:{letter.pk}", "sent", 1)

    forward()

    assert Message.objects.get().stored_at == at(6, 17)


def test_going_back_writes_the_standing_of_mails_into_their_messages(
    season: Season, former: Any
) -> None:
    case = make_application(season)
    number = keep(former, case, f"{case.subject}:qualify:{NOW.isoformat()}", "sent", 2)
    forward()
    Delivery.objects.create(message_id=number, channel="sms", due_at=NOW, status="failed")

    back = migrate("0001_initial").get_model("notifications", "Message")

    assert list(back.objects.values_list("pk", "status", "attempts")) == [(number, "sent", 2)]
