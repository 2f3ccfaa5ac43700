"""The lists of cases: applications, the review, interviews, placement, medical checks, agreements."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import is_office_for
from linli.apps.applications.queries import find_applications, states_past
from linli.apps.applications.states import Act, State
from linli.apps.exports.lists import Column, Filters, OfficeList, local
from linli.apps.intake.review_queue import review_queue
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season, may_view_season
from linli.apps.selection.models import MedicalCheck, MedicalRecheck, Placement
from linli.core.documents.workbook import Cell, Kind
from linli.core.identity.names import mask_id_number, mask_name, mask_phone
from linli.core.placement import PlacementStatus
from linli.core.policy import Outcome

_HEAVY = ("reading", "papers", "materials", "findings")
_ALL_OF_A_FORM = tuple(f"application__{name}" for name in ("form", *_HEAVY))
_STANDINGS = {
    PlacementStatus.PLACED: "入围",
    PlacementStatus.RESERVE: "递补候选",
    PlacementStatus.UNPLACED: "未入围",
}


def _case_number(one: Application) -> Cell:
    return one.case_number


def _state(one: Application) -> Cell:
    return one.state_label


def _name(one: Application) -> Cell:
    return mask_name(one.person.name)


def _full_name(one: Application) -> Cell:
    return one.person.name


def _form(name: str) -> Any:
    return lambda one: one.form.get(name)


def _proposal(one: Application) -> Cell:
    return Outcome(one.proposal).label if one.proposal else "尚未审查"


_CASE = Column("报名编号", _case_number)
_NAME = Column("姓名", _name, full=_full_name)
_COUNTY = Column("县（市、区）", lambda one: one.county.name if one.county else None)
_STATE = Column("当前状态", _state)
_ID_NUMBER = Column(
    "身份证号",
    lambda one: mask_id_number(one.person.id_number or ""),
    full=lambda one: one.person.id_number,
)
_PHONE = Column(
    "联系电话", lambda one: mask_phone(one.person.phone), full=lambda one: one.person.phone
)


def _of_case(column: Column) -> Column:
    """Return a column of cases for rows that belong to one."""
    full = column.full
    return Column(
        column.header,
        lambda row: column.value(row.application),
        column.kind,
        full and (lambda row: full(row.application)),
    )


def _wishes(filters: Filters) -> dict[str, str]:
    return {name: filters.get(name, "") for name in ("county", "state", "proposal", "number")}


def _applications(season: Season, official: User, filters: Filters) -> QuerySet[Application]:
    found = find_applications(season, official.scope, **_wishes(filters))
    return found.select_related("applied_county").defer(None).defer(*_HEAVY)


APPLICATIONS = OfficeList(
    "applications",
    "报名名单",
    "每件报名一行：院校、专业、意向县、来源、状态和系统意见",
    may_view_season,
    _applications,
    (
        _CASE,
        _NAME,
        _ID_NUMBER,
        _PHONE,
        Column("毕业院校", _form("school")),
        Column("专业", _form("major")),
        Column("学历", _form("education")),
        Column("第一意向县", lambda one: one.applied_county.name if one.applied_county else None),
        _COUNTY,
        Column("来源", lambda one: one.get_source_display()),
        Column("收到时间", lambda one: local(one.received_at), Kind.INSTANT),
        Column("系统意见", _proposal),
        _STATE,
        Column("取得毕业证书日期", lambda one: one.diploma_date, Kind.DATE),
    ),
    ("number", "county", "state", "proposal"),
)


def _may_review(official: User, season: Season) -> Permission:
    permission = is_office_for(official, Act.QUALIFY)
    return may_view_season(official, season) if permission.allowed else permission


def _review(season: Season, official: User, filters: Filters) -> QuerySet[Application]:
    queue = review_queue(season, official.scope, **_wishes(filters))
    return queue.prefetch_related("checks", "decisions__decided_by")


def _reasons(one: Application) -> Cell:
    return "；".join(f"{check.text}（{check.clause}）" for check in one.checks.all() if check.code)


def _decision(one: Application) -> Any:
    standing = [decision for decision in one.decisions.all() if decision.undone_at is None]
    return standing[-1] if standing else None


def _of_decision(value: Any) -> Any:
    def cell(one: Application) -> Cell:
        decision = _decision(one)
        answer: Cell = value(decision) if decision else None
        return answer

    return cell


REVIEW = OfficeList(
    "review",
    "资格审查名单",
    "审查队列中的报名，按办理次序：系统意见和条款，审查决定、决定人和理由",
    _may_review,
    _review,
    (
        _CASE,
        _NAME,
        _COUNTY,
        _STATE,
        Column("系统意见", _proposal),
        Column("原因及条款", _reasons),
        Column("审查决定", _of_decision(lambda one: one.get_outcome_display())),
        Column("决定人", _of_decision(lambda one: str(one.decided_by))),
        Column("决定时间", _of_decision(lambda one: local(one.decided_at)), Kind.INSTANT),
        Column("决定理由", _of_decision(lambda one: one.reason)),
    ),
    ("number", "county", "state", "proposal"),
)


def _may_see_counties(official: User, season: Season) -> Permission:
    """Tell whether a whole county lies within an official's scope: interviews and places are the counties'."""
    if official.office in (Office.STREET, Office.COMMUNITY):
        return Permission(False, "面见和入围的名单由市、县（市、区）的工作人员查看")
    return may_view_season(official, season)


def _interviews(season: Season, official: User, filters: Filters) -> QuerySet[Application]:
    # Interviews are the county's that held them, also of those who were placed elsewhere.
    scope = official.scope
    own = Q(turn__panel__county__code__startswith=scope) | Q(
        turn=None, applied_county__code__startswith=scope
    )
    past = Q(state__in=states_past(State.INTERVIEW_LISTED)) | Q(turn__isnull=False)
    found = season.applications.filter(own, past)
    if filters.get("county"):
        found = found.filter(applied_county_id=filters["county"])
    related = ("person", "applied_county", "turn__panel", "score", "attendance")
    order = ("applied_county_id", "turn__panel__number", "turn__position", "case_number")
    return found.select_related(*related).defer("form", *_HEAVY).order_by(*order)


def _of_turn(name: str) -> Any:
    def cell(one: Application) -> Cell:
        turn = getattr(one, "turn", None)
        return {"panel": turn.panel.number, "position": turn.position}[name] if turn else None

    return cell


def _marks(one: Application) -> Cell:
    score = getattr(one, "score", None)
    return "、".join(f"{mark / 100:.2f}" for mark in score.marks) if score else None


INTERVIEWS = OfficeList(
    "interviews",
    "面见复审名单",
    "进入面见复审的人员：组别、抽签次序、到场时间；签字确认以后还有评分和总分",
    _may_see_counties,
    _interviews,
    (
        Column("县（市、区）", lambda one: one.applied_county.name if one.applied_county else None),
        Column("组别", _of_turn("panel"), Kind.WHOLE),
        Column("面见次序", _of_turn("position"), Kind.WHOLE),
        _CASE,
        _NAME,
        Column(
            "到场时间",
            lambda one: local(one.attendance.arrived_at) if hasattr(one, "attendance") else None,
            Kind.INSTANT,
        ),
        Column("考官评分", _marks),
        Column("总分", lambda one: one.score.total if hasattr(one, "score") else None, Kind.POINTS),
        _STATE,
    ),
    ("county",),
)


def _placements(season: Season, official: User, filters: Filters) -> QuerySet[Placement]:
    found = Placement.objects.filter(application__season=season)
    if not season.city_id.startswith(official.scope):
        found = found.filter(county__code__startswith=official.scope)
    if filters.get("county"):
        found = found.filter(county_id=filters["county"])
    related = ("county", "application__person", "application__score")
    more = ("application__backfill__leaver", "application__vacancy__filler")
    found = found.select_related(*related, *more).defer("answers", *_ALL_OF_A_FORM)
    return found.order_by("county_id", "status", "rank", "application__case_number")


def _moved_up(row: Placement) -> Cell:
    backfill = getattr(row.application, "backfill", None)
    return f"递补{backfill.leaver.case_number}的名额" if backfill else None


PLACEMENT = OfficeList(
    "placement",
    "入围和递补名单",
    "入围安排的结果：入围、递补候选和未入围的人员，名次、总分和说明",
    _may_see_counties,
    _placements,
    (
        Column("县（市、区）", lambda row: row.county.name if row.county else None),
        Column("结果", lambda row: _STANDINGS[PlacementStatus(row.status)]),
        Column("名次或递补位次", lambda row: row.rank, Kind.WHOLE),
        Column("全部人员中的名次", lambda row: row.merit_rank or None, Kind.WHOLE),
        _of_case(_CASE),
        _of_case(_NAME),
        Column(
            "面见总分",
            lambda row: row.application.score.total if hasattr(row.application, "score") else None,
            Kind.POINTS,
        ),
        Column("志愿次序", lambda row: row.choice or None, Kind.WHOLE),
        Column("说明", lambda row: row.reason),
        Column("递补", _moved_up),
        _of_case(_STATE),
    ),
    ("county",),
)


def _may_see_medical(official: User, season: Season) -> Permission:
    return may_act_in_season(
        official, season, (Office.COUNTY,), act="办理体检", county=official.scope
    )


def _medical(season: Season, official: User, filters: Filters) -> QuerySet[Application]:
    past = Q(state__in=states_past(State.PLACED)) | Q(medical_check__isnull=False)
    found = season.applications.filter(past, county_id=official.scope)
    related = ("person", "county", "medical_check", "medical_recheck", "medical_confirmation")
    return (
        found.select_related(*related)
        .defer("form", *_HEAVY)
        .order_by("medical_check__checked_on", "case_number")
    )


def _answer(one: Application) -> Cell:
    answer = getattr(one, "medical_confirmation", None)
    return str(answer) if answer else "尚未答复"


def _checks(one: Application) -> tuple[MedicalCheck | None, MedicalRecheck | None]:
    return getattr(one, "medical_check", None), getattr(one, "medical_recheck", None)


def _of_first(name: str) -> Callable[[Application], Cell]:
    def cell(one: Application) -> Cell:
        check, recheck = _checks(one)
        found: Cell = getattr(recheck or check, name, None)
        return found

    return cell


def _of_second(name: str, planned: str) -> Callable[[Application], Cell]:
    def cell(one: Application) -> Cell:
        check, recheck = _checks(one)
        found: Cell = getattr(check, name) if check else getattr(recheck, planned, None)
        return found or None if recheck else None

    return cell


def _conclusion(one: Application) -> Cell:
    check, recheck = _checks(one)
    if recheck and not check:
        return MedicalCheck.Conclusion.RECHECK.label
    return str(check) if check else None


MEDICAL = OfficeList(
    "medical",
    "体检名单",
    "本县入围体检的人员：是否参加、体检日期、医院和结论，不含体检的项目和结果",
    _may_see_medical,
    _medical,
    (
        _CASE,
        _NAME,
        _ID_NUMBER,
        _PHONE,
        Column("参加体检的答复", _answer),
        Column("体检日期", _of_first("checked_on"), Kind.DATE),
        Column("体检医院", _of_first("hospital")),
        Column("复检日期", _of_second("checked_on", "again_on"), Kind.DATE),
        Column("复检医院", _of_second("hospital", "again_at")),
        Column("结论", _conclusion),
        _STATE,
    ),
)


def _may_see_agreements(official: User, season: Season) -> Permission:
    if official.office == Office.CITY:
        return may_act_in_season(official, season, (Office.CITY,), act="报市备案")
    return may_act_in_season(
        official, season, (Office.COUNTY,), act="办理协议和报到", county=official.scope
    )


def _agreements(season: Season, official: User, filters: Filters) -> QuerySet[Agreement]:
    found = Agreement.objects.filter(
        application__season=season, application__county__code__startswith=official.scope
    )
    if filters.get("county"):
        found = found.filter(application__county_id=filters["county"])
    related = ("person", "county", "worker")
    named = (f"application__{name}" for name in related)
    found = found.select_related("street", "community", *named).defer(*_ALL_OF_A_FORM)
    return found.order_by("number")


AGREEMENTS = OfficeList(
    "agreements",
    "协议和报到名单",
    "已签订的协议：社区、补贴和期限，签订、备案和报到日期",
    _may_see_agreements,
    _agreements,
    (
        Column("协议编号", lambda row: row.number),
        _of_case(_CASE),
        _of_case(_NAME),
        _of_case(_ID_NUMBER),
        _of_case(_PHONE),
        _of_case(_COUNTY),
        Column("街道（乡镇）", lambda row: row.street.name),
        Column("社区", lambda row: row.community.name),
        Column("月生活补贴（元）", lambda row: row.monthly_allowance_fen, Kind.MONEY),
        Column("人身意外保险费（元）", lambda row: row.premium_fen, Kind.MONEY),
        Column("服务期限（月）", lambda row: row.term_months, Kind.WHOLE),
        Column("签订日期", lambda row: row.signed_on, Kind.DATE),
        Column("备案回执", lambda row: row.filing_receipt or None),
        Column("备案日期", lambda row: row.filed_on, Kind.DATE),
        Column(
            "报到日期",
            lambda row: (
                row.application.worker.reported_on if hasattr(row.application, "worker") else None
            ),
            Kind.DATE,
        ),
        _of_case(_STATE),
    ),
    ("county",),
)

CASE_LISTS = (APPLICATIONS, REVIEW, INTERVIEWS, PLACEMENT, MEDICAL, AGREEMENTS)
