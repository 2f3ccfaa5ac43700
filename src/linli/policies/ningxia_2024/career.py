"""The ladder, assessment, exits, promotion and honours: D4 5, 14, 15, 20, 21.

The engine proposes, a named official decides (requirements Q15): no rule dismisses anyone or
gives a grade. Penalties and findings are known by their conclusion only.
"""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    count_of,
    fold,
    larger,
    round_down,
    rule,
    smaller,
    when,
    worst,
)

# ---------------------------------------------------------------- 5 岗位等级序列


@check(
    "D4 5",
    "岗位等级范围",
    code="range_outside_ladder",
    effect=Effect.REFER,
    text="该岗位的等级范围不在1至{ladder_highest_grade}级之内，请核对当地标准",
)
def range_within_ladder(
    post_lowest_grade: Expression, post_highest_grade: Expression, ladder_highest_grade: Expression
) -> Expression:
    return (post_lowest_grade <= post_highest_grade) & (post_highest_grade <= ladder_highest_grade)


@check(
    "D4 5",
    "等级与岗位相符",
    code="grade_outside_post",
    effect=Effect.REFER,
    text="等级不在该岗位的等级范围之内，请核对",
)
def grade_within_post(
    grade: Expression, post_lowest_grade: Expression, post_highest_grade: Expression
) -> Expression:
    return (post_lowest_grade <= grade) & (grade <= post_highest_grade)


@rule("D4 5", "因优秀等次缩短的月数")
def months_earlier(assessments: Expression, excellent_shortens_months: Expression) -> Expression:
    return count_of(assessments, "excellent") * excellent_shortens_months


@rule("D4 5", "因不合格等次延后的月数")
def months_later(assessments: Expression, unqualified_lengthens_months: Expression) -> Expression:
    return count_of(assessments, "unqualified") * unqualified_lengthens_months


@rule("D4 5", "本次晋级须满的月数")
def promotion_wait(
    promotion_interval_months: Expression, months_later: Expression, months_earlier: Expression
) -> Expression:
    return larger(promotion_interval_months + months_later, months_earlier) - months_earlier


@rule("D4 5", "下次晋级月份")
def next_promotion_month(
    last_promotion_month: Expression, promotion_wait: Expression
) -> Expression:
    return last_promotion_month + promotion_wait


@rule("D4 5", "已累积的晋级年限")
def promotion_credit(
    assessments: Expression,
    excellent_shortens_months: Expression,
    unqualified_lengthens_months: Expression,
) -> Expression:
    def after_a_year(credit: Expression, result: Expression) -> Expression:
        gained = when(result == "excellent", excellent_shortens_months, 0)
        lost = when(result == "unqualified", unqualified_lengthens_months, 0)
        return credit + 12 + gained - lost

    return fold(assessments, 0, after_a_year)


@rule("D4 5", "按年限可晋升的级数")
def promotion_steps(
    promotion_credit: Expression, promotion_interval_months: Expression
) -> Expression:
    return round_down(promotion_credit, per=promotion_interval_months)


@rule("D4 5", "按年限可达到的等级")
def grade_reached(
    grade: Expression, promotion_steps: Expression, post_highest_grade: Expression
) -> Expression:
    return smaller(grade + promotion_steps, larger(grade, post_highest_grade))


@check(
    "D4 5",
    "岗位等级互认",
    code="moved_from_outside",
    effect=Effect.REFER,
    text="不是区内流动，岗位等级和社区工作年限由县级核定",
    unknown="原工作地不明，请核对是否区内流动",
)
def grade_recognised(moved_within_region: Expression) -> Expression:
    return moved_within_region


@rule("D4 5", "累计的社区工作年限")
def community_months(
    months_here: Expression, months_before: Expression, moved_within_region: Expression
) -> Expression:
    return months_here + when(moved_within_region, months_before, 0)


# ---------------------------------------------------------------- 14、15 考核和退出


@check(
    "D4 14",
    "考核结果运用",
    code="assessed_unqualified",
    effect=Effect.REFER,
    text="年度考核不合格，岗位调整、续聘解聘等由街道（乡镇）核定",
)
def assessment_in_order(assessment: Expression) -> Expression:
    return assessment != "unqualified"


