"""Diploma dates of a county as a workbook: who is awaited filled in, judged row by row, recorded all or none.

Source: D0 二4; requirements A10, X12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.diplomas import (
    DiplomaRecorded,
    record_diplomas,
    require_diploma_day,
)
from linli.apps.applications.models import Application
from linli.apps.applications.queries import diploma_candidates, diploma_outstanding
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import marks_of
from linli.core.documents.filled_workbook import (
    FilledRow,
    FilledRows,
    NothingFilledIn,
    read_filled,
    shown_cells,
    told_twice,
    write_returned,
)
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import Expect, ReadColumn, ReadRow
from linli.core.identity.names import mask_name
from linli.core.refusal import Refusal

_DAY = "毕业证书取得日期"
_READ = (ReadColumn("报名编号"), ReadColumn(_DAY, Expect.DATE, is_required=False))


class DiplomaNotAwaited(Refusal):
    """A case of which this county awaits no diploma."""


@dataclass(frozen=True, slots=True)
class DiplomaUpload:
    """A county's diploma dates by workbook; rows without one are left as they are."""

    season: Season
    county: str

    @property
    def title(self) -> str:
        """Return what the workbook is called."""
        return f"{self.season.title}毕业证书取得日期"

    def template(self, *, dated: date) -> bytes:
        """Return the workbook with those whose date is not recorded, to be filled in."""
        found = diploma_outstanding(self.season, self.county).select_related("person")
        people = found.values_list("case_number", "person__name")
        rows = tuple((number, mask_name(name), None) for number, name in people)
        columns = (SheetColumn("报名编号"), SheetColumn("姓名"), SheetColumn(_DAY, Kind.DATE))
        sheet = Sheet("毕业证书", self.title, columns, rows, marks_of(self.season))
        return write_workbook((sheet,), dated=dated)

    def dry_run(self, content: bytes, *, today: date) -> FilledRows:
        """Return what a workbook says, row by row. Raises what ``read_filled`` raises."""
        rows, cases = self._read(content)
        return FilledRows(told_twice(_judged(row, cases, today) for row in rows))

    @transaction.atomic
    def commit(self, content: bytes, *, actor: User, at: datetime) -> int:
        """Record all rows of a workbook, or none; return how many.

        Raises ``RowsWrong`` and what ``record_diplomas`` raises.
        """
        rows, cases = self._read(content)
        judged = told_twice(_judged(row, cases, beijing_date(at)) for row in rows)
        FilledRows(judged).require_good()
        dates = {cases[str(row.cells[0])]: _day(row) for row in rows}
        record_diplomas(dates, actor=actor, at=at)
        return len(dates)

    def problems(self, found: FilledRows, *, dated: date) -> bytes:
        """Return the rows with a problem as a workbook that is put right and uploaded again."""
        rows = ((row.cells, row.problems, ()) for row in found.wrong)
        columns = (SheetColumn("报名编号"), SheetColumn(_DAY))
        marks = marks_of(self.season)
        return write_returned(f"{self.title}需改正", columns, rows, marks=marks, dated=dated)

    def _read(self, content: bytes) -> tuple[list[ReadRow], dict[str, Application]]:
        """Return the rows that say something, and the county's candidates among them by case number."""
        rows = [row for row in read_filled(content, _READ) if row.cells[1] or row.problems]
        if not rows:
            raise NothingFilledIn("没有填写任何人的取得日期", mend="填写日期后上传")
        numbers = [str(row.cells[0]) for row in rows]
        found = diploma_candidates(self.season, self.county).filter(case_number__in=numbers)
        return rows, {one.case_number: one for one in found.select_related("season__city")}


def _judged(row: ReadRow, cases: Mapping[str, Application], today: date) -> FilledRow:
    cells = shown_cells(row)
    if row.problems:
        return FilledRow(row.number, cells, tuple(f"{what}。" for what in row.problems))
    try:
        _require(str(row.cells[0]), _day(row), cases, today)
    except Refusal as refusal:
        return FilledRow(row.number, cells, (refusal.sentence(),))
    return FilledRow(row.number, cells, outcome=f"登记为{_day(row)}")


def _day(row: ReadRow) -> date:
    day = row.cells[1]
    assert isinstance(day, date)
    return day


def _require(number: str, day: date, cases: Mapping[str, Application], today: date) -> None:
    case = cases.get(number)
    if case is None:
        raise DiplomaNotAwaited(
            f"报名{number}不在本县登记毕业证书的人员中",
            why="D0 二4",
            mend="核对报名编号；其他县的由其他县登记，不在招募中的不登记",
        )
    if case.diploma_date is not None:
        raise DiplomaRecorded(
            f"报名{number}已登记为{case.diploma_date}",
            why="D0 二4",
            mend="删去这一行；登记有误的，在已登记的名单中更正",
        )
    require_diploma_day(case, day, today=today)
