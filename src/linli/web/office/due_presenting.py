"""What is due, as the pages show it: in words, with the page that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from linli.apps.accounts.models import User
from linli.apps.dashboard.due import Due, DueLine
from linli.apps.seasons.models import Season
from linli.web.design.badges import BAD, QUIET, WAITING, Badge

#: So many days before its last day a thing stands out.
_SOON_DAYS = 3
#: The page that does each thing, and what its address ends with.
_PAGES: Mapping[Due, tuple[str, str]] = {
    Due.STAGE: ("schedule", "#advance"),
    Due.CHANNEL: ("schedule", "#published"),
    Due.ROUTE: ("routing", ""),
    Due.ENQUIRY: ("enquiries", ""),
    Due.RIGHT: ("requests", ""),
    Due.MAIL: ("intake", "?show=waiting"),
    Due.READING: ("doubts", ""),
    Due.REVIEW: ("review", ""),
    Due.SUPPLEMENT: ("review", "?state=supplement_requested"),
    Due.INTERVIEW_LIST: ("interview-list", ""),
    Due.INTERVIEW_TERMS: ("interview-appointment", ""),
    Due.PANEL: ("interview-panels", ""),
    Due.DRAW: ("interview-draw", ""),
    Due.MARKS: ("interview-county", ""),
    Due.SIGN_OFF: ("interview-county", ""),
    Due.DIPLOMA: ("diplomas", ""),
    Due.DIPLOMA_LATE: ("diplomas", ""),
    Due.DIPLOMA_BLOCKING: ("diplomas", ""),
    Due.PLACEMENT: ("trials", ""),
    Due.MEDICAL_TERMS: ("medical-appointment", ""),
    Due.ANSWER: ("medical", ""),
    Due.CONCLUSION: ("medical", ""),
    Due.RECHECK: ("medical", ""),
    Due.VACANCY: ("medical", ""),
    Due.NOTICE: ("notice", ""),
    Due.OBJECTION: ("objections", ""),
    Due.CONFIRM: ("notice", ""),
    Due.ARRANGE: ("agreements", ""),
    Due.SIGN: ("agreements", ""),
    Due.PAPER: ("agreements", ""),
    Due.FILE: ("agreements", ""),
    Due.REPORT: ("agreements", ""),
    Due.OVERDUE: ("agreements", ""),
    Due.PAY: ("pay", ""),
}
_OF_A_COUNTY = frozenset(
    {
        *(Due.INTERVIEW_LIST, Due.INTERVIEW_TERMS, Due.PANEL),
        *(Due.DRAW, Due.MARKS, Due.SIGN_OFF),
    }
)


@dataclass(frozen=True, slots=True)
class DueTask:
    """One line of the list: what, until when, where it is done."""

    label: str
    hint: str
    href: str
    badge: Badge


#: How many working days are left until a day, included; ``None`` where the calendar does not say.
WorkingDays = Callable[[date], int | None]


def due_tasks(
    season: Season, official: User, lines: Sequence[DueLine], *, working_days: WorkingDays
) -> tuple[DueTask, ...]:
    """Return what is due as a list, in its order."""
    return tuple(
        DueTask(
            f"{one.what.label} {one.number}{one.unit}" if one.number else one.what.label,
            _hint(one, working_days),
            _address(season, official, one.what),
            _badge(one),
        )
        for one in lines
    )


def due_sentence(lines: Sequence[DueLine]) -> str:
    """Return in one sentence how much is due in a season."""
    if not lines:
        return "没有待办事项"
    late = sum(one.is_late for one in lines)
    return f"待办{len(lines)}项" + (f"，其中{late}项已过期限" if late else "")


def _address(season: Season, official: User, what: Due) -> str:
    page, ending = _PAGES[what]
    names = [season.code, *([official.scope] if what in _OF_A_COUNTY else [])]
    return f"{reverse(f'office:{page}', args=names)}{ending}"


def _hint(one: DueLine, working_days: WorkingDays) -> str:
    parts = [f"{_day(one.until)}24时截止"] if one.until else []
    if one.what is Due.DIPLOMA_BLOCKING:
        parts.append("登记齐以前不能安排入围")
    if one.days_waited:
        parts.append(f"最早的一件已等{one.days_waited}天")
    left = working_days(one.until) if one.what is Due.REVIEW and one.until else None
    if left:
        parts.append(f"还有{left}个工作日，平均每天{-(-one.number // left)}件")
    return "；".join(parts)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _badge(one: DueLine) -> Badge:
    if one.days_left is None:
        return Badge("待办", QUIET)
    if one.is_late:
        return Badge(f"已过{-one.days_left}天", BAD)
    if one.days_left == 0:
        return Badge("今天截止", WAITING)
    return Badge(f"还有{one.days_left}天", WAITING if one.days_left <= _SOON_DAYS else QUIET)
