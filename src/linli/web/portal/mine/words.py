"""What an applicant is told of every state and every act, in plain words, in this one place.

``{county}`` is where the case is handled, ``{last}`` the last day of the named stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linli.apps.applications.states import Act, State
from linli.apps.seasons.models import Stage

GOOD, BAD, WAITING, QUIET = "good", "bad", "waiting", "quiet"


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state as its applicant reads it: what happened, what is next, by when (blank: no term).

    ``late`` takes the place of ``by_when`` once the last day of the stage is over, blank: nothing does.
    """

    tone: str
    title: str
    happened: str
    next: str
    stage: Stage | None = None
    by_when: str = ""
    late: str = ""


_REVIEW = Stage.ELIGIBILITY_REVIEW
_ASK = "对结果有疑问的，可以申请工作人员重新核对，办法见本页下方。"

STATES: Mapping[State, StateWords] = {
    State.RECEIVED: StateWords(
        QUIET,
        "报名已收到",
        "您的报名已经收到，编号见本页上方。",
        "市委社会工作部登记后转到您所报的县（市、区）审查材料，您不用做什么。",
        _REVIEW,
        "资格审查到{last}24时前完成",
    ),
    State.ROUTED: StateWords(
        QUIET,
        "正在审查材料",
        "您的材料已转到{county}，由工作人员审查。",
        "等候审查结果。结果会在本页公布，同时发消息告诉您。",
        _REVIEW,
        "资格审查到{last}24时前完成",
    ),
    State.SUPPLEMENT_REQUESTED: StateWords(
        WAITING,
        "请补正材料",
        "工作人员审查了您的材料，需要您补充或者更正。",
        "按要求改好以后重新提交一次，提交后转回审查。",
        _REVIEW,
        "到{last}24时前提交，逾期不能再补",
    ),
    State.QUALIFIED: StateWords(
        GOOD,
        "资格审查通过",
        "您的报名已通过资格审查。",
        "{county}按规定的比例确定谁参加面见复审，名单确定后在本页告诉您。",
        Stage.INTERVIEW,
        "面见复审到{last}结束",
    ),
    State.NOT_QUALIFIED: StateWords(
        BAD,
        "资格审查未通过",
        "工作人员决定：您的报名不符合招募条件。",
        _ASK,
    ),
    State.INTERVIEW_LISTED: StateWords(
        GOOD,
        "请参加面见复审",
        "您已进入{county}的面见复审。",
        "下载面见通知单，带上材料原件参加。{where}",
        Stage.INTERVIEW,
        "面见复审到{last}结束",
    ),
    State.NOT_INTERVIEW_LISTED: StateWords(
        BAD,
        "未进入面见复审",
        "您通过了资格审查，但没有进入面见复审。",
        _ASK,
    ),
    State.INTERVIEWED: StateWords(
        GOOD,
        "已参加面见复审",
        "您的面见成绩已经登记。",
        "全市面见结束后统一安排入围体检的人选，结果和理由会在本页逐项列出。",
        Stage.INTERVIEW,
        "面见复审到{last}结束",
    ),
    State.INTERVIEW_ABSENT: StateWords(
        BAD,
        "没有参加面见复审",
        "登记为面见复审缺席，本次招募不再往下进行。",
        _ASK,
    ),
    State.REVOKED: StateWords(
        BAD,
        "招募资格已取消",
        "您的招募资格已被取消。",
        _ASK,
    ),
    State.PLACED: StateWords(
        WAITING,
        "已入围体检",
        "您已入围{county}的体检。",
        "请答复是否参加体检，费用自理。{where}",
        Stage.MEDICAL_CHECK,
        "体检到{last}结束，请尽早答复",
        "请尽快答复，体检时间以县（市、区）通知的为准",
    ),
    State.RESERVE: StateWords(
        WAITING,
        "列为递补候选",
        "您没有入围体检，列在{county}的递补名单里。",
        "名单上的人空出名额时，按位次递补，轮到您时会发消息，请留意。不想再等的，可以撤回报名。",
        Stage.SELECTION,
        "确定人选到{last}结束，届时没有轮到的，本次招募结束",
    ),
    State.NOT_RECRUITED: StateWords(
        BAD,
        "未招募",
        "本次招募的结果为未招募。感谢您报名。",
        _ASK,
    ),
    State.MEDICAL_PASSED: StateWords(
        GOOD,
        "体检合格",
        "您的体检结论为合格。",
        "{county}把拟招募人选名单公示，您不用做什么。",
        Stage.SELECTION,
        "确定人选到{last}结束",
    ),
    State.MEDICAL_FAILED: StateWords(
        BAD,
        "体检不合格",
        "您的体检结论为不合格，不进入下一环节。系统只保存结论，不保存任何检查数据。",
        _ASK,
    ),
    State.MEDICAL_ABSENT: StateWords(
        BAD,
        "没有参加体检",
        "登记为体检缺席，空出的名额由县（市、区）按次序递补。",
        _ASK,
    ),
    State.DECLINED: StateWords(
        QUIET,
        "已放弃体检",
        "已确认您不参加体检，空出的名额由县（市、区）按次序递补。",
        "本次招募到此结束。如非本人意愿，请尽快与受理单位联系。",
    ),
    State.PROPOSED: StateWords(
        WAITING,
        "正在公示",
        "您已列入{county}的拟招募人选公示名单。",
        "等候公示期满。有异议的，由县（市、区）核查；没有异议的，确定为正式人选。",
    ),
    State.OBJECTION_UPHELD: StateWords(
        BAD,
        "异议成立",
        "公示期间有人提出异议，经核查成立，您不再列为人选。",
        _ASK,
    ),
    State.FORMAL: StateWords(
        GOOD,
        "正式招募人选",
        "公示期满，您已确定为正式招募人选。",
        "先在本页阅读协议文本并签名确认，再按通知到街道（乡镇）签订协议。",
        Stage.AGREEMENT,
        "请在{last}前（含当日）签订协议",
    ),
    State.SIGNED: StateWords(
        GOOD,
        "协议已签订",
        "您已与街道（乡镇）签订协议。",
        "县（市、区）把名单报市备案，备案后可以下载报到通知单。",
        Stage.REPORTING,
        "报到截止日期：{last}（含当日）",
    ),
    State.FILED: StateWords(
        GOOD,
        "请按时报到",
        "您的协议已报市备案。",
        "下载报到通知单，到社区报到。",
        Stage.REPORTING,
        "请在{last}前（含当日）报到",
    ),
    State.REPORTED: StateWords(
        GOOD,
        "已到社区报到",
        "您已报到，服务期从报到之日起算。",
        "服务期满后，可以在本页下载服务证明。",
    ),
    State.LEFT: StateWords(
        QUIET,
        "协议已解除",
        "您的协议已经解除。",
        "生活补贴发到服务的最后一日。有疑问的，与街道（乡镇）联系。",
    ),
    State.WITHDRAWN: StateWords(
        QUIET,
        "报名已撤回",
        "这份报名已经撤回，不再办理。",
        "报名已经截止，不能重新报名。如非本人意愿，请尽快与受理单位联系。",
    ),
}

