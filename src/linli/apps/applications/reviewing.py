"""The review of one case: decide with coded reasons and a note, and open a decided case again.

Source: D0 三(二); requirements C2, Q15; 个人信息保护法 art. 24.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.actions import Ruling, decide, require_decidable
from linli.apps.applications.change import (
    Change,
    ReasonMissing,
    change_states,
    lock_standings,
    require_reason,
)
from linli.apps.applications.closing_opinions import let_lapse
from linli.apps.applications.models import Application, Check, FirstOpinion, departs
from linli.apps.applications.queries import has_interview_list
from linli.apps.applications.second_reader import asked_outcomes, require_no_opinion
from linli.apps.applications.seen_mark import SEEN, seen_of
from linli.apps.applications.states import TABLE, Act
from linli.apps.applications.supplement_letter import letter_terms
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.core.refusal import Refusal

_END = "。；; \n"


class ChangedMeanwhile(Refusal):
    """The case is no longer what the official had before the eyes."""


class NoSuchReason(Refusal):
    """A reason was chosen that no check of the case gives."""


class InterviewListMade(Refusal):
    """The county has chosen who goes to the interview: its decisions stand."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an official chose on the bench: ``pass``, ``fail`` or ``supplement``, codes, a note.

    ``codes`` are those of checks of the case; with a pass they count for nothing. The note is
    read by the applicant.
    """

    outcome: str
    codes: tuple[str, ...] = ()
    note: str = ""


def reasons_of(application: Application) -> tuple[Check, ...]:
    """Return the checks of a case that give a reason, in the order of the notice."""
    return tuple(check for check in application.checks.all() if check.code)


def asked_texts(application: Application, on: date) -> Mapping[str, str]:
    """Return by code what the applicant is asked for in plain words, as the supplement letter asks.

    A reason without such words is told as its check has it. Source: policy parameter
    ``supplement_request``.
    """
    pack = application.season.pack
    if "supplement_request" not in pack.parameters:
        return {}
    requests = letter_terms(pack, on).requests
    known = (check.code for check in reasons_of(application) if not check.is_unknown)
    found = {code: requests[code].text for code in known if code in requests}
    return {code: text for code, text in found.items() if "{" not in text}


@transaction.atomic
def rule_on(
    application: Application, verdict: Verdict, *, seen: str, actor: User, at: datetime
) -> FirstOpinion | None:
    """Decide a case as an official has it before the eyes; ``seen`` is what ``seen_of`` gave then.

    Where the pack asks for a second reader, nothing is decided: the verdict is kept and returned
    as a first opinion. Raises ``ChangedMeanwhile``, ``NoSuchReason``, ``ReasonMissing``,
    ``OpinionWaits`` and what ``decide`` raises.
    Source: policy parameter ``second_reader``.
    """
    lock_standings([application])
    application.refresh_from_db(fields=SEEN)
    if seen_of(application) != seen:
        raise ChangedMeanwhile(
            f"报名{application.case_number}在您查看期间有变动，现为“{application.state_label}”",
            why=TABLE[Act.QUALIFY].clause,
            mend="按下面的最新情况重新审查后再决定",
        )
    on = beijing_date(at)
    ruling = _ruling(application, verdict, on)
    if verdict.outcome in asked_outcomes(application.season.pack, on):
        return _give_opinion(ruling, seen, actor, at)
    decide([ruling], actor=actor, at=at)
    return None


def _give_opinion(ruling: Ruling, seen: str, actor: User, at: datetime) -> FirstOpinion:
    """Keep a verdict that waits for a second official; the case stays as it is."""
    application, season = ruling.application, ruling.application.season
    require_decidable(ruling, actor=actor, at=at)
    require_no_opinion([application])
    let_lapse([application], actor=actor, at=at)
    opinion = FirstOpinion.objects.create(
        application=application,
        outcome=ruling.outcome,
        reason=ruling.reason,
        codes=list(ruling.codes),
        seen=seen,
        given_by=actor,
        given_at=at,
    )
    event = Event(
        at=at,
        actor=actor.username,
        action="give_opinion",
        subject=application.subject,
        clause=season.pack.clause("second_reader", beijing_date(at)),
        reason=ruling.reason,
        rule=f"{season.rule_version}:eligibility",
        inputs={"proposal": application.proposal, "opinion": ruling.outcome},
        rehearsal=season.is_rehearsal,
    )
    record([event])
    return opinion


def _ruling(application: Application, verdict: Verdict, on: date) -> Ruling:
    note = verdict.note.strip()
    if departs(application.proposal, verdict.outcome) and not note:
        raise ReasonMissing(
            f"报名{application.case_number}：决定与系统意见不同，必须写明理由",
            why=TABLE[Act.QUALIFY].clause,
            mend="在“说明”中写明理由；勾选的事由不能代替",
        )
    codes = () if verdict.outcome == "pass" else verdict.codes
    told = asked_texts(application, on) if verdict.outcome == "supplement" else {}
    reason = "；".join([*_texts(application, codes, told), *filter(None, [note.rstrip(_END)])])
    return Ruling(application, verdict.outcome, reason, codes)


def _texts(application: Application, codes: tuple[str, ...], told: Mapping[str, str]) -> list[str]:
    """Return the sentences of the chosen codes with their clauses: as told, else as the checks have them."""
    checks = {check.code: check for check in reasons_of(application)}
    if not set(codes) <= set(checks):
        raise NoSuchReason(
            f"报名{application.case_number}的检查中没有所选的事由",
            why=TABLE[Act.QUALIFY].clause,
            mend="刷新页面，从检查列出的事由中选择",
        )
    texts = {code: told.get(code, checks[code].text).rstrip(_END) for code in codes}
    return [f"{text}（{checks[code].clause}）" for code, text in texts.items()]


@transaction.atomic
def reopen(application: Application, *, reason: str, actor: User, at: datetime) -> None:
    """Undo the decision on a case, which is reviewed again; the applicant reads the reason.

    Raises ``InterviewListMade`` once the county has chosen who goes to the interview,
    ``ReasonMissing``, ``WrongState`` and ``NotPermitted``.
    Source: D0 三(二).
    """
    require_reason(reason, Act.REOPEN, application)
    lock_season(application.season)
    reason = reason.strip().rstrip(_END)
    undone = application.decisions.filter(undone_at=None).last()
    inputs = {"decision": undone.outcome} if undone else {}
    change_states([Change(application, Act.REOPEN, actor, at, reason=reason, inputs=inputs)])
    if application.county_id and has_interview_list(application.season, application.county_id):
        raise InterviewListMade(
            f"报名{application.case_number}所在县（市、区）的面见复审名单已经确定，不再重新审查",
            why=TABLE[Act.LIST_FOR_INTERVIEW].clause,
            mend="确有错误的，书面报市级研究",
        )
    if undone:
        undone.undone_at = at
        undone.save(update_fields=["undone_at"])
