"""Files are taken in at once or refused at once, with what is wrong and how to mend it."""

from __future__ import annotations

import io
import time

import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageDraw

from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import PHOTO, SIGNATURE, UNKNOWN, Draft, Upload
from linli.apps.drafts.saving import draft_of
from linli.apps.drafts.uploading import UPLOADS, add_upload, name_kind, remove_upload
from linli.apps.drafts.usable import LARGEST, FileRefused, PhotoRefused, require_usable
from linli.apps.drafts.window import RegistrationOver
from linli.core.pages.portrait_check import PortraitFlaw
from linli.core.papers.kinds import MaterialKind
from tests.apps.cast import at
from tests.core.pages.made_pages import pdf, shown
from tests.factories import make_season
from tests.support.portal import APPLYING, make_applicant, paper, portrait
from tests.support.read_papers import paper_of, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


@pytest.fixture
def draft() -> Draft:
    begun = draft_of(make_season(), make_applicant())
    give_consent(begun, at=APPLYING)
    return begun


def picture(size: tuple[int, int], kind: str = "PNG", *, drawn: bool = True) -> bytes:
    image = Image.new("RGB", size, "white")
    if drawn:
        pen = ImageDraw.Draw(image)
        pen.line((5, 5, size[0] - 5, size[1] - 5), fill="black", width=8)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def refused(draft: Draft, kind: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as refusal:
        add_upload(draft, kind, content, at=APPLYING)
    assert refusal.value.mend
    assert not Upload.objects.exists()
    return refusal.value.what


LOCKED = pdf(
    b"",
    objects=[b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"],
    trailer=b"/Encrypt 3 0 R/ID[<00><00>]",
)
WHOLE = pdf(shown("SAMPLE", 100, 100))


@pytest.mark.parametrize(
    ("kind", "content", "what"),
    [
        ("diploma", b"", "文件是空的，可能没有传完"),
        ("diploma", b"GIF89a...", "文件格式不能用，只收JPG、PNG、HEIC图片和PDF"),
        ("diploma", paper()[:-4_000], "文件没有传完，或者已经损坏"),
        ("diploma", picture((900, 600))[:-40], "文件没有传完，或者已经损坏"),
        ("diploma", WHOLE[:-10], "文件没有传完，或者已经损坏"),
        ("diploma", LOCKED, "PDF文件设有密码，无法打开"),
        ("diploma", b"%PDF-1.7 sample %%EOF", "PDF文件已损坏，无法打开"),
        ("diploma", b"\xff\xd8\xff\xe0" + b"0" * 90 + b"\xff\xd9", "文件没有传完，或者已经损坏"),
        ("diploma", picture((249, 249)), "图片只有249×249像素，上面的字读不出来"),
        ("diploma", picture((900, 23)), "图片只有900×23像素，上面的字读不出来"),
        (SIGNATURE, picture((300, 120), drawn=False), "签名是空白的"),
        (SIGNATURE, WHOLE, "文件格式不能用，只收JPG、PNG、HEIC图片"),
        (PHOTO, WHOLE, "文件格式不能用，只收JPG、PNG、HEIC图片"),
        ("passport", paper(), "没有这种材料"),
    ],
)
def test_file_that_cannot_be_used_is_refused_with_the_way_out(
    draft: Draft, kind: str, content: bytes, what: str
) -> None:
    assert refused(draft, kind, content) == what


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("diploma", paper()),
        (UNKNOWN, paper()),
        ("diploma", WHOLE),
        ("diploma", picture((250, 24))),
        (SIGNATURE, picture((120, 60))),
        (PHOTO, portrait()),
    ],
)
def test_file_that_can_be_used_is_kept(draft: Draft, kind: str, content: bytes) -> None:
    upload = add_upload(draft, kind, content, at=APPLYING)

    assert UPLOADS.kept(upload.digest) == content
    assert (upload.kind, upload.size, upload.uploaded_at) == (kind, len(content), APPLYING)


def test_file_of_the_largest_size_is_still_looked_at(draft: Draft) -> None:
    whole = paper()
    padded = whole + b"\0" * (LARGEST - len(whole))

    assert refused(draft, "diploma", padded + b"\0") == "文件有10.0MB，超过10MB"
    assert add_upload(draft, "diploma", padded, at=APPLYING).size == LARGEST


def test_picture_of_the_last_hour_costs_milliseconds(draft: Draft) -> None:
    noise = Image.effect_noise((1_400, 1_000), 60).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=40)

    costs = []
    for _ in range(7):
        began = time.process_time()
        require_usable("diploma", out.getvalue())
        costs.append(time.process_time() - began)

    assert len(out.getvalue()) > 300_000
    assert min(costs) < 0.005


