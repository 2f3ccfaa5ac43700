"""What a worker does with a mail: from its bytes to the facts, as JSON.

Runs in worker processes, which know no database: places and form come with the settings.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from linli.core.intake.attachment_facts import ReadingTerms
from linli.core.intake.facts import facts_of
from linli.core.intake.facts_record import to_record
from linli.core.intake.mail import read_mail
from linli.core.pages.recogniser import RapidRecogniser
from linli.core.places import Division, Gazetteer, Level


def reader_settings(
    divisions: Sequence[Division], *, title: str, with_pictures: bool
) -> dict[str, Any]:
    """Return what ``mail_reader`` needs, fit for JSON; without pictures nothing is loaded to read them."""
    return {
        "divisions": [[one.code, one.name, one.level.value, one.parent] for one in divisions],
        "title": title,
        "pictures": with_pictures,
    }


class MailReader:
    """Reads mails under one set of terms."""

    def __init__(self, terms: ReadingTerms) -> None:
        self._terms = terms

    def __call__(
        self, name: str, content: bytes, *, stamped_at: dt.datetime | None, pictures: bool
    ) -> Mapping[str, Any]:
        """Return the facts of a mail; without ``pictures`` papers are told by their names alone."""
        terms = self._terms
        if not pictures:
            terms = ReadingTerms(terms.gazetteer, terms.title)
        return to_record(facts_of(read_mail(name, content, stamped_at=stamped_at), terms))


def mail_reader(settings: Mapping[str, Any], *, threads: int) -> MailReader:
    """Make a worker's reader; the models are loaded here, once."""
    places = [
        Division(code, name, Level(level), parent)
        for code, name, level, parent in settings["divisions"]
    ]
    engine = RapidRecogniser(threads=threads) if settings["pictures"] else None
    return MailReader(ReadingTerms(Gazetteer(places), settings["title"], engine))
