"""Medical conclusions of a county as a workbook: who waits filled in, judged row by row.

What is judged goes on to the page of conclusions, which shows what it brings about and records it.
Source: D0 三(四); requirements E3, X12.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.medical import Conclusion
from linli.core.documents.filled_workbook import (
    FilledRow,
    FilledRows,
    NothingFilledIn,
    read_filled,
    shown_cells,
    told_twice,
    write_returned,
)
from linli.core.documents.workbook import Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import ReadColumn, ReadRow
from linli.core.identity.names import mask_name
from linli.core.refusal import Refusal

_LABELS: Mapping[str, Conclusion] = {str(one.label): one for one in Conclusion}
_READ = (ReadColumn("报名编号"), ReadColumn("结论", is_required=False))


class NotWaiting(Refusal):
    """A case that does not wait for this county's medical check."""


class ConclusionUnknown(Refusal):
    """A word that is no conclusion that may be recorded."""


@dataclass(frozen=True, slots=True)
class MedicalUpload:
    """A county's conclusions by workbook; rows without one are left as they are."""

    season: Season
    county: str

    @property
    def title(self) -> str:
        """Return what the workbook is called."""
        return f"{self.season.title}体检结论"

    def template(self, *, dated: date) -> bytes:
        """Return the workbook with those who wait for the check, to be filled in."""
        rows = tuple((one.case_number, mask_name(one.person.name), None) for one in self._waiting())
        choices = SheetColumn("结论", choices=tuple(_LABELS))
        columns = (SheetColumn("报名编号"), SheetColumn("姓名"), choices)
        sheet = Sheet("体检结论", self.title, columns, rows, marks_of(self.season))
        return write_workbook((sheet,), dated=dated)

    def dry_run(self, content: bytes) -> FilledRows:
        """Return what a workbook says, row by row. Raises what ``read_filled`` raises."""
        rows = [row for row in read_filled(content, _READ) if row.cells[1] or row.problems]
        if not rows:
            raise NothingFilledIn("没有填写任何人的结论", mend="在“结论”一栏选择后上传")
        waiting = {one.case_number: one for one in self._waiting()}
        repeated = {number for number, one in waiting.items() if hasattr(one, "medical_recheck")}
        return FilledRows(told_twice(_judged(row, waiting, repeated) for row in rows))

    def results(self, found: FilledRows) -> dict[str, str]:
        """Return the conclusions of the good rows by case number."""
        return {row.key: _LABELS[str(row.cells[1])].value for row in found.good}

    def problems(self, found: FilledRows, *, dated: date) -> bytes:
        """Return the rows with a problem as a workbook that is put right and uploaded again."""
        rows = ((row.cells, row.problems, ()) for row in found.wrong)
        columns = (SheetColumn("报名编号"), SheetColumn("结论", choices=tuple(_LABELS)))
        marks = marks_of(self.season)
        return write_returned(f"{self.title}需改正", columns, rows, marks=marks, dated=dated)

    def _waiting(self) -> list[Application]:
        found = self.season.applications.filter(county_id=self.county).in_state(State.PLACED)
        return list(found.select_related("person", "medical_recheck").order_by("case_number"))


def _judged(row: ReadRow, waiting: Collection[str], repeated: Collection[str]) -> FilledRow:
    cells = shown_cells(row)
    if row.problems:
        return FilledRow(row.number, cells, tuple(f"{what}。" for what in row.problems))
    number, word = (str(cell) for cell in cells)
    try:
        _require(number, word, waiting, repeated)
    except Refusal as refusal:
        return FilledRow(row.number, cells, (refusal.sentence(),))
    return FilledRow(row.number, cells, outcome=f"登记为{word}")


def _require(number: str, word: str, waiting: Collection[str], repeated: Collection[str]) -> None:
    if number not in waiting:
        raise NotWaiting(
            f"报名{number}不在本县待体检的人员中",
            why="D0 三(四)",
            mend="核对报名编号；已登记结论的不再登记",
        )
    if word not in _LABELS:
        raise ConclusionUnknown(
            "结论不是可以登记的一种", why="D0 三(四)", mend=f"填{'、'.join(_LABELS)}之一"
        )
    if _LABELS[word] == Conclusion.RECHECK and number in repeated:
        raise ConclusionUnknown(
            f"报名{number}已是复检，不能再登记待复检", why="D0 三(四)", mend="登记复检的结论"
        )
