"""An objection that somebody makes at the county's office, which an official takes down.

Source: D0 三(五); requirements F5.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.actions import beijing_date, record
from linli.apps.notices.actions import (
    RECEIVED,
    NotOnTheList,
    locked_case,
    objection_event,
    require_county,
    require_current,
)
from linli.apps.notices.lodging import CLAUSE, Statement, require_whole
from linli.apps.notices.models import Listing, Objection, PublicNotice
from linli.core.refusal import Refusal

Way = Objection.Way


class HeardWrong(Refusal):
    """An objection was heard before the list was posted, or later than it is taken down."""


@transaction.atomic
def take_objection(
    notice: PublicNotice,
    application: Application,
    statement: Statement,
    *,
    way: Objection.Way,
    actor: User,
    at: datetime,
    heard_at: datetime | None = None,
) -> Objection:
    """Register an objection heard at ``heard_at``; while open it holds back the one person it is about.

    Also after the period, as long as the person is not confirmed: the county may hear of something
    late. The ledger keeps that it came, not what it says. Raises ``NotOnTheList``, ``ListCorrected``, ``HeardWrong``,
    ``ContentMissing``, ``NameMissing`` and ``NotPermitted``. Source: D0 三(五); requirements F5.
    """
    require_county(notice, actor, "登记异议")
    require_whole(statement)
    require_current(notice)
    _require_heard(notice, heard_at or at, at)
    present = locked_case(application)
    listed = Listing.objects.filter(notice=notice, application=present).exists()
    if not listed or present.state != State.PROPOSED:
        raise NotOnTheList(
            f"报名{present.case_number}不在这份公示的名单上，或已不在公示中",
            why=CLAUSE,
            mend="核对报名编号、所在县（市、区）和现在的状态",
        )
    objection = Objection.objects.create(
        notice=notice,
        application=present,
        received_at=heard_at or at,
        way=way,
        is_anonymous=not statement.name,
        content=statement.content,
        evidence=statement.evidence,
        objector=statement.name,
        contact=statement.contact,
    )
    record([objection_event(objection, "take_objection", RECEIVED, actor.username, at)])
    return objection


def _require_heard(notice: PublicNotice, heard_at: datetime, at: datetime) -> None:
    if heard_at > at:
        raise HeardWrong("收到时间晚于现在", why=CLAUSE, mend="核对收到异议的时间")
    if beijing_date(heard_at) < notice.posted_on:
        raise HeardWrong(
            f"收到时间早于公示开始的{notice.posted_on}", why=CLAUSE, mend="核对收到异议的时间"
        )
