"""Looking at a page of the application begins nothing; the first thing that is sent does."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.test import Client

from linli.apps.drafts.models import Draft
from tests.factories import BEIJING, make_season
from tests.support.portal import APPLYING, make_applicant

pytestmark = pytest.mark.django_db
HOME = "/apply/xinzhou-2024/"
SHOWN = ["", "form/person/", "form/wish/", "photo/", "materials/", "review/"]
MOMENTS = [
    datetime(2024, 6, 1, 0, 30, tzinfo=BEIJING),
    APPLYING,
    datetime(2025, 6, 20, tzinfo=BEIJING),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_pages_show_themselves_without_a_draft_and_leave_none(
    client: Client, moment: datetime
) -> None:
    make_season()
    account = make_applicant()

    with time_machine.travel(moment, tick=False):
        client.force_login(account)
        codes = {client.get(HOME + page).status_code for page in SHOWN}
        codes |= {client.head(HOME + page).status_code for page in SHOWN}
        missing = [client.get(HOME + page).status_code for page in ("receipt/", "files/1/")]

    assert (codes, missing, Draft.objects.count()) == ({200}, [404, 404], 0)


def test_first_text_begins_the_draft(client: Client) -> None:
    make_season()

    with time_machine.travel(APPLYING, tick=False):
        client.force_login(make_applicant())
        client.post(f"{HOME}save/", {"base": "0", "name": "样本甲"})

    assert Draft.objects.get().fields == {"name": "样本甲"}
