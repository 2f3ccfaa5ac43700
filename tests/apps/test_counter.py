"""The counter: an official types in what a person brings, sees what it comes to, and registers it."""

from __future__ import annotations

from typing import Any

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.counter import commit, dry_run
from linli.apps.intake.doubts import NumberTaken, form_of
from linli.apps.intake.entries import (
    Entry,
    EntryIncomplete,
    FormOnFile,
    MaterialsWrong,
)
from linli.apps.intake.receipt import EarlyEntry, LateEntry, Receipt, ReceiptWrong
from linli.apps.ledger.queries import entries_of
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import NotPermitted
from linli.core.documents.form_entry import ENTRY_LABELS, EntryNotUnderstood, entry_text
from linli.core.identity.id_number import IdNumberRefused
from linli.core.places import Area
from tests.apps.cast import (
    FULL_MATERIALS,
    Officials,
    at,
    entry_count,
    last_entry,
    make_draft,
    make_registration_form,
    new_id_number,
    receive,
    withdraw,
)

IN_TIME = at(6, 10, 15, 30)


def typed(number: str | None = None, **texts: str) -> dict[str, str]:
    """Return the fields as an official types in a form that passes every check."""
    form = make_registration_form(number or new_id_number())
    return {name: entry_text(name, form) for name in ENTRY_LABELS} | texts


def entry(fields: dict[str, str] | None = None, **more: Any) -> Entry:
    return Entry(**{"fields": fields or typed(), "materials": FULL_MATERIALS, **more})


def test_a_dry_run_shows_what_would_be_registered_and_stores_nothing(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    before = entry_count()

    shown = dry_run(season, entry(typed(number)), actor=cast.city, at=IN_TIME)

    assert shown.form == make_registration_form(number, has_photo=False, pledge_date=None)
    assert (shown.proposal, dict(shown.refusals)) == ("pass", {})
    assert {"D0 三(一)2", "D0 一(一)"} <= {check.clause for check in shown.checks}
    assert (Application.objects.count(), Person.objects.count()) == (0, 0)
    assert entry_count() == before


def test_a_commit_registers_and_checks_as_mails_are(season: Season, cast: Officials) -> None:
    number = new_id_number()
    originals = {"diploma": "毕业证"}

    one = commit(season, entry(typed(number), originals=originals), actor=cast.city, at=IN_TIME)

    stored = Application.objects.get(pk=one.pk)
    assert (stored.case_number, stored.source, stored.state) == ("00001", "counter", State.RECEIVED)
    assert (stored.received_at, stored.materials) == (IN_TIME, FULL_MATERIALS)
    assert form_of(stored) == make_registration_form(number, has_photo=False, pledge_date=None)
    assert stored.findings == [{"code": "originals_seen", "text": "查验原件：毕业证"}]
    assert stored.person.id_number == number
    assert (stored.proposal, stored.checks.exists()) == ("pass", True)
    assert last_entry(one.subject)["action"] == "check"


def test_the_dry_run_names_what_is_missing_with_its_clause(season: Season, cast: Officials) -> None:
    shown = dry_run(season, entry(materials={"diploma": 1}), actor=cast.city, at=IN_TIME)

    assert shown.proposal == "refer"
    assert [(one.code, one.clause) for one in shown.checks if one.outcome == "refer"] == [
        ("material_missing.identity", "D0 三(一)6(1)"),
        ("material_missing.degree_certificate", "D0 三(一)6(2)"),
    ]


@pytest.mark.parametrize(
    ("fields", "name", "kind"),
    [
        ({"name": " "}, "name", EntryIncomplete),
        ({"phone": ""}, "phone", EntryIncomplete),
        ({"id_number": ""}, "id_number", EntryIncomplete),
        ({"id_number": "99010120020315902"}, "id_number", IdNumberRefused),
        ({"id_number": "99010120020315902Y"}, "id_number", IdNumberRefused),
        ({"phone": "1380000"}, "phone", EntryNotUnderstood),
        ({"education": "学前班"}, "education", EntryNotUnderstood),
        ({"intended": "太原市火星区"}, "intended", EntryNotUnderstood),
        ({"birth": "春天"}, "birth", EntryNotUnderstood),
        ({"transfer": "接受：某某县"}, "transfer", EntryNotUnderstood),
    ],
)
def test_a_field_that_cannot_be_taken_is_refused_by_its_name_and_nothing_is_registered(
    season: Season, cast: Officials, fields: dict[str, str], name: str, kind: type[Exception]
) -> None:
    wrong = entry(typed(**fields))

    shown = dry_run(season, wrong, actor=cast.city, at=IN_TIME)

    assert {key: type(refusal) for key, refusal in shown.refusals.items()} == {name: kind}
    with pytest.raises(kind):
        commit(season, wrong, actor=cast.city, at=IN_TIME)
    assert not Application.objects.exists()


@pytest.mark.parametrize("number", ["990101200203159029", "990101200203329028"])
def test_a_number_that_is_wrong_in_itself_is_kept_as_written_and_the_check_names_it(
    season: Season, cast: Officials, number: str
) -> None:
    one = commit(season, entry(typed(number)), actor=cast.city, at=IN_TIME)

    assert (form_of(one).id_number, one.person.id_number) == (number, None)
    told = [(check.code, check.outcome) for check in one.checks.exclude(code="")]
    assert told == [("id_checksum", "refer")]


def test_a_wrong_number_typed_twice_is_one_person(season: Season, cast: Officials) -> None:
    fields = typed("990101200203159029")
    commit(season, entry(fields), actor=cast.city, at=IN_TIME)

    with pytest.raises(NumberTaken, match="00001"):
        commit(season, entry(fields), actor=cast.city, at=IN_TIME)


def test_words_that_are_not_the_usual_ones_are_named_and_kept_as_written(
    season: Season, cast: Officials
) -> None:
    fields = typed(political_status="学生", ethnicity="火星族", degree="管理学")

    shown = dry_run(season, entry(fields), actor=cast.city, at=IN_TIME)
    one = commit(season, entry(fields), actor=cast.city, at=IN_TIME)

    assert set(shown.remarks) == {"political_status", "ethnicity", "degree"}
    kept = form_of(one)
    assert (kept.political_status, kept.ethnicity, kept.degree) == ("学生", "火星族", "管理学")


def test_postgraduates_take_their_level_from_the_degree(season: Season, cast: Officials) -> None:
    fields = typed(education="研究生", degree="博士")

    assert (
        dry_run(season, entry(fields), actor=cast.city, at=IN_TIME).form.education == "博士研究生"
    )


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (at(5, 31, 23, 59, 59), {"": EarlyEntry}),
        (at(6, 1, 0), {}),
        (at(6, 14, 23, 59, 59), {}),
        (at(6, 15, 0), {"": LateEntry}),
        (at(6, 20), {"": LateEntry}),
    ],
)
def test_the_first_and_the_last_day_of_registration_count_whole(
    season: Season, cast: Officials, when: Any, told: dict[str, type]
) -> None:
    shown = dry_run(season, entry(), actor=cast.city, at=when)

    assert {name: type(refusal) for name, refusal in shown.refusals.items()} == told


