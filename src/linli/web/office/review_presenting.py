"""What the pages of the review show, prepared: the queue, and a batch before it is confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, ApplicationQuerySet, Opening
from linli.apps.applications.openings import open_elsewhere
from linli.apps.applications.reviewing import reasons_of
from linli.apps.applications.second_reader import asked_outcomes, waiting_among
from linli.apps.applications.seen_mark import seen_of
from linli.apps.intake.review_batch import MOST, Batch, batch_of
from linli.apps.intake.review_queue import QueueCounts, ReviewTurn, first_of, queue_counts
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season, Stage
from linli.core.identity.names import mask_name
from linli.web.design.badges import Badge
from linli.web.office.opinion_presenting import WAITS, Waiting, waiting_marks, waiting_page
from linli.web.office.presenting import PAGE_SIZE, scope_name
from linli.web.office.words import proposal_badge, state_badge

TURNS: Mapping[int, str] = {
    ReviewTurn.CLEAR: "可以直接审查",
    ReviewTurn.FAULTY: "有不符合的事项",
    ReviewTurn.CLAIMED: "学校申报，未见材料",
    ReviewTurn.REFERRED: "须人工核定",
    ReviewTurn.UNCHECKED: "尚未检查",
    ReviewTurn.UNREAD: "读取结果待核对",
    ReviewTurn.ASKED: "等待报名人补正",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case of the queue, the name masked.

    ``opened`` names the colleagues who have it open, ``waits`` tells of an opinion for a second reader.
    """

    case_number: str
    name: str
    county: str
    state: Badge
    proposal: Badge
    turn: str
    received_at: datetime
    opened: str
    waits: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of the review; ``days_left`` is ``None`` in a rehearsal, ``a_day`` 0 if idle."""

    last_day: date
    days_left: int | None
    a_day: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, with what waits in the whole scope."""

    counts: QueueCounts
    by_turn: tuple[tuple[str, int], ...]
    deadline: Deadline
    page: Page[int]
    rows: tuple[QueueRow, ...]
    first: str
    scope_name: str
    waiting: Waiting | None


@dataclass(frozen=True, slots=True)
class Done:
    """A case that was saved a moment ago, and how it stands now."""

    case_number: str
    told: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One case that may pass with others; ``seen`` is what the official has before the eyes."""

    case_number: str
    name: str
    county: str
    notes: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What a batch would do, and how many cases it leaves alone, each with why.

    ``barred`` says why nothing passes together at all, blank where it may.
    """

    rows: tuple[BatchRow, ...]
    left_out: tuple[tuple[str, str], ...]
    barred: str


def queue_page(
    season: Season,
    queue: ApplicationQuerySet,
    official: User,
    *,
    number: str,
    at: datetime,
    today: date,
) -> QueuePage:
    """Return one page of the queue as an official sees it at ``at``."""
    counts = queue_counts(season, official.scope)
    page = Paginator(queue.values_list("pk", flat=True), PAGE_SIZE).get_page(number)
    cases = queue.filter(pk__in=list(page))
    opened, waits = open_elsewhere(cases, official, at), waiting_marks(season, official, cases)
    rows = tuple(_row(one, opened.get(one.pk, ()), waits.get(one.pk, "")) for one in cases)
    return QueuePage(
        counts=counts,
        by_turn=tuple((TURNS[turn], count) for turn, count in counts.by_turn.items()),
        deadline=_deadline(season, counts.waiting, today),
        page=page,
        rows=rows,
        first=rows[0].case_number if page.number == 1 and rows else first_of(queue),
        scope_name=scope_name(official),
        waiting=waiting_page(season, official),
    )


def done_of(application: Application) -> Done:
    """Return how a case that was saved stands: in its state, or with an opinion that waits."""
    told = f"初审意见，{WAITS}" if waiting_among([application]) else application.state_label
    return Done(application.case_number, told)


def _deadline(season: Season, waiting: int, today: date) -> Deadline:
    last = next(
        one.last_day for one in season.windows.all() if one.stage == Stage.ELIGIBILITY_REVIEW
    )
    if season.is_rehearsal:
        return Deadline(last, None, 0)
    left = (last - today).days
    # Rounded up: whoever does one less a day comes too late.
    return Deadline(last, left, -(-waiting // (left + 1)) if left >= 0 else 0)


def _row(application: Any, opened: Sequence[Opening], waits: str) -> QueueRow:
    return QueueRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        county=application.county.name if application.county else "未转县",
        state=state_badge(application),
        proposal=proposal_badge(application.proposal),
        turn=TURNS[application.review_turn],
        received_at=application.received_at,
        opened=names_of(opened),
        waits=waits,
    )


def names_of(opened: Sequence[Opening]) -> str:
    """Return who has a case open, in one line; blank for nobody."""
    return "、".join(one.official.display_name or one.official.username for one in opened)


def batch_page(
    season: Season, queue: ApplicationQuerySet, official: User, at: datetime
) -> BatchPage:
    """Return what a batch over a queue would do."""
    batch, on = batch_of(queue, official, at), beijing_date(at)
    void = waiting_marks(season, official, batch.cases)
    rows = tuple(_batch_row(one, void.get(one.pk, "")) for one in batch.cases)
    return BatchPage(rows, _left_out(batch), _barred(season, on))


def _barred(season: Season, on: date) -> str:
    if "pass" not in asked_outcomes(season.pack, on):
        return ""
    clause = season.pack.clause("second_reader", on)
    return f"决定“通过”须经第二人复核（{clause}），不批量办理，请逐件审查。"


def _batch_row(application: Application, void: str) -> BatchRow:
    told = [f"初审意见：{void}"] if void else []
    return BatchRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        county=application.county.name if application.county else "",
        notes=(*told, *(check.text for check in reasons_of(application))),
        seen=seen_of(application),
    )


def _left_out(batch: Batch) -> tuple[tuple[str, str], ...]:
    """Return why cases are left alone, each with how many."""
    lines = [(TURNS[turn], count) for turn, count in batch.left_out.items()]
    lines += [
        ("已有初审意见，待第二人复核", batch.awaiting),
        ("没有本市的工作意向县（市、区），须先转县", batch.without_county),
        (f"同事正在查看：{'、'.join(batch.opened)}", len(batch.opened)),
        (f"一次最多{MOST}件，其余下次办理", batch.later),
    ]
    return tuple((why, f"{count}件") for why, count in lines if count)
