"""The household register: a person's page, and its first page."""

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import plain_day
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder
from linli.rehearsal.papers.sheet import Colour, Sheet
from linli.rehearsal.papers.stamps import stamp

PAGE = (143.0, 105.0)
PAGE_DPI = 200
GROUNDS: tuple[Colour, ...] = ((250, 240, 222), (246, 246, 236), (252, 252, 250))
BROWN: Colour = (110, 70, 40)
RELATIONS = {"男": ("子", "长子", "户主", "次子"), "女": ("女", "长女", "户主", "次女")}

Row = tuple[tuple[str, str, float], ...]


def draw_household_page(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the page 常住人口登记卡 of one person."""
    sheet = _page(faces, dice)
    sheet.text(71.5, 9, "常住人口登记卡", size=6, face=Face.SERIF_BOLD, anchor="mm", gap=1)
    place = f"山西省{holder.city}{holder.county}"
    relation = dice.pick(RELATIONS[holder.sex])
    rows: tuple[Row, ...] = (
        (("姓名", holder.name, 43), ("户主或与户主关系", relation, 26)),
        (("曾用名", "", 43), ("性别", holder.sex, 26)),
        (("出生地", place, 43), ("民族", holder.ethnicity.removesuffix("族"), 26)),
        (("籍贯", place, 43), ("出生日期", plain_day(holder.birthday, padded=False), 26)),
        (("本市（县）其他住址", "", 43), ("宗教信仰", "", 26)),
        (("公民身份号码", holder.id_number, 43), ("身高", "", 26)),
        (("文化程度", dice.pick(("高中", "初中", "大学")), 43), ("婚姻状况", "未婚", 26)),
        (("服务处所", "", 43), ("职业", dice.pick(("", "学生")), 26)),
    )
    y = 15.0
    for row in rows:
        y = _row(sheet, row, y, 8.2)
    sheet.box(8, y, 127, 9, outline=BROWN)
    sheet.text(
        10, y + 4.5, f"何时由何地迁来本址    {dice.pick(('', '出生登记', '久居'))}", size=2.8
    )
    stamp(sheet, 112, 84, f"{holder.county}公安局户口专用章", radius=12)
    issued = f"登记日期：{holder.birthday.year + 3 + dice.below(12)}年{dice.between(1, 12)}月{dice.between(1, 28)}日"
    sheet.text(8, 98, "承办人签章：", size=2.8)
    sheet.text(88, 98, issued, size=2.8)
    sheet.mark(141, 103.6)
    return sheet.image


def draw_household_first_page(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the first page, which names the head of the household and the address only."""
    sheet = _page(faces, dice)
    sheet.text(71.5, 14, "居民户口簿", size=7, face=Face.SERIF_BOLD, anchor="mm", gap=2)
    head = holder.name[0] + dice.pick(("建国", "志强", "秀英", "玉梅"))
    kind = dice.pick(("非农业家庭户口", "家庭户", "农业家庭户口"))
    rows: tuple[Row, ...] = (
        (("户别", kind, 43), ("户主姓名", head, 26)),
        (("户号", f"{dice.below(10**8):08}", 43), ("集体户口", "", 26)),
    )
    y = 26.0
    for row in rows:
        y = _row(sheet, row, y, 11)
    y = _row(sheet, (("住址", holder.address, 103),), y, 14)
    sheet.text(12, y + 12, "省级公安机关", size=3)
    sheet.text(72, y + 12, "户口登记机关", size=3)
    stamp(sheet, 104, y + 18, f"{holder.county}公安局户口专用章", radius=13)
    sheet.text(
        88, 98, f"签发日期：{dice.between(2008, 2020)}年{dice.between(1, 12)}月6日", size=2.8
    )
    sheet.mark(141, 103.6)
    return sheet.image


def _page(faces: Faces, dice: Dice) -> Sheet:
    return Sheet(PAGE, dpi=PAGE_DPI, faces=faces, ground=dice.pick(GROUNDS))


def _row(sheet: Sheet, row: Row, y: float, height: float) -> float:
    x = 8.0
    for label, value, width in row:
        label_width = 24 if len(row) == 1 else (24 if x < 10 else 34)
        sheet.box(x, y, label_width, height, outline=BROWN)
        size = 2.9 if len(label) <= 6 else 2.3
        sheet.text(x + label_width / 2, y + height / 2, label, size=size, fill=BROWN, anchor="mm")
        sheet.box(x + label_width, y, width, height, outline=BROWN)
        sheet.text(x + label_width + 1.5, y + height / 2, value, size=3.0)
        x += label_width + width
    return y + height
