"""A page that is nothing but a portrait holds no paper, and no paper is taken for one."""

import cv2
import numpy as np
import pytest

from linli.core.pages.pictures import Pixels
from linli.core.pages.portraits import is_portrait
from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.stamps import portrait
from tests.core.pages.made_pages import FONT, page, ruled


def bust(seed: int, *, wide: int = 295) -> Pixels:
    """A portrait of a made-up person, ``wide`` pixels across."""
    sex = "男" if seed % 2 else "女"
    drawn = portrait(Dice(seed, "portrait"), Faces(FONT.parent), sex=sex)
    high = round(wide * drawn.height / drawn.width)
    return np.asarray(drawn.resize((wide, high)).convert("RGB"), dtype=np.uint8)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("wide", [295, 1240])
def test_a_portrait_is_one_before_any_ground_and_at_any_size(seed: int, wide: int) -> None:
    assert is_portrait(bust(seed, wide=wide))


def test_a_portrait_that_lies_a_little_crooked_is_still_one() -> None:
    straight = bust(3, wide=1240)
    high, wide = straight.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 1.5, 1.0)
    crooked = cv2.warpAffine(straight, turn, (wide, high), borderMode=cv2.BORDER_REPLICATE)

    assert is_portrait(np.asarray(crooked, dtype=np.uint8))


def test_pages_with_words_tables_and_pictures_are_no_portraits() -> None:
    written = page(("样本大学", 0.3, 0.3), ("毕业证书", 0.3, 0.5), letter=90)
    with_portrait = written.copy()
    with_portrait[60:473, 500:795] = bust(2)
    blurred = np.asarray(cv2.GaussianBlur(written, (0, 0), 25), dtype=np.uint8)
    card = np.full((1169, 826, 3), 90, np.uint8)
    card[300:700, 100:726] = 235
    sheet, certificate = np.full_like(card, 60), np.full_like(card, 240)
    sheet[200:, 120:706], certificate[260:, 90:736] = 235, (190, 40, 50)

    plain = np.full_like(card, 255)
    everything = (
        *(written, ruled(written), with_portrait, blurred),
        *(card, sheet, certificate, plain),
    )

    assert [is_portrait(one) for one in everything] == [False] * len(everything)


def test_a_landscape_of_a_portrait_beside_others_is_none() -> None:
    pair = np.concatenate([bust(1), bust(2)], axis=1)

    assert not is_portrait(pair)
