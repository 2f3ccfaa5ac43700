"""Turn the content of Word paragraphs into plain text in which ticks and pictures are characters.

Ticks of every technique (content controls, legacy fields, symbol fonts) become ☑ or ☐;
a picture becomes U+FFFC. What a reader of the page would not see is left out:
deleted, moved away, hidden and struck-out text, and the prompts of empty controls.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree

from linli.core.documents.grid import PICTURE, TICKED, UNTICKED

_W_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_UNSEEN = frozenset({"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "sdtPr", "tbl"})
_PICTURES = frozenset({"drawing", "pict", "object", "contentPart"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_PARAGRAPH = frozenset({"p"})
_WRAPPERS_IN_BOX = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag"})
# Anchored in one paragraph; a form has one or none.
_MOST_BOXES = 200
_OFF = frozenset({"0", "false", "off", "none"})

# Code points of the symbol fonts that people pick a box or a tick from; the private-use
# copies (U+F0xx) that Word writes are folded to these.
_WINGDINGS = {
    0xFE: TICKED, 0xFD: TICKED, 0xFC: "✓", 0xFB: "✗", 0x78: TICKED, 0x6E: "■", 0x6C: "●",
    0xA8: UNTICKED, 0x6F: UNTICKED, 0x71: UNTICKED, 0x72: UNTICKED, 0xA1: "○",
}  # fmt: skip
_WINGDINGS_2 = {
    0x52: TICKED, 0x53: TICKED, 0x54: TICKED, 0x50: "✓", 0x4F: "✗", 0x97: "●",
    0xA3: UNTICKED, 0x2A: UNTICKED, 0x99: "○",
}  # fmt: skip
SYMBOL_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def local_name(element: etree._Element) -> str:
    """Return the tag without its namespace; comments and entities have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute of WordprocessingML, transitional or strict, or a bare one."""
    for namespace in _W_NAMESPACES:
        value: str | None = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    for key, bare in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(bare)
    return None


def is_on(element: etree._Element | None) -> bool:
    """Tell whether a Word switch is there and on."""
    if element is None:
        return False
    return (attribute(element, "val") or "1").lower() not in _OFF


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a local name."""
    return next((item for item in element if local_name(item) == name), None)


def unwrapped(
    container: etree._Element,
    wanted: frozenset[str],
    *,
    within: frozenset[str],
    but: Callable[[etree._Element], bool] | None = None,
) -> Iterator[etree._Element]:
    """Yield the elements ``wanted`` that stand in a container, or there in wrappers named ``within``.

    A wrapper that ``but`` holds for is passed over. Wrappers may lie in each other as deep as
    the parser allows, so that no call may stand for each.
    """
    open_ones = [iter(container)]
    while open_ones:
        item = next(open_ones[-1], None)
        if item is None:
            open_ones.pop()
        elif (name := local_name(item)) in wanted:
            yield item
        elif name in within and not (but is not None and but(item)):
            open_ones.append(iter(item))


def paragraph_lines(paragraph: etree._Element) -> tuple[str, ...]:
    """Return the lines of a paragraph, those of its text boxes after its own."""
    pieces: list[str] = []
    _add_pieces(paragraph, pieces)
    own = "".join(pieces)
    boxed: list[str] = []
    for box in _text_boxes(paragraph):
        for inner in unwrapped(box, _PARAGRAPH, within=_WRAPPERS_IN_BOX):
            boxed += paragraph_lines(inner)
    return (*own.split("\n"), *boxed)


def _add_pieces(element: etree._Element, pieces: list[str]) -> None:
    for item in element:
        name = local_name(item)
        if name in _UNSEEN:
            continue
        if name == "r":
            _add_pieces_of_run(item, pieces)
        elif name == "sdt":
            _add_pieces_of_control(item, pieces)
        elif name == "AlternateContent":
            _add_pieces(_alternative(item), pieces)
        elif name in _PICTURES:
            pieces.append(PICTURE if _shows_picture(item) else "")
        else:
            _add_pieces(item, pieces)


