"""Reading one figure of a pack, on a day, by its name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import NothingInForce, Pack, Unit, UnknownName, load_pack
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, JUNE, write_pack


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(write_pack(tmp_path, FACTS_AND_FIGURES))


def test_figures_are_read_in_their_kind(pack: Pack) -> None:
    found = (
        pack.whole("fee", JUNE),
        pack.text("word", JUNE),
        pack.texts("groups", JUNE),
        pack.scalar("deadline", JUNE),
        pack.scalar("allowed", JUNE),
        pack.table("wage", JUNE),
        pack.clause("fee", JUNE),
    )

    assert found == (
        10000,
        "甲",
        ("甲", "乙"),
        date(2024, 7, 5),
        False,
        {"east": 198000, "west": 178050},
        "D9 一",
    )


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (
            lambda pack: pack.whole("bonus", JUNE),
            "政策包 sample 没有参数“bonus”；处理办法：用“linli policy show sample”查看全部参数。",
        ),
        (lambda pack: pack.whole("wage", JUNE), "参数“wage”按place分列，没有单一数值。"),
        (lambda pack: pack.whole("word", JUNE), "参数“word”不是整数。"),
        (lambda pack: pack.text("fee", JUNE), "参数“fee”不是文字。"),
        (lambda pack: pack.texts("word", JUNE), "参数“word”不是一组文字。"),
        (lambda pack: pack.table("fee", JUNE), "参数“fee”不是按一个键分列的数值。"),
    ],
)
def test_figure_asked_for_in_another_kind_is_refused(
    pack: Pack, ask: Callable[[Pack], object], sentence: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        ask(pack)

    assert str(caught.value) == sentence


def test_table_by_two_keys_is_not_read_by_one(tmp_path: Path) -> None:
    toml = (
        '[inputs]\n[parameters.pair]\ndescription = "对"\nunit = "count"\nkeys = ["a", "b"]\n'
        'clause = "D9 一"\nvalues = [{ from = 2024-06-01, value = { x = { y = 1, z = 2 } } }]\n'
    )
    with_keys = toml.replace(
        "[inputs]\n",
        "".join(
            f'[inputs.{name}]\ndescription = "键"\ntype = "choice"\nchoices = {{ {choices} }}\n'
            for name, choices in (("a", 'x = "一"'), ("b", 'y = "二", z = "三"'))
        ),
    )
    pack = load_pack(write_pack(tmp_path, with_keys))

    with pytest.raises(UnknownName) as caught:
        pack.table("pair", JUNE)

    assert str(caught.value) == "参数“pair”不是按一个键分列的数值。"


@pytest.mark.parametrize(
    ("day", "wage"),
    [(date(2024, 6, 1), 198000), (date(2024, 12, 31), 198000), (date(2025, 1, 1), 208000)],
)
def test_figure_of_a_day_is_the_one_in_force(pack: Pack, day: date, wage: int) -> None:
    assert pack.whole_table("wage", day)["east"] == wage


def test_figure_has_no_value_before_its_first_day(pack: Pack) -> None:
    with pytest.raises(NothingInForce) as caught:
        pack.whole("fee", date(2024, 5, 31))

    assert str(caught.value) == (
        "参数“费用”（fee）在2024-05-31尚无生效的数值；依据：D9 一；处理办法：查看政策包中该参数的生效日期。"
    )


def test_every_unit_has_a_label_and_only_yuan_are_money() -> None:
    labels = {unit: unit.label for unit in Unit}

    assert len(labels) == len(Unit)
    assert {unit for unit in Unit if unit.is_money} == {
        Unit.YUAN,
        Unit.YUAN_PER_MONTH,
        Unit.YUAN_PER_DAY,
    }
    assert {unit: label for unit, label in labels.items() if label} == {
        Unit.YUAN: "元",
        Unit.TIMES: "倍",
        Unit.YUAN_PER_MONTH: "元/月",
        Unit.YUAN_PER_DAY: "元/日",
        Unit.PEOPLE: "名",
        Unit.COMMUNITIES: "个社区",
        Unit.YEARS: "年",
        Unit.MONTHS: "个月",
        Unit.HALF_YEARS: "个半年",
        Unit.HOURS: "小时",
        Unit.GRADE: "级",
        Unit.YEAR: "年",
        Unit.DAYS: "日",
        Unit.WORKING_DAYS: "个工作日",
        Unit.POINTS: "分",
        Unit.ORDINAL: "类",
    }
