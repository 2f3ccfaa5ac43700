"""What a stage still has to finish, and what is left over from stages whose last day is past.

Source: D0 三.
"""

from collections.abc import Mapping
from datetime import date

from linli.apps.applications.states import State
from linli.apps.dashboard.due import Terms
from linli.apps.seasons.models import Stage

#: In which states cases wait for the work of a stage. The registration leaves nothing behind.
WORK_OF: Mapping[Stage, tuple[State, ...]] = {
    Stage.ELIGIBILITY_REVIEW: (
        State.RECEIVED,
        State.ROUTED,
        State.SUPPLEMENT_REQUESTED,
        State.QUALIFIED,
    ),
    Stage.INTERVIEW: (State.INTERVIEW_LISTED, State.INTERVIEWED),
    Stage.MEDICAL_CHECK: (State.PLACED,),
    Stage.SELECTION: (State.MEDICAL_PASSED, State.PROPOSED),
    Stage.AGREEMENT: (State.FORMAL, State.SIGNED),
    Stage.REPORTING: (State.FILED,),
}


def unfinished(stage: Stage, states: Mapping[str, int]) -> tuple[tuple[State, int], ...]:
    """Return what a stage, and those before it, still have to finish: cases by state, none left out."""
    order = list(Stage)
    upto = [one for one in WORK_OF if order.index(one) <= order.index(stage)]
    return tuple(
        (state, states[state]) for one in upto for state in WORK_OF[one] if states.get(state)
    )


def overdue(states: Mapping[str, int], terms: Terms, *, today: date) -> int:
    """Return how many cases wait for a stage whose last day is past; none in a rehearsal."""
    if not terms.counts_days:
        return 0
    over = [stage for stage in WORK_OF if terms.last_days[stage] < today]
    return sum(states.get(state, 0) for stage in over for state in WORK_OF[stage])
