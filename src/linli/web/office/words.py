"""The words and tones of the office's pages for what the records hold as codes."""

from dataclasses import dataclass

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.core.policy import Outcome

# A badge never speaks by colour alone: each tone has its own sign before the word.
GOOD, BAD, WAITING, QUIET = "good", "bad", "waiting", "quiet"
OUTCOME_TONES = {"pass": GOOD, "fail": BAD, "refer": WAITING, "supplement": WAITING, "": QUIET}
STATE_TONES = {
    State.RECEIVED: QUIET,
    State.ROUTED: WAITING,
    State.SUPPLEMENT_REQUESTED: WAITING,
    State.QUALIFIED: GOOD,
    State.NOT_QUALIFIED: BAD,
    State.INTERVIEW_LISTED: GOOD,
    State.NOT_INTERVIEW_LISTED: BAD,
    State.INTERVIEWED: GOOD,
    State.INTERVIEW_ABSENT: BAD,
    State.REVOKED: BAD,
    State.PLACED: GOOD,
    State.RESERVE: WAITING,
    State.NOT_RECRUITED: BAD,
    State.MEDICAL_PASSED: GOOD,
    State.MEDICAL_FAILED: BAD,
    State.MEDICAL_ABSENT: BAD,
    State.PROPOSED: WAITING,
    State.OBJECTION_UPHELD: BAD,
    State.FORMAL: GOOD,
    State.SIGNED: GOOD,
    State.FILED: GOOD,
    State.REPORTED: GOOD,
    State.LEFT: QUIET,
    State.WITHDRAWN: QUIET,
}
MATERIALS = {
    "id_card_front": "身份证（人像面）",
    "id_card_back": "身份证（国徽面）",
    "hukou": "户口簿",
    "diploma": "毕业证",
    "degree_certificate": "学位证",
    "enrollment_report": "教育部学籍在线验证报告",
    "education_record": "教育部学历证书电子注册备案表",
    "honor_national": "国家级荣誉证书",
    "honor_provincial": "省级荣誉证书",
    "honor_municipal": "市级（含校级）荣誉证书",
    "honor_department": "院（系）级荣誉证书",
    "low_income_proof": "低保家庭证明",
    "enlistment_proof": "入伍证明",
    "discharge_proof": "退役证明",
    "unknown": "种类待核对的附件",
}
MAIL_KINDS = {
    "application": "报名",
    "supplement": "补充材料",
    "correction": "更正报名表",
    "duplicate": "重复来件",
    "withdrawal": "撤回报名",
    "inquiry": "咨询",
    "spam": "无关来件",
    "late": "逾期来件",
    "set_aside": "待人工辨认",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with its tone."""

    label: str
    tone: str


def state_badge(application: Application) -> Badge:
    """Return the badge of a case's state."""
    return Badge(application.state_label, STATE_TONES[State(application.state)])


def proposal_badge(proposal: str) -> Badge:
    """Return the badge of what the engine proposed."""
    return Badge(Outcome(proposal).label if proposal else "尚未审查", OUTCOME_TONES[proposal])
