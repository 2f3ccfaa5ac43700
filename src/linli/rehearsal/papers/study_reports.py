"""The report on enrolment and the registration form of a diploma, as the student services print them."""

from collections.abc import Sequence
from datetime import date

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import plain_day
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder, Study
from linli.rehearsal.papers.sheet import Colour, Sheet
from linli.rehearsal.papers.stamps import portrait

A4 = (210.0, 297.0)
REPORT_DPI = 150
GREY: Colour = (120, 124, 130)
RULE: Colour = (196, 200, 206)
REPORT_TITLE = "教育部学籍在线验证报告"
RECORD_TITLE = "教育部学历证书电子注册备案表"
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

Lines = tuple[tuple[str, str], ...]


def report_lines(holder: Holder, dice: Dice) -> Lines:
    """Return labels and values of the report on enrolment."""
    is_adult = holder.study in (Study.CORRESPONDENCE, Study.SPARE_TIME, Study.OPEN)
    kind = "成人高等教育" if is_adult else "普通高等教育"
    if "研究生" in holder.level:
        kind = "研究生教育"
    mode = (
        "全日制" if kind == "研究生教育" and holder.study is Study.FULL_TIME else holder.study.value
    )
    number = f"{holder.entry.year}{dice.below(10**7):07}"
    return (
        ("姓名", holder.name),
        ("性别", holder.sex),
        ("证件号码", holder.id_number),
        ("民族", holder.ethnicity),
        ("出生日期", plain_day(holder.birthday)),
        ("院校", holder.school),
        ("层次", holder.level),
        ("院系", holder.department),
        ("班级", f"{holder.entry.year}级{dice.between(1, 6)}班"),
        ("专业", holder.major),
        ("学号", number),
        ("形式", mode),
        ("入学日期", plain_day(holder.entry)),
        ("学制", f"{holder.years}年"),
        ("类型", kind),
        ("学籍状态", dice.pick(("在籍（注册学籍）", "注册学籍", "在籍(注册学籍)"))),
        ("预计毕业日期", plain_day(holder.graduation)),
    )


def record_lines(holder: Holder, dice: Dice) -> Lines:
    """Return labels and values of the registration form of a diploma."""
    kinds = {
        Study.FULL_TIME: "普通",
        Study.PART_TIME_GRADUATE: "研究生",
        Study.SELF_STUDY: "自学考试",
    }
    kind = "研究生" if "研究生" in holder.level else kinds.get(holder.study, "成人")
    return (
        ("姓名", holder.name),
        ("性别", holder.sex),
        ("出生日期", plain_day(holder.birthday)),
        ("入学日期", plain_day(holder.entry)),
        ("毕（结）业日期", plain_day(holder.graduation)),
        ("学校名称", holder.school),
        ("专业", holder.major),
        ("学制", f"{holder.years}年"),
        ("层次", holder.level),
        ("学历类别", kind),
        ("学习形式", holder.study.value),
        ("毕（结）业", "毕业"),
        ("证书编号", holder.certificate_number),
        ("校（院）长姓名", "（样本）"),
    )


def check_code(dice: Dice) -> str:
    """Return an invented code as such reports carry one."""
    return "".join(dice.pick(CODE_LETTERS) for _ in range(16))


def updated_day(dice: Dice) -> date:
    """Return the day on which the report was fetched."""
    return date(2024, 6, dice.between(1, 8))


def footnotes(title: str) -> tuple[str, ...]:
    """Return the notes under the table; they say that all is invented."""
    kind = "备案表" if title == RECORD_TITLE else "报告"
    return (
        "注意事项：",
        "1. 本页为演示用样本，内容虚构，不能用于任何证明。",
        f"2. {kind}在有效期内可凭在线验证码查询。",
    )


def draw_report(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the report on enrolment as the page that a browser shows or prints."""
    return _page(REPORT_TITLE, report_lines(holder, dice), holder, faces, dice)


def draw_record(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the registration form of a diploma as a page."""
    return _page(RECORD_TITLE, record_lines(holder, dice), holder, faces, dice)


def _page(title: str, lines: Lines, holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    sheet = Sheet(A4, dpi=REPORT_DPI, faces=faces)
    sheet.text(105, 26, title, size=6.4, face=Face.SERIF_BOLD, anchor="mm", gap=0.4)
    sheet.text(
        105, 35, f"更新日期：{plain_day(updated_day(dice), padded=False)}", size=3.2, anchor="mm"
    )
    picture = portrait(Dice(holder.seed, f"portrait {holder.key}"), faces, sex=holder.sex)
    y = _paired(sheet, lines, 46) if dice.chance(0.3) else _listed(sheet, lines, 46, dice)
    sheet.paste(picture, 162, 48, 24, 33)
    sheet.text(26, y + 8, f"在线验证码：{check_code(dice)}", size=3.4)
    for number, line in enumerate(footnotes(title)):
        sheet.text(26, y + 22 + number * 6, line, size=2.9, fill=GREY)
    sheet.mark(196, 288, size=3.6)
    return sheet.image


def _listed(sheet: Sheet, lines: Sequence[tuple[str, str]], y: float, dice: Dice) -> float:
    """One field a row, with or without rules, labels to the left or to the right of their cell."""
    step, has_rules, centred = 8.4 + dice.below(12) / 10, dice.chance(0.7), dice.chance(0.4)
    for label, value in lines:
        if has_rules:
            sheet.box(24, y, 40, step, outline=RULE, thick=0.2)
            sheet.box(64, y, 88, step, outline=RULE, thick=0.2)
        if centred:
            sheet.text(44, y + step / 2, label, size=3.5, fill=GREY, anchor="mm")
        else:
            sheet.text(28, y + step / 2, label, size=3.5, fill=GREY)
        sheet.text(68, y + step / 2, value, size=3.5)
        y += step
    return y


def _paired(sheet: Sheet, lines: Sequence[tuple[str, str]], y: float) -> float:
    """Two fields a row, as the version for phones and older prints have it."""
    step = 11.0
    for number in range(0, len(lines), 2):
        for column, (label, value) in enumerate(lines[number : number + 2]):
            x = 20 + column * 70
            sheet.box(x, y, 24, step, outline=RULE, thick=0.2)
            sheet.box(x + 24, y, 46, step, outline=RULE, thick=0.2)
            sheet.text(x + 12, y + step / 2, label, size=2.9, fill=GREY, anchor="mm")
            size = 3.2 if len(value) <= 12 else 2.6
            sheet.text(x + 25.5, y + step / 2, value, size=size)
        y += step
    return y
