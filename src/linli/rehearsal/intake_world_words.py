"""The free text of forms in the intake world."""

from collections.abc import Iterable

from linli.rehearsal.biography import HOBBIES, SKILLS
from linli.rehearsal.dice import Dice
from linli.rehearsal.intake_world_cases import Case
from linli.rehearsal.papers.holder import Holder, PaperSort

SCHOOLS_BEFORE = ("第一中学", "高级中学", "实验中学", "第二中学")
OFFICES = ("班长", "团支部书记", "学习委员", "学生会干事", "学生", "学生")
VETERAN_WORDS = (
    "{start}.09—{end}.09 在部队服役（退役大学生士兵）",
    "在校期间应征入伍，服义务兵役两年，系退役大学生士兵。",
    "{start}年9月至{end}年9月应征入伍，现已退役。",
)
LOW_INCOME_WORDS = (
    "本人系低保家庭毕业生。",
    "家庭情况：农村低保户。",
    "家庭为城乡最低生活保障家庭，符合优先条件。",
)
SOCIAL_WORK_WORDS = ("本人为社会工作专业毕业生，申请优先招募。",)
HONOUR_WORDS = {
    PaperSort.HONOR_NATIONAL: "国家励志奖学金",
    PaperSort.HONOR_PROVINCIAL: "省级优秀毕业生",
    PaperSort.HONOR_MUNICIPAL: "校级三好学生",
    PaperSort.HONOR_DEPARTMENT: "院级优秀学生干部",
}
LOW_INCOME_CASES = frozenset({Case.LOW_INCOME, Case.LOW_INCOME_VILLAGE, Case.LOW_INCOME_UNPROVEN})
VETERAN_CASES = frozenset({Case.VETERAN, Case.VETERAN_HALF})


def resume_of(dice: Dice, holder: Holder, cases: frozenset[Case]) -> str:
    """Return the résumé, one line a stage, then what its writer claims."""
    dash, gap = dice.pick(("—", "-", "至", "--")), dice.pick((" ", "  ", "    "))
    start, end = holder.entry.year, holder.graduation
    lines = [
        f"{start - 3}.09{dash}{start}.06{gap}{holder.county}{dice.pick(SCHOOLS_BEFORE)}{gap}学生",
        f"{start}.09{dash}{end:%Y.%m}{gap}{holder.school}{holder.department}{holder.major}专业"
        f"{gap}{dice.pick(OFFICES)}",
    ]
    if cases & VETERAN_CASES:
        words = dice.pick(VETERAN_WORDS)
        lines.append(words.format(start=end.year - 4, end=end.year - 2))
    if cases & LOW_INCOME_CASES:
        lines.append(dice.pick(LOW_INCOME_WORDS))
    if Case.SOCIAL_WORK in cases and dice.chance(0.3):
        lines.append(dice.pick(SOCIAL_WORK_WORDS))
    return "\n".join(lines)


def awards_of(papers: Iterable[PaperSort]) -> str:
    """Return the awards that go with the certificates, or 无."""
    lines = [f"2023年获{HONOUR_WORDS[sort]}" for sort in papers if sort in HONOUR_WORDS]
    return "\n".join(lines) or "无"


def strengths_of(dice: Dice) -> str:
    """Return a skill or two and a hobby or two."""
    skills = "，".join(dice.sample(SKILLS, dice.between(1, 2)))
    return f"{skills}，爱好{'、'.join(dice.sample(HOBBIES, 2))}"
