"""The filled form of a case: with the portrait that the person's own form held."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from linli.apps.applications.models import Application
from linli.apps.intake.form_paper import pdf_paper, word_paper
from linli.apps.intake.models import Mail
from linli.apps.seasons.models import Season
from linli.core.documents.form_word import word_form
from linli.core.documents.form_word_photo import photo_run
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.intake.sent import AttachmentFacts
from tests.apps.cast import Officials, make_registration_form, new_id_number
from tests.apps.made_desk import application_mail, digest_of, registered, sent

pytestmark = pytest.mark.usefixtures("kept_files")

_IMAGE = 3


def portrait(size: tuple[int, int] = (100, 140)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (150, 170, 200)).save(out, "JPEG")
    return out.getvalue()


def with_picture_above(file: bytes, picture: bytes) -> bytes:
    """Return a Word form with a picture in a paragraph above its table."""
    shown = f"<w:p>{photo_run(50, 70)}</w:p>".replace('"photo"', '"pasted"')
    relation = (
        '<Relationship Id="pasted" Target="media/pasted.jpeg" Type="http://schemas.openxmlformats'
        '.org/officeDocument/2006/relationships/image"/>'
    )
    changed = {
        "word/document.xml": (b"<w:tbl>", f"{shown}<w:tbl>".encode()),
        "word/_rels/document.xml.rels": (
            b"</Relationships>",
            f"{relation}</Relationships>".encode(),
        ),
    }
    out = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in changed:
                assert changed[name][0] in content
                content = content.replace(*changed[name], 1)
            new.writestr(name, content)
        new.writestr("word/media/pasted.jpeg", picture)
    return out.getvalue()


def sent_in_word(
    season: Season, cast: Officials, picture: bytes | None, *, pasted: bytes | None = None
) -> Application:
    """Return a case whose form came as a Word file, perhaps with a picture above the table."""
    form = make_registration_form(new_id_number(), has_photo=picture is not None)
    file = word_form(
        form, title="样本登记表", portrait=picture, rehearsal=False, dated=date(2024, 6, 3)
    )
    if pasted is not None:
        file = with_picture_above(file, pasted)
    facts = AttachmentFacts("登记表.docx", digest_of(file), form=form, carrier="docx")
    (one,) = registered(season, cast.city, sent("001.eml", {"登记表.docx": file}, facts))
    return one


def images_in(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    return sum(1 for page in document for _ in page.get_objects(filter=[_IMAGE], max_depth=5))


def test_the_portrait_of_a_form_in_word_comes_out_again(season: Season, cast: Officials) -> None:
    one = sent_in_word(season, cast, portrait())

    (picture,) = read_text_carrier(word_paper(one)).pictures
    with Image.open(io.BytesIO(picture)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (100, 140))
    assert images_in(pdf_paper(one)) == 1


def test_a_form_without_a_portrait_and_one_that_is_a_picture_come_out_without(
    season: Season, cast: Officials
) -> None:
    form = make_registration_form(new_id_number(), has_photo=True, phone="13800000002")
    (photographed,) = registered(season, cast.city, application_mail("002.eml", {}, form=form))
    bare = sent_in_word(season, cast, None)

    for one in (photographed, bare):
        assert read_text_carrier(word_paper(one)).pictures == ()
        assert images_in(pdf_paper(one)) == 0


def test_a_diploma_pasted_above_the_form_is_not_printed_as_the_face(
    season: Season, cast: Officials
) -> None:
    one = sent_in_word(season, cast, portrait(), pasted=portrait((200, 280)))

    (picture,) = read_text_carrier(word_paper(one)).pictures
    with Image.open(io.BytesIO(picture)) as shown:
        assert shown.size == (100, 140)


def test_a_form_whose_mail_is_gone_comes_out_without_the_portrait(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    one = sent_in_word(season, cast, portrait())
    digest = Mail.objects.get().digest
    (tmp_path / "files" / "mails" / digest[:2] / f"{digest}.eml").unlink()

    read = read_text_carrier(word_paper(one))

    assert (read.pictures, "张样本" in read.text_lines) == ((), True)
    assert images_in(pdf_paper(one)) == 0
