"""An applicant takes the own application back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from linli.apps.applications.change import Change, NotPermitted, WrongState, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.window import RegistrationOver
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of
from tests.support.portal import NAME, submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
# The registration of xinzhou-2024 is open from 3 to 14 June.
LAST_SECOND = at(6, 14, 23, 59, 59)
TOO_LATE = at(6, 15, 0, 0, 0)


def test_who_withdraws_in_time_may_submit_the_same_draft_as_a_new_application(
    season: Season,
) -> None:
    account = applicant()
    first = submitted_case(season, account, at=at(6, 3))

    withdraw_own(first, account=account, at=LAST_SECOND)
    draft = Draft.objects.get()
    draft_after = (draft.application, draft.submitted_at, draft.submitted_revision)
    handed = set(draft.uploads.values_list("is_submitted", flat=True))
    again = submit(draft, revision=draft.revision, signed_name=NAME, at=LAST_SECOND)

    assert (draft_after, handed) == ((None, None, None), {False})
    assert again.is_first
    assert list(Application.objects.values_list("case_number", "state")) == [
        ("00001", State.WITHDRAWN),
        ("00002", State.RECEIVED),
    ]


def test_who_withdraws_after_the_deadline_cannot_apply_again(season: Season) -> None:
    account = applicant()
    first = submitted_case(season, account, at=at(6, 3))

    withdraw_own(first, account=account, at=TOO_LATE)

    draft = Draft.objects.get()
    assert (state_of(first), draft.application) == (State.WITHDRAWN, first)
    Draft.objects.update(application=None)
    with pytest.raises(RegistrationOver):
        save_fields(draft, {"name": "样本乙"}, base=None, at=TOO_LATE)


def test_withdrawal_stands_in_the_ledger_with_the_drawn_name_and_no_other(season: Season) -> None:
    account = applicant()
    case = own_application(season, account)

    withdraw_own(case, account=account, at=at(7, 8))

    entry = last_entry(case.subject)
    told = {name: entry[name] for name in ("actor", "action", "clause", "reason", "inputs")}
    assert told == {
        "actor": "applicant-1",
        "action": "withdraw",
        "clause": "D0 三(一)",
        "reason": "本人在网站撤回",
        "inputs": {"from": "routed", "to": "withdrawn"},
    }


def test_a_second_click_withdraws_nothing_more(season: Season) -> None:
    account = applicant()
    case = own_application(season, account)

    withdraw_own(case, account=account, at=at(7, 8))
    before = entry_count()
    withdraw_own(case, account=account, at=at(7, 8))

    assert (state_of(case), entry_count()) == (State.WITHDRAWN, before)


@pytest.mark.parametrize("state", [State.SIGNED, State.NOT_QUALIFIED, State.REPORTED])
def test_nobody_withdraws_from_an_agreement_or_from_what_is_decided(
    season: Season, state: State
) -> None:
    account = applicant()
    case = own_application(season, account, state=state)

    with pytest.raises(WrongState):
        withdraw_own(case, account=account, at=at(7, 20))

    assert state_of(case) is state


def test_another_applicant_withdraws_nothing(season: Season) -> None:
    case = own_application(season, applicant())
    other = applicant("applicant-2", "13800000002")

    with pytest.raises(NotPermitted, match="不是您本人的"):
        withdraw_own(case, account=other, at=at(6, 5))

    assert state_of(case) is State.ROUTED


@pytest.mark.parametrize(("when", "is_free"), [(LAST_SECOND, True), (TOO_LATE, False)])
def test_who_was_withdrawn_by_the_office_in_time_may_apply_again(
    season: Season,
    cast: Officials,
    django_capture_on_commit_callbacks: Any,
    when: datetime,
    is_free: bool,
) -> None:
    first = submitted_case(season, applicant(), at=at(6, 3))

    with django_capture_on_commit_callbacks(execute=True):
        change = Change(first, Act.WITHDRAW, cast.city, when, reason="本人到窗口撤回")
        change_states([change])

    draft = Draft.objects.get()
    assert (draft.application is None) == is_free
    if is_free:
        again = submit(draft, revision=draft.revision, signed_name=NAME, at=when)
        assert (again.is_first, again.application.case_number) == (True, "00002")
        # The files of the first are its record, and lie in it.
        assert first.mails.count() == 1


def test_other_acts_leave_the_draft_with_its_case(
    season: Season, cast: Officials, django_capture_on_commit_callbacks: Any
) -> None:
    first = submitted_case(season, applicant(), at=at(6, 3))

    with django_capture_on_commit_callbacks(execute=True):
        change_states([Change(first, Act.ROUTE, cast.city, at(6, 4))])

    assert Draft.objects.get().application == first
