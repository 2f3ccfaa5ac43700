"""What the pages of the interviews show, prepared: examiners by number, names of candidates masked."""

from dataclasses import dataclass

from django.db.models import Count, Q

from linli.apps.interviews.models import Panel, ScoreSheet, SignOff
from linli.apps.interviews.queries import differences_of, relations_of
from linli.apps.seasons.models import Season
from linli.core.identity.names import mask_name
from linli.web.design.badges import GOOD, QUIET, WAITING, Badge


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One panel in the list, and how many sheets each entry has."""

    panel: Panel
    examiners: int
    candidates: int
    first: int
    second: int
    badge: Badge


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One candidate's turn. ``recused`` tells which examiners stay away and why."""

    position: int
    case_number: str
    name: str
    recused: str
    first: Badge
    second: Badge


@dataclass(frozen=True, slots=True)
class PanelPage:
    """One panel: examiners, the drawn order, what the two entries say otherwise, the sign-off."""

    panel: Panel
    examiners: tuple[tuple[str, str], ...]
    turns: tuple[TurnRow, ...]
    differences: tuple[str, ...]
    badge: Badge
    sign_off: SignOff | None


def panel_rows(season: Season, scope: str) -> tuple[PanelRow, ...]:
    """Return the panels of a season within a subtree of divisions, county by county."""
    panels = (
        Panel.objects.filter(season=season, county__code__startswith=scope)
        .select_related("county", "sign_off")
        .annotate(
            people=Count("turns", distinct=True),
            regular=Count("examiners", filter=Q(examiners__is_substitute=False), distinct=True),
            first=Count("turns__sheets", filter=Q(turns__sheets__entry=1), distinct=True),
            second=Count("turns__sheets", filter=Q(turns__sheets__entry=2), distinct=True),
        )
    )
    return tuple(
        PanelRow(one, one.regular, one.people, one.first, one.second, _badge(one)) for one in panels
    )


def _badge(panel: Panel) -> Badge:
    if getattr(panel, "sign_off", None):
        return Badge("已签字确认", GOOD)
    return Badge("待签字确认", WAITING) if panel.seed else Badge("待抽签", QUIET)


def panel_page(panel: Panel) -> PanelPage:
    """Return what the page of one panel shows."""
    return PanelPage(
        panel=panel,
        examiners=tuple(
            (f"考官{one.number}", _examiner_words(one.body, one.is_head, one.is_substitute))
            for one in panel.examiners.all()
        ),
        turns=_turns(panel),
        differences=tuple(one.text for one in differences_of(panel) if not one.is_missing),
        badge=_badge(panel),
        sign_off=getattr(panel, "sign_off", None),
    )


def _examiner_words(body: str, is_head: bool, is_substitute: bool) -> str:
    return body + ("，组长" if is_head else "") + ("，替补" if is_substitute else "")


def _turns(panel: Panel) -> tuple[TurnRow, ...]:
    entered: dict[int, set[int]] = {}
    for turn, entry in ScoreSheet.objects.filter(turn__panel=panel).values_list("turn", "entry"):
        entered.setdefault(turn, set()).add(entry)
    recused: dict[str, list[str]] = {}
    for found in relations_of(panel):
        words = f"考官{found.examiner}（{found.kind.label}）"
        recused.setdefault(found.candidate, []).append(words)
    turns = panel.turns.select_related("application__person")
    return tuple(
        TurnRow(
            one.position,
            one.application.case_number,
            mask_name(one.application.person.name),
            "、".join(recused.get(one.application.case_number, ())),
            _entered(ScoreSheet.Entry.FIRST in entered.get(one.pk, ())),
            _entered(ScoreSheet.Entry.SECOND in entered.get(one.pk, ())),
        )
        for one in turns
    )


def _entered(is_there: bool) -> Badge:
    return Badge("已录入", GOOD) if is_there else Badge("未录入", WAITING)
