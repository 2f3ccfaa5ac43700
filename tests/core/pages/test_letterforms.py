"""Letters that a recogniser takes for others that look alike."""

import pytest

from linli.core.pages.letterforms import printed_forms


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("性別", "性别"),
        ("黃馨芳", "黄馨芳"),
        ("99OlO1200203l59O2X", "99010120020315902X"),
        ("138-OOOO-0001", "138-0000-0001"),
        ("OIl", "OIl"),
        ("O型血", "O型血"),
        ("C1驾照", "C1驾照"),
        ("太原理工大学", "太原理工大学"),
    ],
)
def test_mainland_letters_and_digits_stand_where_they_were_printed(read: str, printed: str) -> None:
    assert printed_forms(read) == printed
    assert printed_forms(printed) == printed
