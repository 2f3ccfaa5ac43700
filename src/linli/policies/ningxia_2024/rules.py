"""The rules of the Ningxia opinions of 2024-12-27 (D4): pay here, the rest in ``career`` and ``team``.

Figures stand in ``pack.toml``. Pay is rounded half up to the fen wherever a ratio is applied:
our reading, the document says nothing. Belief, ethnicity, sex, family and home town are facts
of no rule.
"""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    larger,
    month_of,
    rest,
    round_down,
    round_half_up,
    rule,
    smaller,
    when,
)
from linli.policies.ningxia_2024.career import *  # noqa: F403
from linli.policies.ningxia_2024.team import *  # noqa: F403

# ---------------------------------------------------------------- 18、19 薪酬


@rule("D4 18", "基本薪酬")
def base_pay(city_average_wage: Expression, base_pay_ratio: Expression) -> Expression:
    return round_half_up(city_average_wage * base_pay_ratio)


@rule("D4 18", "岗位等级薪酬")
def grade_pay(grade_pay_standard: Expression) -> Expression:
    return grade_pay_standard


@rule("D4 18", "星级补贴")
def star_subsidy(star_standard: Expression) -> Expression:
    return star_standard


@rule("D4 18", "学历津贴")
def education_allowance(education_standard: Expression) -> Expression:
    return education_standard


@rule("D4 18", "职业津贴")
def professional_allowance(certificate_standard: Expression) -> Expression:
    return certificate_standard


@rule("D4 18", "应发薪酬（四部分合计）")
def gross_pay(
    base_pay: Expression,
    grade_pay: Expression,
    star_subsidy: Expression,
    education_allowance: Expression,
    professional_allowance: Expression,
) -> Expression:
    return base_pay + grade_pay + star_subsidy + education_allowance + professional_allowance


@rule("D4 19", "应发薪酬中的绩效部分")
def performance_portion(gross_pay: Expression, performance_share: Expression) -> Expression:
    return round_half_up(gross_pay * performance_share)


@rule("D4 19", "按考核结果发放的绩效薪酬")
def performance_part(performance_portion: Expression, performance_rate: Expression) -> Expression:
    return round_half_up(performance_portion * performance_rate)


@rule("D4 19", "月薪酬")
def pay(
    gross_pay: Expression, performance_portion: Expression, performance_part: Expression
) -> Expression:
    return rest(gross_pay, performance_portion) + performance_part


@rule("D4 19", "自治区补助")
def region_share(
    pay: Expression,
    is_mountain_county: Expression,
    mountain_county_rate: Expression,
    other_county_rate: Expression,
) -> Expression:
    return round_half_up(pay * when(is_mountain_county, mountain_county_rate, other_county_rate))


@rule("D4 19", "市级承担（其余的一半，Q12）")
def city_share(pay: Expression, region_share: Expression, city_part_rate: Expression) -> Expression:
    return round_down(rest(pay, region_share) * city_part_rate)


@rule("D4 19", "县级承担（余数归县，Q12）")
def county_share(pay: Expression, region_share: Expression, city_share: Expression) -> Expression:
    return rest(pay, region_share, city_share)


@check(
    "D4 18",
    "县区所属地级市",
    code="county_outside_city",
    effect=Effect.REFER,
    text="工作的县（市、区）不属于所填的地级市，请核对",
)
def county_in_city(city: Expression, city_of_county: Expression) -> Expression:
    return city == city_of_county


@rule("D4 18", "职业津贴起发月份")
def allowance_first_month(
    certificate_registered: Expression, allowance_lag_months: Expression
) -> Expression:
    return month_of(certificate_registered) + allowance_lag_months


@rule("D4 18", "与地级市月平均工资的差距")
def average_gap(city_average_wage: Expression, gross_pay: Expression) -> Expression:
    return rest(larger(city_average_wage, gross_pay), gross_pay)


@rule("D4 18", "薪酬标准调整的补发")
def back_pay(pay: Expression, pay_before: Expression, back_pay_months: Expression) -> Expression:
    return rest(larger(pay, pay_before), pay_before) * back_pay_months


@rule("D4 19", "须签订劳动合同并缴纳社会保险、住房公积金")
def needs_contract(is_public_employee: Expression) -> Expression:
    return ~is_public_employee


@rule("D4 19", "取暖费")
def heating_fee(needs_contract: Expression, heating_fee_standard: Expression) -> Expression:
    return when(needs_contract, heating_fee_standard, heating_fee_standard - heating_fee_standard)


@rule("D4 23", "社会保险缴费基数")
def contribution_base(
    contribution_wage: Expression,
    contribution_base_floor: Expression,
    contribution_base_ceiling: Expression,
) -> Expression:
    return smaller(larger(contribution_wage, contribution_base_floor), contribution_base_ceiling)


@rule("D4 23", "到龄后可延长缴费的月数")
def extended_contribution_months(
    contributed_months: Expression, minimum_contribution_months: Expression
) -> Expression:
    return larger(minimum_contribution_months - contributed_months, 0)
