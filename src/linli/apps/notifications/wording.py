"""What applicants are told of a change, in plain words."""

from dataclasses import dataclass

from linli.apps.applications.states import Act
from linli.apps.applications.telling import Topic


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of an act.

    ``{number}`` is the case number, in ``body`` also ``{reason}``, whole sentences, ``{clause}``,
    ``{last}``, the last day of what the act asks for, included, ``{answer}``, how a supplement
    is handed in, and ``{where}``, when and where to come.

    ``short`` goes out as a short message, 70 characters at most, and names nothing but the number;
    an act without it asks nothing of the applicant that cannot wait.
    """

    subject: str
    body: str
    short: str = ""


def marked(subject: str, *, rehearsal: bool) -> str:
    """Return a subject with the mark of a rehearsal, where it is one."""
    return f"{'【演练】' if rehearsal else ''}{subject}"


RECEIPT_SUBJECT = "报名已提交"
PAPER_ON_SITE = "填好的报名登记表可以登录网站，在“我的报名”里下载。"
PAPER_BY_MAIL = "填好的报名登记表随邮件发送，也可以登录网站，在“我的报名”里下载。"
RECEIPT = """您的报名已提交。
报名编号：{number}
提交时间：{stamp}
{conditions}
报名截止时间为{last.year}年{last.month}月{last.day}日24时，此前可以登录网站修改或者撤回。
{paper}"""
STAMP = "{0.year}年{0.month}月{0.day}日{0.hour}时{0.minute}分{0.second}秒"
CONDITIONS = "以下事项不影响报名，但须留意：\n"
RECEIPT_SHORT = "您的报名已提交，报名编号{number}。报名截止前可登录网站修改或者撤回。"
RECEIPT_LATE = """您补正的内容已提交。
报名编号：{number}
提交时间：{stamp}
{conditions}
报名已截止，提交的内容由受理单位审查，结果另行通知。
{paper}"""
RECEIPT_LATE_SHORT = "您补正的内容已提交，报名编号{number}，由受理单位审查，结果另行通知。"
RIGHT_ANSWERED_SUBJECT = "个人信息申请已有答复"
RIGHT_ANSWERED = (
    "您就报名（编号{number}）提出的申请（{kind}）已有答复，请登录网站在“我的信息”查看。"
    "对答复有异议的，可以向履行个人信息保护职责的部门投诉。"
)
RIGHT_ANSWERED_SHORT = "您就报名（编号{number}）提出的个人信息申请已有答复，请登录网站查看。"
ANSWER_ON_SITE = "登录网站改好并重新提交"
ANSWER_BY_MAIL = "把材料发到报名邮箱，或者交到受理窗口"
LETTER_SHORT = "您的报名（编号{number}）需要补正，补正事项和期限请登录网站或者查看邮件。"


WORDING: dict[Act, Wording] = {
    Act.ROUTE: Wording(
        "报名材料已收到",
        "您的报名材料已收到，报名编号{number}，已转有关县（市、区）资格审查。",
    ),
    Act.REQUEST_SUPPLEMENT: Wording(
        "请补正报名材料",
        "您的报名（编号{number}）需要补正：\n{reason}\n请在{last}24时前{answer}，逾期不能再补。",
        "您的报名（编号{number}）需要补正，补正事项和期限请登录网站或者查看邮件。",
    ),
    Act.QUALIFY: Wording("资格审查通过", "您的报名（编号{number}）已通过资格审查。"),
    Act.DISQUALIFY: Wording(
        "资格审查未通过",
        "您的报名（编号{number}）未通过资格审查。理由：{reason}依据：{clause}。如有异议，可向受理单位提出。",
        "您的报名（编号{number}）未通过资格审查，理由和提出异议的途径请登录网站或者查看邮件。",
    ),
    Act.REOPEN: Wording(
        "资格审查重新进行",
        "您的报名（编号{number}）原来的资格审查决定已撤销，重新审查，结果另行通知。理由：{reason}依据：{clause}。",
        "您的报名（编号{number}）原来的资格审查决定已撤销，重新审查，理由请登录网站或者查看邮件。",
    ),
    Act.LIST_FOR_INTERVIEW: Wording(
        "请参加面见复审",
        "您（报名编号{number}）已进入面见复审，请携带报名材料原件参加。{where}",
        "您（报名编号{number}）已进入面见复审，请携带报名材料原件参加。时间地点请登录网站查看。",
    ),
    Act.LEAVE_OFF_INTERVIEW: Wording(
        "未进入面见复审",
        "您（报名编号{number}）未进入面见复审。理由：{reason}依据：{clause}。如有异议，可向受理单位提出。",
        "您（报名编号{number}）未进入面见复审，理由和提出异议的途径请登录网站或者查看邮件。",
    ),
    Act.RECORD_INTERVIEW_ABSENCE: Wording(
        "登记为面见复审缺席",
        "您（报名编号{number}）登记为面见复审缺席，不进入下一环节。依据：{clause}。如有异议，可向受理单位提出。",
        "您（报名编号{number}）登记为面见复审缺席，不进入下一环节。情况不符的，请尽快与受理单位联系。",
    ),
    Act.REVOKE: Wording(
        "取消招募资格",
        "您（报名编号{number}）的招募资格已取消。理由：{reason}依据：{clause}。如有异议，可向受理单位提出。",
        "您（报名编号{number}）的招募资格已取消，理由和提出异议的途径请登录网站或者查看邮件。",
    ),
    Act.PLACE: Wording(
        "请参加体检",
        "您（报名编号{number}）已入围体检：{reason}{where}",
        "您（报名编号{number}）已入围体检，请登录网站答复，并查看时间地点。",
    ),
    Act.KEEP_IN_RESERVE: Wording("列入递补候选", "您（报名编号{number}）列入递补候选：{reason}"),
    Act.LEAVE_UNPLACED: Wording(
        "未能入围体检",
        "您（报名编号{number}）未能入围体检。理由：{reason}依据：{clause}。感谢您报名。",
    ),
    Act.FAIL_MEDICAL: Wording(
        "体检未通过",
        "您（报名编号{number}）的体检结论为不合格，不进入下一环节。依据：{clause}。如有异议，可向受理单位提出。",
    ),
    Act.RECORD_MEDICAL_ABSENCE: Wording(
        "登记为体检缺席",
        "您（报名编号{number}）登记为体检缺席，不进入下一环节。依据：{clause}。如有异议，可向受理单位提出。",
        "您（报名编号{number}）登记为体检缺席，不进入下一环节。情况不符的，请尽快与受理单位联系。",
    ),
    Act.DECLINE_MEDICAL: Wording(
        "已确认不参加体检",
        "您（报名编号{number}）已确认不参加体检，空出的名额由县（市、区）按次序递补。如非本人意愿，请尽快与受理单位联系。",
        "您（报名编号{number}）已确认不参加体检。如非本人意愿，请尽快与受理单位联系。",
    ),
    Act.BACKFILL: Wording(
        "递补入围体检",
        "您（报名编号{number}）已递补入围体检。{where}",
        "您（报名编号{number}）已递补入围体检，请登录网站答复，并查看时间地点。",
    ),
    Act.RELEASE_RESERVE: Wording(
        "递补结束",
        "您（报名编号{number}）列为递补候选，没有轮到：{reason}依据：{clause}。感谢您报名。",
        "您（报名编号{number}）列为递补候选，至本次招募结束没有轮到。感谢您报名。",
    ),
    Act.PROPOSE: Wording(
        "列入拟招募人选公示",
        "您（报名编号{number}）已列入拟招募人选公示名单，{reason}依据：{clause}。",
    ),
    Act.UPHOLD_OBJECTION: Wording(
        "异议成立，不再列为人选",
        "您（报名编号{number}）公示期间收到异议，经核查成立，不再列为招募人选。理由：{reason}依据：{clause}。如有异议，可向受理单位提出。",
        "您（报名编号{number}）公示期间的异议经核查成立，理由和提出异议的途径请登录网站或者查看邮件。",
    ),
    Act.CONFIRM: Wording(
        "确定为正式招募人选",
        "您（报名编号{number}）已确定为正式招募人选，请按通知签订协议。",
        "您（报名编号{number}）已确定为正式招募人选，请按通知签订协议。",
    ),
    Act.SIGN: Wording(
        "协议已签订",
        "您（报名编号{number}）的协议书已签订，报市备案以后，可以登录网站下载报到通知单。",
    ),
    Act.FILE: Wording(
        "请按时报到",
        "您（报名编号{number}）的协议书已报市备案，请在{last}前（含当日）到社区报到。报到通知单可以登录网站下载。",
        "您（报名编号{number}）的协议书已备案，请按时到社区报到，时间和地点请登录网站或者查看邮件。",
    ),
    Act.RECORD_NO_SHOW: Wording(
        "协议已解除",
        "您（报名编号{number}）没有在{last}前（含当日）到社区报到，社区助理协议已解除。理由：{reason}依据：{clause}。",
    ),
    Act.END_AGREEMENT: Wording(
        "协议已解除",
        "您（报名编号{number}）的社区助理协议已解除。理由：{reason}依据：{clause}。",
    ),
    Act.WITHDRAW: Wording(
        "报名已撤回",
        "您的报名（编号{number}）已撤回。如非本人意愿，请尽快与受理单位联系。",
        "您的报名（编号{number}）已撤回。如非本人意愿，请尽快与受理单位联系。",
    ),
}

#: What is said of what is no change of state; ``{text}`` is in whole sentences.
TIDINGS: dict[Topic, Wording] = {
    Topic.RECHECK: Wording(
        "体检待复检",
        "您（报名编号{number}）的体检待复检，名额保留，以复检结论为准。{text}",
        "您（报名编号{number}）的体检待复检，时间和地点请登录网站或者查看邮件。",
    ),
    Topic.APPOINTMENT: Wording(
        "时间地点通知",
        "您（报名编号{number}）：{text}",
        "您（报名编号{number}）的时间地点通知有更新，请登录网站或者查看邮件。",
    ),
    Topic.CORRECTION: Wording(
        "公示名单更正",
        "您（报名编号{number}）所在的拟招募人选公示名单已更正。{text}",
        "您（报名编号{number}）所在的公示名单已更正，详情请登录网站或者查看邮件。",
    ),
}
