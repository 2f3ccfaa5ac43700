"""When an applicant may fill in, submit and change an application: the server's clock decides.

Source: D0 三(一)2, 三(二); requirements B3.
"""

from datetime import date, datetime

from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.intake.receipt import registration_time
from linli.apps.intake.terms import end_of
from linli.apps.ledger.actions import BEIJING
from linli.apps.seasons.models import Season, Stage
from linli.core.refusal import Refusal


class NotOpenYet(Refusal):
    """The registration has not begun."""


class RegistrationOver(Refusal):
    """The registration has ended, by the clock of the server."""


class ReviewOver(Refusal):
    """What was asked for after the registration came after the review had ended."""


class CaseDecided(Refusal):
    """The case has been decided or withdrawn: what is changed now would not count."""


def require_open(draft: Draft, at: datetime) -> None:
    """Refuse to change or submit a draft at a time when that would not count.

    While registration runs everybody may; after it whoever was asked for a supplement may until
    the review ends. Raises ``NotOpenYet``, ``RegistrationOver``, ``ReviewOver``, ``CaseDecided``.
    """
    refusal = closed(draft, at)
    if refusal is not None:
        raise refusal


def closed(draft: Draft, at: datetime) -> Refusal | None:
    """Return why a draft cannot be changed or submitted at ``at``, ``None`` if it can."""
    case = draft.application
    if case is not None and case.state not in OPEN_STATES:
        return CaseDecided(
            f"您的报名{case.case_number}现为“{case.state_label}”，不能再修改",
            why="D0 三(二)",
            mend="在“我的报名”里查看结果和下一步",
        )
    if case is not None and case.state == State.SUPPLEMENT_REQUESTED:
        return _after_review(draft.season, at)
    return registration_closed(draft.season, at)


def registration_closed(season: Season, at: datetime) -> Refusal | None:
    """Return why nobody can apply at ``at``, ``None`` while the registration runs.

    The first day counts from 0:00, the last one to 24:00; an extension moves everyone.
    """
    days = registration_time(season)
    if at < days.opens:
        return NotOpenYet(
            f"报名自{_day(days.first_day)}开始",
            why="D0 三(一)2",
            mend="请在报名开始后填写，届时从本页进入",
        )
    if days.is_over(at):
        return RegistrationOver(
            f"报名已于{_day(days.last_day)}24时截止，系统收到您这次操作的时间是{_moment(at)}",
            why="D0 三(一)2",
            mend="截止前已经提交的，不受影响；没有提交的，可以向受理单位咨询",
        )
    return None


def _after_review(season: Season, at: datetime) -> Refusal | None:
    last = season.window(Stage.ELIGIBILITY_REVIEW).last_day
    if at < end_of(last):
        return None
    return ReviewOver(
        f"资格审查已于{_day(last)}结束，补正的内容不能再提交",
        why="D0 三(二)",
        mend="与受理单位联系",
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(at: datetime) -> str:
    local = at.astimezone(BEIJING)
    return f"{_day(local.date())}{local:%H:%M:%S}"
