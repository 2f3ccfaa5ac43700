"""Names as kept and as shown in lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.identity.names import (
    mask_id_number,
    mask_mail_address,
    mask_name,
    mask_phone,
    normalise_name,
)


@pytest.mark.parametrize("written", ["演 练", "演　练", " 演练\n", "演\u200b练", "\ufeff演练"])
def test_blanks_are_no_part_of_a_name(written: str) -> None:
    assert normalise_name(written) == "演练"


@pytest.mark.parametrize("dot", "·•․‧∙⋅・･.．")
def test_dot_of_a_name_has_one_form(dot: str) -> None:
    assert normalise_name(f"样本{dot}演练") == "样本·演练"


@pytest.mark.parametrize("name", ["演䶮", "演㛃", "演龘", "演𠮷", "演\ufa0f"])
def test_rare_characters_are_kept_as_they_are(name: str) -> None:
    assert normalise_name(name) == name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("演", "*"),
        ("演练", "演*"),
        ("演练甲", "演*甲"),
        ("样本演练", "样**练"),
        ("样本·演练", "样*·*练"),
        ("𠮷练", "𠮷*"),
    ],
)
def test_masked_name_shows_its_ends_only(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_masked_numbers_leave_enough_to_tell_two_people_apart() -> None:
    assert (mask_id_number("990101200203159010"), mask_phone("13800000001")) == (
        "990101********9010",
        "138****0001",
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("zhang@mail.example", "z***@mail.example"),
        ("z@mail.example", "z***@mail.example"),
        ("@mail.example", "*" * 13),
        ("样本某", "***"),
        ("", ""),
    ],
)
def test_mail_address_shows_its_first_character_and_its_domain(address: str, shown: str) -> None:
    assert mask_mail_address(address) == shown


@pytest.mark.parametrize("short", ["", "1", "1234567", "1234567890"])
def test_number_too_short_for_its_mask_is_hidden_whole(short: str) -> None:
    assert mask_id_number(short) == "*" * len(short)


@given(st.text(alphabet="演练甲乙·", min_size=2, max_size=12))
def test_mask_keeps_the_length_and_hides_the_middle(name: str) -> None:
    masked = mask_name(name)

    assert len(masked) == len(name)
    assert set(masked[1:-1]) <= {"*", "·"}
