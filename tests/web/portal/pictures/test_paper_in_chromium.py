"""A paper taken by the camera, straightened and made small in the applicant's browser before it is sent."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.web.portal.pictures.page import (
    MARKS,
    WIDTHS,
    Open,
    chosen,
    colour,
    dragged,
    four,
    made_page,
    middle,
    noisy,
    on_table,
    paper,
    payload,
    quarters,
    result,
    sent,
    use,
)

SKEWED = [(420.0, 200.0), (1500.0, 260.0), (1600.0, 1300.0), (330.0, 1250.0)]
WHITE = (225, 225, 222)
TABLE = (74, 52, 38)
AS_MADE = {name: name for name in MARKS}


def middle_of_red(picture: Image.Image) -> tuple[float, float]:
    """Return where the red mark stands, as shares of width and height."""
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    y, x = np.nonzero((pixels[:, :, 0] > 200) & (pixels[:, :, 1:].max(axis=2) < 60))
    return float(x.mean()) / picture.width, float(y.mean()) / picture.height


def with_place() -> Image.Exif:
    """Return what a phone writes into a photo: lying on its side, taken at a place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 24.0, 0.0), 3: "E", 4: (112.0, 43.0, 0.0)})
    return exif


@pytest.mark.parametrize("width", WIDTHS)
def test_skewed_page_is_found_and_straightened(open_page: Open, width: int) -> None:
    page = open_page(width)
    chosen(page, "#papers", payload(on_table(made_page(), SKEWED, (2000, 1500))))
    dialog = paper(page)
    expect(dialog.get_by_role("status")).to_have_text("已找到纸张的四个角，请核对。")

    use(dialog)

    file = result(page, "#papers")
    assert (file.name, file.media_type) == ("paper-1.jpg", "image/jpeg")
    assert four(file.picture) == ["white"] * 4
    assert {name: colour(file.picture, *place) for name, place in MARKS.items()} == {
        name: name for name in MARKS
    }
    # The page ends where the picture ends: within five of some 1200 pixels.
    rows = np.asarray(file.picture.convert("L"))
    assert (rows[5:-5, 5:-5][[0, -1]].min(), rows[5:-5, 5:-5][:, [0, -1]].min()) > (200, 200)
    # The longest sides of the page in the photo.
    assert file.picture.size == pytest.approx((1271, 1054), abs=12)
    assert middle_of_red(file.picture) == pytest.approx((0.2, 0.15), abs=0.005)


def test_card_with_round_corners_is_straightened_by_its_sides(open_page: Open) -> None:
    page = open_page()
    card, ground = made_page(), Image.new("RGB", (1000, 1414), TABLE)
    shape = Image.new("L", card.size, 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, 999, 1413), 110, fill=255)
    ground.paste(card, mask=shape)
    chosen(page, "#papers", payload(on_table(ground, SKEWED, (2000, 1500), TABLE)))

    use(paper(page))

    picture = result(page, "#papers").picture
    assert middle_of_red(picture) == pytest.approx((0.2, 0.15), abs=0.005)


@pytest.mark.parametrize("table", [WHITE, (233, 236, 240)])
def test_page_on_a_white_table_is_left_to_the_applicant(
    open_page: Open, table: tuple[int, int, int]
) -> None:
    page = open_page()
    chosen(page, "#papers", payload(on_table(made_page(), SKEWED, (2000, 1500), table)))
    dialog = paper(page)
    expect(dialog.get_by_role("status")).to_contain_text("没有认出纸张的边")

    use(dialog)

    assert result(page, "#papers").picture.size == (2000, 1500)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("way", ["drag", "press", "keys"])
def test_corner_is_set_by_dragging_pressing_or_keys(open_page: Open, width: int, way: str) -> None:
    page = open_page(width)
    corners = [(0.0, 0.0), (2000.0, 0.0), (1500.0, 1100.0), (0.0, 1500.0)]
    chosen(page, "#papers", payload(on_table(made_page(), corners, (2000, 1500), WHITE)))
    dialog = paper(page)
    corner = dialog.get_by_role("button", name="右下角")
    (x, y), (left, top) = middle(corner), middle(dialog.get_by_role("button", name="左上角"))
    left_by, up_by = (x - left) * 500 / 2000, (y - top) * 400 / 1500

    if way == "drag":
        dragged(page, (x + 5, y + 5), -left_by, -up_by)
    elif way == "press":
        corner.click()
        expect(dialog.get_by_role("status")).to_have_text("请点右下角应在的位置。")
        page.mouse.click(x - left_by, y - up_by)
        expect(corner).to_have_attribute("aria-pressed", "false")
    else:
        corner.focus()
        for _ in range(round(left_by / 4)):
            page.keyboard.press("ArrowLeft")
        for _ in range(round(up_by / 20)):
            page.keyboard.press("Shift+ArrowUp")
        expect(dialog.get_by_role("status")).to_contain_text("右下角：距左边7")
    use(dialog)

    file = result(page, "#papers")
    assert {name: colour(file.picture, *place) for name, place in MARKS.items()} == AS_MADE


def test_crossed_corners_are_refused_with_what_to_do(open_page: Open) -> None:
    page = open_page()
    chosen(page, "#papers", payload(quarters(1600, 1200)))
    dialog = paper(page)
    x, y = middle(dialog.get_by_role("button", name="左上角"))
    to_x, _ = middle(dialog.get_by_role("button", name="右上角"))

    dragged(page, (x, y), to_x - x, 60)
    use(dialog)

    expect(dialog.get_by_role("alert")).to_contain_text("请把每个圆点拖到纸张对应的角上")
    assert sent(page, "#papers") == []


def test_paper_is_turned_with_its_corners(open_page: Open) -> None:
    page = open_page()
    chosen(page, "#papers", payload(on_table(made_page(), SKEWED, (2000, 1500))))
    dialog = paper(page)

    use(dialog, "旋转90度")
    use(dialog)

    picture = result(page, "#papers").picture
    assert four(picture) == ["white"] * 4
    turned = {name: colour(picture, 1 - y, x) for name, (x, y) in MARKS.items()}
    assert turned == AS_MADE


@pytest.mark.parametrize(
    "old", ["", "window.createImageBitmap = async () => { throw new TypeError(); };"]
)
def test_photo_is_upright_and_tells_no_place(open_page: Open, old: str) -> None:
    page = open_page(script=old)
    # Lying on its side: what is above in the photo is at the left in the file.
    lying = quarters(1600, 1200).rotate(90, expand=True)
    chosen(page, "#papers", payload(lying, exif=with_place()))

    use(paper(page), "不用拉直，直接上传")

    file = result(page, "#papers")
    assert file.picture.size == (1600, 1200)
    assert four(file.picture) == ["red", "lime", "yellow", "blue"]
    assert (dict(file.picture.getexif()), b"Exif" in file.content) == ({}, False)


@pytest.mark.parametrize("way", ["使用这张", "不用拉直，直接上传"])
def test_photo_of_twelve_megapixels_is_small_soon(
    open_page: Open, tmp_path: Path, way: str
) -> None:
    page = open_page()
    workers: list[str] = []
    page.on("worker", lambda worker: workers.append(worker.url.rpartition("/")[2]))
    started = time.monotonic()
    chosen(page, "#papers", noisy(tmp_path, 4000, 3000))

    use(paper(page), way)

    file = result(page, "#papers")
    assert len(file.content) <= 500 * 1024
    assert max(file.picture.size) <= 2200
    assert time.monotonic() - started < 20
    # The page stays quick meanwhile: a worker straightens.
    assert workers == (["warp.js"] if way == "使用这张" else [])
