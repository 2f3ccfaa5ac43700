"""The mails of a season that are registered already: what was read of them is not read again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linli.apps.intake.models import Mail
from linli.apps.intake.reading import Reading
from linli.apps.intake.reading_record import ReadingRecord
from linli.apps.seasons.models import Season
from linli.core.intake.facts_record import RecordOutdated, from_record
from linli.core.intake.sent import MailFacts


class RegisteredReadings(ReadingRecord):
    """A record of mails read that hands out, too, the readings that stand in the database.

    A registered mail is found by its digest alone: it may bear another name in the mailbox,
    and one whose name was taken is registered under a name of its own. A reading in the
    database counts as long as its ``READING_VERSION`` is today's; under another one the mail
    is read again, and what is read goes to ``register_mailbox`` like that of a new mail.
    So is, with ``again``, a mail whose reading a limit had ended: that happens only if a
    person asks for it. Nothing is written to the database here. Raises what ``ReadingRecord`` raises.
    """

    def __init__(self, season: Season, path: Path, *, version: str, again: bool = False) -> None:
        super().__init__(path, version=version)
        self._again = again
        self._mails = dict(season.mails.all().of_mailbox().order_by().values_list("digest", "pk"))

    def get(self, name: str, digest: str) -> Reading | None:
        """Return what was read of a mail, ``None`` if it is new or was read by an older release.

        Where a limit had ended the registered reading, one that a stopped run wrote down prevails.
        """
        registered = self._registered(name, digest)
        if registered is not None and not registered.reason:
            return registered
        return super().get(name, digest) or registered

    def holds(self, reading: Reading) -> bool:
        """Tell whether a reading of this mail stands in the database or was written down."""
        return reading.digest in self._mails or super().holds(reading)

    def _registered(self, name: str, digest: str) -> Reading | None:
        key = self._mails.get(digest)
        if key is None:
            return None
        stored = Mail.objects.values_list("reading", flat=True).get(pk=key)
        facts = _facts_of(stored)
        if facts is None or (self._again and facts.unread):
            # Read again, it has to be written down until it is registered.
            del self._mails[digest]
            return None
        return Reading(name, digest, {**stored, "file": name}, reason=facts.unread)


def _facts_of(stored: Mapping[str, Any]) -> MailFacts | None:
    try:
        return from_record(stored)
    except RecordOutdated:
        return None
