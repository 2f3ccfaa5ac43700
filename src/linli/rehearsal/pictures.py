"""Draw small plain pictures: papers, a portrait, a signature. Each is marked 样本.

With no font at hand only a frame and a Latin SAMPLE are drawn.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from linli.core.identity.id_number import check_character
from linli.core.papers.kinds import MaterialKind
from linli.rehearsal.dice import Dice
from linli.rehearsal.person import Flaw, MadeUpPerson
from linli.rehearsal.word_xml import Picture

PAPER_SIZE = (600, 400)
PORTRAIT_SIZE = (295, 413)
SIGNATURE_SIZE = (240, 90)
INK, PALE, RED, FRAME = (30, 34, 40), (246, 246, 242), (190, 40, 40), (120, 130, 140)
BACKGROUNDS = ((255, 255, 255), (67, 142, 219), (206, 48, 48))
JPEG_QUALITIES, LARGEST_BYTES = (55, 35, 20), 30_000
LARGEST_STEP = 40
MARK, LATIN_MARK = "样本", "SAMPLE"

TITLES = {
    MaterialKind.ID_CARD_FRONT: "居民身份证（正面）",
    MaterialKind.ID_CARD_BACK: "居民身份证（背面）",
    MaterialKind.HUKOU: "居民户口簿 常住人口登记卡",
    MaterialKind.DIPLOMA: "普通高等学校 毕业证书",
    MaterialKind.DEGREE_CERTIFICATE: "学位证书",
    MaterialKind.ENROLLMENT_REPORT: "教育部学籍在线验证报告",
    MaterialKind.EDUCATION_RECORD: "教育部学历证书电子注册备案表",
    MaterialKind.HONOR_NATIONAL: "荣誉证书 国家励志奖学金",
    MaterialKind.HONOR_PROVINCIAL: "荣誉证书 省级优秀毕业生",
    MaterialKind.HONOR_MUNICIPAL: "荣誉证书 校级三好学生",
    MaterialKind.HONOR_DEPARTMENT: "荣誉证书 院级优秀学生干部",
    MaterialKind.LOW_INCOME_PROOF: "城乡居民最低生活保障证明",
    MaterialKind.ENLISTMENT_PROOF: "入伍通知书",
    MaterialKind.DISCHARGE_PROOF: "退出现役证明",
}
IDENTITY_PAPERS = (MaterialKind.ID_CARD_FRONT, MaterialKind.HUKOU)
STUDY_PAPERS = (
    MaterialKind.DIPLOMA,
    MaterialKind.DEGREE_CERTIFICATE,
    MaterialKind.ENROLLMENT_REPORT,
    MaterialKind.EDUCATION_RECORD,
)


def draw_material(person: MadeUpPerson, kind: MaterialKind, *, font: Path | None) -> bytes:
    """Return one paper of ``person`` as a JPEG with its title, facts and the mark 样本."""
    return draw_page(TITLES[kind], _facts(person, kind), font=font)


def draw_page(
    title: str, lines: tuple[str, ...], *, font: Path | None, size: tuple[int, int] = PAPER_SIZE
) -> bytes:
    """Return a page with a frame, a title, lines of text and the mark, as a JPEG."""
    image = Image.new("RGB", size, PALE)
    pen = ImageDraw.Draw(image)
    width, height = size
    pen.rectangle((10, 10, width - 11, height - 11), outline=FRAME, width=3)
    if font is None:
        pen.text((40, 40), LATIN_MARK, fill=RED, font=ImageFont.load_default(40))
        return _jpeg(image)
    pen.text((width / 2, 62), title, fill=INK, font=_sized(font, 32), anchor="mm")
    pen.line((60, 96, width - 60, 96), fill=FRAME, width=2)
    step = min(LARGEST_STEP, (height - 150) // max(len(lines), 1))
    for number, line in enumerate(lines):
        face = _sized(font, step * 3 // 5)
        while pen.textlength(line, face) > width - 70:
            line = line[:-1]
        pen.text((50, 118 + step * number), line, fill=INK, font=face)
    pen.text((width - 110, height - 50), MARK, fill=RED, font=_sized(font, 36), anchor="mm")
    return _jpeg(image)


def draw_portrait(seed: int, key: str, *, font: Path | None) -> Picture:
    """Return a one-inch portrait: a plain figure before a plain ground, nobody's face."""
    dice = Dice(seed, f"portrait {key}")
    image = Image.new("RGB", PORTRAIT_SIZE, dice.pick(BACKGROUNDS))
    pen = ImageDraw.Draw(image)
    tone = 150 + dice.below(60)
    pen.ellipse((30, 300, 265, 560), fill=(50, 60 + dice.below(50), 90))
    pen.ellipse((85, 95, 210, 265), fill=(tone + 40, tone + 10, tone - 20))
    pen.pieslice((78, 80, 217, 250), 180, 360, fill=(40, 34, 32))
    text, face = (MARK, _sized(font, 44)) if font else (LATIN_MARK, ImageFont.load_default(40))
    pen.text((147, 372), text, fill=(255, 255, 255), font=face, anchor="mm")
    return Picture(_jpeg(image), width_mm=25, height_mm=35)


