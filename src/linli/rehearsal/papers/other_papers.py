"""Papers that nobody asked for and that people send all the same."""

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import chinese_month
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder
from linli.rehearsal.papers.sheet import Sheet
from linli.rehearsal.papers.stamps import portrait, stamp

A4, CERTIFICATE = (210.0, 297.0), (210.0, 148.0)
PAGE_DPI = 130
COURSES = (
    "大学英语",
    "高等数学",
    "思想道德与法治",
    "中国近现代史纲要",
    "大学体育",
    "计算机基础",
    "形势与政策",
    "军事理论",
    "毕业论文",
    "专业实习",
)


def draw_english_test(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return a report of the college English test."""
    level = dice.pick(("四级", "六级"))
    sheet = Sheet(CERTIFICATE, dpi=PAGE_DPI, faces=faces, ground=(246, 250, 252))
    title = f"全国大学英语{level}考试"
    sheet.text(105, 18, title, size=7, face=Face.SERIF_BOLD, anchor="mm")
    sheet.text(105, 30, "成绩报告单", size=6, face=Face.SERIF_BOLD, anchor="mm", gap=1)
    sheet.text(105, 38, "College English Test", size=4, anchor="mm")
    total = dice.between(425, 580)
    lines = (
        f"姓　名：{holder.name}",
        f"证件号码：{holder.id_number}",
        f"学　校：{holder.school}",
        f"准考证号：{dice.below(10**9):09}202302",
        f"总　分：{total}　　听力：{total // 3}　阅读：{total // 3}　写作和翻译：{total // 3}",
    )
    for number, line in enumerate(lines):
        sheet.text(24, 52 + number * 12, line, size=4.6)
    _portrait(sheet, holder, 168, 46)
    sheet.mark(204, 142, size=4)
    return sheet.image


def draw_computer_test(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return a certificate of the computer rank examination."""
    sheet = Sheet(CERTIFICATE, dpi=PAGE_DPI, faces=faces, ground=(252, 248, 236))
    title = "全国计算机等级考试"
    sheet.text(105, 22, title, size=7, face=Face.SERIF_BOLD, anchor="mm")
    level = dice.pick(("一级", "二级"))
    sheet.text(105, 36, f"{level}合格证书", size=8, face=Face.SERIF_BOLD, anchor="mm", gap=1)
    words = (
        f"{holder.name}于二〇二三年三月参加全国计算机等级考试{level}"
        f"{dice.pick(('MS Office高级应用', 'WPS Office', 'C语言程序设计'))}考试，成绩合格，特发此证。"
    )
    sheet.paragraph(30, 58, words, width=110, size=5, leading=1.8, indent=10)
    sheet.text(30, 112, f"身份证号：{holder.id_number}", size=4.4)
    stamp(sheet, 150, 112, "教育考试院", radius=15)
    _portrait(sheet, holder, 156, 52)
    sheet.mark(204, 142, size=4)
    return sheet.image


def draw_transcript(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return a list of marks."""
    sheet = Sheet(A4, dpi=PAGE_DPI, faces=faces)
    sheet.text(105, 24, f"{holder.school}学生成绩单", size=7, face=Face.SERIF_BOLD, anchor="mm")
    who = f"姓名：{holder.name}　学院：{holder.department}　专业：{holder.major}"
    sheet.text(20, 38, who, size=3.6)
    for column in range(2):
        for number, course in enumerate(("课程名称", *COURSES, *COURSES[:6])):
            x, y = 20 + column * 86, 46 + number * 9
            for left, width in ((0, 46), (46, 18), (64, 20)):
                sheet.box(x + left, y, width, 9, thick=0.15)
            sheet.text(x + 2, y + 4.5, course, size=3.2)
            credit, mark = (
                ("学分", "成绩") if number == 0 else (dice.between(1, 5), 60 + dice.below(40))
            )
            sheet.text(x + 55, y + 4.5, str(credit), size=3.2, anchor="mm")
            sheet.text(x + 74, y + 4.5, str(mark), size=3.2, anchor="mm")
    stamp(sheet, 160, 230, f"{holder.school}教务处", radius=18)
    sheet.text(190, 240, chinese_month(holder.graduation), size=4, anchor="rm")
    sheet.mark(204, 290, size=4)
    return sheet.image


def draw_portrait_alone(holder: Holder, faces: Faces, _dice: Dice) -> Image.Image:
    """Return the one-inch portrait as a picture of its own."""
    return portrait(Dice(holder.seed, f"portrait {holder.key}"), faces, sex=holder.sex)


def _portrait(sheet: Sheet, holder: Holder, x: float, y: float) -> None:
    picture = portrait(Dice(holder.seed, f"portrait {holder.key}"), sheet.faces, sex=holder.sex)
    sheet.paste(picture, x, y, 26, 36)
