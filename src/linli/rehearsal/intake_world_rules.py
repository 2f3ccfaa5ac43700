"""The reasons of the intake world: which hold for an application as it stood at the deadline.

They are written here a second time, after the README of the sample mailboxes and by nobody
who reads mails: a reader is compared with them, so they call none of its code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import check_character
from linli.rehearsal.intake_world_people import SentPaper
from linli.rehearsal.intake_world_schools import SCHOOLS_ELSEWHERE, SOCIAL_WORK
from linli.rehearsal.papers.holder import PaperSort, Study
from linli.rehearsal.sample_truth import MailKind

HOME_CITY = "忻州市"
YEAR = 2024
IDENTITY = (PaperSort.ID_CARD_FRONT, PaperSort.ID_CARD_BACK, PaperSort.HUKOU)
WITH_NUMBER = (PaperSort.ID_CARD_FRONT, PaperSort.HUKOU, PaperSort.ENROLLMENT_REPORT)
WITH_NAME = (
    PaperSort.ID_CARD_FRONT,
    PaperSort.HUKOU,
    PaperSort.DIPLOMA,
    PaperSort.DEGREE_CERTIFICATE,
    PaperSort.ENROLLMENT_REPORT,
    PaperSort.EDUCATION_RECORD,
)
WITH_MAJOR = (PaperSort.DIPLOMA, PaperSort.ENROLLMENT_REPORT)
WITH_SCHOOL = (PaperSort.DIPLOMA, PaperSort.ENROLLMENT_REPORT, PaperSort.EDUCATION_RECORD)
VETERAN_MARKS = ("服役", "入伍", "退役")
LOW_INCOME_MARKS = ("低保", "最低生活保障")
CLAUSES = {
    "withdrawn": "—",
    "late": "三(一)2",
    "not_2024_graduate": "一(一)",
    "school_outside_province": "一(一)",
    "not_full_time": "一(一)",
    "education_below_college": "三(二)",
    "form_missing": "三(一)3",
    "form_wrong": "三(一)5",
    "material_missing.identity": "三(一)6(1)",
    "material_missing.id_card_front": "三(一)6(1)",
    "material_missing.id_card_back": "三(一)6(1)",
    "material_missing.diploma_or_report": "三(一)6(2)",
    "material_missing.degree_certificate": "三(一)6(2)",
    "id_checksum": "三(二)",
    "id_mismatch": "三(二)",
    "name_mismatch": "三(二)",
    "birth_mismatch": "三(二)",
    "major_mismatch": "三(二)",
    "intention_missing": "三(二)",
    "intention_outside_city": "三(二)",
    "adjustment_contradictory": "附件2",
    "pledge_unsigned": "附件2",
    "diploma_pending": "二.4",
    "attachment_unreadable": "三(一)3",
    "attachment_suspicious": "—",
    "priority_unproven.social_work": "二.5",
    "priority_unproven.low_income": "三(一)6(5)",
    "priority_unproven.veteran": "三(一)6(6)",
}
VERDICTS = {
    "withdrawn": ("withdrawn",),
    "ineligible": (
        "late",
        "not_2024_graduate",
        "school_outside_province",
        "not_full_time",
        "education_below_college",
    ),
    "supplement": (
        "form_missing",
        "form_wrong",
        "material_missing.identity",
        "material_missing.id_card_front",
        "material_missing.id_card_back",
        "material_missing.diploma_or_report",
        "material_missing.degree_certificate",
        "id_checksum",
        "id_mismatch",
        "name_mismatch",
        "birth_mismatch",
        "major_mismatch",
        "intention_missing",
        "intention_outside_city",
        "adjustment_contradictory",
        "pledge_unsigned",
    ),
    "conditional": ("diploma_pending",),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What one mail of a person brings.

    ``form`` is what can be read in it; ``is_wrong_form`` tells that the form sent is not
    Annex 2. ``says`` is what its text tells of name, number and phone.
    """

    kind: MailKind
    received_at: datetime
    form: RegistrationForm | None = field(default=None, repr=False)
    source: str = "none"
    accept: tuple[str, ...] = ()
    is_wrong_form: bool = False
    papers: tuple[SentPaper, ...] = ()
    is_unreadable: bool = False
    is_suspicious: bool = False
    says: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """An application as it stood when nothing more could come."""

    form: RegistrationForm | None
    form_mail: Sent | None
    papers: tuple[SentPaper, ...]
    mails: tuple[Sent, ...]
    is_late: bool
    is_withdrawn: bool


def reason_codes(standing: Standing) -> list[str]:
    """Return every code that applies, in the order of the README."""
    if standing.is_withdrawn:
        return ["withdrawn"]
    found = {code for code, holds in _RULES.items() if holds(standing)}
    return [code for code in CLAUSES if code in found]


def verdict_of(codes: Sequence[str]) -> str:
    """Return the first verdict that any of the codes asks for."""
    for verdict, asking in VERDICTS.items():
        if any(code in asking for code in codes):
            return verdict
    return "eligible"


Rule = Callable[[Standing], bool]


def _has(standing: Standing, *sorts: PaperSort) -> bool:
    return any(paper.sort in sorts for paper in standing.papers)


def _study_paper(standing: Standing) -> SentPaper | None:
    """Return the paper that shows year, school, level and mode of study, if one is there."""
    return next((paper for paper in standing.papers if paper.sort in WITH_SCHOOL), None)


def _other_year(standing: Standing) -> bool:
    paper = _study_paper(standing)
    if paper:
        return paper.holder.graduation.year != YEAR
    form = standing.form
    return bool(form and form.graduation and int(form.graduation[:4]) != YEAR)