def _add_pieces_of_run(run: etree._Element, pieces: list[str]) -> None:
    if _is_unseen_run(run):
        return
    symbols = _symbol_font(run)
    for item in run:
        name = local_name(item)
        if name == "t":
            pieces.append(folded(item.text or "", symbols))
        elif name == "sym":
            pieces.append(_symbol(item))
        elif name in _MARKS:
            pieces.append(_MARKS[name])
        elif name == "fldChar":
            pieces.append(_legacy_field(item))
        elif name == "AlternateContent":
            _add_pieces(_alternative(item), pieces)
        elif name in _PICTURES:
            pieces.append(PICTURE if _shows_picture(item) else "")


def _is_unseen_run(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    if properties is None:
        return False
    return any(is_on(child(properties, name)) for name in ("vanish", "strike", "dstrike"))


def _add_pieces_of_control(control: etree._Element, pieces: list[str]) -> None:
    properties = child(control, "sdtPr")
    content = child(control, "sdtContent")
    if properties is not None:
        box = child(properties, "checkbox")
        if box is not None:
            pieces.append(TICKED if is_on(child(box, "checked")) else UNTICKED)
            return
        if is_on(child(properties, "showingPlcHdr")):
            return
    if content is not None:
        _add_pieces(content, pieces)


def _alternative(element: etree._Element) -> etree._Element:
    # The choice and its fallback show the same thing twice.
    for name in ("Choice", "Fallback"):
        chosen = child(element, name)
        if chosen is not None:
            return chosen
    return element


def _shows_picture(element: etree._Element) -> bool:
    if local_name(element) == "contentPart":
        return True
    names = {local_name(item) for item in element.iter()}
    if "txbxContent" in names and not names & {"blip", "imagedata"}:
        return False
    return bool(names & {"blip", "imagedata", "contentPart", "inkml", "ink", "OLEObject"})


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for item in islice(paragraph.iter("{*}txbxContent"), _MOST_BOXES):
        if not _is_repeated(item, paragraph):
            yield item


def _is_repeated(box: etree._Element, paragraph: etree._Element) -> bool:
    # Inside another box, a table, or the fallback of a choice that was read already.
    for above in box.iterancestors():
        if above is paragraph:
            return False
        name = local_name(above)
        if name in {"txbxContent", "tbl"}:
            return True
        if name == "Fallback":
            parent = above.getparent()
            return parent is not None and parent.find("{*}Choice") is not None
    return False


def _symbol_font(run: etree._Element) -> dict[int, str]:
    properties = child(run, "rPr")
    fonts = child(properties, "rFonts") if properties is not None else None
    if fonts is None:
        return {}
    named = (attribute(fonts, slot) or "" for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    return next((SYMBOL_FONTS[name.lower()] for name in named if name.lower() in SYMBOL_FONTS), {})


def folded(text: str, symbols: dict[int, str]) -> str:
    """Return text in which letters of a symbol font are the marks that it shows."""
    if symbols:
        return "".join(
            symbols.get(ord(mark) & 0xFF, mark) if _may_be_symbol(mark) else mark for mark in text
        )
    return "".join(
        _WINGDINGS.get(ord(mark) & 0xFF, mark) if 0xF000 <= ord(mark) <= 0xF0FF else mark
        for mark in text
    )


def _may_be_symbol(mark: str) -> bool:
    return ord(mark) <= 0xFF or 0xF000 <= ord(mark) <= 0xF0FF


def _symbol(element: etree._Element) -> str:
    symbols = SYMBOL_FONTS.get((attribute(element, "font") or "").lower(), {})
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if symbols:
        return symbols.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _legacy_field(element: etree._Element) -> str:
    data = child(element, "ffData")
    if data is None:
        return ""
    box = child(data, "checkBox")
    if box is not None:
        state = child(box, "checked")
        return TICKED if is_on(state if state is not None else child(box, "default")) else UNTICKED
    choices = child(data, "ddList")
    return _chosen_entry(choices) if choices is not None else ""


def _chosen_entry(choices: etree._Element) -> str:
    entries = [attribute(item, "val") or "" for item in choices if local_name(item) == "listEntry"]
    result = child(choices, "result")
    index = attribute(result, "val") if result is not None else "0"
    return entries[int(index)] if index and index.isdecimal() and int(index) < len(entries) else ""
