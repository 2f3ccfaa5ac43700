"""The photo on a Word form: the markup that shows it, and its place in the package."""

from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile, ZipInfo

from linli.core.documents.official_word_xml import element

_EMU_PER_MM = 36_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_KEY, _TYPES = "photo", "[Content_Types].xml"
_RELATIONS = "word/_rels/document.xml.rels"


def photo_run(width_mm: float, height_mm: float, *, name: str = "照片") -> str:
    """Return a run that shows the photo of the package at a size."""
    size = f'cx="{round(width_mm * _EMU_PER_MM)}" cy="{round(height_mm * _EMU_PER_MM)}"'
    called = f'id="1" name="{name}"'
    picture = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {called}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{_KEY}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    inline = (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {called}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f"{picture}</a:graphicData></a:graphic></wp:inline>"
    )
    return element("r", element("drawing", inline))


def with_photo(package: bytes, photo: bytes) -> bytes:
    """Return the package with a JPEG or PNG added as its photo."""
    kind = picture_kind(photo)
    added = {
        _TYPES: f'<Default Extension="{kind}" ContentType="image/{kind}"/>',
        _RELATIONS: f'<Relationship Id="{_KEY}" Type={quoteattr(_RELATION)} Target="media/photo.{kind}"/>',
    }
    target = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in added:
                head, end, tail = content.rpartition(b"</")
                content = head + added[entry.filename].encode() + end + tail
            new.writestr(entry, content)
        new.writestr(ZipInfo(f"word/media/photo.{kind}", old.infolist()[0].date_time), photo)
    return target.getvalue()


def picture_kind(photo: bytes) -> str:
    """Return ``png`` or ``jpeg``, as the bytes begin."""
    return "png" if photo.startswith(b"\x89PNG") else "jpeg"
