"""The portrait of a form is the picture in its table, cut to the photo that the form prints."""

import io

import pytest
from PIL import Image

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.grid import PICTURE, Cell, FormContent, Grid
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.pages.form_portrait import portrait_of
from tests.core.documents import made_carriers as carriers
from tests.core.documents.made_carriers import MadeCell


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    drawn = Image.new("RGB", (width, height), (150, 170, 200))
    drawn.paste((90, 70, 60), (width // 3, height // 3, 2 * width // 3, height))
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


def form(photo: str = PICTURE, resume: str = "") -> Grid:
    cells = (
        Cell(0, 0, 1, 1, ("姓名",)),
        Cell(0, 1, 1, 1, ("张样本",)),
        Cell(0, 2, 2, 1, (photo,)),
        Cell(2, 0, 1, 1, ("个人简历",)),
        Cell(2, 1, 1, 2, (resume,)),
    )
    return Grid(cells, len(cells))


def read(
    *pictures: bytes,
    grids: tuple[Grid, ...] | None = None,
    lines: tuple[str, ...] = (),
    above: int | None = 0,
) -> ReadCarrier:
    content = FormContent(grids or (form(),), lines, lines_above=above)
    return ReadCarrier(content, pictures=pictures)


def size_of(made: bytes | None) -> tuple[int, int] | None:
    if made is None:
        return None
    with Image.open(io.BytesIO(made)) as shown:
        assert shown.format == "JPEG"
        return shown.size


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(250, 350, (250, 350)), (330, 480, (295, 413)), (900, 1000, (295, 413)), (60, 100, (60, 84))],
)
def test_a_portrait_is_cut_to_the_shape_of_the_form_and_never_made_larger(
    width: int, height: int, size: tuple[int, int]
) -> None:
    assert size_of(portrait_of(read(picture(width, height)))) == size


@pytest.mark.parametrize(("width", "height"), [(59, 100), (91, 100), (350, 250)])
def test_a_picture_of_another_shape_is_no_portrait(width: int, height: int) -> None:
    assert portrait_of(read(picture(width, height))) is None


@pytest.mark.parametrize("content", [b"", b"GIF89a"])
def test_a_picture_that_does_not_open_is_no_portrait(content: bytes) -> None:
    assert portrait_of(read(content)) is None


FACE, PAPER = picture(200, 280), picture(250, 350)


@pytest.mark.parametrize(
    ("lines", "above", "pictures"),
    [
        ((PICTURE, "报名登记表"), 2, (PAPER, FACE)),
        (("报名登记表", PICTURE), 1, (FACE, PAPER)),
        ((PICTURE, PICTURE), 1, (PAPER, FACE, PAPER)),
    ],
)
def test_a_paper_pasted_above_or_below_the_table_is_not_taken_for_the_face(
    lines: tuple[str, ...], above: int, pictures: tuple[bytes, ...]
) -> None:
    made = portrait_of(read(*pictures, lines=lines, above=above))

    assert size_of(made) == (200, 280)


def test_the_face_is_found_between_two_papers_in_rich_text() -> None:
    rows = [
        [MadeCell("@@", rows=cell.rows) if cell.text == carriers.CAPTION else cell for cell in row]
        for row in carriers.cells()
    ]
    text = carriers.rich_text("\\pard ##\\par ", carriers.rich_table(rows), "\\pard ##\\par")
    for mark, shown in ((b"@@", FACE), (b"##", PAPER)):
        text = text.replace(mark, b"{\\pict\\pngblip " + shown.hex().encode() + b"}")

    found = read_text_carrier(text)

    assert len(found.pictures) == 3
    assert size_of(portrait_of(found)) == (200, 280)


def test_a_paper_in_a_table_above_the_form_is_not_taken_for_the_face() -> None:
    pasted = Grid((Cell(0, 0, 1, 1, (PICTURE,)),), 1)

    made = portrait_of(read(PAPER, FACE, grids=(pasted, form())))

    assert size_of(made) == (200, 280)


@pytest.mark.parametrize(
    "unclear",
    [
        # Nobody counted the lines above the table.
        read(PAPER, FACE, lines=(PICTURE,), above=None),
        # No picture in the place of the photo: above the table alone, or in the text of a field.
        read(PAPER, grids=(form(photo="照片"),), lines=(PICTURE,), above=1),
        read(PAPER, grids=(form(photo="照片", resume=PICTURE),)),
        # A drawing is marked and not kept.
        read(PAPER, lines=(PICTURE,), above=1),
        # One of two tables holds the form, and pictures stand somewhere below the first.
        read(
            FACE,
            PAPER,
            grids=(Grid((Cell(0, 0, 1, 1, ("附件",)),), 1), form()),
            lines=(PICTURE,),
            above=0,
        ),
        ReadCarrier(None, pictures=(FACE,)),
    ],
)
def test_where_nobody_can_tell_which_picture_is_the_face_there_is_none(
    unclear: ReadCarrier,
) -> None:
    assert portrait_of(unclear) is None
