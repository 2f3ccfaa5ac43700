"""Count what waits for a county's office: review, interviews, diplomas, medical checks, notices."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from linli.apps.applications.diplomas import is_late
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.queries import DIPLOMA_AWAITED
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.dashboard import ending_counting
from linli.apps.dashboard.due import Counted, Due, Found
from linli.apps.interviews.models import Panel
from linli.apps.notices.models import Listing, Objection
from linli.apps.seasons.models import Appointment, Season, Stage
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.core.policy import compile_rules

_BY_STATE = {
    State.ROUTED: Due.REVIEW,
    State.SUPPLEMENT_REQUESTED: Due.SUPPLEMENT,
    State.QUALIFIED: Due.INTERVIEW_LIST,
    State.MEDICAL_PASSED: Due.NOTICE,
}
_CALLED = {
    (Stage.INTERVIEW, State.INTERVIEW_LISTED): Due.INTERVIEW_TERMS,
    (Stage.MEDICAL_CHECK, State.PLACED): Due.MEDICAL_TERMS,
}
_PLACED = Q(state=State.PLACED)
#: What one look at the cases after the review counts.
_BY_RECORD = {
    Due.PANEL: Q(state=State.INTERVIEW_LISTED, turn=None),
    Due.ANSWER: _PLACED & Q(medical_confirmation=None, medical_recheck=None),
    Due.CONCLUSION: _PLACED & Q(medical_recheck=None),
    Due.RECHECK: _PLACED & Q(medical_recheck__isnull=False),
    Due.VACANCY: LEFT_A_PLACE & Q(vacancy=None),
}
_DONE_EARLY = (State.ROUTED, State.SUPPLEMENT_REQUESTED, State.QUALIFIED, State.NOT_QUALIFIED)


def counted(seasons: Sequence[Season], county: str, today: date) -> Iterator[Counted]:
    """Yield what waits for a county's office in some seasons."""
    yield from _cases(seasons, county)
    yield from _diplomas(seasons, county, today)
    yield from _panels(seasons, county)
    yield from _notices(seasons, county, today)
    yield from ending_counting.of_county(seasons, county)


def _cases(seasons: Sequence[Season], county: str) -> Iterator[Counted]:
    cases = Application.objects.filter(season__in=seasons, county_id=county).order_by()
    appointed = set(
        Appointment.objects.filter(season__in=seasons, county_id=county).values_list(
            "season_id", "stage"
        )
    )
    for season, state, number in cases.values_list("season_id", "state").annotate(
        people=Count("*")
    ):
        if state in _BY_STATE:
            yield season, _BY_STATE[State(state)], Found(number)
        for (stage, called), what in _CALLED.items():
            if state == called and (season, stage) not in appointed:
                yield season, what, Found()
    yield from _by_record(cases.exclude(state__in=_DONE_EARLY))


def _by_record(cases: ApplicationQuerySet) -> Iterator[Counted]:
    counts = {what.value: Count("pk", filter=who) for what, who in _BY_RECORD.items()}
    first = Min("medical_recheck__again_on", filter=_BY_RECORD[Due.RECHECK])
    rows = cases.values_list("season_id").annotate(**counts, again_on=first)
    for season, *numbers, again_on in rows:
        for what, number in zip(_BY_RECORD, numbers, strict=True):
            if number:
                yield season, what, Found(number, until=again_on if what is Due.RECHECK else None)


def _diplomas(seasons: Sequence[Season], county: str, today: date) -> Iterator[Counted]:
    """Yield the diplomas to record, and those that came too late: each date is judged once a season."""
    rows = list(
        Application.objects.filter(season__in=seasons, county_id=county, state__in=DIPLOMA_AWAITED)
        .order_by()
        .values_list("season_id", "state", "diploma_date")
        .annotate(Count("pk"))
    )
    for season in seasons:
        own = [row[1:] for row in rows if row[0] == season.pk]
        if missing := sum(number for _, day, number in own if day is None):
            yield season.pk, Due.DIPLOMA, Found(missing)
        if late := _late(season, own, today):
            yield season.pk, Due.DIPLOMA_LATE, Found(late)


def _late(season: Season, rows: Sequence[tuple[str, date | None, int]], today: date) -> int:
    people: Counter[date | None] = Counter()
    for state, day, number in rows:
        if state in TABLE[Act.REVOKE].origins:
            people[day] += number
    if not people:
        return 0
    edition = compile_rules(season.pack, today)
    return sum(number for day, number in people.items() if is_late(edition, day, today=today))


def _panels(seasons: Sequence[Season], county: str) -> Iterator[Counted]:
    """Yield what panels wait for: the draw, sheets, the sign-off; who withdrew since needs no sheet."""
    coming = Q(turns__application__state=State.INTERVIEW_LISTED)
    panels = Panel.objects.filter(season__in=seasons, county_id=county, sign_off=None)
    rows = (
        panels.order_by()
        .annotate(
            people=Count("turns", filter=coming, distinct=True),
            sheets=Count("turns__sheets", filter=coming, distinct=True),
        )
        .values_list("season_id", "seed", "people", "sheets")
    )
    numbers: Counter[tuple[int, Due]] = Counter()
    for season, seed, people, sheets in rows:
        missing = 2 * people - sheets
        what = Due.DRAW if not seed else Due.MARKS if missing else Due.SIGN_OFF
        numbers[season, what] += missing if what is Due.MARKS else 1
    for (season, what), number in numbers.items():
        yield season, what, Found(number)


def _notices(seasons: Sequence[Season], county: str, today: date) -> Iterator[Counted]:
    """Yield open objections, and who may be confirmed: the period over, nothing open against them."""
    own_last_day = Coalesce("application__listing__own_last_day", "notice__last_day")
    still_open = Objection.objects.filter(status=Objection.Status.OPEN)
    of_county = still_open.filter(notice__season__in=seasons, notice__county_id=county).order_by()
    rows = of_county.values_list("notice__season_id").annotate(
        people=Count("pk"), last=Min(own_last_day)
    )
    for season, number, last in rows:
        yield season, Due.OBJECTION, Found(number, until=last)
    held_back = Exists(still_open.filter(application=OuterRef("application")))
    waiting = (
        Listing.objects.filter(
            ~held_back,
            notice__season__in=seasons,
            notice__county_id=county,
            notice__corrected_by=None,
            application__state=State.PROPOSED,
        )
        .annotate(last=Coalesce("own_last_day", "notice__last_day"))
        .filter(last__lt=today)
        .order_by()
    )
    for season, number in waiting.values_list("notice__season_id").annotate(Count("pk")):
        yield season, Due.CONFIRM, Found(number)
