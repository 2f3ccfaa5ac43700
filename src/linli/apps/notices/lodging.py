"""An objection that anybody makes on the site while a list is public.

Source: D0 三(五); requirements F5.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.actions import PUBLIC, beijing_date, record
from linli.apps.notices.actions import (
    RECEIVED,
    NotOnTheList,
    locked_case,
    objection_event,
    require_current,
)
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.seasons.models import Season
from linli.core.documents.official import date_text
from linli.core.record import code_digest, require_same
from linli.core.refusal import Refusal

CLAUSE = "D0 三(五)"
#: So many objections to one list within an hour are more than people write who know its people:
#: what comes beyond is kept like every other, and marked for the county to look through.
CROWD = 100
_HOUR = timedelta(hours=1)


class PeriodOver(Refusal):
    """The period of a public notice has ended."""


class ContentMissing(Refusal):
    """An objection says nothing."""


class NameMissing(Refusal):
    """An objection leaves a way to reach somebody and no name."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody objects, and who: a blank ``name`` is an anonymous objection."""

    content: str
    evidence: str = ""
    name: str = ""
    contact: str = ""


@transaction.atomic
def lodge_objection(
    notice: PublicNotice,
    position: int,
    statement: Statement,
    *,
    code: str,
    at: datetime,
) -> Objection:
    """Keep an objection to the person in line ``position`` of a list; while open it holds them back.

    The same one sent twice with one plain query ``code`` is kept once, also after the period.
    The ledger never names who objected, signed in or not. None is refused because there are many:
    from ``CROWD`` in an hour on it is marked. Raises ``ContentMissing``, ``NameMissing``,
    ``PeriodOver``, ``NotOnTheList``,
    ``ListCorrected`` and ``FormUsed``. Source: D0 三(五); requirements F5.
    """
    # Two clicks at once: the second waits here and finds what the first has kept.
    PublicNotice.objects.select_for_update().get(pk=notice.pk)
    sent = Objection.objects.filter(receipt=code_digest(code)).first()
    if sent is not None:
        return _same(sent, notice, position, statement)
    require_whole(statement)
    require_current(notice)
    _require_running(notice.last_day, at)
    objection = Objection.objects.create(
        notice=notice,
        application=_proposed(notice, position, at),
        received_at=at,
        way=Objection.Way.SITE,
        is_anonymous=not statement.name,
        content=statement.content,
        evidence=statement.evidence,
        objector=statement.name,
        contact=statement.contact,
        position=position,
        receipt=code_digest(code),
        is_crowded=_is_crowded(notice, at),
    )
    record([objection_event(objection, "lodge_objection", RECEIVED, PUBLIC, at)])
    return objection


def objection_of_code(season: Season, plain: str) -> Objection | None:
    """Return the objection of a season that a plain query code stands for."""
    return (
        Objection.objects.select_related("notice__county")
        .filter(notice__season=season, receipt=code_digest(plain))
        .first()
    )


def _same(sent: Objection, notice: PublicNotice, position: int, statement: Statement) -> Objection:
    kept = Statement(sent.content, sent.evidence, sent.objector, sent.contact)
    require_same(
        (sent.notice_id, sent.position, kept),
        (notice.pk, position, statement),
        mend="要另提异议的，重新打开公示名单填写",
    )
    return sent


def _is_crowded(notice: PublicNotice, at: datetime) -> bool:
    """Tell whether a list, whose row is locked, has got a crowd of objections in the hour before."""
    lodged = notice.objections.filter(receipt__isnull=False, received_at__gt=at - _HOUR)
    return lodged.count() >= CROWD


def require_whole(statement: Statement) -> None:
    """Refuse an objection that says nothing. Raises ``ContentMissing`` and ``NameMissing``."""
    if not statement.content.strip():
        raise ContentMissing("没有填写异议内容", why=CLAUSE, mend="写明反映的问题后再提交")
    if statement.contact and not statement.name:
        raise NameMissing(
            "填写了联系方式而没有填写姓名", mend="署名提出的填写姓名；匿名提出的清空联系方式"
        )


def _require_running(last_day: date, at: datetime) -> None:
    if beijing_date(at) > last_day:
        raise PeriodOver(
            f"公示已于{date_text(last_day)}24时结束，本页不再受理异议",
            why=CLAUSE,
            mend="公示期满后发现问题的，向当地县（市、区）委社会工作部反映",
        )


def _proposed(notice: PublicNotice, position: int, at: datetime) -> Application:
    """Return the case in a line of a list, locked, if it still stands there in its own period."""
    listing = notice.listings.select_related("notice", "application").filter(position=position)
    found = listing.first()
    if found is not None:
        _require_running(found.last_day, at)
    present = locked_case(found.application) if found else None
    if present is None or present.state != State.PROPOSED:
        raise NotOnTheList(
            f"名单第{position}行没有人选，或者该人选已不在公示中",
            why=CLAUSE,
            mend="重新打开公示名单核对",
        )
    return present
