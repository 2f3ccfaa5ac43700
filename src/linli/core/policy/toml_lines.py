"""Where each key of a TOML file stands, so that an error can name the line of a figure.

``tomllib`` gives values without positions; this scan reads the same text again, knowing
only headers, keys, strings, arrays and inline tables.
"""

import re
import tomllib

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_VALUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'|[^,\]}#\n]+',
    re.DOTALL,
)

Path = tuple[str | int, ...]


def line_numbers(text: str) -> dict[Path, int]:
    """Map the path of each table, key and array entry to its line, counted from 1.

    ``text`` is TOML that ``tomllib`` has accepted. The entries of an array carry their
    index: ``("values", 0, "from")``.
    """
    scan = _Scan(text)
    table: Path = ()
    while not scan.is_at_end():
        if scan.takes("[["):
            table = scan.header(opens_entry=True)
        elif scan.takes("["):
            table = scan.header(opens_entry=False)
        else:
            scan.entry(table)
    return scan.lines


def nearest_line(lines: dict[Path, int], path: Path) -> int | None:
    """Return the line of a path, or of the closest table around it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


class _Scan:
    """A walk through the text; ``at`` is the place reached, ``counts`` the open array entries."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def is_at_end(self) -> bool:
        self._skip_blanks()
        return self.at == len(self.text)

    def takes(self, token: str) -> bool:
        self._skip_blanks()
        found = self.text.startswith(token, self.at)
        self.at += len(token) if found else 0
        return found

    def header(self, *, opens_entry: bool) -> Path:
        path: Path = ()
        names = self._names()
        for position, name in enumerate(names, start=1):
            path = (*path, name)
            if opens_entry and position == len(names):
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        self._note(path)
        self.takes("]]" if opens_entry else "]")
        return path

    def entry(self, table: Path) -> None:
        path = (*table, *self._names())
        self._note(path)
        self.takes("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        if self.takes("{"):
            while not self.takes("}"):
                self.entry(path)
                self.takes(",")
        elif self.takes("["):
            index = 0
            while not self.takes("]"):
                self._note((*path, index))
                self._value((*path, index))
                self.takes(",")
                index += 1
        else:
            self._match(_VALUE)

    def _names(self) -> list[str]:
        names = [self._name()]
        while self.takes("."):
            names.append(self._name())
        return names

    def _name(self) -> str:
        self._skip_blanks()
        written = self._match(_NAME)
        return (
            next(iter(tomllib.loads(f"{written} = 0"))) if written[0] == '"' else written.strip("'")
        )

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, self.at) + 1)

    def _skip_blanks(self) -> None:
        self._match(_BLANK)

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"no TOML at character {self.at}")
        self.at = found.end()
        return found[0]
