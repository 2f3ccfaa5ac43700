"""Read a mailbox to the end: each mail once, in workers, into facts.

Source: D0 三(一)3.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from linli.apps.intake.mail_reader import mail_reader, reader_settings
from linli.apps.intake.reading import Limits, Reading, Stop
from linli.apps.intake.reading_record import ReadingRecord
from linli.apps.intake.readings import read_mails
from linli.apps.intake.terms import MailboxTerms
from linli.apps.intake.workers import Workers
from linli.apps.places.queries import province_divisions
from linli.core.intake.facts_record import READING_VERSION, from_record
from linli.core.intake.mailbox import MailSource
from linli.core.intake.sent import MailFacts

Progress = Callable[[str, Iterable[Reading], int], Iterable[Reading]]


@dataclass(frozen=True, slots=True)
class ReadMailbox:
    """What a mailbox holds: facts by mail, and the mails that were left for the next time."""

    facts: Mapping[str, MailFacts]
    left: tuple[str, ...] = ()


def reading_version(terms: MailboxTerms, *, with_pictures: bool) -> str:
    """Return what a reading depends on beside the mail: one under other terms does not count."""
    return f"{READING_VERSION}:{terms.province}:{terms.form_title}:{with_pictures}"


def read_mailbox(
    source: MailSource,
    terms: MailboxTerms,
    *,
    progress: Progress,
    workers: int | None = None,
    with_pictures: bool = True,
    record: ReadingRecord | None = None,
    limits: Limits | None = None,
) -> ReadMailbox:
    """Read every mail of a mailbox; no mail stops the reading of the others.

    ``workers`` is how many processes read, all cores by default; ``limits`` bound one mail. With a ``record`` a run
    goes on where the last one stopped. Raises ``WorkersBroken``, and what the mailbox raises
    when it is lost as a whole. Source: D0 三(一)3.
    """
    settings = reader_settings(
        province_divisions(terms.province), title=terms.form_title, with_pictures=with_pictures
    )
    pool = Workers(mail_reader, settings, count=workers, limits=limits)
    readings = progress("读取邮件", read_mails(source, pool, record=record), len(source))
    facts: dict[str, MailFacts] = {}
    left: set[str] = set()
    for reading in readings:
        if reading.stop is Stop.LEFT_OUT:
            left.add(reading.name)
        else:
            facts[reading.name] = _facts(reading)
    # What was read of a mail that changed meanwhile may be half of it.
    left |= source.changed()
    return ReadMailbox(
        {name: read for name, read in facts.items() if name not in left}, tuple(sorted(left))
    )


def _facts(reading: Reading) -> MailFacts:
    if reading.facts is None:
        return MailFacts(file=reading.name, digest=reading.digest, unread=reading.reason)
    return replace(from_record(reading.facts), unread=reading.reason)
