"""What is due for an official today: one table says of each thing who does it, until when, and from when it shows.

The table and ``lines_of`` are the only place that decides it; they know no database. The counts come
from ``counting``, the words of the pages and their addresses from the web.

Source: D0 三.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from linli.apps.accounts.models import Office
from linli.apps.seasons.models import Stage

#: The key of the last day to obtain a diploma among a season's last days.
DIPLOMA = "diploma"
#: So many days before its last day a stage is spoken of: time to extend it or to close the work.
STAGE_NOTICE_DAYS = 3


class Due(StrEnum):
    """A thing that waits for an office."""

    STAGE = "stage"
    CHANNEL = "channel"
    ROUTE = "route"
    ENQUIRY = "enquiry"
    RIGHT = "right"
    MAIL = "mail"
    READING = "reading"
    REVIEW = "review"
    SUPPLEMENT = "supplement"
    INTERVIEW_LIST = "interview_list"
    INTERVIEW_TERMS = "interview_terms"
    PANEL = "panel"
    DRAW = "draw"
    MARKS = "marks"
    SIGN_OFF = "sign_off"
    DIPLOMA = "diploma"
    DIPLOMA_LATE = "diploma_late"
    DIPLOMA_BLOCKING = "diploma_blocking"
    PLACEMENT = "placement"
    MEDICAL_TERMS = "medical_terms"
    ANSWER = "answer"
    CONCLUSION = "conclusion"
    RECHECK = "recheck"
    VACANCY = "vacancy"
    NOTICE = "notice"
    OBJECTION = "objection"
    CONFIRM = "confirm"
    ARRANGE = "arrange"
    SIGN = "sign"
    PAPER = "paper"
    FILE = "file"
    REPORT = "report"
    OVERDUE = "overdue"
    PAY = "pay"

    @property
    def label(self) -> str:
        """Return it in the office's words."""
        return TABLE[self].label


class Shown(Enum):
    """From when a thing shows: at once, from the last day on, or once the last day is over."""

    AT_ONCE = "at_once"
    ON_LAST_DAY = "on_last_day"
    AFTERWARDS = "afterwards"


@dataclass(frozen=True, slots=True)
class DueKind:
    """One line of the table. ``until`` is the stage, or ``DIPLOMA``, whose last day counts, or blank."""

    label: str
    unit: str
    offices: tuple[Office, ...]
    until: str = ""
    shown: Shown = Shown.AT_ONCE


@dataclass(frozen=True, slots=True)
class Found:
    """How many things of one kind the records hold, and the first day that concerns one of them.

    ``until`` is the soonest last day that things have of their own, ``since`` the day on which the
    oldest came. ``number`` is 0 for what is not counted in pieces and is there.
    """

    number: int = 0
    until: date | None = None
    since: date | None = None


#: What a count yields: the key of the season, what waits, how much of it.
Counted = tuple[int, Due, Found]


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a season decides what is due: its stage, the last days by stage and ``DIPLOMA``.

    ``counts_days`` is false in a rehearsal, whose days are not today's.
    """

    stage: Stage
    last_days: Mapping[str, date]
    counts_days: bool = True


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that waits; ``days_left`` is 0 on the last day and negative after it."""

    what: Due
    number: int
    until: date | None
    days_left: int | None
    days_waited: int | None

    @property
    def is_late(self) -> bool:
        """Tell whether the last day is over."""
        return self.days_left is not None and self.days_left < 0

    @property
    def unit(self) -> str:
        """Return what is counted."""
        return TABLE[self.what].unit


_CITY, _COUNTY, _STREET = (Office.CITY,), (Office.COUNTY,), (Office.STREET,)
_REVIEWERS, _PLACES = (Office.CITY, Office.COUNTY), (Office.COUNTY, Office.STREET)

