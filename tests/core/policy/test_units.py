"""Numbers of different units neither add up nor compare; a plain number goes with any."""

from pathlib import Path

import pytest

from linli.core.policy import Unit
from tests.core.policy.tiny_packs import edition_of, rule_refusal, rule_text

MEND = "；处理办法：核对规则中各量的单位，或先换算。"


@pytest.mark.parametrize(
    ("signature", "result", "units"),
    [
        ("x(months, span)", "months + span", "“个月”（months）与“日”（days）"),
        ("x(months, span)", "span - months", "“日”（days）与“个月”（months）"),
        ("x(months, span)", "months < span", "“个月”（months）与“日”（days）"),
        ("x(months, span)", "months == span", "“个月”（months）与“日”（days）"),
        ("x(months, span)", "larger(months, span)", "“个月”（months）与“日”（days）"),
        ("x(months, span, holds)", "when(holds, months, span)", "“个月”（months）与“日”（days）"),
        ("x(limit, span)", "limit * 2 + span", "“个月”（months）与“日”（days）"),
        ("x(limit, span)", "round_half_up(limit, per=2) + span", "“个月”（months）与“日”（days）"),
        ("x(done, deadline, months)", "deadline - done + months", "“日”（days）与“个月”（months）"),
        ("x(done, born)", "whole_years(born, done) + year_of(done)", "“年”（years）与“年”（year）"),
        ("x(done, born)", "whole_years(born, done) + whole_months(born, done)", "“年”（years）与“个月”（months）"),
        ("x(months)", "as_age(months) > months", "“”（age）与“个月”（months）"),
        ("x(working, span)", "working > span", "“个工作日”（working_days）与“日”（days）"),
        ("x(score, grade)", "score > grade", "“分”（points）与“级”（grade）"),
    ],
)  # fmt: skip
def test_numbers_of_different_units_are_refused(
    tmp_path: Path, signature: str, result: str, units: str
) -> None:
    one, other = units.split("与")

    assert rule_refusal(tmp_path, signature, result) == (
        f"单位{one}与{other}不能相加、比较或并列{MEND}"
    )


@pytest.mark.parametrize(
    ("signature", "result", "unit"),
    [
        ("x(months)", "months + 1", Unit.MONTHS),
        ("x(months)", "1 - months", Unit.MONTHS),
        ("x(months, days)", "months + days", Unit.MONTHS),
        ("x(months, limit)", "months + limit", Unit.MONTHS),
        ("x(months, rate)", "months * rate", Unit.MONTHS),
        ("x(months, days)", "days * months", Unit.MONTHS),
        ("x(months, span)", "months * span", None),
        ("x(months)", "round_down(months, per=12)", Unit.MONTHS),
        ("x(months, limit)", "round_down(months, per=limit)", None),
        ("x(days)", "days + 1", None),
        ("x(holds, months)", "when(holds, months, 0)", Unit.MONTHS),
        ("x(months)", "as_age(months)", Unit.AGE),
        ("x(done, deadline)", "deadline - done", Unit.DAYS),
        ("x(since)", "since - since", Unit.MONTHS),
        ("x(done, born)", "whole_years(born, done)", Unit.YEARS),
        ("x(done, born)", "whole_months(born, done)", Unit.MONTHS),
        ("x(done)", "year_of(done)", Unit.YEAR),
        ("x(fee, months)", "fee * months", None),
        ("x(fee)", "fee", None),
        ("x(rate)", "rate", None),
        ("x(results)", "length(results)", None),
    ],
)
def test_unit_of_a_result_follows_from_its_parts(
    tmp_path: Path, signature: str, result: str, unit: Unit | None
) -> None:
    edition = edition_of(tmp_path, rule_text(signature, result))

    assert edition.rules["x"].tree.shape.unit is unit


def test_units_that_only_count_go_with_any_other() -> None:
    assert {unit for unit in Unit if not unit.measures} == {Unit.RATIO, Unit.TIMES, Unit.COUNT}
