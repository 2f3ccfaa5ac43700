"""Publish a county's list, take objections, confirm who stands after the period."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, ReasonMissing, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.holidays.queries import work_calendar
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.notices.models import Listing, Objection, PublicNotice
from linli.apps.notices.timing import require_posting_day
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.documents.official import date_text
from linli.core.documents.public_notice import ProposedPerson, holds_long_number
from linli.core.identity.names import mask_name
from linli.core.record import canonical_json, shown_mark, sm3_hex
from linli.core.refusal import Refusal

#: What the ledger says of an objection that came in.
RECEIVED = "收到异议，暂缓确定"


class NobodyToPropose(Refusal):
    """A county has nobody who passed the medical check and is not on a list yet."""


class LineNotFit(Refusal):
    """A line of a list holds what the public must not read."""


class PeriodStillOpen(Refusal):
    """The period of a public notice has not ended."""


class NotOnTheList(Refusal):
    """An objection is about a case that this list does not propose."""


class ObjectionClosed(Refusal):
    """An objection has already been answered."""


class ListChanged(Refusal):
    """The list, or its days, are no longer what was shown."""


class ListCorrected(Refusal):
    """A list has been corrected by a later one, which now stands in its place."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the day of posting to the last day, included, and how many working days that is."""

    posted_on: date
    last_day: date
    working_days: int


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A county's list as it would be published now: the people, the public rows, the days."""

    people: tuple[Application, ...]
    rows: tuple[dict[str, Any], ...]
    posted_on: date
    last_day: date
    working_days: int

    @property
    def fingerprint(self) -> str:
        """Return the SM3 that the list would have."""
        return fingerprint(self.rows)

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever publishes sends it back."""
        return shown_mark(
            {
                "people": [one.case_number for one in self.people],
                "list": self.fingerprint,
                "days": [self.posted_on.isoformat(), self.last_day.isoformat()],
            }
        )


def preview_list(season: Season, county: str, *, on: date) -> ListPreview:
    """Return a county's list as it would be published on a day, and write nothing.

    Raises ``NobodyToPropose``, ``LineNotFit`` and ``MissingYear``.
    Source: D0 三(五); requirements F1-F4, Q1, Q2.
    """
    chosen = _to_propose(season, county)
    rows = [row_of(position, one) for position, one in enumerate(chosen, start=1)]
    for one, row in zip(chosen, rows, strict=True):
        require_fit(one, row)
    period = period_from(season, on)
    return ListPreview(tuple(chosen), tuple(rows), on, period.last_day, period.working_days)


@transaction.atomic
def publish_list(
    season: Season,
    county: str,
    *,
    actor: User,
    at: datetime,
    telephone: str = "",
    reason: str = "",
    shown: str | None = None,
) -> PublicNotice:
    """Freeze and publish a county's list of those who passed the medical check.

    The rows hold what the public needs and no more: masked name, school, major, county.
    Who passes after a backfill comes on a further list. ``telephone`` is the office's, for
    objections. ``reason`` says why the list comes after its stage, and enters the ledger.
    ``shown`` is the mark of the preview that somebody publishes: another list is not.
    Raises ``PostedTooEarly``, ``ReasonMissing``, ``NobodyToPropose``, ``LineNotFit``,
    ``ListChanged`` and ``NotPermitted``. Source: D0 三(五); requirements A12, F1-F4, Q1, Q2.
    """
    require_office(actor, season, Office.COUNTY, act="发布公示", county=county)
    lock_season(season)
    require_posting_day(season, beijing_date(at), reason=reason)
    preview = preview_list(season, county, on=beijing_date(at))
    if shown is not None and shown != preview.mark:
        raise ListChanged(
            "名单或者公示期与刚才核对的不一样了", why="D0 三(五)", mend="重新核对后再发布"
        )
    notice = PublicNotice.objects.create(
        season=season,
        county_id=county,
        number=next_number(season, county),
        posted_on=preview.posted_on,
        working_days=preview.working_days,
        rows=list(preview.rows),
        last_day=preview.last_day,
        fingerprint=preview.fingerprint,
        telephone=telephone,
    )
    Listing.objects.bulk_create(
        Listing(notice=notice, application=one, position=position)
        for position, one in enumerate(preview.people, start=1)
    )
    record([_published(notice, reason.strip(), actor, at)])
    period = Period(preview.posted_on, preview.last_day, preview.working_days)
    change_states([proposed(one, notice, period, actor, at) for one in preview.people])
    return notice


def next_number(season: Season, county: str) -> int:
    """Return the number of a county's next list; the season must be locked."""
    last = season.notices.filter(county_id=county).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def passed_cases(season: Season, county: str) -> list[Application]:
    """Return who of a county passed the medical check and stands on no list yet."""
    passed = season.applications.filter(county_id=county).in_state(State.MEDICAL_PASSED)
    return list(passed.select_related("person", "county"))


