"""Files that travel in the mails of the intake world, and the names that people and phones give them."""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from linli.rehearsal.dice import Dice
from linli.rehearsal.mail_variety import CONTENT_TYPES, Attachment
from linli.rehearsal.papers.holder import Holder, PaperSort

MORE_TYPES = MappingProxyType(
    {
        **CONTENT_TYPES,
        "png": "image/png",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
        "bmp": "image/bmp",
        "rtf": "application/rtf",
        "html": "text/html",
    }
)
PAPER_NAMES: dict[PaperSort, tuple[str, ...]] = {
    PaperSort.ID_CARD_FRONT: ("身份证正面", "{name}身份证正面", "身份证人像面", "身份证1"),
    PaperSort.ID_CARD_BACK: ("身份证反面", "{name}身份证反面", "身份证国徽面", "身份证2"),
    PaperSort.HUKOU: ("户口本本人页", "{name}户口本", "户口页"),
    PaperSort.DIPLOMA: ("毕业证", "{name}毕业证", "毕业证书扫描件"),
    PaperSort.DEGREE_CERTIFICATE: ("学位证", "{name}学位证", "学位证书"),
    PaperSort.ENROLLMENT_REPORT: (
        "教育部学籍在线验证报告",
        "教育部学籍在线验证报告_{name}",
        "学籍验证报告",
    ),
    PaperSort.EDUCATION_RECORD: (
        "教育部学历证书电子注册备案表",
        "教育部学历证书电子注册备案表_{name}",
        "学历备案表",
    ),
    PaperSort.HONOR_NATIONAL: ("荣誉证书", "国家奖学金证书", "获奖证书"),
    PaperSort.HONOR_PROVINCIAL: ("荣誉证书", "省级荣誉证书", "获奖证书1"),
    PaperSort.HONOR_MUNICIPAL: ("荣誉证书", "校级荣誉", "三好学生证书"),
    PaperSort.HONOR_DEPARTMENT: ("荣誉证书", "院级荣誉", "奖状"),
    PaperSort.LOW_INCOME_PROOF: ("低保证明", "低保证", "民政局证明"),
    PaperSort.ENLISTMENT_PROOF: ("入伍通知书", "入伍证明"),
    PaperSort.DISCHARGE_PROOF: ("退役证", "退出现役证", "退伍证明"),
    PaperSort.VILLAGE_PROOF: ("低保证明", "村委会证明"),
    PaperSort.ENGLISH_TEST: ("四六级", "英语四级"),
    PaperSort.COMPUTER_TEST: ("计算机等级证书", "计算机二级"),
    PaperSort.TRANSCRIPT: ("成绩单",),
    PaperSort.PORTRAIT: ("照片", "{name}一寸照", "证件照"),
    PaperSort.HUKOU_FIRST_PAGE: ("户口本首页",),
}
FORM_NAMES = (
    "附件2  报名登记表",
    "{name}",
    "{name}报名表",
    "社区助理报名登记表（{name}）",
    "{name}-社区助理报名登记表",
    "社区助理报名表(1)",
    "附件2：山西省2024年招募高校毕业生担任社区助理报名登记表",
    "报名表+{name}+{county}",
    "新建 Microsoft Word 文档",
)


class NameWay(StrEnum):
    """How somebody's files are called."""

    TELLING = "what the paper is"
    CAMERA = "what the camera wrote"
    CHAT = "what the chat program wrote"
    NUMBERS = "1, 2, 3"


NAME_WAYS = (NameWay.TELLING, NameWay.TELLING, *NameWay)


@dataclass(frozen=True, slots=True)
class WorldFile:
    """A file and how a mail program labels it."""

    name: str
    content: bytes = field(repr=False)

    @property
    def attachment(self) -> Attachment:
        """Return the file as a mail carries it."""
        return TypedAttachment(self.name, self.content)


class TypedAttachment(Attachment):
    """An attachment whose type also tells further kinds of pictures and texts."""

    __slots__ = ()

    @property
    def content_type(self) -> str:
        """Return the MIME type that a mail program would guess."""
        suffix = self.name.rpartition(".")[2].lower()
        return MORE_TYPES.get(suffix, "application/octet-stream")


def paper_stem(way: NameWay, sort: PaperSort, holder: Holder, number: int, dice: Dice) -> str:
    """Return a file's name without its suffix; ``number`` counts the person's pictures."""
    match way:
        case NameWay.CAMERA:
            return f"IMG_202406{dice.between(1, 12):02}_{dice.between(8, 22):02}{number:04}"
        case NameWay.CHAT:
            start = dice.pick(("mmexport17175", "微信图片_20240607", "QQ图片202406081"))
            return f"{start}{dice.below(10**6):06}{number:02}"
        case NameWay.NUMBERS:
            return str(number)
    return dice.pick(PAPER_NAMES[sort]).format(name=holder.name)


def form_stem(name: str, county: str, dice: Dice) -> str:
    """Return the form's file name without its suffix."""
    return dice.pick(FORM_NAMES).format(name=name, county=county)


def with_distinct_names(files: list[WorldFile]) -> list[WorldFile]:
    """Return the files, those of one name numbered apart as a file manager does."""
    seen: dict[str, int] = {}
    apart = []
    for file in files:
        count = seen[file.name] = seen.get(file.name, 0) + 1
        stem, dot, suffix = file.name.rpartition(".")
        name = f"{stem}({count}){dot}{suffix}" if count > 1 else file.name
        apart.append(WorldFile(name, file.content))
    return apart
