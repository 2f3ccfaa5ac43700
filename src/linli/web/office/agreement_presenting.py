"""What a county's or a street's page of agreements shows, prepared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Prefetch, QuerySet
from django.forms import BoundField

from linli.apps.agreements.actions import taken_places
from linli.apps.agreements.arranging import arranged_places, recruits_to_arrange
from linli.apps.agreements.models import Agreement, AgreementPaper, Arrangement
from linli.apps.agreements.paper_files import IN_FORCE
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.places.queries import communities_of
from linli.apps.seasons.models import Season, Stage, StageWindow
from linli.apps.workforce.reporting import overdue_in
from linli.core.identity.names import mask_name
from linli.web.design.badges import WAITING, Badge
from linli.web.office.agreement_access import arrangements_in
from linli.web.office.agreement_forms import ArrangeForm
from linli.web.office.agreement_paper_presenting import paper_badge
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.words import state_badge

MISSING = Badge("待上传协议", WAITING)
T = TypeVar("T", bound=Model)
Rows = QuerySet[T] | Sequence[T]


@dataclass(frozen=True, slots=True)
class FormalRow:
    """A formal recruit whose community the county arranges, now or anew."""

    case_number: str
    name: str
    is_arranged: bool
    community: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class ArrangedRow:
    """A formal recruit who is to sign; ``has_read`` tells whether the text was read on the site."""

    case_number: str
    name: str
    place: str
    has_read: bool


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in force: its paper, its filing, the day of reporting."""

    key: int
    case_number: str
    name: str
    number: str
    place: str
    signed_on: date
    has_paper: bool
    paper: Badge
    receipt: str
    reported_on: date | None
    state: Badge


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """Somebody who should have reported; ``is_signed`` tells that there is an agreement to be ended."""

    case_number: str
    name: str
    state: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class StreetRow:
    """How far one street of a county has come."""

    code: str
    name: str
    arranged: int
    signed: int
    without_paper: int
    filed: int
    reported: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A county's or a street's agreements. Lists to act on hold a page of people at most.

    ``most`` come to one community without a reason. ``formal`` is what the form holds, ``formal_pages``
    the list that it was taken from.
    """

    place: Division
    is_county: bool
    signing: StageWindow
    reporting: StageWindow
    most: int
    counts: tuple[tuple[str, int], ...]
    overdue: tuple[OverdueRow, ...]
    streets: tuple[StreetRow, ...]
    formal: tuple[FormalRow, ...]
    formal_pages: "Page[Application] | None"
    arranged: tuple[ArrangedRow, ...]
    arranged_pages: "Page[Arrangement]"
    due: tuple[AgreementRow, ...]
    due_pages: "Page[Agreement]"
    signed: tuple[AgreementRow, ...]
    pages: "Page[Agreement]"

    @property
    def has_receipt(self) -> bool:
        """Tell whether something is on record, for which the city gives a receipt."""
        return any(one.filed for one in self.streets)


def formal_page(season: Season, county: str, asked: Mapping[str, str]) -> Page[Application]:
    """Return a page of a county's formal recruits, those without a community first."""
    return _page(recruits_to_arrange(season, county), asked, "formal")


def _page(rows: Rows[T], asked: Mapping[str, str], name: str) -> Page[T]:
    """Return the page of a list that an address asks for by the name of the list."""
    return Paginator(rows, PAGE_SIZE).get_page(asked.get(name))


def communities_to_choose(season: Season, county: str) -> list[tuple[Division, int]]:
    """Return a county's communities, each with how many are there or arranged to go there."""
    taken = taken_places(season) + arranged_places(season)
    found = communities_of(county, is_sample=season.is_rehearsal)
    return [(one, taken[one.code]) for one in found]


def agreements_within(season: Season, scope: str) -> QuerySet[Agreement]:
    """Return the agreements in force within a county or street, each with its paper, by number."""
    papers = Prefetch(
        "papers", AgreementPaper.objects.filter(replaced_at=None), to_attr="papers_in_force"
    )
    related = ("application__person", "application__worker", "community", "street")
    return (
        Agreement.objects.filter(
            application__season=season,
            application__state__in=IN_FORCE,
            community__code__startswith=scope,
        )
        .select_related(*related)
        .prefetch_related(papers)
        .order_by("number")
    )


