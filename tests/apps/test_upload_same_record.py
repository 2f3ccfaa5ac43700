"""One application by mail, one at the counter and one on the site end as the same record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import linli
from linli.apps.applications.models import Application
from linli.apps.drafts import file_reading
from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.models import PHOTO, Draft, Upload
from linli.apps.drafts.saving import draft_of, save_fields
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.taking_over import take_over_application
from linli.apps.drafts.uploading import add_upload
from linli.apps.intake.counter import commit
from linli.apps.intake.doubts import form_of
from linli.apps.intake.entries import Entry
from linli.apps.intake.taking import take_in
from linli.apps.seasons.models import Season
from linli.core.documents.form_entry import ENTRY_LABELS, entry_text
from linli.core.documents.form_word import word_form
from linli.core.intake.mailbox import open_mailbox
from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.capture import file_bytes
from linli.rehearsal.papers.drawing import draw_paper
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.holder import Holder, PaperSort
from tests.apps.cast import Officials, at, withdraw
from tests.core.intake.made_mail import mail, named, text_part, word
from tests.core.pages.made_pages import pdf
from tests.factories import id_number
from tests.support.portal import APPLYING, NAME, fields, make_applicant, portrait

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
FONTS = Path(linli.__file__).parent / "assets" / "fonts"
NUMBER = id_number(1)
#: What a mail's form has and no official types in.
OF_A_SHEET = ("has_photo", "pledge_date")
PAPERS = {"hukou": "户口簿.jpg", "diploma": "毕业证.jpg"}
ARRIVED = "Mon, 3 Jun 2024 09:30:00 +0800 (CST)"


def drawn(sort: PaperSort) -> bytes:
    """Return a paper of the applicant as a file."""
    holder = Holder(
        key="same",
        seed=7,
        name=NAME,
        sex="女",
        ethnicity="汉族",
        birthday=date(int(NUMBER[6:10]), int(NUMBER[10:12]), int(NUMBER[12:14])),
        id_number=NUMBER,
        address="样本市样本路1号",
        city="忻州市",
        county="代县",
        school="忻州师范学院",
        department="法律系",
        major="社会工作",
        level="本科",
        degree=None,
        entry=date(2020, 9, 1),
        graduation=date(2024, 6, 30),
    )
    image = draw_paper(sort, holder, Faces(FONTS))
    image.thumbnail((1_300, 1_300))
    return file_bytes(image.convert("RGB"), Dice(1, "same"))


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


def by_mail(
    season: Season, cast: Officials, like: Application, files: dict[str, bytes], folder: Path
) -> Application:
    form = word_form(
        form_of(like),
        title=season.pack.text("form_title", season.pack.notice.issued),
        portrait=portrait(),
        rehearsal=False,
        dated=date(2024, 6, 3),
    )
    content = mail(
        text_part("您好，报名材料见附件。"),
        named("报名登记表.docx", form),
        *(named(PAPERS[kind], content) for kind, content in files.items()),
        subject=word("社区助理报名"),
        received=ARRIVED,
    )
    folder.mkdir()
    (folder / "001.eml").write_bytes(content)
    source = open_mailbox(folder)
    taken = take_in(
        source,
        season,
        actor=cast.city,
        at=at(6, 4),
        workers=1,
        progress=lambda _name, readings, _count: readings,
    )
    (case,) = taken.received
    return case


def at_the_counter(season: Season, cast: Officials, like: Application) -> Application:
    typed = {name: entry_text(name, form_of(like)) for name in ENTRY_LABELS}
    return commit(
        season, Entry(fields=typed, materials=like.materials), actor=cast.city, at=at(6, 4)
    )


def record_of(case: Application) -> dict[str, Any]:
    """Return all that is stored of a case but how and when it came."""
    case.refresh_from_db()
    checks = case.checks.values_list("rule", "clause", "outcome", "formula", "code", "text")
    person = case.person
    return {
        "form": {name: text for name, text in case.form.items() if name not in OF_A_SHEET},
        "sheet": {name: case.form[name] for name in OF_A_SHEET},
        "papers": case.papers,
        "materials": case.materials,
        "findings": case.findings,
        "doubts": [case.reading["doubts"], list(case.doubts.values_list("field", "status"))],
        "pages in doubt": [case.reading.get("unsorted", []), case.reading.get("unsure", [])],
        "checks": list(checks),
        "proposal": (case.proposal, case.has_priority),
        "state": (case.state, case.county, case.diploma_date),
        "person": (person.name, person.id_number, person.phone, person.address),
    }


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
