"""The markup of a stranger's web page as a tree of the few tags that a form is made of.

The libraries' parsers take quadratic time on markup that is made to hurt (tags with thousands of
attributes, unfinished comments) or drop whatever is nested too deep; this one goes over the text
once. Scripts, styles and comments are passed over, nothing is run or fetched.
"""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

_LONGEST_MARKUP = 2_000_000
# A form has some three thousand; a mail program that wraps each word, ten times as many.
_MOST_TAGS = 60_000
_MAX_DEPTH = 200
_MOST_ATTRIBUTES = 60
_VOID = frozenset({"br", "hr", "img", "input", "col", "wbr", "v:imagedata"})
_KNOWN = _VOID | {
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "p", "div", "span", "font", "b",
    "strong", "i", "em", "u", "a", "center", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
    "dl", "dt", "dd", "pre", "blockquote", "section", "article", "header", "footer", "main", "form",
    "fieldset", "legend", "label", "select", "option", "optgroup", "textarea", "button", "s",
    "strike", "del", "ins", "sub", "sup", "small", "big", "address",
}  # fmt: skip
# What stands between these and their ends is no text of the page.
_SILENT = frozenset(
    {
        "script", "style", "title", "noscript", "template", "object", "svg", "math", "iframe",
        "noframes", "noembed", "applet", "audio", "video", "canvas", "datalist", "xml",
    }
)  # fmt: skip
# An opening tag closes the open ones named, unless one of the others is in between.
_CLOSES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(closed.split()), frozenset(within.split()))
    for name, closed, within in (
        ("td", "td th", "table"),
        ("th", "td th", "table"),
        ("tr", "tr caption", "table"),
        ("thead", "tr thead tbody tfoot caption", "table"),
        ("tbody", "tr thead tbody tfoot caption", "table"),
        ("tfoot", "tr thead tbody tfoot caption", "table"),
        ("li", "li", "ul ol table"),
        ("dt", "dt dd", "dl table"),
        ("dd", "dt dd", "dl table"),
        ("option", "option", "select"),
        ("p", "p", "table td th div li dd blockquote"),
    )
}
_CELLS = frozenset({"td", "th"})
_AROUND_CELLS = frozenset({"td", "th", "tr", "thead", "tbody", "tfoot", "table"})
_START = re.compile(r"<(?=[A-Za-z!?/])")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20}(?::[A-Za-z0-9]{1,20})?)")
_ATTRIBUTE = re.compile(
    r"""([^\s/>=<"']{1,100})(?:\s{0,50}=\s{0,50}(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?"""
)
_BETWEEN = re.compile(r"[\s/]*")
_DATA_PICTURE = re.compile(
    r"data:image/[a-z0-9.+-]{1,20};base64,([A-Za-z0-9+/=%\r\n]*)", re.IGNORECASE
)


@dataclass(slots=True)
class Element:
    """A tag with its attributes and what is in it: elements and text."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    children: list["Element | str"] = field(default_factory=list, repr=False)

    def get(self, name: str) -> str:
        """Return an attribute, empty if there is none."""
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class Markup:
    """A page as a tree, the pictures that stood in it as data, and whether it was read to the end.

    A picture's ``src`` is then ``data:`` and its number in ``pictures``.
    """

    root: Element
    pictures: tuple[str, ...] = field(repr=False)
    complete: bool


def read_markup(text: str) -> Markup:
    """Parse the text of a page, in time linear in its length."""
    pictures: list[str] = []

    def kept(match: re.Match[str]) -> str:
        pictures.append(match[1])
        return f"data:{len(pictures) - 1}"

    short = _DATA_PICTURE.sub(kept, text)
    builder = _Builder(short[:_LONGEST_MARKUP])
    builder.build()
    complete = builder.complete and len(short) <= _LONGEST_MARKUP
    return Markup(builder.root, tuple(pictures), complete)


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tags = 0
        self.root = Element("body")
        self._open = [self.root]
        self._counts: Counter[str] = Counter()
        self.complete = True

    def build(self) -> None:
        """Go over the text once."""
        text, at = self._text, 0
        while at < len(text):
            start = _START.search(text, at)
            end = start.start() if start is not None else len(text)
            if end > at:
                self._open[-1].children.append(html.unescape(text[at:end]))
            at = self._after_tag(end) if end < len(text) else end
            if self._tags > _MOST_TAGS:
                self.complete = False
                return

    def _after_tag(self, at: int) -> int:
        """Take what begins at a ``<``, and return where it ends."""
        match = _TAG.match(self._text, at)
        if match is not None:
            return self._tag(match)
        if self._text.startswith("<!--", at):
            return self._behind("-->", at + 4)
        return self._behind(">", at + 1)

    def _behind(self, mark: str, at: int) -> int:
        # Browsers, too, take what is unfinished to run to the end.
        end = self._text.find(mark, at)
        return end + len(mark) if end >= 0 else len(self._text)

    def _tag(self, match: re.Match[str]) -> int:
        self._tags += 1
        name = match[2].lower()
        attributes, at = self._attributes(match.end())
        if match[1]:
            self._close(name)
        elif name in _SILENT:
            is_closed = self._text.endswith("/>", match.end(), at)
            return at if is_closed else self._behind_silent(name, at)
        elif name in _KNOWN:
            self._begin(Element(name, attributes))
        return at

    def _attributes(self, at: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        text = self._text
        while (at := self._after_blanks(at)) < len(text) and text[at] != ">":
            match = _ATTRIBUTE.match(text, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            value = next((value for value in match.groups()[1:] if value is not None), "")
            found.setdefault(match[1].lower(), html.unescape(value))
            if len(found) > _MOST_ATTRIBUTES:
                return found, self._behind(">", at)
        return found, at + 1

    def _after_blanks(self, at: int) -> int:
        match = _BETWEEN.match(self._text, at)
        return match.end() if match is not None else at

    def _behind_silent(self, name: str, at: int) -> int:
        end = re.compile(f"</{re.escape(name)}\\b[^>]{{0,200}}>?", re.IGNORECASE).search(
            self._text, at
        )
        return end.end() if end is not None else len(self._text)

    def _begin(self, element: Element) -> None:
        closed, within = _CLOSES.get(element.name, (frozenset(), frozenset()))
        if any(self._counts[name] for name in closed):
            for depth in range(len(self._open) - 1, 0, -1):
                name = self._open[depth].name
                if name in within:
                    break
                if name in closed:
                    self._close_from(depth)
        self._open[-1].children.append(element)
        if element.name not in _VOID and len(self._open) < _MAX_DEPTH:
            self._open.append(element)
            self._counts[element.name] += 1

    def _close(self, name: str) -> None:
        if not self._counts[name]:
            return
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name == name:
                self._close_from(depth)
                return
            # A stray end tag in a cell closes nothing outside it.
            if self._open[depth].name in _CELLS and name not in _AROUND_CELLS:
                return

    def _close_from(self, depth: int) -> None:
        self._counts.subtract(element.name for element in self._open[depth:])
        del self._open[depth:]