def _to_propose(season: Season, county: str) -> list[Application]:
    chosen = passed_cases(season, county)
    if not chosen:
        raise NobodyToPropose(
            "本县（市、区）没有体检合格而未公示的人选",
            why="D0 三(五)",
            mend="登记体检结论后再发布公示",
        )
    return chosen


def require_fit(one: Application, row: dict[str, Any]) -> None:
    """Refuse a line that shows a number long enough to be somebody's. Raises ``LineNotFit``."""
    line = ProposedPerson(row["name"], row["school"], row["major"], row["county"])
    if holds_long_number(line):
        raise LineNotFit(
            f"报名{one.case_number}的姓名、毕业院校或专业含有身份证号、电话一类的号码，不能公示",
            why="个人信息保护法 第六条",
            mend="更正该件的登记内容后再发布公示",
        )


def row_of(position: int, one: Application) -> dict[str, Any]:
    """Return one line of a list as the public reads it. Source: requirements F4."""
    return {
        "number": position,
        "name": mask_name(one.person.name),
        "school": one.form.get("school") or "",
        "major": one.form.get("major") or "",
        "county": one.county.name if one.county else "",
    }


def list_text(
    rows: Sequence[dict[str, Any]], correction: Mapping[str, object] | None = None
) -> str:
    """Return a list's canonical text; of a correction also what it corrects, why and how."""
    return canonical_json({**(correction or {}), "rows": list(rows)})


def fingerprint(
    rows: Sequence[dict[str, Any]], correction: Mapping[str, object] | None = None
) -> str:
    """Return the SM3 of a list's canonical text: whoever has the list can compute it again."""
    return sm3_hex(list_text(rows, correction).encode())


def period_from(season: Season, posted: date) -> Period:
    """Return the period of what is posted on a day. Raises ``MissingYear``. Source: Q1, Q2."""
    days = season.pack.whole("notice_working_days", posted)
    return Period(posted, _last_day(season, posted, days), days)


def _last_day(season: Season, posted: date, days: int) -> date:
    counts = season.pack.scalar("notice_counts_posting_day", posted)
    return work_calendar().last_day_of_period(posted, days, count_first_day=bool(counts))


def _published(notice: PublicNotice, reason: str, actor: User, at: datetime) -> Event:
    season = notice.season
    return Event(
        at=at,
        actor=actor.username,
        action="publish_list",
        subject=f"{season.code}/{notice.county_id}",
        clause="D0 三(五)",
        reason=reason,
        rule=f"{season.rule_version}:notice_working_days",
        inputs={
            "number": notice.number,
            "posted_on": notice.posted_on.isoformat(),
            "last_day": notice.last_day.isoformat(),
            "people": len(notice.rows),
            "fingerprint": notice.fingerprint,
        },
        rehearsal=season.is_rehearsal,
    )


def proposed(
    one: Application, notice: PublicNotice, period: Period, actor: User, at: datetime
) -> Change:
    """Return the change by which somebody is proposed on a list, for a period."""
    reason = f"公示{period.working_days}个工作日，至{date_text(period.last_day)}24时止"
    return Change(
        one, Act.PROPOSE, actor, at, reason=reason, inputs={"fingerprint": notice.fingerprint}
    )


def require_county(notice: PublicNotice, actor: User, act: str) -> None:
    """Refuse whoever is not of the county's office of a list. Raises ``NotPermitted``."""
    require_office(actor, notice.season, Office.COUNTY, act=act, county=notice.county_id)


def locked_case(application: Application) -> Application:
    """Lock a case before its objections, always in that order, and return it as it stands now."""
    return Application.objects.select_for_update().get(pk=application.pk)


