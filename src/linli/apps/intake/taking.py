"""Take a mailbox into a season: keep every mail, read what is new, register it.

Source: D0 三(一)3; requirements B4, B17.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.intake.actions import Progress, read_mailbox, reading_version
from linli.apps.intake.keeping import KeepingMailbox
from linli.apps.intake.known import RegisteredReadings
from linli.apps.intake.reading import Limits, Stop, reason_of
from linli.apps.intake.registering import register_mailbox
from linli.apps.intake.terms import terms_of_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.intake.mailbox import MailSource

_OWNER_ONLY = 0o700
# Somebody asked for these mails and waits.
_PATIENT = Limits(seconds=600.0)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: how many mails are new, their new applications, the mails left for next time.

    ``unread`` counts the mails that wait for a person since a limit ended their reading: read
    again with more patience, they may be read whole.
    """

    mails: int
    received: tuple[Application, ...]
    left: tuple[str, ...]
    unread: int


def take_in(
    source: MailSource,
    season: Season,
    *,
    actor: User,
    at: datetime,
    progress: Progress,
    workers: int | None = None,
    again: bool = False,
) -> Taken:
    """Read a mailbox and register it in a season; a run that was stopped goes on where it was.

    No mail is read twice, be it registered or read by a run that was stopped; what was read
    is kept in a file of the data folder until all of it is registered. ``workers`` is how
    many processes read, all cores by default. With ``again`` the registered mails whose
    reading a limit had ended are read once more, and every mail has ten minutes. Raises ``NotPermitted`` before anything is
    read, and what ``read_mailbox``, ``RegisteredReadings`` and ``register_mailbox`` raise.
    Source: D0 三(一)3; requirements B17.
    """
    require_office(actor, season, Office.CITY, act="登记邮箱")
    terms = terms_of_season(season)
    version = reading_version(terms, with_pictures=True)
    path = _record_path(season)
    with RegisteredReadings(season, path, version=version, again=again) as record:
        before = season.mails.all().of_mailbox().count()
        read = read_mailbox(
            KeepingMailbox(source),
            terms,
            progress=progress,
            workers=workers,
            record=record,
            limits=_PATIENT if again else None,
        )
        received = register_mailbox(season, read.facts, actor=actor, at=at)
        record.remove()
    mails = season.mails.all().of_mailbox().count() - before
    return Taken(mails, tuple(received), read.left, _unread(season))


def _unread(season: Season) -> int:
    waiting = season.mails.filter(is_set_aside=True, handled_by=None)
    broken_off = waiting.filter(reading__has_key="unread").exclude(reading__unread="")
    # No patience makes a mail smaller.
    too_large = reason_of(Stop.TOO_LARGE, _PATIENT, has_facts=False)
    return broken_off.exclude(reading__unread=too_large).count()


def _record_path(season: Season) -> Path:
    """Return where the readings of a season stand until they are registered."""
    folder: Path = settings.DATA / "readings"
    folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    return folder / f"{season.code}.read"
