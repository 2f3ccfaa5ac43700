"""The rules of 川人社办发〔2020〕96号 (D1). Figures and dates stand in ``pack.toml``.

The engine proposes, a named official decides (requirements Q15; 个人信息保护法 art. 24).
Ethnicity, political status, sex, family and home town are no facts of any rule. Whether an
incentive is granted, and how much, is for the office that grants it.
"""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    larger,
    months_after,
    rule,
    whole_years,
    worst,
    year_of,
)

# ---------------------------------------------------------------- 川一 社区“两委”


@rule("D1 川一", "成员在换届选举日的周岁")
def member_age(birth_date: Expression, election_day: Expression) -> Expression:
    return whole_years(birth_date, election_day)


@rule("D1 川一", "成员是符合年龄的高校毕业生")
def member_counts(
    is_graduate: Expression,
    member_age: Expression,
    council_age_limit: Expression,
    limits_include_number: Expression,
) -> Expression:
    at_limit = (member_age == council_age_limit) & limits_include_number
    return is_graduate & ((member_age < council_age_limit) | at_limit)


@check(
    "D1 川一",
    "“两委”班子有年轻高校毕业生",
    code="council_without_graduate",
    effect=Effect.REFER,
    text="班子成员中{council_age_limit}岁以下的高校毕业生不足{council_graduates}名，请说明理由",
    unknown="没有登记班子成员中符合年龄的高校毕业生人数",
)
def council_has_graduate(
    collective_election: Expression, young_graduates: Expression, council_graduates: Expression
) -> Expression:
    return ~collective_election | (young_graduates >= council_graduates)


# ---------------------------------------------------------------- 二 空缺岗位


@rule("D1 二", "择业期最后一天")
def choosing_period_ends(
    graduated_on: Expression, choosing_period_months: Expression
) -> Expression:
    return months_after(graduated_on, choosing_period_months)


@rule("D1 二", "按高校毕业生招用")
def counts_as_graduate(
    graduates_now: Expression,
    on_day: Expression,
    choosing_period_ends: Expression,
    has_work_unit: Expression,
) -> Expression:
    return graduates_now | ((on_day <= choosing_period_ends) & ~has_work_unit)


@check(
    "D1 二",
    "空缺岗位面向高校毕业生",
    code="no_post_for_graduates",
    effect=Effect.REFER,
    text="没有优先招用高校毕业生，也没有拿出专门岗位",
)
def vacancies_for_graduates(
    vacancies: Expression, vacancy_way: Expression, reserved_posts: Expression
) -> Expression:
    return (vacancies == 0) | (vacancy_way == "graduates_first") | (reserved_posts > 0)


@check(
    "D1 二",
    "专门岗位在空缺之内",
    code="reserved_beyond_vacancies",
    effect=Effect.REFER,
    text="专门招用高校毕业生的岗位多于空缺岗位，请核对",
)
def reserved_within_vacancies(reserved_posts: Expression, vacancies: Expression) -> Expression:
    return reserved_posts <= vacancies


@rule("D1 二", "尚未招用的专门岗位")
def reserved_left(reserved_posts: Expression, reserved_filled: Expression) -> Expression:
    return larger(reserved_posts - reserved_filled, 0)


@check(
    "D1 二",
    "专门岗位有余",
    code="reserved_full",
    effect=Effect.REFER,
    text="专门岗位已经招满",
)
def reserved_post_free(post_is_reserved: Expression, reserved_left: Expression) -> Expression:
    return ~post_is_reserved | (reserved_left > 0)


@check(
    "D1 二",
    "专门岗位招用高校毕业生",
    code="reserved_for_graduates",
    effect=Effect.FAIL,
    text="专门岗位只招用高校毕业生（含择业期内未落实工作单位的）",
    unknown="是否应届、毕业日期或是否已落实工作单位不明，请核对",
)
def reserved_goes_to_graduate(
    post_is_reserved: Expression, counts_as_graduate: Expression
) -> Expression:
    return ~post_is_reserved | counts_as_graduate


@check(
    "D1 二",
    "优先招用高校毕业生",
    code="graduate_passed_over",
    effect=Effect.REFER,
    text="还有条件相当的高校毕业生没有招用，请说明理由",
    unknown="是否应届、毕业日期或是否已落实工作单位不明，请核对",
)
def graduates_come_first(
    vacancy_way: Expression, counts_as_graduate: Expression, graduates_waiting: Expression
) -> Expression:
    return (vacancy_way == "reserved") | (graduates_waiting == 0) | counts_as_graduate


