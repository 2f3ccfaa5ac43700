"""What happens to a submitted application before an official sees it: its files are read and laid in.

Source: D0 三(一)6, 三(二); requirements C1.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.apps.applications.actions import recheck
from linli.apps.applications.change import lock_standings
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.drafts.file_reading import ENDINGS, read
from linli.apps.drafts.models import PHOTO, SIGNATURE, UNKNOWN, Draft, Upload
from linli.apps.drafts.readings import facts_of, waits
from linli.apps.intake.keeping import UPLOADS, NotKept
from linli.apps.intake.online import OnlineFile, lay_online
from linli.core.intake.declared import with_kind
from linli.core.intake.parcel import SentFile
from linli.core.intake.sent import AttachmentFacts
from linli.core.papers.kinds import MaterialKind

_NAMES = {PHOTO: "照片", SIGNATURE: "签名", UNKNOWN: "未注明种类的文件"}


def take_over_application(application_id: int, *, at: datetime) -> None:
    """Lay a submission into its case as if it had come by mail, and check the case.

    Files that nobody has read yet are read first. A case that has been decided or withdrawn
    meanwhile is left alone; done twice it is done once. Raises ``WorkersBroken``.
    """
    for upload in _submitted(application_id):
        read(upload.pk)
    _take_over(application_id, at)


@transaction.atomic
def _take_over(application_id: int, at: datetime) -> None:
    # A submission locks the draft before its case as well.
    drafts = Draft.objects.select_for_update(of=("self",)).filter(application=application_id)
    draft = drafts.select_related("application__season", "application__person", "account").first()
    if draft is None or draft.application is None or draft.submitted_at is None:
        return
    application = draft.application
    if lock_standings([application])[application.pk].state not in OPEN_STATES:
        return
    application.refresh_from_db()
    uploads = _submitted(application_id)
    if any(waits(upload) for upload in uploads):
        # Submitted again in between: that submission has a task of its own.
        return
    is_new = lay_online(application, _files(uploads), sent_at=draft.submitted_at)
    if is_new or not application.proposal:
        recheck([application], actor=draft.account, at=at)


def _submitted(application_id: int) -> list[Upload]:
    return list(Upload.objects.filter(draft__application=application_id, is_submitted=True))


def _files(uploads: Sequence[Upload]) -> list[OnlineFile]:
    """Return the files of a submission under names that say what they are, in the order of the notice."""
    order = {kind: place for place, kind in enumerate((*MaterialKind, UNKNOWN, PHOTO, SIGNATURE))}
    numbers: Counter[str] = Counter()
    files = []
    for upload in sorted(uploads, key=lambda one: (order[one.kind], one.pk)):
        numbers[upload.kind] += 1
        files.append(_file(upload, numbers[upload.kind]))
    return files


def _file(upload: Upload, number: int) -> OnlineFile:
    label = _NAMES.get(upload.kind) or MaterialKind(upload.kind).label
    name = f"{label}{number if number > 1 else ''}.{ENDINGS[upload.media_type]}"
    facts = facts_of(upload)
    if facts is None:
        counted = AttachmentFacts(name, upload.digest, is_paper=True)
    else:
        kind = None if upload.kind == UNKNOWN else MaterialKind(upload.kind)
        counted = with_kind(facts, kind)
    return OnlineFile(SentFile(name, _content(upload), upload.media_type), counted)


def _content(upload: Upload) -> bytes:
    """Return the bytes of a file, none if they are gone: what was read of it is still known."""
    try:
        return UPLOADS.kept(upload.digest)
    except NotKept:
        return b""
