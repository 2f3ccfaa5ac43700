"""What is put onto papers by hand or machine: seals, portraits, signatures, strokes of a pen."""

import math

from PIL import Image, ImageChops, ImageDraw

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.sheet import MARK, RED, Colour, Sheet

WHITE: Colour = (255, 255, 255)
BACKGROUNDS: tuple[Colour, ...] = (WHITE, (67, 142, 219), (206, 48, 48), (234, 240, 246))
COATS: tuple[Colour, ...] = ((36, 44, 66), (70, 74, 82), (28, 60, 96), (245, 245, 245))
HAIR: tuple[Colour, ...] = ((24, 20, 20), (44, 32, 26), (60, 44, 36))
PORTRAIT_PIXELS = (295, 413)
RING_ANGLE = 250


def stamp(sheet: Sheet, x: float, y: float, organ: str, *, radius: float = 19) -> None:
    """Press a round red seal onto the sheet: the organ along its ring, 样本 in the middle.

    What lies under the ink stays readable, as it does on paper.
    """
    side = sheet.px(radius * 2) + 4
    seal = Image.new("RGB", (side, side), WHITE)
    pen = ImageDraw.Draw(seal)
    pen.ellipse((2, 2, side - 3, side - 3), outline=RED, width=max(side // 36, 2))
    middle = sheet.faces.sized(Face.SERIF_BOLD, side // 5)
    pen.text((side / 2, side / 2), MARK, fill=RED, font=middle, anchor="mm")
    _ring(seal, organ, sheet.faces, side)
    left, top = sheet.px(x) - side // 2, sheet.px(y) - side // 2
    box = (left, top, left + side, top + side)
    under = sheet.image.crop(box)
    sheet.image.paste(ImageChops.multiply(under, Image.blend(seal, _white(seal), 0.25)), box[:2])


def _white(like: Image.Image) -> Image.Image:
    return Image.new("RGB", like.size, WHITE)


def _ring(seal: Image.Image, organ: str, faces: Faces, side: int) -> None:
    """Write the organ's name clockwise around the upper part of the ring."""
    letters = len(organ)
    size = min(side // 9, int(side * 2.1 / max(letters, 1)))
    font = faces.sized(Face.SERIF_BOLD, size)
    span = min(RING_ANGLE, letters * 26)
    for number, letter in enumerate(organ):
        share = number / (letters - 1) - 0.5 if letters > 1 else 0
        angle = math.radians(span * share)
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=font, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        radius = side * 0.39
        left = round(side / 2 + radius * math.sin(angle)) - size
        top = round(side / 2 - radius * math.cos(angle)) - size
        seal.paste(RED, (left, top), turned)


def portrait(dice: Dice, faces: Faces, *, sex: str) -> Image.Image:
    """Return a one-inch portrait: a plain drawn figure, nobody's face, marked 样本."""
    image = Image.new("RGB", PORTRAIT_PIXELS, dice.pick(BACKGROUNDS))
    pen = ImageDraw.Draw(image)
    hair, coat = dice.pick(HAIR), dice.pick(COATS)
    skin = (236 - dice.below(30), 200 - dice.below(26), 172 - dice.below(26))
    if sex == "女":
        pen.rounded_rectangle((72, 78, 224, 310 + dice.below(40)), 70, fill=hair)
    pen.rectangle((125, 250, 172, 330), fill=skin)
    pen.ellipse((20, 305, 276, 600), fill=coat)
    pen.polygon((120, 312, 148, 366, 176, 312), fill=WHITE if coat != WHITE else skin)
    pen.ellipse((88, 96, 208, 272), fill=skin)
    pen.pieslice((82, 74, 214, 236), 178, 362, fill=hair)
    _features(pen, dice)
    mark = faces.sized(Face.SANS, 26)
    pen.text((286, 404), MARK, fill=RED, font=mark, anchor="rb")
    return image


def _features(pen: ImageDraw.ImageDraw, dice: Dice) -> None:
    for x in (122, 174):
        pen.ellipse((x - 6, 178, x + 6, 188), fill=(30, 24, 24))
        pen.line((x - 14, 164, x + 14, 162), fill=(50, 40, 36), width=4)
    if dice.chance(0.4):
        for x in (122, 174):
            pen.ellipse((x - 22, 164, x + 22, 204), outline=(40, 40, 44), width=4)
        pen.line((144, 182, 152, 182), fill=(40, 40, 44), width=4)
    pen.line((148, 190, 146, 214, 153, 216), fill=(190, 140, 120), width=3)
    pen.arc((130, 214, 166, 242), 20, 160, fill=(176, 80, 76), width=4)


def signature(words: str, dice: Dice, faces: Faces) -> Image.Image:
    """Return a name as if written by hand: slanted letters that do not keep their line, black on white."""
    size = 90
    image = Image.new("L", (size * (len(words) + 1), size * 2), 255)
    at = size * 0.3
    for letter in words:
        tile = Image.new("L", (size * 2, size * 2), 0)
        face = faces.sized(Face.SERIF, size - dice.below(16))
        ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=face, anchor="mm")
        tile = tile.rotate(dice.between(-9, 9), resample=Image.Resampling.BICUBIC)
        image.paste(20, (round(at) - size // 2, dice.between(-8, 8)), tile)
        at += size * (0.78 + dice.below(16) / 100)
    lean = 0.2 + dice.below(20) / 100
    slanted = image.transform(
        image.size,
        Image.Transform.AFFINE,
        (1, lean, -lean * size, 0, 1, 0),
        resample=Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    return slanted.crop(ImageChops.invert(slanted).getbbox() or (0, 0, *slanted.size))


def paste_ink(
    sheet: Sheet, ink: Image.Image, x: float, y: float, *, height: float, colour: Colour
) -> None:
    """Put black-on-white ink onto the sheet in a colour, so that only its strokes cover."""
    tall = sheet.px(height)
    wide = max(round(ink.width * tall / ink.height), 1)
    mask = ImageChops.invert(ink.resize((wide, tall), Image.Resampling.LANCZOS))
    sheet.image.paste(colour, (sheet.px(x), sheet.px(y)), mask)


def pen_tick(sheet: Sheet, x: float, y: float, dice: Dice, *, size: float, colour: Colour) -> None:
    """Draw a tick with a pen so that it crosses the box whose middle is at the point."""
    wobble = [dice.between(-10, 10) / 100 * size for _ in range(6)]
    points = (
        x - size * 0.8 + wobble[0],
        y - size * 0.1 + wobble[1],
        x - size * 0.25 + wobble[2],
        y + size * 0.6 + wobble[3],
        x + size * 0.95 + wobble[4],
        y - size * 0.95 + wobble[5],
    )
    sheet.line(points, fill=colour, thick=0.5 + dice.below(30) / 100)
