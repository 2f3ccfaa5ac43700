"""The rules of 劳动合同法 and of paid annual leave. Figures stand in ``pack.toml``.

They are limits to what is agreed (requirements Q14). Whether a ground of dismissal holds is
found by people; health and maternity are no facts here (requirements X).
"""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    larger,
    last_day_of_term,
    months_after,
    round_down,
    round_half_up,
    rule,
    smaller,
    when,
    whole_months,
    whole_years,
    worst,
)

# ---------------------------------------------------------------- 劳动合同：试用期、书面合同、解除和终止


@rule("劳动合同法 第十九条", "试用期上限")
def probation_limit(
    contract_kind: Expression,
    probation_allowed: Expression,
    probation_limit_months: Expression,
    open_probation_limit_months: Expression,
) -> Expression:
    limit = when(contract_kind == "open", open_probation_limit_months, probation_limit_months)
    return when(probation_allowed, limit, 0)


@check(
    "劳动合同法 第十九条",
    "试用期不超过上限",
    code="probation_too_long",
    effect=Effect.FAIL,
    text="约定的试用期超过该劳动合同期限对应的法定上限，或不得约定试用期",
    unknown="劳动合同期限不明，无法核对试用期上限",
)
def probation_within_limit(probation_months: Expression, probation_limit: Expression) -> Expression:
    return (probation_months == 0) | (probation_months <= probation_limit)


@check(
    "劳动合同法 第十九条第二款",
    "试用期只约定一次",
    code="probation_repeated",
    effect=Effect.FAIL,
    text="同一用人单位与同一劳动者只能约定{probation_count_limit}次试用期",
)
def probation_only_once(
    probation_months: Expression, earlier_probations: Expression, probation_count_limit: Expression
) -> Expression:
    return (probation_months == 0) | (earlier_probations < probation_count_limit)


@rule("劳动合同法 第二十条", "试用期工资下限")
def probation_pay_floor(
    agreed_pay: Expression, probation_pay_ratio: Expression, local_minimum_wage: Expression
) -> Expression:
    share = agreed_pay - round_down(agreed_pay * (1 - probation_pay_ratio))
    return larger(share, local_minimum_wage)


@check(
    "劳动合同法 第二十条",
    "试用期工资不低于下限",
    code="probation_pay_too_low",
    effect=Effect.FAIL,
    text="试用期工资低于约定工资的规定比例（{probation_pay_ratio}），或低于当地最低工资标准",
)
def probation_pay_enough(
    probation_months: Expression, probation_pay: Expression, probation_pay_floor: Expression
) -> Expression:
    return (probation_months == 0) | (probation_pay >= probation_pay_floor)


@rule("劳动合同法 第十九条、第二十条", "试用期约定的意见")
def probation_terms(
    probation_within_limit: Expression,
    probation_only_once: Expression,
    probation_pay_enough: Expression,
) -> Expression:
    return worst(probation_within_limit, probation_only_once, probation_pay_enough)


@rule("劳动合同法 第八十三条", "违法约定试用期的赔偿金")
def probation_damages(
    served_probation_months: Expression, probation_limit: Expression, agreed_pay: Expression
) -> Expression:
    return agreed_pay * larger(served_probation_months - probation_limit, 0)


@rule("实施条例 第六条第二款", "二倍工资的起算日")
def double_pay_from(
    employment_start: Expression, written_contract_months: Expression
) -> Expression:
    return last_day_of_term(employment_start, written_contract_months) + 1


@check(
    "劳动合同法 第十条第二款",
    "按期订立书面劳动合同",
    code="contract_not_written",
    effect=Effect.FAIL,
    text="自用工之日起超过{written_contract_months}个月未订立书面劳动合同",
)
def written_in_time(unwritten_until: Expression, double_pay_from: Expression) -> Expression:
    return unwritten_until < double_pay_from


@rule("劳动合同法 第八十二条第一款", "未订立书面劳动合同的满月数")
def unwritten_months(employment_start: Expression, unwritten_until: Expression) -> Expression:
    return larger(whole_months(employment_start, unwritten_until + 1), 0)


@rule("实施条例 第七条", "二倍工资的满月数")
def double_pay_months(
    unwritten_months: Expression,
    unwritten_limit_months: Expression,
    written_contract_months: Expression,
) -> Expression:
    return larger(smaller(unwritten_months, unwritten_limit_months) - written_contract_months, 0)


@rule("劳动合同法 第八十二条第一款", "未订立书面劳动合同应加付的工资")
def double_pay_extra(
    monthly_pay: Expression,
    double_pay_months: Expression,
    part_month_pay: Expression,
    unwritten_until: Expression,
    double_pay_from: Expression,
    deemed_open_ended: Expression,
    double_pay_multiple: Expression,
) -> Expression:
    part_counts = (unwritten_until >= double_pay_from) & ~deemed_open_ended
    part = part_month_pay * when(part_counts, 1, 0)
    return (monthly_pay * double_pay_months + part) * (double_pay_multiple - 1)


