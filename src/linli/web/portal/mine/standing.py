"""Which words fit where a case stands: the state, what was answered, and which days are over."""

from datetime import date, datetime

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.window import registration_closed
from linli.apps.ledger.actions import beijing_date
from linli.apps.notices.models import Objection
from linli.apps.seasons.appointments import appointment_of, told
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.medical import again_of
from linli.core.documents.official import date_text
from linli.web.portal.mine.words import (
    AGREEMENT_READ,
    ATTENDING,
    AWAITING_RECHECK,
    PERIOD_OVER,
    STATES,
    UNDER_INQUIRY,
    WITHDRAWN_IN_TIME,
    StateWords,
)

_CALLED_TO = {State.INTERVIEW_LISTED: Stage.INTERVIEW, State.PLACED: Stage.MEDICAL_CHECK}


def words_of(application: Application, at: datetime) -> StateWords:
    """Return what an applicant reads of where a case stands at ``at``."""
    state, words = State(application.state), STATES[State(application.state)]
    if state is State.PLACED and hasattr(application, "medical_recheck"):
        return AWAITING_RECHECK
    if state is State.PLACED and attends(application):
        return ATTENDING
    if state is State.FORMAL and hasattr(application, "agreement_reading"):
        return AGREEMENT_READ
    if state is State.PROPOSED and _period_is_over(application, beijing_date(at)):
        return UNDER_INQUIRY if _is_objected(application) else PERIOD_OVER
    if state is State.WITHDRAWN and registration_closed(application.season, at) is None:
        return WITHDRAWN_IN_TIME
    return words


def term_of(application: Application, at: datetime) -> str:
    """Return by when the next thing happens, blank if no day is set."""
    words = words_of(application, at)
    if application.state == State.PROPOSED:
        return _notice_ends(application)
    if words.stage is None:
        return ""
    last = _last_day(application.season, words.stage)
    is_late = beijing_date(at) > last and words.late
    return words.late if is_late else words.by_when.format(last=date_text(last))


def where_of(application: Application) -> str:
    """Return when and where an applicant comes next, blank where nobody is called."""
    stage = _CALLED_TO.get(State(application.state))
    if stage is None:
        return ""
    # Who was checked already does not come on the day of the first check again.
    recheck = getattr(application, "medical_recheck", None)
    if recheck is not None:
        return again_of(recheck).sentence
    return told(appointment_of(application.season, application.county_id, stage))


def attends(application: Application) -> bool:
    """Tell whether an applicant has answered to come to the medical check."""
    answer = getattr(application, "medical_confirmation", None)
    return answer is not None and answer.attends


def _period_is_over(application: Application, today: date) -> bool:
    listing = getattr(application, "listing", None)
    return listing is not None and today > listing.last_day


def _is_objected(application: Application) -> bool:
    return any(one.status == Objection.Status.OPEN for one in application.objections.all())


def _notice_ends(application: Application) -> str:
    listing = getattr(application, "listing", None)
    return f"公示至{date_text(listing.last_day)}24时止" if listing else ""


def _last_day(season: Season, stage: str) -> date:
    return next(one.last_day for one in season.windows.all() if one.stage == stage)
