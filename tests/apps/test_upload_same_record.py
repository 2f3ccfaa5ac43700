"""One application by mail, one at the counter and one on the site end as the same record."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.apps.applications.models import Application
from linli.apps.drafts import file_reading
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import PHOTO, Draft, Upload
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import add_upload
from linli.apps.seasons.models import Season
from linli.rehearsal.papers.holder import PaperSort
from tests.apps.cast import Officials, withdraw
from tests.core.pages.made_pages import pdf
from tests.support.portal import APPLYING, NAME, fields, make_applicant, portrait
from tests.support.same_record import NUMBER, PAPERS, at_the_counter, by_mail, drawn, record_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]


def on_the_site(season: Season, files: dict[str, bytes]) -> Application:
    account = make_applicant()
    draft = draft_of(season, account)
    save_fields(draft, fields(NUMBER, degree=""), base=0, at=APPLYING)
    give_consent(draft, at=APPLYING)
    add_upload(draft, PHOTO, portrait(), at=APPLYING)
    for kind, content in files.items():
        add_upload(draft, kind, content, at=APPLYING)
    draft.refresh_from_db()
    case = submit(draft, revision=draft.revision, signed_name=NAME, at=APPLYING).application
    take_over_application(case.pk, at=APPLYING)
    return case


def test_three_ways_lead_to_the_same_record(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    files = {kind: drawn(PaperSort(kind)) for kind in PAPERS}
    site = on_the_site(season, files)
    on_site = record_of(site)
    withdraw(cast.city, site)
    mailed = by_mail(season, cast, site, files, tmp_path / "mailbox")
    in_mail = record_of(mailed)
    withdraw(cast.city, mailed)

    over_the_counter = record_of(at_the_counter(season, cast, site))

    assert on_site["proposal"] == ("pass", True)
    assert [paper["kinds"] for paper in on_site["papers"]] == [["hukou"], ["diploma"]]
    assert on_site["papers"][1]["values"]["major"] == "社会工作"
    assert in_mail == on_site
    # An official sees the papers and pastes in no photo: nothing of them was read.
    seen = {"papers": [], "sheet": {"has_photo": False, "pledge_date": None}}
    assert over_the_counter == {**on_site, **seen}


def test_blank_page_waits_to_be_sorted_and_is_read_once(season: Season) -> None:
    draft = draft_of(season, make_applicant())
    give_consent(draft, at=APPLYING)
    blank = add_upload(draft, "diploma", pdf(b""), at=APPLYING)

    file_reading.read(blank.pk)
    file_reading.read(blank.pk + 1)

    read = Upload.objects.get()
    assert read.status == Upload.Status.READ
    assert len(read.reading["file"]["unsorted"]) == 1
    Upload.objects.update(reading={**read.reading, "told": True})
    file_reading.read(blank.pk)
    assert Upload.objects.get().reading["told"] is True
    assert Draft.objects.count() == 1
