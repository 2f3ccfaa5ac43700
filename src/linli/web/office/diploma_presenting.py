"""What the pages of diplomas show, prepared: who is awaited, who is recorded, who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.forms import BoundField

from linli.apps.applications.diplomas import is_late
from linli.apps.applications.late_diplomas import late_candidates
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.queries import (
    DIPLOMA_AWAITED,
    diploma_candidates,
    diploma_outstanding,
    states_holding_a_place,
)
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import Figure, figures_of, first_day
from linli.core.identity.names import mask_name
from linli.core.policy import compile_rules
from linli.web.design.badges import BAD, GOOD, Badge
from linli.web.office.diploma_forms import DiplomaForm
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.words import state_badge

_LARGE = ("form", "materials", "findings", "reading", "papers")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day as the pack has it; ``days_left`` is ``None`` in a rehearsal, 0 on the day."""

    figure: Figure
    days_left: int | None

    @property
    def days_over(self) -> int:
        """Return by how many days the last day is over, 0 if it is not."""
        return max(0, -(self.days_left or 0))


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One person of the form; ``was`` is the recorded date that is corrected, blank for none."""

    case_number: str
    name: str
    state: Badge
    field: BoundField
    was: str


@dataclass(frozen=True, slots=True)
class DiplomaRow:
    """One person with what is recorded; ``leaves_a_place`` tells what a revocation brings about."""

    case_number: str
    name: str
    day: date | None
    timing: Badge
    state: Badge
    leaves_a_place: bool
    may_correct: bool


def deadline_of(season: Season, *, today: date) -> Deadline:
    """Return the last day for a diploma, and how many days are left."""
    (figure,) = figures_of(season, ("diploma_deadline",))
    last = season.pack.scalar("diploma_deadline", first_day(season))
    assert isinstance(last, date)
    return Deadline(figure, None if season.is_rehearsal else (last - today).days)


def awaited(season: Season, county: str, number: str) -> Page[Application]:
    """Return one page of those whose date is not recorded."""
    return _page(diploma_outstanding(season, county), number)


def to_correct(season: Season, county: str, case_number: str) -> Sequence[Application]:
    """Return the candidate whose recorded date is to be corrected, if there is one."""
    found = diploma_candidates(season, county).exclude(diploma_date=None)
    return list(_lean(found.filter(case_number=case_number)))


def enterable(season: Season, county: str, numbers: Sequence[str]) -> Sequence[Application]:
    """Return the candidates of a form that was sent, by case number."""
    found = diploma_candidates(season, county).filter(case_number__in=numbers)
    return list(found.select_related("person", "season__city"))


def entry_rows(form: DiplomaForm, cases: Sequence[Application]) -> tuple[EntryRow, ...]:
    """Return the rows of the form."""
    return tuple(
        EntryRow(
            one.case_number,
            mask_name(one.person.name),
            state_badge(one),
            form.case_field(one.case_number),
            form.was(one.case_number),
        )
        for one in cases
    )


def listed(
    season: Season, county: str, which: str, number: str, *, today: date
) -> Page[Application]:
    """Return one page of the recorded, the late or the revoked."""
    own = season.applications.filter(county_id=county)
    found = {
        "recorded": own.exclude(diploma_date=None).order_by("case_number"),
        "revoked": own.in_state(State.REVOKED),
        "late": late_candidates(season, county, today=today),
    }
    return _page(found[which], number)


def diploma_rows(
    season: Season, cases: Sequence[Application], *, today: date
) -> tuple[DiplomaRow, ...]:
    """Return people with what is recorded of their diplomas."""
    edition = compile_rules(season.pack, today)
    late = {day: is_late(edition, day, today=today) for day in {one.diploma_date for one in cases}}
    holding = states_holding_a_place()
    return tuple(
        DiplomaRow(
            case_number=one.case_number,
            name=mask_name(one.person.name),
            day=one.diploma_date,
            timing=Badge("逾期", BAD) if late[one.diploma_date] else Badge("按期", GOOD),
            state=state_badge(one),
            leaves_a_place=State(one.state) in holding,
            may_correct=one.state in DIPLOMA_AWAITED,
        )
        for one in cases
    )


def _page(found: ApplicationQuerySet, number: str) -> Page[Application]:
    return Paginator(_lean(found), PAGE_SIZE).get_page(number)


def _lean(found: ApplicationQuerySet) -> ApplicationQuerySet:
    return found.select_related("person").defer(*_LARGE)
