"""What applicants are told of a change, in plain words."""

from linli.apps.applications.states import Act

WORDING: dict[Act, tuple[str, str]] = {
    Act.ROUTE: (
        "报名材料已收到",
        "您的报名材料已收到，报名编号{number}，已转有关县（市、区）资格审查。",
    ),
    Act.REQUEST_SUPPLEMENT: (
        "请补正报名材料",
        "您的报名（编号{number}）需要补正：{reason}。请在资格审查结束前发到报名邮箱。",
    ),
    Act.QUALIFY: ("资格审查通过", "您的报名（编号{number}）已通过资格审查。"),
    Act.DISQUALIFY: (
        "资格审查未通过",
        "您的报名（编号{number}）未通过资格审查。理由：{reason}。依据：{clause}。如有异议，可向受理单位提出。",
    ),
    Act.LIST_FOR_INTERVIEW: (
        "请参加面见复审",
        "您（报名编号{number}）已进入面见复审，请携带报名材料原件参加。",
    ),
    Act.LEAVE_OFF_INTERVIEW: (
        "未进入面见复审",
        "您（报名编号{number}）未进入面见复审。理由：{reason}。依据：{clause}。如有异议，可向受理单位提出。",
    ),
    Act.REVOKE: (
        "取消招募资格",
        "您（报名编号{number}）的招募资格已取消。理由：{reason}。依据：{clause}。如有异议，可向受理单位提出。",
    ),
    Act.PLACE: (
        "请参加体检",
        "您（报名编号{number}）已入围体检：{reason}。时间地点由县（市、区）另行通知。",
    ),
    Act.KEEP_IN_RESERVE: ("列入递补候选", "您（报名编号{number}）列入递补候选：{reason}。"),
    Act.LEAVE_UNPLACED: (
        "未能入围体检",
        "您（报名编号{number}）未能入围体检。理由：{reason}。依据：{clause}。感谢您报名。",
    ),
    Act.FAIL_MEDICAL: (
        "体检未通过",
        "您（报名编号{number}）的体检结论为不合格，不进入下一环节。依据：{clause}。如有异议，可向受理单位提出。",
    ),
    Act.BACKFILL: (
        "递补入围体检",
        "您（报名编号{number}）已递补入围体检，时间地点由县（市、区）另行通知。",
    ),
    Act.CONFIRM: (
        "确定为正式招募人选",
        "您（报名编号{number}）已确定为正式招募人选，请按通知签订协议。",
    ),
    Act.END_AGREEMENT: (
        "协议已解除",
        "您（报名编号{number}）的社区助理协议已解除。理由：{reason}。依据：{clause}。",
    ),
    Act.WITHDRAW: (
        "报名已撤回",
        "您的报名（编号{number}）已撤回。如非本人意愿，请尽快与受理单位联系。",
    ),
}
