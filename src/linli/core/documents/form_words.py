"""The words that fields of the form usually hold, to name one that is none of them.

Such a word is kept as written: ethnicity and political status decide nothing, and nobody is
refused for how either is spelt.

Source: D0 附件2; GB/T 3304 (names of nationalities), GB/T 4762 (political affiliation).
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from linli.core.documents.form_entry import ENTRY_LABELS
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import IdNumberFault, IdNumberRefused, parse_id_number

#: The names of nationalities, in the order of the standard.
ETHNIC_GROUPS = (
    "汉族", "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族",
    "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "傣族", "黎族", "傈僳族", "佤族", "畲族", "高山族",
    "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜族", "土族", "达斡尔族", "仫佬族", "羌族",
    "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯族", "阿昌族", "普米族", "塔吉克族", "怒族", "乌孜别克族",
    "俄罗斯族", "鄂温克族", "德昂族", "保安族", "裕固族", "京族", "塔塔尔族", "独龙族", "鄂伦春族", "赫哲族",
    "门巴族", "珞巴族", "基诺族",
)  # fmt: skip
# The names that GB/T 4762 gives in full, and the short ones.
_POLITICAL_STATUSES = frozenset({
    "中国共产党党员", "中国共产党预备党员", "中国共产主义青年团团员", "中国国民党革命委员会会员",
    "中国国民党革命委员会党员", "中国民主同盟盟员", "中国民主建国会会员", "中国民主促进会会员",
    "中国农工民主党党员", "中国致公党党员", "九三学社社员", "台湾民主自治同盟盟员", "无党派民主人士",
    "群众", "中共党员", "中共预备党员", "共青团员", "民革党员", "民革会员", "民盟盟员", "民建会员",
    "民进会员", "农工党党员", "致公党党员", "台盟盟员", "无党派人士",
})  # fmt: skip
#: What graduates usually write.
USUAL_STATUSES = ("中共党员", "中共预备党员", "共青团员", "群众")
_DEGREE = re.compile("学士|硕士|博士")
# What can be wrong with a number that has the length and the characters of one.
_KEPT_FAULTS = frozenset({IdNumberFault.CHECK_DIGIT, IdNumberFault.BIRTH_DATE})


def kept_fault(number: str) -> IdNumberRefused | None:
    """Return what is wrong with a number that is kept as written, ``None`` if it is right or not kept."""
    try:
        parse_id_number(number)
    except IdNumberRefused as refusal:
        return refusal if refusal.fault in _KEPT_FAULTS else None
    return None


def remarks_on(form: RegistrationForm) -> Mapping[str, str]:
    """Return, by field name, what is unusual in values that are kept as written, in Chinese.

    None of it stands against a registration. Source: D0 附件2, 三(二).
    """
    values = {name: getattr(form, name) for name in _REMARKS}
    remarks = {name: _REMARKS[name](value) for name, value in values.items() if value}
    return MappingProxyType({name: remark for name, remark in remarks.items() if remark})


def _ethnicity(value: str) -> str:
    return "" if value in ETHNIC_GROUPS else _unusual("ethnicity")


def _political_status(value: str) -> str:
    return "" if value in _POLITICAL_STATUSES else _unusual("political_status")


def _degree(value: str) -> str:
    return "" if _DEGREE.search(value) else _unusual("degree")


def _id_number(value: str) -> str:
    fault = kept_fault(value)
    if fault is None:
        return ""
    return f"{fault.what}，对照身份证核对；确实这样填写的照原样登记，由资格审查核对"


def _unusual(name: str) -> str:
    label = ENTRY_LABELS[name]
    return f"“{label}”不是常用写法，核对是否录错；确实这样填写的照原样登记"


_REMARKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "ethnicity": _ethnicity,
        "political_status": _political_status,
        "degree": _degree,
        "id_number": _id_number,
    }
)
