"""A square code on a paper is read back by a camera, as Word and as PDF."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import cv2
import numpy as np
import pypdfium2
import pytest

from linli.core.documents.official import OfficialPaper, Paragraph, SquareCode
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.documents.square_code import modules_of, picture_of
from linli.settings import ASSETS

CONTENT = "linli:xinzhou-2024/00012:123456789012"


def paper(*blocks: object) -> OfficialPaper:
    return OfficialPaper("样本", date(2024, 6, 26), (Paragraph("样本"), *blocks))  # type: ignore[arg-type]


def read(picture: bytes) -> str:
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    return cv2.QRCodeDetector().detectAndDecode(image)[0]


def test_picture_is_read_as_what_was_put_in_and_is_the_same_each_time() -> None:
    assert read(picture_of(CONTENT)) == CONTENT
    assert picture_of(CONTENT) == picture_of(CONTENT)


def test_modules_are_a_square_of_dark_and_light() -> None:
    rows = modules_of(CONTENT)

    assert {len(row) for row in rows} == {len(rows)}
    assert set("".join(rows)) == {"0", "1"}
    assert rows[0].startswith("1111111")


def test_word_file_holds_the_picture_of_the_code_and_one_without_a_code_none() -> None:
    with ZipFile(BytesIO(write_word(paper(SquareCode(CONTENT, 30))))) as archive:
        picture = archive.read("word/media/photo.png")
    with ZipFile(BytesIO(write_word(paper()))) as archive:
        names = archive.namelist()

    assert read(picture) == CONTENT
    assert [name for name in names if "media" in name] == []


@pytest.mark.parametrize("side_mm", [20, 30])
def test_drawn_page_shows_a_code_that_a_camera_reads(side_mm: int) -> None:
    pdf = write_pdf(paper(SquareCode(CONTENT, side_mm), Paragraph("样本")), fonts=ASSETS / "fonts")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=3).to_numpy()
    document.close()

    assert cv2.QRCodeDetector().detectAndDecode(page)[0] == CONTENT
