"""The photo of the form, cropped in the applicant's browser before it is sent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.web.portal.pictures.page import (
    WIDTHS,
    Open,
    chosen,
    dragged,
    four,
    middle,
    noisy,
    payload,
    portrait,
    quarters,
    ready,
    result,
    stage_size,
    use,
)


@pytest.mark.parametrize("width", WIDTHS)
def test_photo_is_sent_as_it_stood_in_the_frame(open_page: Open, width: int) -> None:
    page = open_page(width)
    chosen(page, "#photo", payload(quarters(1600, 1120)))
    dialog = portrait(page)
    wide, high = stage_size(dialog)
    frame = min(high - 24, (wide - 24) * 1.4) / 1.4

    dragged(page, middle(dialog.locator('[data-part="stage"]')), 40, 0)
    use(dialog)

    file = result(page, "#photo")
    assert (file.name, file.media_type, file.picture.size) == (
        "photo.jpg",
        "image/jpeg",
        (590, 826),
    )
    # Red ends where it ended on the screen: 40 pixels right of the frame's middle.
    red, green, _ = np.asarray(file.picture)[206].astype(int).T
    assert (red > green).sum() == pytest.approx(295 + 40 * 590 / frame, abs=3)
    assert four(file.picture) == ["red", "lime", "yellow", "blue"]
    assert ready(page) == [["photo", ""]]


def test_frame_never_leaves_the_photo(open_page: Open) -> None:
    page = open_page()
    chosen(page, "#photo", payload(quarters(1600, 1120)))
    dialog = portrait(page)

    dragged(page, middle(dialog.locator('[data-part="stage"]')), 900, 300)
    use(dialog)

    assert four(result(page, "#photo").picture) == ["red", "red", "blue", "blue"]


def test_photo_is_cropped_by_the_keyboard_alone(open_page: Open) -> None:
    page = open_page(1440)
    chosen(page, "#photo", payload(quarters(1180, 1652)))
    dialog = portrait(page)
    expect(dialog.get_by_role("application", name="取景框")).to_be_focused()

    for _ in range(20):
        page.keyboard.press("+")
    for _ in range(100):
        page.keyboard.press("ArrowRight")
    while not dialog.get_by_role("button", name="使用这张").evaluate(
        "(it) => it === document.activeElement"
    ):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    # Zoomed to the least pixels and moved to the right, the frame shows the left half.
    assert four(result(page, "#photo").picture) == ["red", "red", "blue", "blue"]


def test_photo_is_moved_and_zoomed_by_buttons_wheel_slider_and_two_fingers(open_page: Open) -> None:
    page = open_page()
    chosen(page, "#photo", payload(quarters(1180, 1652)))
    dialog = portrait(page)
    slider = dialog.get_by_role("slider", name="缩放")
    x, y = middle(dialog.locator('[data-part="stage"]'))
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: float) -> None:
        points = [{"x": place, "y": y, "id": i} for i, place in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", x - 30, x + 30)
    fingers("touchMove", x - 60, x + 60)
    fingers("touchEnd")
    expect(slider).to_have_attribute("aria-valuetext", "2.0倍")
    page.mouse.move(x, y)
    page.mouse.wheel(0, 2000)
    expect(slider).to_have_attribute("aria-valuetext", "1.0倍")
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "4.0倍")
    for _ in range(40):
        dialog.get_by_role("button", name="左移").click()
        dialog.get_by_role("button", name="上移").click()
    use(dialog)

    assert four(result(page, "#photo").picture) == ["yellow"] * 4


def test_photo_is_turned_to_the_right(open_page: Open) -> None:
    page = open_page()
    chosen(page, "#photo", payload(quarters(1400, 1000)))
    dialog = portrait(page)

    use(dialog, "旋转90度")
    use(dialog)

    assert four(result(page, "#photo").picture) == ["blue", "red", "lime", "yellow"]


@pytest.mark.parametrize(
    ("size", "is_enough"),
    [((294, 413), False), ((295, 412), False), ((295, 413), True), ((413, 295), False)],
)
def test_photo_with_too_few_pixels_is_refused_with_the_reason(
    open_page: Open, size: tuple[int, int], is_enough: bool
) -> None:
    page = open_page()
    chosen(page, "#photo", payload(quarters(*size)))
    dialog = portrait(page)

    reason = dialog.get_by_role("alert")
    expect(reason).to_contain_text("" if is_enough else "至少要295×413像素")
    expect(dialog.get_by_role("button", name="使用这张")).to_be_enabled(enabled=is_enough)
    if size == (413, 295):
        use(dialog, "旋转90度")
        expect(reason).to_be_empty()
        expect(dialog.get_by_role("button", name="使用这张")).to_be_enabled()


def test_photo_full_of_detail_stays_below_its_limit(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    chosen(page, "#photo", noisy(tmp_path, 590, 826))

    use(portrait(page))

    file = result(page, "#photo")
    assert file.picture.size == (590, 826)
    assert 60 * 1024 < len(file.content) <= 200 * 1024
