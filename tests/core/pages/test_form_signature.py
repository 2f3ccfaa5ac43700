"""A drawn signature is cut to its strokes and fitted to its place on the form."""

import io

from PIL import Image, ImageOps

from linli.core.pages.form_signature import cut_signature
from tests.support.signatures import signature

PLACE = (331, 106)


def ink(picture: bytes) -> tuple[int, int, int, int] | None:
    """Return the box around what is dark in a picture."""
    with Image.open(io.BytesIO(picture)) as shown:
        assert (shown.format, shown.size) == ("PNG", PLACE)
        dark = ImageOps.invert(shown.convert("L")).point(lambda value: 255 * (value > 90))
        return dark.getbbox()


def test_strokes_fill_the_height_of_the_place_from_the_left_in_their_own_shape() -> None:
    cut = cut_signature(signature())

    assert cut is not None
    box = ink(cut)
    assert box is not None
    # 252 by 133 dots are drawn: in the height of the place some 202 wide.
    assert (box[0] <= 3, box[1] <= 3, box[3] >= PLACE[1] - 3) == (True, True, True)
    assert abs(box[2] - PLACE[1] * 252 / 133) < 6


def test_a_long_low_signature_keeps_its_shape_in_the_middle_of_the_height() -> None:
    cut = cut_signature(signature(((20, 90), (620, 110))))

    assert cut is not None
    box = ink(cut)
    assert box is not None
    assert (box[0] <= 3, box[2] >= PLACE[0] - 3) == (True, True)
    assert (box[3] - box[1] < 20, abs(box[1] + box[3] - PLACE[1]) <= 4) == (True, True)


def test_without_strokes_or_a_picture_there_is_none() -> None:
    assert cut_signature(signature(((0, 0),))) is None
    assert cut_signature(b"\x89PNG\r\n\x1a\n no picture") is None
