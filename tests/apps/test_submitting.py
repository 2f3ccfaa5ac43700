"""Submit once for every state of a draft, whole or not at all; one person, one application."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from linli.apps.accounts.models import User
from linli.apps.applications.actions import route_to_counties
from linli.apps.applications.models import Application
from linli.apps.applications.overview import overview
from linli.apps.applications.own import AppliedAlready
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft, Upload
from linli.apps.drafts.reviewing import review
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import (
    ChangedSinceReviewed,
    Incomplete,
    SignatureMissing,
    Submission,
    submit,
)
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import add_upload, remove_upload
from linli.apps.drafts.window import CaseDecided, RegistrationOver
from linli.apps.ledger.models import Entry
from linli.apps.people.claiming import NumberHeld
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.factories import BEIJING, CITY, DAI, id_number, make_application, make_season
from tests.support.portal import (
    APPLYING,
    NAME,
    filled_draft,
    make_applicant,
    paper,
    submitted_case,
)
from tests.support.read_papers import tell_as_declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
CLOSING = datetime(2024, 6, 15, tzinfo=BEIJING)
SECOND = timedelta(seconds=1)


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def applicant() -> User:
    return make_applicant()


@pytest.fixture
def draft(season: Season, applicant: User) -> Draft:
    return filled_draft(season, applicant)


def handed_in(draft: Draft, *, at: datetime = APPLYING) -> Submission:
    return submit(draft, revision=draft.revision, signed_name=NAME, at=at)


def test_submitted_draft_is_an_application_with_its_number_form_and_papers(
    draft: Draft, applicant: User
) -> None:
    done = handed_in(draft)

    case = Application.objects.get()
    assert done == Submission(case, is_first=True, is_repeated=False)
    assert (case.case_number, case.source, case.state) == ("00001", "portal", State.RECEIVED)
    assert case.received_at == APPLYING
    assert case.materials == {"hukou": 1, "diploma": 1, "degree_certificate": 1}
    assert case.form == {
        "name": NAME,
        "sex": "女" if int(id_number(1)[16]) % 2 == 0 else "男",
        "ethnicity": "汉族",
        "birth": f"{id_number(1)[6:10]}-{id_number(1)[10:12]}",
        "native_place": "山西忻州",
        "political_status": "共青团员",
        "school": "忻州师范学院",
        "graduation": "2024-06",
        "major": "社会工作",
        "education": "本科",
        "degree": "法学学士",
        "id_number": id_number(1),
        "address": "样本市样本路1号",
        "phone": "13800000001",
        "intended": {"city": "忻州市", "county": "代县"},
        "accepts_transfer": True,
        "transfer_contradictory": False,
        "transfer_areas": [{"city": "忻州市", "county": "原平市"}],
        "resume": "2020年至2024年在忻州师范学院学习（样本）",
        "awards": "无",
        "strengths": None,
        "has_photo": True,
        "pledge_signed": True,
        "pledge_date": "2024-06-03",
    }
    assert case.person == Person.objects.get(id_number=id_number(1), account=applicant)


def test_submission_is_in_the_ledger_under_a_drawn_name_that_says_nothing_of_the_person(
    draft: Draft, applicant: User
) -> None:
    handed_in(draft)

    body = json.loads(Entry.objects.of_subject("xinzhou-2024/00001").get().body)
    assert (body["action"], body["actor"]) == ("receive", applicant.username)
    assert body["inputs"] == {
        "materials": {"degree_certificate": 1, "diploma": 1, "hukou": 1},
        "source": "portal",
        "to": "received",
    }


def test_repeated_click_never_makes_two(draft: Draft) -> None:
    first = handed_in(draft)

    second = handed_in(draft, at=APPLYING + SECOND)

    assert second == Submission(first.application, is_first=False, is_repeated=True)
    taken = DBTaskResult.objects.filter(task_path__endswith="take_over")
    assert (Application.objects.count(), taken.count()) == (1, 1)
    assert Entry.objects.of_subject("xinzhou-2024/00001").count() == 1


def test_click_that_comes_again_after_the_end_still_has_its_answer(draft: Draft) -> None:
    first = handed_in(draft, at=CLOSING - SECOND)

    assert handed_in(draft, at=CLOSING + SECOND).application == first.application


def test_submission_of_the_last_second_is_in_time_and_the_next_one_is_not(draft: Draft) -> None:
    with pytest.raises(RegistrationOver):
        handed_in(draft, at=CLOSING)
    assert Application.objects.count() == 0

    assert handed_in(draft, at=CLOSING - SECOND).is_first


def test_change_takes_the_place_of_what_was_submitted_under_the_same_number(draft: Draft) -> None:
    first = handed_in(draft).application
    save_fields(draft, {"major": "法学"}, base=draft.revision, at=APPLYING + SECOND)
    draft.refresh_from_db()

    again = handed_in(draft, at=APPLYING + 2 * SECOND)

    case = Application.objects.get()
    assert again == Submission(first, is_first=False, is_repeated=False)
    assert (case.case_number, case.form["major"]) == ("00001", "法学")
    assert case.received_at == APPLYING + 2 * SECOND


def test_what_was_changed_and_not_submitted_does_not_reach_the_office(draft: Draft) -> None:
    handed_in(draft)
    save_fields(draft, {"major": "法学"}, base=draft.revision, at=APPLYING + SECOND)

    draft.refresh_from_db()

    assert Application.objects.get().form["major"] == "社会工作"
    assert draft.has_changes_to_submit


def test_nothing_is_submitted_that_the_applicant_has_not_seen(draft: Draft) -> None:
    save_fields(draft, {"major": "法学"}, base=draft.revision, at=APPLYING)

    with pytest.raises(ChangedSinceReviewed):
        handed_in(draft)


@pytest.mark.parametrize(
    "name", ["name", "id_number", "school", "graduation", "intended", "transfer", "resume"]
)
def test_draft_with_a_blank_field_is_not_submitted(draft: Draft, name: str) -> None:
    save_fields(draft, {name: ""}, base=draft.revision, at=APPLYING)
    draft.refresh_from_db()

    with pytest.raises(Incomplete):
        handed_in(draft)
    assert list(review(draft, draft.uploads.all(), at=APPLYING).faults) == [name]


@pytest.mark.parametrize("name", ["degree", "awards", "strengths"])
def test_degree_prizes_and_hobbies_may_stay_blank(draft: Draft, name: str) -> None:
    save_fields(draft, {name: ""}, base=draft.revision, at=APPLYING)
    draft.refresh_from_db()

    assert handed_in(draft).is_first


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("hukou", ["material_missing.identity"]),
        ("diploma", ["material_missing.diploma_or_report"]),
        ("degree_certificate", []),
    ],
)
def test_papers_that_the_notice_demands_are_missed_before_submission(
    draft: Draft, kind: str, codes: list[str]
) -> None:
    remove_upload(draft, draft.uploads.get(kind=kind).pk, at=APPLYING)

    found = review(draft, list(draft.uploads.all().present()), at=APPLYING)

    assert [reason.code for reason in found.missing] == codes


def test_enrolment_report_stands_for_the_diploma_and_the_record_never_blocks(draft: Draft) -> None:
    remove_upload(draft, draft.uploads.get(kind="diploma").pk, at=APPLYING)
    remove_upload(draft, draft.uploads.get(kind="degree_certificate").pk, at=APPLYING)
    add_upload(draft, "enrollment_report", paper("report"), at=APPLYING)
    draft.refresh_from_db()

    done = handed_in(draft)

    assert done.application.materials == {"hukou": 1, "enrollment_report": 1}


def test_photo_is_needed(draft: Draft) -> None:
    remove_upload(draft, draft.uploads.get(kind="photo").pk, at=APPLYING)
    draft.refresh_from_db()

    with pytest.raises(Incomplete):
        handed_in(draft)


@pytest.mark.parametrize(
    ("changed", "at_fault"),
    [
        ({"transfer_1": ""}, ["transfer_1"]),
        ({"transfer_1": "忻州市代县"}, ["transfer_1"]),
        ({"transfer_2": "忻州市原平市"}, ["transfer_2"]),
        ({"transfer": "不接受"}, []),
        ({"id_number": "990101200101159001"}, ["id_number"]),
        ({"phone": "1380000"}, ["phone"]),
        ({"intended": "忻州市某县"}, ["intended"]),
    ],
)
def test_contradictory_wishes_and_wrong_numbers_are_told_by_field(
    draft: Draft, changed: dict[str, str], at_fault: list[str]
) -> None:
    save_fields(draft, changed, base=draft.revision, at=APPLYING)
    draft.refresh_from_db()

    found = review(draft, draft.uploads.all(), at=APPLYING)

    assert list(found.faults) == at_fault


@pytest.mark.parametrize("signed", ["", "样本乙"])
def test_pledge_is_signed_with_the_own_name(draft: Draft, signed: str) -> None:
    with pytest.raises(SignatureMissing):
        submit(draft, revision=draft.revision, signed_name=signed, at=APPLYING)


def test_drawn_signature_needs_no_typed_one(draft: Draft) -> None:
    add_upload(draft, "signature", paper("signature"), at=APPLYING)
    draft.refresh_from_db()

    done = submit(draft, revision=draft.revision, signed_name="", at=APPLYING)

    assert done.application.form["pledge_signed"] is True
    assert "signature" not in done.application.materials


def test_files_taken_out_after_submission_stay_the_offices_until_it_is_submitted_anew(
    draft: Draft,
) -> None:
    handed_in(draft)
    remove_upload(draft, draft.uploads.get(kind="degree_certificate").pk, at=APPLYING)
    still = set(Upload.objects.filter(is_submitted=True).values_list("kind", flat=True))
    draft.refresh_from_db()

    handed_in(draft)

    now = set(Upload.objects.filter(is_submitted=True).values_list("kind", flat=True))
    assert (still - now, len(now)) == ({"degree_certificate"}, 3)


def test_case_that_has_been_decided_is_changed_no_more(draft: Draft) -> None:
    case = handed_in(draft).application
    Application.objects.filter(pk=case.pk).update(state=State.QUALIFIED)
    draft.refresh_from_db()

    with pytest.raises(CaseDecided):
        submit(draft, revision=draft.revision + 1, signed_name=NAME, at=APPLYING)


def test_number_of_another_account_is_refused_with_the_way_to_the_counter(
    season: Season, draft: Draft
) -> None:
    handed_in(draft)
    other = filled_draft(season, make_applicant("applicant-2", phone="13800000002"))

    with pytest.raises(NumberHeld) as refusal:
        handed_in(other)

    assert "带身份证到受理窗口认领" in refusal.value.mend
    assert Application.objects.count() == 1


def test_number_that_applied_by_mail_is_refused_unless_the_address_is_the_accounts(
    season: Season, draft: Draft
) -> None:
    mailed = make_application(season)
    Person.objects.filter(pk=mailed.person_id).update(
        id_number=id_number(1), email="sample@mail.example"
    )

    with pytest.raises(NumberHeld):
        handed_in(draft)


def test_person_of_the_same_address_is_told_of_the_application_that_is_there(
    season: Season, draft: Draft, applicant: User
) -> None:
    mailed = make_application(season)
    Person.objects.filter(pk=mailed.person_id).update(
        id_number=id_number(1), email="Sample@mail.example"
    )
    applicant.emailaddress_set.create(email="sample@mail.example", verified=True)

    with pytest.raises(AppliedAlready):
        handed_in(draft)

    mailed.person.refresh_from_db()
    assert mailed.person.account is None


def test_mistyped_number_can_be_put_right(season: Season, draft: Draft, applicant: User) -> None:
    handed_in(draft)
    save_fields(draft, {"id_number": id_number(2)}, base=draft.revision, at=APPLYING)
    draft.refresh_from_db()

    done = handed_in(draft)

    assert done.application.person.id_number == id_number(2)
    assert list(Person.objects.filter(account=applicant)) == [done.application.person]


def test_seasons_number_their_cases_without_counting_them(season: Season, applicant: User) -> None:
    submitted_case(season, applicant)
    second = submitted_case(
        season, make_applicant("applicant-2", phone="13800000002"), number=id_number(2)
    )

    season.refresh_from_db()
    assert (second.case_number, season.last_number) == ("00002", 2)


def test_submitted_application_is_checked_against_the_notice(draft: Draft) -> None:
    tell_as_declared(draft)
    case = handed_in(draft).application

    take_over_application(case.pk, at=APPLYING + SECOND)

    case.refresh_from_db()
    assert (case.proposal, case.has_priority) == ("pass", True)
    assert case.checks.filter(outcome="fail").count() == 0


def test_case_of_the_site_is_routed_and_counted_with_the_others(
    season: Season, draft: Draft
) -> None:
    mailed = make_application(season, state=State.RECEIVED, county=None)
    case = handed_in(draft).application
    city = User.objects.get(username="opener")

    route_to_counties(season, [mailed, case], actor=city, at=APPLYING)

    routed = season.applications.in_state(State.ROUTED)
    assert [(one.case_number, one.county_id) for one in routed] == [
        ("00001", DAI),
        ("00002", DAI),
    ]
    assert overview(season, CITY).funnel[0].people == 2
