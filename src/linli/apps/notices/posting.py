"""Record where a list was made public besides this site: channel, address, time.

Source: D0 三(五); requirements F1.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.ledger.actions import BEIJING, Event, beijing_date, record
from linli.apps.notices.actions import require_county
from linli.apps.notices.models import Posting, PublicNotice
from linli.apps.seasons.publishing import PublicationWrong, require_publication
from linli.core.documents.official import date_text

CLAUSE = "D0 三(五)"


@transaction.atomic
def record_posting(
    notice: PublicNotice,
    *,
    channel: str,
    address: str = "",
    posted_at: datetime,
    actor: User,
    at: datetime,
) -> Posting:
    """Record one channel on which a list was made public; the same one twice is one.

    Raises ``NotPermitted`` and ``PublicationWrong``. Source: D0 三(五); requirements F1.
    """
    require_county(notice, actor, "登记公示渠道")
    require_publication(channel, address, posted_at, at, clause=CLAUSE)
    if beijing_date(posted_at) < notice.posted_on:
        raise PublicationWrong(
            f"发布时间早于公示开始的{date_text(notice.posted_on)}",
            why=CLAUSE,
            mend="核对发布时间",
        )
    posting, is_new = Posting.objects.get_or_create(
        notice=notice,
        channel=channel.strip(),
        posted_at=posted_at,
        defaults={"address": address},
    )
    if is_new:
        record([_recorded(posting, actor, at)])
    return posting


def _recorded(posting: Posting, actor: User, at: datetime) -> Event:
    notice = posting.notice
    season = notice.season
    return Event(
        at=at,
        actor=actor.username,
        action="record_posting",
        subject=f"{season.code}/{notice.county_id}",
        clause=CLAUSE,
        rule=season.rule_version,
        inputs={
            "number": notice.number,
            "channel": posting.channel,
            "address": posting.address,
            "posted_at": posting.posted_at.astimezone(BEIJING).isoformat(),
        },
        rehearsal=season.is_rehearsal,
    )