TABLE: Mapping[Due, DueKind] = {
    Due.STAGE: DueKind("转入下一阶段或者延长本阶段", "", _CITY),
    Due.CHANNEL: DueKind("登记招募公告的发布渠道", "", _CITY, Stage.REGISTRATION),
    Due.ROUTE: DueKind("转县审查", "件", _CITY, Stage.ELIGIBILITY_REVIEW),
    Due.ENQUIRY: DueKind("答复咨询", "件", _CITY),
    Due.RIGHT: DueKind("答复个人信息申请", "件", _CITY),
    Due.MAIL: DueKind("阅读来件", "件", _REVIEWERS, Stage.ELIGIBILITY_REVIEW),
    Due.READING: DueKind("核对读取结果", "项", _REVIEWERS, Stage.ELIGIBILITY_REVIEW),
    Due.REVIEW: DueKind("资格审查", "件", _COUNTY, Stage.ELIGIBILITY_REVIEW),
    Due.SUPPLEMENT: DueKind(
        "补正到期，作出审查决定", "件", _COUNTY, Stage.ELIGIBILITY_REVIEW, Shown.ON_LAST_DAY
    ),
    Due.INTERVIEW_LIST: DueKind("确定进入面见复审的名单", "人", _COUNTY, Stage.INTERVIEW),
    Due.INTERVIEW_TERMS: DueKind("确定面见的时间和地点", "", _COUNTY, Stage.INTERVIEW),
    Due.PANEL: DueKind("组成面见小组", "人待面见", _COUNTY, Stage.INTERVIEW),
    Due.DRAW: DueKind("抽签确定面见次序", "组", _COUNTY, Stage.INTERVIEW),
    Due.MARKS: DueKind("录入面见评分表", "份", _COUNTY, Stage.INTERVIEW),
    Due.SIGN_OFF: DueKind("面见成绩签字确认", "组", _COUNTY, Stage.INTERVIEW),
    Due.DIPLOMA: DueKind("登记毕业证书取得日期", "人", _COUNTY, DIPLOMA),
    Due.DIPLOMA_LATE: DueKind(
        "毕业证书逾期，决定是否取消资格", "人", _COUNTY, DIPLOMA, Shown.AFTERWARDS
    ),
    Due.DIPLOMA_BLOCKING: DueKind("督促县里登记毕业证书取得日期", "人", _CITY, DIPLOMA),
    Due.PLACEMENT: DueKind("试算并确定采用入围安排", "人待入围", _CITY, Stage.INTERVIEW),
    Due.MEDICAL_TERMS: DueKind("确定体检的时间和地点", "", _COUNTY, Stage.MEDICAL_CHECK),
    Due.ANSWER: DueKind("逐一确认是否参加体检", "人没有答复", _COUNTY, Stage.MEDICAL_CHECK),
    Due.CONCLUSION: DueKind("登记体检结论", "人", _COUNTY, Stage.MEDICAL_CHECK),
    Due.RECHECK: DueKind("登记复检结论", "人", _COUNTY, Stage.MEDICAL_CHECK),
    Due.VACANCY: DueKind("办理递补", "个空缺", _COUNTY, Stage.SELECTION),
    Due.NOTICE: DueKind("发布公示", "人", _COUNTY, Stage.SELECTION),
    Due.OBJECTION: DueKind("核查并答复异议", "件", _COUNTY),
    Due.CONFIRM: DueKind("公示期满，确定正式招募人选", "人", _COUNTY, Stage.SELECTION),
    Due.ARRANGE: DueKind("安排社区", "人", _COUNTY, Stage.AGREEMENT),
    Due.SIGN: DueKind("签订协议", "份", _PLACES, Stage.AGREEMENT),
    Due.PAPER: DueKind("上传签订后的协议", "份", _PLACES, Stage.AGREEMENT),
    Due.FILE: DueKind("协议备案", "份", _CITY, Stage.AGREEMENT),
    Due.REPORT: DueKind("登记报到", "人", _PLACES, Stage.REPORTING),
    Due.OVERDUE: DueKind("逾期未报到，逐人处理", "人", _PLACES, Stage.REPORTING, Shown.AFTERWARDS),
    Due.PAY: DueKind("核算生活补贴", "个月", (Office.FINANCE,)),
}
#: What outlives a season: its workers are paid for two years, and people may ask about their data.
_AFTER_CLOSING = (Due.RIGHT, Due.PAY)
#: What a county finishes before it says who goes to the interview, unless the review's days are over.
_BEFORE_THE_LIST = (Due.REVIEW, Due.SUPPLEMENT)


def lines_of(
    office: Office, found: Mapping[Due, Found], terms: Terms, *, today: date
) -> tuple[DueLine, ...]:
    """Return what an office has to do, what is over its last day first, then by the last day.

    ``found`` holds what there is, nothing of what there is none of.
    """
    there = {what: one for what, one in found.items() if office in TABLE[what].offices}
    if office in TABLE[Due.STAGE].offices and _stage_ends(terms, today):
        there[Due.STAGE] = Found(until=terms.last_days[terms.stage])
    lines = [
        _line(what, one, terms, today)
        for what, one in there.items()
        if _shows(what, one, there, terms, today)
    ]
    order = list(TABLE)
    far = date.max
    return tuple(sorted(lines, key=lambda one: (one.until or far, order.index(one.what))))


def _stage_ends(terms: Terms, today: date) -> bool:
    if not terms.counts_days or terms.stage not in terms.last_days:
        return False
    return (terms.last_days[terms.stage] - today).days <= STAGE_NOTICE_DAYS


def _until(what: Due, one: Found, terms: Terms) -> date | None:
    return one.until or terms.last_days.get(TABLE[what].until)


def _shows(what: Due, one: Found, there: Mapping[Due, Found], terms: Terms, today: date) -> bool:
    if terms.stage is Stage.CLOSED and not (terms.counts_days and what in _AFTER_CLOSING):
        return False
    if what is Due.INTERVIEW_LIST and any(other in there for other in _BEFORE_THE_LIST):
        return today >= terms.last_days[Stage.ELIGIBILITY_REVIEW]
    if what is Due.PANEL and Due.DRAW in there:
        return False
    last, shown = _until(what, one, terms), TABLE[what].shown
    if last is None or shown is Shown.AT_ONCE:
        return True
    return today > last or (shown is Shown.ON_LAST_DAY and today == last)


def _line(what: Due, one: Found, terms: Terms, today: date) -> DueLine:
    last = _until(what, one, terms)
    return DueLine(
        what,
        one.number,
        last,
        (last - today).days if last and terms.counts_days else None,
        (today - one.since).days if one.since and terms.counts_days else None,
    )
