"""The desk on which a paper is photographed: wood, cloth, stone or plastic."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.sheet import Colour

WOODS: tuple[Colour, ...] = ((150, 112, 76), (196, 164, 118), (92, 66, 48), (210, 190, 160))
PLAINS: tuple[Colour, ...] = ((96, 110, 100), (60, 66, 74), (206, 206, 202), (168, 84, 70))
GREY = 128


def noise(size: tuple[int, int], dice: Dice) -> Image.Image:
    """Return even grey noise from 0 to 255, the same for the same dice."""
    random = Random(dice.below(1 << 30))
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1]))


def with_grain(image: Image.Image, dice: Dice, strength: float) -> Image.Image:
    """Return the picture with a sensor's grain; ``strength`` is the widest step of 255."""
    tile = noise((256, 256), dice)
    grain = Image.new("L", image.size)
    for left in range(0, image.width, 256):
        for top in range(0, image.height, 256):
            grain.paste(tile, (left, top))
    low = grain.point([round(value / 255 * strength) for value in range(256)])
    layer = Image.merge(image.mode, [low] * len(image.getbands()))
    return ImageChops.add(image, layer, offset=-round(strength / 2))


def desk(size: tuple[int, int], dice: Dice) -> Image.Image:
    """Return a ground to lay a paper on."""
    match dice.below(4):
        case 0 | 1:
            return _wood(size, dice)
        case 2:
            return _speckled(size, dice, dice.pick(PLAINS), 40, 1.4)
    return _speckled(size, dice, dice.pick(PLAINS), 14, 0.6)


def _wood(size: tuple[int, int], dice: Dice) -> Image.Image:
    base = dice.pick(WOODS)
    grain = noise((size[0] // 60 + 2, size[1] // 4 + 2), dice).resize(
        size, Image.Resampling.BICUBIC
    )
    pale = Image.new("RGB", size, base)
    dark = Image.new("RGB", size, _darker(base, 46))
    image = Image.composite(pale, dark, grain)
    pen = ImageDraw.Draw(image)
    for _ in range(dice.between(0, 4)):
        y = dice.below(size[1])
        pen.line((0, y, size[0], y + dice.between(-8, 8)), fill=_darker(base, 70), width=3)
    return image.filter(ImageFilter.GaussianBlur(1))


def _speckled(
    size: tuple[int, int], dice: Dice, base: Colour, depth: int, blur: float
) -> Image.Image:
    grain = noise((size[0] // 2, size[1] // 2), dice).filter(ImageFilter.GaussianBlur(blur))
    pale, dark = Image.new("RGB", size, base), Image.new("RGB", size, _darker(base, depth))
    return Image.composite(pale, dark, grain.resize(size))


def _darker(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(value - by, 0) for value in colour)
    return red, green, blue
