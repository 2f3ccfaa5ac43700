"""Hand an official an attachment as it was sent, or the words in one that no picture shows."""

from dataclasses import dataclass, field

from linli.apps.intake.keeping import kept
from linli.apps.intake.models import Mail
from linli.core.documents.grid import PICTURE, Grid
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.intake.mail import read_mail
from linli.core.intake.page_content import page_content
from linli.core.intake.sent import SentPage
from linli.core.refusal import Refusal

Table = tuple[tuple[str, ...], ...]
# More than this is no form and no paper, and no browser shows it well.
_MOST_TABLES, _MOST_ROWS = 50, 1_000


@dataclass(frozen=True, slots=True)
class SentWords:
    """The text of a file: its lines outside tables, and its tables as rows of cells."""

    lines: tuple[str, ...] = field(repr=False)
    tables: tuple[Table, ...] = field(repr=False)


class NothingAttached(Refusal):
    """The attachment has no content, or no words in it."""


def sent_file(mail: Mail, digest: str) -> bytes:
    """Return an attachment as it was sent. Raises ``MailNotKept`` and ``NothingAttached``."""
    content = page_content(read_mail(mail.file, kept(mail.digest)), SentPage(digest))
    if not content:
        raise NothingAttached("这个附件没有取出内容", mend="下载来件原文，用邮件软件打开")
    return content


def sent_words(mail: Mail, digest: str) -> SentWords:
    """Return what stands in an attachment that holds text. Raises ``MailNotKept`` and ``NothingAttached``."""
    read = read_text_carrier(sent_file(mail, digest)).content
    lines, grids = (read.lines, read.grids) if read else ((), ())
    words = SentWords(
        lines=tuple(shown for line in lines[:_MOST_ROWS] if (shown := _shown(line))),
        tables=tuple(table for grid in grids[:_MOST_TABLES] if (table := _table(grid))),
    )
    if not (words.lines or words.tables):
        raise NothingAttached("这个附件中没有读到文字", mend="下载附件，用相应软件打开")
    return words


def _table(grid: Grid) -> Table:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(_shown(cell.text))
    return tuple(tuple(row) for _, row in sorted(rows.items()) if any(row))[:_MOST_ROWS]


def _shown(text: str) -> str:
    return text.replace(PICTURE, "［图片］").strip()
