"""Each row of section B of the requirements names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "application-rows.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (B\d+) \|.*\| ([^|]+) \|$", PAGE, flags=re.M))


def test_every_row_from_b1_to_b20_stands_once_in_its_order() -> None:
    assert list(ROWS) == [f"B{number}" for number in range(1, 21)]


@pytest.mark.parametrize("row", ROWS)
def test_every_test_that_a_row_names_exists(row: str) -> None:
    named = re.findall(r"`([^`]+)`", ROWS[row])

    missing = [name for name in named if not exists(*name.split("::"))]

    assert (len(named) > 0, missing) == (True, [])


def exists(file: str, name: str = "") -> bool:
    path = ROOT / file
    if not name:
        return path.exists()
    return path.is_file() and f"def {name}(" in path.read_text(encoding="utf-8")
