"""Contract, probation, training, seniority and assessment: D2 篇五 三(四)、三(五)、四、五."""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    last_day_of_term,
    rule,
    whole_years,
    worst,
)

# ---------------------------------------------------------------- 三(四)、三(五) 合同、试用、培训


@check(
    "D2 篇五 三(四)",
    "聘期和试用期",
    code="contract_differs",
    effect=Effect.REFER,
    text="合同的聘期、试用期不是{contract_months}个月、{probation_months}个月",
)
def contract_as_planned(
    agreed_term: Expression,
    contract_months: Expression,
    agreed_probation: Expression,
    probation_months: Expression,
) -> Expression:
    return (agreed_term == contract_months) & (agreed_probation == probation_months)


@check(
    "劳动合同法 第十九条",
    "试用期上限",
    code="probation_too_long",
    effect=Effect.FAIL,
    text="试用期超过该聘期的法定上限",
)
def probation_within_law(
    agreed_probation: Expression, probation_limit_months: Expression
) -> Expression:
    return agreed_probation <= probation_limit_months


@rule("D2 篇五 三(四)", "聘任合同核对")
def contract_review(
    list_announced: Expression,
    supervision_passed: Expression,
    contract_as_planned: Expression,
    probation_within_law: Expression,
) -> Expression:
    return worst(list_announced, supervision_passed, contract_as_planned, probation_within_law)


@rule("D2 篇五 三(四)", "聘期最后一天")
def contract_last_day(contract_start: Expression, agreed_term: Expression) -> Expression:
    return last_day_of_term(contract_start, agreed_term)


@rule("D2 篇五 三(四)", "试用期最后一天")
def probation_last_day(contract_start: Expression, agreed_probation: Expression) -> Expression:
    return last_day_of_term(contract_start, agreed_probation)


@check(
    "D2 篇五 三(四)",
    "试用期满考核",
    code="assessed_early",
    effect=Effect.REFER,
    text="试用期未满即考核",
    unknown="没有登记试用期考核日期",
)
def assessed_at_the_end(assessed_on: Expression, probation_last_day: Expression) -> Expression:
    return assessed_on >= probation_last_day


@check(
    "D2 篇五 三(四)",
    "联合考核",
    code="assessor_missing",
    effect=Effect.REFER,
    text="试用期考核没有由民政局、人事局和社区中心联合进行",
)
def jointly_assessed(assessed_jointly: Expression) -> Expression:
    return assessed_jointly


@check(
    "D2 篇五 三(四)",
    "试用期考核合格",
    code="probation_failed",
    effect=Effect.REFER,
    text="试用期考核不合格，建议取消录用资格，由经办人核定",
    unknown="没有登记试用期考核结论",
)
def probation_passed(probation_result: Expression) -> Expression:
    return probation_result == "qualified"


@rule("D2 篇五 三(四)", "任命主任助理意见")
def appointment(
    assessed_at_the_end: Expression, jointly_assessed: Expression, probation_passed: Expression
) -> Expression:
    return worst(assessed_at_the_end, jointly_assessed, probation_passed)


@check(
    "D2 篇五 三(五)",
    "岗前培训",
    code="training_missing",
    effect=Effect.REFER,
    text="没有完成岗前培训，不能到岗",
)
def trained_before_post(training_done: Expression) -> Expression:
    return training_done


# ---------------------------------------------------------------- 四、五 待遇与考核


@rule("D2 篇五 四(一)", "可按法律程序参加居委会选举")
def may_stand(
    willing_to_stand: Expression,
    recognised: Expression,
    committee_members: Expression,
    committee_seats: Expression,
) -> Expression:
    return willing_to_stand & recognised & (committee_members < committee_seats)


@rule("D2 篇五 四(三)", "社区工作整年数")
def service_years(contract_start: Expression, left_on: Expression) -> Expression:
    return whole_years(contract_start, left_on)


@rule("D2 篇五 四(三)", "工龄按国家和省规定计算")
def seniority_counts(
    hired_in_province: Expression, service_years: Expression, seniority_years: Expression
) -> Expression:
    return hired_in_province & (service_years >= seniority_years)


@check(
    "D2 篇五 五",
    "年度考核",
    code="yearly_assessment_failed",
    effect=Effect.REFER,
    text="年度考核不合格，建议解聘，由经办人核定",
    unknown="没有登记年度考核结论",
)
def yearly_assessment(yearly_result: Expression) -> Expression:
    return yearly_result == "qualified"
