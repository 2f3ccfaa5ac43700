"""The receipt of the agreements that the city has taken on record for one county.

Source: D0 三(六).
"""

from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import (
    Align,
    Column,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    date_text,
)
from linli.core.refusal import Refusal

_COLUMNS = (
    Column("序号", 12),
    Column("备案回执", 44),
    Column("协议编号", 44),
    Column("姓名", 22),
    Column("街道（乡镇）、社区", 34, Align.LEFT),
)


class NothingFiled(Refusal):
    """A receipt is asked for where nothing is on record."""


@dataclass(frozen=True, slots=True)
class FiledLine:
    """One agreement on record: its receipt, its number, whose it is, where."""

    receipt: str
    number: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class FilingReceipt:
    """What the receipt says; ``dated`` is the day of the latest filing."""

    organ: str
    addressee: str
    season_title: str
    basis: str
    basis_number: str
    lines: tuple[FiledLine, ...]
    dated: date
    marks: tuple[Mark, ...] = ()


def filing_receipt_paper(told: FilingReceipt) -> OfficialPaper:
    """Return the receipt as a paper without letterhead. Raises ``NothingFiled``. Source: D0 三(六)."""
    if not told.lines:
        raise NothingFiled("还没有备案的协议", why="D0 三(六)", mend="市级备案以后再下载回执")
    rows = tuple(
        (str(place), one.receipt, one.number, one.name, one.place)
        for place, one in enumerate(told.lines, start=1)
    )
    return OfficialPaper(
        title=f"{told.season_title}\n协议备案回执",
        dated=told.dated,
        addressee=told.addressee,
        blocks=(
            Paragraph(
                f"你单位根据《{told.basis}》（{told.basis_number}）三（六）上报的协议签订名单收悉。"
                f"截至{date_text(told.dated)}，已备案{len(told.lines)}份，名单如下。"
            ),
            Table(_COLUMNS, rows),
        ),
        signature=Signature((told.organ,), told.dated),
        marks=told.marks,
    )
