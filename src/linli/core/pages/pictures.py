"""Open a picture from a stranger: any common format, turned as its camera noted, within bounds.

The bytes decide what a file is, its name does not. Nothing is decoded whose declared size
is out of bounds.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported
from linli.core.pages.picture_cost import TooCostly, check_cost, tiff_pages

#: Rows × columns × (red, green, blue) of a picture, 0 to 255.
Pixels = NDArray[np.uint8]

#: The longer side of a decoded picture, in pixels: 200 dots an inch of an A4 page.
LONGEST = 2400
#: A JPEG is halved while it is decoded as long as its longer side stays above this.
_DRAFT = 2000
#: Formats that people send. Pillow knows more, some of them programs of their own (PostScript).
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "HEIF", "AVIF")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
#: Declared pixels at most: A4 at 600 dots an inch has 35 million, a phone's JPEG up to 108 million.
_MOST_PIXELS = 40_000_000
_MOST_PIXELS_JPEG = 120_000_000
#: A page with words on it packs a hundred pixels into a byte at most, a bomb hundreds.
_BOMB_PIXELS_A_BYTE = 200
#: Formats whose further frames are pages; those of GIF and WebP are an animation.
_PAGED = ("TIFF",)
_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one file, one a page, what was wrong with it, and how many pages it has.

    Of very many pages not all are counted.
    """

    pages: tuple[Pixels, ...] = field(default=(), repr=False)
    page_count: int = 0
    problems: tuple[Problem, ...] = ()


class _Refused(Exception):
    """Carries the problem for which a picture is not decoded."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def open_pictures(content: bytes, *, most_pages: int, first: int = 0) -> Pictures:
    """Return the pictures of a file from page ``first`` on, at most ``most_pages`` of them.

    Each is RGB on white, turned as its camera noted, its longer side at most ``LONGEST`` pixels.
    Bad bytes raise nothing: what could be decoded stays, the rest is a problem.
    """
    pages: list[Pixels] = []
    problem: Problem | None = None
    count = 0
    with warnings.catch_warnings():
        # Pillow warns of odd tags in pictures that it reads well.
        warnings.simplefilter("ignore")
        try:
            for page_count, page in _decoded(content, first, most_pages):
                count = page_count
                pages.append(page)
        except Exception as error:
            problem = _problem_of(error, content)
    return Pictures(tuple(pages), count, (problem,) if problem else ())


def declared_size(content: bytes) -> tuple[int, int] | Problem:
    """Return width and height in pixels as a picture states them, or why it cannot be opened.

    Nothing is decoded: what the head of the file hides is found when it is read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            check_cost(content)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                _check_size(image, len(content))
                return image.size
        except Exception as error:
            return _problem_of(error, content)


def _problem_of(error: Exception, content: bytes) -> Problem:
    """Return what is wrong with a picture; the decoders raise anything on hostile bytes."""
    if isinstance(error, TooCostly):
        return suspicious("图片内部结构异常繁复，疑为恶意文件，未打开")
    if isinstance(error, _Refused):
        return error.problem
    if isinstance(error, Image.DecompressionBombError):
        return _too_large(2 * (Image.MAX_IMAGE_PIXELS or 0), len(content))
    if isinstance(error, UnidentifiedImageError):
        return _unidentified(content)
    return unreadable("图片已损坏或不完整，无法打开")


def _unidentified(content: bytes) -> Problem:
    is_picture = content.startswith(_MAGIC) or content[8:12] == b"WEBP" or content[4:8] == b"ftyp"
    if is_picture or not content:
        return unreadable("图片已损坏或不完整，无法打开")
    return unsupported("附件不是本版本能打开的图片，须由人工打开")


def _decoded(content: bytes, first: int, most_pages: int) -> Iterator[tuple[int, Pixels]]:
    check_cost(content)
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        # Pillow would read all of the pages to count them.
        count = max(1, tiff_pages(content)) if image.format in _PAGED else 1
        for number in range(first, min(count, first + most_pages)):
            if number:
                image.seek(number)
            _check_size(image, len(content))
            yield count, _pixels(image)


def _check_size(image: Image.Image, size: int) -> None:
    declared = image.width * image.height
    is_baseline = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if declared <= (_MOST_PIXELS_JPEG if is_baseline else _MOST_PIXELS):
        return
    raise _Refused(_too_large(declared, size))


def _too_large(declared: int, size: int) -> Problem:
    if declared > size * _BOMB_PIXELS_A_BYTE:
        return suspicious("图片声明的尺寸与文件大小不符，疑为恶意文件，未打开")
    return unsupported("图片尺寸过大，须由人工打开")


def _pixels(image: Image.Image) -> Pixels:
    longer = max(image.size)
    if longer > _DRAFT:
        image.draft("RGB", (image.width * _DRAFT // longer, image.height * _DRAFT // longer))
    image.load()
    # Read after decoding: TIFF is turned by Pillow, HEIC by its decoder, and both then drop the tag.
    turn = _TURNS.get(_orientation(image))
    shown = _as_rgb(image)
    if max(shown.size) > LONGEST:
        shown.thumbnail((LONGEST, LONGEST), Image.Resampling.BICUBIC)
    if turn is not None:
        shown = shown.transpose(turn)
    return np.array(shown, dtype=np.uint8)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except (ValueError, TypeError, SyntaxError, KeyError, OSError, EOFError):
        return 1


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB" and "transparency" not in image.info:
        return image.copy()
    if image.mode.startswith(("I", "F")):
        return _from_deep_grey(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        drawn = image.convert("RGBA")
        white = Image.new("RGBA", drawn.size, "white")
        return Image.alpha_composite(white, drawn).convert("RGB")
    return image.convert("RGB")


def _from_deep_grey(image: Image.Image) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    top = float(values.max(initial=1.0))
    # A float picture is 0 to 1, an integer one 8 or 16 bits deep.
    full = 1.0 if top <= 1 else 255.0 if top <= 255 else 65535.0
    return Image.fromarray((values.clip(0, full) * (255 / full)).astype(np.uint8)).convert("RGB")
