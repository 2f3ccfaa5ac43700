"""Short messages: handed to a gateway of this machine, or written down while developing."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from linli.apps.notifications import sms
from linli.apps.notifications.sms import SmsDelayed, SmsRefused, send_sms
from tests.support.sms_gateway import SmsGateway, sms_gateway

PHONE = "13800000001"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    with sms_gateway() as one:
        settings.SMS_GATEWAY, settings.SMS_TOKEN = one.url, "sample-token"
        yield one


def test_a_message_goes_to_the_gateway_with_the_token_and_a_number_of_its_own(
    gateway: SmsGateway,
) -> None:
    send_sms(PHONE, "验证码123456", key="linli-1")
    send_sms(PHONE, "验证码123457")
    send_sms(PHONE, "验证码123457")

    first, *others = gateway.messages
    assert first == {"phone": PHONE, "text": "验证码123456", "id": "linli-1"}
    assert len({one["id"] for one in others}) == 2
    assert gateway.authorizations == ["Bearer sample-token"] * 3


@pytest.mark.parametrize("status", [200, 201, 204])
def test_every_answer_of_2xx_means_that_the_message_is_taken(
    gateway: SmsGateway, status: int
) -> None:
    gateway.status = status

    send_sms(PHONE, "样本")

    assert len(gateway.messages) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 499])
def test_an_answer_of_4xx_refuses_the_message_for_good(gateway: SmsGateway, status: int) -> None:
    gateway.status = status

    with pytest.raises(SmsRefused, match=f"短信网关不接受这条短信（{status}）"):
        send_sms(PHONE, "样本")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_gateway_in_trouble_may_take_the_message_later(gateway: SmsGateway, status: int) -> None:
    gateway.status = status

    with pytest.raises(SmsDelayed, match=f"短信网关暂时不能发送（{status}）"):
        send_sms(PHONE, "样本")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_number_and_token_follow_no_redirection(gateway: SmsGateway, status: int) -> None:
    with sms_gateway() as elsewhere:
        gateway.status, gateway.location = status, elsewhere.url

        with pytest.raises(SmsDelayed):
            send_sms(PHONE, "样本")

        assert (elsewhere.messages, elsewhere.authorizations) == ([], [])


def test_a_gateway_that_is_down_may_take_the_message_later(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.SMS_GATEWAY, settings.SMS_TOKEN = f"http://127.0.0.1:{port}/", "sample-token"

    with pytest.raises(SmsDelayed, match="短信网关没有应答"):
        send_sms(PHONE, "样本")


def test_a_gateway_that_does_not_answer_in_time_is_not_waited_for(
    gateway: SmsGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = sms.TIMEOUT
    monkeypatch.setattr(sms, "TIMEOUT", 0.1)
    gateway.delay_seconds = 0.6

    with pytest.raises(SmsDelayed):
        send_sms(PHONE, "样本")

    assert limit == 5.0


def test_a_gateway_that_cuts_the_connection_may_take_the_message_later(
    gateway: SmsGateway,
) -> None:
    gateway.loses_answers = True

    with pytest.raises(SmsDelayed):
        send_sms(PHONE, "样本")


def test_a_proxy_of_the_environment_gets_neither_number_nor_token(
    gateway: SmsGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")

    send_sms(PHONE, "样本")

    assert len(gateway.messages) == 1


def test_refusals_and_logs_hold_neither_the_number_nor_the_text(
    gateway: SmsGateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.status = 400
    caplog.set_level(logging.DEBUG)

    with pytest.raises(SmsRefused) as refused:
        send_sms(PHONE, "验证码123456")

    told = f"{refused.value}{refused.value.__cause__}{caplog.text}"
    assert not any(secret in told for secret in (PHONE, "123456", "sample-token"))


def test_without_a_gateway_each_message_is_a_file_whose_name_says_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SMS_GATEWAY, settings.SMS_FOLDER = None, tmp_path / "sms"

    send_sms(PHONE, "验证码123456")
    send_sms(PHONE, "验证码123457")

    files = sorted((tmp_path / "sms").iterdir())
    assert sorted(file.read_text(encoding="utf-8") for file in files) == [
        f"{PHONE}\n验证码123456\n",
        f"{PHONE}\n验证码123457\n",
    ]
    assert not any(PHONE in file.name for file in files)
