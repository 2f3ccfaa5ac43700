"""Where a case stands, prepared for its applicant: what happened, why, what is next, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import may_act
from linli.apps.applications.states import Act, State, acts_from
from linli.apps.drafts.models import Draft
from linli.apps.drafts.window import RegistrationOver, closed
from linli.apps.intake.asked import Asked, asked_of
from linli.apps.intake.models import Letter
from linli.apps.ledger.actions import beijing_date
from linli.apps.rights.models import RightsRequest
from linli.web.portal.mine.parts import Part, parts_of
from linli.web.portal.mine.standing import attends, term_of, where_of, words_of
from linli.web.portal.mine.timeline import Happened, last_reason, timeline_of, told_text
from linli.web.portal.mine.words import OVER, SEND_SUPPLEMENT, TURNED_AWAY

_DECIDED_BY_CHECKS = (State.NOT_QUALIFIED, State.SUPPLEMENT_REQUESTED)


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done: what it is called, and the page where it is done."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a case stands, as ``design/outcome.html`` shows it."""

    tone: str
    title: str
    happened: str
    why: str
    clause: str
    next: str
    by_when: str
    acts: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Faulted:
    """One check that was not met, with its clause."""

    label: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One application in the list of one's own."""

    application: Application
    badge: dict[str, str]
    by_when: str
    has_changes: bool


@dataclass(frozen=True, slots=True)
class CasePart:
    """The own applications under one heading."""

    title: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One form that is not submitted; ``closed`` says why it cannot be any more, blank while it can."""

    draft: Draft
    closed: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    """One case, whole, for its applicant."""

    application: Application
    outcome: Outcome
    asked: Asked | None
    faults: tuple[Faulted, ...]
    can_ask_again: bool
    parts: tuple[Part, ...]
    events: tuple[Happened, ...]
    ways: tuple[Way, ...]
    requests: Sequence[RightsRequest] = field(default=())


def case_parts(account: User, at: datetime) -> tuple[CasePart, ...]:
    """Return an account's own applications, what was withdrawn apart, the newest first."""
    rows = _case_rows(account, at)
    withdrawn = tuple(row for row in rows if row.application.state == State.WITHDRAWN)
    submitted = tuple(row for row in rows if row.application.state != State.WITHDRAWN)
    parts = (CasePart("已提交", submitted), CasePart("已撤回", withdrawn))
    return tuple(part for part in parts if part.rows)


def _case_rows(account: User, at: datetime) -> tuple[CaseRow, ...]:
    found = (
        Application.objects.filter(person__account=account)
        .select_related(
            "season__city",
            "county",
            "medical_confirmation",
            "agreement_reading",
            "listing__notice",
            "draft",
        )
        .prefetch_related("season__windows", "objections")
        .order_by("-received_at", "-pk")
    )
    return tuple(_row(one, at) for one in found)


def _row(application: Application, at: datetime) -> CaseRow:
    words = words_of(application, at)
    badge = {"tone": words.tone, "label": words.title}
    has_changes = _can_change(application, at) and application.draft.has_changes_to_submit
    return CaseRow(application, badge, term_of(application, at), has_changes)


def draft_rows(account: User, at: datetime) -> tuple[DraftRow, ...]:
    """Return what an account has begun and not submitted, the newest first."""
    found = Draft.objects.filter(account=account, application=None).select_related("season")
    return tuple(_draft_row(draft, at) for draft in found.order_by("-pk"))


def _draft_row(draft: Draft, at: datetime) -> DraftRow:
    refusal = closed(draft, at)
    if isinstance(refusal, RegistrationOver):
        return DraftRow(draft, OVER)
    return DraftRow(draft, refusal.what if refusal else "")


def load_own(application: Application) -> Application:
    """Return an own case with everything that its page tells."""
    return (
        Application.objects.select_related(
            "season__city",
            "person",
            "county",
            "score",
            "placement__county",
            "placement__run",
            "medical_check",
            "medical_recheck",
            "medical_confirmation",
            "backfill",
            "listing__notice__county",
            "agreement__street",
            "agreement__community",
            "agreement_reading",
            "worker__street",
            "worker__community",
            "draft",
        )
        .prefetch_related(
            "checks",
            "decisions",
            Prefetch("letters", Letter.objects.filter(status=Letter.Status.RELEASED)),
            "rights_requests",
            "objections",
            "season__windows",
        )
        .get(pk=application.pk)
    )


