"""What the pages of a season show to the public, prepared: figures with clauses, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from linli.apps.applications.queries import clause_sections
from linli.apps.drafts.materials import GROUPS, MaterialGroup
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import (
    Figure,
    RuleText,
    StageClock,
    clause_order,
    figures_of,
    first_day,
    notice_of,
    stage_clock,
)
from linli.core.money import yuan_text
from linli.core.policy import Document, Outcome
from linli.web.design.badges import Badge
from linli.web.portal.public.standing import Registration, Standing, badge_of, registration_of

_KEY_FIGURES = (
    "quota_total",
    "service_months",
    "class_year",
    "diploma_deadline",
    "priority_groups",
    "transfer_limit",
    "notice_working_days",
    "counts_as_experience",
)
# What decides for officials and computers how names are read: long lists that tell an applicant nothing.
_INNER_FIGURES = frozenset(
    {
        "provincial_schools",
        "school_aliases",
        "schools_elsewhere",
        "supplement_request",
        "stage_clause",
        "accident_premium",
        "province_share",
        "part_month_method",
        "can_i_apply_questions",
        "shows_application_count",
    }
)
# What a clause of no notice asks for: files that are no papers at all.
_INNER_CHECKS = frozenset({"attachments_clean"})
_OUTCOMES = {"fail": Outcome.FAIL.label, "refer": Outcome.REFER.label, "note": "提示"}


@dataclass(frozen=True, slots=True)
class SeasonCard:
    """A season on the first page."""

    season: Season
    document: Document
    registration: Registration
    badge: Badge
    places: int


@dataclass(frozen=True, slots=True)
class SeasonGroup:
    """The seasons of one standing, under its heading."""

    standing: Standing
    cards: tuple[SeasonCard, ...]


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """One season: what is to be had, by when, with what, how."""

    document: Document
    registration: Registration
    badge: Badge
    clock: StageClock
    key_figures: tuple[Figure, ...]
    materials: tuple[MaterialGroup, ...]


@dataclass(frozen=True, slots=True)
class WageRow:
    """One tier of annex 3: the wage in words, and the counties it holds for."""

    tier: str
    wage: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """What is looked at in an application, what comes of it, and in which case."""

    label: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """What stands under one clause for the public: figures, checks, what officials do, papers."""

    clause: str
    figures: tuple[Figure, ...] = ()
    checks: tuple[NoticeCheck, ...] = ()
    acts: tuple[str, ...] = ()
    materials: tuple[MaterialGroup, ...] = ()

    @property
    def says(self) -> bool:
        """Tell whether anything stands under the clause."""
        return bool(self.figures or self.checks or self.acts or self.materials)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What the notice provides, clause by clause, with its annexes."""

    document: Document
    sections: tuple[NoticeSection, ...]
    wages: tuple[WageRow, ...]
    wage_clause: str
    left_out: tuple[str, ...]


def season_groups(seasons: Iterable[Season], today: date) -> tuple[SeasonGroup, ...]:
    """Return the seasons by standing: open ones first, then those to come, running, ended.

    Each row of ``seasons`` carries ``place_count``; its windows are loaded.
    """
    cards = [_card(season, today) for season in seasons]
    groups = (
        SeasonGroup(
            standing, tuple(card for card in cards if card.registration.standing is standing)
        )
        for standing in Standing
    )
    return tuple(group for group in groups if group.cards)


def _card(season: Season, today: date) -> SeasonCard:
    registration = registration_of(season, today)
    places = int(getattr(season, "place_count"))  # noqa: B009 (the annotation is not the model's)
    return SeasonCard(
        season,
        notice_of(season),
        registration,
        badge_of(season, registration.standing),
        places,
    )


def season_page(season: Season, today: date) -> SeasonPage:
    """Return what the page of a season shows on a day."""
    registration = registration_of(season, today)
    return SeasonPage(
        notice_of(season),
        registration,
        badge_of(season, registration.standing),
        stage_clock(season, today),
        figures_of(season, _KEY_FIGURES),
        GROUPS,
    )


def notice_page(season: Season) -> NoticePage:
    """Return what a season's notice provides, as its pack has it."""
    pack, day = season.pack, first_day(season)
    return NoticePage(
        notice_of(season),
        tuple(_sections(season)),
        _wages(season),
        pack.clause("wage_tier", day),
        pack.left_out,
    )


def _sections(season: Season) -> list[NoticeSection]:
    """Return the clauses in order, without what speaks to officials alone and what is left empty."""
    found = {
        section.clause: NoticeSection(
            section.clause,
            tuple(one for one in section.figures if one.name not in _INNER_FIGURES),
            tuple(_check(season, one) for one in section.checks if one.name not in _INNER_CHECKS),
            section.acts,
        )
        for section in clause_sections(season)
    }
    for one in GROUPS:
        section = found.get(one.clause, NoticeSection(one.clause))
        found[one.clause] = replace(section, materials=(*section.materials, one))
    return [found[clause] for clause in sorted(found, key=clause_order) if found[clause].says]


def _check(season: Season, rule: RuleText) -> NoticeCheck:
    """Return a check in the case in which it does not plainly pass.

    Its second sentence is left out: it tells the office what to look at where a fact is unknown.
    """
    outcome = _OUTCOMES[str(season.pack.rules[rule.name].effect)]
    return NoticeCheck(rule.label, outcome, rule.sentences[0])


def _wages(season: Season) -> tuple[WageRow, ...]:
    """Return annex 3, a row a tier: counties stand in the order of the annex."""
    pack, day = season.pack, first_day(season)
    names, tiers = pack.inputs["county"].choices, pack.whole_table("wage_tier", day)
    unit = pack.parameter("minimum_wage").unit.label
    labels = dict(figures_of(season, ("minimum_wage",))[0].rows)
    return tuple(
        WageRow(
            label,
            f"{yuan_text(wage)}{unit}",
            tuple(names[code] for code, tier in tiers.items() if str(tier) == key),
        )
        for label, (key, wage) in zip(
            labels, pack.whole_table("minimum_wage", day).items(), strict=True
        )
    )
