"""What an application says, as the facts that the policy pack asks for.

Unknown is ``None`` and leads to a person, never to a refusal. Documents prevail over the form
for year, school, mode of study and level; what rests on a doubtful reading is unknown until
a person has confirmed it, but for an ID number, a birth, an intended place or a transfer that was
read clearly and contradicts itself (``core.documents.doubts.unknown_fields``). Ethnicity,
political status, sex, family and home town are not read.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.apps.applications.claims import LOW_INCOME, SOCIAL_WORK, VETERAN, claims, plain_major
from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import IdNumberRefused, parse_id_number
from linli.core.papers.comparing import LookAlike, any_two_look_alike, compare
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.paper import Paper
from linli.core.papers.study import study_of
from linli.core.schools import SchoolBook

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
# An institute of a university that teaches adults, and others besides.
_PERHAPS_NOT_FULL_TIME = ("继续教育", *_NOT_FULL_TIME)
_SOCIAL_WORK = "社会工作"
_ACADEMIC = frozenset({MaterialKind.DIPLOMA, MaterialKind.ENROLLMENT_REPORT})
_STUDY = _ACADEMIC | {MaterialKind.DEGREE_CERTIFICATE, MaterialKind.EDUCATION_RECORD}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a season knows beside the form: the name of its city, the schools of the province.

    ``look_alike`` tells whether one letter may be misread as another.
    """

    city_name: str
    schools: SchoolBook
    look_alike: LookAlike = any_two_look_alike


@dataclass(frozen=True, slots=True)
class Stated:
    """What was handed in: the form's fields, those of them in doubt, the papers that were read.

    ``materials`` counts by kind; ``unknown`` counts attachments whose kind nobody has told
    yet: while there are such, a missing material is unknown, not missing.
    """

    form: Mapping[str, Any]
    materials: Mapping[str, int]
    papers: Sequence[Paper] = ()
    doubtful: Collection[str] = ()

    def sure(self, name: str) -> Any:
        """Return a field of the form, ``None`` where it is blank or in doubt."""
        return None if name in self.doubtful else self.form.get(name)

    def given(self, *kinds: str) -> bool | None:
        """Tell whether a material of one of the kinds is there; ``None`` behind unnamed or unsure ones."""
        unsure = [kind for paper in self.papers if not paper.is_sure for kind in paper.kinds]
        if any(self.materials.get(kind, 0) > unsure.count(MaterialKind(kind)) for kind in kinds):
            return True
        is_open = self.materials.get("unknown") or any(kind in unsure for kind in kinds)
        return None if is_open else False

    def doubted(self, name: str, kinds: Collection[MaterialKind]) -> list[Any]:
        """Return a value as papers of the kinds have it that were read there with doubt."""
        return [
            getattr(paper.values, name)
            for paper in self.papers
            if name in paper.doubtful and set(paper.kinds) & set(kinds)
        ]


def facts_of(
    form: Mapping[str, Any],
    materials: Mapping[str, int],
    findings: Collection[str],
    around: Surroundings,
    *,
    in_window: bool,
    papers: Sequence[Paper] = (),
    doubtful: Collection[str] = (),
) -> Facts:
    """Return the facts of one application for the rules ``eligibility`` and ``has_priority``.

    ``findings`` are the codes of what intake noticed; ``doubtful`` names fields of the form
    that a person has yet to confirm.
    """
    stated = Stated(form, materials, papers, doubtful)
    return {
        "received_in_window": in_window,
        "has_form": bool(form),
        "wrong_form_given": "form_wrong" in findings,
        **_study(stated, around),
        **_identity(stated),
        **_differences(stated, around),
        **_wishes(stated, around),
        **_materials(stated),
        "attachments_readable": "attachment_unreadable" not in findings,
        "attachments_harmless": "attachment_suspicious" not in findings,
        **priority_facts(stated),
    }


def _study(stated: Stated, around: Surroundings) -> Facts:
    """Return the facts of year, school, mode and level, by the documents where they say something.

    Source: D0 一(一), 三(二).
    """
    in_province = around.schools.in_province
    graduation = _by_documents(stated, "graduation", same=lambda month: month[:4])
    school = _by_documents(stated, "school", same=in_province)
    education = _by_documents(stated, "education", same=str)
    return {
        "graduation_year": int(graduation[:4]) if graduation else None,
        "school_in_province": in_province(school) if school else None,
        "full_time": _full_time(stated),
        "education": _EDUCATION.get(str(education)),
    }


def _by_documents(stated: Stated, name: str, *, same: Callable[[str], object]) -> str | None:
    """Return a value of the studies from the documents, else from the form.

    Where a doubtful reading of a document comes to something else than the form (as ``same``
    tells), neither is known.
    """
    told: str | None = getattr(study_of(stated.papers), name)
    written: str | None = stated.sure(name)
    if told or not written:
        return told
    doubted = [reading for reading in stated.doubted(name, _STUDY) if reading]
    return written if all(same(reading) == same(written) for reading in doubted) else None


