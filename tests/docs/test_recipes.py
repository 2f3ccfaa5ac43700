"""The code of the recipes runs as printed, against the project as it is."""

import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.reports import papers, workbooks
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.models import Backfill
from linli.core.documents.workbook_reading import ReadColumn, read_rows
from linli.core.identity.names import mask_name
from tests.factories import DAI, make_application, make_season

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "how-to"
pytestmark = pytest.mark.django_db


def code_of(recipe: str) -> list[str]:
    text = (RECIPES / recipe).read_text(encoding="utf-8")
    fenced = re.findall(r"^ *```python\n(.*?)^ *```", text, flags=re.S | re.M)
    return [textwrap.dedent(block) for block in fenced]


def run(code: str, surroundings: dict[str, Any]) -> dict[str, Any]:
    """Return the names after running code where others are known already."""
    names = dict(surroundings)
    exec(compile(code, "recipe", "exec", dont_inherit=True), names)
    return names


def test_report_of_the_recipe_lists_filled_and_empty_vacancies() -> None:
    season = make_season()
    filled, empty, filler = (make_application(season) for _ in range(3))
    Backfill.objects.create(
        season=season, county_id=DAI, leaver=filled, filler=filler, queue_position=1, reason="甲"
    )
    Backfill.objects.create(season=season, county_id=DAI, leaver=empty, reason="乙")

    make = run(code_of("add-a-report.md")[0], vars(workbooks))["backfill_list"]
    book = make(season, dated=date(2024, 7, 31))

    columns = (ReadColumn("空缺来自"), ReadColumn("递补人选"))
    assert [row.cells for row in read_rows(book, columns=columns)] == [
        (filled.case_number, filler.case_number),
        (empty.case_number, "名额空缺"),
    ]


def test_paper_of_the_recipe_lists_a_countys_interview_with_masked_names() -> None:
    season = make_season(is_rehearsal=True)
    listed = make_application(season, state=State.INTERVIEW_LISTED)
    make_application(season, state=State.NOT_INTERVIEW_LISTED)
    paper_code, papers_code, _ = code_of("add-a-notice.md")

    paper_module = run(paper_code, {"__name__": "linli.core.documents.interview_announcement"})
    known = {one.__name__: one for one in (Division, Season, Stage, State, mask_name)}
    make = run(papers_code, vars(papers) | known | paper_module)["interview_paper"]
    paper = make(season, Division.objects.get(code=DAI))

    rows = paper.annexes[0].blocks[0].rows
    assert (paper.title, rows, paper.marks) == (
        "代县进入面见复审人员名单",
        (("1", listed.case_number, mask_name("张样本")),),
        workbooks.marks_of(season),
    )
