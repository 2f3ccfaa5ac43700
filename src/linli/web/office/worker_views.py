"""The record of one community worker, that began with the report for duty."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.workforce.models import Worker
from linli.core.documents.official import date_text
from linli.core.money import yuan_text
from linli.web.design.badges import GOOD, QUIET, Badge
from linli.web.office.access import case_for, official_of, officials_only
from linli.web.office.case_page import heading


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """A worker's service: its state on a day, and what the record holds, label by label."""

    state: Badge
    lines: tuple[tuple[str, str], ...]


def worker_page(application: Application, record: Worker, *, today: date) -> WorkerPage:
    """Return what the page of a worker shows on a day. Source: D0 一(四), 三(七); requirements A7, G3."""
    agreement = application.agreement
    experience = "视为基层就业经历" if record.counts_as_grassroots_experience else "不计入"
    return WorkerPage(
        state=_state(application, record, today),
        lines=(
            ("岗位", record.post),
            ("县（市、区）", record.county.name),
            ("用人单位", record.street.name),
            ("服务社区", record.community.name),
            ("协议编号", agreement.number),
            ("备案回执", agreement.filing_receipt or "—"),
            ("报到日期", date_text(record.reported_on)),
            ("服务期限", f"{agreement.term_months}个月，自报到之日起算"),
            ("服务期满", f"{date_text(record.last_day)}（含当日）"),
            ("基层就业经历", experience),
            ("月生活补贴", f"{yuan_text(agreement.monthly_allowance_fen)}元"),
        ),
    )


def _state(application: Application, record: Worker, today: date) -> Badge:
    if application.state == State.LEFT:
        return Badge("已解除协议", QUIET)
    if record.last_day < today:
        return Badge("服务期满", QUIET)
    return Badge(f"在岗，距服务期满{(record.last_day - today).days}天", GOOD)


@require_safe
@never_cache
@officials_only
def worker(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show the record of one worker to whoever may open the case."""
    application = case_for(official_of(request), code, case_number)
    record: Worker | None = getattr(application, "worker", None)
    if record is None:
        raise Http404("这件报名还没有报到，没有服务记录")
    context = {
        "season": application.season,
        "heading": heading(application),
        "page": worker_page(application, record, today=timezone.localdate()),
    }
    return render(request, "office/worker.html", context)
