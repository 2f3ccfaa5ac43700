"""The tabs of a season: every office is shown those that open, and none that refuses."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from linli.apps.accounts.models import ADMINISTRATORS, Office
from linli.apps.seasons.models import Season
from linli.web.office.tabs import TABS
from tests.factories import CITY, DAI, make_official

_PLACES = {
    Office.CITY: CITY,
    Office.COUNTY: DAI,
    Office.STREET: f"{DAI}901",
    Office.COMMUNITY: f"{DAI}901901",
    Office.FINANCE: CITY,
    Office.AUDITOR: CITY,
}


@pytest.mark.usefixtures("divisions")
@pytest.mark.parametrize("office", _PLACES, ids=lambda office: office.label)
def test_official_is_shown_the_tabs_that_open_and_no_other(
    client: Client, season: Season, office: Office
) -> None:
    client.force_login(make_official("someone", division=_PLACES[office], office=office))
    addresses = {tab.label: reverse(f"office:{tab.page}", args=[season.code]) for tab in TABS}

    page = html.document_fromstring(client.get(addresses["总览"]).content.decode())
    shown = {one.text: one.get("href") for one in page.xpath('//nav[@class="tabs"]/a')}

    opens = {
        label: address
        for label, address in addresses.items()
        if client.get(address).status_code == 200
    }
    assert shown == opens


def test_every_office_but_the_administrators_has_its_tabs() -> None:
    assert set(_PLACES) == set(Office) - set(ADMINISTRATORS)
