"""The rules of 忻社发〔2024〕3号 (D0): the review here, the rest in ``materials``, ``season`` and ``pay``.

Figures and dates stand in ``pack.toml``. The engine proposes, a named official decides
(requirements Q15; 个人信息保护法 art. 24). Ethnicity, political status, sex, family and home town
are no facts of any rule.
"""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    rule,
    worst,
)
from linli.policies.xinzhou_2024.materials import *  # noqa: F403
from linli.policies.xinzhou_2024.pay import *  # noqa: F403
from linli.policies.xinzhou_2024.season import *  # noqa: F403

# ---------------------------------------------------------------- 资格审查：一(一)、二、三(一)、三(二)


@check(
    "D0 三(一)2", "报名时间", code="late", effect=Effect.FAIL, text="报名材料在报名截止时间之后收到"
)
def in_registration_window(received_in_window: Expression) -> Expression:
    return received_in_window


@check(
    "D0 三(一)3",
    "报名登记表",
    code="form_missing",
    effect=Effect.REFER,
    text="没有可读的报名登记表",
)
def form_present(has_form: Expression, wrong_form_given: Expression) -> Expression:
    return has_form | wrong_form_given


@check(
    "D0 三(一)5",
    "报名登记表样式",
    code="form_wrong",
    effect=Effect.REFER,
    text="所交表格不是本次招募通知附件2的报名登记表",
)
def right_form(has_form: Expression, wrong_form_given: Expression) -> Expression:
    return has_form | ~wrong_form_given


@check(
    "D0 一(一)",
    "应届毕业",
    code="not_2024_graduate",
    effect=Effect.FAIL,
    text="毕业时间不在{class_year}年，不属于{class_year}年应届毕业生",
    unknown="毕业时间未填写或无法辨认，请核对是否{class_year}年应届",
)
def class_of_the_year(graduation_year: Expression, class_year: Expression) -> Expression:
    return graduation_year == class_year


@check(
    "D0 一(一)",
    "省内高校",
    code="school_outside_province",
    effect=Effect.FAIL,
    text="毕业院校不在省内",
    unknown="毕业院校不在省内院校名单中，请核对校名",
)
def school_of_the_province(school_in_province: Expression) -> Expression:
    return school_in_province


@check(
    "D0 一(一)",
    "全日制普通高校",
    code="not_full_time",
    effect=Effect.FAIL,
    text="属于成人教育、函授、自学考试或非全日制培养",
    unknown="培养方式不明，请核对是否全日制普通高校",
)
def full_time_study(full_time: Expression) -> Expression:
    return full_time


@check(
    "D0 三(二)",
    "学历",
    code="education_below_college",
    effect=Effect.FAIL,
    text="学历低于大专（高职）",
    unknown="学历未填写或无法辨认，请核对",
)
def college_or_above(education_accepted: Expression) -> Expression:
    return education_accepted


@check(
    "D0 三(二)",
    "身份证号",
    code="id_checksum",
    effect=Effect.REFER,
    text="登记表上的身份证号不符合编码规则，请核对",
    unknown="登记表上没有身份证号",
)
def id_number_well_formed(id_number_valid: Expression) -> Expression:
    return id_number_valid


@check(
    "D0 三(二)",
    "身份证号与证件",
    code="id_mismatch",
    effect=Effect.REFER,
    text="登记表上的身份证号与所交证件不一致，请核对",
    unknown="登记表或证件上的身份证号无法辨认，请核对两者是否一致",
)
def id_number_agrees(id_number_differs: Expression) -> Expression:
    return ~id_number_differs


@check(
    "D0 三(二)",
    "姓名与证件",
    code="name_mismatch",
    effect=Effect.REFER,
    text="登记表上的姓名与所交证件不一致，请核对",
    unknown="登记表或证件上的姓名无法辨认，请核对两者是否一致",
)
def name_agrees(name_differs: Expression) -> Expression:
    return ~name_differs


@check(
    "D0 三(二)",
    "所学专业与学业材料",
    code="major_mismatch",
    effect=Effect.REFER,
    text="登记表上的所学专业与毕业证或学籍报告不一致，请核对",
    unknown="登记表、毕业证或学籍报告上的专业无法辨认，请核对是否一致",
)
def major_agrees(major_differs: Expression) -> Expression:
    return ~major_differs


@check(
    "D0 三(二)",
    "出生年月",
    code="birth_mismatch",
    effect=Effect.REFER,
    text="出生年月与身份证号不一致，请核对",
    unknown="出生年月或身份证号未填写或无法辨认，无法核对是否一致",
)
def birth_agrees(birth_matches_id: Expression, id_number_valid: Expression) -> Expression:
    return birth_matches_id | ~id_number_valid


