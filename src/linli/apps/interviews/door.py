"""At the door of the interview: who came, and whether the originals agree with what was sent.

Source: D0 三(三); requirements D1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application
from linli.apps.interviews.ledger import CLAUSE
from linli.apps.interviews.models import Attendance, OriginalCheck
from linli.apps.interviews.permissions import require_county
from linli.apps.interviews.slips import COMING
from linli.apps.ledger.actions import Event, record
from linli.core.papers.kinds import MaterialKind
from linli.core.refusal import Refusal

ACT = "登记到场和核验原件"
LONGEST_NOTE = OriginalCheck._meta.get_field("note").max_length or 0


class NotExpected(Refusal):
    """The case is not, or no longer, one of those who are to come to the interview."""


class OriginalRefused(Refusal):
    """A finding about an original that was not sent, that lacks its note, or whose note is too long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an official found of one original; one that differs needs a note."""

    kind: MaterialKind
    result: OriginalCheck.Result
    note: str = ""


def originals_of(application: Application) -> tuple[MaterialKind, ...]:
    """Return the originals that a case's materials ask for, in the order of the notice.

    Both faces of an ID card are one original.
    """
    sent = [kind for kind in MaterialKind if application.materials.get(kind.value)]
    return tuple(dict.fromkeys(original_of(kind) for kind in sent))


def original_of(kind: MaterialKind) -> MaterialKind:
    """Return the original that a paper is a picture of."""
    return MaterialKind.ID_CARD_FRONT if kind is MaterialKind.ID_CARD_BACK else kind


def original_name(kind: MaterialKind) -> str:
    """Return what an original is called."""
    return "身份证" if kind is MaterialKind.ID_CARD_FRONT else kind.label


@transaction.atomic
def check_in(
    application: Application,
    findings: Sequence[Finding],
    *,
    showed_slip: bool,
    actor: User,
    at: datetime,
) -> Attendance:
    """Record that a candidate came, and what was found of the originals.

    Sent again it keeps the first time of arrival and takes what was found since; nothing that
    stays the same is recorded twice. Raises ``NotPermitted``, ``NotExpected`` and
    ``OriginalRefused``. Source: D0 三(三); requirements D1.
    """
    require_county(actor, application.season, application.county_id or "", act=ACT)
    state = lock_standings([application])[application.pk].state
    if state not in COMING:
        raise NotExpected(
            f"报名{application.case_number}现为“{state.label}”，不再登记到场和核验原件",
            why=CLAUSE,
            mend="核对报名编号；到场和核验在成绩签字确认以前登记",
        )
    _require_fitting(application, findings)
    attendance, is_new = Attendance.objects.get_or_create(
        application=application,
        defaults={"arrived_at": at, "recorded_by": actor, "showed_slip": showed_slip},
    )
    has_slip_now = showed_slip and not attendance.showed_slip
    if has_slip_now:
        attendance.showed_slip = True
        attendance.save(update_fields=("showed_slip",))
    changed = _changed(application, findings)
    for one in changed:
        OriginalCheck.objects.update_or_create(
            application=application,
            kind=one.kind.value,
            defaults={
                "result": one.result.value,
                "note": one.note,
                "checked_by": actor,
                "checked_at": at,
            },
        )
    if is_new or has_slip_now or changed:
        record([_checked_in(application, attendance, changed, actor, at)])
    return attendance


def _changed(application: Application, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are not on record as they are."""
    rows = OriginalCheck.objects.filter(application=application)
    known = {
        kind: (result, note) for kind, result, note in rows.values_list("kind", "result", "note")
    }
    return [one for one in findings if known.get(one.kind.value) != (one.result.value, one.note)]


def _require_fitting(application: Application, findings: Sequence[Finding]) -> None:
    asked = originals_of(application)
    for one in findings:
        name = original_name(one.kind)
        if one.kind not in asked:
            raise _refused(application, f"没有发来过{name}，不能核验", "只核验报名时发来的材料")
        if one.result is OriginalCheck.Result.DIFFERS and not one.note:
            raise _refused(application, f"{name}不符，没有写明哪里不符", "写明不符之处")
        if len(one.note) > LONGEST_NOTE:
            raise _refused(application, f"{name}的说明超过{LONGEST_NOTE}字", "缩短说明")


def _refused(application: Application, what: str, mend: str) -> OriginalRefused:
    return OriginalRefused(f"报名{application.case_number}：{what}", why=CLAUSE, mend=mend)


def _checked_in(
    application: Application,
    attendance: Attendance,
    changed: Sequence[Finding],
    actor: User,
    at: datetime,
) -> Event:
    # Notes may hold what a paper says of the person: they stay with the check.
    originals: Mapping[str, str] = {one.kind.value: one.result.value for one in changed}
    season = application.season
    return Event(
        at=at,
        actor=actor.username,
        action="check_in",
        subject=application.subject,
        clause=CLAUSE,
        rule=season.rule_version,
        inputs={"showed_slip": attendance.showed_slip, "originals": dict(originals)},
        rehearsal=season.is_rehearsal,
    )
