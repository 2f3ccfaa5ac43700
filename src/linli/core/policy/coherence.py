"""What the figures of one pack must be to each other: sums that add up, stages that follow on."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from linli.core.policy.errors import PackError
from linli.core.policy.pack import DatedValue, Pack

ErrorAt = Callable[..., PackError]


def check_coherence(pack: Pack, coherence: Mapping[str, Any], error_at: ErrorAt) -> None:
    """Check the ``[coherence]`` section of a pack: ``sums`` and ``stages``. Raises ``PackError``.

    ``sums``: ``{table = "…", total = "…"}``, the table's figures add up to the total.
    ``stages``: ``{start = "…", end = "…"}``, tables of dates by stage, each stage beginning
    the day after the one before it ends.
    """
    for entry in coherence.get("sums", ()):
        _check_sum(pack, entry["table"], entry["total"], error_at)
    for entry in coherence.get("stages", ()):
        _check_stages(pack, entry["start"], entry["end"], error_at)


def _check_sum(pack: Pack, table: str, total: str, error_at: ErrorAt) -> None:
    for index, dated in enumerate(pack.parameter(table).values):
        expected = pack.whole(total, dated.since)
        found = sum(value for value in _entries(dated).values() if isinstance(value, int))
        if found != expected:
            raise error_at(
                ("parameters", table, "values", index, "value"),
                f"“{pack.parameters[table].description}”各项之和为{found}，"
                f"与“{pack.parameters[total].description}”{expected}不符",
                "核对附件中的各行数字与合计",
            )


def _check_stages(pack: Pack, start: str, end: str, error_at: ErrorAt) -> None:
    starts, ends = pack.parameter(start), pack.parameter(end)
    for index, dated in enumerate(starts.values):
        closing = _entries(ends.on(dated.since))
        previous: tuple[str, date] | None = None
        for stage, first in _entries(dated).items():
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


def _entries(dated: DatedValue) -> dict[str, Any]:
    return (
        {key[0]: value for key, value in dated.value.items()}
        if isinstance(dated.value, Mapping)
        else {}
    )
