"""The rules of 国务院关于渐进式延迟法定退休年龄的办法. Figures and dates stand in ``pack.toml``.

Sex and category are facts here because the law itself sets ages by them, and for nothing
else (requirements X). The engine proposes, the person chooses, a named official confirms.
"""

from linli.core.policy import (
    Effect,
    Expression,
    as_age,
    check,
    first_day_of,
    in_force,
    larger,
    month_of,
    round_down,
    rule,
    smaller,
    when,
    worst,
)

# ---------------------------------------------------------------- 第一条：法定退休年龄


@rule("延迟退休办法 第一条", "达到原法定退休年龄的年月")
def original_age_reached(birth: Expression, original_age_months: Expression) -> Expression:
    return birth + original_age_months


@rule("延迟退休办法 第一条", "适用渐进式延迟")
def delay_applies(original_age_reached: Expression, delay_start: Expression) -> Expression:
    return original_age_reached >= month_of(delay_start)


@rule("延迟退休办法 第一条", "延迟月数")
def delay_months(
    delay_applies: Expression,
    original_age_reached: Expression,
    delay_start: Expression,
    delay_step_months: Expression,
    delay_per_step_months: Expression,
    original_age_months: Expression,
    final_age_months: Expression,
) -> Expression:
    steps = round_down(original_age_reached - month_of(delay_start), per=delay_step_months) + 1
    most = final_age_months - original_age_months
    return when(delay_applies, smaller(steps * delay_per_step_months, most), 0)


@rule("工人退休办法 第一条(一)", "原法定退休年龄（不延迟）")
def age_before_delay(original_age_months: Expression) -> Expression:
    return original_age_months


@rule("延迟退休办法 第一条", "延迟后的法定退休年龄")
def delayed_age(original_age_months: Expression, delay_months: Expression) -> Expression:
    return original_age_months + delay_months


@rule("延迟退休办法 第一条", "法定退休年龄")
def retirement_age(age_rule: Expression) -> Expression:
    return as_age(age_rule)


@rule("延迟退休办法 第一条", "法定退休年月")
def retirement_month(birth: Expression, age_rule: Expression) -> Expression:
    return birth + age_rule


@check(
    "延迟退休办法 第一条",
    "类别与性别一致",
    code="category_disagrees_with_sex",
    effect=Effect.REFER,
    text="职工类别与性别不一致，请核对",
)
def category_agrees_with_sex(sex: Expression, category: Expression) -> Expression:
    return (sex == "male") == (category == "male")


# ---------------------------------------------------------------- 第二条：最低缴费年限


@rule("延迟退休办法 第二条第一款", "达到法定退休年龄当年的最低缴费月数")
def minimum_contribution_months(
    retirement_month: Expression, minimum_contribution: Expression
) -> Expression:
    return in_force(minimum_contribution, on=first_day_of(retirement_month))


@rule("延迟退休办法 第二条第二款", "达到最低缴费年限还差的月数")
def missing_contribution_months(
    minimum_contribution_months: Expression, contribution_months: Expression
) -> Expression:
    return larger(minimum_contribution_months - contribution_months, 0)


# ---------------------------------------------------------------- 第三条：弹性退休


@rule("延迟退休办法 第三条第一款", "弹性提前退休的最早年月")
def earliest_retirement_month(
    original_age_reached: Expression,
    retirement_month: Expression,
    early_limit_months: Expression,
) -> Expression:
    return larger(original_age_reached, retirement_month - early_limit_months)


@rule("延迟退休办法 第三条第二款", "弹性延迟退休的最晚年月")
def latest_retirement_month(
    retirement_month: Expression, late_limit_months: Expression, delay_applies: Expression
) -> Expression:
    return when(delay_applies, retirement_month + late_limit_months, retirement_month)


@rule("弹性退休办法 第七条", "所选退休年月要求的最低缴费月数")
def contribution_required_for_choice(
    chosen_month: Expression, retirement_month: Expression, minimum_contribution: Expression
) -> Expression:
    counted = smaller(chosen_month, retirement_month)
    return in_force(minimum_contribution, on=first_day_of(counted))


@check(
    "延迟退休办法 第三条第一款",
    "不早于最早退休年月",
    code="retires_too_early",
    effect=Effect.FAIL,
    text="所选退休年月早于原法定退休年龄，或比法定退休年龄提前超过{early_limit_months}个月",
)
def not_too_early(chosen_month: Expression, earliest_retirement_month: Expression) -> Expression:
    return chosen_month >= earliest_retirement_month


@check(
    "延迟退休办法 第三条第一款",
    "弹性提前退休的缴费年限",
    code="contribution_too_short",
    effect=Effect.FAIL,
    text="提前退休须达到最低缴费年限，累计缴费月数不足",
    unknown="累计缴费月数不明，请向社会保险经办机构核对是否达到最低缴费年限",
)
def contribution_reached(
    chosen_month: Expression,
    retirement_month: Expression,
    contribution_months: Expression,
    contribution_required_for_choice: Expression,
) -> Expression:
    enough = contribution_months >= contribution_required_for_choice
    return (chosen_month >= retirement_month) | enough


@check(
    "延迟退休办法 第三条第二款",
    "不晚于最晚退休年月",
    code="retires_too_late",
    effect=Effect.FAIL,
    text="所选退休年月比法定退休年龄延迟超过{late_limit_months}个月，或不适用弹性延迟",
)
def not_too_late(chosen_month: Expression, latest_retirement_month: Expression) -> Expression:
    return chosen_month <= latest_retirement_month


@check(
    "延迟退休办法 第三条第二款",
    "弹性延迟经协商一致",
    code="delay_not_agreed",
    effect=Effect.FAIL,
    text="弹性延迟退休须所在单位与职工协商一致",
    unknown="是否协商一致延迟退休未登记，请核对",
)
def late_by_agreement(
    chosen_month: Expression, retirement_month: Expression, delay_agreed: Expression
) -> Expression:
    return (chosen_month <= retirement_month) | delay_agreed


@rule("延迟退休办法 第三条", "所选退休年月的意见")
def choice_of_month(
    category_agrees_with_sex: Expression,
    not_too_early: Expression,
    contribution_reached: Expression,
    not_too_late: Expression,
    late_by_agreement: Expression,
) -> Expression:
    return worst(
        category_agrees_with_sex,
        not_too_early,
        contribution_reached,
        not_too_late,
        late_by_agreement,
    )
