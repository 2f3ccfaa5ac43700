"""The few pieces of WordprocessingML that a filled form is made of.

Written directly, because Word, WPS and people's habits differ in the very markup that
python-docx would make uniform; a form also takes a millisecond this way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from linli.rehearsal.zip_bytes import zip_bytes

EMU_PER_MM = 36_000
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = (
    f'xmlns:w="{OFFICE}/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}/officeDocument/2006/relationships" '
    f'xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{OFFICE}/drawingml/2006/main" '
    f'xmlns:pic="{OFFICE}/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG and the size at which it stands on paper, in millimetres."""

    content: bytes
    width_mm: float
    height_mm: float

    @property
    def suffix(self) -> str:
        """Return the file name suffix that the bytes ask for."""
        return "png" if self.content.startswith(b"\x89PNG") else "jpeg"


def run(
    text: str,
    *,
    half_points: int = 21,
    bold: bool = False,
    underlined: bool = False,
    font: str = "宋体",
) -> str:
    """Return one run of text; ``half_points`` is the size as Word counts it."""
    named = quoteattr(font)
    properties = (
        f'<w:rFonts w:ascii={named} w:hAnsi={named} w:eastAsia={named} w:hint="eastAsia"/>'
        + ("<w:b/>" if bold else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        + ('<w:u w:val="single"/>' if underlined else "")
    )
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def symbol(font: str, code: str) -> str:
    """Return one character of a symbol font, as Word's insert dialog writes it."""
    return f'<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def checkbox_control(is_ticked: bool) -> str:
    """Return a tick box as Word's content control."""
    state = (
        f'<w14:checked w14:val="{int(is_ticked)}"/>'
        '<w14:checkedState w14:val="2611" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    )
    shown = run("☑" if is_ticked else "☐", font="MS Gothic")
    return (
        f"<w:sdt><w:sdtPr><w14:checkbox>{state}</w14:checkbox></w:sdtPr>"
        f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )


def inline_picture(picture: Picture, number: int) -> str:
    """Return a run that holds picture ``number``, related as rIdPicture<number>."""
    width = round(picture.width_mm * EMU_PER_MM)
    height = round(picture.height_mm * EMU_PER_MM)
    name = f'id="{number}" name="图片 {number}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {name}/>'
        f'<a:graphic><a:graphicData uri="{OFFICE}/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="rIdPicture{number}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def paragraph(*runs: str, align: str = "left", indent: int = 0) -> str:
    """Return a paragraph; ``indent`` is the first line's, in twentieths of a point."""
    first_line = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr>{first_line}<w:jc w:val="{align}"/></w:pPr>{"".join(runs)}</w:p>'


def cell(*paragraphs: str, width: int, span: int = 1, vertical_merge: str = "") -> str:
    """Return a cell over ``span`` grid columns.

    ``vertical_merge`` is restart, continue or blank.
    """
    merge = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if vertical_merge:
        merge += f'<w:vMerge w:val="{vertical_merge}"/>'
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or paragraph()}</w:tc>"


def row(*cells: str, height: int) -> str:
    """Return a row at least ``height`` twentieths of a point high."""
    properties = f'<w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: Sequence[str], widths: Sequence[int]) -> str:
    """Return a ruled table with the given grid, in twentieths of a point."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def word_file(
    body: str, *, header: str, application: str, pictures: Sequence[Picture] = ()
) -> bytes:
    """Return a Word file of A4 pages; ``header`` holds paragraphs, blank for none."""
    parts = [
        ("[Content_Types].xml", _content_types()),
        ("_rels/.rels", _package_relationships()),
        ("docProps/app.xml", _application_properties(application)),
        ("word/document.xml", _document(body, has_header=bool(header))),
        ("word/styles.xml", _styles()),
        ("word/header1.xml", f"{XML_HEAD}<w:hdr {NAMESPACES}>{header or paragraph()}</w:hdr>"),
        ("word/_rels/document.xml.rels", _document_relationships(pictures)),
    ]
    media = [
        (f"word/media/image{number}.{picture.suffix}", picture.content)
        for number, picture in enumerate(pictures, start=1)
    ]
    return zip_bytes([*((name, text.encode()) for name, text in parts), *media])


def _document(body: str, *, has_header: bool) -> str:
    header = '<w:headerReference w:type="default" r:id="rIdHeader"/>' if has_header else ""
    section = (
        f'<w:sectPr>{header}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
        'w:bottom="964" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f"{XML_HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"


def _content_types() -> str:
    office = "application/vnd.openxmlformats-officedocument"
    word = f"{office}.wordprocessingml"
    overrides = (
        ("word/document.xml", f"{word}.document.main+xml"),
        ("word/styles.xml", f"{word}.styles+xml"),
        ("word/header1.xml", f"{word}.header+xml"),
        ("docProps/app.xml", f"{office}.extended-properties+xml"),
    )
    return (
        f'{XML_HEAD}<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        + "".join(
            f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides
        )
        + "</Types>"
    )


def _package_relationships() -> str:
    kinds = f"{OFFICE}/officeDocument/2006/relationships"
    return _relationships(
        (
            ("rId1", f"{kinds}/officeDocument", "word/document.xml"),
            ("rId2", f"{kinds}/extended-properties", "docProps/app.xml"),
        )
    )


def _document_relationships(pictures: Sequence[Picture]) -> str:
    kinds = f"{OFFICE}/officeDocument/2006/relationships"
    return _relationships(
        (
            ("rIdStyles", f"{kinds}/styles", "styles.xml"),
            ("rIdHeader", f"{kinds}/header", "header1.xml"),
            *(
                (f"rIdPicture{number}", f"{kinds}/image", f"media/image{number}.{picture.suffix}")
                for number, picture in enumerate(pictures, start=1)
            ),
        )
    )


def _relationships(entries: Sequence[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return (
        f'{XML_HEAD}<Relationships xmlns="{OFFICE}/package/2006/relationships">'
        f"{listed}</Relationships>"
    )


def _application_properties(application: str) -> str:
    return (
        f'{XML_HEAD}<Properties xmlns="{OFFICE}/officeDocument/2006/extended-properties">'
        f"<Application>{escape(application)}</Application></Properties>"
    )


def _styles() -> str:
    defaults = (
        '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="Times New Roman"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )
    return (
        f"{XML_HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr>"
        "</w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        "</w:style></w:styles>"
    )
