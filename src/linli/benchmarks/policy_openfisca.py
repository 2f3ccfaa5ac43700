"""The Ningxia pay rules as an OpenFisca country package has them: yuan as floats.

Tables are parameter nodes indexed by facts, as OpenFisca's manual teaches. Facts are texts:
as enums the same rules take twice the time. Its floats have 32 bits, so some amounts are off
by a fen: they are left as they come. The parameter tree is made in memory from the figures.
Source: D4 18, D4 19.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.model_api import MONTH, ParameterNode, Variable
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from linli.benchmarks.policy_columns import (
    NUMBERS,
    TEXTS,
    Array,
    looked_up,
    output,
    totals_by_county,
)
from linli.benchmarks.policy_figures import PolicyFigures, figures_of
from linli.benchmarks.policy_peer import MEASURES, Totals, main

_MONTH = "2024-12"  # the figures are those of one day; any month will do
_SINCE = "2024-01-01"

Worker = build_entity(key="worker", plural="workers", label="Community worker", is_person=True)


def run(people: Path, figures: PolicyFigures, out: Path | None) -> Totals:
    """Compute the pay of all workers and its shares; write a row each to ``out`` unless ``None``."""
    columns = [*TEXTS, *NUMBERS, *(["person"] if out else [])]
    rows = pq.read_table(people, columns=columns, read_dictionary=TEXTS).unify_dictionaries()
    rows = rows.combine_chunks()
    simulation = _simulation(rows, figures)
    measures = [_fen(simulation.calculate(name.removesuffix("_fen"), _MONTH)) for name in MEASURES]
    with output(out) as sink:
        if sink:
            sink.write_table(pa.table([rows["person"], *measures], schema=sink.schema))
    return totals_by_county(rows["county"], measures)


# ---------------------------------------------------------------- the rules, one class each


def half_up(yuan: Array) -> Array:
    """Round to the fen, halves up."""
    return np.floor(yuan * 100 + 0.5) / 100


class base_pay(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "基本薪酬"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        wage = parameters(period).city_average_wage[worker("city", period)]
        return half_up(wage * parameters(period).base_pay_ratio)


class grade_pay(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "岗位等级薪酬"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        return parameters(period).grade_pay[worker("post", period)][worker("grade", period)]


class star_subsidy(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "星级补贴"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        return parameters(period).star_subsidy[worker("star", period)]


class education_allowance(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "学历津贴"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        return parameters(period).education_allowance[worker("education", period)]


class professional_allowance(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "职业津贴"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        return parameters(period).professional_allowance[worker("certificate", period)]


class gross_pay(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "应发薪酬（四部分合计）"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        return (
            worker("base_pay", period)
            + worker("grade_pay", period)
            + worker("star_subsidy", period)
            + worker("education_allowance", period)
            + worker("professional_allowance", period)
        )


class performance_portion(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "应发薪酬中的绩效部分"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        return half_up(worker("gross_pay", period) * parameters(period).performance_share)


class performance_part(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "按考核结果发放的绩效薪酬"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        rate = parameters(period).performance_rate[worker("assessment", period)]
        return half_up(worker("performance_portion", period) * rate)


class pay(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "月薪酬"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        fixed = worker("gross_pay", period) - worker("performance_portion", period)
        return fixed + worker("performance_part", period)


class region_share(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "自治区补助"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        rate = parameters(period).region_rate[worker("county", period)]
        return half_up(worker("pay", period) * rate)


class city_share(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "市级承担"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        rest = worker("pay", period) - worker("region_share", period)
        return np.floor(rest * parameters(period).city_part_rate * 100) / 100


class county_share(Variable):
    value_type = float
    entity = Worker
    definition_period = MONTH
    label = "县级承担"

    def formula(worker: Any, period: Any, parameters: Any) -> Array:
        borne = worker("region_share", period) + worker("city_share", period)
        return worker("pay", period) - borne


_RULES = (
    base_pay,
    grade_pay,
    star_subsidy,
    education_allowance,
    professional_allowance,
    gross_pay,
    performance_portion,
    performance_part,
    pay,
    region_share,
    city_share,
    county_share,
)


# ---------------------------------------------------------------- facts, figures, answers


def _simulation(rows: pa.Table, figures: PolicyFigures) -> Simulation:
    """Return a simulation with the facts of the workers set as inputs."""
    system = TaxBenefitSystem([Worker])
    system.add_variables(*_RULES, *map(_fact, [*TEXTS, *NUMBERS]))
    system.parameters = ParameterNode("", data=_tree(figures))
    simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
    for name in TEXTS:
        simulation.set_input(name, _MONTH, looked_up(rows[name], str, object))
    for name in NUMBERS:
        simulation.set_input(name, _MONTH, _texts(rows[name].chunk(0).to_numpy()))
    return simulation


def _fact(name: str) -> type[Variable]:
    attributes = {"value_type": str, "entity": Worker, "definition_period": MONTH}
    return type(name, (Variable,), attributes)


def _texts(numbers: Array) -> Array:
    """Return small numbers as texts, of which there are only a few objects."""
    texts = np.array([str(number) for number in range(numbers.max() + 1)], object)
    return np.asarray(texts[numbers])


def _tree(figures: PolicyFigures) -> dict[str, Any]:
    """Return the figures as OpenFisca reads them from its YAML files: yuan and ratios as floats."""
    posts = sorted({post for post, _ in figures.grade_pay})
    return {
        "city_average_wage": _node(figures.city_average_wage, per=100),
        "base_pay_ratio": _leaf(figures.base_pay_ratio),
        "grade_pay": {
            str(post): _node(
                {grade: fen for (of, grade), fen in figures.grade_pay.items() if of == post},
                per=100,
            )
            for post in posts
        },
        "star_subsidy": _node(figures.star_subsidy, per=100),
        "education_allowance": _node(figures.education_allowance, per=100),
        "professional_allowance": _node(figures.professional_allowance, per=100),
        "performance_share": _leaf(figures.performance_share),
        "performance_rate": _node(figures.performance_rate),
        "region_rate": _node(figures.region_rate),
        "city_part_rate": _leaf(figures.city_part_rate),
    }


def _node(table: Mapping[Any, Decimal | int], *, per: int = 1) -> dict[str, Any]:
    return {str(key): _leaf(value, per=per) for key, value in table.items()}


def _leaf(value: Decimal | int, *, per: int = 1) -> dict[str, Any]:
    return {"values": {_SINCE: {"value": float(value) / per}}}


def _fen(yuan: Array) -> Array:
    return np.rint(yuan.astype(np.float64) * 100).astype(np.int64)


if __name__ == "__main__":
    main(run, figures_of)
