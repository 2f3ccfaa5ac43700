"""Headcount, reserve, certificates, training, medical checks: D4 2, 3, 4, 11, 22."""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    in_force,
    larger,
    months_after,
    rest,
    round_down,
    rule,
)

# ---------------------------------------------------------------- 2、3、4 队伍


@check(
    "D4 2",
    "招录审查结论",
    code="intake_conclusion_missing",
    effect=Effect.REFER,
    text="招录审查结论尚未登记，只登记结论和材料编号",
)
def intake_conclusion(intake_concluded: Expression) -> Expression:
    return intake_concluded


@rule("D4 2", "社区党组织书记后备人才应有人数")
def reserve_pool_size(secretary_posts: Expression, reserve_per_secretary: Expression) -> Expression:
    return secretary_posts * reserve_per_secretary


@check(
    "D4 2",
    "后备人才库",
    code="reserve_pool_short",
    effect=Effect.FAIL,
    text="后备人才不足，应按每名社区党组织书记{reserve_per_secretary}名建立",
)
def reserve_pool_filled(reserve_people: Expression, reserve_pool_size: Expression) -> Expression:
    return reserve_people >= reserve_pool_size


@rule("D4 3", "社区工作者总量上限")
def headcount_cap(
    urban_residents: Expression, workers_per_unit: Expression, residents_per_unit: Expression
) -> Expression:
    return round_down(urban_residents * workers_per_unit, per=residents_per_unit)


@rule("D4 3", "计入总量的社区工作者")
def counted_workers(people_in_communities: Expression, seconded_cadres: Expression) -> Expression:
    return rest(people_in_communities, seconded_cadres)


@check(
    "D4 3",
    "总量控制",
    code="over_headcount_cap",
    effect=Effect.FAIL,
    text="招聘后超出总量上限（每万城镇常住人口{workers_per_unit}名）",
)
def hire_within_cap(
    counted_workers: Expression, hires_planned: Expression, headcount_cap: Expression
) -> Expression:
    return counted_workers + hires_planned <= headcount_cap


@rule("D4 4", "应持证的人数")
def certificates_required(
    workers: Expression, counted_on: Expression, certified_share_target: Expression
) -> Expression:
    others = 1 - in_force(certified_share_target, on=counted_on)
    return workers - round_down(workers * others)


@rule("D4 4", "还需持证的人数")
def certificates_needed(
    certificates_required: Expression, certified_workers: Expression
) -> Expression:
    return larger(certificates_required, certified_workers) - certified_workers


@check(
    "D4 4",
    "持证占比",
    code="certified_share_short",
    effect=Effect.FAIL,
    text="持证社区工作者占比未达到当时的目标",
)
def certified_share_reached(certificates_needed: Expression) -> Expression:
    return certificates_needed == 0


# ---------------------------------------------------------------- 11、22 培训和体检


@check(
    "D4 11",
    "初任培训",
    code="initial_training_short",
    effect=Effect.FAIL,
    text="初任培训少于{initial_training_days}天",
)
def initial_training(training_days: Expression, initial_training_days: Expression) -> Expression:
    return training_days >= initial_training_days


@rule("D4 11", "书记、主任全年应培训人次")
def leader_training(leaders: Expression, leader_trainings_per_year: Expression) -> Expression:
    return leaders * leader_trainings_per_year


@rule("D4 11", "自治区培训人次")
def region_training(
    leader_training: Expression,
    region_training_parts: Expression,
    city_training_parts: Expression,
    county_training_parts: Expression,
) -> Expression:
    whole = region_training_parts + city_training_parts + county_training_parts
    return round_down(leader_training * region_training_parts, per=whole)


@rule("D4 11", "市级培训人次")
def city_training(
    leader_training: Expression,
    region_training_parts: Expression,
    city_training_parts: Expression,
    county_training_parts: Expression,
) -> Expression:
    whole = region_training_parts + city_training_parts + county_training_parts
    return round_down(leader_training * city_training_parts, per=whole)


@rule("D4 11", "县级培训人次（余数归县）")
def county_training(
    leader_training: Expression, region_training: Expression, city_training: Expression
) -> Expression:
    return rest(leader_training, region_training, city_training)


@check(
    "D4 11",
    "书记、主任培训全覆盖",
    code="leader_training_short",
    effect=Effect.FAIL,
    text="本年度还有社区党组织书记、居民委员会主任没有参加培训",
)
def leaders_covered(leader_trainings_done: Expression, leader_training: Expression) -> Expression:
    return leader_trainings_done >= leader_training


@rule("D4 11", "下次轮训期限")
def rotation_due(last_rotation: Expression, rotation_months: Expression) -> Expression:
    return months_after(last_rotation, rotation_months)


@check(
    "D4 11",
    "轮训",
    code="rotation_overdue",
    effect=Effect.FAIL,
    text="距上次轮训已超过{rotation_months}个月",
)
def rotation_in_time(counted_on: Expression, rotation_due: Expression) -> Expression:
    return counted_on <= rotation_due


@check(
    "D4 22",
    "年度体检",
    code="medical_check_missing",
    effect=Effect.FAIL,
    text="本年度组织体检不足{yearly_medical_checks}次",
)
def yearly_medical(medical_checks: Expression, yearly_medical_checks: Expression) -> Expression:
    return medical_checks >= yearly_medical_checks