def test_nobody_is_registered_before_the_first_day(season: Season, cast: Officials) -> None:
    with pytest.raises(EarlyEntry, match="2024年5月31日.*自6月1日开始") as refused:
        commit(season, entry(), actor=cast.city, at=at(5, 31, 23, 59, 59))

    assert (refused.value.why, Application.objects.exists()) == ("D0 三(一)2", False)


def test_a_late_entry_is_refused_with_clause_and_way_out(season: Season, cast: Officials) -> None:
    with pytest.raises(LateEntry, match="2024年6月15日0时0分.*6月14日24时") as refused:
        commit(season, entry(), actor=cast.city, at=at(6, 15, 0))

    assert refused.value.why == "D0 三(一)2"
    assert refused.value.mend


@pytest.mark.parametrize(
    ("received", "told"),
    [
        (at(6, 1, 0), {}),
        (at(6, 14, 23, 59, 59), {}),
        (at(6, 15, 0), {"received_at": LateEntry}),
        (at(5, 31, 23, 59, 59), {"received_at": EarlyEntry}),
        (at(6, 20, 0, 0, 1), {"received_at": ReceiptWrong}),
    ],
)
def test_papers_that_came_in_within_the_registration_are_entered_after_it(
    season: Season, cast: Officials, received: Any, told: dict[str, type]
) -> None:
    late = entry(receipt=Receipt(received, "收文登记第7号"))

    shown = dry_run(season, late, actor=cast.city, at=at(6, 20, 0))

    assert {name: type(refusal) for name, refusal in shown.refusals.items()} == told
    if not told:
        assert shown.proposal == "pass"


def test_who_states_an_earlier_receipt_says_by_what_it_is_shown(
    season: Season, cast: Officials
) -> None:
    shown = dry_run(season, entry(receipt=Receipt(at(6, 9), " ")), actor=cast.city, at=IN_TIME)

    assert {name: type(refusal) for name, refusal in shown.refusals.items()} == {
        "grounds": ReceiptWrong
    }


