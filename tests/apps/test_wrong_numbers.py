"""A number that is wrong in itself: kept as written, known as one person's, and put right at the desk."""

from __future__ import annotations

import pytest

from linli.apps.applications.models import Application
from linli.apps.intake.counter import commit
from linli.apps.intake.doubts import NumberTaken, settle
from linli.apps.intake.entries import Entry
from linli.apps.intake.models import Doubt, Mail
from linli.apps.seasons.models import Season
from linli.core.documents.form_entry import ENTRY_LABELS, entry_text
from tests.apps.cast import (
    FULL_MATERIALS,
    Officials,
    at,
    make_registration_form,
    new_id_number,
    withdraw,
)
from tests.apps.made_desk import application_mail, doubt_of, registered

pytestmark = pytest.mark.usefixtures("kept_files")

WRONG, RIGHT = "990101200203159029", "990101200203159028"


def at_counter(
    season: Season, cast: Officials, number: str, case: Application | None = None
) -> Application:
    form = make_registration_form(number)
    fields = {name: entry_text(name, form) for name in ENTRY_LABELS}
    entry = Entry(fields, FULL_MATERIALS, case=case)
    return commit(season, entry, actor=cast.city, at=at(6, 4))


def mailed(season: Season, cast: Officials, number: str, **doubts: str) -> list[Application]:
    form = make_registration_form(number, name="李样本", phone="13800000002")
    return registered(season, cast.city, application_mail("1.eml", doubts, form=form))


def test_a_mail_with_the_wrong_number_of_a_case_makes_no_second_one(
    season: Season, cast: Officials
) -> None:
    one = at_counter(season, cast, WRONG)

    assert mailed(season, cast, WRONG) == []
    aside = Mail.objects.get()
    assert (aside.is_set_aside, aside.application) == (True, one)


def test_a_wrong_number_of_a_withdrawn_case_is_free(season: Season, cast: Officials) -> None:
    withdraw(cast.city, at_counter(season, cast, WRONG))

    assert len(mailed(season, cast, WRONG)) == 1


def test_a_right_number_that_was_read_with_doubt_is_nobodys(
    season: Season, cast: Officials
) -> None:
    mailed(season, cast, RIGHT, id_number="字迹不清")

    assert at_counter(season, cast, RIGHT).person.id_number == RIGHT


def test_no_doubt_is_settled_to_the_wrong_number_of_another_case(
    season: Season, cast: Officials
) -> None:
    one = at_counter(season, cast, WRONG)
    (other,) = mailed(season, cast, new_id_number(), id_number="字迹不清")

    with pytest.raises(NumberTaken, match=one.case_number):
        settle(doubt_of(other, "id_number"), WRONG, actor=cast.city, at=at(6, 5))


def test_a_wrong_number_typed_in_waits_at_the_desk_and_is_put_right(
    season: Season, cast: Officials
) -> None:
    one = at_counter(season, cast, WRONG)
    doubt = doubt_of(one, "id_number")
    assert (doubt.status, doubt.original, doubt.proposed) == ("open", WRONG, WRONG)
    assert doubt.reason == "公民身份号码的校验码不符，请对照身份证核对"
    assert [check.code for check in one.checks.exclude(code="")] == ["id_checksum"]

    settle(doubt, RIGHT, actor=cast.city, at=at(6, 5))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.form["id_number"], stored.person.id_number) == (RIGHT, RIGHT)
    assert (doubt.status, stored.proposal) == ("corrected", "pass")


def test_a_wrong_number_that_stands_on_the_form_is_confirmed_and_still_named(
    season: Season, cast: Officials
) -> None:
    one = at_counter(season, cast, WRONG)

    settle(doubt_of(one, "id_number"), WRONG, actor=cast.city, at=at(6, 5))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.form["id_number"], stored.reading["doubts"]) == (WRONG, {})
    assert [check.code for check in stored.checks.exclude(code="")] == ["id_checksum"]


def test_a_right_number_typed_in_needs_nobody(season: Season, cast: Officials) -> None:
    at_counter(season, cast, RIGHT)

    assert not Doubt.objects.exists()


def test_a_wrong_number_typed_in_for_a_mail_waits_beside_its_unsorted_pages(
    season: Season, cast: Officials
) -> None:
    (case,) = registered(season, cast.city, application_mail("1.eml", {}, unsorted=1))
    Application.objects.update(form={})
    case.refresh_from_db()

    at_counter(season, cast, WRONG, case)

    waiting = Doubt.objects.filter(application=case, status="open")
    assert sorted(waiting.values_list("field", flat=True)) == ["id_number", "paper"]
    assert not waiting.filter(mail=None).filter(field="paper").exists()
