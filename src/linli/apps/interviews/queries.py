"""Questions about a panel: who marks whom, what its sheets say, where two entries differ."""

from datetime import date

from django.db.models import Q

from linli.apps.applications.states import State
from linli.apps.interviews.models import Examiner, Mark, Panel, Relation, ScoreSheet
from linli.core.placement import panels as engine
from linli.core.placement.scores import least_marks
from linli.core.policy import Pack


def drops_extremes(pack: Pack, day: date) -> bool:
    """Tell whether a panel's total leaves out its highest and its lowest mark.

    Source: policy parameter ``drops_extremes``.
    """
    return pack.scalar("drops_extremes", day) is True


def least_examiners(pack: Pack, day: date) -> int:
    """Return how many examiners mark a candidate at least, and not too few to drop two marks."""
    least = pack.whole("least_examiners", day)
    return max(least, least_marks(drops_extremes=drops_extremes(pack, day)))


def examiners_of(panel: Panel) -> dict[int, Examiner]:
    """Return a panel's examiners by number: regular ones first, then substitutes."""
    return {one.number: one for one in panel.examiners.all()}


def candidates_of(panel: Panel) -> tuple[str, ...]:
    """Return the case numbers of a panel's candidates in the drawn order.

    Whoever has withdrawn since the draw is left out.
    """
    turns = panel.turns.filter(application__state=State.INTERVIEW_LISTED)
    return tuple(turns.values_list("application__case_number", flat=True))


def recused_of(panel: Panel) -> dict[str, frozenset[int]]:
    """Return who may not mark whom: examiners' numbers by case number."""
    return engine.recused(relations_of(panel))


def relations_of(panel: Panel) -> tuple[engine.Relation, ...]:
    """Return the relations that hold in a panel, by examiner's number, case number and kind.

    A relation is the person's, not the seat's: it holds for whoever has the same name in any
    panel of the county's season. Candidates who come before another panel are left out.
    """
    numbers = {engine.folded_name(one.name): number for number, one in examiners_of(panel).items()}
    rows = Relation.objects.filter(
        Q(application__turn=None) | Q(application__turn__panel=panel),
        examiner__panel__season=panel.season_id,
        examiner__panel__county=panel.county_id,
    ).values_list("examiner__name", "application__case_number", "kind")
    found = {
        (numbers[folded], case, kind)
        for name, case, kind in rows
        if (folded := engine.folded_name(name)) in numbers
    }
    return tuple(
        engine.Relation(number, case, engine.RelationKind(kind))
        for number, case, kind in sorted(found)
    )


def markers_of(panel: Panel, *, least: int) -> dict[str, tuple[int, ...]]:
    """Return who marks each of a panel's candidates, by case number. Raises ``TooFewExaminers``."""
    examiners = [
        engine.Examiner(one.number, one.is_substitute) for one in examiners_of(panel).values()
    ]
    away = recused_of(panel)
    return {
        case: engine.markers(case, examiners, away.get(case, frozenset()), least=least)
        for case in candidates_of(panel)
    }


def sheets_of(panel: Panel, entry: ScoreSheet.Entry) -> dict[str, dict[int, int]]:
    """Return what one entry says: marks by examiner's number, by case number; none if absent."""
    sheets = ScoreSheet.objects.filter(turn__panel=panel, entry=entry)
    found: dict[str, dict[int, int]] = {
        case: {} for case in sheets.values_list("turn__application__case_number", flat=True)
    }
    marks = Mark.objects.filter(sheet__in=sheets).values_list(
        "sheet__turn__application__case_number", "examiner__number", "hundredths"
    )
    for case, number, mark in marks:
        found[case][number] = mark
    return found


def differences_of(panel: Panel) -> tuple[engine.Difference, ...]:
    """Return where a panel's two entries differ, with what only one of them has.

    Sheets of candidates who have withdrawn since the draw are left out.
    """
    listed = set(candidates_of(panel))
    first, second = (
        {case: marks for case, marks in sheets_of(panel, entry).items() if case in listed}
        for entry in ScoreSheet.Entry
    )
    return engine.differences(first, second)
