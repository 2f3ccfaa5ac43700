"""Certificates of honour at the four levels of the notice, in several designs.

Source: D0 三(一)6(4).
"""

from dataclasses import dataclass

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import chinese_month
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder, PaperSort
from linli.rehearsal.papers.sheet import Colour, Sheet
from linli.rehearsal.papers.stamps import stamp

PAGE = (240.0, 170.0)
HONOUR_DPI = 130
GROUNDS: tuple[Colour, ...] = ((255, 250, 238), (255, 255, 255), (254, 242, 226), (196, 30, 36))
GOLD: Colour = (190, 146, 58)
YEARS = ("2020—2021", "2021—2022", "2022—2023", "2023-2024", "2022-2023")


@dataclass(frozen=True, slots=True)
class Honour:
    """What an honour is called and who gives it."""

    title: str
    organ: str


def honour_of(sort: PaperSort, holder: Holder, dice: Dice) -> Honour:
    """Return an honour of the level that ``sort`` names."""
    titles = ("优秀学生干部", "三好学生", "优秀毕业生", "优秀共青团员", "优秀大学生")
    title = dice.pick(titles)
    match sort:
        case PaperSort.HONOR_NATIONAL:
            return dice.pick(
                (
                    Honour("国家励志奖学金", "中华人民共和国教育部"),
                    Honour("国家奖学金", "中华人民共和国教育部"),
                    Honour("全国优秀共青团员", "共青团中央"),
                    Honour("全国优秀大学生", "中华人民共和国教育部"),
                )
            )
        case PaperSort.HONOR_PROVINCIAL:
            organ = dice.pick(("山西省教育厅", "共青团山西省委员会", "中共山西省委教育工作委员会"))
            words = dice.pick((f"山西省{title}", f"省级{title}", f"山西省普通高等学校{title}"))
            return Honour(words, organ)
        case PaperSort.HONOR_MUNICIPAL:
            if dice.chance(0.25):
                return Honour(f"{holder.city}{title}", f"共青团{holder.city}委员会")
            words = dice.pick((f"校级{title}", title, f"{holder.school}{title}"))
            return Honour(words, holder.school)
    words = dice.pick((f"院级{title}", title, f"系级{title}"))
    return Honour(words, f"{holder.school}{holder.department}")


def draw_honour(sort: PaperSort, holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return a certificate of honour."""
    honour = honour_of(sort, holder, dice)
    ground = dice.pick(GROUNDS)
    sheet = Sheet(PAGE, dpi=HONOUR_DPI, faces=faces, ground=ground)
    if ground == GROUNDS[-1]:
        sheet.box(12, 12, PAGE[0] - 24, PAGE[1] - 24, fill=(254, 248, 236), outline=GOLD, thick=1)
    for inset, thick in ((8, 1.4), (11, 0.5)):
        sheet.box(inset, inset, PAGE[0] - 2 * inset, PAGE[1] - 2 * inset, outline=GOLD, thick=thick)
    heading = "奖　状" if dice.chance(0.15) else "荣誉证书"
    sheet.text(
        120, 34, heading, size=13, face=Face.SERIF_BOLD, fill=(196, 30, 36), anchor="mm", gap=5
    )
    _words(sheet, honour, holder, dice)
    sheet.mark(232, 162, size=4)
    return sheet.image


def _words(sheet: Sheet, honour: Honour, holder: Holder, dice: Dice) -> None:
    face = dice.pick((Face.SERIF, Face.SERIF_BOLD, Face.SANS))
    called = f"{holder.name} 同学：" if dice.chance(0.8) else f"{holder.name}："
    sheet.text(32, 60, called, size=6.4, face=face)
    year = dice.pick(YEARS)
    quoted = dice.pick(("“{}”", "{}", "《{}》")).format(honour.title)
    words = dice.pick(
        (
            f"在{year}学年度表现突出，成绩优异，被评为{quoted}称号。",
            f"在{year}学年中品学兼优，荣获{quoted}。",
            f"荣获{year}学年{quoted}，特颁此证。",
        )
    )
    y = sheet.paragraph(32, 76, words, width=176, size=6.2, leading=1.8, face=face, indent=12.4)
    sheet.text(44, y + 3, "特发此证，以资鼓励。", size=6.0, face=face)
    size = 5.4 if len(honour.organ) < 18 else 4.4
    stamp(sheet, 178, 132, honour.organ, radius=18)
    sheet.text(206, 128, honour.organ, size=size, face=face, anchor="rm")
    end = int(year[-4:])
    month = dice.between(4, 12 if end < 2024 else 5)
    if dice.chance(0.5):
        day = f"{end}年{month}月"
    else:
        day = chinese_month(holder.graduation.replace(year=end, month=month, day=1))
    sheet.text(206, 140, day, size=5.2, face=face, anchor="rm")
