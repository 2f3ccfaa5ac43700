"""Turn a flat paper into what arrives: a scan, a photo, a photocopy, a screenshot, a file as it is."""

import math
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.desk import desk, with_grain
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.perspective import perspective_of

WHITE = (255, 255, 255)
PAPER_WHITE = (252, 252, 250)
DARK = (38, 38, 40)
A4_RATIO = 297 / 210
A4_WIDTH, A4_DPI = 1240, 150
EXIF_ORIENTATION = 0x0112
# What a phone writes for a picture that is to be shown turned clockwise by so many degrees.
EXIF_TURNS = {0: 1, 180: 3, 90: 6, 270: 8}


class Capture(StrEnum):
    """How a picture came about."""

    CLEAN = "as the program wrote it"
    SCAN = "flatbed scanner"
    PHOTO = "phone camera"
    COPY = "black-and-white photocopy on A4, scanned"
    SCREEN = "screenshot of a phone"


@dataclass(frozen=True, slots=True)
class Hardness:
    """How bad pictures get, 0 for perfect to 1 for as bad as a person still reads."""

    share: float = 0.6


def captured(
    image: Image.Image, how: Capture, dice: Dice, faces: Faces, hardness: Hardness
) -> Image.Image:
    """Return the picture as it arrives, turned as it may be."""
    match how:
        case Capture.CLEAN:
            return _resized(image, dice)
        case Capture.SCAN:
            return scanned(image, dice, hardness)
        case Capture.PHOTO:
            return photographed(image, dice, hardness)
        case Capture.COPY:
            return scanned(on_a4([image], dice), dice, hardness, grey=True)
        case Capture.SCREEN:
            return screenshot(image, dice, faces)


def _resized(image: Image.Image, dice: Dice) -> Image.Image:
    """Chat programs and web pages shrink pictures."""
    longest = dice.pick((1600, 1280, 1080, max(image.size)))
    if longest >= max(image.size):
        return image
    scaled = image.copy()
    scaled.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return scaled