@check(
    "D0 三(二)",
    "工作意向地区",
    code="intention_missing",
    effect=Effect.REFER,
    text="没有填写工作意向地区",
)
def intention_given(has_intention: Expression) -> Expression:
    return has_intention


@check(
    "D0 三(二)",
    "意向地区在本市",
    code="intention_outside_city",
    effect=Effect.REFER,
    text="工作意向地区不在本市，须由本人确认",
    unknown="工作意向地区未写明所属市，请核对是否在本市",
)
def intention_within_city(intention_in_city: Expression, has_intention: Expression) -> Expression:
    return intention_in_city | ~has_intention


@check(
    "D0 附件2",
    "调剂意愿",
    code="adjustment_contradictory",
    effect=Effect.REFER,
    text="同时勾选了接受和不接受调剂，须由本人确认",
    unknown="没有可读的登记表，调剂意愿不明",
)
def transfer_choice_clear(transfer_contradictory: Expression) -> Expression:
    return ~transfer_contradictory


@check(
    "D0 附件2",
    "本人承诺",
    code="pledge_unsigned",
    effect=Effect.REFER,
    text="本人承诺栏没有签名",
    unknown="本人承诺栏是否签名无法辨认",
)
def pledge_is_signed(pledge_signed: Expression) -> Expression:
    return pledge_signed


@rule("D0 三(二)", "资格审查意见")
def eligibility(
    in_registration_window: Expression,
    form_present: Expression,
    right_form: Expression,
    class_of_the_year: Expression,
    school_of_the_province: Expression,
    full_time_study: Expression,
    college_or_above: Expression,
    id_number_well_formed: Expression,
    id_number_agrees: Expression,
    name_agrees: Expression,
    birth_agrees: Expression,
    major_agrees: Expression,
    intention_given: Expression,
    intention_within_city: Expression,
    transfer_choice_clear: Expression,
    pledge_is_signed: Expression,
    identity_material: Expression,
    front_of_card: Expression,
    back_of_card: Expression,
    diploma_or_report: Expression,
    degree_certificate: Expression,
    diploma_in_hand: Expression,
    attachments_open: Expression,
    attachments_clean: Expression,
    social_work_proof: Expression,
    low_income_proof: Expression,
    veteran_proof: Expression,
) -> Expression:
    return worst(
        in_registration_window,
        form_present,
        right_form,
        class_of_the_year,
        school_of_the_province,
        full_time_study,
        college_or_above,
        id_number_well_formed,
        id_number_agrees,
        name_agrees,
        birth_agrees,
        major_agrees,
        intention_given,
        intention_within_city,
        transfer_choice_clear,
        pledge_is_signed,
        identity_material,
        front_of_card,
        back_of_card,
        diploma_or_report,
        degree_certificate,
        diploma_in_hand,
        attachments_open,
        attachments_clean,
        social_work_proof,
        low_income_proof,
        veteran_proof,
    )


# ---------------------------------------------------------------- 二4、二5


@check(
    "D0 二4",
    "按期取得毕业证书",
    code="diploma_not_in_time",
    effect=Effect.FAIL,
    text="未在{diploma_deadline}前（含当日）取得毕业证书",
    unknown="未登记毕业证书取得日期",
)
def diploma_in_time(diploma_date: Expression, diploma_deadline: Expression) -> Expression:
    return diploma_date <= diploma_deadline


@rule("D0 三(一)", "我能报名吗")
def may_apply(
    class_of_the_year: Expression,
    school_of_the_province: Expression,
    full_time_study: Expression,
    college_or_above: Expression,
    diploma_or_report: Expression,
    diploma_in_hand: Expression,
    diploma_in_time: Expression,
) -> Expression:
    return worst(
        class_of_the_year,
        school_of_the_province,
        full_time_study,
        college_or_above,
        diploma_or_report,
        diploma_in_hand,
        diploma_in_time,
    )


@rule("D0 二5", "社会工作专业毕业生")
def social_work(claims_social_work: Expression, social_work_shown: Expression) -> Expression:
    return claims_social_work & social_work_shown


@rule("D0 二5", "低保家庭毕业生")
def low_income(low_income_proven: Expression) -> Expression:
    return low_income_proven


@rule("D0 二5", "退役大学生士兵")
def veteran(veteran_proven: Expression) -> Expression:
    return veteran_proven


@rule("D0 二5", "同等条件下优先")
def has_priority(
    social_work: Expression, low_income: Expression, veteran: Expression
) -> Expression:
    return social_work | low_income | veteran
