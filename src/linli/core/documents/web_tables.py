"""The rows and cells of a table in the markup of a web page."""

from collections.abc import Iterator

from linli.core.documents.web_markup import Element

_CELLS = frozenset({"td", "th"})
# What may stand between a table and its rows, or a row and its cells.
_GROUPS = frozenset({"thead", "tbody", "tfoot", "form", "center", "font", "span", "div", "b"})


def table_rows(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row, not those of tables inside them."""
    loose: list[Element] = []
    for child in _elements(table):
        if child.name == "tr":
            yield [cell for cell in _elements(child) if cell.name in _CELLS]
        elif child.name in _CELLS:
            loose.append(child)
    if loose:
        yield loose


def _elements(parent: Element) -> Iterator[Element]:
    for child in parent.children:
        if isinstance(child, str):
            continue
        if child.name in _GROUPS:
            yield from _elements(child)
        else:
            yield child
