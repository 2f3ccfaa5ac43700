"""Read one file as the attachments of mails are read: in a process of its own, within bounds."""

import hashlib
from dataclasses import replace
from functools import lru_cache

from linli.apps.intake.mail_reader import mail_reader, reader_settings
from linli.apps.intake.terms import MailboxTerms
from linli.apps.intake.worker_process import Try
from linli.apps.intake.workers import Workers
from linli.apps.places.queries import province_divisions
from linli.core.documents.problems import unsupported
from linli.core.intake.facts_record import from_record
from linli.core.intake.parcel import SentFile, parcel
from linli.core.intake.sent import AttachmentFacts


def read_single(
    file: SentFile, terms: MailboxTerms, *, workers: Workers | None = None
) -> AttachmentFacts:
    """Return what a file holds; whatever its bytes do, nothing is raised for them.

    ``workers`` read it, by default the one that stays in this process. Of a file that broke the bounds there is only the problem that says so. Raises
    ``WorkersBroken`` where no reader can be started.
    """
    content = parcel([file])
    mail = Try(file.name, content, hashlib.sha256(content).hexdigest())
    (reading,) = (workers or _workers(terms.province, terms.form_title)).readings([mail])
    bare = AttachmentFacts(file.name, hashlib.sha256(file.content).hexdigest())
    if reading.stop is not None or reading.facts is None:
        # What it did to the reader it would do to the page that shows it: an official downloads it.
        return replace(bare, problems=(unsupported(reading.reason),))
    found = [one for one in from_record(reading.facts).attachments if one.digest == bare.digest]
    return found[0] if found else bare


@lru_cache(maxsize=2)
def _workers(province: str, title: str) -> Workers:
    """Return the one worker of this process, which stays with its models loaded."""
    settings = reader_settings(province_divisions(province), title=title, with_pictures=True)
    return Workers(mail_reader, settings, count=1, stays=True)
