"""A newcomer finds each clause of D0 in the code by its number."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "linli"
PAGE = ROOT / "docs" / "d0-clauses.md"

# The numbering of D0 二 to 四, copied from the document.
CLAUSES = (
    "二1", "二2", "二3", "二4", "二5",
    "三(一)", "三(一)1", "三(一)2", "三(一)3", "三(一)4", "三(一)5", "三(一)6",
    "三(一)6(1)", "三(一)6(2)", "三(一)6(3)", "三(一)6(4)", "三(一)6(5)", "三(一)6(6)",
    "三(二)", "三(三)", "三(四)", "三(五)", "三(六)", "三(七)",
    "四(一)1", "四(一)2", "四(二)1", "四(二)2",
)  # fmt: skip
NOT_THERE = ("not built yet: ", "left out: ")
OTHER_CLAUSES = (
    "文头, 版记", "一(一)", "一(二)", "一(三)", "一(四)", "三", "五(一)", "五(二)", "五(三)",
    "附件1", "附件2", "附件3",
)  # fmt: skip


def rows() -> dict[str, tuple[str, str]]:
    """Return the cells "Where" and "Remarks" by clause."""
    lines = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: (row[2], row[3]) for row in cells if row[0] != "Clause"}


def pointers(where: str) -> dict[str, list[str]]:
    """Return the names by file: a word in backquotes with a slash is a file, others are names in it."""
    found: dict[str, list[str]] = {}
    for word in re.findall(r"`([^`]+)`", where):
        if "/" in word:
            file = word
            found[file] = []
        else:
            found[file].append(word)
    return found


def names_of(file: Path) -> set[str]:
    """Return what a file defines: entries of a pack, or functions, classes, variables of a module."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".toml":
        pack = tomllib.loads(text)
        documents = {f"documents.{code}" for code in pack["documents"]}
        return documents | set(pack["pack"]) | set(pack["parameters"]) | set(pack["inputs"])
    return {name for node in ast.walk(ast.parse(text)) for name in defined_by(node)}


def defined_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def is_cited(clause: str, text: str) -> bool:
    """Tell whether a text cites a clause, not merely a longer or shorter one."""
    return bool(re.search(rf"(?<![\w)]){re.escape(clause)}(?![\d(])", text))


def standing_for(clause: str) -> tuple[str, ...]:
    """Return what counts as a citation: the clause, the one that holds it, the annex it names."""
    holder = re.sub(r"(?:\(\d\)|\d)$", "", clause)
    return (clause, holder, "附件2") if clause == "三(一)5" else (clause, holder)


def test_page_has_one_row_for_every_clause_of_the_document() -> None:
    assert sorted(rows()) == sorted(CLAUSES + OTHER_CLAUSES)


@pytest.mark.parametrize("clause", CLAUSES + OTHER_CLAUSES)
def test_every_file_and_name_that_a_clause_points_to_exists(clause: str) -> None:
    found = pointers(rows()[clause][0])

    missing = [
        (file, name)
        for file, names in found.items()
        for name in names or ["no name given"]
        if not (PACKAGE / file).is_file() or name not in names_of(PACKAGE / file)
    ]

    assert missing == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_file_that_a_clause_points_to_cites_it_or_what_stands_for_it(clause: str) -> None:
    where, remarks = rows()[clause]
    texts = [(PACKAGE / file).read_text(encoding="utf-8") for file in pointers(where)]

    is_found = any(is_cited(one, text) for one in standing_for(clause) for text in texts)

    assert is_found or (where, remarks.startswith(NOT_THERE)) == ("—", True)
