"""What decides how a mailbox is read: whose places, which form, until when."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from linli.apps.ledger.actions import BEIJING
from linli.apps.seasons.models import Season, Stage
from linli.core.policy import Pack


@dataclass(frozen=True, slots=True)
class MailboxTerms:
    """What decides how a mailbox is read.

    ``province`` is the code of the province whose places people name; ``deadline`` is the
    first instant that is too late; ``form_title`` is the title of the one form that
    counts, as the notice prints it.
    """

    province: str
    form_title: str
    deadline: datetime


def terms_of_pack(pack: Pack) -> MailboxTerms:
    """Return the terms that a pack's notice sets (D0 三(一)2, 附件2)."""
    day = pack.notice.issued
    return MailboxTerms(
        province=next(iter(pack.table("quota", day)))[:2],
        form_title=pack.text("form_title", day),
        deadline=end_of(pack.date_table("stage_end", day)[Stage.REGISTRATION]),
    )


def terms_of_season(season: Season) -> MailboxTerms:
    """Return the terms of a season, whose window may have been extended."""
    last = season.windows.get(stage=Stage.REGISTRATION).last_day
    return replace(terms_of_pack(season.pack), deadline=end_of(last))


def end_of(day: date) -> datetime:
    """Return 24:00 of a day, Beijing time: the first instant after it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING)
