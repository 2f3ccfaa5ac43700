"""The audit of the last hour's benchmark: what is lost, incomplete or stored twice is found."""

from pathlib import Path

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import Upload
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.uploading import add_upload
from linli.apps.intake.keeping import UPLOADS
from linli.apps.ledger.actions import Event, record
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from linli.benchmarks.deadline_audit import Audit, audit
from linli.benchmarks.deadline_people import FILES, Applicant, Pictures, draw_pictures
from tests.factories import make_season
from tests.support.portal import APPLYING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
ONE, OTHER = Applicant(200_000), Applicant(200_001)


@pytest.fixture
def season() -> Season:
    return make_season()


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    draw_pictures(tmp_path, font=None)
    return Pictures(tmp_path)


def applied(season: Season, applicant: Applicant, pictures: Pictures) -> tuple[str, int]:
    """Apply as the pages do, and return the receipt."""
    account = User.objects.create_user(f"applicant-{applicant.number}", phone=applicant.phone)
    draft = draft_of(season, account)
    save_fields(draft, applicant.fields, base=0, at=APPLYING)
    give_consent(draft, at=APPLYING)
    for kind in FILES:
        add_upload(draft, kind, pictures.file_of(applicant, kind), at=APPLYING)
    draft.refresh_from_db()
    case = submit(
        draft, revision=draft.revision, signed_name=applicant.name, at=APPLYING
    ).application
    return case.case_number, applicant.number


def test_receipts_of_applications_that_are_there_whole_are_neither_lost_nor_doubled(
    season: Season, pictures: Pictures
) -> None:
    receipts = [applied(season, one, pictures) for one in (ONE, OTHER)]

    assert audit(season, receipts, pictures) == Audit(receipts=2, lost=0, doubled=0, faults={})


def test_receipt_without_its_application_or_with_another_person_is_lost(
    season: Season, pictures: Pictures
) -> None:
    number, _ = applied(season, ONE, pictures)

    found = audit(season, [("99999", ONE.number), (number, OTHER.number)], pictures)

    assert found == Audit(receipts=2, lost=2, doubled=0, faults={"application": 2})


def test_changed_form_missing_file_and_list_of_files_are_told_and_count_once(
    season: Season, pictures: Pictures
) -> None:
    receipt = applied(season, ONE, pictures)
    case = Application.objects.get(case_number=receipt[0])
    case.form["resume"] = "别的"
    case.save(update_fields=["form"])
    UPLOADS.discard([pictures.digests_of(ONE)["hukou"]])
    Upload.objects.filter(kind="photo").update(is_submitted=False)

    found = audit(season, [receipt], pictures)

    assert found == Audit(1, lost=1, doubled=0, faults={"form": 1, "list of files": 1, "file": 1})


def test_application_that_the_ledger_does_not_know_is_lost(
    season: Season, pictures: Pictures
) -> None:
    receipt = applied(season, ONE, pictures)
    Application.objects.update(case_number="00007")

    found = audit(season, [("00007", receipt[1])], pictures)

    assert found == Audit(1, lost=1, doubled=0, faults={"ledger entry": 1})


def test_second_application_of_a_person_and_second_entry_of_a_case_are_doubled(
    season: Season, pictures: Pictures
) -> None:
    receipts = [applied(season, one, pictures) for one in (ONE, OTHER)]
    Application.objects.create(
        season=season,
        person=Person.objects.get(id_number=ONE.id_number),
        case_number="00009",
        source="portal",
        received_at=APPLYING,
        state="withdrawn",
    )
    event = Event(
        at=APPLYING,
        actor="样本",
        action="receive",
        subject=f"{season.code}/{receipts[1][0]}",
        clause="D0",
    )
    record([event])

    assert audit(season, receipts, pictures) == Audit(2, lost=0, doubled=2, faults={})
