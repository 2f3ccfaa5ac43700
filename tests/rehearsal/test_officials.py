"""The made-up officials of a rehearsal, as they are shown to whoever looks around."""

from __future__ import annotations

import pytest

from linli.apps.accounts.models import ADMINISTRATORS, Office
from linli.apps.places.models import Division
from linli.rehearsal.officials import accounts_to_show, ensure_officials
from tests.factories import CITY, DAI, YUANPING, make_official


@pytest.mark.usefixtures("divisions")
def test_one_account_of_each_office_is_shown_and_both_of_a_county() -> None:
    Division.objects.filter(level=Division.Level.STREET).update(is_sample=True)
    make_official("somebody", division=DAI)
    counties = list(Division.objects.filter(code__in=(DAI, YUANPING)).order_by("code"))

    ensure_officials(Division.objects.get(code=CITY), counties)

    shown = [(one.username, one.office) for one in accounts_to_show()]
    assert shown[:3] == [
        ("rehearsal-city", Office.CITY),
        (f"rehearsal-{DAI}", Office.COUNTY),
        (f"rehearsal-{DAI}-2", Office.COUNTY),
    ]
    assert [office for _, office in shown[3:]] == [
        Office.STREET,
        Office.FINANCE,
        Office.AUDITOR,
        *ADMINISTRATORS,
    ]
