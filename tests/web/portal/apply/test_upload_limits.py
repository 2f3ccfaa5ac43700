"""What is too large, too many or too often is refused before it costs anything."""

from __future__ import annotations

import io
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image

from linli.apps.accounts.models import User
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import PHOTO, SIGNATURE, Draft, Upload
from linli.apps.drafts.saving import draft_of
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.uploading import MOST_AN_HOUR, UPLOADS, add_upload, remove_upload
from linli.apps.drafts.usable import LARGEST, FileRefused
from linli.apps.seasons.models import Season
from tests.factories import make_season
from tests.support.portal import APPLYING, NAME, filled_draft, paper

pytestmark = pytest.mark.django_db
FILES = "/apply/xinzhou-2024/files/"
HOUR = timedelta(hours=1)


@pytest.fixture
def season(kept_files: None) -> Season:
    return make_season()


@pytest.fixture
def draft(season: Season, applicant: User) -> Draft:
    begun = draft_of(season, applicant)
    give_consent(begun, at=APPLYING)
    return begun


def test_file_that_is_too_large_is_refused_before_it_is_read(
    as_applicant: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object, **__: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr("linli.web.portal.apply.file_views.add_upload", taken)
    file = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + bytes(LARGEST))
    with time_machine.travel(APPLYING, tick=False):
        response = as_applicant.post(FILES, {"kind": "diploma", "file": file})

    assert response.context["refusal"].what == "文件有10.0MB，超过10MB"


def test_request_that_carries_too_much_is_not_taken_in(
    as_applicant: Client, draft: Draft, settings: Any
) -> None:
    settings.LARGEST_BODY = 2 * 1024 * 1024
    with time_machine.travel(APPLYING, tick=False):
        over = as_applicant.post(
            FILES, {"kind": "diploma", "file": SimpleUploadedFile("a.jpg", bytes(2 * 1024 * 1024))}
        )
        under = as_applicant.post(
            FILES, {"kind": "diploma", "file": SimpleUploadedFile("a.jpg", paper())}
        )

    assert (over.status_code, under.status_code) == (413, 302)
    assert "一次上传的文件合计超过2MB" in over.content.decode()


def test_files_that_were_taken_out_again_count_within_the_hour(draft: Draft) -> None:
    for number in range(MOST_AN_HOUR):
        Upload.objects.create(
            draft=draft,
            kind="diploma",
            digest=f"{number:064}",
            media_type="image/jpeg",
            size=1,
            uploaded_at=APPLYING,
            removed_at=APPLYING,
        )

    with pytest.raises(FileRefused, match="一小时内已上传100个文件"):
        add_upload(draft, "diploma", paper(), at=APPLYING + HOUR - timedelta(seconds=1))

    assert add_upload(draft, "diploma", paper(), at=APPLYING + HOUR).pk


def test_refused_file_leaves_no_bytes_behind(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.apps.drafts.uploading.MOST_AN_HOUR", 1)
    one = add_upload(draft, "diploma", paper("one"), at=APPLYING)
    remove_upload(draft, one.pk, at=APPLYING)

    kept: list[bytes] = []
    monkeypatch.setattr(UPLOADS.__class__, "keep", lambda self, content: kept.append(content))
    with pytest.raises(FileRefused):
        add_upload(draft, "diploma", paper("two"), at=APPLYING)

    assert kept == []


def test_what_was_submitted_is_taken_over_before_other_files_are_read(
    season: Season, applicant: User
) -> None:
    draft = filled_draft(season, applicant)
    submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING)

    waiting = DBTaskResult.objects.filter(queue_name="reading").order_by("-priority")

    assert waiting[0].task_path.endswith("take_over")
    assert waiting[0].priority > waiting[1].priority


@pytest.mark.parametrize("kind", [PHOTO, SIGNATURE])
@pytest.mark.parametrize(("height", "is_taken"), [(3_125, True), (3_126, False)])
def test_picture_that_is_decoded_at_once_has_a_phones_pixels_at_most(
    draft: Draft, kind: str, height: int, is_taken: bool
) -> None:
    picture = Image.new("RGB", (4_000, height), "white")
    picture.paste("black", (100, 100, 3_000, 400))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)

    with pytest.raises(FileRefused) if kind == PHOTO or not is_taken else nullcontext() as refusal:
        add_upload(draft, kind, out.getvalue(), at=APPLYING)

    is_too_large = refusal is not None and "太大" in str(refusal.value)
    assert is_too_large is not is_taken
