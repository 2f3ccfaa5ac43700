"""The kind of a paper, told from the name of its file alone.

A name that leaves the kind open (照片.jpg, 荣誉证书.jpg) gives no kind: a person or
a later reader of pictures looks at the paper itself.

Source: D0 三(一)6, 三(一)6(1), 三(一)6(2), 三(一)6(3), 三(一)6(4), 三(一)6(5), 三(一)6(6).
"""

import re
import unicodedata

from linli.core.papers.kinds import MaterialKind

_K = MaterialKind
_ID_CARD = re.compile("身份证|身份證|身分证|id_?card|id卡|sfz|shenfenzheng", re.IGNORECASE)
_NO_ID_CARD = re.compile("身份证(?:号|明)")
_BOTH_SIDES = re.compile(
    "正反|反正|双面|两面|正背|人像.*国徽|国徽.*人像|正.{0,4}[、和及与+&,，].{0,3}[反背]|正面.*[反背]面"
)
_FRONT = re.compile("正面|人像|人面|头像|照片面|正$|front|zhengmian|zm$", re.IGNORECASE)
_BACK = re.compile("反面|背面|国徽|徽面|反$|back|fanmian|fm$", re.IGNORECASE)
_BARE_SIDE = re.compile(r"^[\W\d_]*(?:正面|反面|背面|人像面|国徽面|正反面)[\W\d_]*$")

_PAPERS: tuple[tuple[re.Pattern[str], MaterialKind], ...] = (
    (
        re.compile("学籍.{0,8}(?:验证|报告|在线)|学籍$|^(?!.*学[位历]).*验证报告"),
        _K.ENROLLMENT_REPORT,
    ),
    (
        re.compile("备案表|学历证书电子|学历电子注册|学历.{0,4}电子注册|学历(?:证书)?查询"),
        _K.EDUCATION_RECORD,
    ),
    (re.compile("户口(?!.{0,4}(?:首页|封面|封皮)(?!.*(?:本人|个人)))|户籍|常住人口|hkb"), _K.HUKOU),
    (
        re.compile(
            "(?<![高初]中)毕业证(?!明(?!书))|学历证书?(?!电子|查询|在线|明|验证|认证|.{0,6}备案)|byz"
        ),
        _K.DIPLOMA,
    ),
    (re.compile("学位证(?!明(?!书)|书?.{0,8}(?:验证|认证|备案))|xwz"), _K.DEGREE_CERTIFICATE),
    (re.compile("低保|最低生活保障"), _K.LOW_INCOME_PROOF),
    (re.compile("入伍|应征|参军"), _K.ENLISTMENT_PROOF),
    (re.compile("退役|退伍|退出现役"), _K.DISCHARGE_PROOF),
)
_HONOUR = re.compile("优秀|三好|先进|荣誉|奖学金|标兵|获奖|奖状|十佳|模范|优干|优团|优毕")
_LEVELS: tuple[tuple[re.Pattern[str], MaterialKind], ...] = (
    (
        re.compile("院级|系级|院系级|(?<!学)院(?:系)?(?=优秀|三好)|(?<!学)系(?=优秀|三好)"),
        _K.HONOR_DEPARTMENT,
    ),
    (re.compile("国家|全国|国奖|国励"), _K.HONOR_NATIONAL),
    (
        re.compile("省级|省(?=优秀|三好|先进|优)|[\u4e00-\u9fff]{2,3}省|自治区"),
        _K.HONOR_PROVINCIAL,
    ),
    (
        re.compile("校级|市级|校(?=优秀|三好|先进|优)|[\u4e00-\u9fff]{2,3}市|大学(?=优秀|三好)"),
        _K.HONOR_MUNICIPAL,
    ),
)
_HONOURS = frozenset(kind for _, kind in _LEVELS)
_OTHER = re.compile(
    "照片|证件照|寸照|[一1两2]寸|头像|四级|六级|四六级|CET|英语|计算机(?:等级|[一二三]级)|普通话|教师资格|驾驶?证|成绩单|简历|就业协议|推荐表|自荐"
    "|团员证|党员|学生证|photo|avatar|resume",
    re.IGNORECASE,
)
#: What a file is called when it holds the registration form.
FORM_NAME = re.compile("报名(?:登记|申请)?表|登记表|附件\\s*2(?!\\d)|申请表")


def kinds_of_name(name: str) -> tuple[MaterialKind, ...]:
    """Return the kinds of the papers a file holds by its name, inner folders included.

    One picture of both sides of the ID card is one front and one back.
    """
    parts = [_folded(part) for part in re.split(r"[\\/]+", name)]
    for part in reversed(parts):
        kinds = _kinds(part)
        if kinds:
            return kinds
    return ()


def is_other_name(name: str) -> bool:
    """Tell whether a file's name says that it holds something the notice does not ask for."""
    last = _folded(re.split(r"[\\/]+", name)[-1])
    return bool(_OTHER.search(last)) and not _kinds(last) and not FORM_NAME.search(last)


def is_honour_name(name: str) -> bool:
    """Tell whether a file's name says that it holds an honour, whatever its level. Source: D0 三(一)6(4)."""
    last = _folded(re.split(r"[\\/]+", name)[-1])
    return bool(_HONOUR.search(last)) and _HONOURS.issuperset(_kinds(last))


def is_form_name(name: str) -> bool:
    """Tell whether a file's name says that it holds the registration form."""
    last = _folded(re.split(r"[\\/]+", name)[-1])
    return bool(FORM_NAME.search(last)) and not _kinds(last)


def _folded(part: str) -> str:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", unicodedata.normalize("NFKC", part))
    return re.sub(r"\s+", "", stem)


def _kinds(stem: str) -> tuple[MaterialKind, ...]:
    found = list(_id_card_sides(stem))
    found += [kind for pattern, kind in _PAPERS if pattern.search(stem)]
    if _K.ENROLLMENT_REPORT in found and "毕业证" not in stem:
        found = [kind for kind in found if kind is not _K.DIPLOMA]
    if not found and _HONOUR.search(stem):
        found += [kind for pattern, kind in _LEVELS if pattern.search(stem)][:1]
    return tuple(found)


def _id_card_sides(stem: str) -> tuple[MaterialKind, ...]:
    if not (_ID_CARD.search(_NO_ID_CARD.sub("", stem)) or _BARE_SIDE.match(stem)):
        return ()
    if _BOTH_SIDES.search(stem):
        return (_K.ID_CARD_FRONT, _K.ID_CARD_BACK)
    bare = re.sub(r"[\W\d_]+", "", stem)
    front, back = bool(_FRONT.search(bare)), bool(_BACK.search(bare))
    return tuple(
        kind for kind, is_it in ((_K.ID_CARD_FRONT, front), (_K.ID_CARD_BACK, back)) if is_it
    )
