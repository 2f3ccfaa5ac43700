"""Officials' accounts by workbook: judged row by row, made all or none; each waits for its grant.

Source: GB/T 22239-2019 8.1.5.1; ADR 0019.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.keeping import make_account, proposed_account
from linli.apps.accounts.models import BUSINESS, Office, User
from linli.core.documents.filled_workbook import (
    FilledRow,
    FilledRows,
    WorkbookTooLong,
    read_filled,
    shown_cells,
    told_twice,
    write_returned,
)
from linli.core.documents.official import Mark
from linli.core.documents.workbook import Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import ReadColumn, ReadRow
from linli.core.refusal import Refusal

#: The links of so many accounts stand on the one page that shows them once.
MOST_ACCOUNTS = 50
_OFFICES: Mapping[str, Office] = {str(one.label): one for one in BUSINESS}
_HEADERS = ("用户名", "姓名", "单位类别", "区划代码", "依据")
_LONGEST_NAME = User._meta.get_field("display_name").max_length or 0
_LONGEST_REASON = 400


class OfficeUnknown(Refusal):
    """A word that is no kind of office whose accounts are made here."""


class WordsTooLong(Refusal):
    """A name or a reason of more characters than are kept."""


@dataclass(frozen=True, slots=True)
class _Asked:
    username: str
    name: str
    office: Office
    division: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountUpload:
    """Accounts that a system administrator makes by workbook, each with the letter that asked for it."""

    actor: User

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of the workbooks: a rehearsal account makes such accounts."""
        return (Mark.REHEARSAL, Mark.SAMPLE) if self.actor.is_rehearsal else ()

    def template(self, *, dated: date) -> bytes:
        """Return the empty workbook, to be filled in."""
        sheet = Sheet("账号", "建立工作人员账号", _columns(), (), self.marks, MOST_ACCOUNTS)
        return write_workbook((sheet,), dated=dated)

    def dry_run(self, content: bytes) -> FilledRows:
        """Return what a workbook would come to, row by row; nothing is stored.

        Raises ``WorkbookTooLong`` and what ``read_filled`` raises.
        """
        return FilledRows(told_twice(self._judged(row) for row in _read(content)))

    @transaction.atomic
    def commit(self, content: bytes, *, at: datetime) -> tuple[User, ...]:
        """Make all accounts of a workbook, or none; return them in its order.

        Raises ``RowsWrong`` and what ``make_account`` raises.
        """
        self.dry_run(content).require_good()
        return tuple(
            make_account(
                one.username,
                name=one.name,
                office=one.office,
                division=one.division,
                reason=one.reason,
                actor=self.actor,
                at=at,
            )
            for one in map(_asked, _read(content))
        )

    def problems(self, found: FilledRows, *, dated: date) -> bytes:
        """Return the rows with a problem as a workbook that is put right and uploaded again."""
        rows = ((row.cells, row.problems, ()) for row in found.wrong)
        title = "建立工作人员账号需改正"
        return write_returned(title, _columns(), rows, marks=self.marks, dated=dated)

    def _judged(self, row: ReadRow) -> FilledRow:
        cells = shown_cells(row)
        if row.problems:
            return FilledRow(row.number, cells, tuple(f"{what}。" for what in row.problems))
        try:
            asked = _asked(row)
            official, _ = proposed_account(
                asked.username,
                name=asked.name,
                office=asked.office,
                division=asked.division,
                reason=asked.reason,
                actor=self.actor,
            )
        except Refusal as refusal:
            return FilledRow(row.number, cells, (refusal.sentence(),))
        outcome = f"建立：{official}，{official.get_office_display()}，{official.division}"
        return FilledRow(row.number, cells, outcome=f"{outcome}，等待授权")


def _columns() -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(header, choices=tuple(_OFFICES) if header == "单位类别" else ())
        for header in _HEADERS
    )


def _read(content: bytes) -> tuple[ReadRow, ...]:
    rows = read_filled(content, tuple(ReadColumn(header) for header in _HEADERS))
    if len(rows) > MOST_ACCOUNTS:
        raise WorkbookTooLong(
            f"表格有{len(rows)}行，一次最多建立{MOST_ACCOUNTS}个账号：设置密码的链接只在一页上出现一次",
            mend="分成几个文件分别上传",
        )
    return rows


def _asked(row: ReadRow) -> _Asked:
    """Return the account that a row asks for. Raises ``OfficeUnknown`` and ``WordsTooLong``."""
    username, name, office, division, reason = (str(cell) for cell in row.cells)
    if office not in _OFFICES:
        raise OfficeUnknown("单位类别不是可以建立账号的一种", mend=f"填{'、'.join(_OFFICES)}之一")
    for header, text, longest in (("姓名", name, _LONGEST_NAME), ("依据", reason, _LONGEST_REASON)):
        if len(text) > longest:
            raise WordsTooLong(f"“{header}”超过{longest}字", mend="缩短后重新上传")
    return _Asked(username, name, _OFFICES[office], division, reason)
