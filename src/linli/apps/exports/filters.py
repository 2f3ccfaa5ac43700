"""How a list was narrowed, in the office's words."""

from collections.abc import Iterable, Mapping

from linli.apps.applications.states import State
from linli.apps.intake.queries import MAIL_KINDS, Standing
from linli.apps.places.models import Division
from linli.core.policy import Outcome

FILTER_LABELS = {
    "number": "报名编号",
    "county": "县（市、区）",
    "state": "状态",
    "proposal": "系统意见",
    "kind": "类别",
    "show": "办理情况",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "state": {state.value: state.label for state in State},
    "proposal": {**{one.value: one.label for one in Outcome}, "none": "尚未审查"},
    "kind": MAIL_KINDS,
    "show": {one.value: one.label for one in Standing},
}


def told_filters(many: Iterable[Mapping[str, str]]) -> list[str]:
    """Return each narrowing as 县（市、区）代县、状态待资格审查, blank for none; one query for all.

    They come in the order of ``FILTER_LABELS``: a database keeps the keys of what it stores as it likes.
    """
    narrowed = list(many)
    codes = {one["county"] for one in narrowed if "county" in one}
    counties = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    words = {**_WORDS, "county": counties}
    return [
        "、".join(
            f"{label}“{words.get(name, {}).get(one[name], one[name])}”"
            for name, label in FILTER_LABELS.items()
            if name in one
        )
        for one in narrowed
    ]
