"""Diplomas of every kind of course, and degree certificates."""

from dataclasses import dataclass

from PIL import Image

from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.chinese_dates import chinese_day, chinese_month, chinese_number
from linli.rehearsal.papers.faces import Face, Faces
from linli.rehearsal.papers.holder import Holder, Study
from linli.rehearsal.papers.sheet import Colour, Sheet
from linli.rehearsal.papers.stamps import portrait, stamp

LANDSCAPE, UPRIGHT = (250.0, 176.0), (186.0, 262.0)
CERTIFICATE_DPI = 130
GROUNDS: tuple[Colour, ...] = ((252, 246, 230), (255, 253, 248), (248, 250, 252), (250, 240, 236))
FRAMES: tuple[Colour, ...] = ((168, 40, 44), (182, 140, 60), (40, 60, 130), (90, 60, 40))
NOUGHTS = ("〇", "〇", "○", "零")
PRESIDENTS = ("校长", "校（院）长", "院长", "校　长")


@dataclass(frozen=True, slots=True)
class _Design:
    """How one school prints: size, colours, where the portrait stands, the sign for nought."""

    size: tuple[float, float]
    ground: Colour
    frame: Colour
    title: Colour
    face: Face
    portrait_left: bool
    nought: str
    spaced: bool


def _design(dice: Dice) -> _Design:
    frame = dice.pick(FRAMES)
    return _Design(
        size=LANDSCAPE if dice.chance(0.75) else UPRIGHT,
        ground=dice.pick(GROUNDS),
        frame=frame,
        title=dice.pick((frame, (24, 24, 28), (190, 30, 40))),
        face=dice.pick((Face.SERIF, Face.SERIF, Face.SANS, Face.SERIF_BOLD)),
        portrait_left=dice.chance(0.8),
        nought=dice.pick(NOUGHTS),
        spaced=dice.chance(0.5),
    )


