"""The text of an HTML body: nothing in it is run, fetched or kept.

The standard library's parser takes quadratic time on unfinished comments, minutes for one
hostile mail; this scanner goes over the text once.
"""

import html
import re
from collections.abc import Iterator

_SILENT = frozenset({"script", "style", "title", "noscript", "template", "object", "svg"})
_BREAKS = frozenset(
    {"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "hr", "blockquote"}
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})\b[^<>]{0,5000}>|<[!?/][^<>]{0,5000}>")

_LINK = re.compile(r"\bhref\s{0,3}=\s{0,3}[\"']?(https?://[^\s\"'<>]{1,500})", re.IGNORECASE)
# What is smaller is a logo or a trace.
_PASTED = re.compile(
    rb"[\"'(=]data:image/(jpe?g|png|gif|bmp|webp);base64,\s{0,4}([A-Za-z0-9+/=%\s]{1000,})",
    re.IGNORECASE,
)


def html_to_text(markup: str) -> str:
    """Return what a reader would see, line by line; comments, scripts and styles are dropped."""
    lines = (line.strip() for line in "".join(_pieces(_without_comments(markup))).split("\n"))
    return "\n".join(line for line in lines if line)


def html_without_pictures(markup: bytes) -> bytes:
    """Return a body without its pasted pictures, which are longer than any tag is taken to be."""
    return _PASTED.sub(b"=x", markup)


def html_links(markup: str) -> list[str]:
    """Return the addresses that the words of a body lead to, the first thousand."""
    found = _LINK.finditer(_without_comments(markup))
    return [html.unescape(match[1]) for _, match in zip(range(1_000), found, strict=False)]


def html_pictures(markup: bytes) -> Iterator[tuple[str, str]]:
    """Yield extension and base64 letters of every picture that is pasted into a body itself."""
    for match in _PASTED.finditer(markup):
        kind = match[1].decode().lower()
        yield "jpg" if kind == "jpeg" else kind, match[2].decode("ascii").replace("%2B", "+")


def _without_comments(markup: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := markup.find("<!--", position)) >= 0:
        kept.append(markup[position:start])
        end = markup.find("-->", start + 4)
        # Browsers, too, take an unfinished comment to run to the end.
        position = end + 3 if end >= 0 else len(markup)
    return "".join(kept) + markup[position:]


def _pieces(markup: str) -> Iterator[str]:
    silenced_by = ""
    position = 0
    for tag in _TAG.finditer(markup):
        if not silenced_by:
            yield _shown(markup[position : tag.start()])
        position = tag.end()
        name = (tag[2] or "").lower()
        if silenced_by:
            silenced_by = "" if tag[1] and name == silenced_by else silenced_by
        elif name in _SILENT and not tag[1] and not tag[0].endswith("/>"):
            silenced_by = name
        yield "\n" if name in _BREAKS else "\t" if name in {"td", "th"} and tag[1] else ""
    if not silenced_by:
        yield _shown(markup[position:])


def _shown(data: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(data))
