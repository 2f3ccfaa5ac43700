"""PDF files whose pages are pictures, as scanners and phones write them. Source: ISO 32000-1, 7.5."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

A4_WIDTH, A4_HEIGHT = 595, 842
# A password nobody knows: the entries are of the right length and hold nothing.
ENCRYPTION = (
    b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <"
    + b"5A" * 32
    + b"> /U <"
    + b"A5" * 32
    + b"> >>"
)


def picture_pdf(pictures: Sequence[bytes], *, is_locked: bool = False, turn: int = 0) -> bytes:
    """Return a PDF with one JPEG a page.

    With ``turn`` the pages ask to be shown turned clockwise by so many degrees. A locked
    file asks for a password that does not exist.
    """
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for content in pictures:
        page = len(objects) + 1
        kids.append(b"%d 0 R" % page)
        objects += _page(content, page, turn)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    if is_locked:
        objects.append(ENCRYPTION)
    return _written(objects, is_locked=is_locked)


def _page(content: bytes, number: int, turn: int) -> list[bytes]:
    """Return the page, its drawing and its picture as objects ``number`` and the two after it."""
    with Image.open(BytesIO(content)) as image:
        width, height = image.size
        colours = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
    scale = min(A4_WIDTH / width, A4_HEIGHT / height)
    wide, tall = round(width * scale), round(height * scale)
    drawing = b"q %d 0 0 %d 0 0 cm /Page Do Q" % (wide, tall)
    return [
        b"<< /Type /Page /Parent 2 0 R /Rotate %d /MediaBox [0 0 %d %d] /Contents %d 0 R "
        b"/Resources << /XObject << /Page %d 0 R >> >> >>"
        % (turn, wide, tall, number + 1, number + 2),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s "
        b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
        % (width, height, colours, len(content), content),
    ]


def _written(objects: Sequence[bytes], *, is_locked: bool) -> bytes:
    target = BytesIO()
    target.write(b"%PDF-1.4\n%\xe6\xa0\xb7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start, count = target.tell(), len(objects) + 1
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if is_locked else b""
    target.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, entries))
    target.write(b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (count, lock))
    target.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return target.getvalue()
