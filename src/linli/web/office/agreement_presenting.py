"""What the pages of agreements show, prepared: who is to sign, what is to be filed, who is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import BoundField

from linli.apps.agreements.actions import taken_places
from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.places.queries import communities_of
from linli.apps.seasons.models import Season, Stage, StageWindow
from linli.core.identity.names import mask_name
from linli.web.design.badges import Badge
from linli.web.office.agreement_forms import SignForm
from linli.web.office.words import state_badge

_IN_FORCE = (State.SIGNED, State.FILED, State.REPORTED)


@dataclass(frozen=True, slots=True)
class FormalRow:
    """A formal recruit who has not signed; ``has_read`` tells whether the text was read on the site."""

    case_number: str
    name: str
    has_read: bool
    community: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class SignedRow:
    """An agreement in force, with its filing and the day of reporting."""

    key: int
    case_number: str
    name: str
    number: str
    county: str
    place: str
    signed_on: date
    receipt: str
    reported_on: date | None
    state: Badge
    is_signed: bool
    is_filed: bool


@dataclass(frozen=True, slots=True)
class CountyAgreements:
    """A county's agreements; ``overdue`` should have reported by the last day of the stage.

    ``most`` come to one community without a reason.
    """

    county: Division
    signing: StageWindow
    reporting: StageWindow
    most: int
    formal: tuple[FormalRow, ...]
    signed: tuple[SignedRow, ...]
    overdue: tuple[tuple[str, str, str], ...]

    @property
    def due(self) -> tuple[SignedRow, ...]:
        """Return who is filed and has not reported."""
        return tuple(one for one in self.signed if one.is_filed)


@dataclass(frozen=True, slots=True)
class CityAgreements:
    """The city's filing: its places, how many are on record, what waits."""

    places: int
    on_record: int
    signed: tuple[SignedRow, ...]

    @property
    def waiting(self) -> tuple[SignedRow, ...]:
        """Return the agreements that are signed and not filed."""
        return tuple(one for one in self.signed if one.is_signed)

    @property
    def free(self) -> int:
        """Return how many more the city may take on record."""
        return self.places - self.on_record


def formal_cases(season: Season, county: str) -> Sequence[Application]:
    """Return a county's formal recruits, who have not signed, by case number."""
    found = season.applications.filter(county_id=county).in_state(State.FORMAL)
    return list(
        found.select_related("person", "agreement_reading", "season__city").order_by("case_number")
    )


def communities_to_choose(season: Season, county: str) -> list[tuple[Division, int]]:
    """Return a county's communities, each with how many agreements are in force there."""
    taken = taken_places(season)
    found = communities_of(county, is_sample=season.is_rehearsal)
    return [(one, taken[one.code]) for one in found]


def agreements_of(season: Season, scope: str) -> list[Agreement]:
    """Return the agreements in force within a subtree of divisions, by number."""
    related = ("application__person", "application__season__city", "application__county")
    found = Agreement.objects.filter(
        application__season=season,
        application__county__code__startswith=scope,
        application__state__in=_IN_FORCE,
    )
    return list(
        found.select_related(*related, "application__worker", "community", "street").order_by(
            "number"
        )
    )


def county_agreements(
    season: Season, county: Division, cases: Sequence[Application], form: SignForm, *, today: date
) -> CountyAgreements:
    """Return what a county's page of agreements shows on a day."""
    signed = tuple(_signed(one) for one in agreements_of(season, county.code))
    reporting = season.window(Stage.REPORTING)
    late = [*((one.case_number, mask_name(one.person.name), one.state_label) for one in cases)]
    late += [(one.case_number, one.name, one.state.label) for one in signed if not one.reported_on]
    return CountyAgreements(
        county=county,
        signing=season.window(Stage.AGREEMENT),
        reporting=reporting,
        most=season.pack.whole("assistants_per_community", today),
        formal=tuple(_formal(one, form) for one in cases),
        signed=signed,
        overdue=tuple(sorted(late)) if today > reporting.last_day else (),
    )


def city_agreements(season: Season, *, today: date) -> CityAgreements:
    """Return what the city's page of agreements shows on a day."""
    return CityAgreements(
        places=season.pack.whole("quota_total", today),
        on_record=season.applications.in_state(State.FILED, State.REPORTED).count(),
        signed=tuple(_signed(one) for one in agreements_of(season, season.city_id)),
    )


def _formal(application: Application, form: SignForm) -> FormalRow:
    community, reason = form.fields_of(application.case_number)
    return FormalRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        has_read=getattr(application, "agreement_reading", None) is not None,
        community=community,
        reason=reason,
    )


def _signed(agreement: Agreement) -> SignedRow:
    application = agreement.application
    worker = getattr(application, "worker", None)
    return SignedRow(
        key=agreement.pk,
        case_number=application.case_number,
        name=mask_name(application.person.name),
        number=agreement.number,
        county=application.county.name if application.county else "",
        place=f"{agreement.street.name} {agreement.community.name}",
        signed_on=agreement.signed_on,
        receipt=agreement.filing_receipt,
        reported_on=worker.reported_on if worker else None,
        state=state_badge(application),
        is_signed=application.state == State.SIGNED,
        is_filed=application.state == State.FILED,
    )
