"""The outline of a sheet is found on a desk, and nowhere else."""

import cv2
import numpy as np
import pytest

from linli.core.pages.outline import contours_of, sheet_outline
from linli.core.pages.page import Frame
from linli.core.pages.pictures import Pixels
from tests.core.pages.made_pages import page, photographed, ruled

SHEET = ruled(page(("样本", 0.4, 0.05), ("甲乙丙丁", 0.15, 0.2), ("戊己庚辛", 0.5, 0.6)))
CARD = page(("姓名 演练甲", 0.1, 0.2), ("样本", 0.8, 0.8), size=(856, 540))


def outline(picture: Pixels) -> Frame | None:
    return sheet_outline(contours_of(picture))


@pytest.mark.parametrize(
    "corners",
    [
        ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
        ((0.14, 0.06), (0.88, 0.1), (0.97, 0.93), (0.05, 0.95)),
        ((0.2, 0.05), (0.95, 0.2), (0.8, 0.95), (0.05, 0.8)),
    ],
)
def test_a_sheet_on_a_desk_is_outlined_in_spite_of_shade(
    corners: tuple[tuple[float, float], ...],
) -> None:
    picture, frame = photographed(SHEET, corners)
    assert np.array(outline(picture)) == pytest.approx(np.array(frame), abs=0.01)


def test_a_card_on_a_desk_is_outlined() -> None:
    picture, frame = photographed(
        CARD, ((0.05, 0.12), (0.9, 0.04), (0.96, 0.86), (0.1, 0.95)), size=(1080, 740)
    )
    assert np.array(outline(picture)) == pytest.approx(np.array(frame), abs=0.01)


def test_soft_shadow_across_the_sheet_does_not_move_its_edges() -> None:
    picture, frame = photographed(SHEET, ((0.1, 0.05), (0.92, 0.1), (0.95, 0.9), (0.06, 0.95)))
    down, across = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    away = np.hypot(across - 600, down - 1100)
    shade = 1 - 0.5 / (1 + np.exp((away - 350) / 30))
    shaded = (picture * shade[:, :, None]).astype(np.uint8)
    assert np.array(outline(shaded)) == pytest.approx(np.array(frame), abs=0.01)


def test_a_scan_a_table_and_a_blank_wall_have_no_outline() -> None:
    assert outline(page(("样本", 0.4, 0.5))) is None
    assert outline(SHEET) is None
    assert outline(np.full((400, 300, 3), 200, dtype=np.uint8)) is None


def test_a_sheet_that_runs_out_of_the_picture_has_no_outline() -> None:
    picture, _ = photographed(SHEET, ((0.1, 0.1), (0.9, 0.1), (0.9, 1.2), (0.1, 1.2)))
    assert outline(picture) is None


def test_a_dark_portrait_on_a_page_is_no_sheet() -> None:
    drawn = page(("样本", 0.1, 0.1))
    cv2.rectangle(drawn, (300, 300), (700, 900), (90, 60, 60), -1)
    assert outline(drawn) is None


@pytest.mark.parametrize(("share", "is_found"), [(0.49, False), (0.52, True)])
def test_a_sheet_fills_a_quarter_of_the_picture(share: float, is_found: bool) -> None:
    low, high = 0.5 - share / 2, 0.5 + share / 2
    picture, _ = photographed(SHEET, ((low, low), (high, low), (high, high), (low, high)))
    assert (outline(picture) is not None) == is_found