@check(
    "D4 15",
    "试用期约定",
    code="probation_too_long",
    effect=Effect.FAIL,
    text="约定的试用期超过法定上限",
)
def probation_lawful(probation_months: Expression, probation_limit: Expression) -> Expression:
    return probation_months <= probation_limit


@check(
    "D4 15",
    "试用期考核",
    code="probation_failed",
    effect=Effect.REFER,
    text="试用期满考核不合格，请依法核定",
    unknown="试用期考核结果尚未登记",
)
def probation_ground(probation_passed: Expression) -> Expression:
    return probation_passed


@rule("D4 15", "最近连续不合格的年度数")
def unqualified_run(yearly_assessments: Expression) -> Expression:
    return fold(
        yearly_assessments, 0, lambda run, result: when(result == "unqualified", run + 1, 0)
    )


@check(
    "D4 15",
    "连续年度考核",
    code="unqualified_in_succession",
    effect=Effect.REFER,
    text="连续{unqualified_years}个年度考核不合格，请依法核定",
)
def assessment_ground(unqualified_run: Expression, unqualified_years: Expression) -> Expression:
    return unqualified_run < unqualified_years


@check(
    "D4 15",
    "处分",
    code="penalty",
    effect=Effect.REFER,
    text="受到撤销党内职务及以上党纪处分或者撤职及以上政务处分，请依法核定",
    unknown="处分结论不明，请向作出机关核实",
)
def penalty_ground(has_penalty: Expression) -> Expression:
    return ~has_penalty


@check(
    "D4 15",
    "刑事责任",
    code="criminal_liability",
    effect=Effect.REFER,
    text="被依法追究刑事责任，请依法核定",
    unknown="是否被依法追究刑事责任不明，请向作出机关核实",
)
def criminal_ground(has_criminal_liability: Expression) -> Expression:
    return ~has_criminal_liability


@check(
    "D4 15",
    "合同约定",
    code="contract_ground",
    effect=Effect.REFER,
    text="有劳动合同法规定或者合同约定的其他情形，请依法核定",
    unknown="有无合同约定的其他情形不明，请核实",
)
def contract_ground(has_contract_ground: Expression) -> Expression:
    return ~has_contract_ground


@rule("D4 15", "退出情形（由人核定）")
def exit_grounds(
    probation_ground: Expression,
    assessment_ground: Expression,
    penalty_ground: Expression,
    criminal_ground: Expression,
    contract_ground: Expression,
) -> Expression:
    return worst(
        probation_ground, assessment_ground, penalty_ground, criminal_ground, contract_ground
    )


# ---------------------------------------------------------------- 20、21 晋升和激励


@check(
    "D4 20",
    "连续工作年限",
    code="too_few_years",
    effect=Effect.FAIL,
    text="在社区连续工作不满{secretary_years}年",
)
def long_service(consecutive_years: Expression, secretary_years: Expression) -> Expression:
    return consecutive_years >= secretary_years


@check(
    "D4 20",
    "任社区党组织书记",
    code="no_full_term",
    effect=Effect.FAIL,
    text="任社区党组织书记不满{secretary_terms}届",
)
def full_term(full_terms: Expression, secretary_terms: Expression) -> Expression:
    return full_terms >= secretary_terms


@check(
    "D4 20",
    "表现优秀",
    code="not_excellent",
    effect=Effect.FAIL,
    text="未认定为表现优秀",
    unknown="尚未认定是否表现优秀",
)
def excellent_service(found_excellent: Expression) -> Expression:
    return found_excellent


@rule("D4 20", "可按规定聘用为事业单位工作人员")
def promotion_eligibility(
    long_service: Expression, full_term: Expression, excellent_service: Expression
) -> Expression:
    return worst(long_service, full_term, excellent_service)


@rule("D4 21", "任职满年奖励补贴")
def honour_subsidy(
    leader_years: Expression, honour_years: Expression, honour_standard: Expression
) -> Expression:
    return when(leader_years >= honour_years, honour_standard, honour_standard - honour_standard)
