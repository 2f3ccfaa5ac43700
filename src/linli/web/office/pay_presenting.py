"""What the pages of pay show, prepared: yuan with two decimals, names masked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator

from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.pay.planning import PayPlan
from linli.apps.pay.queries import PayMonth, Sums, made_at, pay_months, slips_of, sums_of
from linli.apps.pay.remarks import Remark, remarks_on
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import without_questions
from linli.core.identity.names import mask_name
from linli.core.money import yuan_text
from linli.web.design.badges import GOOD, QUIET, WAITING, Badge
from linli.web.office.presenting import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in the list; ``opens`` tells whether there is something to see of it."""

    month: date
    key: str
    people: int
    status: Badge
    opens: bool


@dataclass(frozen=True, slots=True)
class SumRow:
    """Sums of a county or of all, in yuan."""

    name: str
    people: int
    allowance: str
    deduction: str
    net: str
    province: str
    city: str
    county: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A kind of slip to look at twice, and how many there are."""

    code: str
    words: str
    clause: str
    people: int


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One person's slip in the list, in yuan; ``notes`` tell what is not as usual."""

    case_number: str
    name: str
    county: str
    community: str
    days: str
    allowance: str
    deduction: str
    net: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month within a scope, planned or run: sums, what is not as usual, the slips of one page.

    ``mark`` is blank for a run, ``made_at`` ``None`` for a plan; ``only`` is the kind that the
    list is narrowed to; ``earlier`` are months before it that are due and not run.
    """

    month: date
    key: str
    is_run: bool
    made_at: datetime | None
    mark: str
    counties: tuple[SumRow, ...]
    total: SumRow
    adds_up: bool
    remarks: tuple[RemarkRow, ...]
    only: RemarkRow | None
    slips: tuple[SlipRow, ...]
    page: Page[PaySlip]
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipPage:
    """One person's slip with its steps, each with formula and clause."""

    row: SlipRow
    month: date
    key: str
    premium: str
    standard: str
    shares: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]
    steps: Sequence[dict[str, Any]]


def month_rows(season: Season, scope: str, *, today: date) -> tuple[MonthRow, ...]:
    """Return the months in which people within a scope serve, oldest first."""
    months = pay_months(season, scope, today=today)
    return tuple(_month(one) for one in months)


def _month(one: PayMonth) -> MonthRow:
    status = Badge("尚未结束", QUIET)
    if one.run is not None:
        status = Badge("已核算", GOOD)
    elif one.is_due:
        status = Badge("待核算", WAITING)
    return MonthRow(one.month, key_of(one.month), one.people, status, one.is_over)


def key_of(month: date) -> str:
    """Return how addresses name a month: ``2024-07``."""
    return f"{month:%Y-%m}"


def planned_page(
    season: Season, plan: PayPlan, scope: str, *, only: str, number: str, today: date
) -> MonthPage:
    """Return what the dry run of a month shows within a scope."""
    months = pay_months(season, season.city_id, today=today)
    earlier = tuple(
        f"{one.month.year}年{one.month.month}月"
        for one in months
        if one.is_due and one.month < plan.month
    )
    slips = [one for one in plan.slips if one.worker.county_id.startswith(scope)]
    slips.sort(key=lambda one: (one.worker.county_id, one.worker.application.case_number))
    return _page(plan.month, slips, only, number, mark=plan.mark, earlier=earlier)


def run_page(run: PayRun, scope: str, *, only: str, number: str) -> MonthPage:
    """Return what a run shows within a scope."""
    return _page(run.month, slips_of(run, scope), only, number, at=made_at(run), is_run=True)


def _page(
    month: date,
    slips: Sequence[PaySlip],
    only: str,
    number: str,
    *,
    mark: str = "",
    at: datetime | None = None,
    is_run: bool = False,
    earlier: tuple[str, ...] = (),
) -> MonthPage:
    remarks = {id(one): remarks_on(one, month) for one in slips}
    counts = Counter(remark for kinds in remarks.values() for remark in kinds)
    rows = tuple(
        RemarkRow(one.code, one.words, one.clause, counts[one]) for one in Remark if counts[one]
    )
    chosen = next((row for row in rows if row.code == only), None)
    shown = [
        one
        for one in slips
        if chosen is None or chosen.code in {remark.code for remark in remarks[id(one)]}
    ]
    page = Paginator(shown, PAGE_SIZE).get_page(number)
    total = sums_of(slips)
    return MonthPage(
        month=month,
        key=key_of(month),
        is_run=is_run,
        made_at=at,
        mark=mark,
        counties=_by_county(slips),
        total=_sums("合计", total),
        adds_up=total.add_up,
        remarks=rows,
        only=chosen,
        slips=tuple(slip_row(one, remarks[id(one)]) for one in page),
        page=page,
        earlier=earlier,
    )


def _by_county(slips: Sequence[PaySlip]) -> tuple[SumRow, ...]:
    groups: dict[str, list[PaySlip]] = defaultdict(list)
    for one in slips:
        groups[one.worker.county.name].append(one)
    return tuple(_sums(name, sums_of(own)) for name, own in groups.items())


def _sums(name: str, sums: Sums) -> SumRow:
    return SumRow(
        name=name,
        people=sums.people,
        allowance=yuan_text(sums.allowance_fen),
        deduction=yuan_text(sums.deduction_fen),
        net=yuan_text(sums.net_fen),
        province=yuan_text(sums.province_fen),
        city=yuan_text(sums.city_fen),
        county=yuan_text(sums.county_fen),
    )


def slip_row(slip: PaySlip, remarks: Sequence[Remark]) -> SlipRow:
    """Return one person's slip as a row."""
    worker = slip.worker
    return SlipRow(
        case_number=worker.application.case_number,
        name=mask_name(worker.person.name),
        county=worker.county.name,
        community=worker.community.name,
        days=f"{slip.days_served}/{slip.days_in_month}",
        allowance=yuan_text(slip.allowance_fen),
        deduction=yuan_text(slip.deduction_fen),
        net=yuan_text(slip.net_fen),
        notes=tuple(one.words for one in remarks),
    )


def slip_page(slip: PaySlip, month: date) -> SlipPage:
    """Return one person's slip with everything that led to it."""
    remarks = remarks_on(slip, month)
    return SlipPage(
        row=slip_row(slip, remarks),
        month=month,
        key=key_of(month),
        premium=yuan_text(slip.premium_fen),
        standard=yuan_text(slip.full_month_fen),
        shares=(
            ("省级", yuan_text(slip.province_fen)),
            ("市级", yuan_text(slip.city_fen)),
            ("县级", yuan_text(slip.county_fen)),
        ),
        remarks=remarks,
        steps=[{**step, "label": without_questions(step["label"])} for step in slip.steps],
    )
