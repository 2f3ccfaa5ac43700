"""The free text of a made-up form: where somebody lives, what they did and what they can do."""

from linli.core.papers.kinds import MaterialKind
from linli.rehearsal.dice import Dice
from linli.rehearsal.person import Claim
from linli.rehearsal.places import ESTATES, HOME_CITY, PROVINCE_SPELLINGS, STREETS
from linli.rehearsal.schools import BACHELOR, BELOW_COLLEGE, COLLEGE, MASTER

STUDY_YEARS = {COLLEGE: 3, BACHELOR: 4, MASTER: 3, BELOW_COLLEGE: 3}
SCHOOL_LEVEL_BEFORE = {
    COLLEGE: "第一中学",
    BACHELOR: "高级中学",
    MASTER: "高级中学",
    BELOW_COLLEGE: "初级中学",
}
OFFICES = ("班长", "团支部书记", "学习委员", "学生会干事", "宿舍长", "学生")
HONORS = {
    MaterialKind.HONOR_NATIONAL: "国家励志奖学金",
    MaterialKind.HONOR_PROVINCIAL: "省级优秀毕业生",
    MaterialKind.HONOR_MUNICIPAL: "校级三好学生",
    MaterialKind.HONOR_DEPARTMENT: "院级优秀学生干部",
}
SKILLS = (
    "熟练使用办公软件",
    "普通话二级甲等",
    "有志愿服务经历",
    "擅长与人沟通",
    "会开车（C1）",
    "能写公文",
    "会剪辑短视频",
)
HOBBIES = ("阅读", "长跑", "书法", "篮球", "羽毛球", "唱歌", "摄影", "剪纸", "乒乓球")


def address_of(dice: Dice, county: str) -> str:
    """Return a detailed home address in a real county and an invented street."""
    place = PROVINCE_SPELLINGS["full"].format(city=HOME_CITY, county=county)
    street, estate = dice.pick(STREETS), dice.pick(ESTATES)
    number, house, flat = dice.between(1, 199), dice.between(1, 30), dice.between(101, 1802)
    return f"{place}{street}{number}号{estate}{house}号楼{flat}室"


def native_place_of(dice: Dice, county: str) -> str:
    """Return a native place in one of the spellings that people use."""
    spelling = dice.pick(tuple(PROVINCE_SPELLINGS.values()))
    return spelling.format(city=HOME_CITY, county=county)


def resume_of(
    dice: Dice,
    *,
    county: str,
    school: str,
    major: str,
    level: str,
    graduation: str,
    claims: tuple[Claim, ...],
) -> str:
    """Return the résumé, one line per stage; service and hardship are named here."""
    year, month = int(graduation[:4]), graduation[5:]
    start = year - STUDY_YEARS[level]
    lines = [
        f"{start - 3}.09—{start}.07 {county}{SCHOOL_LEVEL_BEFORE[level]} 学生",
        f"{start}.09—{year}.{month} {school}{major}专业 {dice.pick(OFFICES)}",
    ]
    if Claim.VETERAN in claims:
        lines.append("在校期间应征入伍，服役两年，系退役大学生士兵。")
    if Claim.LOW_INCOME in claims:
        lines.append("本人系低保家庭毕业生。")
    return "\n".join(lines)


def awards_of(materials: tuple[MaterialKind, ...]) -> str:
    """Return the awards that go with the certificates, or 无."""
    lines = [f"2023年获{title}" for kind, title in HONORS.items() if kind in materials]
    return "\n".join(lines) or "无"


def strengths_of(dice: Dice) -> str:
    """Return one or two skills and two hobbies."""
    skills = "，".join(dice.sample(SKILLS, dice.between(1, 2)))
    return f"{skills}；爱好{'、'.join(dice.sample(HOBBIES, 2))}。"
