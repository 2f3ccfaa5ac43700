"""Hand short messages over: to a gateway by HTTP, or into a folder while developing.

The gateway takes a POST of one JSON object, ``{"phone", "text", "id"}``, and answers 2xx once it
has taken the message. ``id`` stays the same when one message is handed over again, so that a
gateway that took it and whose answer got lost can tell.
"""

import json
import secrets
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone

from linli.core.refusal import Refusal

#: Seconds that a gateway has to answer.
TIMEOUT = 5.0


class SmsRefused(Refusal):
    """The gateway does not take the message, and will not take it later."""


class SmsDelayed(Refusal):
    """The gateway could not be reached or is in trouble: later it may take the message."""


class _NoRedirect(HTTPRedirectHandler):
    """Follows nowhere: a number and a token go to the address of the settings alone."""

    def redirect_request(self, *_: object) -> None:
        return None


_opener = build_opener(_NoRedirect, ProxyHandler({}))


def send_sms(phone: str, text: str, *, key: str = "") -> None:
    """Hand over one message to a mobile number of eleven digits; return when it is taken.

    ``key`` names the message when it may be handed over more than once. Raises ``SmsRefused``
    and ``SmsDelayed``.
    """
    gateway = settings.SMS_GATEWAY
    if gateway is None:
        _write(phone, text)
    else:
        _post(gateway, {"phone": phone, "text": text, "id": key or secrets.token_hex(16)})


def _write(phone: str, text: str) -> None:
    folder = Path(settings.SMS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(6)}.txt"
    (folder / name).write_text(f"{phone}\n{text}\n", encoding="utf-8")


def _post(gateway: str, message: dict[str, str]) -> None:
    request = Request(  # noqa: S310 (the settings accept https, and http to this machine alone)
        gateway,
        data=json.dumps(message, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
        },
        method="POST",
    )
    try:
        with _opener.open(request, timeout=TIMEOUT):
            return
    except HTTPError as error:
        error.close()
        raise _answer_to(error.code) from None
    except (OSError, HTTPException):
        raise SmsDelayed("短信网关没有应答", mend="稍后重试；仍然不行的，检查短信网关") from None


def _answer_to(status: int) -> Refusal:
    """Return what an answer other than 2xx means; busy and too slow are told with 4xx, and pass."""
    passing = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
    if status in range(400, 500) and status not in passing:
        return SmsRefused(
            f"短信网关不接受这条短信（{status}）",
            mend="核对手机号码；号码无误的，检查短信网关的设置",
        )
    return SmsDelayed(f"短信网关暂时不能发送（{status}）", mend="稍后重试")
