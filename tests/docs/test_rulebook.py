"""The rule book under docs/policy says what the packs say.

``REFRESH_DOCS=1 .venv/bin/python -m pytest tests/docs/test_rulebook.py`` writes it anew.
"""

import os
import re
from pathlib import Path

import pytest

from linli.core.policy.layout import Code
from linli.core.policy.pack import Pack
from linli.core.policy.rulebook import clauses_of, index_page, rule_book
from linli.policies import get_pack, pack_ids

BOOK = Path(__file__).resolve().parents[2] / "docs" / "policy"
REMARKS = (
    (
        "每个政策包一页，逐条列出文件的数值、规则和我们的理解，供办理人员核对、审计人员查阅。",
        "数值都写明起日和条款；规则用数值和事实的名称写成算式；文件没有说清的，列为请发文机关明确的问题。",
        "规则只提出意见，由有权的人员决定。",
    ),
    (
        "标明“示例”的政策包和数值是虚构的，只为说明写法，不是公文，不能用于办理或者发放。",
        "以别的政策包为依据的，只列自己的内容。",
    ),
    (
        "各页由政策包自动生成，不要手改：改政策包（",
        Code("src/linli/policies"),
        "）以后，用 ",
        Code("REFRESH_DOCS=1 .venv/bin/python -m pytest tests/docs/test_rulebook.py"),
        " 重写。终端上用 ",
        Code("linli policy show"),
        " 看到同样的内容。",
    ),
)


def kept(name: str, generated: str) -> str:
    """Return the page as it is kept, after writing it where a refresh was asked for."""
    file = BOOK / name
    if os.environ.get("REFRESH_DOCS") == "1":
        BOOK.mkdir(exist_ok=True)
        file.write_text(generated, encoding="utf-8")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def index() -> str:
    return index_page([get_pack(pack_id) for pack_id in pack_ids()], REMARKS)


def own_clauses(pack: Pack) -> set[str]:
    """Return the clauses of what the pack itself has, not of what it takes over."""
    base = pack.base
    rules = [one for name, one in pack.rules.items() if not base or name not in base.rules]
    parameters = [
        one
        for name, one in pack.parameters.items()
        if not base or base.parameters.get(name) is not one
    ]
    cited = {clause for one in parameters for clause in clauses_of(one)}
    return {rule.clause for rule in rules} | cited


def tables(page: str) -> list[list[str]]:
    """Return the lines of each table."""
    return [
        block.splitlines() for block in re.findall(r"(?:^ *\|.*\n)+", page, flags=re.M) if block
    ]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_page_of_a_pack_says_what_the_pack_says(pack_id: str) -> None:
    page = rule_book(get_pack(pack_id))

    assert kept(f"{pack_id}.md", page) == page


def test_index_lists_every_pack_with_its_numbers() -> None:
    page = index()

    assert kept("README.md", page) == page


def test_no_page_stands_for_a_pack_that_is_not_there() -> None:
    pages = {file.stem for file in BOOK.iterdir()}

    assert pages == {*pack_ids(), "README"}


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_clause_of_a_rule_or_figure_has_its_heading(pack_id: str) -> None:
    pack = get_pack(pack_id)

    headings = set(re.findall(r"^### (.+)$", rule_book(pack), flags=re.M))

    assert headings == own_clauses(pack)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_fact_figure_and_rule_of_a_pack_is_named_on_its_page(pack_id: str) -> None:
    pack, page = get_pack(pack_id), rule_book(get_pack(pack_id))
    base = pack.base
    names = {
        name
        for kind in ("inputs", "parameters", "rules")
        for name, one in getattr(pack, kind).items()
        if not base or getattr(base, kind).get(name) is not one
    }

    assert names - set(re.findall(r"`([^`]+)`", page)) == set()


@pytest.mark.parametrize("name", [*pack_ids(), "README"])
def test_every_row_of_a_table_has_as_many_cells_as_its_header(name: str) -> None:
    page = index() if name == "README" else rule_book(get_pack(name))

    widths = [{len(re.findall(r"(?<!\\)\|", line)) for line in table} for table in tables(page)]

    assert [width for width in widths if len(width) != 1] == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_choice_is_named_by_its_code(pack_id: str) -> None:
    pack = get_pack(pack_id)
    codes = {code for one in pack.inputs.values() for code in one.choices if code.islower()}
    texts = re.sub(r"`[^`]*`|\(\S+\.md\)", "", rule_book(pack))

    assert {word for word in re.findall(r"[a-z_]{3,}", texts) if word in codes} == set()


def test_no_pack_is_without_a_line_on_what_it_is_for() -> None:
    assert [pack_id for pack_id in pack_ids() if not get_pack(pack_id).purpose] == []
