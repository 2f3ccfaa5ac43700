"""What a filled-in workbook must not hold: macros, formulas, cells merged over rows."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from linli.core.documents.workbook_reading import WorkbookUnreadable

_RELATED = "xl/_rels/workbook.xml.rels"
_RANGE = re.compile(r"[A-Z]+(\d+):[A-Z]+(\d+)")
# Above the first row of people stand title, mark and header, which our own templates merge.
_HEAD_ROWS = 10
_MOST_TOLD = 5


def refuse_traps(content: bytes) -> None:
    """Refuse a file that is no plain ``.xlsx``. Raises ``WorkbookUnreadable``."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise WorkbookUnreadable(
                    "文件含有宏，不能导入", mend="另存为不含宏的 .xlsx 后重新上传"
                )
            for name in _parts(archive):
                _refuse_sheet(archive.read(name))
    except BadZipFile as error:
        raise WorkbookUnreadable("文件不是 .xlsx 工作簿", mend="另存为 .xlsx 后重新上传") from error


def _parts(archive: ZipFile) -> list[str]:
    """Name what may be a sheet: it is one by its relation to the workbook, whatever its name is."""
    related: set[str] = set()
    for name in archive.namelist():
        if name.lower() == _RELATED:
            targets = (
                one.get("Target", "") for one in _elements(archive.read(name), "Relationship")
            )
            related |= {_file_name(target) for target in targets}
    return [
        name
        for name in archive.namelist()
        if name.lower().endswith(".xml") or _file_name(name) in related
    ]


def _file_name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _refuse_sheet(content: bytes) -> None:
    formulas: list[str] = []
    for element in _elements(content, "f", "mergeCell"):
        if _local(element) == "mergeCell":
            _refuse_merge(str(element.get("ref", "")))
            continue
        cell = element.getparent()
        # A chart has its formulas too, in no cell.
        if cell is not None and _local(cell) == "c":
            formulas.append(cell.get("r", ""))
    if formulas:
        more = f"等{len(formulas)}处" if len(formulas) > _MOST_TOLD else ""
        raise WorkbookUnreadable(
            f"单元格{'、'.join(formulas[:_MOST_TOLD])}{more}是公式，算出来的值不能导入",
            mend="复制后“选择性粘贴”为数值，再上传",
        )


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _elements(content: bytes, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of a part by name, of whichever edition of the format."""
    # Rows of sheets and shared texts are let go of as they end: there may be very many.
    tags = tuple(f"{{*}}{name}" for name in (*names, "row", "si"))
    found = etree.iterparse(
        BytesIO(content), events=("end",), tag=tags, resolve_entities=False, no_network=True
    )
    try:
        for _, element in found:
            if _local(element) in names:
                yield element
            else:
                element.clear()
    except etree.XMLSyntaxError as error:
        raise WorkbookUnreadable("文件已损坏，不能读取", mend="另存为 .xlsx 后重新上传") from error


def _refuse_merge(place: str) -> None:
    rows = _RANGE.fullmatch(place)
    if rows is None:
        return
    first, last = (int(row) for row in rows.groups())
    if first != last or last > _HEAD_ROWS:
        raise WorkbookUnreadable(
            f"单元格{place}合并在一起，分不清哪一行是谁的", mend="取消合并，每人一行，再上传"
        )
