"""What the figures of one pack must be to each other: sums that add up, stages that follow on."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from linli.core.policy.compiling import Edition
from linli.core.policy.errors import NothingInForce, PackError, UnknownName
from linli.core.policy.explaining import compute
from linli.core.policy.pack import Pack, Shares
from linli.core.policy.sampling import sample_cases
from linli.core.refusal import Refusal

ErrorAt = Callable[..., PackError]


def check_coherence(pack: Pack, coherence: Mapping[str, Any], error_at: ErrorAt) -> None:
    """Check the ``[coherence]`` section of a pack: ``sums``, ``stages``. Raises ``PackError``.

    ``sums``: ``{table = "…", total = "…"}``, the table's figures add up to the total.
    ``stages``: ``{start = "…", end = "…"}``, tables of dates by stage, each stage beginning
    the day after the one before it ends.
    """
    for name in coherence:
        if name not in (*_CHECKS, "shares"):
            known = "、".join((*_CHECKS, "shares"))
            raise error_at(("coherence", name), f"[coherence] 没有“{name}”这一种", f"可用：{known}")
    for kind, (check, first, second) in _CHECKS.items():
        for index, entry in enumerate(coherence.get(kind, ())):
            if not isinstance(entry, dict) or set(entry) != {first, second}:
                path = ("coherence", kind, index)
                raise error_at(path, f"{kind} 的每一项要写 {first} 和 {second}")
            try:
                check(pack, entry[first], entry[second], error_at)
            except (UnknownName, NothingInForce) as refusal:
                path = ("coherence", kind, index)
                raise error_at(path, refusal.what, refusal.mend) from refusal


def _check_sum(pack: Pack, table: str, total: str, error_at: ErrorAt) -> None:
    for day in _days_of_change(pack, table, total):
        dated = pack.parameters[table].on(day)
        expected = pack.whole(total, day)
        rows = dated.value.values() if isinstance(dated.value, Mapping) else ()
        found = sum(value for value in rows if isinstance(value, int))
        if found != expected:
            index = pack.parameters[table].values.index(dated)
            raise error_at(
                ("parameters", table, "values", index, "value"),
                f"“{pack.parameters[table].description}”各项之和为{found}，"
                f"与“{pack.parameters[total].description}”{expected}不符",
                "核对附件中的各行数字与合计",
            )


def _check_stages(pack: Pack, start: str, end: str, error_at: ErrorAt) -> None:
    for day in _days_of_change(pack, start, end):
        closing = pack.table(end, day)
        index = pack.parameters[start].values.index(pack.parameters[start].on(day))
        previous: tuple[str, date] | None = None
        for stage, first in pack.table(start, day).items():
            last = closing.get(stage)
            path = ("parameters", start, "values", index, "value", stage)
            if not isinstance(first, date) or not isinstance(last, date) or last < first:
                raise error_at(path, f"阶段“{stage}”缺少结束日期，或结束早于开始")
            if previous and first != previous[1] + timedelta(days=1):
                word = "重叠" if first <= previous[1] else "之间有空档"
                raise error_at(
                    path,
                    f"阶段“{stage}”（{first}起）与“{previous[0]}”（{previous[1]}止）{word}",
                    "各阶段应首尾相接",
                )
            previous = (stage, last)


def check_shares(edition: Edition, error_at: ErrorAt) -> None:
    """Try the pack's shares on sample cases: the parts add up to the total, to the fen."""
    for index, shares in enumerate(edition.pack.shares):
        if edition.rules.keys() >= {shares.total, *shares.parts}:
            for facts in sample_cases(edition.pack.inputs, _SAMPLES):
                total, parts = _share_values(edition, shares, facts)
                if total != parts:
                    raise error_at(
                        ("coherence", "shares", index),
                        f"“{edition.rules[shares.total].rule.label}”是{total}，各部分之和却是{parts}",
                        "最后一份用 rest 算，各份才必定加得拢",
                    )


def _share_values(
    edition: Edition, shares: Shares, facts: Mapping[str, Any]
) -> tuple[int | None, int | None]:
    """Return a total and the sum of its parts, or twice nothing where a case is refused."""
    try:
        total, *parts = [compute(edition, name, facts) for name in (shares.total, *shares.parts)]
    except Refusal:
        return None, None
    whole = [part for part in parts if isinstance(part, int)]
    is_known = isinstance(total, int) and len(whole) == len(parts)
    return (total, sum(whole)) if is_known and isinstance(total, int) else (None, None)


_SAMPLES = 50


def _days_of_change(pack: Pack, *names: str) -> list[date]:
    """Return the days on which one of the parameters takes a new value."""
    return sorted({dated.since for name in names for dated in pack.parameter(name).values})


_CHECKS: dict[str, tuple[Callable[[Pack, str, str, ErrorAt], None], str, str]] = {
    "sums": (_check_sum, "table", "total"),
    "stages": (_check_stages, "start", "end"),
}
