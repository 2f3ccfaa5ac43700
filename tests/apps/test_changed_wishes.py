"""Another first choice while the registration runs: the city sends the case to the county that is wished for now."""

from __future__ import annotations

import pytest

from linli.apps.applications.actions import route_to_counties
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.apps.cast import Officials, at
from tests.factories import DAI, YUANPING
from tests.support.portal import NAME, submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


@pytest.fixture
def routed(season: Season, cast: Officials) -> Application:
    case = submitted_case(season, applicant(), at=at(6, 3))
    route_to_counties(season, [case], actor=cast.city, at=at(6, 4))
    return case


def amended(case: Application, **changed: str) -> Application:
    draft = Draft.objects.get()
    save_fields(draft, changed, base=None, at=at(6, 5))
    draft.refresh_from_db()
    submit(draft, revision=draft.revision, signed_name=NAME, at=at(6, 5))
    return Application.objects.get(pk=case.pk)


def test_case_with_another_first_choice_goes_back_and_is_sent_to_that_county(
    season: Season, cast: Officials, routed: Application
) -> None:
    case = amended(routed, intended="忻州市原平市", transfer_1="忻州市代县")
    assert (case.state, case.county, case.applied_county) == (State.RECEIVED, None, None)

    route_to_counties(season, [case], actor=cast.city, at=at(6, 6))

    case.refresh_from_db()
    assert (case.state, case.county_id, case.applied_county_id) == (
        State.ROUTED,
        YUANPING,
        YUANPING,
    )
    told = [(one["action"], one["actor"]) for one in entries_of(case.subject)]
    assert told == [
        ("receive", "applicant-1"),
        ("route", "city"),
        ("amend", "applicant-1"),
        ("change_wish", "applicant-1"),
        ("route", "city"),
    ]


def test_case_with_the_same_first_choice_stays_with_its_county(routed: Application) -> None:
    case = amended(routed, major="社会学", transfer_1="忻州市五台县")

    assert (case.state, case.county_id) == (State.ROUTED, DAI)


def test_supplement_that_names_another_first_choice_goes_back_too(routed: Application) -> None:
    Application.objects.filter(pk=routed.pk).update(state=State.SUPPLEMENT_REQUESTED)

    case = amended(routed, intended="忻州市五台县")

    assert (case.state, case.county) == (State.RECEIVED, None)
