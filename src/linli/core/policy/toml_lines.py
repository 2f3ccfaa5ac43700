"""Where each key of a TOML file stands, so that an error can name the line of a figure.

``tomllib`` gives values without positions; packs keep one figure a line, which a scan of
headers and keys finds again.
"""

import re

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-\"'.]+)\s*=")

Path = tuple[str | int, ...]


def line_numbers(text: str) -> dict[Path, int]:
    """Map the path of each table and key to its line, counted from 1.

    The entries of an array of tables carry their index: ``("values", 0, "from")``.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            table = _table_path(header[2], counts, opens_entry=header[1] == "[[")
            lines.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key:
            lines.setdefault((*table, *_names(key[1])), number)
    return lines


def nearest_line(lines: dict[Path, int], path: Path) -> int | None:
    """Return the line of a path, or of the closest table around it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _table_path(header: str, counts: dict[Path, int], *, opens_entry: bool) -> Path:
    path: Path = ()
    names = _names(header)
    for position, name in enumerate(names):
        path = (*path, name)
        last = position == len(names) - 1
        if last and opens_entry:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