def _full_time(stated: Stated) -> bool | None:
    """Tell whether the study is full-time; a form without documents is believed where it is silent.

    A word in the résumé may mean something else (业余时间做志愿者): a person looks at it.
    """
    told: bool | None = study_of(stated.papers).is_full_time
    if told is not None:
        return told
    if not stated.sure("school") or stated.doubted("is_full_time", _STUDY):
        return None
    written = [str(stated.sure(name) or "") for name in ("school", "education", "major")]
    if any(word in text for word in _NOT_FULL_TIME for text in written):
        return False
    told_of = (*written, str(stated.form.get("resume") or ""))
    return (
        None if any(word in text for word in _PERHAPS_NOT_FULL_TIME for text in told_of) else True
    )


def _identity(stated: Stated) -> Facts:
    number, birth = stated.sure("id_number"), stated.sure("birth")
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


def _differences(stated: Stated, around: Surroundings) -> Facts:
    """Return where the form and the papers differ; where there is nothing to compare, they do not.

    Source: D0 三(二).
    """
    found = compare(
        _plain_form(stated.form),
        stated.papers,
        unsure=stated.doubtful,
        look_alike=around.look_alike,
    )
    return {
        f"{name}_differs": None if name in found.unsettled else getattr(found, name) is False
        for name in ("id_number", "name", "major")
    }


def _plain_form(form: Mapping[str, Any]) -> RegistrationForm:
    """Return the fields that papers are compared with."""
    return RegistrationForm(
        name=form.get("name"),
        birth=form.get("birth"),
        school=form.get("school"),
        graduation=form.get("graduation"),
        major=form.get("major"),
        id_number=form.get("id_number"),
    )


def _wishes(stated: Stated, around: Surroundings) -> Facts:
    if not stated.form:
        names = ("has_intention", "intention_in_city", "transfer_contradictory", "pledge_signed")
        return dict.fromkeys(names)
    intended = stated.sure("intended") or {}
    city = intended.get("city")
    is_open = "intended" in stated.doubtful
    return {
        "has_intention": None if is_open else bool(intended.get("county") or city),
        "intention_in_city": city == around.city_name if city else None,
        "transfer_contradictory": None
        if {"transfer", "transfer_contradictory"} & set(stated.doubtful)
        else bool(stated.form.get("transfer_contradictory")),
        "pledge_signed": None if "pledge" in stated.doubtful else stated.sure("pledge_signed"),
    }


def _materials(stated: Stated) -> Facts:
    return {
        "identity_given": stated.given("hukou", "id_card_front", "id_card_back"),
        "id_card_front_given": stated.given("hukou", "id_card_front"),
        "id_card_back_given": stated.given("hukou", "id_card_back"),
        "diploma_given": stated.given("diploma"),
        "enrollment_report_given": stated.given("enrollment_report"),
        "degree_certificate_given": stated.given("degree_certificate"),
        "states_degree": None
        if not stated.form or "degree" in stated.doubtful
        else bool(stated.form.get("degree")),
    }


def priority_facts(stated: Stated) -> Facts:
    """Return the facts of priority among equals: what the form claims, and what papers prove.

    A proof handed in counts without a claim: the form has no box to claim a group in.
    Source: D0 二5, 三(一)6(5), 三(一)6(6).
    """
    text = (stated.form.get("resume"), stated.form.get("major"))
    enlisted, discharged = stated.given("enlistment_proof"), stated.given("discharge_proof")
    return {
        "claims_social_work": _claims_social_work(stated),
        "social_work_shown": _social_work_shown(stated),
        "claims_low_income": _unless_doubtful(stated, claims(LOW_INCOME, *text)),
        "low_income_proven": stated.given("low_income_proof"),
        "claims_veteran": _unless_doubtful(stated, claims(VETERAN, *text)),
        "veteran_proven": _both(enlisted, discharged),
    }


def _claims_social_work(stated: Stated) -> bool | None:
    major = plain_major(str(stated.form.get("major") or ""))
    claimed = major == _SOCIAL_WORK or claims(SOCIAL_WORK, stated.form.get("resume"))
    return None if "major" in stated.doubtful else _unless_doubtful(stated, claimed)


def _social_work_shown(stated: Stated) -> bool | None:
    """Tell whether a diploma or a report shows the major; one that was not read is taken at its word.

    Such are papers that an official saw at the counter: they are counted and not read.
    """
    if not any(set(paper.kinds) & _ACADEMIC for paper in stated.papers):
        return stated.given("diploma", "enrollment_report")
    shown = study_of(stated.papers).major
    if shown is None and stated.doubted("major", _ACADEMIC):
        return None
    return plain_major(shown or "") == _SOCIAL_WORK


def _unless_doubtful(stated: Stated, claimed: bool | None) -> bool | None:
    return None if claimed and {"resume", "major"} & set(stated.doubtful) else claimed


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
