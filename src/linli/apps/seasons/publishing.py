"""Record where the notice of a season was published: channel, address, time.

Source: D0 三(一)4; requirements B1.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import BEIJING, Event, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Publication, Season
from linli.apps.seasons.permissions import require_office
from linli.core.refusal import Refusal


class PublicationWrong(Refusal):
    """A publication without a channel, with an address that is none, or from the future."""


@transaction.atomic
def record_publication(
    season: Season,
    *,
    channel: str,
    address: str = "",
    published_at: datetime,
    actor: User,
    at: datetime,
) -> Publication:
    """Record one publication of the notice; the same one twice is one.

    Raises ``NotPermitted``, ``PublicationWrong`` and ``SeasonWithdrawn``. Source: D0 三(一)4; requirements B1.
    """
    require_office(actor, season, Office.CITY, act="登记发布渠道")
    require_publication(channel, address, published_at, at, clause="D0 三(一)4")
    lock_season(season)
    publication, is_new = Publication.objects.get_or_create(
        season=season,
        channel=channel.strip(),
        published_at=published_at,
        defaults={"address": address},
    )
    if is_new:
        record([_recorded(publication, actor, at)])
    return publication


def require_publication(
    channel: str, address: str, published_at: datetime, at: datetime, *, clause: str
) -> None:
    """Refuse a publication that names no channel, or no real address or time.

    Raises ``PublicationWrong``.
    """
    longest = Publication._meta.get_field("channel").max_length or 0
    if not 0 < len(channel.strip()) <= longest:
        raise PublicationWrong(
            f"发布渠道没有写，或者超过{longest}字",
            why=clause,
            mend="写明网站、公众号或者公告栏的名称",
        )
    if published_at > at:
        raise PublicationWrong("发布时间晚于现在", why=clause, mend="发布以后再登记")
    if address:
        try:
            URLValidator(schemes=("http", "https"))(address)
        except ValidationError as error:
            raise PublicationWrong(
                "网址写得不对", why=clause, mend="从浏览器地址栏复制完整的网址"
            ) from error


def _recorded(publication: Publication, actor: User, at: datetime) -> Event:
    season = publication.season
    return Event(
        at=at,
        actor=actor.username,
        action="record_publication",
        subject=season.code,
        clause="D0 三(一)4",
        rule=season.rule_version,
        inputs={
            "channel": publication.channel,
            "address": publication.address,
            "published_at": publication.published_at.astimezone(BEIJING).isoformat(),
        },
        rehearsal=season.is_rehearsal,
    )
