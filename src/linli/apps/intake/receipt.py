"""When an application that an official enters came in, and whether that is within the registration.

A mail bears the time of the mailbox's server. Papers handed in are received when the office
got them, which may be days before they are typed in: the official says so, and what shows it.

Source: D0 三(一)2; requirements B3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.terms import end_of
from linli.apps.ledger.actions import BEIJING, Event, record
from linli.apps.seasons.models import Season, Stage
from linli.core.refusal import Refusal

#: The field of an entry that a refusal of its time stands by.
RECEIVED_AT, GROUNDS = "received_at", "grounds"
LONGEST_GROUNDS = 100


class EarlyEntry(Refusal):
    """The registration had not begun when the papers came in."""


class LateEntry(Refusal):
    """The registration had ended when the papers came in."""


class ReceiptWrong(Refusal):
    """A time of receipt that cannot be, or that nothing is said to show."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """When papers came into the office before they are typed in, and what shows it: a receipt, a register."""

    at: datetime
    grounds: str


@dataclass(frozen=True, slots=True)
class RegistrationTime:
    """The days of registration of a season, both included."""

    first_day: date
    last_day: date

    @property
    def opens(self) -> datetime:
        """Return the first instant of the registration."""
        return datetime.combine(self.first_day, time(), tzinfo=BEIJING)

    @property
    def deadline(self) -> datetime:
        """Return the first instant that is too late."""
        return end_of(self.last_day)

    def is_over(self, at: datetime) -> bool:
        """Tell whether the registration has ended."""
        return at >= self.deadline


def registration_time(season: Season) -> RegistrationTime:
    """Return the days of registration, which may have been extended. Source: D0 三(一)2."""
    window = season.window(Stage.REGISTRATION)
    return RegistrationTime(window.first_day, window.last_day)


def receipt_refusals(
    receipt: Receipt | None, days: RegistrationTime, *, at: datetime
) -> Iterator[tuple[str, Refusal]]:
    """Yield why papers that came in then cannot be entered at ``at``, by the field it is about.

    Without a receipt they come in as they are entered. Source: D0 三(一)2; requirements B3.
    """
    received_at = at if receipt is None else receipt.at
    name = "" if receipt is None else RECEIVED_AT
    if received_at > at:
        yield (
            name,
            ReceiptWrong("收到时间晚于现在", mend="填材料实际收到的时间，现在收到的不填"),
        )
    elif received_at < days.opens:
        yield name, _early(days, received_at)
    elif days.is_over(received_at):
        yield name, _late(days, received_at)
    if receipt is not None and not receipt.grounds.strip():
        yield (
            GROUNDS,
            ReceiptWrong(
                "填写了收到时间，没有写明凭据", mend="写明收文登记、签收单等能够证明收到时间的凭据"
            ),
        )


def _early(days: RegistrationTime, received_at: datetime) -> EarlyEntry:
    first = days.first_day
    return EarlyEntry(
        f"收到时间为{_stamp(received_at)}，报名自{first.month}月{first.day}日开始，不能登记",
        why="D0 三(一)2",
        mend="填写了收到时间的，核对年月日；报名尚未开始的，请本人在报名时间内提交",
    )


def _late(days: RegistrationTime, received_at: datetime) -> LateEntry:
    last = days.last_day
    return LateEntry(
        f"收到时间为{_stamp(received_at)}，报名已于{last.year}年{last.month}月{last.day}日24时截止，不能登记",
        why="D0 三(一)2",
        mend="截止以前已经收到材料的，填写收到时间和凭据；以后收到的，向本人说明报名时间已过",
    )


def _stamp(at: datetime) -> str:
    local = at.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute}分"


def receipt_finding(receipt: Receipt) -> dict[str, str]:
    """Return what the case says of papers that came in before they were typed in."""
    text = f"材料于{_stamp(receipt.at)}收到，事后补登记。凭据：{receipt.grounds.strip()}"
    return {"code": "receipt_stated", "text": text}


def record_receipts(
    season: Season,
    applications: Sequence[Application],
    receipt: Receipt,
    *,
    actor: User,
    at: datetime,
) -> None:
    """Write into the ledger who stated when the papers had come in, and by what that is shown.

    Source: D0 三(一)2.
    """
    record(
        [
            Event(
                at=at,
                actor=actor.username,
                action="state_receipt",
                subject=one.subject,
                clause="D0 三(一)2",
                reason=f"材料先已收到，补登记。凭据：{receipt.grounds.strip()}",
                rule=season.rule_version,
                inputs={"received_at": receipt.at.astimezone(BEIJING).isoformat()},
                rehearsal=season.is_rehearsal,
            )
            for one in applications
        ]
    )