#: A withdrawal while the registration runs.
WITHDRAWN_IN_TIME = replace(
    STATES[State.WITHDRAWN],
    next="报名截止前可以重新报名。如非本人意愿，请尽快与受理单位联系。",
    stage=Stage.REGISTRATION,
    by_when="报名到{last}24时截止",
)
#: Placed, and whether to come has been answered.
ATTENDING = replace(
    STATES[State.PLACED],
    next="您已答复参加体检，费用自理。{where}",
    by_when="体检到{last}结束",
    late="体检时间以县（市、区）通知的为准",
)
#: Placed, checked once without a conclusion, and to be checked a second time.
AWAITING_RECHECK = replace(
    ATTENDING,
    title="体检待复检",
    happened="您的体检需要复检，名额保留，以复检结论为准。",
    next="请按时参加复检。{where}",
    late="复检时间以县（市、区）通知的为准",
)
#: Formal, and the text of the agreement has been read.
AGREEMENT_READ = replace(
    STATES[State.FORMAL], next="您已阅读协议文本并签名确认。按通知到街道（乡镇）签订协议。"
)
#: Proposed, and the period is over.
PERIOD_OVER = replace(
    STATES[State.PROPOSED],
    title="公示期满",
    happened="您列入{county}的拟招募人选公示名单，公示期已满。",
    next="由{county}确定正式招募人选，您不用做什么。",
)
#: Proposed, the period is over, and an objection is not answered.
UNDER_INQUIRY = replace(
    PERIOD_OVER,
    title="公示期满，异议核查中",
    next="公示期间收到异议，由{county}核查。核查结果会在本页告诉您。",
)

