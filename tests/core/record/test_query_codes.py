"""A code shows an answer to whoever holds it, however it is typed, and to nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.record import code_digest, draw_code, plain_code, sm3_hex

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def test_a_drawn_code_has_three_groups_of_four_without_letters_that_are_misread() -> None:
    groups = draw_code().split("-")

    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)
    assert set("01OIL") & set(ALPHABET) == set()


def test_codes_that_are_drawn_are_all_different() -> None:
    assert len({draw_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "written",
    [
        "7KQM-3XWP-V2HT",
        "7kqm3xwpv2ht",
        " 7KQM 3XWP V2HT\n",
        "７ＫＱＭ－３ＸＷＰ－Ｖ２ＨＴ",
        "7KQM—3XWP—V2HT",
    ],
)
def test_case_width_blanks_and_hyphens_do_not_count(written: str) -> None:
    assert plain_code(written) == "7KQM3XWPV2HT"


@pytest.mark.parametrize(
    "written", ["", "7KQM-3XWP-V2H", "7KQM-3XWP-V2HT2", "7KQM-3XWP-V2H0", "查询码"]
)
def test_what_is_no_code_is_told_from_one(written: str) -> None:
    assert plain_code(written) is None


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_a_code_is_kept_as_the_sm3_of_its_plain_form(plain: str) -> None:
    grouped = f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"

    assert plain_code(grouped) == plain
    assert code_digest(plain) == sm3_hex(plain.encode())
