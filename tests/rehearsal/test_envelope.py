from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message

import pytest

from linli.rehearsal.envelope import BEIJING, Envelope, with_envelope
from linli.rehearsal.mail_variety import CLIENTS, text_part

RECEIVED = datetime(2024, 6, 14, 23, 59, 59, tzinfo=BEIJING)
WRITTEN = datetime(2024, 6, 14, 23, 59, 50, tzinfo=BEIJING)
CLIENT = CLIENTS["web_utf8"]


def _message(*, received_at: datetime = RECEIVED, has_received: bool = True) -> Message:
    envelope = Envelope(7, "报名", "王芳", "a@mail.example", received_at, WRITTEN, has_received)
    return message_from_bytes(with_envelope(text_part("正文", CLIENT), envelope, CLIENT))


@pytest.mark.parametrize(
    ("seconds", "stamp"),
    [
        (-1, "Fri, 14 Jun 2024 23:59:58 +0800"),
        (0, "Fri, 14 Jun 2024 23:59:59 +0800"),
        (1, "Sat, 15 Jun 2024 00:00:00 +0800"),
    ],
)
def test_the_topmost_received_header_is_the_offices_own_in_beijing_time(
    seconds: int, stamp: str
) -> None:
    message = _message(received_at=RECEIVED + timedelta(seconds=seconds))

    top = message.get_all("Received", [])[0]

    assert "by mx.swgzb.example" in top
    assert top.endswith(stamp)


def test_the_hop_below_keeps_another_clock_and_zone() -> None:
    below = _message().get_all("Received", [])[1]

    assert below.endswith("Fri, 14 Jun 2024 15:59:51 +0000")


def test_a_mail_out_of_a_drafts_folder_has_no_received_header() -> None:
    assert _message(has_received=False).get_all("Received") is None


def test_headers_follow_from_the_envelope_alone() -> None:
    message = _message()

    assert message["Message-ID"] == "<sample-0007@mail.example>"
    assert message["To"] == "<baoming@swgzb.example>"
    assert message["Date"] == "Fri, 14 Jun 2024 23:59:50 +0800"
    assert message["X-Linli-Sample"] == "made-up people"
