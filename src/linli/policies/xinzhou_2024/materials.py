"""The papers to hand in, and what is asked for where one is missing: D0 二4、二5、三(一)6."""

from linli.core.policy import Effect, Expression, check, rule, worst

# ---------------------------------------------------------------- 三(一)6(1)


@check(
    "D0 三(一)6(1)",
    "身份证明",
    code="material_missing.identity",
    effect=Effect.REFER,
    text="缺少户口簿或身份证",
    unknown="附件名称看不出是否有户口簿或身份证，请打开核对",
)
def identity_material(identity_given: Expression) -> Expression:
    return identity_given


@check(
    "D0 三(一)6(1)",
    "身份证人像面",
    code="material_missing.id_card_front",
    effect=Effect.REFER,
    text="身份证只有国徽面，缺少人像面",
    unknown="附件名称看不出是否有身份证人像面，请打开核对",
)
def front_of_card(id_card_front_given: Expression, identity_given: Expression) -> Expression:
    return id_card_front_given | ~identity_given


@check(
    "D0 三(一)6(1)",
    "身份证国徽面",
    code="material_missing.id_card_back",
    effect=Effect.REFER,
    text="身份证只有人像面，缺少国徽面",
    unknown="附件名称看不出是否有身份证国徽面，请打开核对",
)
def back_of_card(id_card_back_given: Expression, identity_given: Expression) -> Expression:
    return id_card_back_given | ~identity_given


# ---------------------------------------------------------------- 三(一)6(2)、三(一)6(3)、二4


@check(
    "D0 三(一)6(2)",
    "毕业证或学籍报告",
    code="material_missing.diploma_or_report",
    effect=Effect.REFER,
    text="既无毕业证，也无《教育部学籍在线验证报告》",
    unknown="附件名称看不出是否有毕业证或学籍报告，请打开核对",
)
def diploma_or_report(diploma_given: Expression, enrollment_report_given: Expression) -> Expression:
    return diploma_given | enrollment_report_given


@check(
    "D0 三(一)6(2)",
    "学位证",
    code="material_missing.degree_certificate",
    effect=Effect.REFER,
    text="登记表填写了学位，已有毕业证而缺少学位证",
    unknown="附件名称看不出是否有学位证，请打开核对",
)
def degree_certificate(
    degree_certificate_given: Expression, states_degree: Expression, diploma_given: Expression
) -> Expression:
    return degree_certificate_given | ~states_degree | ~diploma_given


@check(
    "D0 二4",
    "毕业证书待取得",
    code="diploma_pending",
    effect=Effect.NOTE,
    text="尚未取得毕业证，须在{diploma_deadline}前（含当日）取得，否则取消招募资格",
    unknown="附件名称看不出是否已取得毕业证；尚未取得的，须在{diploma_deadline}前（含当日）取得，否则取消招募资格",
)
def diploma_in_hand(diploma_given: Expression, enrollment_report_given: Expression) -> Expression:
    return diploma_given | ~enrollment_report_given


@check(
    "D0 三(一)6(3)",
    "学历证书电子注册备案表",
    code="material_pending.education_record",
    effect=Effect.NOTE,
    text="尚未提供《教育部学历证书电子注册备案表》，不影响报名，学信网可查询后补交",
    unknown="附件名称看不出是否有《教育部学历证书电子注册备案表》，不影响报名",
)
def education_record(education_record_given: Expression) -> Expression:
    return education_record_given


# ---------------------------------------------------------------- 二5、三(一)6(5)、三(一)6(6)


@check(
    "D0 二5",
    "社会工作专业的证明",
    code="priority_unproven.social_work",
    effect=Effect.NOTE,
    text="登记表写社会工作专业，毕业证或学籍报告没有载明，不按优先对待",
    unknown="是否社会工作专业毕业生，或者毕业证、学籍报告是否载明，尚不明确，请核对",
)
def social_work_proof(claims_social_work: Expression, social_work_shown: Expression) -> Expression:
    return ~claims_social_work | social_work_shown


@check(
    "D0 三(一)6(5)",
    "低保家庭材料",
    code="priority_unproven.low_income",
    effect=Effect.NOTE,
    text="自称低保家庭毕业生，没有县（市、区）民政部门出具的材料，不补的不按优先对待",
    unknown="是否主张低保家庭毕业生的优先，或者有无民政部门的材料，尚不明确，请核实",
)
def low_income_proof(claims_low_income: Expression, low_income_proven: Expression) -> Expression:
    return ~claims_low_income | low_income_proven


@check(
    "D0 三(一)6(6)",
    "入伍和退役证明",
    code="priority_unproven.veteran",
    effect=Effect.NOTE,
    text="自称退役大学生士兵，入伍证明和退役证明不齐，不补的不按优先对待",
    unknown="是否主张退役大学生士兵的优先，或者有无入伍和退役证明，尚不明确，请核实",
)
def veteran_proof(claims_veteran: Expression, veteran_proven: Expression) -> Expression:
    return ~claims_veteran | veteran_proven


# ---------------------------------------------------------------- 附件、补正意见


@check(
    "D0 三(一)3",
    "附件可读",
    code="attachment_unreadable",
    effect=Effect.NOTE,
    text="有附件无法打开（加密、损坏或只有下载链接），已逐件列明",
)
def attachments_open(attachments_readable: Expression) -> Expression:
    return attachments_readable


# No clause of the notice speaks of this: the clause is the document alone.
@check(
    "D0",
    "附件无可疑内容",
    code="attachment_suspicious",
    effect=Effect.NOTE,
    text="附件中有可疑内容（程序、宏、异常压缩包等），没有运行或者展开，不影响审查结论",
)
def attachments_clean(attachments_harmless: Expression) -> Expression:
    return attachments_harmless


@rule("D0 三(一)6", "材料补正意见")
def supplement(
    identity_material: Expression,
    front_of_card: Expression,
    back_of_card: Expression,
    diploma_or_report: Expression,
    degree_certificate: Expression,
    education_record: Expression,
    low_income_proof: Expression,
    veteran_proof: Expression,
) -> Expression:
    return worst(
        identity_material,
        front_of_card,
        back_of_card,
        diploma_or_report,
        degree_certificate,
        education_record,
        low_income_proof,
        veteran_proof,
    )