def draw_diploma(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the diploma of the holder's course, whichever it is."""
    titles, words, foot = diploma_words(holder, dice)
    return _certificate(holder, faces, dice, titles=titles, words=words, foot=foot)


def diploma_words(holder: Holder, dice: Dice) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return the title's lines, the text with gaps for its dates, and the foot's lines."""
    match holder.study:
        case Study.SELF_STUDY:
            return _self_study(holder)
        case Study.CORRESPONDENCE | Study.SPARE_TIME:
            return _adult(holder)
        case Study.OPEN:
            return _open(holder)
        case _ if holder.level in ("硕士研究生", "博士研究生"):
            return _graduate(holder)
        case _ if holder.level == "中专":
            return _secondary(holder)
    title = dice.pick((("普通高等学校", "毕业证书"), ("普通高等学校毕业证书",), ("毕业证书",)))
    level = holder.level
    if level == "专科":
        level = dice.pick(("专科", "专科", "高职", "专科（高职）"))
    words = (
        f"{_student(holder)}，于{_span(holder)}在本校 {holder.major} 专业 "
        f"{_years(holder)}{level}学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    return title, words, (f"校　名：{holder.school}",)


def _student(holder: Holder) -> str:
    return f"学生 {holder.name} 性别 {holder.sex}，{{birth}}生"


def _span(holder: Holder) -> str:
    return "{entry}至{graduation}"


def _years(holder: Holder) -> str:
    return f"{chinese_number(holder.years)}年制"


def _adult(holder: Holder) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    level = "专科起点本科" if holder.level == "本科" else "专科"
    words = (
        f"{_student(holder)}，于{_span(holder)}在本校 {holder.major} 专业 {holder.study.value} "
        f"学习，修完{level}教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    return ("成人高等教育", "毕业证书"), words, (f"校　名：{holder.school}",)


def _self_study(holder: Holder) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    words = (
        f"{holder.name} 性别 {holder.sex}，{{birth}}生。参加高等教育自学考试 {holder.major} 专业"
        f"（{holder.level}），全部课程成绩合格，经思想品德鉴定合格，准予毕业。"
    )
    foot = (f"主考学校：{holder.school}", "山西省高等教育自学考试委员会")
    return ("高等教育自学考试", "毕业证书"), words, foot


def _open(holder: Holder) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    words = (
        f"{_student(holder)}，于{_span(holder)}在本校 {holder.major} 专业{holder.level}"
        f"（{holder.study.value}、业余）学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    return ("毕业证书",), words, (f"校　名：{holder.school}",)


def _graduate(holder: Holder) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    mode = "非全日制" if holder.study is Study.PART_TIME_GRADUATE else "全日制"
    kind = holder.level.removesuffix("研究生")
    words = (
        f"研究生 {holder.name} 性别 {holder.sex}，{{birth}}生，于{_span(holder)}在 {holder.major} "
        f"专业学习，学制{chinese_number(holder.years)}年，学习方式：{mode}，修完{kind}研究生"
        "培养计划规定的全部课程，成绩合格，毕业论文答辩通过，准予毕业。"
    )
    return (f"{holder.level}", "毕业证书"), words, (f"培养单位：{holder.school}",)


def _secondary(holder: Holder) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    words = (
        f"{_student(holder)}，于{_span(holder)}在本校 {holder.major} 专业 {_years(holder)}"
        "学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    return ("中等职业学校毕业证书",), words, (f"学　校：{holder.school}",)


def draw_degree(holder: Holder, faces: Faces, dice: Dice) -> Image.Image:
    """Return the degree certificate; a holder without a degree has none to draw."""
    degree = holder.degree or ""
    kind = degree[-2:]
    study = {"硕士": "硕士研究生", "博士": "博士研究生"}.get(kind, "本科")
    words = (
        f"{holder.name}，{holder.sex}，{{birth}}生。在 {holder.school} {holder.major} 专业完成了"
        f"{study}学习计划，业已毕业，经审核符合《中华人民共和国学位条例》的规定，"
        f"授予 {degree}学位。"
    )
    title = dice.pick(((f"{kind}学位证书",), (kind, "学位证书"), ("学位证书",)))
    foot = (holder.school, "学位评定委员会主席：")
    return _certificate(holder, faces, dice, titles=title, words=words, foot=foot)


def _certificate(
    holder: Holder,
    faces: Faces,
    dice: Dice,
    *,
    titles: tuple[str, ...],
    words: str,
    foot: tuple[str, ...],
) -> Image.Image:
    design = _design(dice)
    sheet = Sheet(design.size, dpi=CERTIFICATE_DPI, faces=faces, ground=design.ground)
    _frame(sheet, design, dice)
    y = _titles(sheet, design, titles)
    text = words.format(
        birth=chinese_day(holder.birthday, nought=design.nought),
        entry=chinese_month(holder.entry, nought=design.nought),
        graduation=chinese_month(holder.graduation, nought=design.nought),
    )
    _body(sheet, design, holder, text, y)
    _foot(sheet, design, holder, foot, dice)
    sheet.mark(design.size[0] - 8, design.size[1] - 8, size=4)
    return sheet.image


def _frame(sheet: Sheet, design: _Design, dice: Dice) -> None:
    width, height = design.size
    margin = 6 + dice.below(5)
    for inset, thick in ((margin, 1.2), (margin + 2.4, 0.4)):
        sheet.box(
            inset, inset, width - 2 * inset, height - 2 * inset, outline=design.frame, thick=thick
        )


def _titles(sheet: Sheet, design: _Design, titles: tuple[str, ...]) -> float:
    y = design.size[1] * 0.15
    for number, line in enumerate(titles):
        is_first_of_two = len(titles) == 2 and number == 0
        size = 8.0 if is_first_of_two else 11.5
        sheet.text(
            design.size[0] / 2,
            y,
            line,
            size=size,
            face=Face.SERIF_BOLD,
            fill=design.title,
            anchor="mm",
            gap=size * 0.3 if design.spaced else 0,
        )
        y += size * 1.6
    return y + 4


def _body(sheet: Sheet, design: _Design, holder: Holder, words: str, y: float) -> None:
    width, height = design.size
    picture = portrait(Dice(holder.seed, f"portrait {holder.key}"), sheet.faces, sex=holder.sex)
    if design.size == UPRIGHT:
        sheet.paste(picture, width / 2 - 14, y, 28, 38)
        left, across, y = 24.0, width - 48, y + 52
    elif design.portrait_left:
        sheet.paste(picture, 20, height * 0.32, 28, 38)
        left, across = 58.0, width - 82
    else:
        sheet.paste(picture, width - 48, height * 0.32, 28, 38)
        left, across = 24.0, width - 82
    sheet.paragraph(
        left, y + 4, words, width=across, size=5.4, leading=1.85, face=design.face, indent=10.8
    )


def _foot(sheet: Sheet, design: _Design, holder: Holder, foot: tuple[str, ...], dice: Dice) -> None:
    width, height = design.size
    y = height * 0.74
    stamp(sheet, width * 0.62, height * 0.8, holder.school)
    sheet.text(24, y, foot[0], size=4.6, face=design.face)
    second = foot[1] if len(foot) > 1 else f"{dice.pick(PRESIDENTS)}："
    sheet.text(width * 0.52, y, f"{second}（样本）", size=4.6, face=design.face)
    sheet.text(24, y + 10, f"证书编号：{holder.certificate_number}", size=4.2, face=design.face)
    day = chinese_day(holder.graduation, nought=design.nought)
    sheet.text(width - 26, y + 20, day, size=4.8, face=design.face, anchor="rm")
