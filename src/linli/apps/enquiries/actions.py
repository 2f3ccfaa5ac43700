"""Ask, answer, publish. The ledger keeps that it was done, never what was asked or answered."""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.enquiries.models import Enquiry
from linli.apps.ledger.actions import PUBLIC, Event, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.documents.public_notice import has_long_number
from linli.core.record import code_digest, require_same
from linli.core.refusal import Refusal

CLAUSE = "D0 三(一)"


class QuestionMissing(Refusal):
    """An enquiry asks nothing."""


class AnswerMissing(Refusal):
    """An enquiry cannot be answered or made public without an answer."""


class NotFitToPublish(Refusal):
    """What is to be made public holds a number that may be somebody's."""


@transaction.atomic
def ask_enquiry(
    season: Season,
    *,
    category: Enquiry.Category,
    question: str,
    contact: str = "",
    code: str,
    at: datetime,
) -> Enquiry:
    """Keep a question. The same question sent twice with one ``code`` is kept once.

    ``code`` is a plain query code. The ledger never names who asked, signed in or not.
    Raises ``QuestionMissing``, ``FormUsed`` and ``SeasonWithdrawn``. Source: D0 三(一); requirements B2.
    """
    if not question.strip():
        raise QuestionMissing("没有填写问题", why=CLAUSE, mend="写明要咨询的问题后再提交")
    # Locked first: the season may be about to be withdrawn, as long as nobody has asked.
    lock_season(season)
    given = {"season": season, "category": category, "question": question, "contact": contact}
    enquiry, is_new = Enquiry.objects.get_or_create(
        receipt=code_digest(code), defaults={**given, "asked_at": at}
    )
    if is_new:
        record([_event(enquiry, "ask_enquiry", PUBLIC, at, category=category.value)])
    kept = {name: getattr(enquiry, name) for name in given}
    require_same(kept, given, mend="要另外提问的，重新打开咨询页面填写")
    return enquiry


@transaction.atomic
def answer_enquiry(enquiry: Enquiry, *, answer: str, actor: User, at: datetime) -> Enquiry:
    """Answer a question, or correct its answer, which stays public if it was.

    Returns the enquiry as stored. Raises ``AnswerMissing``, ``NotFitToPublish`` and
    ``NotPermitted``. Source: D0 三(一); requirements B2.
    """
    require_office(actor, enquiry.season, Office.CITY, act="答复咨询")
    present = _locked(enquiry)
    if not answer.strip():
        raise _no_answer()
    if present.is_public:
        _require_fit(answer)
    present.answer, present.answered_by, present.answered_at = answer, actor, at
    present.save(update_fields=("answer", "answered_by", "answered_at"))
    record([_event(present, "answer_enquiry", actor.username, at)])
    return present


@transaction.atomic
def publish_enquiry(enquiry: Enquiry, *, wording: str, actor: User, at: datetime) -> Enquiry:
    """Make a question and its answer public, the question in the words of ``wording``.

    Returns the enquiry as stored. Raises ``QuestionMissing``, ``AnswerMissing``,
    ``NotFitToPublish`` and ``NotPermitted``. Source: D0 三(一); 个人信息保护法 第六条.
    """
    require_office(actor, enquiry.season, Office.CITY, act="公开咨询答复")
    present = _locked(enquiry)
    if not present.answer:
        raise _no_answer()
    if not wording.strip():
        raise QuestionMissing("没有填写公开的问题", why=CLAUSE, mend="写明以什么文字公开")
    _require_fit(wording)
    _require_fit(present.answer)
    present.wording, present.is_public = wording, True
    present.save(update_fields=("wording", "is_public"))
    record([_event(present, "publish_enquiry", actor.username, at)])
    return present


@transaction.atomic
def unpublish_enquiry(enquiry: Enquiry, *, actor: User, at: datetime) -> Enquiry:
    """Take a question and its answer out of public sight; the asker still sees the answer.

    Returns the enquiry as stored. Raises ``NotPermitted``.
    """
    require_office(actor, enquiry.season, Office.CITY, act="撤下咨询答复")
    present = _locked(enquiry)
    present.is_public = False
    present.save(update_fields=("is_public",))
    record([_event(present, "unpublish_enquiry", actor.username, at)])
    return present


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update().select_related(None).get(pk=enquiry.pk)


def _no_answer() -> AnswerMissing:
    return AnswerMissing("这件咨询还没有答复", why=CLAUSE, mend="填写答复")


def _require_fit(text: str) -> None:
    if has_long_number(text):
        raise NotFitToPublish(
            "公开的文字含有身份证号、电话一类的号码",
            why="个人信息保护法 第六条",
            mend="删去号码后再公开",
        )


def _event(enquiry: Enquiry, action: str, actor: str, at: datetime, **inputs: object) -> Event:
    season = enquiry.season
    return Event(
        at=at,
        actor=actor,
        action=action,
        subject=season.code,
        clause=CLAUSE,
        rule=season.rule_version,
        inputs={"enquiry": enquiry.pk, **inputs},
        rehearsal=season.is_rehearsal,
    )
