"""What the tests of the apps share: the cast, a season as its pack opens it, servers to send to."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from linli.apps.seasons.models import Quota, Season
from tests.apps.cast import Officials, make_officials, open_one
from tests.factories import DAI, YUANPING
from tests.support.mail_sink import MailSink, mail_sink
from tests.support.sms_gateway import SmsGateway, sms_gateway


@pytest.fixture
def cast(divisions: None) -> Officials:
    return make_officials()


@pytest.fixture
def season(cast: Officials) -> Season:
    return open_one(cast.city)


@pytest.fixture
def rehearsal(cast: Officials) -> Season:
    return open_one(cast.city, is_rehearsal=True)


@pytest.fixture
def small(season: Season) -> Season:
    """A season with two places in 代县, one in 原平市 and none elsewhere."""
    Quota.objects.filter(season=season).update(places=0)
    Quota.objects.filter(season=season, county_id=DAI).update(places=2)
    Quota.objects.filter(season=season, county_id=YUANPING).update(places=1)
    return season


@pytest.fixture
def server(settings: Settings) -> Iterator[MailSink]:
    """A mail server of this machine, to which mail is sent."""
    with mail_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.DEFAULT_FROM_EMAIL = "linli@xinzhou.example"
        yield sink


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    """A gateway of this machine, to which short messages are sent."""
    with sms_gateway() as one:
        settings.SMS_GATEWAY, settings.SMS_TOKEN = one.url, "sample-token"
        yield one
