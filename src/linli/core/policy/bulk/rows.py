"""The rows of a run: a file's columns, how each fact is read from its column, and when it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.core.policy.bulk.lookups import MOST_CODES_IN_A_MAP
from linli.core.policy.bulk.plan import Plan, column_of
from linli.core.policy.bulk.sql import SqlWriter, literal, month_number
from linli.core.policy.compiling import INPUT_KINDS
from linli.core.policy.errors import CaseError
from linli.core.policy.facts import wanted
from linli.core.policy.pack import Input


class Family(StrEnum):
    """What a column of a file holds, as far as facts are concerned."""

    WHOLE = "整数"
    DECIMAL = "小数"
    TEXT = "文字"
    FLAG = "是非"
    DATE = "日期"
    TEXTS = "一组文字"
    OTHER = "其他"


# Which families a fact may come from; a floating column is never exact and is refused.
_ADMITTED = {
    "integer": (Family.WHOLE, Family.TEXT),
    "money": (Family.WHOLE, Family.TEXT),
    "decimal": (Family.WHOLE, Family.DECIMAL, Family.TEXT),
    "flag": (Family.FLAG, Family.TEXT),
    "choice": (Family.TEXT, Family.WHOLE),
    "date": (Family.DATE, Family.TEXT),
    "month": (Family.DATE, Family.TEXT),
    "history": (Family.TEXTS, Family.TEXT),
}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Table:
    """A file as an engine sees it: the SQL of its rows, and its columns.

    ``key`` is the SQL of what names a row in a refusal, ``number`` that of its place in the
    file, where the engine knows it.
    """

    relation: str
    columns: Mapping[str, Family]
    key: str
    number: str = ""

    def check(self, *names: str | None) -> None:
        """Refuse a column that the file does not have."""
        missing = [name for name in names if name is not None and name not in self.columns]
        if missing:
            raise CaseError(
                f"文件没有列“{'、'.join(missing)}”", mend=f"现有：{'、'.join(self.columns)}"
            )

    def kept(self, keep: Sequence[str] | None) -> tuple[str, ...]:
        """Return the columns to carry along: those named, or all."""
        self.check(*(keep or ()))
        return tuple(self.columns if keep is None else keep)


def check_columns(plan: Plan, table: Table) -> None:
    """Refuse a file that lacks a fact's column, or holds it in a form that is not exact."""
    missing = [column(fact) for fact in plan.facts if column(fact) not in table.columns]
    if missing:
        raise CaseError(
            f"文件缺少列“{'、'.join(missing)}”", mend="补上这些列；金额以分为单位，列名以 _fen 结尾"
        )
    for fact in plan.facts:
        family = table.columns[column(fact)]
        if family not in _ADMITTED[fact.type]:
            raise CaseError(
                f"列“{column(fact)}”是{family}，不能读作“{fact.description}”：{wanted(fact)}",
                mend="改用整数、定点小数、日期或文字列；不用浮点数",
            )


def column(fact: Input) -> str:
    """Return the column of a file in which a fact is looked for."""
    return column_of(fact.name, INPUT_KINDS[fact.type])


def refused_words(fact: Input) -> str:
    """Return the words that refuse a value of a fact."""
    return f"“{fact.description}”（{column(fact)}）的值不合要求：{wanted(fact)}"


