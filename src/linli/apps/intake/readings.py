"""Every mail of a mailbox once through a worker, written down as it ends, so that a run can go on.

Source: D0 三(一)3.
"""

import hashlib
from collections.abc import Iterable, Iterator

from linli.apps.intake.reading import Limits, Reading, Stop, reason_of
from linli.apps.intake.reading_record import ReadingRecord
from linli.apps.intake.worker_process import Try
from linli.apps.intake.workers import Workers
from linli.core.intake.mail import too_large_mail
from linli.core.intake.mailbox import ListedMail, MailLeftOut


def read_mails(
    mails: Iterable[ListedMail], workers: Workers, *, record: ReadingRecord | None = None
) -> Iterator[Reading]:
    """Yield the reading of every mail as it ends, in any order; what the record holds is not read again.

    A mail that is not there whole comes as ``Stop.LEFT_OUT`` and is not recorded. Raises
    ``WorkersBroken``, and what the mailbox raises when it is lost as a whole.
    """
    for reading in workers.readings(_drawn(mails, record)):
        if record and reading.digest and not record.holds(reading):
            record.add(reading)
        yield reading


def _drawn(mails: Iterable[ListedMail], record: ReadingRecord | None) -> Iterator[Try | Reading]:
    for mail in mails:
        if mail.is_too_large:
            digest = too_large_mail(mail.name, size=mail.size).digest
            reason = reason_of(Stop.TOO_LARGE, Limits(), has_facts=False)
            yield Reading(mail.name, digest, stop=Stop.TOO_LARGE, reason=reason)
            continue
        try:
            content = mail.read()
        except MailLeftOut as left_out:
            yield Reading(mail.name, "", stop=Stop.LEFT_OUT, reason=left_out.what)
            continue
        digest = hashlib.sha256(content).hexdigest()
        known = record.get(mail.name, digest) if record else None
        yield known or Try(mail.name, content, digest, mail.stamped_at)
