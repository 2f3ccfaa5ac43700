"""What a run over rows is refused for: rows that may not be computed, rows that went missing."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from linli.core.identity.names import mask_id_number, mask_name, mask_phone
from linli.core.policy.bulk.sql import MARK
from linli.core.refusal import Refusal

PROBLEMS_SHOWN = 10


class RowsRefused(Refusal):
    """Rows whose facts may not be used or that no rule or table covers; nothing was written."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        told = "；".join(f"{_masked(str(key))}：{words}" for key, words in rows)
        super().__init__(f"有的行不能计算：{told}", mend="改正这些行后重新运行，本次没有写出结果")
        self.rows = tuple((_masked(str(key)), words) for key, words in rows)


def _masked(key: str) -> str:
    """Return a row's key as a refusal may say it: names, ID and telephone numbers only in part.

    What holds no digit is taken for a name; case numbers hold some.
    """
    key = key.strip()
    if not re.search(r"[0-9]", key):
        return mask_name(key)
    if re.fullmatch(r"[0-9]{17}[0-9Xx]", key):
        return mask_id_number(key)
    return mask_phone(key) if re.fullmatch(r"1[0-9]{10}", key) else key


class RowsLost(Refusal):
    """A run that returned another number of rows than it was given."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"输入{expected}行，得出{found}行", mend="不要使用本次结果，报告这个错误")


class EngineMissing(Refusal):
    """An engine that is an optional extra and not installed here."""

    def __init__(self, engine: str, extra: str, besides: str = "") -> None:
        super().__init__(
            f"没有安装{engine}", mend=f"运行 pip install 'linli[{extra}]'{besides}，或改用 duckdb"
        )


class UnreadableFile(Refusal):
    """A file that is not what its name says; names the line at most, never what stands there."""

    def __init__(self, form: str, line: int | None = None) -> None:
        place = f"第{line}行" if line else ""
        super().__init__(
            f"文件{place}不是有效的{form}",
            mend="重新导出文件；csv 用UTF-8编码、逗号分隔、首行为列名",
        )


class Unwritable(Refusal):
    """A result that could not be written: no place, or no leave to write."""

    def __init__(self) -> None:
        super().__init__(
            "结果文件写不下去", mend="核对文件夹的写入权限和磁盘的剩余空间，然后重新运行"
        )


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a path beside ``target`` to write to, which takes its place only when all went well.

    Each run has a path of its own: of two at once into one target, the later one stands.
    """
    part = target.with_name(f".{target.stem}.{uuid4().hex}{target.suffix}")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise Unwritable from error
    finally:
        part.unlink(missing_ok=True)


def refusal_of(text: str) -> tuple[str, str] | None:
    """Return key and words of a refusal from an engine's error text, if it is one of ours."""
    before, *parts = text.split(MARK)
    is_ours = len(parts) > 2 and "\n" not in before  # a query that is quoted holds the mark too
    return (parts[0], parts[1]) if is_ours else None
