"""An application made on a telephone, one by mail and one at the counter end as the same record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import expect

from linli.apps.applications.models import Application
from linli.apps.drafts.models import Draft
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import UPLOADS
from linli.apps.seasons.models import Season
from linli.rehearsal.papers.holder import PaperSort
from tests.apps.cast import Officials, make_officials, withdraw
from tests.factories import make_season
from tests.support.portal import APPLYING, fields
from tests.support.same_record import NUMBER, PAPERS, at_the_counter, by_mail, drawn, record_of
from tests.web.portal.apply.conftest import PHONE, OpenPage
from tests.web.portal.apply.walking import add_paper, add_photo, fill_sections, sign_and_submit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_files", "in_june"),
]


@pytest.fixture
def in_june() -> Iterator[None]:
    """Let the server's clock run in the days of the registration."""
    with time_machine.travel(APPLYING, tick=True):
        yield


@pytest.fixture
def cast(in_june: None, transactional_db: None, divisions: None) -> Officials:
    return make_officials()


@pytest.fixture
def season(cast: Officials) -> Season:
    return make_season()


def sent_files() -> dict[str, bytes]:
    """Return what the browser made of each paper and sent, by kind."""
    uploads = Draft.objects.get().present_uploads()
    return {one.kind: UPLOADS.kept(one.digest) for one in uploads if one.kind in PAPERS}


def test_telephone_mail_and_counter_lead_to_the_same_record(
    open_page: OpenPage, season: Season, cast: Officials, tmp_path: Path
) -> None:
    page = open_page(PHONE)
    fill_sections(page, fields(NUMBER, degree=""))
    add_photo(page)
    page.get_by_role("link", name="下一部分：报名材料").click()
    for kind in PAPERS:
        add_paper(page, kind, drawn(PaperSort(kind)))
    page.get_by_role("link", name="下一步：核对并提交").click()
    sign_and_submit(page)
    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()
    phoned = Application.objects.get()
    take_over_application(phoned.pk, at=APPLYING)
    on_telephone = record_of(phoned)
    withdraw(cast.city, phoned)

    mailed = by_mail(season, cast, phoned, sent_files(), tmp_path / "mailbox")
    in_mail = record_of(mailed)
    withdraw(cast.city, mailed)
    over_the_counter = record_of(at_the_counter(season, cast, phoned))

    assert on_telephone["proposal"][0] == "pass"
    assert in_mail == on_telephone
    seen = {"papers": [], "sheet": {"has_photo": False, "pledge_date": None}}
    assert over_the_counter == {**on_telephone, **seen}
