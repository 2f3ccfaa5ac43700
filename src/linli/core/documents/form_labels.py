"""Find the fields of the registration form by the words printed beside them.

Where a value stands follows from the geometry of the table, not from cell numbers:
right of its label, else under it, else behind a colon in the same cell or line.

Source: D0 附件2.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from linli.core.documents.grid import PICTURE, Cell, FormContent, Grid, Place, joined_place

#: The labels of Annex 2, then spellings that programs and people put in their place.
LABELS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名",),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "birth": ("出生年月", "出生日期", "出生年月日"),
    "native_place": ("籍贯",),
    "political_status": ("政治面貌",),
    "school": ("毕业院校", "毕业学校"),
    "graduation": ("毕业时间", "毕业年月", "毕业日期"),
    "major": ("所学专业", "专业"),
    "education": ("学历",),
    "degree": ("学位",),
    "id_number": ("身份证号", "身份证号码", "居民身份证号", "公民身份号码"),
    "address": ("家庭详细住址", "家庭住址", "详细住址", "家庭地址", "家庭详细地址"),
    "phone": ("联系电话", "手机号码", "手机号", "联系方式", "联系手机"),
    "intended": ("工作意向地区", "意向地区", "工作意向地"),
    "transfer": (
        "如工作意向地区招募已满是否接受调剂到其他地区",
        "是否接受调剂到其他地区",
        "是否接受调剂",
        "是否服从调剂",
    ),
    "resume": ("个人简历",),
    "awards": ("高校读书期间奖惩情况", "奖惩情况"),
    "strengths": ("有何特长爱好", "特长爱好", "有何特长"),
    "pledge": ("本人承诺",),
}
_FIELD_OF = {label: name for name, labels in LABELS.items() for label in labels}
# Short labels differ from each other by one letter (学历, 学位), and so do values from them.
_MISREAD = {
    (label[:place], label[place + 1 :]): name
    for label, name in _FIELD_OF.items()
    if len(label) >= 4
    for place in range(len(label))
}
_LENGTHS = range(4, max(map(len, _FIELD_OF)) + 1)
_LONGEST_LABELS = {label: name for label, name in _FIELD_OF.items() if len(label) >= 10}
LONG_FIELDS = frozenset({"intended", "transfer", "resume", "awards", "strengths", "pledge"})
_HINT = re.compile(r"[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_LONGEST_LABEL = 60
_PHOTO_PLACE = re.compile(
    "(?:请?贴|粘贴|近期|本人|一寸|二寸|[12１２]寸|免冠|正面|彩色|红底|蓝底|白底|登记|证件|电子)*照片?(?:处|粘贴处|张贴处|位置|另附|另发|附后|(?:已?见|如|在)(?:附件|邮件))?"
)
_LONGEST_HEADING = 5_000
# A whole form has some two thousand characters.
_MOST_INLINE_TEXT = 300_000
# More than any document holds, unless thousands of labels share one value.
_MOST_TABLE_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class FoundFields:
    """What stands at each label as written (``""`` if blank), and whether a photo is on the form.

    ``places`` tells where the values stand, for carriers that have pages.
    """

    values: Mapping[str, str]
    places: Mapping[str, Place]
    has_photo: bool
    heading: str


def find_fields(content: FormContent) -> FoundFields:
    """Find every field of the form in the tables, then in the running text.

    A field that is printed twice takes the first place that is filled in.
    """
    values: dict[str, str] = {}
    places: dict[str, Place] = {}
    for name, value, place in _table_values(content.grids):
        if place is not None and not values.get(name, "").strip():
            places[name] = place
        _keep(values, name, value)
    inline: dict[str, str] = {}
    left = _MOST_INLINE_TEXT
    for text in (*_cell_texts(content.grids), "\n".join(content.lines)):
        for name, value in _inline_values(text[:left]):
            _keep(inline, name, value)
        left = max(left - len(text), 0)
    return FoundFields(
        values={**inline, **values},
        places=places,
        has_photo=_has_photo(content),
        heading=_heading(content),
    )


def label_of(text: str) -> str | None:
    """Return the field that a cell's text is the label of, ``None`` if it is no label."""
    if len(text) > 4 * _LONGEST_LABEL:
        return None
    folded = _NOT_A_WORD.sub("", _HINT.sub("", unicodedata.normalize("NFKC", text)))
    return _FIELD_OF.get(folded) or _misread_label(folded)


