"""Take in the files of a draft: the same file twice is one, and what cannot be used is said at once.

Source: D0 三(一)6, 附件2; requirements B6, B10-B15.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.apps.drafts import tasks
from linli.apps.drafts.consenting import require_consent
from linli.apps.drafts.models import PHOTO, Draft, Upload
from linli.apps.drafts.photo import portrait_terms
from linli.apps.drafts.saving import locked
from linli.apps.drafts.usable import ONLY_ONE, FileRefused, require_photo, require_usable
from linli.apps.drafts.window import require_open
from linli.apps.intake.keeping import UPLOADS
from linli.apps.ledger.actions import beijing_date
from linli.core.papers.kinds import MaterialKind

__all__ = ["UPLOADS", "add_upload", "name_kind", "remove_upload"]
#: More files of one kind than this are a slip.
MOST_OF_A_KIND = 12
#: Files that a draft takes in within an hour, those taken out again counted.
MOST_AN_HOUR = 100
_HOUR = timedelta(hours=1)


def add_upload(draft: Draft, kind: str, content: bytes, *, at: datetime) -> Upload:
    """Keep a file and put it into a draft, to be read in the background.

    The bytes are kept before the database says so: what has been acknowledged is there. A photo
    of which something is doubtful is taken, and ``reading`` holds its ``flaws``.
    Raises ``ConsentMissing``, ``FileRefused``, ``PhotoRefused`` and what ``require_open`` raises.
    """
    require_consent(draft)
    # Asked before anything is decoded and kept, and once more with the row that is written.
    require_open(draft, at)
    _require_rate(draft, at)
    media_type = require_usable(kind, content)
    file = Upload(kind=kind, media_type=media_type, size=len(content))
    if kind == PHOTO:
        terms = portrait_terms(draft.season, beijing_date(at))
        file.reading = {"flaws": [fault.flaw for fault in require_photo(content, terms)]}
    if kind in ONLY_ONE:
        file.status = Upload.Status.READ
    file.digest = UPLOADS.keep(content)
    upload = _put(draft, file, at)
    # Whoever deletes bytes looks for rows before and after: what went before this row was there is kept again.
    UPLOADS.keep(content)
    return upload


@transaction.atomic
def _put(draft: Draft, file: Upload, at: datetime) -> Upload:
    present = locked(draft)
    require_open(present, at)
    upload = Upload.objects.filter(draft=present, kind=file.kind, digest=file.digest).first()
    if upload is not None and upload.removed_at is None:
        return upload
    _require_rate(present, at)
    _make_room(present, file.kind, at)
    if upload is None:
        upload = file
        upload.draft = present
    if file.kind in ONLY_ONE:
        # A file that comes back is judged anew.
        upload.reading = file.reading
    upload.uploaded_at, upload.removed_at = at, None
    upload.save()
    if upload.status == Upload.Status.WAITING:
        tasks.read_upload.enqueue(upload.pk)
    _touch(present, at)
    return upload


@transaction.atomic
def name_kind(draft: Draft, key: int, kind: str, *, at: datetime) -> Upload | None:
    """Let a paper of a draft be of another kind, as its owner says; return it, ``None`` if it is not there.

    What was read of it stays. What was submitted is not changed by this: the file stands anew
    under its kind. Raises as ``add_upload`` does.
    """
    if kind not in set(MaterialKind):
        raise FileRefused("没有这种材料", mend="从材料清单里选择种类")
    present = locked(draft)
    papers = Upload.objects.filter(draft=present, pk=key).present().exclude(kind__in=ONLY_ONE)
    upload = papers.first()
    if upload is None or upload.kind == kind:
        return upload
    named = _put(present, _again(upload, kind), at)
    Upload.objects.filter(pk=upload.pk).update(removed_at=at)
    changed = locked(draft)
    if changed.revision == present.revision:
        # The paper stood under that kind already; that it is taken out here is a change as well.
        _touch(changed, at)
    return named


def _again(upload: Upload, kind: str) -> Upload:
    shared: Mapping[str, Any] = {
        name: getattr(upload, name)
        for name in ("digest", "media_type", "size", "status", "reading")
    }
    return Upload(kind=kind, **shared)


def _require_rate(draft: Draft, at: datetime) -> None:
    if Upload.objects.filter(draft=draft, uploaded_at__gt=at - _HOUR).count() >= MOST_AN_HOUR:
        raise FileRefused(
            f"一小时内已上传{MOST_AN_HOUR}个文件（删除的也计在内）", mend="过一小时再上传"
        )


def _make_room(draft: Draft, kind: str, at: datetime) -> None:
    """Take out what a single file replaces. Raises ``FileRefused`` for one too many of the others."""
    there = Upload.objects.filter(draft=draft, kind=kind).present()
    if kind in ONLY_ONE:
        there.update(removed_at=at)
    elif there.count() >= MOST_OF_A_KIND:
        raise FileRefused(
            f"这种材料已有{MOST_OF_A_KIND}个文件", mend="删除不需要的，或者合并成一个PDF后再上传"
        )


@transaction.atomic
def remove_upload(draft: Draft, key: int, *, at: datetime) -> None:
    """Take a file out of a draft; one that is out already stays out. Raises as ``add_upload`` does."""
    present = locked(draft)
    require_open(present, at)
    if Upload.objects.filter(draft=present, pk=key).present().update(removed_at=at):
        _touch(present, at)


def _touch(draft: Draft, at: datetime) -> None:
    draft.revision += 1
    draft.saved_at = at
    draft.save(update_fields=("revision", "saved_at"))
