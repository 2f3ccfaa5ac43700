"""The words and tones of the office's pages for what the records hold as codes."""

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.core.papers.kinds import MaterialKind
from linli.core.policy import Outcome
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge

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
    State.DECLINED: QUIET,
    State.PROPOSED: WAITING,
    State.OBJECTION_UPHELD: BAD,
    State.FORMAL: GOOD,
    State.SIGNED: GOOD,
    State.FILED: GOOD,
    State.REPORTED: GOOD,
    State.LEFT: QUIET,
    State.WITHDRAWN: QUIET,
}
MATERIALS = {**{kind.value: kind.label for kind in MaterialKind}, "unknown": "种类待核对的附件"}


def state_badge(application: Application) -> Badge:
    """Return the badge of a case's state."""
    return Badge(application.state_label, STATE_TONES[State(application.state)])


def proposal_badge(proposal: str) -> Badge:
    """Return the badge of what the engine proposed."""
    return Badge(Outcome(proposal).label if proposal else "尚未审查", OUTCOME_TONES[proposal])
