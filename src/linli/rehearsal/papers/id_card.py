"""The two sides of an identity card, in the spirit of the national design, marked 样本."""

from datetime import date

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder
from linli.rehearsal.papers.sheet import INK, MARK, RED, Colour, Sheet
from linli.rehearsal.papers.stamps import portrait

CARD = (85.6, 54.0)
CARD_DPI = 300
LABEL: Colour = (36, 104, 156)
GROUNDS: tuple[Colour, ...] = ((222, 236, 246), (228, 240, 240), (236, 236, 244))
LONG_TERM = "长期"


def draw_id_card_front(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the side with name and number."""
    sheet = _card(faces, dice)
    day = holder.birthday
    size = 3.0
    rows = (("姓  名", holder.name), ("性  别", holder.sex), ("出  生", ""), ("住  址", ""))
    for number, (label, value) in enumerate(rows):
        y = 8.6 + number * 7.2
        sheet.text(5.4, y, label, size=size, fill=LABEL)
        sheet.text(16.6, y, value, size=3.4 if number == 0 else 3.1)
    sheet.text(26.4, 15.8, "民  族", size=size, fill=LABEL)
    sheet.text(36.6, 15.8, holder.ethnicity.removesuffix("族"), size=3.1)
    _birthday(sheet, day)
    sheet.paragraph(16.6, 30.2, holder.address, width=36, size=3.0, leading=1.5, face=Face.SANS)
    sheet.text(5.4, 47.4, "公民身份号码", size=size, fill=LABEL)
    sheet.text(28.4, 47.2, holder.id_number, size=3.9, gap=0.35)
    picture = portrait(Dice(holder.seed, f"portrait {holder.key}"), faces, sex=holder.sex)
    sheet.paste(picture, 58.6, 9, 22.5, 29)
    sheet.mark(84, 52.6)
    return sheet.image


def _birthday(sheet: Sheet, day: date) -> None:
    x = 16.6
    for value, unit in ((day.year, "年"), (day.month, "月"), (day.day, "日")):
        x = sheet.text(x, 23.0, str(value), size=3.1) + 1.2
        x = sheet.text(x, 23.0, unit, size=3.0, fill=LABEL) + 1.6


def draw_id_card_back(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the side with the issuing authority and the validity."""
    sheet = _card(faces, dice)
    sheet.pen.ellipse(sheet.points(6, 5, 22, 21), outline=RED, width=sheet.px(0.5))
    sheet.text(14, 13, MARK, size=5, face=Face.SERIF_BOLD, fill=RED, anchor="mm")
    title = {"face": Face.SERIF_BOLD, "fill": INK, "anchor": "mm"}
    sheet.text(52, 10.5, "中华人民共和国", size=5.2, gap=1.2, **title)  # type: ignore[arg-type]
    sheet.text(52, 20.5, "居民身份证", size=7.6, gap=1.8, **title)  # type: ignore[arg-type]
    sheet.text(16, 39.5, "签发机关", size=3.0)
    organ = f"{holder.county}公安局"
    if holder.county.endswith("区"):
        organ = f"{holder.city}公安局{holder.county.removesuffix('区')}分局"
    sheet.text(32, 39.5, organ, size=3.1)
    sheet.text(16, 46, "有效期限", size=3.0)
    sheet.text(32, 46, validity(holder, dice), size=3.1)
    sheet.mark(84, 4.6)
    return sheet.image


def validity(holder: Holder, dice: Dice) -> str:
    """Return from when to when the card is valid."""
    year = dice.between(2016, 2023)
    month, day = dice.between(1, 12), dice.between(1, 28)
    start = date(year, month, day)
    if dice.chance(0.04):
        return f"{start:%Y.%m.%d}-{LONG_TERM}"
    years = 10 if year - holder.birthday.year >= 16 else 5
    return f"{start:%Y.%m.%d}-{start.replace(year=year + years):%Y.%m.%d}"


def _card(faces: Faces, dice: Dice) -> Sheet:
    ground = dice.pick(GROUNDS)
    sheet = Sheet(CARD, dpi=CARD_DPI, faces=faces, ground=ground)
    wave: Colour = (ground[0] - 14, ground[1] - 8, ground[2] - 4)
    step = 2.2 + dice.below(20) / 10
    for number in range(int(CARD[1] / step) + 1):
        y = number * step
        points = [c for i in range(20) for c in (i * 4.6, y + (0.8 if i % 2 else -0.8))]
        sheet.line(points, fill=wave, thick=0.12)
    return sheet
