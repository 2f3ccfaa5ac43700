"""Vacancies in a published placement: who leaves, who comes in their place, step by step.

Source: D0 三(四); requirements E4, E5. Who left before never comes back by a backfill.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from linli.core.placement.allocation import PlacementStatus
from linli.core.placement.backfill import Backfill, Reserve, fill_from_reserve, steps_between
from linli.core.placement.inputs import Inputs, fingerprint
from linli.core.placement.published_result import (
    BackfillRule,
    PublishedResult,
    ResultRow,
    publish,
)
from linli.core.placement.seats import Seats
from linli.core.refusal import Refusal

Steps = tuple[Backfill, ...]
_LEFT_REASON = "已退出"


class LeaverRefused(Refusal):
    """Someone cannot leave a placement, or their place cannot be filled by this rule."""


def fill_vacancies(
    published: PublishedResult, leavers: Sequence[str], *, inputs: Inputs | None = None
) -> tuple[PublishedResult, Steps]:
    """Fill the places of leavers from each post's reserve, moving nobody who holds a place.

    ``inputs`` are needed where places are reserved for a group. Which of several leavers goes
    first changes nothing. Raises ``LeaverRefused``.
    """
    _require_leavers(published, leavers, BackfillRule.FROM_RESERVE)
    if inputs is not None:
        _require_same(inputs, published)
    if inputs is None and any(row.is_of_group for row in published.rows):
        raise LeaverRefused(
            "有岗位的名额是为某类人员保留的，只凭结果文件不能递补",
            mend="同时给出 --seats、--candidates、--choices",
        )
    gone = set(leavers)
    leaving = [row for row in published.rows if row.is_placed and row.candidate in gone]
    # Of the group first: who comes for them is then of the group, too.
    leaving.sort(key=lambda row: not row.is_of_group)
    vacancies = [(row.post, row.candidate) for row in leaving]
    rows = {
        row.candidate: _without_place(row) if row.candidate in gone else row
        for row in published.rows
    }
    reserves = _reserves(published, list(rows.values()), inputs)
    steps = fill_from_reserve(vacancies, reserves)
    for step in steps:
        if step.filler:
            row = rows[step.filler]
            rows[step.filler] = replace(
                row,
                choice=1,
                rank=row.merit_rank,
                status=PlacementStatus.PLACED,
                reason=f"{row.reason}；由递补入围",
            )
    return _backfilled(published, rows.values(), BackfillRule.FROM_RESERVE), steps


def place_again(
    inputs: Inputs, published: PublishedResult, leavers: Sequence[str]
) -> tuple[PublishedResult, Steps]:
    """Place everybody again without the leavers; who holds a place may move to a better choice.

    Raises ``LeaverRefused``.
    """
    _require_leavers(published, leavers, BackfillRule.PLACED_AGAIN)
    _require_same(inputs, published)
    left_before = {row.candidate for row in published.rows if row.left}
    before = inputs.without(left_before).run()
    gone = {*left_before, *leavers}
    steps = steps_between(before, inputs.without(gone).run(), sorted(leavers))
    rows = rows_without(inputs, gone)
    return _backfilled(published, rows, BackfillRule.PLACED_AGAIN), steps


def rows_without(inputs: Inputs, gone: Collection[str]) -> tuple[ResultRow, ...]:
    """Return the rows of a placement made again without some who left, and theirs.

    Who left keeps the rank of merit that they had among all.
    """
    first = publish(inputs, inputs.run()).rows
    remaining = inputs.without(gone)
    left = [_without_place(row) for row in first if row.candidate in gone]
    rows = [*left, *publish(remaining, remaining.run()).rows]
    return tuple(sorted(rows, key=lambda row: row.candidate))


def _require_same(inputs: Inputs, published: PublishedResult) -> None:
    if fingerprint(inputs) != published.fingerprint:
        raise LeaverRefused(
            "三个表与结果文件的指纹不符，不是确定这个结果的表", mend="使用当时的三个表"
        )


def _require_leavers(
    published: PublishedResult, leavers: Sequence[str], rule: BackfillRule
) -> None:
    if published.backfill not in (BackfillRule.NONE, rule):
        raise LeaverRefused(
            "结果文件此前按另一种办法递补过", mend="递补前后使用同一种办法（--moves-placed）"
        )
    rows = {row.candidate: row for row in published.rows}
    for leaver in leavers:
        if leaver not in rows:
            raise LeaverRefused(f"结果文件中没有人员{leaver}", mend="核对人员编号")
        if rows[leaver].left:
            raise LeaverRefused(f"人员{leaver}此前已经退出", mend="去掉该人员")
        if rows[leaver].status is PlacementStatus.UNPLACED:
            raise LeaverRefused(f"人员{leaver}没有入围，也不在递补名单中", mend="去掉该人员")
    if len(set(leavers)) < len(leavers):
        raise LeaverRefused("退出人员有重复", mend="每人只写一次")


def _without_place(row: ResultRow) -> ResultRow:
    return ResultRow(
        row.candidate,
        "",
        0,
        row.merit_rank,
        PlacementStatus.UNPLACED,
        _LEFT_REASON,
        row.merit_rank,
        left=True,
    )


def _reserves(
    published: PublishedResult, rows: Sequence[ResultRow], inputs: Inputs | None
) -> dict[str, Reserve]:
    """Return who waits at each post where someone held a place."""
    placed_before = Counter(row.post for row in published.rows if row.is_placed)
    here: dict[str, list[ResultRow]] = {post: [] for post in placed_before}
    for row in rows:
        if row.post in here:
            here[row.post].append(row)
    seats = {one.post: one for one in inputs.seats} if inputs else {}
    return {
        post: _reserve(seats.get(post, Seats(post, places)), here[post])
        for post, places in placed_before.items()
    }


def _reserve(seats: Seats, here: Sequence[ResultRow]) -> Reserve:
    members = frozenset(row.candidate for row in here if row.is_of_group)
    waiting = [row for row in here if row.status is PlacementStatus.RESERVE]
    held = [row.candidate in members for row in here if row.is_placed]
    queue = tuple(row.candidate for row in sorted(waiting, key=lambda row: row.rank))
    return Reserve(seats, queue, members, held.count(True), held.count(False))


def _backfilled(
    published: PublishedResult, rows: Collection[ResultRow], rule: BackfillRule
) -> PublishedResult:
    ordered = tuple(sorted(rows, key=lambda row: row.candidate))
    return replace(published, rows=ordered, backfill=rule)
