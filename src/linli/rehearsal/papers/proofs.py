"""Proofs of a low income, of enlistment and of discharge, by those who may issue them and others.

Source: D0 三(一)6(5), 三(一)6(6).
"""

from datetime import date, timedelta

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import chinese_day, plain_day
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder
from linli.rehearsal.papers.sheet import Colour, Sheet
from linli.rehearsal.papers.stamps import portrait, stamp

LETTER, BOOKLET = (210.0, 260.0), (150.0, 105.0)
LETTER_DPI, BOOKLET_DPI = 130, 200
DARK_RED: Colour = (150, 30, 36)


def draw_low_income_proof(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return a proof by the county's civil affairs: a letter, or a page of the booklet."""
    organ = f"{holder.county}民政局"
    if dice.chance(0.4):
        return _low_income_booklet(holder, organ, faces, dice)
    words = (
        f"兹证明{holder.name}（身份证号：{holder.id_number}），户籍地址{holder.address}，"
        f"其家庭系我{holder.county[-1]}{dice.pick(('城市', '农村', '城乡'))}最低生活保障家庭，"
        f"自{dice.between(2017, 2022)}年{dice.between(1, 12)}月起享受最低生活保障待遇。"
    )
    title = dice.pick(("低保证明", "证　明", "城乡居民最低生活保障证明", "低保家庭证明"))
    return _letter(title, words, organ, faces, dice)


def draw_village_proof(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return a letter about low income by a village committee, which the notice does not count."""
    village = dice.pick(("样本村", "演练庄", "虚拟堡", "示例沟"))
    words = (
        f"兹证明{holder.name}，身份证号{holder.id_number}，系我村村民，家庭收入较低，"
        f"生活困难，{dice.pick(('属低保家庭。', '为低保户。', '享受低保。'))}"
    )
    organ = dice.pick((f"{village}村民委员会", f"{holder.county}{village}村民委员会"))
    return _letter(dice.pick(("证　明", "低保证明", "贫困证明")), words, organ, faces, dice)


def draw_enlistment_proof(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the notice of enlistment, or a letter that says the same."""
    year = holder.graduation.year - dice.pick((3, 4, 5))
    organ = f"{holder.county}人民政府征兵办公室"
    if dice.chance(0.5):
        words = (
            f"{holder.name}同志：\n　　经体格检查、政治考核合格，批准你应征入伍，服现役。"
            f"请于{year}年9月10日前到{holder.county}人民武装部报到。\n　　特此通知。"
        )
        title = dice.pick(("应征公民入伍通知书", "入伍通知书", "入伍批准书"))
        return _letter(title, words, organ, faces, dice, ending="")
    words = (
        f"兹证明{holder.name}，{holder.sex}，身份证号：{holder.id_number}，"
        f"系{holder.school}学生，于{year}年9月从我{holder.county[-1]}应征入伍，服义务兵役。"
    )
    return _letter("入伍证明", words, dice.pick((organ, f"{holder.county}人民武装部")), faces, dice)


def draw_discharge_proof(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the certificate of discharge, or a letter by the veterans' affairs."""
    year = holder.graduation.year - dice.pick((1, 2, 3))
    if dice.chance(0.6):
        return _discharge_booklet(holder, date(year, 9, 1), faces, dice)
    words = (
        f"兹证明{holder.name}同志，{holder.sex}，身份证号：{holder.id_number}，"
        f"{year - 2}年9月入伍，{year}年9月退出现役，服役期间表现良好。"
    )
    title = dice.pick(("退出现役证明", "退役证明", "退役军人证明"))
    return _letter(title, words, f"{holder.county}退役军人事务局", faces, dice)


def _letter(
    title: str, words: str, organ: str, faces: Faces, dice: Dice, *, ending: str = "特此证明。"
) -> Image.Image:
    sheet = Sheet(LETTER, dpi=LETTER_DPI, faces=faces)
    face = dice.pick((Face.SERIF, Face.SERIF, Face.SANS))
    sheet.text(105, 46, title, size=9, face=Face.SERIF_BOLD, anchor="mm", gap=1.5)
    indent = 0 if "\n" in words else 12
    y = sheet.paragraph(30, 72, words, width=150, size=5.6, leading=1.9, face=face, indent=indent)
    sheet.text(42, y + 2, ending, size=5.6, face=face)
    stamp(sheet, 150, y + 44, organ, radius=20)
    sheet.text(184, y + 38, organ, size=5.2, face=face, anchor="rm")
    day = date(2024, 5, 6) + timedelta(days=dice.below(28))
    written = chinese_day(day) if dice.chance(0.5) else plain_day(day, padded=False)
    sheet.text(184, y + 50, written, size=5.2, face=face, anchor="rm")
    sheet.mark(204, 254, size=4)
    return sheet.image


def _low_income_booklet(holder: Holder, organ: str, faces: Faces, dice: Dice) -> Image.Image:
    sheet = Sheet(BOOKLET, dpi=BOOKLET_DPI, faces=faces, ground=(250, 246, 236))
    title = dice.pick(("城乡居民最低生活保障证", "最低生活保障证", "农村居民最低生活保障金领取证"))
    sheet.text(75, 13, title, size=5.6, face=Face.SERIF_BOLD, fill=DARK_RED, anchor="mm")
    head = holder.name[0] + dice.pick(("建国", "志强", "秀英", "玉梅"))
    rows = (
        ("户主姓名", head),
        ("家庭成员", f"{head}、{holder.name}"),
        ("身份证号码", holder.id_number),
        ("家庭住址", holder.address),
        ("保障人数", f"{dice.between(1, 4)}人"),
        ("批准机关", organ),
    )
    _table(sheet, rows, x=14, y=22, step=10, label_width=30, width=92)
    stamp(sheet, 118, 80, organ, radius=14)
    sheet.text(
        14, 92, f"发证日期：{dice.between(2018, 2023)}年{dice.between(1, 12)}月8日", size=3.4
    )
    sheet.mark(147, 103)
    return sheet.image


def _discharge_booklet(holder: Holder, day: date, faces: Faces, dice: Dice) -> Image.Image:
    sheet = Sheet(BOOKLET, dpi=BOOKLET_DPI, faces=faces, ground=(244, 248, 240))
    title = dice.pick(("义务兵退出现役证", "中国人民解放军士兵退出现役证", "退出现役证"))
    sheet.text(75, 13, title, size=5.6, face=Face.SERIF_BOLD, fill=DARK_RED, anchor="mm")
    picture = portrait(Dice(holder.seed, f"portrait {holder.key}"), faces, sex=holder.sex)
    sheet.paste(picture, 114, 22, 24, 33)
    rows = (
        ("姓　名", holder.name),
        ("性　别", holder.sex),
        ("出生年月", f"{holder.birthday.year}年{holder.birthday.month}月"),
        ("公民身份号码", holder.id_number),
        ("入伍时间", f"{day.year - 2}年9月"),
        ("退役时间", f"{day.year}年{day.month}月"),
    )
    _table(sheet, rows, x=14, y=22, step=10, label_width=30, width=64)
    stamp(sheet, 110, 80, "退役军人事务局", radius=14)
    sheet.text(14, 92, "准予退出现役，特发此证。", size=3.6, face=Face.SERIF)
    sheet.mark(147, 103)
    return sheet.image


def _table(
    sheet: Sheet,
    rows: tuple[tuple[str, str], ...],
    *,
    x: float,
    y: float,
    step: float,
    label_width: float,
    width: float,
) -> None:
    for label, value in rows:
        sheet.box(x, y, label_width, step)
        sheet.box(x + label_width, y, width, step)
        sheet.text(x + label_width / 2, y + step / 2, label, size=3.3, anchor="mm")
        size = 3.5 if len(value) <= 24 else 2.8
        sheet.text(x + label_width + 2, y + step / 2, value, size=size)
        y += step