def _school_outside(standing: Standing) -> bool:
    paper = _study_paper(standing)
    school = paper.holder.school if paper else (standing.form.school if standing.form else None)
    return school in SCHOOLS_ELSEWHERE


def _not_full_time(standing: Standing) -> bool:
    paper = _study_paper(standing)
    return bool(paper and paper.holder.study is not Study.FULL_TIME)


def _below_college(standing: Standing) -> bool:
    paper = _study_paper(standing)
    level = paper.holder.level if paper else (standing.form.education if standing.form else None)
    return level == "中专"


def _side_missing(side: PaperSort) -> Rule:
    other = IDENTITY[1] if side is IDENTITY[0] else IDENTITY[0]

    def holds(standing: Standing) -> bool:
        return _has(standing, other) and not _has(standing, side, PaperSort.HUKOU)

    return holds


def _degree_missing(standing: Standing) -> bool:
    states_degree = bool(standing.form and standing.form.degree)
    has_diploma = _has(standing, PaperSort.DIPLOMA)
    return states_degree and has_diploma and not _has(standing, PaperSort.DEGREE_CERTIFICATE)


def _wrong_checksum(standing: Standing) -> bool:
    if not standing.form:
        return False
    number = standing.form.id_number or ""
    return len(number) != 18 or check_character(number[:17]) != number[17]


def _differs(name: str, *sorts: PaperSort) -> Rule:
    """Return the rule that a value of the form differs from that of a paper of these sorts."""

    def holds(standing: Standing) -> bool:
        return standing.form is not None and any(
            getattr(paper.holder, name) != getattr(standing.form, name)
            for paper in standing.papers
            if paper.sort in sorts
        )

    return holds


def _birth_differs(standing: Standing) -> bool:
    form = standing.form
    number = (form.id_number or "") if form else ""
    return bool(form and form.birth != f"{number[6:10]}-{number[10:12]}")


def _intention_missing(standing: Standing) -> bool:
    return standing.form is not None and standing.form.intended.county is None


def _intention_outside(standing: Standing) -> bool:
    form = standing.form
    return bool(form and form.intended.county and form.intended.city != HOME_CITY)


def claims_of(form: RegistrationForm) -> frozenset[str]:
    """Return the grounds for priority that a form names."""
    resume = form.resume or ""
    claimed = {
        "social_work": form.major == SOCIAL_WORK,
        "low_income": any(mark in resume for mark in LOW_INCOME_MARKS),
        "veteran": any(mark in resume for mark in VETERAN_MARKS),
    }
    return frozenset(claim for claim, is_made in claimed.items() if is_made)


def proven_claims(standing: Standing) -> frozenset[str]:
    """Return the claims that the papers prove."""
    if standing.form is None:
        return frozenset()
    proofs = {
        "social_work": any(
            paper.holder.major == SOCIAL_WORK
            for paper in standing.papers
            if paper.sort in WITH_MAJOR
        ),
        "low_income": _has(standing, PaperSort.LOW_INCOME_PROOF),
        "veteran": _has(standing, PaperSort.ENLISTMENT_PROOF)
        and _has(standing, PaperSort.DISCHARGE_PROOF),
    }
    return frozenset(claim for claim in claims_of(standing.form) if proofs[claim])


def _unproven(claim: str) -> Rule:
    def holds(standing: Standing) -> bool:
        if standing.form is None:
            return False
        return claim in claims_of(standing.form) - proven_claims(standing)

    return holds


def _form_is(is_wrong: bool) -> Rule:
    def holds(standing: Standing) -> bool:
        sent_wrong = bool(standing.form_mail and standing.form_mail.is_wrong_form)
        return standing.form is None and sent_wrong is is_wrong

    return holds


_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "late": lambda standing: standing.is_late,
        "not_2024_graduate": _other_year,
        "school_outside_province": _school_outside,
        "not_full_time": _not_full_time,
        "education_below_college": _below_college,
        "form_missing": _form_is(is_wrong=False),
        "form_wrong": _form_is(is_wrong=True),
        "material_missing.identity": lambda standing: not _has(standing, *IDENTITY),
        "material_missing.id_card_front": _side_missing(PaperSort.ID_CARD_FRONT),
        "material_missing.id_card_back": _side_missing(PaperSort.ID_CARD_BACK),
        "material_missing.diploma_or_report": lambda standing: not _has(standing, *WITH_MAJOR),
        "material_missing.degree_certificate": _degree_missing,
        "id_checksum": _wrong_checksum,
        "id_mismatch": _differs("id_number", *WITH_NUMBER),
        "name_mismatch": _differs("name", *WITH_NAME),
        "birth_mismatch": _birth_differs,
        "major_mismatch": _differs("major", *WITH_MAJOR),
        "intention_missing": _intention_missing,
        "intention_outside_city": _intention_outside,
        "adjustment_contradictory": lambda standing: bool(
            standing.form and standing.form.transfer_contradictory
        ),
        "pledge_unsigned": lambda standing: bool(standing.form and not standing.form.pledge_signed),
        "diploma_pending": lambda standing: (
            _has(standing, PaperSort.ENROLLMENT_REPORT) and not _has(standing, PaperSort.DIPLOMA)
        ),
        "attachment_unreadable": lambda standing: any(
            mail.is_unreadable for mail in standing.mails
        ),
        "attachment_suspicious": lambda standing: any(
            mail.is_suspicious for mail in standing.mails
        ),
        "priority_unproven.social_work": _unproven("social_work"),
        "priority_unproven.low_income": _unproven("low_income"),
        "priority_unproven.veteran": _unproven("veteran"),
    }
)
