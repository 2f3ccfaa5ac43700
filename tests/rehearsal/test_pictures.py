from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import linli
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.names import kinds_of_name
from linli.rehearsal.people import PersonOrder, make_ordered_people
from linli.rehearsal.person import MadeUpPerson
from linli.rehearsal.pictures import TITLES, draw_material, draw_page, draw_portrait, draw_signature
from linli.rehearsal.places import HOME_COUNTIES
from linli.rehearsal.planned_mail import FILE_NAMES

CHINESE_FONT = Path(linli.__file__).parent / "assets" / "fonts" / "NotoSansSC-Regular.ttf"
ALL_KINDS = pytest.mark.parametrize("kind", MaterialKind)


@pytest.fixture(scope="module")
def person() -> MadeUpPerson:
    return make_ordered_people([PersonOrder(1, "代县")], seed=5, counties=HOME_COUNTIES)[0]


def _opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@ALL_KINDS
def test_every_kind_of_paper_has_a_title_and_a_file_name_that_tells_it(
    kind: MaterialKind,
) -> None:
    assert TITLES[kind]
    assert kinds_of_name(f"{FILE_NAMES[kind]}.jpg") == (kind,)


@ALL_KINDS
def test_a_paper_without_a_font_is_a_small_frame_with_the_latin_mark(
    person: MadeUpPerson, kind: MaterialKind
) -> None:
    content = draw_material(person, kind, font=None)
    image = _opened(content)

    reds = sum(
        1 for red, green, blue in image.get_flattened_data() if red > 150 > 90 > max(green, blue)
    )

    assert (image.format, image.size) == ("JPEG", (600, 400))
    assert reds > 100
    assert len(content) < 30_000


def test_papers_with_a_font_stay_small_and_differ_by_kind(person: MadeUpPerson) -> None:
    drawn = [draw_material(person, kind, font=CHINESE_FONT) for kind in MaterialKind]

    assert len(set(drawn)) == len(MaterialKind)
    assert max(len(content) for content in drawn) < 30_000


def test_the_same_person_always_has_the_same_portrait() -> None:
    first, again, other = (draw_portrait(1, key, font=None) for key in ("A", "A", "B"))

    assert first == again
    assert first != other


def test_a_portrait_has_the_size_of_one_inch_as_photographers_count() -> None:
    portrait = draw_portrait(1, "A", font=None)

    assert (portrait.width_mm, portrait.height_mm) == (25, 35)
    assert _opened(portrait.content).size == (295, 413)
    assert portrait.suffix == "jpeg"


def test_a_signature_is_a_picture_with_ink_on_white() -> None:
    signature = draw_signature("王芳", font=None)
    image = _opened(signature.content)

    assert signature.suffix == "png"
    assert image.getextrema() == (20, 255)


def test_a_long_page_keeps_within_its_frame_and_limit() -> None:
    lines = tuple(f"第{number}行" for number in range(14))

    content = draw_page("登记表", lines, font=None, size=(480, 640))

    assert _opened(content).size == (480, 640)
    assert len(content) < 30_000
