"""A county's pages as the auditors read them: within their scope, and their own first."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from linli.apps.accounts.models import Office
from linli.apps.seasons.models import Season
from tests.factories import CITY, DAI, YUANPING
from tests.web.office.made_closing import signed_in

CHOSEN = ("medical", "notice", "objections")
ALL = (*CHOSEN, "diplomas", "reserve")


@pytest.mark.parametrize("page", ALL)
def test_auditor_of_a_county_reads_the_own_without_choosing_and_no_other(
    client: Client, season: Season, page: str
) -> None:
    signed_in(client, Office.AUDITOR, DAI)
    address = reverse(f"office:{page}", args=[season.code])

    own, named = client.get(address), client.get(f"{address}?county={DAI}")
    other = client.get(f"{address}?county={YUANPING}")

    assert [one.status_code for one in (own, named, other)] == [200, 200, 403]
    assert "不在您的管辖范围内" in other.content.decode()
    assert 'id="county-read"' not in own.content.decode()


@pytest.mark.parametrize("page", CHOSEN)
@pytest.mark.parametrize("office", [Office.CITY, Office.AUDITOR])
def test_city_chooses_among_the_counties_of_the_season(
    client: Client, season: Season, office: Office, page: str
) -> None:
    signed_in(client, office, CITY)

    answer = client.get(reverse(f"office:{page}", args=[season.code]))

    found = [one.county for one in season.quotas.order_by("county_id").select_related("county")]
    reading = answer.context["reading"]
    assert (reading.county, reading.counties) == (found[0], tuple(found))
    assert reading.query == f"?county={found[0].code}"


@pytest.mark.parametrize("page", CHOSEN)
def test_a_county_that_has_no_quota_is_not_found_and_a_street_is_refused(
    client: Client, season: Season, page: str
) -> None:
    address = reverse(f"office:{page}", args=[season.code])
    signed_in(client, Office.AUDITOR)
    nowhere = client.get(f"{address}?county=140200").status_code
    signed_in(client, Office.FINANCE, DAI)

    refused = client.get(address)

    assert (nowhere, refused.status_code) == (404, 403)
    assert "办理" in refused.content.decode()
