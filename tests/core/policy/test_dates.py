"""Dates and months: moved, counted, and their limits, as terms and ages are reckoned."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy import CaseError, Month, compile_rules, explain, load_pack
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind, WorkCalendar
from tests.core.policy.tiny_packs import (
    EVERYTHING,
    JUNE,
    answer,
    edition_of,
    rule_refusal,
    rule_text,
    write_pack,
)


@pytest.mark.parametrize(
    ("signature", "result", "facts", "value", "shown", "formula"),
    [
        ("x(done)", "month_of(done)", {"done": date(2024, 2, 29)}, Month(2024, 2), "2024年2月", "2024-02-29所在月"),
        ("x(done)", "year_of(done)", {"done": date(2024, 12, 31)}, 2024, "2024", "2024-12-31的年份"),
        ("x(since)", "year_of(since)", {"since": "2025-01"}, 2025, "2025", "2025年1月的年份"),
        ("x(since)", "since + 1", {"since": "2024-12"}, Month(2025, 1), "2025年1月", "2024年12月 + 1个月"),
        ("x(since, months)", "months + since", {"since": "2024-12", "months": 13}, Month(2026, 1), "2026年1月", "2024年12月 + 13个月"),
        ("x(since, months)", "since - months", {"since": "2025-01", "months": 1}, Month(2024, 12), "2024年12月", "2025年1月 − 1个月"),
        ("x(since, done)", "since - month_of(done)", {"since": "2025-02", "done": date(2024, 12, 31)}, 2, "2", "2025年2月 − 2024年12月（2024-12-31所在月）"),
        ("x(done)", "done + 1", {"done": date(2024, 2, 28)}, date(2024, 2, 29), "2024-02-29", "2024-02-28 + 1日"),
        ("x(done)", "done + 1", {"done": date(2023, 2, 28)}, date(2023, 3, 1), "2023-03-01", "2023-02-28 + 1日"),
        ("x(done)", "1 + done", {"done": date(2024, 12, 31)}, date(2025, 1, 1), "2025-01-01", "2024-12-31 + 1日"),
        ("x(done, span)", "done - span", {"done": date(2024, 3, 1), "span": 1}, date(2024, 2, 29), "2024-02-29", "2024-03-01 − 1日"),
        ("x(done, span)", "done + (span + 1)", {"done": date(2024, 3, 1), "span": -2}, date(2024, 2, 29), "2024-02-29", "2024-03-01 + （-2 + 1）日"),
        ("x(done, deadline)", "deadline - done", {"done": date(2024, 6, 5)}, 30, "30", "2024-07-05 − 2024-06-05"),
        ("x(done, deadline)", "deadline - done", {"done": date(2024, 7, 6)}, -1, "-1", "2024-07-05 − 2024-07-06"),
        ("x(since)", "first_day_of(since)", {"since": "2024-02"}, date(2024, 2, 1), "2024-02-01", "2024年2月的第一日"),
        ("x(since)", "last_day_of(since)", {"since": "2024-02"}, date(2024, 2, 29), "2024-02-29", "2024年2月的最后一日"),
        ("x(since)", "last_day_of(since)", {"since": "2023-02"}, date(2023, 2, 28), "2023-02-28", "2023年2月的最后一日"),
        ("x(since)", "last_day_of(since)", {"since": "2024-12"}, date(2024, 12, 31), "2024-12-31", "2024年12月的最后一日"),
        ("x(done)", "last_day_of(month_of(done)) - done", {"done": date(2024, 2, 1)}, 28, "28", "2024-02-29（2024年2月（2024-02-01所在月）的最后一日） − 2024-02-01"),
        ("x(holds, done, span)", "done + when(holds, span, 0)", {"holds": True, "done": JUNE, "span": 9}, date(2024, 6, 10), "2024-06-10", "2024-06-01 + 9日（因“条件甲”为是）"),
        ("x(done, days)", "done + round_down(days, per=2)", {"done": JUNE, "days": 5}, date(2024, 6, 3), "2024-06-03", "2024-06-01 + 2日（5 ÷ 2，舍去尾数到整数）"),
        ("x(since)", "since == since", {"since": date(2024, 7, 31)}, True, "是", "2024年7月 ＝ 2024年7月"),
        ("x(since, done)", "since > month_of(done)", {"since": "2024-07", "done": date(2024, 7, 1)}, False, "否", "2024年7月 > 2024年7月（2024-07-01所在月）"),
    ],
)  # fmt: skip
def test_point_in_time_is_moved_and_measured(
    tmp_path: Path,
    signature: str,
    result: str,
    facts: dict[str, Any],
    value: object,
    shown: str,
    formula: str,
) -> None:
    found = answer(tmp_path, signature, result, **facts)

    step = found.steps[-1]
    assert (found.value, step.value, step.shown, step.formula) == (value, value, shown, formula)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1990, 7, 5), date(2024, 7, 4), 33),
        (date(1990, 7, 5), date(2024, 7, 5), 34),
        (date(1990, 7, 5), date(2024, 7, 6), 34),
        (date(2000, 2, 29), date(2024, 2, 28), 23),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(2000, 2, 29), date(2023, 2, 28), 22),
        (date(2000, 2, 29), date(2023, 3, 1), 23),
        (date(2000, 12, 31), date(2001, 1, 1), 0),
        (date(2024, 7, 5), date(2024, 7, 4), -1),
        (date(2024, 7, 5), date(2023, 7, 5), -1),
    ],
)
def test_age_is_complete_on_the_birthday(tmp_path: Path, born: date, day: date, years: int) -> None:
    found = answer(tmp_path, "x(born, done)", "whole_years(born, done)", born=born, done=day)

    assert (found.value, found.steps[-1].formula) == (years, f"自{born}至{day}的整年数")


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1),
        (date(2024, 1, 15), date(2024, 2, 16), 1),
        (date(2024, 1, 31), date(2024, 2, 29), 0),
        (date(2024, 1, 31), date(2024, 3, 1), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
        (date(2024, 2, 15), date(2024, 1, 15), -1),
        (date(2024, 2, 15), date(2024, 2, 14), -1),
    ],
)
def test_month_is_complete_on_the_day_of_its_number(
    tmp_path: Path, since: date, until: date, months: int
) -> None:
    found = answer(tmp_path, "x(born, done)", "whole_months(born, done)", born=since, done=until)

    assert (found.value, found.steps[-1].formula) == (months, f"自{since}至{until}的整月数")


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2024, 1, 28), 1, date(2024, 2, 28)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 3, 31), 1, date(2024, 4, 30)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 31), 0, date(2024, 12, 31)),
    ],
)
def test_day_some_months_later_is_the_last_of_the_month_where_it_has_no_such_day(
    tmp_path: Path, day: date, months: int, last: date
) -> None:
    found = answer(
        tmp_path, "x(done, months)", "months_after(done, months)", done=day, months=months
    )

    assert (found.value, found.steps[-1].formula) == (last, f"自{day}起满{months}个月的对应日")


@pytest.mark.parametrize(
    ("signature", "result", "formula"),
    [
        ("x(done)", "month_of(done)", "未知所在月"),
        ("x(done, since)", "since - month_of(done)", "2024年7月 − 未知（未知所在月）"),
        ("x(done, months)", "months_after(done, months)", "自未知起满1个月的对应日"),
        ("x(done, working)", "working_day_after(done, working)", "自未知次日起满3个工作日之日"),
        ("x(done, born)", "whole_years(born, done)", "自1990-01-01至未知的整年数"),
        ("x(done)", "done + 1 > done", "未知 + 1日 > 未知"),
    ],
)
def test_unknown_date_stays_unknown(
    tmp_path: Path, signature: str, result: str, formula: str
) -> None:
    facts = {"done": None, "since": "2024-07", "months": 1, "working": 3, "born": date(1990, 1, 1)}

    found = answer(tmp_path, signature, result, **facts)

    assert (found.value, found.steps[-1].formula) == (None, formula)


@pytest.mark.parametrize(
    ("word", "day", "facts"),
    [
        ("first_day_of(since)", date(1900, 1, 1), {"since": "1900-01"}),
        ("last_day_of(since)", date(2199, 12, 31), {"since": "2199-12"}),
        ("months_after(done, months)", date(2219, 12, 31), {"done": date(2199, 12, 31), "months": 240}),
        ("months_after(done, months)", date(1899, 1, 1), {"done": date(1900, 1, 1), "months": -12}),
    ],
)  # fmt: skip
def test_result_on_the_edge_of_the_years_is_within_its_proven_bounds(
    tmp_path: Path, word: str, day: date, facts: dict[str, Any]
) -> None:
    edition = edition_of(tmp_path, rule_text("x(since, done, months)", word))

    assert explain(edition, "x", facts).value == day
    shape = edition.rules["x"].tree.shape
    assert shape.low <= day.toordinal() <= shape.high


# ---------------------------------------------------------------- working days

# Dragon Boat Festival of 2024: Monday 10 June; Sunday 29 September was worked instead.
CALENDAR = WorkCalendar(
    frozenset([2024]),
    {date(2024, 6, 10): DayKind.HOLIDAY, date(2024, 9, 29): DayKind.MAKE_UP},
)
PERIOD = rule_text("x(done, working)", "working_day_after(done, working)")


@pytest.mark.parametrize(
    ("day", "number", "last"),
    [
        (date(2024, 6, 6), 1, date(2024, 6, 7)),
        (date(2024, 6, 7), 1, date(2024, 6, 11)),
        (date(2024, 6, 8), 1, date(2024, 6, 11)),
        (date(2024, 6, 10), 1, date(2024, 6, 11)),
        (date(2024, 6, 7), 3, date(2024, 6, 13)),
        (date(2024, 9, 27), 1, date(2024, 9, 29)),
        (date(2024, 12, 30), 1, date(2024, 12, 31)),
    ],
)
def test_period_of_working_days_begins_on_the_day_after(
    tmp_path: Path, day: date, number: int, last: date
) -> None:
    edition = edition_of(tmp_path, PERIOD).with_calendar(CALENDAR)

    found = explain(edition, "x", {"done": day, "working": number})

    assert (found.value, found.steps[-1].formula) == (last, f"自{day}次日起满{number}个工作日之日")


def test_calendar_is_handed_over_when_a_pack_is_compiled(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, EVERYTHING, PERIOD))
    facts = {"done": date(2024, 6, 7), "working": 1}

    edition = compile_rules(pack, JUNE, calendar=CALENDAR)

    assert explain(edition, "x", facts).value == date(2024, 6, 11)


def test_other_calendar_gives_another_day(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, PERIOD).with_calendar(CALENDAR)
    facts = {"done": date(2024, 6, 7), "working": 1}
    explain(edition, "x", facts)

    without_holidays = edition.with_calendar(WorkCalendar(frozenset([2024]), {}))

    assert explain(without_holidays, "x", facts).value == date(2024, 6, 10)


def test_working_days_without_a_calendar_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        explain(edition_of(tmp_path, PERIOD), "x", {"done": JUNE, "working": 1})

    assert str(caught.value) == (
        "计算工作日需要放假安排表；处理办法：载入国务院办公厅公布的放假安排。"
    )


def test_period_that_reaches_a_year_without_holiday_table_is_refused(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, PERIOD).with_calendar(CALENDAR)

    with pytest.raises(Refusal) as caught:
        explain(edition, "x", {"done": date(2024, 12, 31), "working": 1})

    assert str(caught.value) == (
        "节假日表缺少2025年；依据：国务院办公厅每年公布的放假安排"
        "；处理办法：请系统管理员载入2025年的放假安排后再试。"
    )


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("signature", "result", "what"),
    [
        ("x(since)", "month_of(since)", "month_of 要用日期，不能用年月。"),
        ("x(days)", "year_of(days)", "year_of 要用日期或年月，不能用数值。"),
        ("x(done)", "first_day_of(done)", "first_day_of 要用年月，不能用日期。"),
        ("x(done)", "last_day_of(done)", "last_day_of 要用年月，不能用日期。"),
        ("x(done, since)", "whole_years(since, done)", "whole_years 要用日期，不能用年月。"),
        ("x(done, since)", "whole_months(done, since)", "whole_months 要用日期，不能用年月。"),
        ("x(since)", "months_after(since, 1)", "months_after 要用日期，不能用年月。"),
        ("x(done, span)", "months_after(done, span)", "年月加减的应是“个月”，不是“日”。"),
        ("x(done, rate)", "months_after(done, rate)", "年月只能加减整数，不能加减小数。"),
        ("x(since)", "working_day_after(since, 1)", "working_day_after 要用日期，不能用年月。"),
        ("x(done)", "working_day_after(done, 0)", "working_day_after 的工作日数应为正整数。"),
        ("x(done, rate)", "working_day_after(done, rate)", "working_day_after 的工作日数应为正整数。"),
        ("x(done, months)", "done + months", "日期加减的应是“日”，不是“个月”。"),
        ("x(since, span)", "since + span", "年月加减的应是“个月”，不是“日”。"),
        ("x(done, fee)", "done + fee", "日期只能加减整数，不能加减金额。"),
        ("x(done, deadline)", "done + deadline", "日期只能加减整数，不能加减日期。"),
        ("x(done, since)", "since - done", "年月只能加减整数，不能加减日期。"),
        ("x(done, since)", "done - since", "日期只能加减整数，不能加减年月。"),
        ("x(done)", "1 - done", "数值与日期不能相加、比较或并列；处理办法：核对规则中各量的单位。"),
        ("x(done, since)", "done < since", "日期与年月不能相加、比较或并列；处理办法：核对规则中各量的单位。"),
        ("x(done)", "done + 9999999", "运算“+”的日期可能超出公历；处理办法：缩小输入的上下限。"),
        ("x(done)", "done - 9999999", "运算“-”的日期可能超出公历；处理办法：缩小输入的上下限。"),
        ("x(since)", "first_day_of(since + 99999)", "运算“first_day”的日期可能超出公历；处理办法：缩小输入的上下限。"),
        ("x(done)", "months_after(done, 99999)", "运算“months_after”的日期可能超出公历；处理办法：缩小输入的上下限。"),
    ],
)  # fmt: skip
def test_point_in_time_that_makes_no_sense_is_refused(
    tmp_path: Path, signature: str, result: str, what: str
) -> None:
    assert rule_refusal(tmp_path, signature, result) == what


def test_term_that_counts_its_first_day_ends_on_the_day_before(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(done)", "months_after(done, 12) - 1", done=date(2024, 8, 1))

    assert found.value == date(2024, 8, 1) + timedelta(days=364)
    assert found.steps[-1].formula == "2025-08-01（自2024-08-01起满12个月的对应日） − 1日"
