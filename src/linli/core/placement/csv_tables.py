"""Read the three tables of a placement: CSV in, inputs out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from linli.core.placement.allocation import PlacementRule
from linli.core.placement.inputs import Column, Inputs, OwnLists
from linli.core.placement.ranking import Candidate, Criterion
from linli.core.placement.seats import Seats, SeatsRefused
from linli.core.placement.tables import MOST_DECIMALS, Row, Table, TableRefused, read_rows

#: What the usual columns are called in sentences; another column goes by its own name.
_LABELS = {
    "score": "得分",
    "total": "总分",
    "written": "笔试成绩",
    "interview": "面试成绩",
    "priority": "优先人员",
}
#: Columns in points have two decimals at least, however they are written.
_POINTS = ("score", "total", "written", "interview")
_PRIORITY = "priority"
_OWN_COLUMNS = {"score": False, "rank": True}
_MOST_CHOICES = 99
_YES, _NO = "1", "0"
_DEFAULT_RANKING = "score:desc"


def read_inputs(
    seats: Table,
    candidates: Table,
    choices: Table,
    *,
    rank_by: str | None = None,
    seed: str = "0",
    rule: PlacementRule = PlacementRule.DEFERRED_ACCEPTANCE,
) -> Inputs:
    """Return the inputs that three tables hold.

    ``rank_by`` names the columns of the chain, ``total:desc,written:desc,priority:desc``; by
    default ``score:desc``, or nothing where posts rank by lists of their own and the
    candidates have no score. Raises ``TableRefused``.
    """
    places = _seats(seats)
    rows, header = read_rows(candidates, ("candidate",))
    wishes, choice_header = read_rows(choices, ("candidate", "choice", "post"))
    own_names = [name for name in _OWN_COLUMNS if name in choice_header]
    if len(own_names) > 1:
        raise TableRefused(f"{choices.name}同时有rank和score两列", mend="只保留其中一列")
    if rank_by is None:
        rank_by = "" if own_names and "score" not in header else _DEFAULT_RANKING
    columns = _columns(rank_by, candidates.name, rows, header)
    groups = sorted({one.group for one in places if one.reserved})
    for group in groups:
        if group not in header:
            raise TableRefused(
                f"{candidates.name}没有列{group}，而有岗位为其保留名额",
                mend=f"补上列{group}，填1或0",
            )
    people = _candidates(rows, columns, groups)
    given, rows_of = _choices(wishes, {one.id for one in people})
    own = _own_lists(own_names[0], rows_of) if own_names else None
    return Inputs(places, people, given, columns, seed, rule, own)


def _seats(table: Table) -> tuple[Seats, ...]:
    seats: dict[str, Seats] = {}
    for row in read_rows(table, ("post", "places"))[0]:
        post = row.text("post")
        if post in seats:
            raise row.refused(f"岗位{post}重复", "每个岗位只写一行")
        seats[post] = _seats_of(row, post)
    if not seats:
        raise TableRefused(f"{table.name}没有岗位", mend="每个岗位写一行")
    return tuple(seats[post] for post in sorted(seats))


def _seats_of(row: Row, post: str) -> Seats:
    places = row.whole("places")
    if not row.cells.get("reserved") or row.cells["reserved"] == _NO:
        return Seats(post, places)
    if "reserve" not in row.cells:
        raise row.refused(
            "有保留名额，但没有reserve一列",
            "补上该列，填soft（不足时向其他人开放）或hard（不足时空缺）",
        )
    kind = row.one_of("reserve", ("soft", "hard"))
    try:
        return Seats(
            post,
            places,
            row.whole("reserved"),
            row.cells.get("reserved_for", ""),
            is_hard=kind == "hard",
        )
    except SeatsRefused as refused:
        raise row.refused(refused.what, refused.mend) from None


def _columns(
    rank_by: str, file: str, rows: Sequence[Row], header: Sequence[str]
) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for part in (part.strip() for part in rank_by.split(",") if part.strip()):
        name, _, direction = part.partition(":")
        if direction not in ("", "asc", "desc") or name in columns or name == "candidate":
            raise TableRefused(
                f"--rank-by 中的“{part}”不对", mend="写成 列名:desc 或者 列名:asc，每列一次"
            )
        if name not in header:
            raise TableRefused(
                f"{file}没有用来排序的列{name}",
                mend=f"补上该列，或者改 --rank-by（{rank_by}）",
            )
        columns[name] = Column(name, _criterion(name, direction == "asc", rows))
    return tuple(columns.values())


def _criterion(name: str, is_ascending: bool, rows: Sequence[Row]) -> Criterion:
    values = [row.number_of(name) for row in rows]
    is_yes_no = name == _PRIORITY and all(value in (0, 1) for value in values)
    decimals = max((_decimals(value) for value in values), default=0)
    least = 2 if decimals or name in _POINTS else 0
    units = 10 ** (MOST_DECIMALS if decimals > 2 else least)
    return Criterion(_LABELS.get(name, name), units, is_ascending, is_yes_no)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _candidates(
    rows: Sequence[Row], columns: Sequence[Column], groups: Sequence[str]
) -> tuple[Candidate, ...]:
    people: dict[str, Candidate] = {}
    for row in rows:
        candidate = row.text("candidate")
        if candidate in people:
            raise row.refused(f"人员{candidate}重复", "每人只写一行")
        merit = tuple(_figure(row, column) for column in columns)
        people[candidate] = Candidate(
            candidate, merit, frozenset(group for group in groups if _is_member(row, group))
        )
    return tuple(people[id] for id in sorted(people))


def _figure(row: Row, column: Column) -> int:
    figure = int(row.number_of(column.name) * column.criterion.units)
    return -figure if column.criterion.is_ascending else figure


def _is_member(row: Row, group: str) -> bool:
    if row.cells[group] not in (_YES, _NO, ""):
        raise row.refused(f"{group}“{row.cells[group]}”应为1或0", "是填1，否填0")
    return row.cells[group] == _YES


Wishes = dict[str, tuple[str, ...]]


def _choices(rows: Sequence[Row], people: set[str]) -> tuple[Wishes, dict[tuple[str, str], Row]]:
    found: dict[str, dict[int, str]] = {}
    rows_of: dict[tuple[str, str], Row] = {}
    for row in rows:
        candidate, number, post = row.text("candidate"), row.whole("choice"), row.text("post")
        if candidate not in people:
            raise row.refused(f"人员{candidate}不在人员表中", "核对人员编号")
        given = found.setdefault(candidate, {})
        if not 1 <= number <= _MOST_CHOICES or number in given:
            raise row.refused(
                f"人员{candidate}的志愿序号{number}重复或者超出1至{_MOST_CHOICES}",
                "从1起依次编号，各不相同",
            )
        if (candidate, post) in rows_of:
            raise row.refused(f"人员{candidate}重复填报岗位{post}", "每个岗位只填一次")
        given[number] = post
        rows_of[candidate, post] = row
    return {
        candidate: _in_order(rows_of, candidate, found[candidate]) for candidate in sorted(found)
    }, rows_of


def _in_order(
    rows_of: Mapping[tuple[str, str], Row], candidate: str, given: Mapping[int, str]
) -> tuple[str, ...]:
    if 1 not in given:
        row = rows_of[candidate, given[min(given)]]
        raise row.refused(f"人员{candidate}没有第1志愿", "志愿从1起编号")
    return tuple(given.get(number, "") for number in range(1, max(given) + 1))


def _own_lists(name: str, rows_of: Mapping[tuple[str, str], Row]) -> OwnLists:
    is_ascending = _OWN_COLUMNS[name]
    ranked = {pair: row for pair, row in rows_of.items() if row.cells[name]}
    criterion = _criterion(name, is_ascending, list(ranked.values()))
    label = "岗位名次" if is_ascending else "岗位评分"
    column = Column(name, replace(criterion, label=label))
    return OwnLists(column, {pair: _figure(row, column) for pair, row in ranked.items()})
