"""Who applied by mail and proves the address sees that application."""

from __future__ import annotations

import pytest

from linli.apps.people.adopting import adopt_by_address
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant, own_application
from tests.factories import make_application

pytestmark = pytest.mark.django_db
ADDRESS = "zhang@sample.example"


def test_one_person_who_applied_from_the_address_is_the_accounts(season: Season) -> None:
    case, account = make_application(season), applicant()
    Person.objects.update(email="Zhang@sample.example")

    adopt_by_address(account, addresses=frozenset({ADDRESS}))

    assert Person.objects.get(pk=case.person_id).account == account


def test_address_of_several_people_proves_nothing(season: Season) -> None:
    make_application(season)
    make_application(season)
    Person.objects.update(email=ADDRESS)

    adopt_by_address(applicant(), addresses=frozenset({ADDRESS}))

    assert Person.objects.exclude(account=None).count() == 0


def test_person_of_another_account_and_account_with_a_person_stay(season: Season) -> None:
    first, second = applicant(), applicant("applicant-2", "13800000002")
    held = own_application(season, first)
    Person.objects.update(email=ADDRESS)
    free = make_application(season)
    Person.objects.filter(pk=free.person_id).update(email="free@sample.example")

    adopt_by_address(second, addresses=frozenset({ADDRESS}))
    adopt_by_address(first, addresses=frozenset({"free@sample.example"}))

    assert Person.objects.get(pk=held.person_id).account == first
    assert Person.objects.get(pk=free.person_id).account is None


def test_person_without_an_application_is_nobodys(season: Season) -> None:
    Person.objects.create(name="样本", email=ADDRESS)

    adopt_by_address(applicant(), addresses=frozenset({ADDRESS}))
    adopt_by_address(applicant("applicant-2", None), addresses=frozenset())

    assert Person.objects.get().account is None
