"""The text of an HTML body: nothing in it is run, fetched or kept."""

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "object", "svg"})
_BREAKS = frozenset(
    {"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "hr", "blockquote"}
)


class _TextCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silenced_by: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silenced_by.append(tag)
        self._mark(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silenced_by:
            del self._silenced_by[self._silenced_by.index(tag) :]
        self._mark(tag)

    def handle_data(self, data: str) -> None:
        if not self._silenced_by:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _mark(self, tag: str) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\t")


def html_to_text(markup: str) -> str:
    """Return what a reader would see, line by line; scripts and styles are dropped."""
    collector = _TextCollector()
    try:
        collector.feed(markup)
        collector.close()
    except (AssertionError, ValueError):
        # Malformed declarations stop the parser; what came before is kept.
        collector.pieces.append("\n")
    lines = (line.strip() for line in "".join(collector.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
