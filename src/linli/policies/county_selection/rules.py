"""The rules of the county plan, D2 篇五: registration here, the rest in ``selection`` and ``service``.

Figures and dates stand in ``pack.toml``. The engine proposes, a named official decides
(requirements Q15; 个人信息保护法 art. 24). Ethnicity, political status, sex, family and home town
are no facts of any rule.
"""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    rule,
    when,
    whole_years,
    worst,
)
from linli.policies.county_selection.selection import *  # noqa: F403
from linli.policies.county_selection.service import *  # noqa: F403

# ---------------------------------------------------------------- 二(一) 选聘数量


@rule("D2 篇五 二(一)", "本年选聘人数")
def posts_to_fill(
    first_year: Expression, planned_posts: Expression, vacancies: Expression
) -> Expression:
    return when(first_year, planned_posts, vacancies)


@check(
    "D2 篇五 二(一)",
    "一个社区一名主任助理",
    code="community_has_assistant",
    effect=Effect.REFER,
    text="本社区的大学生主任助理将超过{assistants_planned_here}名",
)
def one_to_a_community(
    assistants_here: Expression, assistants_planned_here: Expression
) -> Expression:
    return assistants_here <= assistants_planned_here


@check(
    "D2 篇五 三(一)",
    "选聘公告",
    code="announced_late",
    effect=Effect.REFER,
    text="省公告晚于{provincial_announcement_by}，或县公告晚于{county_announcement_on}",
    unknown="没有登记省或县的公告日期",
)
def announced_in_time(
    province_announced_on: Expression,
    provincial_announcement_by: Expression,
    county_announced_on: Expression,
    county_announcement_on: Expression,
) -> Expression:
    by_province = province_announced_on <= provincial_announcement_by
    return by_province & (county_announced_on <= county_announcement_on)


# ---------------------------------------------------------------- 二(二)、三(二) 报名与资格审查


@rule("D2 篇五 二(二)", "报名时的周岁")
def age_at_registration(birth_date: Expression, counter_opens_on: Expression) -> Expression:
    return whole_years(birth_date, counter_opens_on)


@check(
    "D2 篇五 二(二)",
    "年龄",
    code="over_age",
    effect=Effect.FAIL,
    text="超过{selection_age_limit}周岁（以{counter_opens_on}计算）",
    unknown="出生日期未填写或无法辨认，请核对",
)
def age_within_limit(
    age_at_registration: Expression,
    selection_age_limit: Expression,
    limits_include_number: Expression,
) -> Expression:
    at_limit = (age_at_registration == selection_age_limit) & limits_include_number
    return (age_at_registration < selection_age_limit) | at_limit


@check(
    "D2 篇五 二(二)",
    "学历",
    code="education_below_college",
    effect=Effect.FAIL,
    text="学历低于大专",
    unknown="学历未填写或无法辨认，请核对",
)
def college_reached(selection_education: Expression) -> Expression:
    return selection_education


@check(
    "D2 篇五 二(二)",
    "全日制普通高校",
    code="not_full_time",
    effect=Effect.FAIL,
    text="不是全日制普通高校毕业生",
    unknown="培养方式不明，请核对是否全日制普通高校",
)
def full_time_college(full_time: Expression) -> Expression:
    return full_time


@check(
    "D2 篇五 三(二)",
    "报名时间",
    code="before_registration",
    effect=Effect.REFER,
    text="报名登记早于{counter_opens_on}",
)
def counter_open(registered_on: Expression, counter_opens_on: Expression) -> Expression:
    return registered_on >= counter_opens_on


@check(
    "D2 篇五 三(二)",
    "选聘报名表",
    code="form_missing",
    effect=Effect.REFER,
    text="没有填写《选聘报名表》",
)
def form_in_hand(form_filled: Expression) -> Expression:
    return form_filled


@check(
    "D2 篇五 三(二)1",
    "身份证原件和复印件",
    code="material_missing.id_card",
    effect=Effect.REFER,
    text="身份证原件或{id_copies_wanted}张复印件不齐",
)
def id_card(
    id_original_shown: Expression, id_copies: Expression, id_copies_wanted: Expression
) -> Expression:
    return id_original_shown & (id_copies >= id_copies_wanted)


@check(
    "D2 篇五 三(二)2",
    "毕业证书原件和复印件",
    code="material_missing.diploma",
    effect=Effect.REFER,
    text="毕业证书原件或{diploma_copies_wanted}张复印件不齐",
)
def diploma(
    diploma_original_shown: Expression,
    diploma_copies: Expression,
    diploma_copies_wanted: Expression,
) -> Expression:
    return diploma_original_shown & (diploma_copies >= diploma_copies_wanted)


@check(
    "D2 篇五 三(二)3",
    "照片",
    code="material_missing.photos",
    effect=Effect.REFER,
    text="近期二寸彩色免冠照片不足{photos_wanted}张",
)
def photos_in_hand(photos: Expression, photos_wanted: Expression) -> Expression:
    return photos >= photos_wanted


@rule("D2 篇五 三(二)", "现场材料核对")
def counter_materials(
    form_in_hand: Expression,
    id_card: Expression,
    diploma: Expression,
    photos_in_hand: Expression,
) -> Expression:
    return worst(form_in_hand, id_card, diploma, photos_in_hand)


@rule("D2 篇五 三(二)", "报名资格审查意见")
def counter_review(
    counter_open: Expression,
    age_within_limit: Expression,
    college_reached: Expression,
    full_time_college: Expression,
    counter_materials: Expression,
) -> Expression:
    return worst(
        counter_open, age_within_limit, college_reached, full_time_college, counter_materials
    )
