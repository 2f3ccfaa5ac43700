"""Light on a page: shade is told from print, and paper from a picture of nothing."""

import numpy as np
import pytest

from linli.core.pages.light import is_blank, is_lit_unevenly
from linli.core.pages.pictures import Pixels
from tests.core.pages.made_pages import page, ruled

SCAN = ruled(page(("样本", 0.4, 0.05), ("甲乙丙丁", 0.15, 0.5)))


def shaded(pixels: Pixels, darkest: float) -> Pixels:
    shade = np.linspace(1.0, darkest, pixels.shape[1])[None, :, None]
    return (pixels * shade).astype(np.uint8)


@pytest.mark.parametrize(("darkest", "is_uneven"), [(1.0, False), (0.85, False), (0.7, True)])
def test_shade_across_a_page_makes_it_a_photo(darkest: float, is_uneven: bool) -> None:
    assert is_lit_unevenly(shaded(SCAN, darkest)) == is_uneven


@pytest.mark.parametrize(("brightness", "is_dim"), [(0.8, False), (0.76, True)])
def test_paper_in_dim_light_makes_it_a_photo(brightness: float, is_dim: bool) -> None:
    assert is_lit_unevenly((SCAN * brightness).astype(np.uint8)) == is_dim


def test_paper_without_print_is_blank_in_any_light_and_one_word_is_not() -> None:
    blank = np.full((900, 700, 3), 240, dtype=np.uint8)
    assert is_blank(blank)
    assert is_blank(shaded(blank, 0.3))
    assert not is_blank(page(("样本", 0.4, 0.5)))


@pytest.mark.parametrize(("narrow", "is_strip"), [(1, True), (19, True), (20, False), (21, False)])
def test_a_strip_too_narrow_for_words_is_blank_however_long(narrow: int, is_strip: bool) -> None:
    marked = np.full((narrow, 20_000, 3), 255, dtype=np.uint8)
    marked[:, 1_000:1_200] = 0
    assert is_blank(marked) == is_strip
    assert is_blank(marked.swapaxes(0, 1).copy()) == is_strip
