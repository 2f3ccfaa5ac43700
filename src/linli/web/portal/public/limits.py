"""How much anybody may send without an account in an hour.

Never by address: behind one address may stand a whole campus. Who is stopped is told so, and when
to come back. Only what was kept counts: what is refused may be mended and sent again. There is no
ceiling for objections of all together, or anybody could close the channel of the others
(``notices.lodging.CROWD`` marks them instead).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

from linli.apps.ledger.actions import BEIJING
from linli.core.refusal import Refusal

_HOUR = 3600
#: So many questions of all together within an hour are more than people ask.
ENQUIRIES_OF_ALL = 300


class SentTooOften(Refusal):
    """One session, or everybody together, has sent as much as an hour allows."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many times an hour one session may send something named ``what``."""

    what: str
    of_a_session: int


ENQUIRIES = Limit("enquiry", of_a_session=5)
OBJECTIONS = Limit("objection", of_a_session=5)


@contextmanager
def counted(request: HttpRequest, limit: Limit, at: datetime) -> Iterator[None]:
    """Count what is sent within, once it is kept. Raises ``SentTooOften`` before it is tried."""
    if request.session.session_key is None:
        request.session.create()
    key = f"sent-{limit.what}-{at.astimezone(BEIJING):%Y%m%d%H}-{request.session.session_key}"
    if _sent(key) >= limit.of_a_session:
        raise SentTooOften(
            f"您在一小时内已经提交了{limit.of_a_session}次",
            mend="请到下一个整点以后再提交，已经提交的都已收到",
        )
    yield
    cache.set(key, _sent(key) + 1, _HOUR)


def _sent(key: str) -> int:
    return int(cache.get(key, 0))


def require_room(already: int) -> None:
    """Refuse one more question where so many of all together came in the hour before.

    Raises ``SentTooOften``.
    """
    if already >= ENQUIRIES_OF_ALL:
        raise SentTooOften(
            "这一小时内收到的问题太多，本次没有收下", mend="请过一小时再提交，填写的内容请自行保存"
        )
