"""The counties of a season as tiles and as a table: one measure at a time, sorted as asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from linli.apps.applications.overview import CountyRow, percent_text
from linli.apps.dashboard.due import Terms
from linli.apps.dashboard.standing import overdue
from linli.web.design.shading import shade_of
from linli.web.office.county_tiles import tile_places


class Measure(StrEnum):
    """What the tiles show."""

    APPLIED = "applied"
    DECIDED = "decided"
    VACANCY = "vacancy"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """Return it in the office's words."""
        return {
            "applied": "每个名额的报名人数",
            "decided": "已审查的比例",
            "vacancy": "空缺",
            "overdue": "逾期未办",
        }[self.value]

    @property
    def meaning(self) -> str:
        """Return what a tile's number is made of."""
        return {
            "applied": "报名人数除以名额，例如3.5表示每个名额有3.5人报名",
            "decided": "已有审查决定的人数占未撤回人数的比例",
            "vacancy": "名额减去现已入围且未退出的人数",
            "overdue": "所在阶段的最后一天已过而还没有办完的人数",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Line:
    """One county in the table; ``decided`` and ``applied`` are texts, blank where there is nothing."""

    row: CountyRow
    applied: str
    decided: str
    overdue: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One county's tile; without ``value`` it only says where the county lies."""

    code: str
    name: str
    row: int
    column: int
    value: str
    shade: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table: its address sorts by it, the other way round the second time."""

    label: str
    address: str
    direction: str


@dataclass(frozen=True, slots=True)
class Option:
    """A measure to choose."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody asks the page for: the county of the funnel, the measure, the order."""

    county: str
    measure: Measure
    sort: str
    is_down: bool

    def address(self, **changes: str) -> str:
        """Return the query that asks for the same with something else changed."""
        now = {
            "county": self.county,
            "measure": self.measure.value,
            "sort": self.sort,
            "down": "1" if self.is_down else "",
        }
        return "?" + urlencode({name: value for name, value in {**now, **changes}.items() if value})


@dataclass(frozen=True, slots=True)
class Board:
    """The counties as tiles and as a table."""

    wishes: Wishes
    options: tuple[Option, ...]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    total: Line
    tiles: tuple[Tile, ...]


Value = Callable[[Line], int]
_COLUMNS: Mapping[str, tuple[str, Value]] = {
    "name": ("县（市、区）", lambda line: 0),
    "places": ("名额", lambda line: line.row.places),
    "communities": ("社区", lambda line: line.row.communities),
    "received": ("报名", lambda line: line.row.counts["received"]),
    "applied": ("每个名额", lambda line: line.row.applied_per_place or 0),
    "decided": ("已审查", lambda line: line.row.decided_permille or 0),
    "qualified": ("审查通过", lambda line: line.row.counts["qualified"]),
    "placed": ("入围体检", lambda line: line.row.counts["placed"]),
    "reported": ("报到", lambda line: line.row.counts["reported"]),
    "vacancy": ("空缺", lambda line: line.row.vacancy),
    "overdue": ("逾期未办", lambda line: line.overdue),
}
_TEXTS: Mapping[Measure, Callable[[Line], str]] = {
    Measure.APPLIED: lambda line: line.applied,
    Measure.DECIDED: lambda line: line.decided,
    Measure.VACANCY: lambda line: str(line.row.vacancy),
    Measure.OVERDUE: lambda line: str(line.overdue),
}


def wishes_of(asked: Mapping[str, str], counties: Sequence[str]) -> Wishes:
    """Return what an address asks for; what it cannot ask for counts as not asked."""
    measure, sort, county = (asked.get(name, "") for name in ("measure", "sort", "county"))
    return Wishes(
        county if county in counties else "",
        Measure(measure) if measure in list(Measure) else Measure.APPLIED,
        sort if sort in _COLUMNS else "name",
        asked.get("down") == "1",
    )


def board_of(
    rows: Sequence[CountyRow],
    total: CountyRow,
    everywhere: Mapping[str, str],
    wishes: Wishes,
    *,
    terms: Terms,
    own: str,
    today: date,
) -> Board:
    """Return the board of some counties; ``everywhere`` names all counties of the season by code."""
    lines = [_line(row, terms, own, today) for row in rows]
    return Board(
        wishes,
        tuple(
            Option(one.label, wishes.address(measure=one.value), one is wishes.measure)
            for one in Measure
        ),
        tuple(_heading(name, wishes) for name in _COLUMNS),
        tuple(_sorted(lines, wishes)),
        _line(total, terms, own, today),
        _tiles([line for line in lines if line.row.code], everywhere, wishes.measure),
    )


def _line(row: CountyRow, terms: Terms, own: str, today: date) -> Line:
    applied, decided = row.applied_per_place, row.decided_permille
    return Line(
        row,
        "" if applied is None else f"{applied // 10}.{applied % 10}",
        "" if decided is None else percent_text(decided),
        overdue(row.states, terms, today=today),
        is_own=bool(own) and row.code == own,
    )


def _sorted(lines: Sequence[Line], wishes: Wishes) -> list[Line]:
    """Return the lines by a column; those of no county stay last, equal ones stay by code."""
    value = _COLUMNS[wishes.sort][1]
    counties = [line for line in lines if line.row.code]
    rest = [line for line in lines if not line.row.code]
    if wishes.sort == "name":
        return [*(reversed(counties) if wishes.is_down else counties), *rest]
    return [*sorted(counties, key=value, reverse=wishes.is_down), *rest]


def _heading(name: str, wishes: Wishes) -> Heading:
    """Return a column's heading: numbers are asked for from the largest on, names from the first."""
    is_sorted = name == wishes.sort
    is_down = not wishes.is_down if is_sorted else name != "name"
    direction = ("descending" if wishes.is_down else "ascending") if is_sorted else ""
    address = wishes.address(sort=name, down="1" if is_down else "")
    return Heading(_COLUMNS[name][0], f"{address}#counties", direction)


def _tiles(
    lines: Sequence[Line], everywhere: Mapping[str, str], measure: Measure
) -> tuple[Tile, ...]:
    by_code = {line.row.code: line for line in lines}
    value, text = _COLUMNS[measure.value][1], _TEXTS[measure]
    values = [value(line) for line in lines]
    places = tile_places(sorted(everywhere))

    def tile(code: str) -> Tile:
        line = by_code.get(code)
        if line is None:
            return Tile(code, everywhere[code], *places[code], "", 0, is_own=False)
        shade = shade_of(value(line), values)
        return Tile(
            code, line.row.name, *places[code], text(line) or "无", shade, is_own=line.is_own
        )

    return tuple(tile(code) for code in sorted(everywhere))
