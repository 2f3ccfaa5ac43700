"""The one transition table of an application, read aloud like a sentence.

From these states, by this act of this office or of the applicant, to that state, under this clause.
"""

from dataclasses import dataclass
from enum import StrEnum

from linli.apps.accounts.models import Office


class State(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    ROUTED = "routed"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    QUALIFIED = "qualified"
    NOT_QUALIFIED = "not_qualified"
    INTERVIEW_LISTED = "interview_listed"
    NOT_INTERVIEW_LISTED = "not_interview_listed"
    INTERVIEWED = "interviewed"
    INTERVIEW_ABSENT = "interview_absent"
    REVOKED = "revoked"
    PLACED = "placed"
    RESERVE = "reserve"
    NOT_RECRUITED = "not_recruited"
    MEDICAL_PASSED = "medical_passed"
    MEDICAL_FAILED = "medical_failed"
    MEDICAL_ABSENT = "medical_absent"
    DECLINED = "declined"
    PROPOSED = "proposed"
    OBJECTION_UPHELD = "objection_upheld"
    FORMAL = "formal"
    SIGNED = "signed"
    FILED = "filed"
    REPORTED = "reported"
    LEFT = "left"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Return the state in the office's words."""
        return _LABELS[self]


_LABELS = {
    State.RECEIVED: "已接收",
    State.ROUTED: "待资格审查",
    State.SUPPLEMENT_REQUESTED: "待补正",
    State.QUALIFIED: "资格审查通过",
    State.NOT_QUALIFIED: "资格审查未通过",
    State.INTERVIEW_LISTED: "进入面见复审",
    State.NOT_INTERVIEW_LISTED: "未进入面见复审",
    State.INTERVIEWED: "已面见复审",
    State.INTERVIEW_ABSENT: "面见复审缺席",
    State.REVOKED: "取消招募资格",
    State.PLACED: "入围体检",
    State.RESERVE: "递补候选",
    State.NOT_RECRUITED: "未招募",
    State.MEDICAL_PASSED: "体检合格",
    State.MEDICAL_FAILED: "体检不合格",
    State.MEDICAL_ABSENT: "体检缺席",
    State.DECLINED: "放弃体检",
    State.PROPOSED: "公示中",
    State.OBJECTION_UPHELD: "异议成立",
    State.FORMAL: "正式招募人选",
    State.SIGNED: "已签协议",
    State.FILED: "已备案",
    State.REPORTED: "已报到",
    State.LEFT: "已解除协议",
    State.WITHDRAWN: "已撤回",
}


class Act(StrEnum):
    """What can be done to an application."""

    ROUTE = "route"
    REQUEST_SUPPLEMENT = "request_supplement"
    ANSWER_SUPPLEMENT = "answer_supplement"
    CHANGE_WISH = "change_wish"
    QUALIFY = "qualify"
    DISQUALIFY = "disqualify"
    REOPEN = "reopen"
    LIST_FOR_INTERVIEW = "list_for_interview"
    LEAVE_OFF_INTERVIEW = "leave_off_interview"
    RECORD_INTERVIEW = "record_interview"
    RECORD_INTERVIEW_ABSENCE = "record_interview_absence"
    REVOKE = "revoke"
    PLACE = "place"
    KEEP_IN_RESERVE = "keep_in_reserve"
    LEAVE_UNPLACED = "leave_unplaced"
    PASS_MEDICAL = "pass_medical"
    FAIL_MEDICAL = "fail_medical"
    RECORD_MEDICAL_ABSENCE = "record_medical_absence"
    DECLINE_MEDICAL = "decline_medical"
    BACKFILL = "backfill"
    PROPOSE = "propose"
    UPHOLD_OBJECTION = "uphold_objection"
    CONFIRM = "confirm"
    SIGN = "sign"
    FILE = "file"
    REPORT_FOR_DUTY = "report_for_duty"
    RECORD_NO_SHOW = "record_no_show"
    END_AGREEMENT = "end_agreement"
    RELEASE_RESERVE = "release_reserve"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """Return the act in the office's words."""
        return TABLE[self].label


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table. ``by_applicant``: the person of the case may do it as well, in person."""

    label: str
    origins: tuple[State, ...]
    target: State
    offices: tuple[Office, ...]
    clause: str
    by_applicant: bool = False

    @property
    def done_by(self) -> str:
        """Return who does it, in the office's words."""
        offices = tuple(str(office.label) for office in self.offices)
        return "、".join((*offices, "报名人本人") if self.by_applicant else offices)


_REVIEW = (State.ROUTED, State.SUPPLEMENT_REQUESTED)
_CITY, _COUNTY, _STREET = Office.CITY, Office.COUNTY, Office.STREET
_UP_TO_NOTICE = (
    State.INTERVIEW_LISTED,
    State.INTERVIEWED,
    State.PLACED,
    State.RESERVE,
    State.MEDICAL_PASSED,
    State.PROPOSED,
)
_BEFORE_AGREEMENT = (
    State.RECEIVED,
    *_REVIEW,
    State.QUALIFIED,
    *_UP_TO_NOTICE,
    State.FORMAL,
)

TABLE: dict[Act, Transition] = {
    Act.ROUTE: Transition(
        "转县审查", (State.RECEIVED, *_REVIEW), State.ROUTED, (_CITY,), "D0 三(二)"
    ),
    Act.REQUEST_SUPPLEMENT: Transition(
        "要求补正", (State.ROUTED,), State.SUPPLEMENT_REQUESTED, (_CITY, _COUNTY), "D0 三(二)"
    ),
    Act.ANSWER_SUPPLEMENT: Transition(
        "提交补正",
        (State.SUPPLEMENT_REQUESTED,),
        State.ROUTED,
        (),
        "D0 三(二)",
        by_applicant=True,
    ),
    Act.CHANGE_WISH: Transition(
        "更改工作意向地区", (State.ROUTED,), State.RECEIVED, (), "D0 三(二)", by_applicant=True
    ),
    Act.QUALIFY: Transition("审查通过", _REVIEW, State.QUALIFIED, (_CITY, _COUNTY), "D0 三(二)"),
    Act.DISQUALIFY: Transition(
        "审查不通过", _REVIEW, State.NOT_QUALIFIED, (_CITY, _COUNTY), "D0 三(二)"
    ),
    Act.REOPEN: Transition(
        "重新审查",
        (State.QUALIFIED, State.NOT_QUALIFIED),
        State.ROUTED,
        (_CITY, _COUNTY),
        "D0 三(二)",
    ),
    Act.LIST_FOR_INTERVIEW: Transition(
        "列入面见复审", (State.QUALIFIED,), State.INTERVIEW_LISTED, (_COUNTY,), "D0 三(二)"
    ),
    Act.LEAVE_OFF_INTERVIEW: Transition(
        "不列入面见复审", (State.QUALIFIED,), State.NOT_INTERVIEW_LISTED, (_COUNTY,), "D0 三(二)"
    ),
    Act.RECORD_INTERVIEW: Transition(
        "登记面见成绩", (State.INTERVIEW_LISTED,), State.INTERVIEWED, (_COUNTY,), "D0 三(三)"
    ),
    Act.RECORD_INTERVIEW_ABSENCE: Transition(
        "登记面见缺席", (State.INTERVIEW_LISTED,), State.INTERVIEW_ABSENT, (_COUNTY,), "D0 三(三)"
    ),
    Act.REVOKE: Transition("取消招募资格", _UP_TO_NOTICE, State.REVOKED, (_COUNTY,), "D0 二4"),
    Act.PLACE: Transition(
        "确定入围体检", (State.INTERVIEWED,), State.PLACED, (_CITY,), "D0 三(三)"
    ),
    Act.KEEP_IN_RESERVE: Transition(
        "列为递补候选", (State.INTERVIEWED,), State.RESERVE, (_CITY,), "D0 三(四)"
    ),
    Act.LEAVE_UNPLACED: Transition(
        "未能入围", (State.INTERVIEWED,), State.NOT_RECRUITED, (_CITY,), "D0 附件2"
    ),
    Act.PASS_MEDICAL: Transition(
        "登记体检合格", (State.PLACED,), State.MEDICAL_PASSED, (_COUNTY,), "D0 三(四)"
    ),
    Act.FAIL_MEDICAL: Transition(
        "登记体检不合格", (State.PLACED,), State.MEDICAL_FAILED, (_COUNTY,), "D0 三(四)"
    ),
    Act.RECORD_MEDICAL_ABSENCE: Transition(
        "登记体检缺席", (State.PLACED,), State.MEDICAL_ABSENT, (_COUNTY,), "D0 三(四)"
    ),
    Act.DECLINE_MEDICAL: Transition(
        "确认不参加体检",
        (State.PLACED,),
        State.DECLINED,
        (_COUNTY,),
        "D0 三(三)",
        by_applicant=True,
    ),
    Act.BACKFILL: Transition("递补", (State.RESERVE,), State.PLACED, (_COUNTY,), "D0 三(四)"),
    Act.PROPOSE: Transition(
        "列入公示", (State.MEDICAL_PASSED,), State.PROPOSED, (_COUNTY,), "D0 三(五)"
    ),
    Act.UPHOLD_OBJECTION: Transition(
        "异议成立", (State.PROPOSED,), State.OBJECTION_UPHELD, (_COUNTY,), "D0 三(五)"
    ),
    Act.CONFIRM: Transition(
        "确定为正式人选", (State.PROPOSED,), State.FORMAL, (_COUNTY,), "D0 三(五)"
    ),
    Act.SIGN: Transition(
        "签订协议", (State.FORMAL,), State.SIGNED, (_STREET, _COUNTY), "D0 三(六)"
    ),
    Act.FILE: Transition("报市备案", (State.SIGNED,), State.FILED, (_CITY,), "D0 三(六)"),
    Act.REPORT_FOR_DUTY: Transition(
        "报到", (State.FILED,), State.REPORTED, (_STREET, _COUNTY), "D0 三(七)"
    ),
    Act.RECORD_NO_SHOW: Transition(
        "登记未报到", (State.SIGNED, State.FILED), State.LEFT, (_STREET, _COUNTY), "D0 三(七)"
    ),
    Act.END_AGREEMENT: Transition(
        "解除协议",
        (State.SIGNED, State.FILED, State.REPORTED),
        State.LEFT,
        (_STREET, _COUNTY),
        "D0 五(三)",
    ),
    Act.RELEASE_RESERVE: Transition(
        "递补期满未招募", (State.RESERVE,), State.NOT_RECRUITED, (_COUNTY,), "D0 三(四)"
    ),
    Act.WITHDRAW: Transition(
        "撤回报名",
        _BEFORE_AGREEMENT,
        State.WITHDRAWN,
        (_CITY, _COUNTY),
        "D0 三(一)",
        by_applicant=True,
    ),
}

FINAL = frozenset(State) - {
    origin for transition in TABLE.values() for origin in transition.origins
}


def acts_from(state: State) -> tuple[Act, ...]:
    """Return the acts that the table allows in a state, in the table's order."""
    return tuple(act for act, transition in TABLE.items() if state in transition.origins)
