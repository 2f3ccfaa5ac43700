"""A formal recruit reads the text of the agreement and signs for having read it, before the street signs.

Source: D0 三(六); requirements G1.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.agreements.models import AgreementReading
from linli.apps.applications.change import WrongState, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import is_own
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import Event, record
from linli.apps.seasons.permissions import NotPermitted
from linli.core.refusal import Refusal


class NameDiffers(Refusal):
    """The name typed as a signature is not the applicant's own."""


class TextChanged(Refusal):
    """The text is no longer the one that the applicant has read."""


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, by which a page tells which text it has shown."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def sign_reading(
    application: Application,
    *,
    text: str,
    shown: str,
    signed_name: str,
    account: User,
    at: datetime,
) -> AgreementReading:
    """Keep that the applicant has read ``text`` and typed the own name; the first signature stays.

    ``shown`` is the digest of the text that the applicant had before them. Raises ``NotPermitted``,
    ``WrongState``, ``TextChanged`` and ``NameDiffers``. Source: D0 三(六).
    """
    _require_own(application, account)
    _require_formal(application)
    if shown != digest_of(text):
        raise TextChanged(
            "协议文本与您读到的不一样了", why="D0 三(六)", mend="阅读本页现在的文本后再签名"
        )
    if _letters(signed_name) != _letters(application.person.name):
        raise NameDiffers("签名与报名的姓名不一致", why="D0 三(六)", mend="输入与身份证一致的姓名")
    reading, is_new = AgreementReading.objects.get_or_create(
        application=application,
        defaults={
            "read_and_signed_at": at,
            "text": text,
            "digest": shown,
        },
    )
    if is_new:
        record([_event(reading, account, at)])
    return reading


def _require_own(application: Application, account: User) -> None:
    if not is_own(account, application):
        raise NotPermitted(
            f"报名{application.case_number}：协议文本由报名人本人阅读签名",
            mend="请本人登录后办理",
        )


def _require_formal(application: Application) -> None:
    state = lock_standings([application])[application.pk].state
    if state is not State.FORMAL:
        raise WrongState(
            f"报名{application.case_number}现为“{state.label}”，不在阅读协议的环节",
            why=TABLE[Act.SIGN].clause,
            mend="刷新页面，按当前状态办理",
        )


def _letters(name: str) -> str:
    return "".join(name.split())


def _event(reading: AgreementReading, account: User, at: datetime) -> Event:
    application = reading.application
    return Event(
        at=at,
        actor=account.username,
        action="read_agreement",
        subject=application.subject,
        clause=TABLE[Act.SIGN].clause,
        reason="本人阅读协议文本并签名确认",
        rule=application.season.rule_version,
        inputs={"text": reading.digest},
        rehearsal=application.season.is_rehearsal,
    )
