"""Score sheets of a panel as a workbook: the people filled in, tried row by row, entered as one entry.

Source: D0 三(三); requirements D2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.interviews.entering import SheetRules, enter_marks, rules_of
from linli.apps.interviews.models import Panel, ScoreSheet
from linli.apps.interviews.permissions import require_county, require_open
from linli.apps.interviews.queries import candidates_of, examiners_of
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.score_workbook import (
    ABSENT,
    PRESENT,
    ScoreRow,
    examiner_names,
    score_columns,
    score_row,
)
from linli.core.documents.filled_workbook import (
    FilledRow,
    FilledRows,
    read_filled,
    shown_cells,
    told_twice,
    write_returned,
)
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import ReadRow
from linli.core.placement.scores import points
from linli.core.refusal import Refusal

_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class ScoreUpload:
    """One entry of a panel's score sheets by workbook."""

    panel: Panel
    entry: ScoreSheet.Entry

    @property
    def title(self) -> str:
        """Return what the workbook is called."""
        season, panel = self.panel.season, self.panel
        return f"{season.title}{panel.county.name}面见{panel}评分（{self.entry.label}）"

    def template(self, *, dated: date) -> bytes:
        """Return the workbook with the panel's candidates in the drawn order, to be filled in."""
        turns = self.panel.turns.filter(application__case_number__in=candidates_of(self.panel))
        rows = turns.order_by("position").values_list("position", "application__case_number")
        blanks = (None,) * (self._examiners + 1)
        sheet = Sheet(
            "面见成绩",
            self.title,
            (SheetColumn("面见次序", Kind.WHOLE), *self._columns(Kind.POINTS)),
            tuple((position, case, *blanks) for position, case in rows),
            marks_of(self.panel.season),
        )
        return write_workbook((sheet,), dated=dated)

    def dry_run(self, content: bytes, *, actor: User, at: datetime) -> FilledRows:
        """Return what a workbook would come to, row by row; nothing is stored.

        Raises what ``read_filled`` and ``enter_marks`` raise.
        """
        rows = read_filled(content, score_columns(self._examiners))
        with transaction.atomic():
            require_county(actor, self.panel.season, self.panel.county_id, act="录入面见评分")
            require_open(self.panel)
            rules, there = rules_of(self.panel, at), self._entered()
            judged = told_twice(_judged(row, rules, there) for row in rows)
            found = FilledRows(judged, self._missing(judged))
            if not found.wrong:
                self._enter(rows, rules, actor, at)
            # What the act itself would refuse is found by doing it; nothing of it stays.
            transaction.set_rollback(True)
        return found

    @transaction.atomic
    def commit(self, content: bytes, *, actor: User, at: datetime) -> int:
        """Enter all rows of a workbook, or none; return how many. Raises ``RowsWrong`` besides."""
        self.dry_run(content, actor=actor, at=at).require_good()
        rows = read_filled(content, score_columns(self._examiners))
        self._enter(rows, rules_of(self.panel, at), actor, at)
        return len(rows)

    def problems(self, found: FilledRows, *, dated: date) -> bytes:
        """Return the rows with a problem as a workbook that is put right and uploaded again."""
        rows = ((row.cells, row.problems, ()) for row in found.wrong)
        marks = marks_of(self.panel.season)
        columns = self._columns(Kind.TEXT)
        return write_returned(f"{self.title}需改正", columns, rows, marks=marks, dated=dated)

    @property
    def _examiners(self) -> int:
        return len(examiners_of(self.panel))

    def _columns(self, kind: Kind) -> tuple[SheetColumn, ...]:
        marks = (SheetColumn(name, kind) for name in examiner_names(self._examiners))
        return SheetColumn("报名编号"), *marks, SheetColumn("到场", choices=(PRESENT, ABSENT))

    def _enter(
        self, rows: tuple[ReadRow, ...], rules: SheetRules, actor: User, at: datetime
    ) -> None:
        sheets = [score_row(row, rules.most) for row in rows]
        enter_marks(self.panel, self.entry, sheets, actor=actor, at=at)

    def _entered(self) -> Mapping[str, int]:
        sheets = ScoreSheet.objects.filter(turn__panel=self.panel, entry=self.entry)
        return dict(sheets.values_list("turn__application__case_number", "pk"))

    def _missing(self, rows: tuple[FilledRow, ...]) -> tuple[str, ...]:
        named = {row.key for row in rows}
        missing = [case for case in candidates_of(self.panel) if case not in named]
        if not missing:
            return ()
        more = f"等{len(missing)}人" if len(missing) > _MOST_TOLD else ""
        return (f"本组的报名{'、'.join(missing[:_MOST_TOLD])}{more}不在表中，以后另行录入。",)


def _judged(row: ReadRow, rules: SheetRules, entered: Mapping[str, int]) -> FilledRow:
    cells = shown_cells(row)
    if row.problems:
        return FilledRow(row.number, cells, tuple(f"{what}。" for what in row.problems))
    told = tuple(
        points(cell) if isinstance(cell, int) else None if cell is None else str(cell)
        for cell in row.cells
    )
    try:
        sheet = score_row(row, rules.most)
        rules.require(sheet)
    except Refusal as refusal:
        return FilledRow(row.number, told, (refusal.sentence(),))
    return FilledRow(row.number, told, outcome=_outcome(sheet, entered))


def _outcome(sheet: ScoreRow, entered: Mapping[str, int]) -> str:
    what = "、".join(points(mark) for mark in sheet.given) or ABSENT
    return f"{'替换已录入的：' if sheet.case_number in entered else '录入：'}{what}"