def place_page(
    season: Season,
    place: Division,
    form: ArrangeForm | None,
    formal: "Page[Application] | None",
    *,
    today: date,
    asked: Mapping[str, str],
) -> PlacePage:
    """Return what the page of a county or street shows on a day; only a county has the ``form``.

    ``asked`` are the numbers of pages by list: ``formal``, ``waiting``, ``due``, ``page``.
    """
    within = agreements_within(season, place.code)
    arranged = arrangements_in(season, place.code)
    waiting = _page(arranged, asked, "waiting")
    due = _page(within.filter(application__state=State.FILED), asked, "due")
    page = _page(within, asked, "page")
    overdue = overdue_in(season, place.code, today=today).select_related("person")
    streets = _streets(season, place, arranged)
    return PlacePage(
        place=place,
        is_county=form is not None,
        signing=season.window(Stage.AGREEMENT),
        reporting=season.window(Stage.REPORTING),
        most=season.pack.whole("assistants_per_community", today),
        counts=_counts(
            streets, _unarranged(season, place, arranged) if form else None, overdue.count()
        ),
        overdue=tuple(_overdue(one) for one in overdue[:PAGE_SIZE]),
        streets=streets if form else (),
        formal=tuple(_formal(one, form) for one in form.cases) if form else (),
        formal_pages=formal,
        arranged=tuple(_arranged(one) for one in waiting),
        arranged_pages=waiting,
        due=tuple(agreement_row(one) for one in due),
        due_pages=due,
        signed=tuple(agreement_row(one) for one in page),
        pages=page,
    )


def _unarranged(season: Season, county: Division, arranged: Sequence[Arrangement]) -> int:
    formal = season.applications.filter(county=county).in_state(State.FORMAL)
    return formal.count() - len(arranged)


def _counts(
    streets: Sequence[StreetRow], unarranged: int | None, overdue: int
) -> tuple[tuple[str, int], ...]:
    first = () if unarranged is None else (("待安排社区", unarranged),)
    return (
        *first,
        ("待签订", sum(one.arranged for one in streets)),
        ("已签订", sum(one.signed for one in streets)),
        ("待上传协议", sum(one.without_paper for one in streets)),
        ("已备案", sum(one.filed for one in streets)),
        ("已报到", sum(one.reported for one in streets)),
        ("逾期未报到", overdue),
    )


def _streets(
    season: Season, place: Division, arranged: Sequence[Arrangement]
) -> tuple[StreetRow, ...]:
    """Return how far each street within a place has come, those without anybody left out."""
    waiting = Counter(one.community.parent_id or "" for one in arranged)
    rows = list(
        Agreement.objects.filter(
            application__season=season,
            application__state__in=IN_FORCE,
            community__code__startswith=place.code,
        ).values_list("street_id", "street__name", "application__state", "pk")
    )
    there = set(
        AgreementPaper.objects.filter(
            replaced_at=None,
            agreement__application__season=season,
            agreement__community__code__startswith=place.code,
        ).values_list("agreement_id", flat=True)
    )
    names = {code: name for code, name, _, _ in rows}
    names |= {
        one.community.parent.code: one.community.parent.name
        for one in arranged
        if one.community.parent
    }
    states: Mapping[str, Counter[str]] = {code: Counter() for code in names}
    missing: Counter[str] = Counter()
    for code, _, state, key in rows:
        states[code][state] += 1
        missing[code] += key not in there
    return tuple(
        StreetRow(
            code=code,
            name=names[code],
            arranged=waiting[code],
            signed=states[code].total(),
            without_paper=missing[code],
            filed=states[code][State.FILED] + states[code][State.REPORTED],
            reported=states[code][State.REPORTED],
        )
        for code in sorted(names)
    )


def _formal(application: Application, form: ArrangeForm) -> FormalRow:
    community, reason = form.fields_of(application.case_number)
    return FormalRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        is_arranged=getattr(application, "arrangement", None) is not None,
        community=community,
        reason=reason,
    )


def _arranged(one: Arrangement) -> ArrangedRow:
    application, street = one.application, one.community.parent
    return ArrangedRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        place=f"{street.name if street else ''} {one.community.name}",
        has_read=getattr(application, "agreement_reading", None) is not None,
    )


def _overdue(application: Application) -> OverdueRow:
    return OverdueRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        state=application.state_label,
        is_signed=application.state != State.FORMAL,
    )


def agreement_row(agreement: Agreement) -> AgreementRow:
    """Return one agreement in the office's words; its papers in force must have been loaded."""
    application = agreement.application
    worker = getattr(application, "worker", None)
    papers: list[AgreementPaper] = getattr(agreement, "papers_in_force")  # noqa: B009
    return AgreementRow(
        key=agreement.pk,
        case_number=application.case_number,
        name=mask_name(application.person.name),
        number=agreement.number,
        place=f"{agreement.street.name} {agreement.community.name}",
        signed_on=agreement.signed_on,
        has_paper=bool(papers),
        paper=paper_badge(papers[0]) if papers else MISSING,
        receipt=agreement.filing_receipt,
        reported_on=worker.reported_on if worker else None,
        state=state_badge(application),
    )
