"""Each row A to H of the requirements names tests that are there, or says why it has none."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "requirement-rows.md").read_text(encoding="utf-8")
# How many rows each section has, copied from the requirements.
SECTIONS = {"A": 24, "B": 20, "C": 8, "D": 11, "E": 5, "F": 6, "G": 10, "H": 10}
WHY = re.compile(r"\b(no screen|not built): \w[^|]{20,}")
CELLS = re.compile(
    r"^\| (?P<row>[A-Z]\d+) \| (?P<asks>[^|]+) \| (?P<clause>[^|]+) \| (?P<tests>[^|]*)\| (?P<remarks>[^|]*)\|$",
    flags=re.M,
)
ROWS = {found["row"]: found.groupdict() for found in CELLS.finditer(PAGE)}


def named(row: str) -> list[str]:
    return re.findall(r"`([^`]+)`", ROWS[row]["tests"])


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_of_a_section_stands_once_in_its_order(section: str) -> None:
    (text,) = re.findall(rf"^## {section}\. .+?(?=^## |\Z)", PAGE, flags=re.M | re.S)

    found = re.findall(r"^\| ([A-Z]\d+) \|", text, flags=re.M)

    assert found == [f"{section}{number}" for number in range(1, SECTIONS[section] + 1)]


def test_every_row_has_its_five_cells() -> None:
    assert list(ROWS) == re.findall(r"^\| ([A-Z]\d+) \|", PAGE, flags=re.M)


@pytest.mark.parametrize("row", ROWS)
def test_every_clause_that_a_row_names_is_of_one_of_the_five_documents(row: str) -> None:
    clauses = ROWS[row]["clause"].split("; ")

    assert [one for one in clauses if not re.match(r"D[0-4] \S", one)] == []


@pytest.mark.parametrize("row", ROWS)
def test_every_test_that_a_row_names_exists(row: str) -> None:
    assert [name for name in named(row) if not exists(*name.split("::"))] == []


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_a_test_through_a_page_or_says_why_there_is_none(row: str) -> None:
    through_a_page = [name for name in named(row) if name.startswith("tests/web/")]

    assert through_a_page or WHY.search(ROWS[row]["remarks"])


@pytest.mark.parametrize("row", ROWS)
def test_a_row_without_any_test_is_not_built(row: str) -> None:
    assert named(row) or ROWS[row]["remarks"].startswith("not built: ")


def exists(file: str, name: str = "") -> bool:
    path = ROOT / file
    if not name:
        return file.endswith(".toml") and path.is_file()
    return path.is_file() and f"\ndef {name}(" in path.read_text(encoding="utf-8")
