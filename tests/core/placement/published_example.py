"""One small placement as its files: two counties, five candidates, a tie that priority parts."""

from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import Column, Inputs, OwnLists
from linli.core.placement.tables import Table
from tests.support.placement_cases import CHAIN, OWN_CHAIN, Case

RANK_BY = "total:desc,priority:desc"
SEATS_CSV = "post,places\n甲县,1\n乙县,2\n"
CANDIDATES_CSV = (
    "candidate,total,priority\nA1,90.50,0\nA2,85.00,1\nA3,85.00,0\nA4,70.00,0\nA5,60.00,0\n"
)
CHOICES_CSV = (
    "candidate,choice,post\nA1,1,甲县\nA2,1,甲县\nA2,2,乙县\nA3,1,乙县\nA4,1,乙县\nA4,2,甲县\n"
    "A5,1,丙县\n"
)


def tables(
    seats: str = SEATS_CSV, candidates: str = CANDIDATES_CSV, choices: str = CHOICES_CSV
) -> tuple[Table, Table, Table]:
    return (
        Table("名额.csv", seats.encode()),
        Table("人员.csv", candidates.encode()),
        Table("志愿.csv", choices.encode()),
    )


def example(*, seed: str = "7") -> Inputs:
    return read_inputs(*tables(), rank_by=RANK_BY, seed=seed)


def inputs_of(case: Case) -> Inputs:
    """Return a drawn case as the inputs of a published placement."""
    rank_by = tuple(
        Column(name, link) for name, link in zip(("total", "priority"), CHAIN, strict=True)
    )
    own = OwnLists(Column("score", OWN_CHAIN[0]), case.own) if case.own is not None else None
    return Inputs(
        case.seats,
        tuple(one.candidate for one in case.order),
        {one: tuple(posts) for one, posts in case.choices.items()},
        rank_by,
        "样本",
        own=own,
    )
