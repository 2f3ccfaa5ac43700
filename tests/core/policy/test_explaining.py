"""One case computed exactly, with the steps, figures, clauses and reasons that an official reads."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import (
    CaseError,
    Explanation,
    NothingInForce,
    Outcome,
    Reason,
    Step,
    UnknownName,
    UsedParameter,
    compile_rules,
    compute,
    explain,
    load_pack,
)
from linli.core.policy.pack import Scalar
from tests.core.policy.tiny_packs import (
    FACTS_AND_FIGURES,
    JUNE,
    answer,
    edition_of,
    rule_text,
    write_pack,
)

TRACED = (
    '@rule("D9 三", "月工资")\ndef monthly(wage):\n    return wage\n'
    '@rule("D9 三(一)", "当月工资")\ndef part(monthly, days, month):\n'
    "    return round_half_up(monthly * days, per=month)\n"
    '@rule("D9 二", "分担")\ndef share(part, rate):\n    return round_down(part * rate)\n'
    '@rule("D9 一", "其余")\ndef rest(part, share):\n    return part - share\n'
)


def test_trace_of_a_case_is_whole(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, TRACED)

    found = explain(edition, "rest", {"place": "west", "days": 10, "month": 31})

    wage = UsedParameter("wage", "1,780.50元", JUNE, "D9 三")
    rate = UsedParameter("rate", "55%", JUNE, "D9 二")
    assert found == Explanation(
        pack="sample",
        edition="2024-06-01",
        rule="rest",
        on=JUNE,
        value=25846,
        unit="fen",
        steps=(
            Step("monthly", "月工资", 178050, "1,780.50元", "1,780.50元", "D9 三", (wage,)),
            Step(
                "part",
                "当月工资",
                57435,
                "574.35元",
                "1,780.50元 × 10 ÷ 31，四舍五入到分",
                "D9 三(一)",
                (),
            ),
            Step(
                "share",
                "分担",
                31589,
                "315.89元",
                "574.35元 × 55%，舍去尾数到分",
                "D9 二",
                (rate,),
            ),
            Step("rest", "其余", 25846, "258.46元", "574.35元 − 315.89元", "D9 一", ()),
        ),
        reasons=(),
    )


def test_trace_names_the_edition_of_the_figure_that_it_used(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("pay(wage)", "wage"), on=date(2025, 1, 1))

    found = explain(edition, "pay", {"place": "west"})

    assert found.steps[-1].parameters == (
        UsedParameter("wage", "1,880.00元", date(2025, 1, 1), "D9 三(二)"),
    )


@pytest.mark.parametrize(
    ("day", "pay"),
    [
        (date(2024, 12, 31), 178050),
        (date(2025, 1, 1), 188000),
        (date(2025, 1, 2), 188000),
    ],
)
def test_new_edition_holds_from_its_first_day(tmp_path: Path, day: date, pay: int) -> None:
    edition = edition_of(tmp_path, rule_text("pay(wage)", "wage"), on=day)

    assert explain(edition, "pay", {"place": "west"}).value == pay


def test_nothing_is_in_force_on_the_day_before_the_first(tmp_path: Path) -> None:
    rules = rule_text("pay(wage)", "wage") + rule_text("length(month)", "month")
    edition = edition_of(tmp_path, rules, on=date(2024, 5, 31))

    with pytest.raises(NothingInForce) as caught:
        explain(edition, "pay", {"place": "west"})

    assert explain(edition, "length", {"month": 30}).value == 30

    assert str(caught.value) == (
        "参数“工资”（wage）在2024-05-31尚无生效的数值；依据：D9 三；处理办法：查看政策包中该参数的生效日期。"
    )


def checks(effect: str, condition: str = "holds") -> str:
    return (
        f'@check("D9 四", "样本检查", code="late", effect=Effect.{effect},\n'
        '    text="超过{deadline}，罚{fee}", unknown="未知是否超过{deadline}")\n'
        f"def in_time(holds):\n    return {condition}\n"
        '@check("D9 五", "另一检查", code="other", effect=Effect.REFER, text="请核对")\n'
        "def other_check(other):\n    return other\n"
        '@rule("D9 六", "结论")\n'
        "def verdict(in_time, other_check):\n    return worst(in_time, other_check)\n"
    )


FAILED = Reason("late", "D9 四", "超过2024-07-05，罚100.00元", "fail")
UNTOLD = Reason("late", "D9 四", "未知是否超过2024-07-05", "refer", is_unknown=True)
OTHER = Reason("other", "D9 五", "请核对", "refer")
OTHER_UNTOLD = Reason("other", "D9 五", "请核对", "refer", is_unknown=True)


@pytest.mark.parametrize(
    ("holds", "other", "outcome", "reasons"),
    [
        (True, True, Outcome.PASS, ()),
        (True, False, Outcome.REFER, (OTHER,)),
        (True, None, Outcome.REFER, (OTHER_UNTOLD,)),
        (False, True, Outcome.FAIL, (FAILED,)),
        (False, False, Outcome.FAIL, (FAILED, OTHER)),
        (None, True, Outcome.REFER, (UNTOLD,)),
        (None, False, Outcome.REFER, (UNTOLD, OTHER)),
    ],
)
def test_check_that_cannot_be_told_is_referred_and_never_fails(
    tmp_path: Path,
    holds: bool | None,
    other: bool | None,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
) -> None:
    edition = edition_of(tmp_path, checks("FAIL"))

    found = explain(edition, "verdict", {"holds": holds, "other": other})

    assert (found.value, found.reasons) == (outcome, reasons)


@pytest.mark.parametrize(
    ("holds", "reasons"),
    [
        (True, ()),
        (False, (Reason("late", "D9 四", "超过2024-07-05，罚100.00元", "note"),)),
        (None, (Reason("late", "D9 四", "未知是否超过2024-07-05", "note", is_unknown=True),)),
    ],
)
def test_note_leaves_its_reason_and_passes(
    tmp_path: Path, holds: bool | None, reasons: tuple[Reason, ...]
) -> None:
    edition = edition_of(tmp_path, checks("NOTE"))

    found = explain(edition, "in_time", {"holds": holds})

    assert (found.value, found.reasons) == (Outcome.PASS, reasons)


def test_step_of_a_check_shows_its_condition_and_outcome(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, checks("FAIL"))

    found = explain(edition, "verdict", {"holds": False, "other": True})

    assert found.steps == (
        Step("in_time", "样本检查", Outcome.FAIL, "不符合", "条件甲：否", "D9 四", ()),
        Step("other_check", "另一检查", Outcome.PASS, "符合", "条件乙：是", "D9 五", ()),
        Step(
            "verdict",
            "结论",
            Outcome.FAIL,
            "不符合",
            "样本检查：不符合；另一检查：符合",
            "D9 六",
            (),
        ),
    )


def test_figure_in_a_reason_follows_a_what_if(tmp_path: Path) -> None:
    changed = {"deadline": date(2024, 7, 9), "fee": 12345}
    edition = edition_of(tmp_path, checks("FAIL"), overrides=changed)

    found = explain(edition, "in_time", {"holds": False})

    assert found.reasons == (Reason("late", "D9 四", "超过2024-07-09，罚123.45元", "fail"),)


@pytest.mark.parametrize(
    ("overrides", "east", "west"),
    [
        ({}, 198000, 178050),
        ({"wage.west": 200000}, 198000, 200000),
        ({"wage.west": 200000, "wage.east": 1}, 1, 200000),
    ],
)
def test_what_if_changes_the_rows_it_names_and_no_others(
    tmp_path: Path, overrides: dict[str, Scalar], east: int, west: int
) -> None:
    edition = edition_of(tmp_path, rule_text("pay(wage)", "wage"), overrides=overrides)

    found = [explain(edition, "pay", {"place": place}).value for place in ("east", "west")]

    assert found == [east, west]


def test_what_if_leaves_the_pack_as_it_was(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES, rule_text("pay(wage)", "wage")))

    compile_rules(pack, JUNE, {"wage.west": 200000})

    assert pack.whole_table("wage", JUNE) == {"east": 198000, "west": 178050}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bonus", "政策包 sample 没有参数“bonus”。"),
        (
            "wage.north",
            "参数“wage”没有“north”一项；处理办法：用“linli policy show sample wage”查看。",
        ),
        ("fee.east", "参数“fee”没有“east”一项；处理办法：用“linli policy show sample fee”查看。"),
    ],
)
def test_what_if_on_a_figure_that_does_not_exist_is_refused(
    tmp_path: Path, name: str, sentence: str
) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES))

    with pytest.raises(UnknownName) as caught:
        compile_rules(pack, JUNE, {name: 1})

    assert str(caught.value) == sentence


def test_rule_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, "")

    with pytest.raises(UnknownName) as caught:
        explain(edition, "bonus", {})

    assert str(caught.value) == (
        "政策包 sample 没有规则“bonus”；处理办法：用“linli policy show sample”查看全部规则。"
    )


def test_fact_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(days)", "days")

    assert str(caught.value) == "缺少事实“天数”（days）；处理办法：补上这项事实。"


def test_fact_that_must_be_known_may_not_be_empty(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(month)", "month", month=None)

    assert str(caught.value) == "“当月天数”（month）不能为空；处理办法：补上这项事实。"


DATE_WANTED = "“完成日期”（done）的值不合要求：应是1900至2199年的日期，如 2024-07-05"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("month", 27, "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("month", 32, "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("month", True, "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("month", Decimal(30), "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("amount", 1000001, "“金额”（amount）的值不合要求：应是-1000000至1000000的整数"),
        ("amount", -1000001, "“金额”（amount）的值不合要求：应是-1000000至1000000的整数"),
        ("holds", 1, "“条件甲”（holds）的值不合要求：应是 true 或 false"),
        ("place", "north", "“地点”（place）的值不合要求：应是east、west"),
        ("done", "2024-07-05", DATE_WANTED),
        ("done", datetime(2024, 7, 5), DATE_WANTED),
        ("done", date(1899, 12, 31), DATE_WANTED),
        ("done", date(2200, 1, 1), DATE_WANTED),
    ],
)
def test_fact_outside_its_bounds_is_refused(
    tmp_path: Path, name: str, value: Scalar, sentence: str
) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, f"x({name})", name, **{name: value})

    assert str(caught.value) == f"{sentence}；处理办法：改正后重试。"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("month", 28),
        ("month", 31),
        ("amount", -1000000),
        ("amount", 1000000),
        ("done", date(1900, 1, 1)),
        ("done", date(2199, 12, 31)),
    ],
)
def test_fact_on_its_bound_is_taken(tmp_path: Path, name: str, value: int | date) -> None:
    assert answer(tmp_path, f"x({name})", name, **{name: value}).value == value


def test_key_that_a_rule_gives_and_the_table_lacks_is_refused(tmp_path: Path) -> None:
    toml = (
        FACTS_AND_FIGURES
        + '[parameters.by_tier]\ndescription = "分档"\nunit = "yuan"\nkeys = ["tier"]\n'
        + 'clause = "D9 八"\nvalues = [{ from = 2024-06-01, value = { 1 = 5, 2 = 6 } }]\n'
    )
    rules = rule_text("tier(days)", "days") + rule_text("pay(by_tier)", "by_tier")
    edition = compile_rules(load_pack(write_pack(tmp_path, toml, rules)), JUNE)

    with pytest.raises(CaseError) as caught:
        explain(edition, "pay", {"days": 3})

    assert explain(edition, "pay", {"days": 2}).value == 600
    assert str(caught.value) == "“分档”没有“3”一项。"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("monthly", {"place": "west"}),
        ("rest", {"place": "west", "days": 10, "month": 31}),
        ("rest", {"place": None, "days": 10, "month": 31}),
    ],
)
def test_answer_without_steps_is_the_same(
    tmp_path: Path, rule: str, facts: dict[str, Scalar | None]
) -> None:
    edition = edition_of(tmp_path, TRACED)

    assert compute(edition, rule, facts) == explain(edition, rule, facts).value


def test_check_without_steps_gives_its_outcome(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, checks("FAIL"))

    found = compute(edition, "verdict", {"holds": None, "other": True})

    assert (found, type(found)) == (Outcome.REFER, Outcome)


def test_rule_needed_by_several_stands_once_in_the_trace(tmp_path: Path) -> None:
    rules = (
        rule_text("base(fee)", "fee")
        + rule_text("left(base)", "base")
        + rule_text("both(left, base)", "left + base")
    )

    found = explain(edition_of(tmp_path, rules), "both", {})

    assert [step.rule for step in found.steps] == ["base", "left", "both"]


def test_figures_that_a_branch_not_taken_would_use_are_not_told(tmp_path: Path) -> None:
    found = answer(
        tmp_path, "x(holds, fee, wage)", "when(holds, fee, wage)", holds=True, place="west"
    )

    assert [one.name for one in found.steps[-1].parameters] == ["fee"]
