"""Letters that look alike: what a recogniser may take for one another, and what it cannot."""

from pathlib import Path

import pytest

from linli.core.pages.glyphs import look_alike
from tests.core.pages.made_pages import FONT


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("瑾", "谨", True),
        ("宇", "雨", False),
        ("宇", "宇", True),
        ("宇", "", True),
        ("宇", "宇雨", True),
    ],
)
def test_letters_are_alike_in_print_or_cannot_be_compared(
    first: str, second: str, alike: bool
) -> None:
    assert look_alike(first, second, font=FONT) is alike


def test_without_its_font_or_with_a_broken_one_no_two_letters_can_be_told_apart(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")

    assert [look_alike("宇", "雨", font=font) for font in (tmp_path / "none.ttf", broken)] == [
        True
    ] * 2
