"""What the form's pages say of a supplement that is waited for: what, until when, and what then."""

from dataclasses import dataclass
from datetime import datetime

from linli.apps.drafts.models import Draft
from linli.apps.drafts.window import closed
from linli.apps.intake.asked import Asked, asked_of
from linli.apps.intake.receipt import registration_time
from linli.apps.seasons.models import Stage
from linli.core.documents.official import date_text

_CAN_CHANGE = "报名截止前提交的，截止前还可以再改，改完要再提交一次。"
_GOES_BACK = "提交后转回审查，不能再改，除非工作人员再次要求补正。"


@dataclass(frozen=True, slots=True)
class Supplement:
    """What a case is asked for, until when (in words), and what a submission then means."""

    asked: Asked
    by: str
    then: str


def supplement_of(draft: Draft, at: datetime) -> Supplement | None:
    """Return what a draft's case waits for at ``at``, ``None`` if for nothing, or if it is too late."""
    asked = asked_of(draft.application) if draft.application else None
    if asked is None or closed(draft, at):
        return None
    is_over = registration_time(draft.season).is_over(at)
    last = draft.season.window(Stage.ELIGIBILITY_REVIEW).last_day
    return Supplement(asked, f"{date_text(last)}24时", _GOES_BACK if is_over else _CAN_CHANGE)