@rule("劳动合同法 第十四条第三款", "视为已订立无固定期限劳动合同")
def deemed_open_ended(
    unwritten_months: Expression, unwritten_limit_months: Expression
) -> Expression:
    return unwritten_months >= unwritten_limit_months


@rule("劳动合同法 第十四条第二款", "应当订立无固定期限劳动合同")
def open_ended_due(
    employment_start: Expression,
    decision_day: Expression,
    open_contract_service_years: Expression,
    fixed_contracts: Expression,
    open_contract_fixed_terms: Expression,
    fault_or_unfit: Expression,
    worker_wants_open: Expression,
    public_welfare_post: Expression,
) -> Expression:
    long_service = whole_years(employment_start, decision_day) >= open_contract_service_years
    renewed = (fixed_contracts >= open_contract_fixed_terms) & ~fault_or_unfit
    return worker_wants_open & ~public_welfare_post & (long_service | renewed)


@check(
    "劳动合同法 第十四条第二款",
    "依法订立无固定期限劳动合同",
    code="open_ended_refused",
    effect=Effect.FAIL,
    text="连续工作满{open_contract_service_years}年，或已连续订立{open_contract_fixed_terms}次固定期限劳动合同，应当订立无固定期限劳动合同",
    unknown="是否有第三十九条和第四十条第一项、第二项的情形不明，请核对应否订立无固定期限劳动合同",
)
def open_ended_when_due(open_ended_due: Expression, contract_kind: Expression) -> Expression:
    return ~open_ended_due | (contract_kind == "open")


@rule("劳动合同法 第三十七条", "劳动者可以解除的最早日期")
def resignation_from(notice_date: Expression, worker_notice_days: Expression) -> Expression:
    return notice_date + worker_notice_days


@rule("劳动合同法 第四十条", "代替提前通知应额外支付的工资")
def pay_in_lieu(
    notice_date: Expression,
    end_date: Expression,
    employer_notice_days: Expression,
    last_month_pay: Expression,
    notice_pay_months: Expression,
) -> Expression:
    late = end_date < notice_date + employer_notice_days
    return last_month_pay * when(late, notice_pay_months, 0)


@check(
    "劳动合同法 第四十二条",
    "没有不得解除的情形",
    code="dismissal_barred",
    effect=Effect.FAIL,
    text="有第四十二条的情形，不得依照第四十条、第四十一条解除",
    unknown="是否有第四十二条的情形尚未认定，请先核对",
)
def dismissal_not_barred(
    employment_start: Expression,
    end_date: Expression,
    protected_service_years: Expression,
    months_to_retirement: Expression,
    protected_retirement_months: Expression,
    otherwise_protected: Expression,
) -> Expression:
    long_service = whole_years(employment_start, end_date + 1) >= protected_service_years
    near_retirement = months_to_retirement < protected_retirement_months
    return ~(otherwise_protected | (long_service & near_retirement))


@rule("劳动合同法 第九十七条第三款", "工作年限的起算日")
def service_since(
    employment_start: Expression, compensation_counted_from: Expression, unlawful_end: Expression
) -> Expression:
    return when(unlawful_end, employment_start, larger(employment_start, compensation_counted_from))


@rule("劳动合同法 第四十七条第一款", "工作年限的满月数")
def service_months(service_since: Expression, end_date: Expression) -> Expression:
    return larger(whole_months(service_since, end_date + 1), 0)


@rule("劳动合同法 第四十七条第一款", "满年之外的月数")
def service_rest(service_months: Expression) -> Expression:
    return service_months - round_down(service_months, per=12) * 12


@rule("劳动合同法 第四十七条第一款", "不满一年部分的月工资数")
def rest_pays(
    service_since: Expression,
    end_date: Expression,
    service_months: Expression,
    service_rest: Expression,
    compensation_full_part_months: Expression,
    compensation_per_year: Expression,
    compensation_half_part: Expression,
) -> Expression:
    days_over = whole_months(service_since, end_date) == service_months
    half = when((service_rest > 0) | days_over, compensation_half_part, 0)
    return when(service_rest >= compensation_full_part_months, compensation_per_year, half)


@rule("劳动合同法 第四十七条第二款", "经济补偿的月工资上限")
def wage_cap(local_average_wage: Expression, compensation_wage_multiple: Expression) -> Expression:
    return local_average_wage * compensation_wage_multiple


@rule("劳动合同法 第四十七条第二款、第三款", "经济补偿的月工资")
def compensation_wage(
    average_pay: Expression, local_minimum_wage: Expression, wage_cap: Expression
) -> Expression:
    return smaller(larger(average_pay, local_minimum_wage), wage_cap)


@rule("劳动合同法 第四十七条", "经济补偿的月工资数")
def compensation_pays(
    service_months: Expression,
    compensation_per_year: Expression,
    rest_pays: Expression,
    average_pay: Expression,
    wage_cap: Expression,
    compensation_most_years: Expression,
) -> Expression:
    pays = round_down(service_months, per=12) * compensation_per_year + rest_pays
    return when(average_pay > wage_cap, smaller(pays, compensation_most_years), pays)


