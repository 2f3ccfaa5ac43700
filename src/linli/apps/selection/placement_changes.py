"""In what two placements were computed on other records, said in the office's words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from linli.apps.places.models import Division
from linli.apps.selection.placement_basis import COLUMN_LABELS
from linli.core.placement.comparing import FigureChange, InputChanges, SeatChange, WishChange

_TERMS = {"rule": "办法", "rank_by": "名次依据", "seed": "抽签种子"}
_YES_NO = {"1": "是", "0": "否"}


def told_changes(changes: InputChanges) -> tuple[str, ...]:
    """Return a sentence for each change: what holds for all first, then case by case."""
    return (*told_terms(changes), *_told_of_cases(changes))


def told_terms(changes: InputChanges) -> tuple[str, ...]:
    """Return a sentence for each change of method and of places."""
    names = _names(one.post for one in changes.seats)
    return (
        *(f"{_TERMS[one.name]}由“{one.before}”改为“{one.after}”" for one in changes.terms),
        *(_told_seats(one, names) for one in changes.seats),
    )


def _told_of_cases(changes: InputChanges) -> Iterable[str]:
    for number in changes.entered:
        yield f"报名{number}新参加安排"
    for number in changes.left:
        yield f"报名{number}不再参加安排"
    for number, told in changes_by_case(changes).items():
        yield f"报名{number}：{'，'.join(told)}"


def changes_by_case(changes: InputChanges) -> Mapping[str, tuple[str, ...]]:
    """Return by case number what is new of a person's own figures and wishes."""
    names = _names(post for one in changes.wishes for _, post in (*one.before, *one.after))
    told: dict[str, list[str]] = defaultdict(list)
    for one in changes.figures:
        told[one.candidate].append(_told_figure(one))
    for wish in changes.wishes:
        told[wish.candidate].append(_told_wish(wish, names))
    return {number: tuple(told[number]) for number in sorted(told)}


def _told_seats(one: SeatChange, names: Mapping[str, str]) -> str:
    county = names.get(one.post, one.post)
    if one.before is None:
        return f"{county}新列入招募，名额{one.after}名"
    if one.after is None:
        return f"{county}不再列入招募，原有名额{one.before}名"
    return f"{county}可以安排的名额由{one.before}名变为{one.after}名"


def _told_figure(one: FigureChange) -> str:
    label = COLUMN_LABELS.get(one.column, one.column)
    before, after = one.before, one.after
    if one.column == "priority":
        before, after = _YES_NO.get(before, before), _YES_NO.get(after, after)
    return f"{label}由{before or '无'}改为{after or '无'}"


def _told_wish(one: WishChange, names: Mapping[str, str]) -> str:
    before, after = (
        "、".join(names.get(post, post) for _, post in side) or "无"
        for side in (one.before, one.after)
    )
    return f"志愿由{before}改为{after}"


def _names(codes: Iterable[str]) -> Mapping[str, str]:
    found = Division.objects.filter(code__in=set(codes))
    return dict(found.values_list("code", "name"))