def test_wrong_photo_is_refused_with_every_reason(draft: Draft) -> None:
    with pytest.raises(PhotoRefused) as refusal:
        add_upload(draft, PHOTO, picture((200, 200)), at=APPLYING)

    assert [fault.flaw for fault in refusal.value.faults] == [
        PortraitFlaw.SHAPE,
        PortraitFlaw.SMALL,
        PortraitFlaw.GREY,
    ]
    assert refusal.value.why == "D0 附件2"
    assert refusal.value.what.count("；") == 2


def test_doubtful_photo_is_taken_and_what_is_doubtful_kept(draft: Draft) -> None:
    image = Image.open(io.BytesIO(portrait()))
    pen = ImageDraw.Draw(image)
    for column in range(0, 295, 12):
        pen.rectangle((column, 0, column + 5, 60), fill=(20, 120, 20))
    out = io.BytesIO()
    image.save(out, "PNG")

    upload = add_upload(draft, PHOTO, out.getvalue(), at=APPLYING)

    upload.refresh_from_db()
    assert (upload.reading, upload.status) == ({"flaws": ["ground"]}, Upload.Status.READ)


def test_papers_wait_for_the_reader_and_photo_and_signature_do_not(draft: Draft) -> None:
    add_upload(draft, PHOTO, portrait(), at=APPLYING)
    add_upload(draft, SIGNATURE, picture((300, 120)), at=APPLYING)
    diploma = add_upload(draft, "diploma", paper(), at=APPLYING)
    add_upload(draft, "diploma", paper(), at=APPLYING)

    (task,) = DBTaskResult.objects.all()
    assert (task.queue_name, task.task_path) == (
        "reading",
        "linli.apps.drafts.tasks.read_upload",
    )
    assert task.args_kwargs == {"args": [diploma.pk], "kwargs": {}}
    assert set(Upload.objects.values_list("kind", "status")) == {
        (PHOTO, "read"),
        (SIGNATURE, "read"),
        ("diploma", "waiting"),
    }


def test_file_without_a_kind_takes_the_one_that_its_owner_names_and_is_not_read_again(
    draft: Draft,
) -> None:
    upload = add_upload(draft, UNKNOWN, paper(), at=APPLYING)
    tell(upload, paper_of(MaterialKind.DIPLOMA))

    named = name_kind(draft, upload.pk, "diploma", at=APPLYING)

    assert named is not None
    upload.refresh_from_db()
    draft.refresh_from_db()
    assert (named.kind, named.digest, named.reading) == ("diploma", upload.digest, upload.reading)
    assert (named.status, named.removed_at, upload.removed_at) == ("read", None, APPLYING)
    assert (DBTaskResult.objects.count(), draft.revision) == (1, 2)


def test_naming_a_kind_twice_or_of_nothing_changes_nothing(draft: Draft) -> None:
    upload = add_upload(draft, "diploma", paper(), at=APPLYING)
    photo = add_upload(draft, PHOTO, portrait(), at=APPLYING)

    assert name_kind(draft, upload.pk, "diploma", at=APPLYING) == upload
    assert name_kind(draft, photo.pk, "diploma", at=APPLYING) is None
    remove_upload(draft, upload.pk, at=APPLYING)
    assert name_kind(draft, upload.pk, "hukou", at=APPLYING) is None
    for kind in (PHOTO, UNKNOWN, "passport"):
        with pytest.raises(FileRefused, match="没有这种材料"):
            name_kind(draft, upload.pk, kind, at=APPLYING)


def test_no_kind_is_named_after_the_last_day(draft: Draft) -> None:
    upload = add_upload(draft, UNKNOWN, paper(), at=at(6, 14, 23, 59, 59))

    with pytest.raises(RegistrationOver):
        name_kind(draft, upload.pk, "diploma", at=at(6, 15, 0))
    assert Upload.objects.get().kind == UNKNOWN


def test_paper_that_is_named_what_another_copy_is_already_leaves_with_a_new_revision(
    draft: Draft,
) -> None:
    unnamed = add_upload(draft, UNKNOWN, paper("same"), at=APPLYING)
    add_upload(draft, "diploma", paper("same"), at=APPLYING)
    draft.refresh_from_db()
    before = draft.revision

    name_kind(draft, unnamed.pk, "diploma", at=APPLYING)

    draft.refresh_from_db()
    assert [one.kind for one in draft.present_uploads()] == ["diploma"]
    assert draft.revision > before
