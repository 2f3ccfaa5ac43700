"""What was asked for is sent on the site, and the case goes back to the review."""

from __future__ import annotations

import pytest

from linli.apps.applications.actions import Ruling, decide, route_to_counties
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.window import RegistrationOver
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.apps.cast import Officials, at, state_of
from tests.support.portal import NAME, submitted_case
from tests.support.read_papers import tell_as_declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


@pytest.fixture
def asked(season: Season, cast: Officials) -> Application:
    """A case whose county asked for a supplement the day after the registration had ended."""
    case = submitted_case(season, applicant(), at=at(6, 3))
    route_to_counties(season, [case], actor=cast.city, at=at(6, 15))
    decide([Ruling(case, "supplement", "请补正专业")], actor=cast.dai, at=at(6, 15))
    return case


def answered() -> None:
    draft = Draft.objects.get()
    save_fields(draft, {"major": "社会学"}, base=None, at=at(6, 16))
    draft.refresh_from_db()
    tell_as_declared(draft)
    submit(draft, revision=draft.revision, signed_name=NAME, at=at(6, 16))


def test_answer_after_the_deadline_goes_back_to_the_review_and_came_in_time(
    asked: Application,
) -> None:
    answered()
    take_over_application(asked.pk, at=at(6, 16))

    asked.refresh_from_db()
    in_time = asked.checks.get(rule="in_registration_window")
    assert (asked.state, asked.form["major"], asked.received_at, in_time.outcome) == (
        State.ROUTED,
        "社会学",
        at(6, 3),
        "pass",
    )
    last = entries_of(asked.subject)[-2]
    assert (last["actor"], last["action"], last["inputs"]) == (
        "applicant-1",
        "answer_supplement",
        {"from": "supplement_requested", "to": "routed"},
    )


def test_what_is_changed_after_the_answer_waits_for_another_request(asked: Application) -> None:
    answered()

    with pytest.raises(RegistrationOver):
        save_fields(Draft.objects.get(), {"major": "法学"}, base=None, at=at(6, 16))

    assert state_of(asked) is State.ROUTED


def test_a_change_that_nobody_asked_for_leaves_the_case_where_it_stands(season: Season) -> None:
    account = applicant()
    case = submitted_case(season, account, at=at(6, 3))
    draft = Draft.objects.get()
    save_fields(draft, {"major": "社会学"}, base=None, at=at(6, 4))
    draft.refresh_from_db()

    submit(draft, revision=draft.revision, signed_name=NAME, at=at(6, 4))

    assert state_of(case) is State.RECEIVED
    assert [entry["action"] for entry in entries_of(case.subject)] == ["receive", "amend"]
