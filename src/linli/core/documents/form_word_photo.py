"""The pictures on a Word form: the markup that shows them, and their places in the package."""

from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile, ZipInfo

from linli.core.documents.official_word_xml import element

_EMU_PER_MM = 36_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_PHOTO, _SIGNATURE = "photo", "signature"
_TYPES = "[Content_Types].xml"
_RELATIONS = "word/_rels/document.xml.rels"


def photo_run(width_mm: float, height_mm: float, *, name: str = "照片") -> str:
    """Return a run that shows the photo of the package at a size."""
    return _picture_run(width_mm, height_mm, _PHOTO, f'id="1" name="{name}"')


def signature_run(width_mm: float, height_mm: float) -> str:
    """Return a run that shows the drawn signature of the package at a size."""
    return _picture_run(width_mm, height_mm, _SIGNATURE, 'id="2" name="签名"')


def _picture_run(width_mm: float, height_mm: float, key: str, called: str) -> str:
    size = f'cx="{round(width_mm * _EMU_PER_MM)}" cy="{round(height_mm * _EMU_PER_MM)}"'
    picture = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {called}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch>'
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
    return _with_picture(package, photo, _PHOTO)


def with_signature(package: bytes, signature: bytes) -> bytes:
    """Return the package with a JPEG or PNG added as its drawn signature."""
    return _with_picture(package, signature, _SIGNATURE)


def _with_picture(package: bytes, picture: bytes, key: str) -> bytes:
    kind = picture_kind(picture)
    place = f"media/{key}.{kind}"
    added = {
        _TYPES: f'<Default Extension="{kind}" ContentType="image/{kind}"/>'.encode(),
        _RELATIONS: f'<Relationship Id="{key}" Type={quoteattr(_RELATION)} Target="{place}"/>'.encode(),
    }
    target = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            # Photo and signature of one kind share its entry among the types.
            if entry.filename in added and added[entry.filename] not in content:
                head, end, tail = content.rpartition(b"</")
                content = head + added[entry.filename] + end + tail
            new.writestr(entry, content)
        new.writestr(ZipInfo(f"word/{place}", old.infolist()[0].date_time), picture)
    return target.getvalue()


def picture_kind(picture: bytes) -> str:
    """Return ``png`` or ``jpeg``, as the bytes begin."""
    return "png" if picture.startswith(b"\x89PNG") else "jpeg"
