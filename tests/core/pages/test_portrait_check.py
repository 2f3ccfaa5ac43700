"""A photo of one inch in colour before a plain ground will do; of any other it is said what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.pages.pictures import Pixels
from linli.core.pages.portrait_check import (
    PortraitFault,
    PortraitFlaw,
    PortraitTerms,
    check_portrait,
)
from tests.core.pages.made_pages import as_file
from tests.core.pages.test_portraits import bust

ONE_INCH = PortraitTerms(width_mm=25, height_mm=35, width_px=295, height_px=413)
F = PortraitFlaw


def flaws(pixels: Pixels, kind: str = "PNG") -> list[PortraitFlaw]:
    return [fault.flaw for fault in check_portrait(as_file(pixels, kind), ONE_INCH)]


def sized(wide: int, high: int, seed: int = 3) -> Pixels:
    return np.asarray(cv2.resize(bust(seed, wide=400), (wide, high)), dtype=np.uint8)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("wide", "kind"), [(295, "PNG"), (295, "JPEG"), (1240, "JPEG")])
def test_a_photo_before_any_plain_ground_and_of_any_size_will_do(
    seed: int, wide: int, kind: str
) -> None:
    assert flaws(bust(seed, wide=wide), kind) == []


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ((295, 413), []),
        ((294, 413), [F.SMALL]),
        ((295, 412), [F.SMALL]),
        ((1000, 1400), []),
        ((1029, 1400), []),
        ((1031, 1400), [F.SHAPE]),
        ((971, 1400), []),
        ((969, 1400), [F.SHAPE]),
        ((1400, 1000), [F.SHAPE]),
        ((200, 200), [F.SHAPE, F.SMALL]),
    ],
)
def test_shape_and_size_have_their_limits(size: tuple[int, int], told: list[PortraitFlaw]) -> None:
    assert flaws(sized(*size)) == told


def test_a_grey_photo_is_told_whatever_the_file_holds() -> None:
    grey = cv2.cvtColor(bust(2), cv2.COLOR_RGB2GRAY)

    assert flaws(np.dstack([grey] * 3)) == [F.GREY]
    assert flaws(grey) == [F.GREY]


def test_a_blank_photo_is_nothing_else() -> None:
    assert flaws(np.full((413, 295, 3), 235, np.uint8)) == [F.BLANK]


def test_a_ground_of_many_colours_and_a_soft_picture_are_doubtful_and_not_refused() -> None:
    patterned = bust(3).copy()
    patterned[:40, ::2] = (200, 30, 30)
    patterned[:40, 1::2] = (30, 200, 30)
    soft = np.asarray(cv2.GaussianBlur(bust(4), (0, 0), 3), dtype=np.uint8)

    found = [
        fault
        for picture in (patterned, soft)
        for fault in check_portrait(as_file(picture), ONE_INCH)
    ]

    assert [(one.flaw, one.is_grave) for one in found] == [(F.GROUND, False), (F.BLURRED, False)]


def test_each_side_of_the_ground_counts() -> None:
    def marked(mark: Callable[[Pixels], None]) -> list[PortraitFlaw]:
        picture = bust(3).copy()
        mark(picture)
        return flaws(picture)

    def left(picture: Pixels) -> None:
        picture[20:160, :14] = (20, 160, 20)

    def right(picture: Pixels) -> None:
        picture[20:160, -14:] = (20, 160, 20)

    def below(picture: Pixels) -> None:
        picture[180:, :14] = (20, 160, 20)

    assert [marked(left), marked(right), marked(below)] == [[F.GROUND], [F.GROUND], []]


def test_every_fault_says_in_words_what_is_wrong_and_how_to_mend_it() -> None:
    (shape, small) = check_portrait(as_file(sized(200, 200)), ONE_INCH)

    assert shape == PortraitFault(
        F.SHAPE, "照片的宽和高不成1寸的比例（25×35毫米）", "裁剪成1寸后再上传"
    )
    assert small == PortraitFault(
        F.SMALL, "照片太小，印出来不清楚，至少要有295×413像素", "用原照片上传，不要先缩小"
    )
    assert shape.is_grave
    assert small.is_grave


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_told_as_no_photo(content: bytes) -> None:
    assert [one.flaw for one in check_portrait(content, ONE_INCH)] == [F.UNREADABLE]
