"""How much anybody may send without an account: some each session, and a ceiling for all together.

Never by address: behind one address may stand a whole campus. Who is stopped is told so, and when
to come back. Counted by the hour in the shared cache.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

from linli.apps.ledger.actions import BEIJING
from linli.core.refusal import Refusal

_HOUR = 3600


class SentTooOften(Refusal):
    """One session, or everybody together, has sent as much as an hour allows."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many times an hour one session and all together may send something named ``what``."""

    what: str
    of_a_session: int
    of_all: int


ENQUIRIES = Limit("enquiry", of_a_session=5, of_all=300)
OBJECTIONS = Limit("objection", of_a_session=5, of_all=100)


def count_sending(request: HttpRequest, limit: Limit, at: datetime) -> None:
    """Count one sending in its hour. Raises ``SentTooOften``, and then counts nothing."""
    if request.session.session_key is None:
        request.session.create()
    hour = f"{at.astimezone(BEIJING):%Y%m%d%H}"
    own = f"sent-{limit.what}-{hour}-{request.session.session_key}"
    everybody = f"sent-{limit.what}-{hour}"
    if _count(own) >= limit.of_a_session:
        raise SentTooOften(
            f"您在一小时内已经提交了{limit.of_a_session}次",
            mend="请到下一个整点以后再提交，已经提交的都已收到",
        )
    if _count(everybody) >= limit.of_all:
        raise SentTooOften(
            "这一小时内收到的内容太多，本次没有收下",
            mend="请到下一个整点以后再提交，或者打电话、到窗口反映",
        )
    for key in (own, everybody):
        cache.set(key, _count(key) + 1, _HOUR)


def _count(key: str) -> int:
    return int(cache.get(key, 0))