def label_before_colon(text: str) -> tuple[str, str] | None:
    """Divide a line that begins with a label and a colon into label and value."""
    match = _INLINE.match(text)
    return (match.group(), text[match.end() :]) if match is not None else None


def _misread_label(text: str) -> str | None:
    """Return the field of a longer label with one letter misread, as recognition of pictures does."""
    if len(text) not in _LENGTHS:
        return None
    for place in range(len(text)):
        found = _MISREAD.get((text[:place], text[place + 1 :]))
        if found is not None:
            return found
    return next((name for label, name in _LONGEST_LABELS.items() if _is_nearly(text, label)), None)


def _is_nearly(text: str, label: str) -> bool:
    """Tell whether at most one letter in six is another or missing; ``label`` is a long one.

    A longer text is a label with its value behind it.
    """
    most = len(label) // 6
    if not len(label) - most <= len(text) <= len(label) or len(set(label) - set(text)) > most:
        return False
    row = list(range(len(label) + 1))
    for number, letter in enumerate(text, start=1):
        before, row = row, [number]
        for place, expected in enumerate(label, start=1):
            row.append(
                min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != expected))
            )
    return row[-1] <= most


def _keep(values: dict[str, str], name: str, value: str) -> None:
    if not values.get(name, "").strip():
        values[name] = value


@dataclass(frozen=True, slots=True)
class _Layout:
    """A grid laid out once for all look-ups: a hostile table has thousands of rows."""

    places: Mapping[tuple[int, int], Cell]
    labels: tuple[tuple[Cell, str], ...]
    printed: frozenset[tuple[int, int]]
    printed_rows: frozenset[int]

    def is_printed(self, cell: Cell) -> bool:
        """Tell whether a cell holds a label or the place of the photo."""
        return cell.origin in self.printed


def _layout(grid: Grid) -> _Layout:
    named = [(cell, label_of(cell.text)) for cell in grid.cells]
    printed = [cell for cell, name in named if name is not None or _is_photo_place(cell)]
    return _Layout(
        places=_places(grid),
        labels=tuple((cell, name) for cell, name in named if name is not None),
        printed=frozenset(cell.origin for cell in printed),
        printed_rows=frozenset(row for cell in printed for row in _rows(cell)),
    )


def _is_photo_place(cell: Cell) -> bool:
    words = _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", cell.text))
    return len(words) < _LONGEST_LABEL and bool(_PHOTO_PLACE.fullmatch(words))


def _rows(cell: Cell) -> range:
    return range(cell.row, cell.row + cell.rows)


def _places(grid: Grid) -> dict[tuple[int, int], Cell]:
    return {
        (row, column): cell
        for cell in grid.cells
        for row in _rows(cell)
        for column in range(cell.column, cell.column + cell.columns)
    }


def _table_values(grids: Iterable[Grid]) -> Iterator[tuple[str, str, Place | None]]:
    left = _MOST_TABLE_TEXT
    for grid in grids:
        for name, value, place in _grid_values(grid):
            left -= len(value)
            if left < 0:
                return
            yield name, value, place


def _grid_values(grid: Grid) -> Iterator[tuple[str, str, Place | None]]:
    layout = _layout(grid)
    for cell, name in layout.labels:
        found = _value_cells(cell, layout=layout)
        yield (
            name,
            "\n".join(item.text for item in found),
            joined_place(item.place for item in found),
        )


def _value_cells(label: Cell, *, layout: _Layout) -> list[Cell]:
    right = list(_cells_right(label, row=label.row, layout=layout))
    if not right:
        below = layout.places.get((label.row + label.rows, label.column))
        return [below] if below is not None and not layout.is_printed(below) else []
    for row in _rows_of(label, layout=layout):
        right += _cells_right(label, row=row, layout=layout)
    return list({cell.origin: cell for cell in right}.values())


