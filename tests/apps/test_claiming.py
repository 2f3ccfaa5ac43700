"""One account, one person: what happens to the person that an account had before."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.own import AppliedAlready, receive_own
from linli.apps.applications.receiving import Draft as Received
from linli.apps.applications.receiving import NumberOfAnotherAccount, update_person
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.intake.doubts import form_of
from linli.apps.people.claiming import AccountOfAnother, NumberHeld, claim_person
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import at, make_registration_form
from tests.factories import id_number
from tests.support.portal import APPLYING, NAME, filled_draft, submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


def second_season(season: Season) -> Season:
    """Return another season of the same days."""
    windows = list(season.windows.all())
    other = Season.objects.get(pk=season.pk)
    other.pk, other.code, other.last_number = None, "second", 0
    other.save()
    for window in windows:
        window.pk, window.season = None, other
        window.save()
    return other


def claimed(account: User, number: int) -> Person:
    return claim_person(id_number(number), account, addresses=frozenset(), is_rehearsal=False)


def test_account_with_a_live_case_elsewhere_does_not_go_over_to_another_number(
    season: Season,
) -> None:
    account = applicant()
    first = submitted_case(season, account)
    draft = filled_draft(second_season(season), account, number=id_number(2))

    with pytest.raises(AccountOfAnother, match="已用另一个身份证号报过名"):
        submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING)

    first.person.refresh_from_db()
    assert (first.person.account, Application.objects.count()) == (account, 1)


def test_mistyped_number_is_put_right_in_the_one_case_also_when_an_earlier_one_was_withdrawn(
    season: Season,
) -> None:
    account = applicant()
    earlier = submitted_case(season, account)
    Application.objects.filter(pk=earlier.pk).update(state=State.WITHDRAWN)
    Draft.objects.update(application=None, submitted_revision=None)
    draft = Draft.objects.get()

    for number in (2, 3):
        save_fields(draft, {"id_number": id_number(number)}, base=None, at=APPLYING)
        draft.refresh_from_db()
        case = submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).application

        assert list(Person.objects.filter(account=account)) == [case.person]
        assert case.person.id_number == id_number(number)


def test_number_that_somebody_else_stored_since_it_was_looked_up_is_held(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = applicant("applicant-2", "13800000002")
    Person.objects.create(id_number=id_number(1), account=theirs)
    looking = QuerySet.first
    looked: list[object] = []

    def too_early(rows: QuerySet[Person]) -> Person | None:
        if rows.model is Person and not looked:
            looked.append(rows)
            return None
        return looking(rows)

    monkeypatch.setattr(QuerySet, "first", too_early)

    with pytest.raises(NumberHeld):
        claimed(applicant(), 1)


def test_only_a_second_live_case_of_the_person_is_called_one(season: Season) -> None:
    account = applicant()
    case = own_application(season, account)
    received = Received(
        make_registration_form(id_number(1)), {}, APPLYING, "portal", NAME, None, ""
    )

    with pytest.raises(AppliedAlready):
        receive_own(season, received, case.person, account=account)

    other = Person.objects.create(name=NAME)
    Season.objects.update(last_number=int(case.case_number) - 1)
    with pytest.raises(IntegrityError):
        receive_own(season, received, other, account=account)


def corrected(case: Application, number: str) -> Application:
    update_person(case, make_registration_form(number, name=NAME))
    return Application.objects.get(pk=case.pk)


def test_number_that_an_official_puts_right_leaves_the_case_with_its_account(
    season: Season,
) -> None:
    account = applicant()
    case = submitted_case(season, account)

    case = corrected(case, id_number(57))

    assert (case.person.id_number, case.person.account) == (id_number(57), account)
    assert Person.objects.get(id_number=id_number(1)).account is None
    assert form_of(case).name == NAME


def test_number_of_a_person_with_another_account_is_not_put_on_a_case(season: Season) -> None:
    account, other = applicant(), applicant("applicant-2", "13800000002")
    case = submitted_case(season, account)
    Person.objects.create(id_number=id_number(57), name="样本乙", account=other)

    with pytest.raises(NumberOfAnotherAccount):
        corrected(case, id_number(57))


def test_account_with_another_live_case_stays_with_the_person_of_that(season: Season) -> None:
    account = applicant()
    case = submitted_case(season, account)
    elsewhere = submitted_case(second_season(season), account, at=at(6, 3))

    case = corrected(case, id_number(57))

    elsewhere.person.refresh_from_db()
    assert (case.person.account, elsewhere.person.account) == (None, account)
