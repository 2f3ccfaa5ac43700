"""WordprocessingML as text: elements, runs and paragraphs, in the order the schema asks for."""

from dataclasses import dataclass
from enum import Enum
from math import floor
from re import compile as pattern
from xml.sax.saxutils import escape, quoteattr

from linli.core.documents.official_layout import CHARACTER_PT, LINE_PT, SIZE_3_PT

# Rounded away from zero, so that the 28th character never falls off the line.
_DRAWN_IN = floor((CHARACTER_PT - SIZE_3_PT) * 20)
# Digits in running text, as offices set them; every system has it or its equal in width.
_BODY_LATIN = "Times New Roman"
_NOT_XML = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Face(Enum):
    """A face of the standard: the family named in the file, and what may stand in for it."""

    FANGSONG = ("仿宋", "仿宋_GB2312,FangSong,STFangsong,华文仿宋")
    KAITI = ("楷体", "楷体_GB2312,KaiTi,STKaiti,华文楷体")
    HEITI = ("黑体", "SimHei,STHeiti,Noto Sans CJK SC")
    SONG = ("宋体", "SimSun,STSong,Noto Serif CJK SC")
    TITLE = ("方正小标宋简体", "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks; indents are counted in characters of the grid."""

    face: Face = Face.FANGSONG
    size_pt: float = SIZE_3_PT
    align: str = "both"
    first_line: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    line_pt: float = LINE_PT
    before_pt: float = 0
    colour: str = "000000"
    keep_next: bool = False
    new_page: bool = False
    frame: str = ""
    borders: str = ""
    tabs: str = ""
    underlined: bool = False


def twips(points: float) -> int:
    """Return points as whole twentieths of a point."""
    return round(points * 20)


def element(name: str, /, *content: str, **attributes: object) -> str:
    """Return ``<w:name w:key="value">content</w:name>``; the content is XML already."""
    given = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in attributes.items())
    inner = "".join(content)
    return f"<w:{name}{given}>{inner}</w:{name}>" if inner else f"<w:{name}{given}/>"


def run(text: str, look: Look) -> str:
    """Return a run of plain text; characters that XML cannot hold are left out."""
    safe = escape(_NOT_XML.sub("", text).replace("\n", " "))
    return element("r", _run_look(look), f'<w:t xml:space="preserve">{safe}</w:t>')


def field(instruction: str, look: Look) -> str:
    """Return a field that Word computes, such as ``PAGE``."""
    shown = element("r", _run_look(look), "<w:t>1</w:t>")
    return element("fldSimple", shown, instr=instruction)


def paragraph(content: str, look: Look) -> str:
    """Return a paragraph around runs that are XML already."""
    return element("p", _paragraph_look(look), content)


def line(text: str, look: Look) -> str:
    """Return a paragraph of one plain text."""
    return paragraph(run(text, look) if text else "", look)


def _run_look(look: Look) -> str:
    family = look.face.value[0]
    is_body = look.face in (Face.FANGSONG, Face.KAITI)
    latin = _BODY_LATIN if is_body else family
    # The hint makes quotation marks and dashes take the Chinese face, not a Latin one.
    fonts = element("rFonts", ascii=latin, hAnsi=latin, eastAsia=family, cs=latin, hint="eastAsia")
    size = round(look.size_pt * 2)
    return element(
        "rPr",
        fonts,
        element("color", val=look.colour) if look.colour != "000000" else "",
        element("spacing", val=_DRAWN_IN) if look.size_pt == SIZE_3_PT else "",
        element("sz", val=size),
        element("szCs", val=size),
        element("u", val="single") if look.underlined else "",
        # Read as Chinese, LibreOffice breaks a number at the end of a line.
        element("lang", val="en-US", eastAsia="zh-CN") if is_body else "",
    )


def _paragraph_look(look: Look) -> str:
    parts = (
        element("keepNext") if look.keep_next else "",
        element("pageBreakBefore") if look.new_page else "",
        look.frame,
        element("widowControl", val=0),
        look.borders,
        look.tabs,
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        # Only body lines keep to the grid; any other would be stretched to two of its lines.
        element("snapToGrid", val=0) if look.line_pt != LINE_PT else "",
        _spacing(look),
        _indent(look),
        element("jc", val=look.align),
    )
    return element("pPr", *parts)


def _spacing(look: Look) -> str:
    return element(
        "spacing",
        before=twips(look.before_pt),
        after=0,
        line=twips(look.line_pt),
        lineRule="exact",
    )


def _indent(look: Look) -> str:
    wanted: dict[str, object] = {}
    if look.left:
        wanted["left"] = twips(look.left * CHARACTER_PT)
    if look.right:
        wanted["right"] = twips(look.right * CHARACTER_PT)
    if look.hanging:
        wanted["hanging"] = twips(look.hanging * CHARACTER_PT)
    if look.first_line:
        wanted["firstLineChars"] = round(look.first_line * 100)
        wanted["firstLine"] = twips(look.first_line * CHARACTER_PT)
    return element("ind", **wanted) if wanted else ""