class FactReader:
    """Writes how facts are read from columns and checked, row by row."""

    def __init__(self, writer: SqlWriter, table: Table) -> None:
        self.writer = writer
        self.table = table
        self.dialect = writer.dialect

    def read(self, fact: Input) -> str:
        """Return the fact as the engine computes with it; NULL where it cannot be read."""
        name = self.writer.column(column(fact))
        family = self.table.columns[column(fact)]
        if family is Family.TEXT:
            return _TEXT_READERS[fact.type](self, fact, name)
        return self._typed(fact, name, family)

    def _typed(self, fact: Input, name: str, family: Family) -> str:
        match fact.type:
            case "integer" | "money":
                return f"CAST({name} AS BIGINT)"
            case "decimal":
                return self._decimal(fact, name)
            case "choice":
                return name if family is Family.TEXT else f"CAST({name} AS {self.dialect.text})"
            case "month":
                return month_number(f"CAST({name} AS DATE)")
            case "history":
                return self.coded(fact, name)
        return name

    def _decimal(self, fact: Input, number: str) -> str:
        exact = f"TRY_CAST({number} AS DECIMAL(24, {fact.places}))"
        scaled = f"TRY_CAST({exact} * {10**fact.places} AS BIGINT)"
        return f"(CASE WHEN {exact} = {number} THEN {scaled} END)"

    def _text_whole(self, _: Input, name: str) -> str:
        return self._matched(name, "-?[0-9]{1,18}", f"CAST({name} AS BIGINT)")

    def _text_decimal(self, fact: Input, name: str) -> str:
        scaled = f"CAST(CAST({name} AS DECIMAL(24, {fact.places})) * {10**fact.places} AS BIGINT)"
        return self._matched(name, rf"-?[0-9]{{1,12}}([.][0-9]{{1,{fact.places}}}0*)?", scaled)

    def _text_flag(self, _: Input, name: str) -> str:
        return f"(CASE {name} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END)"

    def _text_choice(self, _: Input, name: str) -> str:
        return name

    def _text_date(self, _: Input, name: str) -> str:
        return self._matched(name, _DAY, f"TRY_CAST({name} AS DATE)")

    def _text_month(self, _: Input, name: str) -> str:
        whole = self._matched(name, _DAY, f"TRY_CAST({name} AS DATE)")
        first = f"TRY_CAST(concat({name}, '-01') AS DATE)"
        month = self._matched(name, "[0-9]{4}-[0-9]{2}", first)
        return month_number(f"coalesce({whole}, {month})")

    def _text_history(self, fact: Input, name: str) -> str:
        """Read codes parted by semicolons; an empty cell is an empty history, or an unknown one."""
        empty = "" if fact.may_be_unknown else f"ELSE {self.dialect.listed.format('')}"
        items = self.dialect.items.format(name)
        return self.coded(fact, f"(CASE WHEN {name} <> '' THEN {items} {empty} END)")

    def _matched(self, name: str, pattern: str, then: str) -> str:
        return f"(CASE WHEN {self.dialect.matches.format(name, pattern)} THEN {then} END)"

    def coded(self, fact: Input, items: str) -> str:
        """Return a history with each code replaced by its place; -1 for one that is no code."""
        cases = " ".join(
            f"WHEN {literal(code)} THEN {place}" for code, place in self._places(fact).items()
        )
        return self.dialect.mapped.format(items, f"CAST(CASE i {cases} ELSE -1 END AS BIGINT)")

    def is_sound(self, fact: Input, value: str) -> str:
        """Return the condition under which a value that was read may be used."""
        match fact.type:
            case "flag":
                return f"{value} IS NOT NULL"
            case "choice":
                return self._is_code(fact, value)
            case "date":
                low, high = (self.writer.value(bound, _DATE) for bound in (fact.low, fact.high))
                return f"{value} BETWEEN {low} AND {high}"
            case "history":
                known = self.dialect.listed.format(
                    ", ".join(map(literal, self._places(fact).values()))
                )
                only = self.dialect.only_of.format(value, known)
                return f"({self.dialect.length.format(value)} <= {fact.high} AND {only})"
        return f"{value} BETWEEN {literal(fact.low)} AND {literal(fact.high)}"

    def _places(self, fact: Input) -> dict[str, int]:
        return {code: self.writer.codes.index(code) for code in sorted(fact.choices)}

    def _is_code(self, fact: Input, value: str) -> str:
        codes = [literal(code) for code in fact.choices]
        if len(codes) > MOST_CODES_IN_A_MAP:
            return f"{value} IN ({', '.join(codes)})"
        known = self.dialect.listed.format(", ".join(codes))
        found = self.dialect.listed.format(", ".join("TRUE" for _ in codes))
        return f"{self.dialect.mapped_to.format(known, found, value)} IS NOT NULL"


_DATE = INPUT_KINDS["date"]
_TEXT_READERS = {
    "integer": FactReader._text_whole,
    "money": FactReader._text_whole,
    "decimal": FactReader._text_decimal,
    "flag": FactReader._text_flag,
    "choice": FactReader._text_choice,
    "date": FactReader._text_date,
    "month": FactReader._text_month,
    "history": FactReader._text_history,
}
