"""Which words of the ledger are the applicant's to read: one list for the page and for the copy.

Source: 个人信息保护法 第四十五条.
"""

from collections.abc import Mapping
from typing import Any

from linli.apps.applications.states import Act

#: Acts whose reason was written for the applicant. Others name other cases, or work inside the office.
TOLD_WITH_REASON = frozenset(
    {
        Act.REQUEST_SUPPLEMENT,
        Act.DISQUALIFY,
        Act.REOPEN,
        Act.LEAVE_OFF_INTERVIEW,
        Act.REVOKE,
        Act.PLACE,
        Act.KEEP_IN_RESERVE,
        Act.LEAVE_UNPLACED,
        Act.PROPOSE,
        Act.UPHOLD_OBJECTION,
        Act.RECORD_NO_SHOW,
        Act.END_AGREEMENT,
        Act.RELEASE_RESERVE,
    }
)

#: Acts between officials before anything is decided: who applies reads the decision that follows.
BEFORE_A_DECISION = frozenset({"give_opinion", "return_opinion", "lapse_opinion"})


def told_reason(body: Mapping[str, Any]) -> str:
    """Return the reason of a ledger entry as its applicant may read it, blank if it is not for them."""
    return str(body["reason"]) if body["action"] in TOLD_WITH_REASON else ""
