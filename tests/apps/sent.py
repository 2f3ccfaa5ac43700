"""What waits to be sent, how it stands, and servers that are down."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import time_machine
from pytest_django import Settings

from linli.apps.notifications.models import Delivery
from tests.apps.cast import at
from tests.apps.told import work

NOW = at(7, 9)
PATIENCE = timedelta(minutes=10)


def down(settings: Settings) -> None:
    """Point both channels at a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_PORT = port
    settings.SMS_GATEWAY = f"http://127.0.0.1:{port}/send"


def work_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        work()


def standing() -> list[tuple[str, str, int, str]]:
    rows = Delivery.objects.order_by("pk")
    return list(rows.values_list("channel", "status", "attempts", "last_error"))
