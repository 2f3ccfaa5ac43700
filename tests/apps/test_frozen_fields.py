"""After the registration a supplement completes an application: person and places stay as submitted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts.freezing import SubmittedForGood
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import NothingChanged, submit
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.apps.cast import at, state_of
from tests.factories import DAI, id_number
from tests.support.portal import NAME, fields, submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
LAST_SECOND, CLOSING = at(6, 14, 23, 59, 59), at(6, 15, 0, 0, 0)
LATE = at(6, 18)
CHANGES = [
    {"name": "样本乙"},
    {"id_number": id_number(55)},
    {"intended": "忻州市五台县"},
    {"transfer": "不接受"},
    {"transfer_1": "忻州市繁峙县"},
    {"transfer_2": "忻州市繁峙县"},
]


@pytest.fixture
def asked(season: Season) -> Application:
    """A case that was sent to a county, which asked for a supplement."""
    case = submitted_case(season, applicant(), at=at(6, 3))
    rows = Application.objects.filter(pk=case.pk)
    rows.update(state=State.SUPPLEMENT_REQUESTED, county=DAI, applied_county=DAI)
    return case


def sent(draft: Draft, *, when: object = LATE, signed: str = NAME) -> Application:
    draft.refresh_from_db()
    return submit(
        draft,
        revision=draft.revision,
        signed_name=signed,
        at=when,  # type: ignore[arg-type]
    ).application


@pytest.mark.parametrize("changed", CHANGES, ids=lambda one: next(iter(one)))
def test_person_and_places_are_changed_up_to_the_last_second_and_not_after_it(
    asked: Application, changed: dict[str, str]
) -> None:
    draft = Draft.objects.get()

    with pytest.raises(SubmittedForGood, match="以截止前提交的为准"):
        save_fields(draft, changed, base=None, at=CLOSING)

    assert save_fields(draft, changed, base=None, at=LAST_SECOND).conflicts == {}


def test_whole_page_with_the_submitted_texts_and_something_else_is_saved(
    asked: Application,
) -> None:
    draft = Draft.objects.get()

    save_fields(draft, fields(phone="13800000003"), base=None, at=LATE)

    draft.refresh_from_db()
    assert draft.fields["phone"] == "13800000003"


@pytest.mark.parametrize("changed", CHANGES, ids=lambda one: next(iter(one)))
def test_what_was_changed_in_time_and_not_submitted_is_not_submitted_later_either(
    asked: Application, changed: dict[str, str]
) -> None:
    draft = Draft.objects.get()
    save_fields(draft, changed, base=None, at=LAST_SECOND)
    before = (asked.form, Person.objects.count())

    with pytest.raises(SubmittedForGood):
        sent(draft, signed=changed.get("name", NAME))

    asked.refresh_from_db()
    assert (asked.form, Person.objects.count()) == before
    # Back to what was submitted, field by field, and everything else goes through.
    (name,) = changed
    save_fields(draft, {name: fields().get(name, "")}, base=None, at=LATE)
    assert sent(draft) == asked
    assert state_of(asked) is State.ROUTED


def test_case_does_not_go_over_to_another_person_whatever_its_form_says(
    asked: Application,
) -> None:
    """An official may have put the number on the form right, and the person of the case with it."""
    other = Person.objects.create(id_number=id_number(56), name=NAME)
    Application.objects.filter(pk=asked.pk).update(person=other)
    draft = Draft.objects.get()
    save_fields(draft, {"major": "社会学"}, base=None, at=LATE)

    with pytest.raises(SubmittedForGood):
        sent(draft)

    asked.refresh_from_db()
    assert asked.person == other


def test_case_without_a_county_may_name_another_first_choice_and_goes_back_to_the_city(
    asked: Application,
) -> None:
    Application.objects.filter(pk=asked.pk).update(county=None, applied_county=None)
    draft = Draft.objects.get()

    save_fields(draft, {"intended": "忻州市五台县"}, base=None, at=LATE)
    with pytest.raises(SubmittedForGood):
        save_fields(draft, {"transfer_1": "忻州市繁峙县"}, base=None, at=LATE)
    sent(draft)

    asked.refresh_from_db()
    assert (asked.state, asked.form["intended"]["county"]) == (State.RECEIVED, "五台县")


def test_supplement_without_a_change_is_told_not_to_have_been_sent(asked: Application) -> None:
    draft = Draft.objects.get()

    with pytest.raises(NothingChanged, match="没有改动，补正尚未提交"):
        sent(draft)
    assert state_of(asked) is State.SUPPLEMENT_REQUESTED

    save_fields(draft, {"major": "社会学"}, base=None, at=LATE)
    sent(draft)
    again = sent(draft, when=LATE + timedelta(seconds=1))
    assert (again, state_of(asked)) == (asked, State.ROUTED)
