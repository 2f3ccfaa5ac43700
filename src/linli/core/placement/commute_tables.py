"""The tables of an assignment to communities: two CSV files in, one out.

``communities.csv``: ``community,places``. ``distances.csv``: ``person,community,distance``, a
row for each pair that is possible. Out comes ``person,community,distance,reason``, by person.
"""

from linli.core.placement.commute import (
    LONGEST_DISTANCE,
    CommutePlan,
    DistanceUnit,
    Pair,
    assign_communities,
    is_distance,
)
from linli.core.placement.tables import Row, Table, TableRefused, csv_text, read_rows

_COMMUNITY_COLUMNS = ("community", "places")
_DISTANCE_COLUMNS = ("person", "community", "distance")
_RESULT_COLUMNS = ("person", "community", "distance", "reason")


def assign_tables(communities: Table, distances: Table, *, unit: DistanceUnit) -> CommutePlan:
    """Assign everybody in the table of distances to the communities of the other table.

    Raises ``TableRefused``, which names file, row and fault, and ``TooManyPairs``.
    """
    places = _places(communities)
    pairs = _pairs(distances, places, communities.name)
    return assign_communities({person for person, _ in pairs}, places, pairs, unit=unit)


def plan_csv(plan: CommutePlan) -> str:
    """Return a plan as CSV, by person; whoever is unplaced has a row with a reason, too."""
    return csv_text(
        _RESULT_COLUMNS,
        [
            (
                one.person,
                one.community,
                "" if one.distance is None else str(one.distance),
                one.reason,
            )
            for one in plan.commutes
        ],
    )


def _places(table: Table) -> dict[str, int]:
    places: dict[str, int] = {}
    for row in _rows(table, _COMMUNITY_COLUMNS):
        community = row.text("community")
        if community in places:
            raise row.refused("社区与前面的行重复", "每个社区只写一行")
        places[community] = row.whole("places")
    return places


def _pairs(table: Table, places: dict[str, int], communities_file: str) -> dict[Pair, int]:
    pairs: dict[Pair, int] = {}
    for row in _rows(table, _DISTANCE_COLUMNS):
        pair = row.text("person"), row.text("community")
        if pair[1] not in places:
            raise row.refused(
                f"社区不在{communities_file}里", f"核对社区，或者在{communities_file}补上这个社区"
            )
        if pair in pairs:
            raise row.refused("同一人到同一社区的距离重复", "每人每个社区只写一行")
        distance = row.whole("distance")
        if not is_distance(distance):
            raise row.refused(
                f"distance超过{LONGEST_DISTANCE}", "核对距离；县内去不了的社区不写这一行"
            )
        pairs[pair] = distance
    return pairs


def _rows(table: Table, columns: tuple[str, ...]) -> list[Row]:
    rows = read_rows(table, columns)[0]
    if not rows:
        raise TableRefused(f"{table.name}没有数据行", mend=f"从第2行起逐行写 {','.join(columns)}")
    return rows
