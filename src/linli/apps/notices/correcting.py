"""Correct a posted list: a further list with a reason, which stands in the place of the former.

Our reading of the period: it is a person's, not a list's. Whoever is added, or of whom the public
reads something else, is public for a whole new period; for the others the first one runs on.
Source: D0 三(五); requirements F1-F6, Q1, Q2.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import ReasonMissing, change_states, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.applications.telling import Tiding, Topic, tell
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.notices.actions import (
    LineNotFit,
    ListChanged,
    NotOnTheList,
    Period,
    fingerprint,
    next_number,
    passed_cases,
    period_from,
    proposed,
    require_county,
    require_current,
    require_fit,
    row_of,
)
from linli.apps.notices.models import Listing, PublicNotice
from linli.apps.seasons.actions import lock_season
from linli.core.documents.official import date_text
from linli.core.documents.public_notice import has_long_number
from linli.core.identity.names import mask_name
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

CLAUSE = "D0 三(五)"
#: Who stands so comes off a list when it is corrected.
GONE = (State.REVOKED, State.OBJECTION_UPHELD, State.WITHDRAWN)
_LABELS = {"name": "姓名", "school": "毕业院校", "major": "专业"}


class NothingToCorrect(Refusal):
    """A correction would post the very list that is posted."""


class RowConfirmed(Refusal):
    """A line is of somebody whose period is over and who is a formal recruit."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What a line should say; blank leaves it as it is. ``name`` is whole and is masked."""

    position: int
    name: str = ""
    school: str = ""
    major: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a list is corrected, which lines are wrong, and whether those who passed since are added.

    Who withdrew, was revoked or left by an objection comes off by itself.
    """

    reason: str
    fixes: Sequence[Fix] = ()
    adds_passed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the corrected list: who, what the public reads, the person's own period.

    ``change`` says what is different of a line that was there; ``is_new`` of one that was not.
    """

    application: Application
    row: dict[str, Any]
    period: Period
    change: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionPreview:
    """A corrected list as it would be posted now, and what is different from the former."""

    former: PublicNotice
    reason: str
    lines: tuple[Line, ...]
    changes: tuple[str, ...]
    posted_on: date
    working_days: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the public rows, each with the last day of the person's own period."""
        return [one.row for one in self.lines]

    @property
    def last_day(self) -> date:
        """Return the last day on which anybody of the list is public."""
        return max((one.period.last_day for one in self.lines), default=self.posted_on)

    @property
    def fingerprint(self) -> str:
        """Return the SM3 that the list would have."""
        former = {"fingerprint": self.former.fingerprint, "number": self.former.number}
        correction = {"changes": list(self.changes), "corrects": former, "reason": self.reason}
        return fingerprint(self.rows, correction)

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever posts it sends it back."""
        people = [one.application.case_number for one in self.lines]
        return shown_mark({"people": people, "list": self.fingerprint})


def preview_correction(
    notice: PublicNotice, correction: Correction, *, on: date
) -> CorrectionPreview:
    """Return a list as it would be corrected on a day, and write nothing.

    Raises ``ListCorrected``, ``ReasonMissing``, ``NotOnTheList``, ``RowConfirmed``,
    ``NothingToCorrect``, ``LineNotFit`` and ``MissingYear``. Source: D0 三(五); requirements F1-F4.
    """
    require_current(notice)
    reason = _reason(correction)
    period = period_from(notice.season, on)
    listings = list(
        notice.listings.select_related(
            "application__person", "application__county", "notice"
        ).order_by("position")
    )
    fixes = _by_position(correction.fixes, {one.position: one for one in listings})
    lines: list[Line] = []
    changes: list[str] = []
    for listing in listings:
        former = notice.rows[listing.position - 1]
        if listing.application.state in GONE:
            changes.append(f"原第{listing.position}行{former['name']}不再列入")
            continue
        line = _kept(len(lines) + 1, listing, former, fixes.get(listing.position), period)
        lines.append(line)
        changes += [line.change] if line.change else []
    if correction.adds_passed:
        for one in passed_cases(notice.season, notice.county_id):
            line = _added(len(lines) + 1, one, period)
            lines.append(line)
            changes.append(f"增加第{line.row['number']}行{line.row['name']}")
    if not changes:
        raise NothingToCorrect(
            "更正后的名单与已公示的相同", why=CLAUSE, mend="填写有误的行，或者不必更正"
        )
    return CorrectionPreview(notice, reason, tuple(lines), tuple(changes), on, period.working_days)


def _reason(correction: Correction) -> str:
    reason = correction.reason.strip()
    if not reason:
        raise ReasonMissing("更正公示必须写明理由", why=CLAUSE, mend="填写理由后再提交")
    if has_long_number(reason):
        raise LineNotFit(
            "更正理由含有身份证号、电话一类的号码，不能公示",
            why="个人信息保护法 第六条",
            mend="删去号码，只写更正的缘由",
        )
    return reason


def _by_position(fixes: Sequence[Fix], listings: Mapping[int, Listing]) -> dict[int, Fix]:
    found: dict[int, Fix] = {}
    for fix in fixes:
        listing = listings.get(fix.position)
        if listing is None or listing.application.state in GONE or fix.position in found:
            raise NotOnTheList(
                f"名单第{fix.position}行没有人选、已不列入，或者填写了两次",
                why=CLAUSE,
                mend="核对行号",
            )
        if listing.application.state != State.PROPOSED:
            raise RowConfirmed(
                f"名单第{fix.position}行已确定为正式招募人选，公示期已满，不再更正",
                why=CLAUSE,
                mend="登记内容有误的，更正该件的登记内容",
            )
        found[fix.position] = fix
    return found


def _kept(
    number: int, listing: Listing, former: Mapping[str, Any], fix: Fix | None, period: Period
) -> Line:
    """Return the line of somebody who goes on standing, with a new period if it reads otherwise."""
    row = {**former, **_fixed(fix), "number": number}
    differing = [key for key in _LABELS if row[key] != former[key]]
    if differing:
        require_fit(listing.application, row)
        text = "，".join(f"{_LABELS[key]}由“{former[key]}”更正为“{row[key]}”" for key in differing)
        change, own = f"原第{listing.position}行{text}", period
    else:
        change, own = "", Period(listing.posted_on, listing.last_day, period.working_days)
    row["last_day"] = date_text(own.last_day)
    return Line(listing.application, row, own, change)


def _fixed(fix: Fix | None) -> dict[str, str]:
    if fix is None:
        return {}
    given = {"name": mask_name(fix.name) if fix.name else "", "school": fix.school}
    return {key: text for key, text in {**given, "major": fix.major}.items() if text}


def _added(number: int, one: Application, period: Period) -> Line:
    row = {**row_of(number, one), "last_day": date_text(period.last_day)}
    require_fit(one, row)
    return Line(one, row, period, is_new=True)


@transaction.atomic
def correct_list(
    notice: PublicNotice,
    correction: Correction,
    *,
    actor: User,
    at: datetime,
    shown: str | None = None,
) -> PublicNotice:
    """Post a corrected list in the place of a posted one, which stays readable as it was.

    Objections stay with the people they are about. Whoever's line reads otherwise is told, with
    the new period; whoever is added is proposed. ``shown`` is the mark of the preview that
    somebody posts. Raises what ``preview_correction`` raises, ``ListChanged`` and
    ``NotPermitted``. Source: D0 三(五); requirements F1-F6.
    """
    require_county(notice, actor, "更正公示")
    lock_season(notice.season)
    # An objection on its way waits here, or has been taken before.
    former = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    former.season, former.county = notice.season, notice.county
    lock_standings(Application.objects.filter(listing__notice=former))
    preview = preview_correction(former, correction, on=beijing_date(at))
    if shown is not None and shown != preview.mark:
        raise ListChanged("名单或者公示期与刚才核对的不一样了", why=CLAUSE, mend="重新核对后再更正")
    made = _posted(preview)
    _listed(made, preview.lines)
    record([_corrected(made, preview, actor, at), *_fixed_events(made, preview.lines, actor, at)])
    added = [one for one in preview.lines if one.is_new]
    change_states([proposed(one.application, made, one.period, actor, at) for one in added])
    tell([_told(one, at) for one in preview.lines if one.change])
    return made


def _posted(preview: CorrectionPreview) -> PublicNotice:
    former = preview.former
    return PublicNotice.objects.create(
        season=former.season,
        county=former.county,
        number=next_number(former.season, former.county_id),
        posted_on=preview.posted_on,
        last_day=preview.last_day,
        working_days=preview.working_days,
        rows=preview.rows,
        fingerprint=preview.fingerprint,
        telephone=former.telephone,
        corrects=former,
        reason=preview.reason,
        changes=list(preview.changes),
    )


def _listed(made: PublicNotice, lines: Collection[Line]) -> None:
    """Move whoever goes on standing to the corrected list, and add the others."""
    kept = {one.application_id: one for one in Listing.objects.filter(notice=made.corrects)}
    moved: list[Listing] = []
    for line in lines:
        listing = kept.get(line.application.pk) or Listing(application=line.application)
        listing.notice, listing.position = made, line.row["number"]
        listing.own_posted_on, listing.own_last_day = line.period.posted_on, line.period.last_day
        moved.append(listing)
    fields = ("notice", "position", "own_posted_on", "own_last_day")
    Listing.objects.bulk_update([one for one in moved if one.pk], fields)
    Listing.objects.bulk_create([one for one in moved if not one.pk])


def _corrected(made: PublicNotice, preview: CorrectionPreview, actor: User, at: datetime) -> Event:
    season = made.season
    return Event(
        at=at,
        actor=actor.username,
        action="correct_list",
        subject=f"{season.code}/{made.county_id}",
        clause=CLAUSE,
        reason=preview.reason,
        rule=f"{season.rule_version}:notice_working_days",
        inputs={
            "number": made.number,
            "corrects": preview.former.number,
            "former": preview.former.fingerprint,
            "fingerprint": made.fingerprint,
            "changes": list(preview.changes),
            "posted_on": made.posted_on.isoformat(),
            "periods": {
                one.application.case_number: one.period.last_day.isoformat()
                for one in preview.lines
            },
        },
        rehearsal=season.is_rehearsal,
    )


def _fixed_events(
    made: PublicNotice, lines: Collection[Line], actor: User, at: datetime
) -> Iterator[Event]:
    for one in lines:
        if one.change:
            yield Event(
                at=at,
                actor=actor.username,
                action="correct_listing",
                subject=one.application.subject,
                clause=CLAUSE,
                reason=one.change,
                rule=made.season.rule_version,
                inputs={"number": made.number, "last_day": one.period.last_day.isoformat()},
                rehearsal=made.season.is_rehearsal,
            )


def _told(line: Line, at: datetime) -> Tiding:
    period = line.period
    text = (
        f"{line.change}。自{date_text(period.posted_on)}重新公示{period.working_days}个工作日，"
        f"至{date_text(period.last_day)}24时止。"
    )
    return Tiding(line.application, Topic.CORRECTION, text, at)
