"""What an applicant claims to be, by the free text of the form: of a group that has priority.

The form has no box for these. A claim is a clause that says nothing but this of the applicant;
the same words in any other clause (采访退役军人, 父亲系退役军人) leave it to a person.

Source: D0 二5, 三(一)6(5), 三(一)6(6), 附件2.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKETED = re.compile(r"[(\[【〔].*?(?:[)\]】〕]|$)")
_CLAUSE_ENDS = re.compile(r"[\n\r。；;，,!！?？()\[\]【】〔〕\"“”|/]+")
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff_]+")
_SELF = "本人 我 自己 现 已 现已 曾 曾经 目前 一直 系 是 为 属于 属 一名 的 身份 备注 说明 毕业生 大学毕业生 高校毕业生 大学生 学生"
_LOW_INCOME = "家庭 家中 家里 家 情况 经济 状况 享受 享有 纳入 城市 农村 城乡 城镇 居民 低保 最低生活保障 建档立卡 贫困户 脱贫户 户 对象 待遇 金 边缘 子女 成员"
_VETERAN = (
    "于 在 在校期间 大学期间 在校 大一 大二 大三 大四 期间 时 后 休学 保留学籍 自愿 光荣 携笔从戎 响应国家号召 应征 入伍 参军 从军 服役"
    " 服 履行 义务 兵役 现役 部队 武警 武警部队 中国人民解放军 解放军 陆军 海军 空军 火箭军 某 某部 某部队 期满 自主就业 退役 退伍 复员"
    " 北部战区 中部战区 东部战区 南部战区 西部战区 士兵 军人 义务兵 士官 军士 战士 复学 返校 专项 计划 单招 整 一 二 两 三 五 八 十二 年 月 个月 至今 至 起"
)
_NUMBERS = re.compile(r"[\d.:：·、\-—–~～]+日?")
# No clause that says only this is longer; a longer one is not looked through word by word.
_LONGEST_CLAIM = 40


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: ``brought_up`` by a word, made by clauses of ``words`` alone, or ``denied``.

    ``offices`` are names that hold the word and speak of nobody. Social work stands in the line
    of the studies as well, so that any clause that does not claim it claims nothing.
    """

    brought_up: re.Pattern[str]
    words: frozenset[str]
    denied: re.Pattern[str]
    offices: re.Pattern[str]


def _and_self(words: str) -> frozenset[str]:
    return frozenset(f"{_SELF} {words}".split())


SOCIAL_WORK = Claim(
    brought_up=re.compile("社会工作"),
    words=_and_self("社会工作 专业 社会工作专业"),
    denied=re.compile("社会工作"),
    offices=re.compile("社会工作(?:部|局|处|站|者|师)"),
)
LOW_INCOME = Claim(
    brought_up=re.compile("低保|最低生活保障"),
    words=_and_self(_LOW_INCOME),
    denied=re.compile("(?:不是|不属于?|并非|非|没有|未|无).{0,6}(?:低保|最低生活保障)"),
    offices=re.compile("低保(?:办公室|办|中心|科|股|窗口|专干|专员|经办)"),
)
VETERAN = Claim(
    brought_up=re.compile("退役|退伍|复员|入伍|参军|从军|从戎|服役|兵役|现役|士兵|义务兵|转业"),
    words=_and_self(_VETERAN),
    denied=re.compile("(?:不是|不属于?|并非|非|没有|未|无).{0,4}(?:退役|退伍|入伍|参军|服役|士兵)"),
    offices=re.compile("退役军人(?:事务|服务|保障)*(?:局|厅|部|站|中心|所|科)|征兵(?:办|工作站)"),
)


def claims(claim: Claim, *texts: str | None) -> bool | None:
    """Tell whether texts of the form make a claim; ``None`` if a person must read them."""
    clauses = [clause for text in texts if text for clause in _clauses(text, claim)]
    if any(_is_made(claim, one) for one in clauses):
        return True
    return None if any(not claim.denied.search(one) for one in clauses) else False


def _is_made(claim: Claim, clause: str) -> bool:
    # The bare word may be an item of a list (整理社保，低保，医保资料).
    is_bare = claim.brought_up.fullmatch(clause)
    return len(clause) <= _LONGEST_CLAIM and not is_bare and _says_only(claim.words, clause)


def _says_only(words: frozenset[str], clause: str) -> bool:
    """Tell whether a text is made up of these words, numbers and dashes.

    The words overlap (现, 已, 现已; 义务兵, 兵役): a pattern would go through every way of
    cutting the text, and the texts are a stranger's. Each place is looked at once.
    """
    longest = max(map(len, words))
    reached = {0}
    for start in range(len(clause)):
        if start in reached:
            ends = range(start + 1, min(start + longest, len(clause)) + 1)
            reached.update(end for end in ends if clause[start:end] in words)
            numbers = _NUMBERS.match(clause, start)
            reached.update((numbers.end(),) if numbers else ())
    return len(clause) in reached


def _clauses(text: str, claim: Claim) -> Iterator[str]:
    """Yield the clauses that bring the claim up, without the names of offices."""
    for part in _CLAUSE_ENDS.split(unicodedata.normalize("NFKC", text)):
        clause = claim.offices.sub("", _BLANKS.sub("", part))
        if claim.brought_up.search(clause):
            yield clause


def plain_major(written: str) -> str:
    """Return a major without blanks, what stands in brackets and the word 专业."""
    plain = unicodedata.normalize("NFKC", written)
    return _BRACKETED.sub("", _BLANKS.sub("", plain)).removesuffix("专业")
