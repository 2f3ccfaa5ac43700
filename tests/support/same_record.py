"""The same application by mail and at the counter as one that came on the site, and what is stored of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import linli
from linli.apps.applications.models import Application
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
from tests.apps.cast import Officials, at
from tests.core.intake.made_mail import mail, named, text_part, word
from tests.factories import id_number
from tests.support.portal import NAME, portrait

FONTS = Path(linli.__file__).parent / "assets" / "fonts"
NUMBER = id_number(1)
#: What a mail's form has and no official types in.
OF_A_SHEET = ("has_photo", "pledge_date")
PAPERS = {"hukou": "户口簿.jpg", "diploma": "毕业证.jpg"}
ARRIVED = "Mon, 3 Jun 2024 09:30:00 +0800 (CST)"


def drawn(
    sort: PaperSort, name: str = NAME, number: str = NUMBER, school: str = "忻州师范学院"
) -> bytes:
    """Return a paper of an applicant as a file."""
    holder = Holder(
        key="same",
        seed=7,
        name=name,
        sex="女",
        ethnicity="汉族",
        birthday=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        id_number=number,
        address="样本市样本路1号",
        city="忻州市",
        county="代县",
        school=school,
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
