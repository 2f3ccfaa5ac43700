"""Stages, public notice, filing, service and its end: D0 一、三、四(二)2、五."""

from linli.core.policy import (
    Effect,
    Expression,
    at,
    check,
    first_day_of,
    larger,
    last_day_of,
    last_day_of_term,
    rule,
    smaller,
    when,
    working_day_after,
    worst,
)

# ---------------------------------------------------------------- 三：各阶段时限、递补、公示


@check(
    "D0 三",
    "阶段已经开始",
    code="before_stage",
    effect=Effect.REFER,
    text="办理日期早于该阶段的第一天",
)
def stage_begun(on_day: Expression, stage_start: Expression) -> Expression:
    return on_day >= stage_start


@check(
    "D0 三",
    "阶段尚未结束",
    code="after_stage",
    effect=Effect.REFER,
    text="办理日期晚于该阶段的最后一天",
)
def stage_not_over(on_day: Expression, stage_end: Expression) -> Expression:
    return on_day <= stage_end


@rule("D0 三", "在阶段时限之内")
def stage_timing(stage_begun: Expression, stage_not_over: Expression) -> Expression:
    return worst(stage_begun, stage_not_over)


@check(
    "D0 三(四)",
    "递补人选",
    code="backfill_from_elsewhere",
    effect=Effect.REFER,
    text="递补人选不是本县（市、区）报名人员",
)
def backfill_from_county(backfill_is_own_applicant: Expression) -> Expression:
    return backfill_is_own_applicant


@rule("D0 三(五)", "公示最后一天")
def notice_last_day(
    posted_on: Expression, notice_working_days: Expression, notice_counts_posting_day: Expression
) -> Expression:
    start = when(notice_counts_posting_day, posted_on - 1, posted_on)
    return working_day_after(start, notice_working_days)


@check(
    "D0 三(五)",
    "公示在确定人选阶段之内",
    code="notice_outside_stage",
    effect=Effect.REFER,
    text="公示早于或晚于确定人选阶段",
)
def notice_within_stage(
    posted_on: Expression,
    notice_last_day: Expression,
    stage_start: Expression,
    stage_end: Expression,
) -> Expression:
    begun = posted_on >= at(stage_start, "selection")
    return begun & (notice_last_day <= at(stage_end, "selection"))


@check(
    "D0 三(五)",
    "公示期满",
    code="notice_running",
    effect=Effect.REFER,
    text="公示未满{notice_working_days}个工作日",
)
def notice_over(on_day: Expression, notice_last_day: Expression) -> Expression:
    return on_day > notice_last_day


@check(
    "D0 三(五)",
    "公示无异议",
    code="objection_open",
    effect=Effect.REFER,
    text="对本人的异议尚未处理完毕",
)
def no_objection(objection_open: Expression) -> Expression:
    return ~objection_open


@rule("D0 三(五)", "确定为正式招募人选的意见")
def formal_recruit(notice_over: Expression, no_objection: Expression) -> Expression:
    return worst(notice_over, no_objection)


# ---------------------------------------------------------------- 一(二)至一(四)、三(六)、三(七)


@check(
    "D0 一(二)",
    "全市招募人数",
    code="beyond_city_quota",
    effect=Effect.FAIL,
    text="全市签订协议的人数超过{quota_total}名",
)
def within_city_quota(signed_in_city: Expression, quota_total: Expression) -> Expression:
    return signed_in_city <= quota_total


@check(
    "D0 附件1",
    "本县（市、区）招募人数",
    code="beyond_county_quota",
    effect=Effect.REFER,
    text="本县（市、区）签订协议的人数超过附件1的招募人数",
)
def within_county_quota(signed_in_county: Expression, quota: Expression) -> Expression:
    return signed_in_county <= quota


@check(
    "D0 一(三)",
    "一个社区一名社区助理",
    code="community_taken",
    effect=Effect.REFER,
    text="本社区的社区助理将超过{assistants_per_community}名；只有忻府区可对个别社区调整，并应写明理由",
)
def one_to_a_community(
    assistants_here: Expression,
    assistants_per_community: Expression,
    may_adjust_community: Expression,
    adjustment_reason_given: Expression,
) -> Expression:
    within = assistants_here <= assistants_per_community
    return within | (may_adjust_community & adjustment_reason_given)


@rule("D0 三(六)", "报市备案意见")
def filing(within_city_quota: Expression, within_county_quota: Expression) -> Expression:
    return worst(within_city_quota, within_county_quota)


@check(
    "D0 三(七)",
    "按期报到",
    code="reported_late",
    effect=Effect.REFER,
    text="没有在报到阶段结束前报到",
    unknown="没有登记报到日期",
)
def reported_in_time(reported_on: Expression, stage_end: Expression) -> Expression:
    return reported_on <= at(stage_end, "reporting")


@rule("D0 一(四)", "服务期最后一天（自报到之日起算）")
def service_last_day(reported_on: Expression, service_months: Expression) -> Expression:
    return last_day_of_term(reported_on, service_months)


@rule("D0 一(四)", "工作经历可视为基层就业经历")
def grassroots_experience(counts_as_experience: Expression) -> Expression:
    return counts_as_experience


# ---------------------------------------------------------------- 四(二)2：停发


@rule("D0 四(二)2", "生活补贴发至")
def allowance_last_day(
    agreement_ended: Expression,
    ended_on: Expression,
    ending_day_is_paid: Expression,
    service_last_day: Expression,
) -> Expression:
    last = when(ending_day_is_paid, ended_on, ended_on - 1)
    return when(agreement_ended, smaller(last, service_last_day), service_last_day)


@check(
    "D0 四(二)2",
    "生活补贴停发",
    code="allowance_after_end",
    effect=Effect.REFER,
    text="服务期满或协议解除之后，应当停发生活补贴",
    unknown="没有登记报到日期或协议解除日期",
)
def allowance_running(on_day: Expression, allowance_last_day: Expression) -> Expression:
    return on_day <= allowance_last_day


@rule("D0 四(二)2", "当月计发生活补贴的日历天数")
def payable_days(
    pay_month: Expression, reported_on: Expression, allowance_last_day: Expression
) -> Expression:
    first = larger(reported_on, first_day_of(pay_month))
    last = smaller(allowance_last_day, last_day_of(pay_month))
    return larger(last - first + 1, 0)


# ---------------------------------------------------------------- 五、日常管理


@check(
    "D0 五(一)",
    "服务岗位稳定",
    code="borrowed",
    effect=Effect.REFER,
    text="服务期间，上级机关不得随意借调或调整服务岗位",
)
def post_kept(borrowed_by_upper_organ: Expression) -> Expression:
    return ~borrowed_by_upper_organ


@check(
    "D0 五(三)",
    "解除协议的申请和手续",
    code="leaving_incomplete",
    effect=Effect.REFER,
    text="没有本人的解除协议申请，或手续尚未履行，不能离岗",
)
def leaving(leaving_requested: Expression, leaving_formalities_done: Expression) -> Expression:
    return leaving_requested & leaving_formalities_done
