"""A draft that is deleted takes its files along, and none that anything else still names."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage

from linli.apps.drafts import uploading
from linli.apps.drafts.discarding import Submitted, discard
from linli.apps.drafts.models import PHOTO, Draft, Upload
from linli.apps.drafts.uploading import UPLOADS, add_upload
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.intake.attached import sent_file
from linli.apps.intake.form_paper import word_paper
from linli.apps.intake.keeping import NotKept
from linli.apps.seasons.models import Season
from linli.core.documents.text_carrier import read_text_carrier
from tests.apps.applicants import applicant
from tests.support.portal import APPLYING, filled_draft, paper, submitted_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


@pytest.fixture
def mine(season: Season) -> Draft:
    return filled_draft(season, applicant())


@pytest.fixture
def theirs(season: Season) -> Draft:
    draft = filled_draft(season, applicant("applicant-2", "13800000002"))
    draft.uploads.all().delete()
    return draft


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def is_kept(digest: str) -> bool:
    try:
        return bool(UPLOADS.kept(digest))
    except NotKept:
        return False


def test_bytes_of_a_deleted_draft_are_gone_and_those_of_another_draft_stay(
    mine: Draft, theirs: Draft, committing: Any
) -> None:
    shared = add_upload(theirs, "diploma", paper("hukou"), at=APPLYING)
    digests = {one.digest for one in mine.uploads.all()}

    with committing():
        discard(mine)

    assert {one for one in digests if is_kept(one)} == {shared.digest}


def test_what_another_draft_takes_in_while_one_is_deleted_is_not_lost(
    mine: Draft, theirs: Draft, committing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    storing = uploading._put

    def deleted_before_it_is_stored(*args: Any) -> Upload:
        with committing():
            discard(mine)
        return storing(*args)

    monkeypatch.setattr(uploading, "_put", deleted_before_it_is_stored)

    assert is_kept(add_upload(theirs, "diploma", paper("hukou"), at=APPLYING).digest)


def test_what_another_draft_took_in_just_before_the_bytes_go_is_not_lost(
    mine: Draft, theirs: Draft, committing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleting = default_storage.delete
    stored: list[str] = []

    def stored_before_it_is_deleted(name: str) -> None:
        if not stored:
            stored.append(name)
            stored.append(add_upload(theirs, "diploma", paper("hukou"), at=APPLYING).digest)
        deleting(name)

    hukou = mine.uploads.get(kind="hukou")
    mine.uploads.exclude(pk=hukou.pk).delete()
    monkeypatch.setattr(vars(default_storage)["_wrapped"], "delete", stored_before_it_is_deleted)
    with committing():
        discard(mine)

    assert stored[1:] == [hukou.digest]
    assert is_kept(hukou.digest)


def test_withdrawn_case_keeps_photo_and_files_when_its_draft_is_deleted(
    season: Season, committing: Any
) -> None:
    account = applicant()
    case = submitted_case(season, account)
    photo = Upload.objects.get(kind=PHOTO)
    diploma = Upload.objects.get(kind="diploma")
    sheet = UPLOADS.kept(diploma.digest)

    with committing():
        withdraw_own(case, account=account, at=APPLYING)
    with committing():
        discard(Draft.objects.get())

    case.refresh_from_db()
    assert len(read_text_carrier(word_paper(case)).pictures) == 1
    assert sent_file(case.mails.get(), diploma.digest) == sheet
    assert (is_kept(photo.digest), is_kept(diploma.digest)) == (True, False)


def test_submitted_draft_is_not_deleted(season: Season) -> None:
    submitted_case(season, applicant())

    with pytest.raises(Submitted):
        discard(Draft.objects.get())
    assert Draft.objects.count() == 1
