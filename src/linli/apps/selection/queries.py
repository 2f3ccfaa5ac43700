"""Questions about places that were held and left."""

from django.db.models import Q

from linli.apps.applications.states import State
from linli.core.placement import PlacementStatus

#: Who held a place and gave it up: the place waits for the county's reserve.
LEFT_A_PLACE = Q(
    state__in=(
        State.MEDICAL_FAILED,
        State.MEDICAL_ABSENT,
        State.DECLINED,
        State.OBJECTION_UPHELD,
        State.LEFT,
    )
) | Q(state__in=(State.WITHDRAWN, State.REVOKED)) & (
    Q(placement__status=PlacementStatus.PLACED) | Q(backfill__isnull=False)
)
