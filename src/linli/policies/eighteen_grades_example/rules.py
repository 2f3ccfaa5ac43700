"""The rules of the example 三岗十八级（示例，非公文）. Figures stand in ``pack.toml``."""

from linli.core.policy import (
    Expression,
    at,
    first_day_of,
    fold,
    in_force,
    larger,
    month_of,
    rest,
    round_down,
    round_half_up,
    rule,
    smaller,
    when,
    year_of,
)


@rule("十八级 二", "入职等级")
def entry_grade(
    eighteen_lowest_grade: Expression,
    entry_post: Expression,
    eighteen_degree_grades: Expression,
    certificate_grades: Expression,
) -> Expression:
    return at(eighteen_lowest_grade, entry_post) + eighteen_degree_grades + certificate_grades


@rule("十八级 二(三)", "证书高定的级数")
def certificate_grades(
    entry_assistant_certificate: Expression,
    entry_worker_certificate: Expression,
    eighteen_assistant_grades: Expression,
    eighteen_worker_grades: Expression,
) -> Expression:
    """Of both certificates, the higher one counts."""
    return when(
        entry_worker_certificate,
        eighteen_worker_grades,
        when(entry_assistant_certificate, eighteen_assistant_grades, 0),
    )


def _climbed(
    results: Expression,
    first: Expression,
    lowest: Expression,
    highest: Expression,
    credit: Expression,
    needed: Expression,
    run_to_lower: Expression,
) -> Expression:
    """Carry the grade, the half-years counted and the years of 不合格 in a row; return the grade."""

    def year(
        carried: tuple[Expression, Expression, Expression], result: Expression
    ) -> tuple[Expression, Expression, Expression]:
        grade, counted, run = carried
        counted = counted + at(credit, result)
        run = when(result == "unqualified", run + 1, 0)
        steps = round_down(counted, per=needed)
        raised = smaller(grade + steps, highest)
        left = when(raised == highest, 0, rest(counted, steps * needed))
        is_lowered = run >= run_to_lower
        return (
            when(is_lowered, larger(grade - 1, lowest), raised),
            when(is_lowered, 0, left),
            when(is_lowered, 0, run),
        )

    grade, _, _ = fold(results, (first, 0, 0), year)
    return grade


@rule("十八级 三", "岗位变动前的等级")
def grade_before_change(
    assessments_before_change: Expression,
    entry_grade: Expression,
    entry_post: Expression,
    eighteen_lowest_grade: Expression,
    eighteen_highest_grade: Expression,
    assessment_half_years: Expression,
    half_years_per_step: Expression,
    unqualified_run_to_lower: Expression,
) -> Expression:
    return _climbed(
        assessments_before_change,
        entry_grade,
        at(eighteen_lowest_grade, entry_post),
        at(eighteen_highest_grade, entry_post),
        assessment_half_years,
        half_years_per_step,
        unqualified_run_to_lower,
    )


@rule("十八级 四", "岗位变动后的起点等级")
def grade_on_change(
    grade_before_change: Expression,
    eighteen_lowest_grade: Expression,
    eighteen_highest_grade: Expression,
) -> Expression:
    """The same grade again where the post has not changed."""
    return smaller(larger(grade_before_change, eighteen_lowest_grade), eighteen_highest_grade)


@rule("十八级 三", "现任等级")
def grade(
    assessments: Expression,
    grade_on_change: Expression,
    eighteen_lowest_grade: Expression,
    eighteen_highest_grade: Expression,
    assessment_half_years: Expression,
    half_years_per_step: Expression,
    unqualified_run_to_lower: Expression,
) -> Expression:
    return _climbed(
        assessments,
        grade_on_change,
        eighteen_lowest_grade,
        eighteen_highest_grade,
        assessment_half_years,
        half_years_per_step,
        unqualified_run_to_lower,
    )


@rule("十八级 五", "基本薪酬")
def grade_pay(
    eighteen_base: Expression, grade_coefficient: Expression, pay_month: Expression
) -> Expression:
    base = in_force(eighteen_base, on=first_day_of(pay_month))
    return round_half_up(base * grade_coefficient, to="yuan")


@rule("十八级 六(一)", "每月核定的绩效薪酬")
def performance(grade_pay: Expression, performance_ratio: Expression) -> Expression:
    return round_half_up(grade_pay * performance_ratio, to="yuan")


@rule("十八级 六(二)", "按月发放的绩效薪酬")
def monthly_performance(
    performance: Expression, performance_monthly_share: Expression
) -> Expression:
    return round_half_up(performance * performance_monthly_share, to="yuan")


@rule("十八级 六(二)", "每月留待年度考核的绩效薪酬")
def kept_performance(performance: Expression, monthly_performance: Expression) -> Expression:
    return rest(performance, monthly_performance)


@rule("十八级 六(二)", "年度考核后一次发放的绩效薪酬")
def yearly_performance(
    kept_performance: Expression, performance_result_share: Expression
) -> Expression:
    return round_half_up(kept_performance * 12 * performance_result_share, to="yuan")


@rule("十八级 七", "职业资格津贴")
def certificate_allowance(
    pay_month: Expression,
    allowance_starts_after: Expression,
    holds_assistant: Expression,
    assistant_registered_on: Expression,
    eighteen_assistant_allowance: Expression,
    holds_worker: Expression,
    worker_registered_on: Expression,
    eighteen_worker_allowance: Expression,
    holds_senior: Expression,
    senior_registered_on: Expression,
    eighteen_senior_allowance: Expression,
) -> Expression:
    def begun(holds: Expression, registered_on: Expression) -> Expression:
        return holds & (pay_month >= month_of(registered_on) + allowance_starts_after)

    return when(
        begun(holds_senior, senior_registered_on),
        eighteen_senior_allowance,
        when(
            begun(holds_worker, worker_registered_on),
            eighteen_worker_allowance,
            when(begun(holds_assistant, assistant_registered_on), eighteen_assistant_allowance, 0),
        ),
    )


@rule("十八级 八", "年限津贴")
def seniority_pay(
    joined_on: Expression, pay_month: Expression, seniority_step: Expression
) -> Expression:
    """The anniversary in a year counts from the next, so the year of entry and the next give none."""
    full_years = larger(year_of(pay_month) - year_of(joined_on) - 1, 0)
    return seniority_step * full_years


@rule("十八级 九", "月薪酬")
def monthly_pay(
    grade_pay: Expression,
    monthly_performance: Expression,
    certificate_allowance: Expression,
    seniority_pay: Expression,
) -> Expression:
    return grade_pay + monthly_performance + certificate_allowance + seniority_pay
