"""A season in the middle of its work, with something due for every office, for the pages that show it."""

from __future__ import annotations

from datetime import datetime

from linli.apps.applications.states import State
from linli.apps.enquiries.models import Enquiry
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.intake.models import Doubt, Mail
from linli.apps.seasons.models import Season, Stage
from tests.factories import BEIJING, DAI, YUANPING, make_application

_CASES = {
    DAI: {
        State.ROUTED: 12,
        State.SUPPLEMENT_REQUESTED: 3,
        State.QUALIFIED: 8,
        State.NOT_QUALIFIED: 2,
        State.INTERVIEW_LISTED: 3,
        State.PLACED: 4,
        State.MEDICAL_PASSED: 2,
        State.MEDICAL_FAILED: 1,
        State.FORMAL: 2,
        State.WITHDRAWN: 1,
    },
    YUANPING: {State.ROUTED: 20, State.QUALIFIED: 30, State.INTERVIEWED: 9, State.SIGNED: 2},
    "140902": {State.ROUTED: 40, State.QUALIFIED: 60, State.REPORTED: 5},
    "140921": {State.QUALIFIED: 14},
    "140924": {State.ROUTED: 7},
    "140930": {State.QUALIFIED: 5, State.PLACED: 3},
}


def fill_dashboard(season: Season) -> Season:
    """Return a season of 24 June in the review, worked unevenly by its counties."""
    fill_packaged_years()
    for county, states in _CASES.items():
        for state, number in states.items():
            for _ in range(number):
                make_application(season, county=county, state=state)
    for _ in range(6):
        make_application(season, county=None, state=State.RECEIVED)
    first = season.applications.filter(county=DAI).order_by("pk")[0]
    Doubt.objects.create(application=first, kind="field", field="name", reason="笔迹不清（样本）")
    Mail.objects.create(
        season=season, file="001.eml", digest="1" * 64, kind="set_aside", is_set_aside=True
    )
    Enquiry.objects.create(
        season=season,
        category=Enquiry.Category.CONDITIONS,
        question="专升本的应届毕业生能报名吗（样本）",
        receipt="0" * 64,
        asked_at=datetime(2024, 6, 12, 9, 0, tzinfo=BEIJING),
    )
    Season.objects.filter(pk=season.pk).update(stage=Stage.ELIGIBILITY_REVIEW)
    season.refresh_from_db()
    return season
