"""Read the files of drafts: once each, in the background."""

from linli.apps.drafts.models import Upload
from linli.apps.drafts.readings import waits
from linli.apps.intake.keeping import UPLOADS, NotKept
from linli.apps.intake.single import read_single
from linli.apps.intake.terms import terms_of_season
from linli.apps.people.storing import storable
from linli.core.documents.problems import unreadable
from linli.core.intake.facts_record import READING_VERSION, plain
from linli.core.intake.media import ENDINGS
from linli.core.intake.parcel import SentFile
from linli.core.intake.sent import AttachmentFacts

# A name that tells nothing of the kind.
_NAME = "文件"


def read(upload_id: int) -> None:
    """Read one file and keep what it says, unless that was done; a file that is gone is passed over.

    Killed at any moment, it can begin again. Raises ``WorkersBroken``.
    """
    upload = Upload.objects.select_related("draft__season").filter(pk=upload_id).first()
    if upload is None or not waits(upload):
        return
    facts = _read(upload)
    is_unread = bool(facts.problems) and not (facts.papers or facts.unsorted)
    status = Upload.Status.UNREADABLE if is_unread else Upload.Status.READ
    record = storable({"version": READING_VERSION, "file": plain(facts)})
    Upload.objects.filter(pk=upload.pk).update(status=status, reading=record)


def _read(upload: Upload) -> AttachmentFacts:
    name = f"{_NAME}.{ENDINGS[upload.media_type]}"
    try:
        content = UPLOADS.kept(upload.digest)
    except NotKept as refusal:
        return AttachmentFacts(name, upload.digest, problems=(unreadable(refusal.what),))
    file = SentFile(name, content, upload.media_type)
    return read_single(file, terms_of_season(upload.draft.season))
