"""Registration: case numbers in order of receipt, one live application a person."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from linli.apps.applications.actions import check_applications
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import Draft
from linli.apps.applications.states import State
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.core.identity.id_number import check_character
from tests.apps.cast import (
    Officials,
    at,
    entry_count,
    last_entry,
    make_draft,
    make_registration_form,
    new_id_number,
    open_one,
    receive,
    states_of,
    withdraw,
)


def test_applications_get_their_case_numbers_in_the_order_they_come(
    season: Season, cast: Officials
) -> None:
    first = receive(season, cast.city, make_draft(), make_draft())
    second = receive(season, cast.city, make_draft())

    assert [one.case_number for one in [*first, *second]] == ["00001", "00002", "00003"]
    assert states_of([*first, *second]) == [State.RECEIVED] * 3


def test_case_numbers_begin_anew_in_each_season(season: Season, cast: Officials) -> None:
    receive(season, cast.city)

    other = receive(open_one(cast.city), cast.city)

    assert [one.subject for one in other] == ["xinzhou-2024-2/00001"]


def test_an_application_keeps_form_papers_and_findings_as_they_came(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    draft = make_draft(
        number,
        materials={"hukou": 1, "unknown": 2},
        findings=({"code": "attachment_unreadable", "text": "附件无法打开"},),
    )

    (one,) = receive(season, cast.city, draft)

    stored = Application.objects.get(pk=one.pk)
    assert stored.form["school"] == "忻州师范学院"
    assert stored.form["intended"] == {"city": "忻州市", "county": "代县"}
    assert stored.materials == {"hukou": 1, "unknown": 2}
    assert stored.findings == [{"code": "attachment_unreadable", "text": "附件无法打开"}]
    assert stored.received_at == at(6, 3)


def test_the_receipt_is_written_down_with_the_papers_and_without_the_person(
    season: Season, cast: Officials
) -> None:
    (one,) = receive(season, cast.city)

    entry = last_entry(one.subject)
    assert {key: entry[key] for key in ("at", "actor", "action", "clause", "inputs")} == {
        "at": "2024-06-03T10:00:00+08:00",
        "actor": "city",
        "action": "receive",
        "clause": "D0 三(一)3",
        "inputs": {"source": "mail", "materials": one.materials, "to": "received"},
    }
    assert "张样本" not in str(entry)
    assert (one.person.id_number or "") not in str(entry)


def test_a_second_live_application_of_one_person_is_refused_and_leaves_nothing(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    receive(season, cast.city, make_draft(number))
    before = entry_count()

    with (
        pytest.raises(IntegrityError, match="one_live_application|UNIQUE"),
        transaction.atomic(),
    ):
        receive(season, cast.city, make_draft(), make_draft(number))

    assert season.applications.count() == 1
    assert entry_count() == before


def test_after_a_withdrawal_the_same_person_may_apply_anew(season: Season, cast: Officials) -> None:
    number = new_id_number()
    withdraw(cast.city, *receive(season, cast.city, make_draft(number)))

    (again,) = receive(season, cast.city, make_draft(number))

    assert states_of(list(season.applications.all())) == [State.WITHDRAWN, State.RECEIVED]
    assert (again.case_number, Person.objects.count()) == ("00002", 1)


def test_the_same_person_may_apply_in_another_season_and_stays_one_person(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    receive(season, cast.city, make_draft(number, phone="13800000001"))

    receive(open_one(cast.city), cast.city, make_draft(number, phone="13800000002"))

    person = Person.objects.get(id_number=number)
    assert (person.phone, person.applications.count()) == ("13800000002", 2)


def test_people_without_an_id_number_are_never_taken_for_one_another(
    season: Season, cast: Officials
) -> None:
    drafts = [make_draft(form=None, id_number=None, name="张样本") for _ in range(2)]

    received = receive(season, cast.city, *drafts)

    assert len({one.person_id for one in received}) == 2


def test_an_application_without_a_readable_form_is_referred_to_a_person(
    season: Season, cast: Officials
) -> None:
    (one,) = receive(season, cast.city, make_draft(form=None))

    check_applications(season, [one], actor=cast.city, at=at(6, 15))

    check = one.checks.get(rule="form_present")
    assert (one.form, one.proposal) == ({}, "refer")
    assert (check.outcome, check.code, check.clause) == ("refer", "form_missing", "D0 三(一)3")


def _nineteen_digits() -> str:
    number = new_id_number()
    return number[:17] + "0" + check_character(number[:17])


LONG = "样" * 5000


@pytest.mark.parametrize(
    "draft",
    [
        lambda: make_draft(name=LONG),
        lambda: make_draft(phone="1" * 500),
        lambda: make_draft(email=f"{'a' * 500}@sample.example"),
        lambda: make_draft(form=make_registration_form(new_id_number(), address=LONG)),
        lambda: make_draft(id_number=_nineteen_digits()),
        lambda: make_draft(form=make_registration_form(new_id_number(), school=LONG)),
        lambda: make_draft(name="张\x00样本"),
        lambda: make_draft(form=make_registration_form(new_id_number(), resume="一\x00二")),
        lambda: make_draft(findings=({"code": "set_aside", "text": "附件\x00"},)),
        lambda: make_draft(form=make_registration_form(new_id_number(), resume="一\ud800二")),
        lambda: make_draft(name="张\udcffe样本"),
    ],
    ids=[
        "name", "phone", "address of mail", "home", "19-digit id", "school", "nul in name",
        "nul in form", "nul in finding", "half a character in form", "half a character in name",
    ],
)  # fmt: skip
def test_no_hostile_form_keeps_the_others_from_being_registered(
    season: Season, cast: Officials, draft: "type[Draft]"
) -> None:
    received = receive(season, cast.city, draft(), make_draft())

    check_applications(season, received, actor=cast.city, at=at(6, 15))
    assert [one.case_number for one in season.applications.all()] == ["00001", "00002"]


def test_an_id_number_too_long_to_be_one_stays_on_the_form_and_names_no_person(
    season: Season, cast: Officials
) -> None:
    number = _nineteen_digits()

    (one,) = receive(
        season,
        cast.city,
        make_draft(form=make_registration_form(number), id_number=number),
    )

    assert (one.person.id_number, one.form["id_number"]) == (None, number)


def test_the_time_of_receipt_is_one_instant_in_whatever_zone_it_is_written(
    season: Season, cast: Officials
) -> None:
    (one,) = receive(
        season, cast.city, make_draft(received_at=datetime(2024, 6, 3, 2, 0, tzinfo=UTC))
    )

    assert last_entry(one.subject)["at"] == "2024-06-03T10:00:00+08:00"
