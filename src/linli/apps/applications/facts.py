"""What an application says, as the facts that the policy pack asks for.

Unknown is ``None`` and leads to a person, never to a refusal. Ethnicity, political
status, sex, family and home town are not read here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.core.identity.id_number import IdNumberRefused, parse_id_number

# NFKC has made full-width round brackets half-width; an open one runs to the end.
_BRACKETED = re.compile(r"[(\[【〔].*?(?:[)\]】〕]|$)")

Facts = Mapping[str, int | bool | str | date | None]

_EDUCATION = {
    "中专": "secondary",
    "专科": "college",
    "本科": "bachelor",
    "硕士研究生": "master",
    "博士研究生": "doctor",
}
_NOT_FULL_TIME = (
    "成人",
    "函授",
    "自学考试",
    "自考",
    "业余",
    "夜大",
    "网络教育",
    "远程教育",
    "开放大学",
    "电大",
    "非全日制",
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a season knows beside the form: its city, the province's schools, other regions' names."""

    city_name: str
    province_name: str
    provincial_schools: frozenset[str]
    other_regions: tuple[str, ...]


def facts_of(
    form: Mapping[str, Any],
    materials: Mapping[str, int],
    findings: Sequence[str],
    around: Surroundings,
    *,
    in_window: bool,
) -> Facts:
    """Return the facts of one application for the rule ``eligibility``.

    ``materials`` counts by kind; ``unknown`` counts attachments whose kind nobody has told
    yet: while there are such, a missing material is unknown, not missing.
    """
    return {
        "received_in_window": in_window,
        "has_form": bool(form),
        **_study(form, around),
        **_identity(form),
        **_wishes(form, around),
        **_materials(form, materials),
        "attachments_readable": "attachment_unreadable" not in findings,
        **priority_facts(form, materials),
    }


def _study(form: Mapping[str, Any], around: Surroundings) -> Facts:
    graduation = form.get("graduation")
    return {
        "graduation_year": int(graduation[:4]) if graduation else None,
        "school_in_province": _in_province(form.get("school"), around),
        "full_time": _full_time(form),
        "education": _EDUCATION.get(str(form.get("education"))),
    }


def _full_time(form: Mapping[str, Any]) -> bool | None:
    """Tell from the form alone whether the study was full-time; it is believed where it is silent.

    A word in the résumé may mean something else (业余时间做志愿者): a person looks at it.
    """
    if not form.get("school"):
        return None
    stated = " ".join(str(form.get(field) or "") for field in ("school", "education", "major"))
    if any(word in stated for word in _NOT_FULL_TIME):
        return False
    told = str(form.get("resume") or "")
    return None if any(word in told for word in _NOT_FULL_TIME) else True


def _in_province(school: str | None, around: Surroundings) -> bool | None:
    if not school:
        return None
    if school in around.provincial_schools:
        return True
    named_elsewhere = any(school.startswith(region) for region in around.other_regions)
    return False if named_elsewhere else None


def _identity(form: Mapping[str, Any]) -> Facts:
    number, birth = form.get("id_number"), form.get("birth")
    if not number:
        return {"id_number_valid": None, "birth_matches_id": None}
    try:
        parsed = parse_id_number(number)
    except IdNumberRefused:
        return {"id_number_valid": False, "birth_matches_id": None}
    return {
        "id_number_valid": True,
        "birth_matches_id": f"{parsed.birth_date:%Y-%m}" == birth if birth else None,
    }


def _wishes(form: Mapping[str, Any], around: Surroundings) -> Facts:
    if not form:
        names = ("has_intention", "intention_in_city", "transfer_contradictory", "pledge_signed")
        return dict.fromkeys(names)
    intended = form.get("intended") or {}
    city = intended.get("city")
    return {
        "has_intention": bool(intended.get("county") or city),
        "intention_in_city": city == around.city_name if city else None,
        "transfer_contradictory": bool(form.get("transfer_contradictory")),
        "pledge_signed": form.get("pledge_signed"),
    }


def _materials(form: Mapping[str, Any], materials: Mapping[str, int]) -> Facts:
    def given(*kinds: str) -> bool | None:
        if any(materials.get(kind) for kind in kinds):
            return True
        return None if materials.get("unknown") else False

    both = bool(materials.get("hukou")) or bool(
        materials.get("id_card_front") and materials.get("id_card_back")
    )
    return {
        "identity_given": given("hukou", "id_card_front", "id_card_back"),
        "identity_complete": True if both else given(),
        "diploma_given": given("diploma"),
        "enrollment_report_given": given("enrollment_report"),
        "degree_certificate_given": given("degree_certificate"),
        "states_degree": bool(form.get("degree")) if form else None,
    }


def priority_facts(form: Mapping[str, Any], materials: Mapping[str, int]) -> Facts:
    """Return the facts of the rule ``has_priority`` (D0 二5): the major, and what is proven.

    A proof handed in counts by itself: the form has no box to claim a group in.
    Source: D0 二5, 三(一)6(5)(6).
    """
    return {
        "claims_social_work": _major(str(form.get("major") or "")) == "社会工作",
        "low_income_proven": bool(materials.get("low_income_proof")),
        "veteran_proven": bool(
            materials.get("enlistment_proof") and materials.get("discharge_proof")
        ),
    }


def _major(written: str) -> str:
    """Return a major without blanks, what stands in brackets and the word 专业."""
    plain = unicodedata.normalize("NFKC", written)
    return _BRACKETED.sub("", "".join(plain.split())).removesuffix("专业")