#: What is said of a form that was begun and not submitted in time.
OVER = "报名已经截止，不能再提交"
#: What is next for whoever is asked for a supplement and did not apply on the site.
SEND_SUPPLEMENT = "按要求补充的材料，发到报名邮箱，或者交到受理窗口。"

#: What happened, as the list of what happened tells it. What is not here is the office's inner work.
EVENTS: Mapping[str, str] = {
    "receive": "收到报名",
    "amend": "收到补充或者更改的内容",
    "state_receipt": "说明材料先已收到",
    "release_letter": "发出补正通知",
    "confirm_medical": "答复参加体检",
    "await_recheck": "体检待复检",
    "arrange_recheck": "确定或者更改复检时间和医院",
    "read_agreement": "阅读协议文本并签名确认",
    "record_diploma": "登记毕业证书取得日期",
    "take_objection": "收到异议，正在核查",
    "lodge_objection": "收到异议，正在核查",
    "answer_objection": "异议核查完毕",
    "correct_listing": "公示内容已更正",
    "ask_right": "提出个人信息申请",
    "answer_right": "答复个人信息申请",
    "reclaim": "在窗口查验身份证后认领报名",
    Act.ROUTE: "转到县（市、区）审查",
    Act.REQUEST_SUPPLEMENT: "要求补正",
    Act.ANSWER_SUPPLEMENT: "提交补正",
    Act.CHANGE_WISH: "更改工作意向地区",
    Act.QUALIFY: "资格审查通过",
    Act.DISQUALIFY: "资格审查未通过",
    Act.REOPEN: "撤销原审查决定，重新审查",
    Act.LIST_FOR_INTERVIEW: "进入面见复审",
    Act.LEAVE_OFF_INTERVIEW: "未进入面见复审",
    Act.RECORD_INTERVIEW: "登记面见成绩",
    Act.RECORD_INTERVIEW_ABSENCE: "登记面见复审缺席",
    Act.REVOKE: "取消招募资格",
    Act.PLACE: "入围体检",
    Act.KEEP_IN_RESERVE: "列为递补候选",
    Act.LEAVE_UNPLACED: "未能入围体检",
    Act.PASS_MEDICAL: "体检合格",
    Act.FAIL_MEDICAL: "体检不合格",
    Act.RECORD_MEDICAL_ABSENCE: "登记体检缺席",
    Act.DECLINE_MEDICAL: "确认不参加体检",
    Act.BACKFILL: "递补入围体检",
    Act.PROPOSE: "列入公示名单",
    Act.UPHOLD_OBJECTION: "异议成立",
    Act.CONFIRM: "确定为正式招募人选",
    Act.SIGN: "签订协议",
    Act.FILE: "协议报市备案",
    Act.REPORT_FOR_DUTY: "到社区报到",
    Act.RECORD_NO_SHOW: "没有按期报到，协议解除",
    Act.END_AGREEMENT: "解除协议",
    Act.RELEASE_RESERVE: "递补期满，没有轮到",
    Act.WITHDRAW: "撤回报名",
}

#: The states that turned the person away: the reason is told with them.
TURNED_AWAY = frozenset(state for state, words in STATES.items() if words.tone == BAD)