@rule("劳动合同法 第四十六条", "经济补偿")
def compensation(
    compensation_due: Expression,
    contract_kind: Expression,
    public_welfare_post: Expression,
    unlawful_end: Expression,
    compensation_wage: Expression,
    compensation_pays: Expression,
) -> Expression:
    exempt = unlawful_end | public_welfare_post | (contract_kind == "part_time")
    return round_half_up(compensation_wage * when(compensation_due & ~exempt, compensation_pays, 0))


@rule("劳动合同法 第八十七条", "违法解除或者终止的赔偿金")
def damages(
    unlawful_end: Expression,
    compensation_wage: Expression,
    compensation_pays: Expression,
    damages_multiple: Expression,
) -> Expression:
    amount = round_half_up(compensation_wage * compensation_pays * damages_multiple)
    return amount * when(unlawful_end, 1, 0)


@rule("劳动合同法 第五十条第一款", "办结转移手续的最后日期")
def transfer_deadline(end_date: Expression, transfer_days: Expression) -> Expression:
    return end_date + transfer_days


@check(
    "劳动合同法 第五十条第一款",
    "按期办理转移手续",
    code="transfer_late",
    effect=Effect.FAIL,
    text="未在{transfer_days}日内办理档案和社会保险关系转移手续",
    unknown="转移手续是否办结未登记，须在{transfer_days}日内办理",
)
def transfer_in_time(transferred_on: Expression, transfer_deadline: Expression) -> Expression:
    return transferred_on <= transfer_deadline


@rule("劳动合同法 第五十条第三款", "合同文本至少保存到")
def text_kept_until(end_date: Expression, text_kept_months: Expression) -> Expression:
    return months_after(end_date, text_kept_months)


# ---------------------------------------------------------------- 年休假


@rule("年休假条例 第二条、第三条", "全年年休假天数")
def full_year_leave(
    continuous_months: Expression, leave_after_months: Expression, annual_leave_days: Expression
) -> Expression:
    return when(continuous_months >= leave_after_months, annual_leave_days, 0)


@rule("年休假条例 第四条(二)至(五)", "因事假、病假不享受年休假")
def leave_forfeited(
    personal_leave_days: Expression,
    personal_leave_limit_days: Expression,
    personal_leave_paid: Expression,
    sick_leave_months: Expression,
    sick_leave_limit_months: Expression,
) -> Expression:
    personal = (personal_leave_days >= personal_leave_limit_days) & personal_leave_paid
    return personal | (sick_leave_months >= sick_leave_limit_months)


@rule("年休假办法 第八条", "不享受下一年度的年休假")
def no_leave_next_year(leave_forfeited: Expression, taken_days: Expression) -> Expression:
    return leave_forfeited & (taken_days > 0)


@rule("年休假办法 第五条、第十二条", "当年折算的年休假天数")
def leave_of_the_year(
    full_year_leave: Expression,
    leaves_this_year: Expression,
    elapsed_days: Expression,
    new_this_year: Expression,
    remaining_days: Expression,
    leave_year_days: Expression,
) -> Expression:
    counted = when(leaves_this_year, elapsed_days, remaining_days)
    part = round_down(full_year_leave * counted, per=leave_year_days)
    return when(leaves_this_year | new_this_year, part, full_year_leave)


@rule("年休假条例 第四条", "当年应休年休假天数")
def leave_due(
    leave_of_the_year: Expression,
    school_break_days: Expression,
    leave_forfeited: Expression,
    forfeited_last_year: Expression,
) -> Expression:
    none = leave_forfeited | forfeited_last_year
    return when(none, 0, larger(leave_of_the_year - school_break_days, 0))


@rule("年休假办法 第十条第一款、第十二条", "应休未休年休假天数")
def unused_leave_days(leave_due: Expression, taken_days: Expression) -> Expression:
    return larger(leave_due - taken_days, 0)


@rule("年休假条例 第五条第三款", "应休未休年休假工资报酬（含正常工资）")
def unused_leave_pay(
    leave_pay_base: Expression,
    unused_leave_days: Expression,
    unused_leave_multiple: Expression,
    waived_in_writing: Expression,
    paid_days_per_year: Expression,
) -> Expression:
    multiple = when(waived_in_writing, 1, unused_leave_multiple)
    return round_half_up(leave_pay_base * 12 * unused_leave_days * multiple, per=paid_days_per_year)


@rule("年休假办法 第十条第一款", "其中正常工资之外应加付的")
def unused_leave_extra(
    unused_leave_pay: Expression,
    leave_pay_base: Expression,
    unused_leave_days: Expression,
    paid_days_per_year: Expression,
) -> Expression:
    normal = round_half_up(leave_pay_base * 12 * unused_leave_days, per=paid_days_per_year)
    return unused_leave_pay - normal
