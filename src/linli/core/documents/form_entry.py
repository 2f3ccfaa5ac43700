"""The fields of the form as one line of text each: shown to an official, and typed in by one.

What an official types goes through the same readers as what an applicant wrote.

Source: D0 附件2.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from linli.core.documents.form_reading import plain_fields
from linli.core.documents.form_values import EDUCATION_LEVELS
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area, Gazetteer
from linli.core.refusal import Refusal

#: The fields in the order of the form, by the label printed there.
ENTRY_LABELS: Mapping[str, str] = {
    "name": "姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "birth": "出生年月",
    "native_place": "籍贯",
    "political_status": "政治面貌",
    "school": "毕业院校",
    "graduation": "毕业时间",
    "major": "所学专业",
    "education": "学历",
    "degree": "学位",
    "id_number": "身份证号",
    "address": "家庭详细住址",
    "phone": "联系电话",
    "intended": "工作意向地区",
    "transfer": "是否接受调剂",
    "resume": "个人简历",
    "awards": "高校读书期间奖惩情况",
    "strengths": "有何特长、爱好",
    "pledge": "本人承诺签名",
}
SIGNED, UNSIGNED = "已签名", "未签名"
REFUSES, ACCEPTS, BOTH, NEITHER = "不接受", "接受", "两项都选", "未选择"
#: The fields that take one of a few words, each with its words.
ENTRY_CHOICES: Mapping[str, tuple[str, ...]] = {
    "sex": ("男", "女"),
    "education": EDUCATION_LEVELS,
    "pledge": (SIGNED, UNSIGNED),
}
_PHONE_DIGITS = 11
_MOST_WORDS_TOLD = 3
_PLACE_WORD = re.compile("[\u4e00-\u9fff]{1,7}[省市县区旗州]")
_MUST_BE_UNDERSTOOD = {
    "sex": "填“男”或者“女”",
    "birth": "填年月，例如2002-03",
    "graduation": "填年月，例如2024-07",
    "education": f"填{'、'.join(EDUCATION_LEVELS[:-1])}或者{EDUCATION_LEVELS[-1]}",
    "phone": f"填{_PHONE_DIGITS}位手机号码",
}


class EntryNotUnderstood(Refusal):
    """What was typed into a field does not say what the field asks."""


def entry_text(name: str, form: RegistrationForm) -> str:
    """Return one field as an official reads it; ``""`` where nothing is written."""
    if name == "intended":
        return _area_text(form.intended)
    if name == "transfer":
        return _transfer_text(form)
    if name == "pledge":
        return SIGNED if form.pledge_signed else UNSIGNED
    return getattr(form, name) or ""


def entered(name: str, text: str, *, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return what typing ``text`` into a field makes of the form: attributes by name.

    Raises ``EntryNotUnderstood`` with what the field takes.
    """
    special: Mapping[str, Callable[[str, Gazetteer], dict[str, Any]]] = {
        "intended": _intended,
        "transfer": _transfer,
        "pledge": _pledge,
    }
    if name in special:
        return special[name](text.strip(), gazetteer)
    value = getattr(plain_fields({**dict.fromkeys(ENTRY_LABELS, ""), name: text}), name)
    require_understood(name, text, value)
    return {name: value}


def require_understood(name: str, text: str, value: str | None) -> None:
    """Refuse a text of which its reader made no ``value`` that the field takes.

    Raises ``EntryNotUnderstood``.
    """
    if name in _MUST_BE_UNDERSTOOD and text.strip() and not _is_taken(name, value):
        raise _not_understood(name, _MUST_BE_UNDERSTOOD[name])


def _is_taken(name: str, value: str | None) -> bool:
    if name == "phone":
        return value is not None and len(value) == _PHONE_DIGITS
    return value in ENTRY_CHOICES[name] if name in ENTRY_CHOICES else value is not None


def _not_understood(name: str, mend: str) -> EntryNotUnderstood:
    return EntryNotUnderstood(f"“{ENTRY_LABELS[name]}”的填写内容无法识别", mend=mend)


def _require_known_places(name: str, text: str, gazetteer: Gazetteer, mend: str) -> None:
    """Refuse a text with a word that names no place of the province, or without any place."""
    read = gazetteer.read(text)
    if read.unknown:
        # Other words may be an address: a refusal may be logged, and holds nothing of a person.
        words = "、".join(list(filter(_PLACE_WORD.fullmatch, read.unknown))[:_MOST_WORDS_TOLD])
        told = f"的“{words}”" if words else "有的内容"
        raise EntryNotUnderstood(
            f"“{ENTRY_LABELS[name]}”中{told}不是本省的市、县（市、区），或者不属于所写的市",
            mend=mend,
        )
    if text.strip() and not read.areas:
        raise _not_understood(name, mend)


def _area_text(area: Area) -> str:
    return f"{area.city or ''}{area.county or ''}"


def _transfer_text(form: RegistrationForm) -> str:
    if form.transfer_contradictory:
        answer = BOTH
    else:
        answer = {True: ACCEPTS, False: REFUSES, None: NEITHER}[form.accepts_transfer]
    areas = "、".join(_area_text(area) for area in form.transfer_areas)
    return f"{answer}：{areas}" if areas else answer


def _intended(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    mend = "填市和县（市、区）的名称，例如忻州市代县"
    _require_known_places("intended", text, gazetteer, mend)
    return {"intended": gazetteer.resolve(text)}


def _transfer(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    answers = {REFUSES: False, ACCEPTS: True, BOTH: None, NEITHER: None, "": None}
    answer, _, places = text.replace(":", "：").partition("：")
    if answer not in answers:
        raise _not_understood("transfer", "填不接受、接受、两项都选或者未选择，接受的后面写地区")
    mend = "地区填市和县（市、区）的名称，用顿号隔开"
    _require_known_places("transfer", places, gazetteer, mend)
    return {
        "accepts_transfer": answers[answer],
        "transfer_contradictory": answer == BOTH,
        "transfer_areas": gazetteer.resolve_all(places),
    }


def _pledge(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    if text not in (SIGNED, UNSIGNED, ""):
        raise _not_understood("pledge", f"填{SIGNED}或者{UNSIGNED}")
    return {"pledge_signed": text == SIGNED}
