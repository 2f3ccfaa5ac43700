"""The few things that DuckDB and Spark say differently; everything else is one SQL."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine says what SQL does not settle. Templates take their parts by position."""

    name: str
    quote: str
    divided: str  # whole division of numbers not below zero
    refused: str  # an error with a text, as a value
    days_later: str  # a date moved by days
    days_between: str  # from the second date to the first
    first_of_month: str  # year, month
    listed: str  # a list of values
    entry: str  # the entry of a list at a place counted from 1, or NULL
    mapped_to: str  # codes, figures, a code: its figure, or NULL
    field: str  # a field of a record: name, value
    record: str  # a record of fields
    folded: str  # list, start, step on `s` (the state) and `i` (the item)
    mapped: str  # list, value of `i`
    only_of: str  # a list holds nothing but what another list holds
    items: str  # a text cut at semicolons
    matches: str  # a text fits a pattern as a whole
    summed: str  # a sum that cannot overflow
    length: str  # how many values a list holds
    text: str  # the type of texts
    passes_over: tuple[str, ...]  # operations of which an operand may be left uncomputed


ANY_OPERATION = ("*",)

DUCKDB = Dialect(
    name="duckdb",
    quote='"',
    divided="({} // {})",
    refused="error({})",
    days_later="({} + CAST({} AS INTEGER))",
    days_between="({} - {})",
    first_of_month="make_date({}, {}, 1)",
    listed="[{}]",
    entry="({})[{}]",
    mapped_to="map({}, {})[{}]",
    field="'{}': {}",
    record="{{{}}}",
    folded="list_reduce({0}, lambda s, i: {2}, {1})",
    mapped="list_transform({}, lambda i: {})",
    only_of="list_has_all({1}, {0})",
    items="string_split({}, ';')",
    matches="regexp_full_match({}, '{}')",
    summed="sum({})",
    length="len({})",
    text="VARCHAR",
    passes_over=("and", "or"),
)

SPARK = Dialect(
    name="spark",
    quote="`",
    divided="({} div {})",
    refused="raise_error({})",
    days_later="date_add({}, CAST({} AS INT))",
    days_between="CAST(datediff({}, {}) AS BIGINT)",
    first_of_month="make_date(CAST({} AS INT), CAST({} AS INT), 1)",
    listed="array({})",
    entry="try_element_at({}, CAST({} AS INT))",
    mapped_to="try_element_at(map_from_arrays({}, {}), {})",
    field="'{}', {}",
    record="named_struct({})",
    folded="aggregate({0}, {1}, (s, i) -> {2})",
    mapped="transform({}, i -> {})",
    only_of="(size(array_except({0}, {1})) = 0)",
    items="split({}, ';')",
    matches="({} RLIKE '^({})(?![^~]|~)')",  # $ would let a line end follow
    summed="sum(CAST({} AS DECIMAL(38, 0)))",
    length="size({})",
    text="STRING",
    passes_over=ANY_OPERATION,
)
