"""What was submitted on the site lies in its case as what came by mail does, and is checked as that is."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.drafts import taking_over
from linli.apps.drafts.models import SIGNATURE, UNKNOWN, Draft
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import UPLOADS, add_upload, remove_upload
from linli.apps.intake.attached import sent_file
from linli.apps.intake.doubts import settle
from linli.apps.intake.form_paper import word_paper
from linli.apps.intake.handling import handle_mail
from linli.apps.intake.keeping import kept
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.queries import find_mails
from linli.apps.intake.registering import register_mailbox
from linli.apps.intake.showing import picture
from linli.apps.ledger.queries import entries_of
from linli.apps.reports.summary import summary
from linli.apps.seasons.models import Season
from linli.core.documents.problems import unreadable
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.intake.sorting import MailKind
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from tests.apps.cast import Officials, make_registration_form
from tests.apps.made_desk import application_mail
from tests.factories import id_number
from tests.support.portal import APPLYING, NAME, filled_draft, make_applicant, paper, portrait
from tests.support.read_papers import paper_of, tell, tell_as_declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
K = MaterialKind
LATER = APPLYING + timedelta(hours=1)


@pytest.fixture
def applicant() -> User:
    return make_applicant()


@pytest.fixture
def draft(season: Season, applicant: User) -> Draft:
    made = filled_draft(season, applicant)
    tell_as_declared(made)
    return made


def taken(draft: Draft, *, at: Any = APPLYING) -> Application:
    """Submit a draft and take it over; return the case as it is stored."""
    draft.refresh_from_db()
    case = submit(draft, revision=draft.revision, signed_name=NAME, at=at).application
    take_over_application(case.pk, at=at)
    return Application.objects.get(pk=case.pk)


def upload_of(draft: Draft, kind: str) -> Any:
    return draft.uploads.all().present().get(kind=kind)


def test_case_holds_the_papers_with_their_values_and_is_checked(draft: Draft) -> None:
    case = taken(draft)

    mail = case.mails.get()
    page = {"digest": upload_of(draft, "diploma").digest, "page": 0, "inner": 0}
    assert [(one["kinds"], one["values"].get("major"), one["sure"]) for one in case.papers] == [
        (["hukou"], None, 0.95),
        (["diploma"], "社会工作", 0.95),
        (["degree_certificate"], "社会工作", 0.95),
    ]
    assert {key: case.papers[1]["at"][key] for key in page} == page
    assert case.materials == {"hukou": 1, "diploma": 1, "degree_certificate": 1}
    assert (case.proposal, case.has_priority, case.findings) == ("pass", True, [])
    assert {
        key: case.reading[key] for key in ("carrier", "digest", "mail", "doubts", "unsure")
    } == {
        "carrier": "portal",
        "digest": "",
        "mail": mail.file,
        "doubts": {},
        "unsure": [],
    }
    assert (case.received_at, case.source, case.doubts.count()) == (APPLYING, "portal", 0)


def test_official_sees_every_file_under_a_name_that_says_what_it_is(
    season: Season, draft: Draft
) -> None:
    pen = Image.new("RGB", (300, 120), "white")
    pen.paste((0, 0, 0), (20, 50, 280, 60))
    out = io.BytesIO()
    pen.save(out, "PNG")
    add_upload(draft, SIGNATURE, out.getvalue(), at=APPLYING)
    tell(add_upload(draft, "hukou", paper("second"), at=APPLYING), paper_of(K.HUKOU))
    case = taken(draft)

    mail = case.mails.get()
    assert [item["name"] for item in mail.reading["attachments"]] == [
        "户口簿.jpg",
        "户口簿2.jpg",
        "毕业证.jpg",
        "学位证.jpg",
        "照片.jpg",
        "签名.png",
    ]
    assert (mail.kind, mail.received_at, mail.is_set_aside) == (MailKind.ONLINE, APPLYING, False)
    diploma = upload_of(draft, "diploma")
    assert sent_file(mail, diploma.digest) == UPLOADS.kept(diploma.digest)
    with Image.open(io.BytesIO(picture(mail, case.papers[2]["at"]))) as shown:
        assert shown.size == (900, 640)
    assert list(find_mails(season, "14", kind="online")) == [mail]


def test_taking_over_twice_is_once(draft: Draft, cast: Officials) -> None:
    case = taken(draft)
    before = (Mail.objects.count(), len(entries_of(case.subject)))

    take_over_application(case.pk, at=LATER)

    assert (Mail.objects.count(), len(entries_of(case.subject))) == before


@pytest.mark.parametrize("state", [State.QUALIFIED, State.NOT_QUALIFIED, State.WITHDRAWN])
def test_case_that_was_decided_or_withdrawn_meanwhile_has_its_papers_and_is_not_checked(
    draft: Draft, state: State
) -> None:
    tell(upload_of(draft, "diploma"))
    draft.refresh_from_db()
    case = submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).application
    Application.objects.filter(pk=case.pk).update(state=state)

    take_over_application(case.pk, at=LATER)

    case.refresh_from_db()
    assert (case.state, case.proposal, case.checks.count()) == (state, "", 0)
    assert (case.mails.count(), len(case.papers), case.doubts.count()) == (1, 3, 0)


def test_page_without_words_counts_as_declared_and_a_person_is_asked(draft: Draft) -> None:
    tell(upload_of(draft, "diploma"))

    case = taken(draft)

    doubt = case.doubts.get()
    assert (doubt.kind, doubt.proposed, doubt.mail, doubt.status) == (
        Doubt.Kind.PAPER,
        "diploma",
        case.mails.get(),
        Doubt.Status.OPEN,
    )
    assert (case.materials["diploma"], case.proposal) == (1, "refer")


def test_page_that_says_it_is_another_paper_counts_as_that(draft: Draft) -> None:
    tell(upload_of(draft, "diploma"), paper_of(K.ENROLLMENT_REPORT))

    case = taken(draft)

    assert case.materials == {"hukou": 1, "enrollment_report": 1, "degree_certificate": 1}
    assert [one["sure"] for one in case.papers if one["kinds"] == ["enrollment_report"]] == [
        pytest.approx(0.76)
    ]


def test_file_that_cannot_be_opened_is_a_finding_and_counts_as_declared(draft: Draft) -> None:
    problem = unreadable("PDF文件第1页已损坏，无法打开")
    tell(upload_of(draft, "diploma"), unsorted=(), problems=(problem,))

    case = taken(draft)

    assert case.findings == [{"code": "attachment_unreadable", "text": problem.reason}]
    assert (case.materials["diploma"], case.doubts.get().proposed) == (1, "diploma")


def test_file_of_no_kind_waits_for_an_official_to_sort_it(draft: Draft) -> None:
    tell(add_upload(draft, UNKNOWN, paper("unknown"), at=APPLYING))

    case = taken(draft)

    assert case.materials["unknown"] == 1
    assert (case.doubts.get().proposed, len(case.reading["unsorted"])) == ("", 1)


def test_file_taken_out_is_gone_from_the_case_and_the_ledger_tells_of_the_change(
    draft: Draft,
) -> None:
    tell(add_upload(draft, "education_record", paper("record"), at=APPLYING), Paper((), 0.9))
    first = taken(draft)
    record = upload_of(draft, "education_record")
    assert len(first.mails.get().reading["attachments"]) == 5
    remove_upload(draft, record.pk, at=LATER)
    take_over_application(first.pk, at=LATER)
    assert len(first.mails.get().reading["attachments"]) == 5

    case = taken(draft, at=LATER)

    mail = case.mails.get()
    assert record.digest not in str(mail.reading)
    assert (mail.received_at, Mail.objects.count()) == (LATER, 1)
    assert [body["action"] for body in entries_of(case.subject)] == [
        "receive",
        "check",
        "amend",
        "check",
    ]


def test_what_an_official_settled_stays_as_long_as_the_page_is_there(
    draft: Draft, cast: Officials
) -> None:
    tell(upload_of(draft, "diploma"))
    first = taken(draft)
    settle(first.doubts.get(), "diploma", actor=cast.city, at=APPLYING)
    save_fields(draft, {"major": "法学"}, base=None, at=LATER)

    changed = taken(draft, at=LATER)

    assert [doubt.status for doubt in changed.doubts.all()] == [Doubt.Status.ACCEPTED]
    assert changed.form["major"] == "法学"
    assert [one["sure"] for one in changed.papers if one["kinds"] == ["diploma"]] == [1.0]

    remove_upload(draft, upload_of(draft, "diploma").pk, at=LATER)
    tell(add_upload(draft, "diploma", paper("new"), at=LATER), paper_of(K.DIPLOMA))
    replaced = taken(draft, at=LATER + timedelta(minutes=1))

    assert [doubt.status for doubt in replaced.doubts.all()] == [Doubt.Status.OUTDATED]
    assert [one["sure"] for one in replaced.papers if one["kinds"] == ["diploma"]] == [0.95]


def test_photo_of_the_site_stands_on_the_form_before_and_after_the_files_are_read(
    draft: Draft,
) -> None:
    draft.refresh_from_db()
    case = submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).application

    for _ in range(2):
        (shown,) = read_text_carrier(word_paper(case)).pictures
        with Image.open(io.BytesIO(shown)) as image, Image.open(io.BytesIO(portrait())) as own:
            assert (image.size, image.getpixel((5, 5))) == (own.size, own.getpixel((5, 5)))
        take_over_application(case.pk, at=LATER)
        case.refresh_from_db()

    UPLOADS.discard([case.reading["photo"]])
    assert read_text_carrier(word_paper(case)).pictures == ()


def later_mail(season: Season, cast: Officials) -> Mail:
    """Register a mail of the person who applied on the site; return it."""
    form = make_registration_form(id_number(1), name=NAME)
    facts = application_mail("later.eml", {}, form=form, kinds=(K.DISCHARGE_PROOF,))
    assert register_mailbox(season, {facts.file: facts}, actor=cast.city, at=LATER) == []
    return Mail.objects.get(file="later.eml")


def test_later_mail_of_the_person_is_set_aside_beside_the_case(
    season: Season, cast: Officials, draft: Draft
) -> None:
    case = taken(draft)

    mail = later_mail(season, cast)

    assert (mail.application, mail.is_set_aside) == (case, True)
    assert "已有报名" in mail.reason
    kept = Application.objects.get()
    assert (kept.papers, kept.form, kept.materials) == (case.papers, case.form, case.materials)


def test_mail_that_was_laid_in_stays_when_more_mails_and_a_new_submission_come(
    season: Season, cast: Officials, draft: Draft
) -> None:
    case = taken(draft)
    mail = later_mail(season, cast)
    handle_mail(mail, kind="supplement", note="并入", application=case, actor=cast.city, at=LATER)
    case.refresh_from_db()
    whole = {"hukou": 1, "diploma": 1, "degree_certificate": 1, "discharge_proof": 1}
    assert case.materials == whole

    other = application_mail("other.eml", {})
    register_mailbox(season, {other.file: other}, actor=cast.city, at=LATER)

    case.refresh_from_db()
    assert (case.materials, case.form["name"], case.reading["carrier"]) == (whole, NAME, "portal")
    save_fields(draft, {"strengths": "书法"}, base=None, at=LATER)
    again = taken(draft, at=LATER)
    assert (again.materials, again.form["strengths"]) == (whole, "书法")


def test_mailbox_passes_over_what_was_sent_on_the_site(
    season: Season, cast: Officials, draft: Draft
) -> None:
    case = taken(draft)
    Mail.objects.update(reading={**case.mails.get().reading, "version": 0})
    other = application_mail("other.eml", {})

    register_mailbox(season, {other.file: other}, actor=cast.city, at=LATER)

    assert case.mails.get().kind == MailKind.ONLINE
    assert summary(season, [])["by_kind"] == {"application": 1}


def test_file_whose_bytes_are_lost_is_a_finding_and_the_rest_is_taken_over(draft: Draft) -> None:
    lost = add_upload(draft, "education_record", paper("record"), at=APPLYING)
    UPLOADS.discard([lost.digest])

    case = taken(draft)

    text = "这个文件已不在存储中，或者已被改动"
    assert case.findings == [{"code": "attachment_unreadable", "text": text}]
    assert (case.materials["education_record"], case.materials["diploma"]) == (1, 1)


def test_file_whose_bytes_are_lost_after_it_was_read_is_a_finding_and_no_empty_file(
    draft: Draft,
) -> None:
    diploma = upload_of(draft, "diploma")
    UPLOADS.discard([diploma.digest])

    case = taken(draft)

    text = "这个文件已不在存储中，或者已被改动"
    assert case.findings == [{"code": "attachment_unreadable", "text": text}]
    assert case.materials["diploma"] == 1
    assert b"filename" in kept(case.mails.get().digest)
    assert kept(case.mails.get().digest).count(b"Content-Disposition") == 3


def test_files_that_were_submitted_while_others_were_read_are_left_to_their_own_task(
    draft: Draft,
) -> None:
    first = taken(draft)
    add_upload(draft, "education_record", paper("record"), at=LATER)
    draft.refresh_from_db()
    submit(draft, revision=draft.revision, signed_name=NAME, at=LATER)

    taking_over._take_over(first.pk, LATER)

    assert first.mails.get().received_at == APPLYING
