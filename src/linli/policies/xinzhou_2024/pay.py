"""Living allowance, insurance, shares and budget: D0 四, 附件3."""

from linli.core.policy import Expression, round_down, round_half_up, rule, smaller, when


@rule("D0 附件3", "最低工资类别")
def tier(wage_tier: Expression) -> Expression:
    return wage_tier


@rule("D0 四(一)1", "月生活补贴")
def monthly_allowance(minimum_wage: Expression) -> Expression:
    return minimum_wage


@rule("D0 四(一)1", "按当月日历天数计算的生活补贴（Q4）")
def allowance_by_calendar_days(
    monthly_allowance: Expression, days_served: Expression, days_in_month: Expression
) -> Expression:
    days = smaller(days_served, days_in_month)
    return round_half_up(monthly_allowance * days, per=days_in_month)


@rule("D0 四(一)1", "按月计薪天数计算的生活补贴（Q4）")
def allowance_by_paid_days(
    monthly_allowance: Expression, paid_days_served: Expression, paid_days_per_year: Expression
) -> Expression:
    by_days = round_half_up(monthly_allowance * 12 * paid_days_served, per=paid_days_per_year)
    return smaller(by_days, monthly_allowance)


@rule("D0 四(一)1", "不论天数发整月的生活补贴（Q4）")
def allowance_by_whole_month(monthly_allowance: Expression, days_served: Expression) -> Expression:
    return when(days_served > 0, monthly_allowance, monthly_allowance - monthly_allowance)


@rule("D0 四(一)1", "当月生活补贴（不满一月的按选定办法，Q4）")
def month_allowance(part_month_method: Expression) -> Expression:
    return part_month_method


@rule("D0 四(一)2", "代扣人身意外保险费（只在第一个月，Q5）")
def insurance_deduction(
    month_allowance: Expression, accident_premium: Expression, first_month: Expression
) -> Expression:
    return when(
        first_month, smaller(accident_premium, month_allowance), month_allowance - month_allowance
    )


@rule("D0 四(一)2", "实发")
def net_pay(month_allowance: Expression, insurance_deduction: Expression) -> Expression:
    return month_allowance - insurance_deduction


@rule("D0 四(二)1", "省级分担")
def province_part(month_allowance: Expression, province_share: Expression) -> Expression:
    return round_half_up(month_allowance * province_share)


@rule("D0 四(二)1", "市级分担（其余的一半，Q12）")
def city_part(month_allowance: Expression, province_part: Expression) -> Expression:
    return round_down(month_allowance - province_part, per=2)


@rule("D0 四(二)1", "县级分担（余数归县，Q12）")
def county_part(
    month_allowance: Expression, province_part: Expression, city_part: Expression
) -> Expression:
    return month_allowance - province_part - city_part


@rule("D0 四(二)1", "每月预算")
def monthly_budget(monthly_allowance: Expression, headcount: Expression) -> Expression:
    return monthly_allowance * headcount


@rule("D0 四(二)1", "年度预算")
def yearly_budget(monthly_budget: Expression, budget_months: Expression) -> Expression:
    return monthly_budget * budget_months
