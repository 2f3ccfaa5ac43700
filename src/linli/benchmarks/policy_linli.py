"""The Ningxia pay rules by this project's own engine: the pack's rules as SQL on DuckDB.

Source: D4 18, D4 19.
"""

from pathlib import Path

from linli.benchmarks.policy_figures import PolicyFigures
from linli.benchmarks.policy_peer import Totals, example_pack, main
from linli.core.policy import compile_rules
from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.plan import Plan


def run(people: Path, figures: PolicyFigures, out: Path | None) -> Totals:
    """Compute the pay of all workers and its shares; write a row each to ``out`` unless ``None``."""
    pack = example_pack()
    plan = Plan(compile_rules(pack, figures.on), pack.measures)
    if out:
        DuckdbEngine().evaluate(plan, people, out, keep=("person",))
        return {}
    rows = DuckdbEngine().totals(plan, people, by="county")
    return {str(county): tuple(map(int, sums)) for county, _, *sums in rows}


if __name__ == "__main__":
    main(run)
