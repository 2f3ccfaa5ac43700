"""What the pages at the door of the interview show, prepared: who is expected, and one comer's papers."""

from dataclasses import dataclass

from django.db.models import Prefetch

from linli.apps.applications.models import Application
from linli.apps.intake.form_paper import may_hold_portrait
from linli.apps.interviews.door import original_of, originals_of
from linli.apps.interviews.models import Attendance, OriginalCheck
from linli.apps.interviews.slips import COMING
from linli.apps.seasons.models import Season
from linli.core.identity.names import mask_id_number, mask_name
from linli.core.papers.kinds import MaterialKind
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge
from linli.web.office.interview_forms import OriginalsForm
from linli.web.office.review_sheets import Sheet, sheets_of


@dataclass(frozen=True, slots=True)
class ComerRow:
    """One who is to come: the place in the drawn order, masked name, arrival, and the originals."""

    place: str
    case_number: str
    name: str
    attendance: Attendance | None
    originals: Badge


@dataclass(frozen=True, slots=True)
class DoorPage:
    """Who is to come to a county's interview, in the drawn order, and how many have come."""

    rows: tuple[ComerRow, ...]
    here: int


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """One original: its two fields, what was found before, and the uploads to compare it with."""

    name: str
    result: object
    note: object
    known: OriginalCheck | None
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class ComerPage:
    """What is compared with the person: name, masked number, photo, and originals with uploads."""

    application: Application
    name: str
    id_number: str
    has_photo: bool
    place: str
    attendance: Attendance | None
    rows: tuple[OriginalRow, ...]


def door_page(season: Season, county: str) -> DoorPage:
    """Return who is expected at a county's interview."""
    found = (
        season.applications.filter(county=county)
        .in_state(*COMING)
        .select_related("person", "attendance", "turn__panel")
        .prefetch_related(
            Prefetch("original_checks", OriginalCheck.objects.only("application_id", "result"))
        )
        .order_by("turn__panel__number", "turn__position", "case_number")
    )
    rows = tuple(
        ComerRow(
            _place(one),
            one.case_number,
            mask_name(one.person.name),
            getattr(one, "attendance", None),
            _originals(one),
        )
        for one in found
    )
    return DoorPage(rows, sum(row.attendance is not None for row in rows))


def _place(application: Application) -> str:
    turn = getattr(application, "turn", None)
    return f"{turn.panel}{turn}" if turn else "未抽签"


def _originals(application: Application) -> Badge:
    results = [one.result for one in application.original_checks.all()]
    asked = len(originals_of(application))
    verified = results.count(OriginalCheck.Result.VERIFIED)
    if OriginalCheck.Result.DIFFERS in results:
        return Badge("有不符", BAD)
    if OriginalCheck.Result.MISSING in results:
        return Badge("有未带", WAITING)
    if verified >= asked:
        return Badge("已核验", GOOD)
    return Badge(f"{verified}/{asked}", WAITING if results else QUIET)


def comer_page(application: Application, form: OriginalsForm) -> ComerPage:
    """Return what is compared with the person at the door."""
    known = {one.kind: one for one in application.original_checks.all()}
    sheets = sheets_of(application)
    return ComerPage(
        application=application,
        name=application.person.name,
        id_number=mask_id_number(application.person.id_number or "") or "未登记",
        has_photo=may_hold_portrait(application),
        place=_place(application),
        attendance=getattr(application, "attendance", None),
        rows=tuple(
            OriginalRow(name, result, note, known.get(kind.value), _sheets(sheets, kind))
            for kind, name, result, note in form.rows
        ),
    )


def _sheets(sheets: tuple[Sheet, ...], original: MaterialKind) -> tuple[Sheet, ...]:
    labels = {kind.label for kind in MaterialKind if original_of(kind) is original}
    return tuple(
        one for one in sheets if one.page is not None and labels & set(one.kind.split("、"))
    )
