"""What the pages of people and administrators show, prepared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from linli.apps.accounts import granting, keeping
from linli.apps.accounts.access_record import Kind, events_within
from linli.apps.accounts.lockout import locked_until
from linli.apps.accounts.models import Office, User
from linli.apps.accounts.queries import officials_within
from linli.apps.holidays.models import CalendarYear
from linli.apps.ledger.actions import beijing_date
from linli.apps.ledger.models import Entry
from linli.web.design.badges import GOOD, QUIET, WAITING, Badge
from linli.web.office.record_presenting import AccountAct, account_acts


@dataclass(frozen=True, slots=True)
class ActLink:
    """An act that an administrator may do on an account now."""

    label: str
    href: str
    hint: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One account: where it stands, what the administrator may do, what was done."""

    person: User
    standing: Badge
    locked_until: datetime | None
    acts: tuple[ActLink, ...]
    history: tuple[AccountAct, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A line of an administrator's first page."""

    label: str
    href: str
    hint: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class Administration:
    """An administrator's first page: what the office does and what waits."""

    does: str
    leaves: str
    tasks: tuple[Task, ...]


def standing_of(person: User) -> Badge:
    """Return whether an account is in use, waits or is closed."""
    if person.awaits_grant:
        return Badge("等待授权", WAITING)
    return Badge("在用", GOOD) if person.is_active else Badge("已停用", QUIET)


def person_page(person: User, official: User) -> PersonPage:
    """Return what an administrator sees of an account."""
    until = locked_until(person.username)
    return PersonPage(
        person=person,
        standing=standing_of(person),
        locked_until=until,
        acts=_acts(person, official, is_locked=until is not None),
        history=history_of(person),
    )


def history_of(person: User) -> tuple[AccountAct, ...]:
    """Return what was done to an account, newest first."""
    return account_acts(Entry.objects.of_subject(f"official/{person.username}").reverse())


def _acts(person: User, official: User, *, is_locked: bool) -> tuple[ActLink, ...]:
    if official.office == Office.SYSTEM and not person.is_administrator:
        found = _keeping_acts(person)
    elif official.office == Office.SECURITY:
        found = _securing_acts(person, is_locked=is_locked)
    else:
        found = []
    return tuple(
        ActLink(label, reverse(f"office:{page}", args=[person.pk]), hint)
        for label, page, hint in found
    )


def _keeping_acts(person: User) -> list[tuple[str, str, str]]:
    reopen = (keeping.REOPEN, "reopen-official", "启用以后须重设密码，并由安全管理员授权，才能登录")
    reset = (keeping.RESET, "reset-password", "原密码立即失效，得到一个只能用一次的链接")
    close = (keeping.CLOSE, "close-official", "立即退出登录，密码和链接失效，不能再登录")
    return [reset, close] if person.is_active or person.awaits_grant else [reopen]


def _securing_acts(person: User, *, is_locked: bool) -> list[tuple[str, str, str]]:
    grant = (granting.GRANT, "grant-office", "核对依据以后，授予单位和区划")
    unlock = (granting.UNLOCK, "unlock-official", "不等锁定期满，可以立即再试")
    end = (granting.END, "end-sessions", "所有设备上的登录立即退出，密码不变")
    shown = (
        (grant, person.awaits_grant and not person.is_administrator),
        (unlock, is_locked),
        (end, person.is_active),
    )
    return [act for act, is_possible in shown if is_possible]


def administration(official: User, *, now: datetime) -> Administration:
    """Return an administrator's first page."""
    does, leaves = _DUTIES[Office(official.office)]
    return Administration(does, leaves, _TASKS[Office(official.office)](official, now))


_DUTIES = {
    Office.SYSTEM: (
        "建立、停用和重新启用账号；本人忘记密码的，重设密码；载入每年的放假安排。",
        "不授予权限，不查看报名、名单和个人信息。",
    ),
    Office.SECURITY: (
        "核对依据，授予单位和区划；查看登录失败，解除锁定，结束登录。",
        "不建立账号，不查看报名、名单和个人信息。",
    ),
    Office.AUDIT: (
        "查看登录、退出、被拒绝的办理和账号办理记录；核验台账。",
        "只看不改，不查看报名、名单和个人信息。",
    ),
}


def _count(number: int, unit: str, *, waits: bool = False) -> Badge:
    return Badge(f"{number}{unit}", WAITING if waits and number else QUIET)


def _waiting(official: User, hint: str, *, is_mine: bool) -> Task:
    number = officials_within(official).filter(awaits_grant=True).count()
    badge = _count(number, "人", waits=is_mine)
    return Task("等待授权的账号", reverse("office:people"), hint, badge)


def _events(official: User, now: datetime, label: str, hint: str, *kinds: Kind) -> Task:
    found = events_within(official).filter(kind__in=kinds, at__gt=now - timedelta(days=1))
    address = f"{reverse('office:access-record')}?kind={kinds[0]}"
    return Task(label, address, hint, _count(found.count(), "次", waits=True))


def _people(official: User) -> Task:
    number = officials_within(official).filter(is_active=True).count()
    hint = "打开一人，可以办理的事项列在其中"
    return Task("工作人员", reverse("office:people"), hint, _count(number, "人在用"))


def _holidays(now: datetime) -> Task:
    """Return the holidays as a task that waits while next year's are not loaded."""
    following = beijing_date(now).year + 1
    is_known = CalendarYear.objects.filter(year=following).exists()
    badge = (
        Badge(f"{following}年已载入", QUIET) if is_known else Badge(f"{following}年未载入", WAITING)
    )
    hint = "国务院办公厅公布以后，载入下一年的放假和补班日"
    return Task("放假安排", reverse("office:holidays"), hint, badge)


def _system_tasks(official: User, now: datetime) -> tuple[Task, ...]:
    make = Task(
        "建立账号", reverse("office:new-official"), "依据用人单位的来函建立", Badge("随时", QUIET)
    )
    waiting = _waiting(official, "由安全管理员授权，授权以前不能登录", is_mine=False)
    return (make, waiting, _people(official), _holidays(now))


def _security_tasks(official: User, now: datetime) -> tuple[Task, ...]:
    waiting = _waiting(official, "核对依据，授予单位和区划", is_mine=True)
    failed = _events(official, now, "24小时内登录失败", "反复失败的，核实是否本人", Kind.FAILED)
    return (waiting, failed, _people(official))


def _audit_tasks(official: User, now: datetime) -> tuple[Task, ...]:
    refused = _events(
        official, now, "24小时内被拒绝的办理", "谁想打开什么，为什么不能", Kind.REFUSED
    )
    failed = _events(
        official, now, "24小时内登录失败", "反复失败的，提请安全管理员核实", Kind.FAILED
    )
    acts = Task(
        "账号办理记录和台账核验",
        reverse("office:account-acts"),
        "谁建立、授权、停用了谁的账号；台账有无改动",
        Badge("随时", QUIET),
    )
    exports = Task(
        "导出记录",
        reverse("office:export-record"),
        "谁导出了哪份名单，用途是什么",
        Badge("随时", QUIET),
    )
    return (refused, failed, exports, acts, _people(official))


_TASKS: dict[Office, Callable[[User, datetime], tuple[Task, ...]]] = {
    Office.SYSTEM: _system_tasks,
    Office.SECURITY: _security_tasks,
    Office.AUDIT: _audit_tasks,
}