def _cells_right(label: Cell, *, row: int, layout: _Layout) -> Iterator[Cell]:
    column = label.column + label.columns
    while (cell := layout.places.get((row, column))) is not None and not layout.is_printed(cell):
        yield cell
        column = cell.column + cell.columns


def _rows_of(label: Cell, *, layout: _Layout) -> Iterator[int]:
    """Yield the further rows of a label: those it covers, then those that leave its place blank."""
    yield from range(label.row + 1, label.row + label.rows)
    row = label.row + label.rows
    while (cell := layout.places.get((row, label.column))) is not None:
        is_blank_place = not cell.text.strip() and cell.columns == label.columns
        if not is_blank_place or row in layout.printed_rows:
            return
        yield row
        row += 1


def _spaced(label: str) -> str:
    # Bounded, since a file may hold a million blanks.
    return r"[^\S\n]{0,4}[、,，]?[^\S\n]{0,4}".join(map(re.escape, label))


_INLINE = re.compile(
    "(?<![\u4e00-\u9fff])(?:"
    + "|".join(
        f"(?P<{name}>{'|'.join(_spaced(label) for label in sorted(labels, key=len, reverse=True))})"
        for name, labels in LABELS.items()
        if name != "transfer"
    )
    + r")[^\S\n]*[:：]"
)


def _inline_values(text: str) -> Iterator[tuple[str, str]]:
    matches = list(_INLINE.finditer(text))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        name = match.lastgroup or ""
        value = text[match.end() : end]
        yield name, value if name in LONG_FIELDS else value.split("\n")[0]


def _cell_texts(grids: Iterable[Grid]) -> Iterator[str]:
    for grid in grids:
        yield from (cell.text for cell in grid.cells)


def _has_photo(content: FormContent) -> bool:
    if any(PICTURE in line for line in content.lines[:20]):
        return True
    return any(_cells_with_a_photo(grid, _layout(grid)) for grid in content.grids)


def _cells_with_a_photo(grid: Grid, layout: _Layout) -> list[Cell]:
    long_cells = {
        item.origin
        for cell, name in layout.labels
        if name in LONG_FIELDS
        for item in _value_cells(cell, layout=layout)
    }
    return [cell for cell in grid.cells if PICTURE in cell.text and cell.origin not in long_cells]


def photo_number(content: FormContent) -> int | None:
    """Return how many pictures of the file stand before the photo in the table of the form.

    ``None`` if no picture stands there behind the first label, or if it cannot be told which of
    them it is: whatever is pasted above the table is no photo.
    """
    before = 0
    for number, grid in enumerate(content.grids):
        layout = _layout(grid)
        if layout.labels:
            first = layout.labels[0][0].origin
            photos = [cell for cell in _cells_with_a_photo(grid, layout) if cell.origin > first]
            above = _pictures_above(content, is_first=number == 0)
            if not photos or above is None:
                return None
            cells = grid.cells[: grid.cells.index(photos[0])]
            return above + before + _pictures_in(cell.text for cell in cells)
        before += _pictures_in(cell.text for cell in grid.cells)
    return None


def _pictures_above(content: FormContent, *, is_first: bool) -> int | None:
    """Count the pictures in the lines above the form's table; ``None`` if nobody knows where they stand."""
    if not _pictures_in(content.lines):
        return 0
    if content.lines_above is None:
        return None
    if not is_first and _pictures_in(content.lines[content.lines_above :]):
        return None
    return _pictures_in(content.lines[: content.lines_above])


def _pictures_in(texts: Iterable[str]) -> int:
    return sum(text.count(PICTURE) for text in texts)


def _heading(content: FormContent) -> str:
    """Return the words outside the tables and above the first label of each, without blanks."""
    words = list(content.lines)
    for grid in content.grids:
        for cell in grid.cells:
            if label_of(cell.text) is not None:
                break
            words.append(cell.text)
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", "".join(words)[:_LONGEST_HEADING]))
