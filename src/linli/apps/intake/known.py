"""The mails of a season that are registered already: what was read of them is not read again."""

from linli.apps.intake.models import Mail
from linli.apps.intake.reading import Reading
from linli.apps.intake.reading_record import ReadingRecord
from linli.apps.seasons.models import Season
from linli.core.intake.facts_record import RecordOutdated, from_record


class RegisteredReadings:
    """Hands out the readings that stand in the database, beside those of a run that was stopped."""

    def __init__(self, season: Season, record: ReadingRecord) -> None:
        self._record = record
        self._mails = {
            (mail.file, mail.digest): mail.pk for mail in season.mails.only("file", "digest")
        }

    def get(self, name: str, digest: str) -> Reading | None:
        """Return what was read of a mail, ``None`` if it is new or was read by an older release."""
        key = self._mails.get((name, digest))
        if key is None:
            return self._record.get(name, digest)
        stored = Mail.objects.values_list("reading", flat=True).get(pk=key)
        try:
            from_record(stored)
        except RecordOutdated:
            return None
        return Reading(name, digest, stored)

    def holds(self, reading: Reading) -> bool:
        """Tell whether a reading of this mail stands in the database or was written down."""
        return (reading.name, reading.digest) in self._mails or self._record.holds(reading)

    def add(self, reading: Reading) -> None:
        """Write a reading down until its mail is registered."""
        self._record.add(reading)
