"""A second official answers a first opinion: agrees, and the decision takes effect, or returns it.

Source: policy parameter ``second_reader``; D0 三(二).
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import (
    ReasonMissing,
    lock_standings,
    require_fits,
    require_permission,
)
from linli.apps.applications.closing_opinions import close_opinion, closing_event
from linli.apps.applications.models import Application, FirstOpinion
from linli.apps.applications.permissions import may_act
from linli.apps.applications.second_reader import asking_clause, stands
from linli.apps.applications.seen_mark import SEEN
from linli.apps.applications.states import Act
from linli.apps.ledger.actions import record
from linli.apps.seasons.permissions import Permission
from linli.core.refusal import Refusal


class NotSecondReader(Refusal):
    """The official may not be the second reader of this opinion."""


class OpinionOutdated(Refusal):
    """The case has changed since the opinion was given: nobody agrees to what is no more."""


class OpinionAnswered(Refusal):
    """The opinion no longer waits: somebody has answered it, or it lapsed."""


def may_confirm(official: User, opinion: FirstOpinion) -> Permission:
    """Tell whether an official may agree to an opinion: another one of the first reader's office."""
    permission = may_act(official, Act.QUALIFY, opinion.application)
    if not permission.allowed:
        return permission
    first = opinion.given_by
    if official == first:
        return Permission(False, "初审意见由您本人提出，不能由您复核")
    if (official.office, official.division_id) != (first.office, first.division_id):
        return Permission(False, "您和初审人不在同一单位，不能由您复核")
    return Permission(True)


@transaction.atomic
def confirm_opinion(opinion: FirstOpinion, *, actor: User, at: datetime) -> None:
    """Agree to an opinion as its second reader: the decision takes effect and names both.

    Raises ``OpinionAnswered``, ``NotSecondReader``, ``OpinionOutdated`` and what ``decide`` raises.
    """
    application = _locked(opinion)
    require_permission(actor, Act.QUALIFY, application)
    permission = may_confirm(actor, opinion)
    if not permission.allowed:
        raise NotSecondReader(
            f"报名{application.case_number}：{permission.reason}",
            why=asking_clause(opinion),
            mend="请初审人所在单位的另一名工作人员复核；单位没有第二名的，先增设账号，或者退回初审意见",
        )
    if not stands(opinion):
        raise OpinionOutdated(
            f"报名{application.case_number}在初审后有变动，初审意见已失效",
            why=asking_clause(opinion),
            mend="按最新情况重新审查，提出新的初审意见",
        )
    close_opinion(opinion, FirstOpinion.Status.CONFIRMED, actor=actor, at=at)
    ruling = Ruling(
        application, opinion.outcome, opinion.reason, tuple(opinion.codes), opinion=opinion
    )
    decide([ruling], actor=actor, at=at)


@transaction.atomic
def return_opinion(opinion: FirstOpinion, *, reason: str, actor: User, at: datetime) -> None:
    """Set an opinion aside for a reason; it stays in the record, and the case is read anew.

    Whoever may decide the case may, the first reader too: nothing takes effect by it. Raises
    ``OpinionAnswered``, ``ReasonMissing``, ``TextTooLong`` and ``NotPermitted``.
    """
    application = _locked(opinion)
    require_permission(actor, Act.QUALIFY, application)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(
            f"报名{application.case_number}：退回初审意见必须写明理由",
            why=asking_clause(opinion),
            mend="填写理由后再提交",
        )
    require_fits(FirstOpinion, "answer", reason, application)
    opinion.answer = reason
    close_opinion(opinion, FirstOpinion.Status.RETURNED, actor=actor, at=at)
    record([closing_event(opinion, "return_opinion", reason, actor, at)])


def _locked(opinion: FirstOpinion) -> Application:
    """Lock the case of an opinion that still waits, both as the database holds them."""
    application = opinion.application
    lock_standings([application])
    application.refresh_from_db(fields=SEEN)
    opinion.refresh_from_db(fields=["status"])
    if opinion.status != FirstOpinion.Status.WAITING:
        raise OpinionAnswered(
            f"报名{application.case_number}的初审意见{opinion.get_status_display()}，不再复核",
            why=asking_clause(opinion),
            mend="刷新页面，按当前情况办理",
        )
    return application
