"""What the pages claim can be seen: links lead somewhere, numbers are given once."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
SECTIONS = ["Context", "Decision", "Consequences"]
ONE_SCREEN = 60
HALF_A_PAGE = 350


def text_of(sheet: Path) -> str:
    return sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", PAGES, ids=lambda sheet: sheet.name)
def test_every_link_of_a_page_leads_to_a_file_of_the_project(sheet: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)[^)]*\)", text_of(sheet))

    missing = [link for link in links if not (sheet.parent / link).exists()]

    assert missing == []


@pytest.mark.parametrize("sheet", PAGES, ids=lambda sheet: sheet.name)
def test_every_source_file_that_a_page_names_exists(sheet: Path) -> None:
    named = re.findall(r"`((?:src|tools|docs)/[\w./-]+)`", text_of(sheet))

    made_up_or_made_at_set_up = ("src/linli/assets", "src/linli/policies/sample_2026")
    missing = [name for name in named if not (ROOT / name).exists()]

    assert [name for name in missing if not name.startswith(made_up_or_made_at_set_up)] == []


def test_no_two_decisions_have_the_same_number() -> None:
    counts = Counter(record.name[:4] for record in RECORDS)

    assert [number for number, count in counts.items() if count > 1] == []


def test_list_of_decisions_names_every_record_in_order() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z-]+\.md)\)", text_of(ROOT / "docs" / "adr" / "README.md"))

    assert listed == [record.name for record in RECORDS]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_decision_has_status_and_sections_on_half_a_page(record: Path) -> None:
    text = text_of(record)

    number, sections = text[2:6], re.findall(r"^## (.+)$", text, flags=re.M)

    assert (number, sections) == (record.name[:4], SECTIONS)
    assert re.search(r"^Status: (accepted|replaced by \d{4}), \d{4}-\d\d-\d\d$", text, flags=re.M)
    assert len(text.split()) <= HALF_A_PAGE


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)
def test_a_readme_fits_one_screen_and_shows_both_commands(readme: Path) -> None:
    lines = text_of(readme).splitlines()

    commands = [line.split("#")[0].strip() for line in lines if line.startswith("make ")]

    assert (len(lines) <= ONE_SCREEN, commands) == (True, ["make demo", "make test"])


def test_both_readmes_name_the_same_commands_folders_and_pages() -> None:
    english, chinese = (
        [
            re.findall(r"^(?:make \w+|src/\S+|docs/)", text_of(readme), flags=re.M),
            re.findall(r"\]\(([^)]+)\)", text_of(readme))[1:],
        ]
        for readme in READMES
    )

    assert english == chinese


def test_every_folder_of_the_package_stands_in_the_tree_of_the_readme() -> None:
    named = set(re.findall(r"^src/linli/(\w+)/", text_of(READMES[0]), flags=re.M))

    folders = {folder.parent.name for folder in (ROOT / "src" / "linli").glob("*/__init__.py")}

    assert folders == named
