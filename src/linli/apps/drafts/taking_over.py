"""What happens to a submitted application before an official sees it: its files are read and laid in.

Source: D0 三(一)6, 三(二); requirements C1.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from linli.apps.applications.actions import recheck
from linli.apps.applications.change import lock_standings
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.drafts.file_reading import read
from linli.apps.drafts.models import PHOTO, SIGNATURE, UNKNOWN, Draft, Upload
from linli.apps.drafts.readings import facts_of, waits
from linli.apps.intake.keeping import UPLOADS, NotKept
from linli.apps.intake.online import OnlineFile, lay_online
from linli.apps.seasons.actions import lock_season
from linli.core.documents.problems import unreadable
from linli.core.intake.declared import with_kind
from linli.core.intake.media import ENDINGS
from linli.core.intake.parcel import SentFile
from linli.core.intake.sent import AttachmentFacts
from linli.core.papers.kinds import MaterialKind

_NAMES = {PHOTO: "照片", SIGNATURE: "签名", UNKNOWN: "未注明种类的文件"}


def take_over_application(application_id: int, *, at: datetime) -> None:
    """Lay a submission into its case as if it had come by mail, and check the case.

    Files that nobody has read yet are read first. A case that has been decided or withdrawn
    meanwhile holds them as well, but is not checked again; done twice it is done once.
    Raises ``WorkersBroken``.
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
    lock_season(application.season)
    is_open = lock_standings([application])[application.pk].state in OPEN_STATES
    application.refresh_from_db()
    uploads = _submitted(application_id)
    if any(waits(upload) for upload in uploads):
        # Submitted again in between: that submission has a task of its own.
        return
    files = _files(uploads)
    is_new = lay_online(application, files, sent_at=draft.submitted_at, is_open=is_open)
    if is_open and (is_new or not application.proposal):
        recheck([application], actor=draft.account, at=at)
    draft.laid_in_at = draft.submitted_at
    draft.save(update_fields=("laid_in_at",))


def lay_unread(draft: Draft) -> None:
    """Lay a submission into its case as far as its files are read, unless that was done.

    For a draft that parts from its case: afterwards nobody could. The caller holds the locks of both.
    """
    case, sent_at = draft.application, draft.submitted_at
    if case is None or sent_at is None or draft.laid_in_at == sent_at:
        return
    case.refresh_from_db()
    lay_online(case, _files(_submitted(case.pk)), sent_at=sent_at, is_open=False)


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
    return _with_bytes(upload, name, counted)


def _with_bytes(upload: Upload, name: str, facts: AttachmentFacts) -> OnlineFile:
    """Return a file with its bytes; of one whose bytes are gone what was read of it is still known."""
    try:
        return OnlineFile(SentFile(name, UPLOADS.kept(upload.digest), upload.media_type), facts)
    except NotKept as refusal:
        lost = unreadable(refusal.what)
        problems = tuple(dict.fromkeys((*facts.problems, lost)))
        empty = SentFile(name, b"", upload.media_type)
        return OnlineFile(empty, replace(facts, problems=problems))
