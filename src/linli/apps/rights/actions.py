"""Ask, answer, tell. The ledger keeps that it was done, never what was asked or answered.

Source: 个人信息保护法 第五十条.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import is_own
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.notifications.actions import store_message
from linli.apps.notifications.wording import (
    RIGHT_ANSWERED,
    RIGHT_ANSWERED_SHORT,
    RIGHT_ANSWERED_SUBJECT,
)
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted, require_office
from linli.core.refusal import Refusal

_CLAUSE = "个人信息保护法 第五十条"


class TextMissing(Refusal):
    """A request or an answer says nothing."""


class AskedAlready(Refusal):
    """A request of the same kind about the same case still waits."""


class AnsweredAlready(Refusal):
    """A request has its answer."""


@transaction.atomic
def ask(
    application: Application, *, kind: RightsRequest.Kind, text: str, account: User, at: datetime
) -> RightsRequest:
    """Keep what the applicant asks about the data of a case; the same request sent twice is one.

    Raises ``NotPermitted``, ``TextMissing`` and ``AskedAlready``.
    Source: 个人信息保护法 第四十六条至第五十条.
    """
    if not is_own(account, application):
        raise NotPermitted(
            f"报名{application.case_number}：申请由本人提出", mend="请本人登录后办理"
        )
    if not text.strip():
        raise TextMissing("没有填写申请内容", why=_CLAUSE, mend="写明要求和理由后再提交")
    # Two clicks at once: the second waits here and finds what the first has kept.
    Application.objects.select_for_update().get(pk=application.pk)
    waiting = RightsRequest.objects.filter(application=application, kind=kind, answer="").first()
    if waiting is not None:
        return _same(waiting, text)
    made = RightsRequest.objects.create(
        application=application,
        kind=kind,
        text=text,
        asked_at=at,
        due_on=answer_due(application.season, beijing_date(at)),
    )
    record([_event(made, "ask_right", account, at)])
    return made


def answer_due(season: Season, asked_on: date) -> date:
    """Return the last day, included, for answering what is asked on a day.

    Source: 个人信息保护法 第五十条; policy parameter ``rights_answer_days``.
    """
    return asked_on + timedelta(days=season.pack.whole("rights_answer_days", asked_on))


def _same(waiting: RightsRequest, text: str) -> RightsRequest:
    if waiting.text == text:
        return waiting
    raise AskedAlready(
        f"已有一件“{waiting.get_kind_display()}”的申请正在办理",
        why=_CLAUSE,
        mend="等答复以后再提出；补充的内容可以到受理窗口或者电话说明",
    )


@transaction.atomic
def answer(
    request: RightsRequest, *, is_granted: bool, text: str, actor: User, at: datetime
) -> RightsRequest:
    """Answer a request; whoever refuses gives the reason. Returns it as stored.

    Raises ``TextMissing``, ``AnsweredAlready`` and ``NotPermitted``.
    Source: 个人信息保护法 第五十条.
    """
    season = request.application.season
    require_office(actor, season, Office.CITY, act="答复个人信息申请")
    present = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if present.answer:
        raise AnsweredAlready("这件申请已有答复", why=_CLAUSE, mend="刷新页面查看")
    if not text.strip():
        raise TextMissing(
            "没有填写答复", why=_CLAUSE, mend="写明办理结果；不同意的，写明理由和依据"
        )
    present.is_granted, present.answer = is_granted, text
    present.answered_by, present.answered_at = actor, at
    present.save(update_fields=("is_granted", "answer", "answered_by", "answered_at"))
    record([_event(present, "answer_right", actor, at, granted=is_granted)])
    _tell(present, at)
    return present


def _tell(request: RightsRequest, at: datetime) -> None:
    """Store a message that the answer is there. The answer itself, which may hold data, stays on the site."""
    application = request.application
    number = application.case_number
    store_message(
        application=application,
        key=f"{application.subject}:right:{request.pk}",
        subject=RIGHT_ANSWERED_SUBJECT,
        body=RIGHT_ANSWERED.format(number=number, kind=request.get_kind_display()),
        short=RIGHT_ANSWERED_SHORT.format(number=number),
        at=at,
    )


def _event(
    request: RightsRequest, action: str, actor: User, at: datetime, **inputs: object
) -> Event:
    application = request.application
    return Event(
        at=at,
        actor=actor.username,
        action=action,
        subject=application.subject,
        clause=request.clause,
        rule=application.season.rule_version,
        inputs={"request": request.pk, "kind": request.kind, **inputs},
        rehearsal=application.season.is_rehearsal,
    )
