"""The lists of what stands around the cases: mails, enquiries, routing, notices, objections, officials, ledger."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.queries import officials_within
from linli.apps.applications.queries import LedgerEntry, ledger_entries
from linli.apps.applications.states import Act
from linli.apps.enquiries.models import Enquiry
from linli.apps.exports.lists import Column, Filters, OfficeList, local
from linli.apps.intake.handling import READERS
from linli.apps.intake.models import Mail
from linli.apps.intake.queries import MAIL_KINDS, find_mails
from linli.apps.ledger.models import Entry
from linli.apps.notices.models import Listing, Objection, PublicNotice
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season, may_view_season
from linli.core.documents.workbook import Kind


def _may_read_mails(official: User, season: Season) -> Permission:
    if official.office in READERS:
        return may_view_season(official, season)
    names = "、".join(office.label for office in READERS)
    return Permission(False, f"“查看来件”由{names}办理")


def _mails(season: Season, official: User, filters: Filters) -> QuerySet[Mail]:
    found = find_mails(
        season,
        official.scope,
        kind=filters.get("kind", ""),
        number=filters.get("number", ""),
        standing=filters.get("show", ""),
    )
    return found.select_related("application", "handled_by")


MAILS = OfficeList(
    "mails",
    "来件清单",
    "收件台的每一件来件：类别、报名编号和处理情况，不含发件人和内容",
    _may_read_mails,
    _mails,
    (
        Column("来件编号", lambda one: one.pk, Kind.WHOLE),
        Column("收到时间", lambda one: local(one.received_at), Kind.INSTANT),
        Column("类别", lambda one: MAIL_KINDS.get(one.kind, one.kind or "未分类")),
        Column("须人工阅读", lambda one: one.is_set_aside, Kind.YES_NO),
        Column("说明", lambda one: one.reason or None),
        Column("报名编号", lambda one: one.application.case_number if one.application else None),
        Column("处理人", lambda one: str(one.handled_by) if one.handled_by else None),
        Column("处理时间", lambda one: local(one.handled_at), Kind.INSTANT),
        Column("处理说明", lambda one: one.handling_note or None),
    ),
    ("number", "kind", "show"),
)


def _may_read_enquiries(official: User, season: Season) -> Permission:
    return may_act_in_season(official, season, (Office.CITY,), act="查看咨询")


def _enquiries(season: Season, official: User, filters: Filters) -> QuerySet[Enquiry]:
    return season.enquiries.select_related("answered_by").order_by("asked_at", "pk")


ENQUIRIES = OfficeList(
    "enquiries",
    "咨询清单",
    "收到的咨询和答复，是否公开",
    _may_read_enquiries,
    _enquiries,
    (
        Column("提问时间", lambda one: local(one.asked_at), Kind.INSTANT),
        Column("类别", lambda one: one.get_category_display()),
        Column("问题", lambda one: one.wording or one.question),
        Column(
            "联系方式",
            lambda one: "已留" if one.contact else None,
            full=lambda one: one.contact or None,
        ),
        Column("答复", lambda one: one.answer or None),
        Column("答复人", lambda one: str(one.answered_by) if one.answered_by else None),
        Column("答复时间", lambda one: local(one.answered_at), Kind.INSTANT),
        Column("是否公开", lambda one: one.is_public, Kind.YES_NO),
    ),
)


def _may_see_notices(official: User, season: Season) -> Permission:
    return may_act_in_season(
        official, season, (Office.COUNTY,), act="办理公示", county=official.scope
    )


def _listings(season: Season, official: User, filters: Filters) -> QuerySet[Listing]:
    found = Listing.objects.filter(notice__season=season, notice__county_id=official.scope)
    heavy = ("form", "reading", "papers", "materials", "findings")
    found = found.select_related("notice__county", "application__person")
    found = found.defer("notice__rows", *(f"application__{name}" for name in heavy))
    return found.order_by("notice__number", "position")


@dataclass(frozen=True, slots=True)
class _Listed:
    listing: Listing
    #: What was posted of the person, which a later correction of the form does not change.
    row: Mapping[str, Any]


def _listed(listings: Sequence[Listing]) -> Iterator[_Listed]:
    notices = PublicNotice.objects.filter(pk__in={one.notice_id for one in listings})
    posted = dict(notices.values_list("pk", "rows"))
    for one in listings:
        yield _Listed(one, posted[one.notice_id][one.position - 1])


NOTICES = OfficeList(
    "notices",
    "公示名单",
    "本县已张贴的公示：人选、院校、张贴和截止日期、名单指纹",
    _may_see_notices,
    _listings,
    (
        Column("公示", lambda one: str(one.listing.notice)),
        Column("序号", lambda one: one.listing.position, Kind.WHOLE),
        Column("报名编号", lambda one: one.listing.application.case_number),
        Column(
            "姓名",
            lambda one: one.row["name"],
            full=lambda one: one.listing.application.person.name,
        ),
        Column("毕业院校", lambda one: one.row["school"]),
        Column("专业", lambda one: one.row["major"]),
        Column("张贴日期", lambda one: one.listing.posted_on, Kind.DATE),
        Column("截止日期", lambda one: one.listing.last_day, Kind.DATE),
        Column("名单指纹", lambda one: one.listing.notice.fingerprint),
        Column("当前状态", lambda one: one.listing.application.state_label),
    ),
    prepare=_listed,
)


def _may_see_objections(official: User, season: Season) -> Permission:
    return may_act_in_season(
        official, season, (Office.COUNTY,), act="查看异议", county=official.scope
    )


def _objections(season: Season, official: User, filters: Filters) -> QuerySet[Objection]:
    found = Objection.objects.filter(notice__season=season, notice__county_id=official.scope)
    found = found.select_related("notice__county", "application")
    # Who objected and what was said stays on the page of the objection.
    found = found.only(
        *("received_at", "way", "is_anonymous", "is_crowded", "status"),
        *("notice__number", "notice__county__name", "application__case_number"),
    )
    return found.order_by("received_at", "pk")


OBJECTIONS = OfficeList(
    "objections",
    "异议清单",
    "本县公示收到的异议：时间、方式、涉及的报名编号和处理状态，不含提出人和内容",
    _may_see_objections,
    _objections,
    (
        Column("收到时间", lambda one: local(one.received_at), Kind.INSTANT),
        Column("公示", lambda one: str(one.notice)),
        Column("涉及的报名编号", lambda one: one.application.case_number),
        Column("提出方式", lambda one: one.get_way_display() or None),
        Column("匿名", lambda one: one.is_anonymous, Kind.YES_NO),
        Column("短时间内大量收到", lambda one: one.is_crowded, Kind.YES_NO),
        Column("处理状态", lambda one: one.get_status_display()),
    ),
)


def _officials(season: Season, official: User, filters: Filters) -> QuerySet[User]:
    return officials_within(official)


OFFICIALS = OfficeList(
    "officials",
    "工作人员名单",
    "您管辖范围内的工作人员账号：单位、区划、最近登录、是否在用",
    may_view_season,
    _officials,
    (
        Column("姓名", lambda one: one.display_name),
        Column("用户名", lambda one: one.username),
        Column("单位", lambda one: one.get_office_display()),
        Column("区划", lambda one: one.division.name),
        Column("区划代码", lambda one: one.division_id),
        Column("最近登录", lambda one: local(one.last_login), Kind.INSTANT),
        Column("在用", lambda one: one.is_active, Kind.YES_NO),
        Column("演练账号", lambda one: one.is_rehearsal, Kind.YES_NO),
    ),
)


def _may_route(official: User, season: Season) -> Permission:
    return may_act_in_season(official, season, (Office.CITY,), act=Act.ROUTE.label)


def _routings(season: Season, official: User, filters: Filters) -> QuerySet[Entry]:
    # A quotation mark in a reason stands there with a backslash, so the words are those of the act.
    return Entry.objects.filter(
        subject__startswith=f"{season.code}/", body__contains=f'"action":"{Act.ROUTE.value}"'
    ).order_by("sequence")


@dataclass(frozen=True, slots=True)
class _Routed:
    entry: LedgerEntry
    case_number: str
    origin: str
    county: str


def _routed(rows: Sequence[Entry]) -> Iterator[_Routed]:
    told = [json.loads(row.body)["inputs"] for row in rows]
    codes = {one.get(name, "") for one in told for name in ("county", "from_county")}
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    for row, entry, inputs in zip(rows, ledger_entries(rows), told, strict=True):
        origin = names.get(inputs.get("from_county", ""), "")
        yield _Routed(entry, row.subject.partition("/")[2], origin, names.get(inputs["county"], ""))


ROUTING = OfficeList(
    "routing",
    "转县记录",
    "每一件报名何时由谁转到哪个县，改转的从哪里、为什么",
    _may_route,
    _routings,
    (
        Column("办理时间", lambda row: local(row.entry.at), Kind.INSTANT),
        Column("办理人", lambda row: row.entry.actor),
        Column("报名编号", lambda row: row.case_number),
        Column("改转前", lambda row: row.origin or None),
        Column("转到", lambda row: row.county),
        Column("理由", lambda row: row.entry.reason or None),
        Column("条款", lambda row: row.entry.clause),
    ),
    prepare=_routed,
)


def _may_take_ledger(official: User, season: Season) -> Permission:
    offices = (Office.CITY, Office.AUDITOR)
    return may_act_in_season(official, season, offices, act="导出全季台账")


def _entries(season: Season, official: User, filters: Filters) -> QuerySet[Entry]:
    own = Q(subject=season.code) | Q(subject__startswith=f"{season.code}/")
    return Entry.objects.filter(own).order_by("sequence")


@dataclass(frozen=True, slots=True)
class _Recorded:
    entry: LedgerEntry
    subject: str


def _recorded(rows: Sequence[Entry]) -> Iterator[_Recorded]:
    for row, entry in zip(rows, ledger_entries(rows), strict=True):
        yield _Recorded(entry, row.subject)


LEDGER = OfficeList(
    "ledger",
    "台账",
    "本季台账的每一条：何时、由谁、对哪件报名做了什么、依据哪一条、理由和摘要",
    _may_take_ledger,
    _entries,
    (
        Column("序号", lambda row: row.entry.sequence, Kind.WHOLE),
        Column("时间", lambda row: local(row.entry.at), Kind.INSTANT),
        Column("办理人", lambda row: row.entry.actor),
        Column("对象", lambda row: row.subject),
        Column("事项", lambda row: row.entry.act),
        Column("由", lambda row: row.entry.origin or None),
        Column("变为", lambda row: row.entry.target or None),
        Column("条款", lambda row: row.entry.clause or None),
        Column("理由", lambda row: row.entry.reason or None),
        Column("规则", lambda row: row.entry.rule or None),
        Column("演练", lambda row: row.entry.is_rehearsal, Kind.YES_NO),
        Column("摘要", lambda row: row.entry.digest),
    ),
    prepare=_recorded,
)

DESK_LISTS = (MAILS, ENQUIRIES, ROUTING, NOTICES, OBJECTIONS, OFFICIALS, LEDGER)
