"""What the page of a county's medical check shows, prepared: names masked, nothing clinical."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.forms import BoundField

from linli.apps.applications.models import Application
from linli.apps.applications.queries import states_past
from linli.apps.applications.states import State
from linli.apps.ledger.actions import beijing_date
from linli.apps.places.models import Division
from linli.apps.seasons.appointments import appointment_of
from linli.apps.seasons.models import Appointment, Season, Stage, StageWindow
from linli.apps.selection.backfilling import Proposal, mark_of, propose_backfills
from linli.apps.selection.medical import again_of, medical_standard
from linli.apps.selection.models import MedicalCheck, MedicalConfirmation, MedicalRecheck
from linli.core.identity.names import mask_name
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge
from linli.web.office.medical_forms import ConclusionsForm
from linli.web.office.words import state_badge

_CONCLUSION_TONES = {"pass": GOOD, "fail": BAD, "absent": BAD, "recheck": WAITING}
_LARGE = ("form", "materials", "findings", "reading", "papers")


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who is placed and has no conclusion; ``answer_note`` says how the answer came.

    ``repeated`` says of whoever is to be checked a second time when the first was and when and
    where the second is; blank for whoever was not checked yet.
    """

    case_number: str
    name: str
    answer: Badge
    answer_note: str
    backfill_of: str
    repeated: str
    field: BoundField


@dataclass(frozen=True, slots=True)
class ConcludedRow:
    """Somebody with a conclusion, or who declined; ``vacancy`` says what became of the place."""

    case_number: str
    name: str
    result: Badge
    checked_on: date | None
    hospital: str
    state: Badge
    vacancy: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A vacancy, who would fill it (blank if nobody), and why."""

    leaver: str
    left_by: str
    filler: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MedicalPage:
    """A county's medical check: who waits, who is through, what is proposed for the vacancies."""

    county: Division
    window: StageWindow
    waiting: tuple[WaitingRow, ...]
    concluded: tuple[ConcludedRow, ...]
    proposals: tuple[ProposalRow, ...]
    mark: str
    fillers: int
    reserve: int
    is_over: bool
    appointment: Appointment | None
    standard: str

    @property
    def confirmed(self) -> int:
        """Return how many of those who wait have said that they come."""
        return sum(row.answer.tone == GOOD for row in self.waiting)

    @property
    def silent(self) -> int:
        """Return how many of those who wait have not answered."""
        return len(self.waiting) - self.confirmed

    @property
    def repeated(self) -> tuple[WaitingRow, ...]:
        """Return who waits for a second check."""
        return tuple(row for row in self.waiting if row.repeated)

    @property
    def overdue(self) -> tuple[WaitingRow, ...]:
        """Return whose second check has no conclusion though the last day of the stage is over."""
        return self.repeated if self.is_over else ()

    @property
    def passed(self) -> int:
        """Return how many have passed."""
        return sum(row.result.tone == GOOD for row in self.concluded)

    @property
    def out(self) -> int:
        """Return how many failed, were absent or declined."""
        return len(self.concluded) - self.passed


def waiting_cases(season: Season, county: str) -> Sequence[Application]:
    """Return who of a county is placed and has no conclusion yet, by case number."""
    return list(
        season.applications.filter(county_id=county)
        .in_state(State.PLACED)
        .select_related("person", "medical_confirmation", "medical_recheck", "backfill__leaver")
        .defer(*_LARGE)
        .order_by("case_number")
    )


def conclusions_form(
    waiting: Sequence[Application], sent: Mapping[str, Any] | None = None
) -> ConclusionsForm:
    """Return the form of the conclusions of those who wait."""
    return ConclusionsForm(
        sent,
        waiting=[one.case_number for one in waiting],
        repeated=[one.case_number for one in waiting if hasattr(one, "medical_recheck")],
    )


def medical_page(
    season: Season,
    county: Division,
    waiting: Sequence[Application],
    form: ConclusionsForm,
    *,
    today: date,
) -> MedicalPage:
    """Return what the page of a county's medical check shows on a day."""
    proposals = propose_backfills(season, county.code, on=today)
    window = season.window(Stage.MEDICAL_CHECK)
    return MedicalPage(
        county=county,
        window=window,
        standard=medical_standard(season),
        is_over=today > window.last_day,
        appointment=appointment_of(season, county.code, Stage.MEDICAL_CHECK),
        waiting=tuple(_waiting(one, form) for one in waiting),
        concluded=tuple(_concluded(one) for one in _concluded_cases(season, county.code)),
        proposals=proposal_rows(proposals),
        mark=mark_of(proposals),
        fillers=sum(one.filler is not None for one in proposals),
        reserve=season.applications.filter(county_id=county.code).in_state(State.RESERVE).count(),
    )


def _concluded_cases(season: Season, county: str) -> Sequence[Application]:
    found = season.applications.filter(
        Q(medical_check__isnull=False) | Q(state=State.DECLINED),
        county_id=county,
        state__in=states_past(State.PLACED) | {State.WITHDRAWN, State.REVOKED},
    )
    related = ("person", "medical_check", "medical_confirmation", "vacancy__filler")
    return list(found.select_related(*related).defer(*_LARGE).order_by("case_number"))


def _waiting(application: Application, form: ConclusionsForm) -> WaitingRow:
    answer: MedicalConfirmation | None = getattr(application, "medical_confirmation", None)
    backfill = getattr(application, "backfill", None)
    return WaitingRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        answer=Badge("确认参加", GOOD) if answer else Badge("尚未答复", WAITING),
        answer_note=_answer_note(answer),
        backfill_of=backfill.leaver.case_number if backfill else "",
        repeated=_repeated(application),
        field=form.case_field(application.case_number),
    )


def _repeated(application: Application) -> str:
    recheck: MedicalRecheck | None = getattr(application, "medical_recheck", None)
    if recheck is None:
        return ""
    day = recheck.checked_on
    return f"{day.month}月{day.day}日{recheck.hospital}初检。{again_of(recheck).sentence}"


def _answer_note(answer: MedicalConfirmation | None) -> str:
    if answer is None:
        return ""
    if answer.told_at is None:
        day = beijing_date(answer.answered_at)
        return f"{day.month}月{day.day}日答复"
    day = beijing_date(answer.told_at)
    return f"{day.month}月{day.day}日{answer.get_told_by_display()}告知"


def _concluded(application: Application) -> ConcludedRow:
    check: MedicalCheck | None = getattr(application, "medical_check", None)
    return ConcludedRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        result=Badge(check.get_conclusion_display(), _CONCLUSION_TONES[check.conclusion])
        if check
        else Badge("放弃体检", QUIET),
        checked_on=check.checked_on if check else None,
        hospital=check.hospital if check else "",
        state=state_badge(application),
        vacancy=_vacancy(application),
    )


def _vacancy(application: Application) -> str:
    vacancy = getattr(application, "vacancy", None)
    if vacancy is None:
        return ""
    return f"由{vacancy.filler.case_number}递补" if vacancy.filler else "名额空缺"


def proposal_rows(proposals: Sequence[Proposal]) -> tuple[ProposalRow, ...]:
    """Return proposals as rows, the names masked."""
    return tuple(
        ProposalRow(
            leaver=one.leaver.case_number,
            left_by=one.leaver.state_label,
            filler=one.filler.case_number if one.filler else "",
            name=mask_name(one.filler.person.name) if one.filler else "",
            sentence=one.sentence,
        )
        for one in proposals
    )
