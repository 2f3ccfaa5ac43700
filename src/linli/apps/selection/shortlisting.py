"""Who of the qualified goes to the interview."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.queries import states_past
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core import placement as engine

_HONOURS = ("honor_department", "honor_municipal", "honor_provincial", "honor_national")
_INTERVIEW_ORDER = ("最高荣誉级别", "末位并列一并进入")


@transaction.atomic
def list_for_interview(season: Season, county: str, *, actor: User, at: datetime) -> None:
    """Choose who of a county's qualified goes to the interview, best honours first.

    Who was listed before counts towards the number. Raises ``NotPermitted``.
    Source: D0 三(二) (择优确定); requirements C3, Q7; policy parameter ``interview_order``.
    """
    act = Act.LIST_FOR_INTERVIEW.label
    require_office(actor, season, Office.COUNTY, act=act, county=county)
    pack = season.pack
    require_value(pack, "interview_order", beijing_date(at), _INTERVIEW_ORDER)
    lock_season(season)
    qualified = list(season.applications.filter(county_id=county).in_state(State.QUALIFIED))
    ratio = pack.whole("interview_ratio", beijing_date(at))
    limit = max(
        0, season.quotas.get(county_id=county).places * ratio - _listed_before(season, county)
    )
    grades = {one.case_number: _honour_grade(one.materials) for one in qualified}
    listed = set(engine.shortlist(list(grades.items()), places=limit, ratio=1))
    change_states(
        [
            _interview_change(one, one.case_number in listed, grades[one.case_number], actor, at)
            for one in qualified
        ]
    )


def _listed_before(season: Season, county: str) -> int:
    """Return how many of those who applied in a county have been listed for the interview."""
    past = states_past(State.INTERVIEW_LISTED)
    return season.applications.filter(applied_county_id=county, state__in=past).count()


def _honour_grade(materials: Mapping[str, int]) -> int:
    """Return 4 for a national honour down to 1 for a department's, 0 for none (D0 三(一)6(4))."""
    return max(
        (grade for grade, kind in enumerate(_HONOURS, start=1) if materials.get(kind)), default=0
    )


def _interview_change(
    one: Application, is_listed: bool, grade: int, actor: User, at: datetime
) -> Change:
    act = Act.LIST_FOR_INTERVIEW if is_listed else Act.LEAVE_OFF_INTERVIEW
    reason = "择优进入面见复审" if is_listed else "荣誉级别在进入面见复审的末位之后"
    rule = f"{one.season.rule_version}:interview_order"
    return Change(one, act, actor, at, reason=reason, rule=rule, inputs={"honour_grade": grade})
