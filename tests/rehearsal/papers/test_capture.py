from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.capture import Capture, Hardness, captured, file_bytes, on_a4
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.perspective import perspective_of
from linli.rehearsal.papers.picture_pdf import picture_pdf


@pytest.fixture
def card() -> Image.Image:
    image = Image.new("RGB", (300, 190), (240, 240, 250))
    image.paste((20, 20, 20), (10, 10, 120, 40))
    image.info["dpi"] = (90, 90)
    return image


def _opened(content: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(BytesIO(content)))


def _difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_phone_says_how_its_picture_is_to_be_turned(card: Image.Image, turn: int) -> None:
    shown = _opened(file_bytes(card, Dice(1, "x"), turn=turn, by_exif=True))
    aside = Image.open(BytesIO(file_bytes(card, Dice(1, "x"), turn=turn)))

    assert _difference(shown, card) < 3
    assert _difference(aside.rotate(turn, expand=True), card) < 3


@pytest.mark.parametrize("how", [Capture.CLEAN, Capture.SCAN, Capture.PHOTO, Capture.SCREEN])
def test_the_same_dice_take_the_same_picture(card: Image.Image, how: Capture, faces: Faces) -> None:
    first, again = (
        captured(card, how, Dice(3, "x"), faces, Hardness(0.7)).tobytes() for _ in range(2)
    )

    assert first == again


def test_a_perfect_photo_still_shows_the_paper_whole(card: Image.Image, faces: Faces) -> None:
    taken = captured(card, Capture.PHOTO, Dice(5, "x"), faces, Hardness(0))

    assert taken.width > card.width
    assert taken.height > card.height


def test_a_picture_in_its_own_corners_stays_as_it_is(card: Image.Image) -> None:
    width, height = card.size

    laid = perspective_of(card, card.size, [(0, 0), (width, 0), (width, height), (0, height)])

    assert _difference(laid.crop((2, 2, 298, 188)), card.crop((2, 2, 298, 188))) < 1


def test_both_sides_of_a_card_keep_their_size_on_one_page(card: Image.Image) -> None:
    page = on_a4([card, card], Dice(2, "x"))

    assert page.size == (1240, 1754)
    inked = ImageOps.invert(page.convert("L").point(lambda value: 255 if value > 252 else 0))
    left, top, right, bottom = inked.getbbox() or (0, 0, 0, 0)
    assert 490 <= right - left <= 750
    assert bottom - top > 2 * 310


def test_a_pdf_of_pictures_has_a_page_for_each_and_can_lie_on_its_side(card: Image.Image) -> None:
    jpeg = file_bytes(card, Dice(1, "x"))

    document = pypdfium2.PdfDocument(picture_pdf([jpeg, jpeg], turn=90))

    assert [page.get_rotation() for page in document] == [90, 90]
    assert document[0].get_textpage().get_text_range() == ""


def test_a_locked_pdf_opens_for_nobody(card: Image.Image) -> None:
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(picture_pdf([file_bytes(card, Dice(1, "x"))], is_locked=True))
