"""The kind of a paper, told from the name of its file alone.

A name that leaves the kind open (照片.jpg, 荣誉证书.jpg) gives no kind: a person or
a later reader of pictures looks at the paper itself.

Source: D0 三(一)6, 三(一)6(1), 三(一)6(2), 三(一)6(3), 三(一)6(4), 三(一)6(5), 三(一)6(6).
"""

import re
import unicodedata

from linli.core.papers.kinds import MaterialKind

_K = MaterialKind
_ID_CARD = re.compile("身份证|idcard|id卡", re.IGNORECASE)
_BOTH_SIDES = re.compile("正反|双面|两面|正背|人像.*国徽|正面.*[反背]面")
_FRONT = re.compile("正面|人像|头像|正$|front", re.IGNORECASE)
_BACK = re.compile("反面|背面|国徽|反$|back", re.IGNORECASE)
_BARE_SIDE = re.compile(r"^\W*(?:正面|反面|背面|人像面|国徽面|正反面)\W*$")

_PAPERS: tuple[tuple[re.Pattern[str], MaterialKind], ...] = (
    (re.compile("学籍.{0,6}(?:验证|报告)|(?<!学位)(?<!学历)在线验证报告"), _K.ENROLLMENT_REPORT),
    (re.compile("备案表|学历证书电子注册|学历电子注册"), _K.EDUCATION_RECORD),
    (re.compile("户口|户籍"), _K.HUKOU),
    (re.compile("毕业证"), _K.DIPLOMA),
    (re.compile("学位证(?!书?.{0,8}(?:验证|认证|备案))"), _K.DEGREE_CERTIFICATE),
    (re.compile("低保|最低生活保障"), _K.LOW_INCOME_PROOF),
    (re.compile("入伍|应征|参军"), _K.ENLISTMENT_PROOF),
    (re.compile("退役|退伍|退出现役"), _K.DISCHARGE_PROOF),
)
_HONOUR = re.compile("优秀|三好|先进|荣誉|奖学金|标兵|获奖|奖状|十佳|模范")
_LEVELS: tuple[tuple[re.Pattern[str], MaterialKind], ...] = (
    (re.compile("院级|系级|学院级|院(?:系)?(?=优秀|三好)"), _K.HONOR_DEPARTMENT),
    (re.compile("国家|全国|国奖|国励"), _K.HONOR_NATIONAL),
    (re.compile("省级|省(?=优秀|三好|先进)|[\u4e00-\u9fff]{2,3}省|自治区"), _K.HONOR_PROVINCIAL),
    (
        re.compile("校级|市级|校(?=优秀|三好|先进)|[\u4e00-\u9fff]{2,3}市|大学(?=优秀|三好)"),
        _K.HONOR_MUNICIPAL,
    ),
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
    if not (_ID_CARD.search(stem) or _BARE_SIDE.match(stem)):
        return ()
    if _BOTH_SIDES.search(stem):
        return (_K.ID_CARD_FRONT, _K.ID_CARD_BACK)
    bare = re.sub(r"[\W\d_]+", "", stem)
    front, back = bool(_FRONT.search(bare)), bool(_BACK.search(bare))
    return tuple(
        kind for kind, is_it in ((_K.ID_CARD_FRONT, front), (_K.ID_CARD_BACK, back)) if is_it
    )