def status_page(application: Application, account: User, at: datetime) -> StatusPage:
    """Return what the page of an own case shows at ``at``; ``load_own`` has loaded it."""
    state, asked = State(application.state), asked_of(application)
    return StatusPage(
        application=application,
        outcome=_outcome(application, at),
        asked=asked,
        faults=_faults(application, asked) if state in _DECIDED_BY_CHECKS else (),
        can_ask_again=state in TURNED_AWAY,
        parts=parts_of(application, beijing_date(at)),
        events=timeline_of(application, account),
        ways=_ways(application, account, at),
        requests=tuple(application.rights_requests.all()),
    )


def _outcome(application: Application, at: datetime) -> Outcome:
    words = words_of(application, at)
    county = _county(application)
    why, clause = _why(application)
    return Outcome(
        tone=words.tone,
        title=words.title,
        happened=words.happened.format(county=county),
        why=why,
        clause=clause,
        next=_next(application, words.next.format(county=county, where=where_of(application))),
        by_when=term_of(application, at),
        acts=_next_acts(application, at),
    )


def _next(application: Application, text: str) -> str:
    by_post = application.state == State.SUPPLEMENT_REQUESTED and not hasattr(application, "draft")
    return SEND_SUPPLEMENT if by_post else text


def _county(application: Application) -> str:
    return application.county.name if application.county else application.season.city.name


def _why(application: Application) -> tuple[str, str]:
    if application.state == State.SUPPLEMENT_REQUESTED:
        # What is asked for stands in a list of its own.
        return "", ""
    reason, clause = last_reason(application)
    decision = application.decisions.last()
    if application.state == State.NOT_QUALIFIED and decision is not None:
        reason = decision.reason or reason
    if application.state in TURNED_AWAY and not reason:
        reason = f"依据{clause}。"
    return told_text(reason, application.season), clause if reason else ""


def _next_acts(application: Application, at: datetime) -> tuple[Way, ...]:
    """Return what the applicant does next; the first is the main thing."""
    state, season = State(application.state), application.season
    own = (season.code, application.case_number)
    if state is State.SUPPLEMENT_REQUESTED and _can_change(application, at):
        return (Way("去补正", reverse("portal:apply", args=own[:1])),)
    if state is State.PLACED and not attends(application):
        return (Way("答复是否参加体检", reverse("portal:my-medical", args=own)),)
    if state is State.FORMAL and not hasattr(application, "agreement_reading"):
        return (Way("阅读协议并签名", reverse("portal:my-agreement", args=own)),)
    return ()


def _can_change(application: Application, at: datetime) -> bool:
    draft: Draft | None = getattr(application, "draft", None)
    if draft is None:
        return False
    draft.season = application.season
    draft.application = application
    return closed(draft, at) is None


def _faults(application: Application, asked: Asked | None) -> tuple[Faulted, ...]:
    """Return what stands in the way: what was not met, and of a supplement also what is not clear.

    What the supplement asks about is told there.
    """
    outcomes, told_there = (("fail", "refer"), asked.codes) if asked else (("fail",), frozenset())
    failed = [
        check
        for check in application.checks.all()
        if check.outcome in outcomes and check.code not in told_there
    ]
    return tuple(Faulted(check.label, check.text, check.clause) for check in failed)


def _ways(application: Application, account: User, at: datetime) -> tuple[Way, ...]:
    """Return what else the applicant may do with the case now."""
    own = (application.season.code, application.case_number)
    ways = []
    if application.state != State.SUPPLEMENT_REQUESTED and _can_change(application, at):
        ways.append(Way("更改报名内容", reverse("portal:apply", args=own[:1])))
    if application.state == State.PLACED and attends(application):
        ways.append(Way("不能参加体检了", reverse("portal:my-medical", args=own)))
    if (
        Act.WITHDRAW in acts_from(State(application.state))
        and may_act(account, Act.WITHDRAW, application).allowed
    ):
        ways.append(Way("撤回报名", reverse("portal:my-withdraw", args=own)))
    ways.append(Way("申请更正、删除或者说明", reverse("portal:my-request", args=own)))
    return tuple(ways)
