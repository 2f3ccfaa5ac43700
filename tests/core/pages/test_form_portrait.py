"""The portrait of a form is cut to the photo that the form prints."""

import io

import pytest
from PIL import Image

from linli.core.pages.form_portrait import portrait_among


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    drawn = Image.new("RGB", (width, height), (150, 170, 200))
    drawn.paste((90, 70, 60), (width // 3, height // 3, 2 * width // 3, height))
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(250, 350, (250, 350)), (330, 480, (295, 413)), (900, 1000, (295, 413)), (60, 100, (60, 84))],
)
def test_a_portrait_is_cut_to_the_shape_of_the_form_and_never_made_larger(
    width: int, height: int, size: tuple[int, int]
) -> None:
    made = portrait_among([picture(width, height), picture(10, 10)])

    assert made is not None
    with Image.open(io.BytesIO(made)) as shown:
        assert (shown.format, shown.size) == ("JPEG", size)


@pytest.mark.parametrize(("width", "height"), [(59, 100), (91, 100), (350, 250)])
def test_a_picture_of_another_shape_is_no_portrait(width: int, height: int) -> None:
    assert portrait_among([picture(width, height), picture(250, 350)]) is None


@pytest.mark.parametrize("pictures", [[], [b""], [b"GIF89a"]])
def test_without_a_picture_that_opens_there_is_no_portrait(pictures: list[bytes]) -> None:
    assert portrait_among(pictures) is None