def draw_signature(name: str, *, font: Path | None) -> Picture:
    """Return a signature as a picture: the name, or three strokes without a font."""
    image = Image.new("L", SIGNATURE_SIZE, 255)
    pen = ImageDraw.Draw(image)
    if font:
        pen.text((120, 45), name, fill=20, font=_sized(font, 52), anchor="mm")
    else:
        pen.line((20, 60, 80, 25, 120, 65, 170, 30, 220, 55), fill=20, width=4)
    slanted = image.transform(
        SIGNATURE_SIZE, Image.Transform.AFFINE, (1, 0.25, -10, 0, 1, 0), fillcolor=255
    )
    target = BytesIO()
    slanted.save(target, "PNG")
    return Picture(target.getvalue(), width_mm=24, height_mm=9)


def _facts(person: MadeUpPerson, kind: MaterialKind) -> tuple[str, ...]:
    form = person.form
    number = _number_on_card(person)
    who = f"姓名：{form.name}    性别：{form.sex}"
    if kind in IDENTITY_PAPERS:
        return (
            f"{who}    民族：{form.ethnicity}",
            f"出生：{number[6:10]}-{number[10:12]}-{number[12:14]}",
            f"住址：{(form.address or '')[:20]}",
            f"公民身份号码：{number}",
        )
    if kind is MaterialKind.ID_CARD_BACK:
        return ("签发机关：某某市公安局（虚构）", "有效期限：2020.01.01—2030.01.01")
    if kind in STUDY_PAPERS:
        return (
            who,
            f"学校：{form.school}",
            f"专业：{form.major}    层次：{form.education}",
            f"毕业时间：{form.graduation}",
            f"学习形式：{_mode_of_study(person)}",
        )
    return (who, "特此证明。", "二〇二四年五月")


def _number_on_card(person: MadeUpPerson) -> str:
    """The card is right even where the form has a slip in its last place."""
    first_17 = (person.form.id_number or "")[:17]
    return first_17 + check_character(first_17)


def _mode_of_study(person: MadeUpPerson) -> str:
    major = person.form.major or ""
    return (
        major.partition("（")[2].rstrip("）") if person.flaw == Flaw.NOT_FULL_TIME else "普通全日制"
    )


@lru_cache(maxsize=16)
def _sized(font: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font), pixels)


def _jpeg(image: Image.Image) -> bytes:
    """Return a JPEG within the size limit: plain lettering stays readable at any of these."""
    for quality in JPEG_QUALITIES:
        target = BytesIO()
        image.save(target, "JPEG", quality=quality)
        if target.tell() <= LARGEST_BYTES:
            break
    return target.getvalue()
