"""Every rule of every pack over many rows: as exact as one case alone, on every engine."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.errors import RowsRefused
from linli.core.policy.bulk.plan import Plan, result_column
from linli.core.policy.bulk.polars_engine import PolarsEngine
from linli.core.policy.bulk.spark_engine import SparkEngine
from linli.policies import pack_ids
from tests.core.policy.bulk.files import read_rows, write_parquet
from tests.core.policy.bulk.generated_facts import (
    Population,
    earlier_populations,
    latest_population,
    ranked_population,
)

ROWS = 200
RANKED_ROWS = 40
EARLIER_ROWS = 25

every_pack = pytest.mark.parametrize("pack_id", pack_ids())
in_process = pytest.mark.parametrize(
    "small", [DuckdbEngine(), PolarsEngine()], ids=lambda e: e.name
)


def differences(engine: Any, made: Population, folder: Path) -> list[tuple[Any, ...]]:
    """Return rule, row, answer of the engine and right answer, where the two are not the same."""
    if not made.rules or not made.rows:
        return []
    source = write_parquet(folder / "facts.parquet", made.edition, made.rows)
    engine.evaluate(made.plan, source, folder / "results.parquet", keep=["row"], key="row")
    found = _by_rule(made.plan, read_rows(folder / "results.parquet"))
    assert found.keys() == made.answers.keys()
    return [
        (rule, row, found[row][rule], answer)
        for row, answers in made.answers.items()
        for rule, answer in answers.items()
        if (type(found[row][rule]), found[row][rule]) != (type(answer), answer)
    ]


def _by_rule(plan: Plan, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    columns = {rule: result_column(rule, plan.tree(rule).shape) for rule in plan.wanted}
    return {
        row: {rule: results[column] for rule, column in columns.items()}
        for row, results in rows.items()
    }


@every_pack
@in_process
def test_rows_have_the_answers_of_single_cases(small: Any, pack_id: str, tmp_path: Path) -> None:
    made = latest_population(pack_id, ROWS)

    assert differences(small, made.unfailing(), tmp_path) == []


@every_pack
@in_process
def test_rule_that_refuses_some_rows_answers_the_others(
    small: Any, pack_id: str, tmp_path: Path
) -> None:
    for made in latest_population(pack_id, ROWS).failing():
        assert differences(small, made, tmp_path) == []


@every_pack
@in_process
def test_row_that_a_single_case_refuses_is_refused(
    small: Any, pack_id: str, tmp_path: Path
) -> None:
    made = latest_population(pack_id, ROWS)
    for rule in (one.rules[0] for one in made.failing()):
        bad, answered = made.refused(rule)[0], made.answered(rule)[:2]
        source = write_parquet(tmp_path / "facts.parquet", made.edition, [*answered, bad])

        with pytest.raises(RowsRefused) as refusal:
            small.evaluate(Plan(made.edition, (rule,)), source, tmp_path / "out.parquet", key="row")

        assert [key for key, _ in refusal.value.rows] == [str(bad["row"])]


@every_pack
@in_process
def test_ranks_are_those_of_single_cases(small: Any, pack_id: str, tmp_path: Path) -> None:
    made = ranked_population(pack_id, RANKED_ROWS)

    assert differences(small, made, tmp_path) == []


@every_pack
@in_process
def test_rows_of_earlier_days_have_the_answers_of_single_cases(
    small: Any, pack_id: str, tmp_path: Path
) -> None:
    for made in earlier_populations(pack_id, EARLIER_ROWS):
        assert differences(small, made, tmp_path) == []


@every_pack
@in_process
def test_totals_are_the_sums_of_single_cases(small: Any, pack_id: str, tmp_path: Path) -> None:
    made = latest_population(pack_id, ROWS)
    pack = made.edition.pack
    rows = made.answered(*pack.measures)
    source = write_parquet(tmp_path / "facts.parquet", made.edition, rows)

    found = small.totals(Plan(made.edition, pack.measures), source, by=pack.by or None)

    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows:
        group = sums[row[pack.by] if pack.by else None]
        group["rows"] += 1
        for measure in pack.measures:
            answer = made.answers[row["row"]][measure]
            group[measure] += answer == "pass" if isinstance(answer, str) else answer or 0
    assert found == [
        (group, *(sums[group][name] for name in ("rows", *pack.measures))) for group in sorted(sums)
    ]


@pytest.mark.long
@every_pack
def test_spark_gives_the_answers_of_single_cases(
    spark: SparkEngine, pack_id: str, tmp_path: Path
) -> None:
    made, ranked = latest_population(pack_id, ROWS), ranked_population(pack_id, RANKED_ROWS)

    assert differences(spark, made.sound(), tmp_path) == []
    assert differences(spark, ranked, tmp_path) == []


@every_pack
def test_declared_shares_add_up_in_every_row(pack_id: str, tmp_path: Path) -> None:
    made = latest_population(pack_id, ROWS)
    for shares in made.edition.pack.shares:
        rules = (shares.total, *shares.parts)
        source = write_parquet(tmp_path / "facts.parquet", made.edition, made.answered(*rules))
        plan = Plan(made.edition, rules)
        DuckdbEngine().evaluate(plan, source, tmp_path / "results.parquet", keep=["row"])

        found = _by_rule(plan, read_rows(tmp_path / "results.parquet"))

        sums = {row: sum(results[part] for part in shares.parts) for row, results in found.items()}
        assert sums == {row: results[shares.total] for row, results in found.items()}
        assert any(sums.values())