@rule("D1 二", "岗位设置核对")
def vacancy_plan(
    vacancies_for_graduates: Expression, reserved_within_vacancies: Expression
) -> Expression:
    return worst(vacancies_for_graduates, reserved_within_vacancies)


@rule("D1 二", "拟招用核对")
def hiring_review(
    reserved_post_free: Expression,
    reserved_goes_to_graduate: Expression,
    graduates_come_first: Expression,
) -> Expression:
    return worst(reserved_post_free, reserved_goes_to_graduate, graduates_come_first)


# ---------------------------------------------------------------- 川一、七 招录（聘）


@check(
    "D1 川一",
    "从社区专职工作者中招录（聘）",
    code="fewer_posts_than_last_year",
    effect=Effect.REFER,
    text="面向社区专职工作者招录（聘）的岗位少于上年，请说明理由",
    unknown="没有登记上年岗位数",
)
def recruitment_kept_up(
    recruited_this_year: Expression, recruited_last_year: Expression
) -> Expression:
    return recruited_this_year >= recruited_last_year


# ---------------------------------------------------------------- 一 扶持政策


@rule("D1 一", "可按规定申请税费减免、场地支持、政府购买服务（机构）")
def institution_support(employer: Expression) -> Expression:
    return (employer == "enterprise") | (employer == "social_organisation")


@rule("D1 一", "可按规定申请吸纳就业补贴（企业）")
def hiring_subsidy(
    employer: Expression, situation: Expression, is_graduate: Expression
) -> Expression:
    return (employer == "enterprise") & (situation == "employed") & is_graduate


@rule("D1 一", "可按规定申请就业见习补贴（企业）")
def internship_subsidy(
    employer: Expression, situation: Expression, is_graduate: Expression
) -> Expression:
    return (employer == "enterprise") & (situation == "intern") & is_graduate


@rule("D1 一", "吸纳高校毕业生就业或组织见习")
def takes_in_graduate(situation: Expression, is_graduate: Expression) -> Expression:
    return ((situation == "employed") | (situation == "intern")) & is_graduate


@rule("D1 一", "可按规定申请创业担保贷款（企业）")
def employer_loan(employer: Expression, takes_in_graduate: Expression) -> Expression:
    return (employer == "enterprise") & takes_in_graduate


@rule("D1 一", "可按规定享受吸纳就业扶持政策（社会组织）")
def hiring_support(employer: Expression, takes_in_graduate: Expression) -> Expression:
    return (employer == "social_organisation") & takes_in_graduate


@rule("D1 一", "高校毕业生在城乡社区服务领域创业")
def starts_up(
    situation: Expression, in_community_service: Expression, is_graduate: Expression
) -> Expression:
    return (situation == "startup") & in_community_service & is_graduate


@rule("D1 一", "可按规定申请税费减免（创业）")
def startup_tax_relief(starts_up: Expression) -> Expression:
    return starts_up


@rule("D1 一", "可按规定申请创业补贴")
def startup_subsidy(starts_up: Expression) -> Expression:
    return starts_up


@rule("D1 一", "可按规定申请创业担保贷款（创业）")
def startup_loan(starts_up: Expression) -> Expression:
    return starts_up


@rule("D1 一", "可申请免费场地")
def free_site(
    situation: Expression, is_graduate: Expression, site_available: Expression
) -> Expression:
    return (situation == "startup") & is_graduate & site_available


@rule("D1 一", "可按规定申请社会保险补贴（灵活就业）")
def insurance_subsidy(
    situation: Expression, in_community_service: Expression, is_graduate: Expression
) -> Expression:
    return (situation == "flexible") & in_community_service & is_graduate


# ---------------------------------------------------------------- 末段 年度报告


@rule("D1 末段", "年度报告的最后日期")
def report_due(
    report_year_day: Expression, first_report_by: Expression, report_every_months: Expression
) -> Expression:
    years = larger(year_of(report_year_day) - year_of(first_report_by), 0)
    return months_after(first_report_by, years * report_every_months)


@check(
    "D1 末段",
    "年度报告",
    code="report_overdue",
    effect=Effect.REFER,
    text="年底已过，没有分别报人力资源社会保障部、民政部",
)
def report_on_time(
    reported_to_labour: Expression,
    reported_to_civil_affairs: Expression,
    on_day: Expression,
    report_due: Expression,
) -> Expression:
    return (reported_to_labour & reported_to_civil_affairs) | (on_day <= report_due)
