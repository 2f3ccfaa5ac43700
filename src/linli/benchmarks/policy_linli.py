"""The Ningxia pay rules by this project's own engine: the pack's rules as SQL on DuckDB.

Source: D4 18, D4 19.
"""

from datetime import date
from pathlib import Path

from linli.benchmarks.policy_peer import Totals, main
from linli.core.policy import Pack, compile_rules
from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.plan import Plan


def plan_of(pack: Pack, day: date) -> Plan:
    """Return the plan of the pack's measures on a day."""
    return Plan(compile_rules(pack, day), pack.measures)


def run(people: Path, plan: Plan, out: Path | None) -> Totals:
    """Compute the pay of all workers and its shares; write a row each to ``out`` unless ``None``."""
    if out:
        DuckdbEngine().evaluate(plan, people, out, keep=("person",))
        return {}
    rows = DuckdbEngine().totals(plan, people, by="county")
    return {str(county): tuple(map(int, sums)) for county, _, *sums in rows}


if __name__ == "__main__":
    main(run, plan_of)