def on_a4(images: list[Image.Image], dice: Dice) -> Image.Image:
    """Return papers one under the other on one A4 page, as copiers put both sides of a card."""
    page = Image.new("RGB", (A4_WIDTH, round(A4_WIDTH * A4_RATIO)), WHITE)
    scaled = [_on_page(image, 1 + dice.below(25) / 100) for image in images]
    room = page.height - sum(image.height for image in scaled)
    top = max(min(room // 3, 100 + dice.below(240)), 0)
    for image in scaled:
        left = max((page.width - image.width) // 2 + dice.between(-40, 40), 0)
        page.paste(image, (left, top))
        top += image.height + 40 + dice.below(80)
    page.info["dpi"] = (A4_DPI, A4_DPI)
    return page


def _on_page(image: Image.Image, growth: float) -> Image.Image:
    """Return a paper at its own size on the page or a little larger, but never beyond it."""
    dpi = image.info.get("dpi", (A4_DPI, A4_DPI))[0]
    factor = A4_DPI / dpi * growth
    factor = min(factor, A4_WIDTH * 0.93 / image.width, A4_WIDTH * A4_RATIO * 0.8 / image.height)
    size = (round(image.width * factor), round(image.height * factor))
    return image.resize(size, Image.Resampling.LANCZOS)


def scanned(
    image: Image.Image, dice: Dice, hardness: Hardness, *, grey: bool | None = None
) -> Image.Image:
    """Return a scan: skewed up to 4 degrees, grey or colour, grainy, at 110 to 200 dots an inch."""
    share = hardness.share
    is_grey = dice.chance(0.5) if grey is None else grey
    # The longest side of A4 at a scanner's usual settings.
    dpi = dice.pick((200, 170, 150)) if share < 0.5 else dice.pick((200, 170, 150, 130, 110))
    longest = round(dpi * 11.7 * (1 if max(image.size) > 1300 else 0.8))
    page = image.convert("RGB")
    page.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    angle = dice.between(-40, 40) / 10 * share if dice.chance(0.8) else 0
    page = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=PAPER_WHITE, expand=True)
    page = ImageEnhance.Contrast(page).enhance(0.8 + dice.below(40) / 100)
    page = ImageEnhance.Brightness(page).enhance(0.94 + dice.below(10) / 100)
    if is_grey:
        page = ImageOps.grayscale(page).convert("RGB")
    page = page.filter(ImageFilter.GaussianBlur(dice.below(8) / 10 * share))
    page = with_grain(page, dice, 4 + 30 * share * dice.below(10) / 10)
    return _with_specks(page, dice, share)


def _with_specks(page: Image.Image, dice: Dice, share: float) -> Image.Image:
    """Dust on the glass, and at times the dark edge where the lid stood open."""
    pen = ImageDraw.Draw(page)
    for _ in range(round(dice.below(40) * share)):
        x, y, r = dice.below(page.width), dice.below(page.height), dice.between(0, 2)
        pen.ellipse((x, y, x + r, y + r), fill=(70, 70, 70))
    if dice.chance(0.15 * share):
        pen.rectangle((0, 0, dice.between(6, 24), page.height), fill=(40, 40, 42))
    return page


def photographed(image: Image.Image, dice: Dice, hardness: Hardness) -> Image.Image:
    """Return a photo: on a desk, from an angle, unevenly lit, a little out of focus."""
    share = hardness.share
    width, height = image.size
    margin = round(max(width, height) * (0.06 + dice.below(12) / 100))
    size = (width + 2 * margin, height + 2 * margin)
    sway = round(min(width, height) * 0.07 * share)
    corners: list[tuple[float, float]] = [
        (x + dice.between(-sway, sway), y + dice.between(-sway, sway))
        for x, y in _corners(size, margin)
    ]
    turn = math.radians(dice.between(-60, 60) / 10 * share)
    corners = [_turned(corner, turn, size) for corner in corners]
    ground = desk(size, dice)
    ground.paste(DARK, (0, 0, *size), _blurred_mask(size, corners, 14))
    laid = perspective_of(image.convert("RGB"), size, corners)
    ground.paste(laid, (0, 0), _mask(size, corners))
    lit = _lit(ground, dice, share)
    lit = lit.filter(ImageFilter.GaussianBlur(0.3 + dice.below(12) / 10 * share))
    lit = with_grain(lit, dice, 6 + 22 * share * dice.below(10) / 10)
    return _resized_photo(lit, dice)


def _corners(size: tuple[int, int], margin: int) -> list[tuple[int, int]]:
    width, height = size
    return [
        (margin, margin),
        (width - margin, margin),
        (width - margin, height - margin),
        (margin, height - margin),
    ]


def _turned(
    corner: tuple[float, float], angle: float, size: tuple[int, int]
) -> tuple[float, float]:
    x, y = corner[0] - size[0] / 2, corner[1] - size[1] / 2
    sine, cosine = math.sin(angle), math.cos(angle)
    return x * cosine - y * sine + size[0] / 2, x * sine + y * cosine + size[1] / 2


def _mask(size: tuple[int, int], corners: list[tuple[float, float]]) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    return mask


def _blurred_mask(
    size: tuple[int, int], corners: list[tuple[float, float]], reach: int
) -> Image.Image:
    """Return where the paper's own shadow falls; it is soft, so that few dots are enough."""
    small = (size[0] // 4, size[1] // 4)
    moved = [((x + reach) / 4, (y + reach) / 4) for x, y in corners]
    return _mask(small, moved).filter(ImageFilter.GaussianBlur(reach / 4)).resize(size)


def _lit(image: Image.Image, dice: Dice, share: float) -> Image.Image:
    """Lamp light falls off to one side, its colour is never white, a hand throws a shadow."""
    small = Image.new("L", (16, 16))
    far, near = 255, round(255 - 120 * share * (0.3 + dice.below(7) / 10))
    across, down = dice.between(-10, 10), dice.between(-10, 10)
    span = abs(across) * 15 + abs(down) * 15 or 1
    for x in range(16):
        for y in range(16):
            along = (
                across * (x if across > 0 else x - 15) + down * (y if down > 0 else y - 15)
            ) / span
            small.putpixel((x, y), round(near + (far - near) * min(max(along, 0), 1)))
    light = small.resize(image.size, Image.Resampling.BICUBIC)
    if dice.chance(0.4 * share + 0.1):
        light = _with_shadow(light, dice, share)
    dark = ImageEnhance.Brightness(image).enhance(0.18)
    return _tinted(Image.composite(image, dark, light), dice, share)


def _with_shadow(light: Image.Image, dice: Dice, share: float) -> Image.Image:
    width, height = light.size
    mask = Image.new("L", (width // 8, height // 8), 0)
    x, y = dice.below(width // 8), dice.between(height // 16, height // 8)
    reach = max(width, height) // 16
    ImageDraw.Draw(mask).ellipse((x - reach, y - reach, x + reach, y + 2 * reach), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(max(reach // 6, 1))).resize(light.size)
    dimmed = light.point([round(value * (1 - 0.45 * share)) for value in range(256)])
    return Image.composite(dimmed, light, mask)


def _tinted(image: Image.Image, dice: Dice, share: float) -> Image.Image:
    warm = dice.between(-10, 16) * share / 100
    bands = image.split()
    gains = (1 + warm * 0.6, 1.0, 1 - warm)
    return Image.merge(
        "RGB",
        [
            band.point([min(round(value * gain), 255) for value in range(256)])
            for band, gain in zip(bands, gains, strict=True)
        ],
    )


def _resized_photo(image: Image.Image, dice: Dice) -> Image.Image:
    """Phones keep more dots than a paper has; chat programs leave few of them."""
    longest = dice.pick((1280, 1440, 1600, 1920))
    image = image.copy()
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return image


def screenshot(image: Image.Image, dice: Dice, faces: Faces) -> Image.Image:
    """Return a page inside a phone's browser: the status bar above, the page cut to the screen."""
    width = dice.pick((1080, 720, 828))
    bar = width // 14
    page = image.resize(
        (width, round(width * image.height / image.width)), Image.Resampling.LANCZOS
    )
    tall = max(round(width * 2.1), round(page.height * 0.8))
    is_viewer = page.height < width
    screen = Image.new("RGB", (width, tall), (0, 0, 0) if is_viewer else WHITE)
    screen.paste(page, (0, (tall - page.height) // 2 if is_viewer else bar * 2))
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, width, bar * 2), fill=(246, 246, 248))
    clock = f"{dice.between(7, 23)}:{dice.below(60):02}"
    font = faces.sized(Face.SANS, bar // 2)
    pen.text((bar, bar // 2), clock, fill=(20, 20, 20), font=font, anchor="lm")
    pen.text(
        (width - bar, bar // 2),
        f"{dice.between(20, 99)}%",
        fill=(20, 20, 20),
        font=font,
        anchor="rm",
    )
    title = dice.pick(("学信网", "文件预览", "图片", "学信档案"))
    pen.text((width // 2, bar * 3 // 2), title, fill=(20, 20, 20), font=font, anchor="mm")
    return screen


def file_bytes(
    image: Image.Image, dice: Dice, *, suffix: str = "jpg", turn: int = 0, by_exif: bool = False
) -> bytes:
    """Return the picture as a file, turned clockwise by 0, 90, 180 or 270 degrees.

    With ``by_exif`` the file shows upright in programs that heed the EXIF orientation, as
    phones write it; without, the picture itself lies on its side.
    """
    stored = image.rotate(turn if by_exif else -turn, expand=True) if turn else image
    target = BytesIO()
    if suffix == "png":
        stored.save(target, "PNG")
        return target.getvalue()
    if suffix in ("bmp", "webp"):
        stored.save(target, suffix.upper())
        return target.getvalue()
    exif = Image.Exif()
    if by_exif:
        exif[EXIF_ORIENTATION] = EXIF_TURNS[turn]
    stored.save(target, "JPEG", quality=dice.between(62, 90), exif=exif)
    return target.getvalue()