def test_the_case_and_the_ledger_tell_of_an_earlier_receipt(
    season: Season, cast: Officials
) -> None:
    receipt = Receipt(at(6, 13, 15, 5), "收文登记第7号")

    one = commit(season, entry(receipt=receipt), actor=cast.city, at=at(6, 20))

    assert (one.received_at, one.proposal) == (receipt.at, "pass")
    assert one.findings == [
        {
            "code": "receipt_stated",
            "text": "材料于2024年6月13日15时5分收到，事后补登记。凭据：收文登记第7号",
        }
    ]
    (stated,) = [body for body in entries_of(one.subject) if body["action"] == "state_receipt"]
    assert (stated["actor"], stated["at"], stated["clause"], stated["inputs"]) == (
        "city",
        "2024-06-20T10:00:00+08:00",
        "D0 三(一)2",
        {"received_at": "2024-06-13T15:05:00+08:00"},
    )


def test_a_second_application_of_one_person_is_refused_with_the_first_ones_number(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    receive(season, cast.city, make_draft(number))

    with pytest.raises(NumberTaken, match="00001"):
        commit(season, entry(typed(number.lower())), actor=cast.city, at=IN_TIME)


def test_a_person_who_withdrew_may_come_again_and_keeps_the_mail_address(
    season: Season, cast: Officials
) -> None:
    number = new_id_number()
    withdraw(cast.city, *receive(season, cast.city, make_draft(number)))

    one = commit(season, entry(typed(number)), actor=cast.city, at=IN_TIME)

    assert (one.case_number, one.person.email) == ("00002", "zhang@sample.example")


@pytest.mark.parametrize("sheets", [-1, 100])
def test_a_count_of_papers_that_cannot_be_is_refused(
    season: Season, cast: Officials, sheets: int
) -> None:
    shown = dry_run(season, entry(materials={"hukou": sheets}), actor=cast.city, at=IN_TIME)

    assert {name: type(refusal) for name, refusal in shown.refusals.items()} == {
        "hukou": MaterialsWrong
    }


def test_an_original_is_ticked_only_where_papers_were_counted(
    season: Season, cast: Officials
) -> None:
    shown = dry_run(
        season,
        entry(materials={"diploma": 0}, originals={"diploma": "毕业证"}),
        actor=cast.city,
        at=IN_TIME,
    )

    assert type(shown.refusals["diploma"]) is MaterialsWrong


@pytest.mark.parametrize("who", ["dai", "dai_street", "finance", "auditor", "datong"])
def test_only_the_citys_office_enters_applications(
    season: Season, cast: Officials, who: str
) -> None:
    for act in (dry_run, commit):
        with pytest.raises(NotPermitted):
            act(season, entry(), actor=getattr(cast, who), at=IN_TIME)


def formless(season: Season, cast: Officials) -> Application:
    number = new_id_number()
    draft = make_draft(
        number,
        form=None,
        id_number=None,
        name="",
        findings=({"code": "attachment_unreadable", "text": "附件无法打开"},),
        reading={"carrier": "none", "digest": "", "mail": "001.eml", "fields": {}, "doubts": {}},
    )
    (case,) = receive(season, cast.city, draft)
    return case


def test_a_form_nobody_could_read_is_typed_in_from_the_picture_after_the_last_day(
    season: Season, cast: Officials
) -> None:
    case = formless(season, cast)
    number = new_id_number()

    one = commit(season, entry(typed(number), case=case), actor=cast.city, at=at(6, 20))

    stored = Application.objects.get(pk=one.pk)
    assert (stored.pk, stored.case_number, stored.source) == (case.pk, "00001", "mail")
    assert (stored.received_at, stored.materials) == (at(6, 3), FULL_MATERIALS)
    assert form_of(stored).intended == Area("忻州市", "代县")
    assert stored.findings == [{"code": "attachment_unreadable", "text": "附件无法打开"}]
    assert (stored.person.id_number, stored.person.email) == (number, "zhang@sample.example")
    assert stored.proposal == "pass"
    assert last_entry(one.subject)["action"] == "check"


def test_a_case_with_a_form_or_a_decision_takes_no_other_form(
    season: Season, cast: Officials
) -> None:
    (whole,) = receive(season, cast.city)
    decided = formless(season, cast)
    Application.objects.filter(pk=decided.pk).update(state=State.NOT_QUALIFIED)

    for case in (whole, decided):
        with pytest.raises(FormOnFile, match=case.case_number):
            commit(season, entry(case=case), actor=cast.city, at=IN_TIME)


def test_two_officials_do_not_type_one_form_twice(season: Season, cast: Officials) -> None:
    case = formless(season, cast)
    seen_before = Application.objects.get(pk=case.pk)
    commit(season, entry(case=case), actor=cast.city, at=IN_TIME)

    with pytest.raises(FormOnFile):
        commit(season, entry(case=seen_before), actor=cast.city, at=IN_TIME)