@transaction.atomic
def answer_objection(
    objection: Objection,
    *,
    is_upheld: bool,
    result: str,
    actor: User,
    at: datetime,
    told: str = "",
) -> Objection:
    """Close an objection with its result; upheld, the person leaves the list, if not gone already.

    ``result`` is for whoever objected; ``told`` is the reason that the person is given, needed to
    take them off the list.
    Returns the objection as stored. Raises ``ObjectionClosed``, ``ReasonMissing`` and
    ``NotPermitted``. Source: D0 三(五); requirements F5.
    """
    require_county(objection.notice, actor, "答复异议")
    application = locked_case(objection.application)
    present = Objection.objects.select_for_update().get(pk=objection.pk)
    if present.status != Objection.Status.OPEN:
        raise ObjectionClosed("这件异议已有核查结果", why="D0 三(五)", mend="如有新情况，另行登记")
    if not result.strip():
        raise ReasonMissing(
            f"报名{application.case_number}：答复异议必须写明核查结果",
            why="D0 三(五)",
            mend="填写核查结果",
        )
    present.status = Objection.Status.UPHELD if is_upheld else Objection.Status.DISMISSED
    present.result = result
    present.save(update_fields=("status", "result"))
    word = "异议成立" if is_upheld else "异议不成立"
    record([objection_event(present, "answer_objection", word, actor.username, at)])
    # Who has withdrawn, or left by another objection, keeps that state: the finding is kept all the same.
    if is_upheld and application.state == State.PROPOSED:
        change_states([Change(application, Act.UPHOLD_OBJECTION, actor, at, reason=told)])
    return present


def objection_event(
    objection: Objection, action: str, reason: str, actor: str, at: datetime
) -> Event:
    """Return what the ledger keeps of an objection: that it came or was answered, not what it says."""
    application = objection.application
    return Event(
        at=at,
        actor=actor,
        action=action,
        subject=application.subject,
        clause="D0 三(五)",
        reason=reason,
        inputs={"objection": objection.pk, "anonymous": objection.is_anonymous},
        rehearsal=application.season.is_rehearsal,
    )


def is_public(notice: PublicNotice, day: date) -> bool:
    """Tell whether a day belongs to the period of a list, its last day included. Source: D0 三(五)."""
    return day <= notice.last_day


def open_objections(applications: Collection[int]) -> Counter[int]:
    """Return how many objections are open against cases, by key: one holds back the person."""
    found = Objection.objects.filter(
        application__in=applications, status=Objection.Status.OPEN
    ).order_by()
    return Counter(found.values_list("application_id", flat=True))


@transaction.atomic
def confirm_recruits(notice: PublicNotice, *, actor: User, at: datetime) -> list[Application]:
    """Make formal recruits of all on a list whose period is over and who have no open objection.

    Only the people of this very list, each after the own period. Raises ``PeriodStillOpen`` until
    24:00 of the first last day, ``ListCorrected`` and ``NotPermitted``.
    Source: D0 三(五); requirements F5, F6.
    """
    require_county(notice, actor, Act.CONFIRM.label)
    # A correction on its way is waited for: it may give somebody of the list a new period.
    PublicNotice.objects.select_for_update().get(pk=notice.pk)
    keys = _whose_period_is_over(notice, beijing_date(at))
    # Locked in the order of their numbers like every batch, then looked at for objections.
    locked = Application.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    present = sorted(
        (one for one in locked if one.state == State.PROPOSED), key=lambda one: one.case_number
    )
    held_back = open_objections([one.pk for one in present])
    clear = [one for one in present if one.pk not in held_back]
    change_states([Change(one, Act.CONFIRM, actor, at, reason="公示期满无异议") for one in clear])
    return clear


def _whose_period_is_over(notice: PublicNotice, today: date) -> list[int]:
    require_current(notice)
    found = notice.listings.filter(application__state=State.PROPOSED).select_related("notice")
    listings = list(found)
    over = [one.application_id for one in listings if one.last_day < today]
    ends = [one.last_day for one in listings] or [notice.last_day]
    if not over and today <= min(ends):
        raise PeriodStillOpen(
            f"公示至{date_text(min(ends))}24时止，期满后才能确定人选",
            why="D0 三(五)",
            mend="公示期满后办理",
        )
    return over


def require_current(notice: PublicNotice) -> None:
    """Refuse a list that a later one has corrected. Raises ``ListCorrected``."""
    later = PublicNotice.objects.filter(corrects=notice.pk).first()
    if later is not None:
        raise ListCorrected(
            f"这份名单已由第{later.number}份公示更正",
            why="D0 三(五)",
            mend=f"在第{later.number}份公示上办理",
        )
