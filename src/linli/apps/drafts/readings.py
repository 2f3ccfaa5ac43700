"""What was read of the files of drafts, as it is kept beside each file.

Only what the pages themselves say is kept; what the applicant calls a file comes to it where it counts.
"""

from collections.abc import Iterable

from linli.apps.drafts.models import Upload
from linli.apps.drafts.usable import ONLY_ONE
from linli.core.intake.facts_record import READING_VERSION, made
from linli.core.intake.sent import AttachmentFacts
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper


def facts_of(upload: Upload) -> AttachmentFacts | None:
    """Return what the pages of a paper say, ``None`` as long as nothing was read."""
    if upload.reading.get("version") != READING_VERSION:
        return None
    facts: AttachmentFacts = made(AttachmentFacts, upload.reading["file"])
    return facts


def papers_of(uploads: Iterable[Upload]) -> list[Paper]:
    """Return what the pages of these files were read as, page by page."""
    read = (facts_of(upload) for upload in uploads)
    return [sent.paper for facts in read if facts is not None for sent in facts.papers]


def waits(upload: Upload) -> bool:
    """Tell whether a file is still to be read, perhaps since an older release read it."""
    return upload.kind not in ONLY_ONE and facts_of(upload) is None


def sure_kinds(upload: Upload) -> tuple[MaterialKind, ...]:
    """Return the kinds that a file was surely read as; none of one that was not read."""
    facts = facts_of(upload)
    papers = [sent.paper for sent in facts.papers] if facts is not None else []
    return tuple(dict.fromkeys(kind for one in papers if one.is_sure for kind in one.kinds))


def suggested_kind(upload: Upload) -> MaterialKind | None:
    """Return what a file was surely read as, ``None`` if that is nothing or more than one kind."""
    kinds = sure_kinds(upload)
    return kinds[0] if len(kinds) == 1 else None
