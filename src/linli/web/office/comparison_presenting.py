"""What the comparison of two trials shows, prepared: names masked, one page of people at a time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from linli.apps.applications.models import Application
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season
from linli.apps.selection.models import PlacementTrial
from linli.apps.selection.placement_basis import wording_of
from linli.apps.selection.placement_changes import changes_by_case, told_terms
from linli.apps.selection.trial_queries import Comparison, compare_trials
from linli.core.identity.names import mask_name
from linli.core.placement import Wording
from linli.core.placement.comparing import Moved, Movement, PostFigures
from linli.core.placement.published_result import ResultRow
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.trial_forms import SHOWN, CompareForm
from linli.web.office.trial_presenting import county_names, result_words

_MOVEMENTS = {
    Movement.ENTERED: Badge("新参加", GOOD),
    Movement.LEFT: Badge("不再参加", BAD),
    Movement.MOVED: Badge("去向改变", WAITING),
    Movement.REQUEUED: Badge("位次改变", QUIET),
    Movement.RERANKED: Badge("名次改变", QUIET),
}
_NOT_THERE = "没有参加"


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure in both trials, as it is shown."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Tell whether the two are others."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class CountyPairs:
    """A county's figures in both trials."""

    name: str
    figures: tuple[Pair, ...]

    @property
    def differs(self) -> bool:
        """Tell whether any figure is another."""
        return any(pair.differs for pair in self.figures)


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One person whom two trials put differently, from where to where, and why."""

    case_number: str
    name: str
    movement: Badge
    before: str
    after: str
    ranks: Pair
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two trials side by side: in what the records differ, the counties, one page of people.

    ``counties`` are those with other figures, ``alike`` the names of all others.
    """

    before: PlacementTrial
    after: PlacementTrial
    terms: tuple[str, ...]
    entered: int
    left: int
    refigured: int
    rewished: int
    counties: tuple[CountyPairs, ...]
    alike: tuple[str, ...]
    counts: tuple[tuple[Badge, int], ...]
    page: Page[Moved]
    rows: tuple[MovedRow, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether both were computed on the same records."""
        return self.before.fingerprint == self.after.fingerprint


def compare_page(
    season: Season, before: PlacementTrial, after: PlacementTrial, form: CompareForm, number: str
) -> ComparePage:
    """Return what the comparison of two trials shows. Raises ``TableRefused``."""
    found = compare_trials(before, after)
    names, changes = county_names(season), found.changes
    kinds, county = SHOWN[form.cleaned_data["show"] or "moved"], form.cleaned_data["county"]
    concerned = [one for one in found.moved if not county or one.concerns(county)]
    counts = Counter(one.movement for one in concerned)
    chosen = sorted(
        (one for one in concerned if one.movement in kinds),
        key=lambda one: (kinds.index(one.movement), one.candidate),
    )
    page = Paginator(chosen, PAGE_SIZE).get_page(number)
    pairs = [
        CountyPairs(names.get(code, code), _pairs(*figures))
        for code, figures in found.counties.items()
        if not county or code == county
    ]
    return ComparePage(
        before=before,
        after=after,
        terms=told_terms(changes),
        entered=len(changes.entered),
        left=len(changes.left),
        refigured=len({one.candidate for one in changes.figures}),
        rewished=len(changes.wishes),
        counties=tuple(one for one in pairs if one.differs),
        alike=tuple(one.name for one in pairs if not one.differs),
        counts=tuple((badge, counts[kind]) for kind, badge in _MOVEMENTS.items()),
        page=page,
        rows=_rows(season, page, names, found),
    )


def _pairs(before: PostFigures, after: PostFigures) -> tuple[Pair, ...]:
    return tuple(
        Pair(label, str(getattr(before, name) or none), str(getattr(after, name) or none))
        for label, name, none in (
            ("名额", "places", 0),
            ("入围", "admitted", 0),
            ("末位入围名次", "last_rank", "—"),
            ("末位入围总分", "last_figure", "—"),
            ("递补候选", "reserve", 0),
        )
    )


def _rows(
    season: Season, page: Page[Moved], names: Mapping[str, str], found: Comparison
) -> tuple[MovedRow, ...]:
    numbers = [one.candidate for one in page]
    cases = (
        season.applications.filter(case_number__in=numbers)
        .select_related("person")
        # Django asks for the season of each row again where its key is left out.
        .only("season_id", "case_number", "state", "person__name")
    )
    by_number = {one.case_number: one for one in cases}
    own = changes_by_case(found.changes)
    wordings = tuple(
        wording_of(season.pack, beijing_date(one.made_at)) for one in (found.before, found.after)
    )
    return tuple(
        _row(one, by_number[one.candidate], names, wordings, own.get(one.candidate, ()))
        for one in page
    )


def _row(
    one: Moved,
    case: Application,
    names: Mapping[str, str],
    wordings: tuple[Wording, ...],
    own: tuple[str, ...],
) -> MovedRow:
    sides = (one.before, one.after)
    before, after = (
        result_words(row, names, wording) if row else _NOT_THERE
        for row, wording in zip(sides, wordings, strict=True)
    )
    ranks = (str(row.merit_rank) if row else "—" for row in sides)
    return MovedRow(
        case_number=one.candidate,
        name=mask_name(case.person.name),
        movement=_MOVEMENTS[one.movement],
        before=before,
        after=after,
        ranks=Pair("名次", *ranks),
        why=_why(one, case, own),
    )


def _why(one: Moved, case: Application, own: tuple[str, ...]) -> tuple[str, ...]:
    """Return what changed of the person's own records, or that nothing did, then both reasons."""
    if one.after is None:
        return (f"不再等待安排，现为“{case.state_label}”",)
    if one.before is None:
        return ("前一次以后才等待安排", one.after.reason)
    if one.movement in (Movement.MOVED, Movement.REQUEUED):
        head = own or ("本人的成绩和志愿没有变化，因名额或者他人的变化而改变",)
        return (*head, *_reasons(one.before, one.after))
    return own or ("本人的成绩和志愿没有变化，因他人进出或者成绩变化而改变",)


def _reasons(before: ResultRow, after: ResultRow) -> tuple[str, ...]:
    if before.reason == after.reason:
        return (after.reason,)
    return (f"前一次：{before.reason}", f"后一次：{after.reason}")
