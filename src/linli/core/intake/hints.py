"""Who a mail speaks of, as far as its words and file names tell, before any form is read.

A hint is never the identity of an applicant where a form says otherwise.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from linli.core.identity.id_number import id_number_fault
from linli.core.identity.names import normalise_name
from linli.core.intake.quotes import own_words

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米"
    "贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支"
    "柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封储靳段富巫乌焦巴弓牧隗山谷车侯"
    "全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔胥苍双闻莘党翟谭贡劳姬申扶"
    "堵冉郦雍桑桂牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾暨居衡步都耿满弘匡国文寇广禄"
    "阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养丰关查后荆红游权逯盖益桓公闫肖付兰郤郗邸苑原智冶亢皇逄仝门"
)  # fmt: skip
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "端木",
    "东方",
    "独孤",
)
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_NAME = f"[{_HAN}]{{2,4}}|[{_HAN}]{{1,10}}(?:[·•・‧∙][{_HAN}]{{1,10}})+"
_SAID = re.compile(
    f"(?:我是|我叫|本人|姓名[:：]?|(?:报名|申请|应聘)人[:：]?|学生|毕业生|考生|(?:孩子|儿子|女儿|弟弟|妹妹|学生|同学)(?:名?叫|是)?)"
    f"\\s*({_NAME})(?=[，,。；;（(\\s、]|$)"
    f"|[帮替代为]({_NAME}?)(?:同学)?(?:报名|报社区|投递|提交|转交|发送?报名)"
    f"|(?:^|[！!。：:，,\\s])({_NAME})[，,]\\s*[男女](?=[，,。\\s])",
    re.MULTILINE,
)
_FIRST_SENDER = re.compile(
    f'发件人[:：]\\s{{0,4}}["“]?({_NAME})["”]?(?=\\s{{0,4}}(?:[<＜(（\\[\\n]|$))'
)
_KNOWN_WORDS = re.compile(
    "关于|报名参加|参加|转发|回复|答复|更正|修改|补充|补交|补发|补报|重新提交|重新|提交|以此为准|放弃|撤回|退出|取消|申请|相关|"
    "社区助理|社区|助理|报名登记表|报名表|登记表|报名材料|报名|材料|招募|高校毕业生|毕业生|同学|应届|担任|附件|扫描件|扫描|复印件|照片|"
    "电子版|最终版|身份证号?|正反面|正面|反面|人像面|国徽面|户口[簿本]?|本人页|毕业证书?|学位证书?|教育部|学籍在线验证报告|学籍|学历|"
    "证书电子注册备案表|电子注册备案表|备案表|验证报告|荣誉证书|证书|优秀毕业生|优秀学生干部|三好学生|奖学金|[国省市校院]级|证明|"
    "低保|入伍|退役|合集|微信图片|新建|文档|及|的|和|表|年|级|届"
)
_NOT_A_PERSON = re.compile(
    "(?:大学|学院|学校|专科|中学|专业|系|省|市|县|区|部|局|办|老师|家长|公司|全体|先生|女士)$"
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?!\d)")
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")


@dataclass(frozen=True, slots=True)
class Hints:
    """What a mail tells of its person; ``None`` where it tells nothing.

    ``name_is_said`` tells a name that the mail states from one put together from file names.
    """

    name: str | None = field(default=None, repr=False)
    name_is_said: bool = False
    phone: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)


def hints_of(*, subject: str, text: str, file_names: Sequence[str], sender_name: str) -> Hints:
    """Gather who the mail is about from its words; the sender's display name only confirms.

    Of a mail that is quoted in a reply only an ID number counts: the name and the phone in
    it may be the office's. In a mail that is passed on, all words are its writer's.
    """
    spoken = own_words(subject, text)
    votes: Counter[str] = Counter()
    for match in _SAID.finditer(spoken):
        _vote(votes, [next(filter(None, match.groups()))], weight=4)
    _vote(votes, _tokens(subject), weight=3)
    said = set(votes)
    for name in file_names:
        _vote(votes, _tokens(re.sub(r"\.\w{1,5}$", "", name.rpartition("/")[2])), weight=1)
    _vote(votes, _FIRST_SENDER.findall(spoken), weight=2)
    own = normalise_name(sender_name)
    if own in votes:
        votes[own] += 2
    best = votes.most_common(1)[0][0] if votes else own if _may_be_name(own) else None
    names = "\n".join(file_names)
    return Hints(
        name=best,
        name_is_said=best in said,
        phone=_first_phone(_folded(f"{subject}\n{spoken}\n{names}")),
        id_number=_first_id_number(_folded(f"{subject}\n{spoken}\n{names}\n{text}")),
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _vote(votes: Counter[str], words: Iterable[str], *, weight: int) -> None:
    for word in words:
        name = normalise_name(word)
        if _may_be_name(name):
            votes[name] += weight


def _tokens(text: str) -> list[str]:
    # Whole words go first: a name must not be cut out of the name of a school.
    pieces = re.split(f"[^{_HAN}·•・‧∙]+", text)
    kept = [piece for piece in pieces if not _NOT_A_PERSON.search(piece)]
    return [word for piece in kept for word in _KNOWN_WORDS.split(piece) if word]


def _may_be_name(name: str) -> bool:
    if "·" in name:
        return 3 <= len(name) <= 25 and name.strip("·") == name
    if not 2 <= len(name) <= 4 or _NOT_A_PERSON.search(name) or _KNOWN_WORDS.fullmatch(name):
        return False
    if name.startswith(_DOUBLE_SURNAMES):
        return len(name) >= 3
    return name[0] in _SURNAMES and len(name) <= 3


def _first_phone(text: str) -> str | None:
    match = _MOBILE.search(text)
    return re.sub(r"\D", "", match[1]) if match else None


def _first_id_number(text: str) -> str | None:
    return next(
        (number.upper() for number in _ID_NUMBER.findall(text) if id_number_fault(number) is None),
        None,
    )
