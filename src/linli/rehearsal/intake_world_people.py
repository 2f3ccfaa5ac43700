"""The people of the intake world: what they write on the form, and what their papers say.

Source: D0 附件2, 三(一)6.
"""

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from linli.core.documents.registration_form import RegistrationForm
from linli.core.identity.id_number import check_character
from linli.core.places import Area
from linli.rehearsal.dice import Dice
from linli.rehearsal.id_numbers import with_wrong_check_character
from linli.rehearsal.intake_world_cases import Case
from linli.rehearsal.intake_world_places import County, Province, address_of, native_place_of
from linli.rehearsal.intake_world_schools import (
    BACHELOR,
    BELOW_COLLEGE,
    COLLEGE,
    COURSES,
    MASTER,
    OPEN_SCHOOL,
    SCHOOLS,
    SCHOOLS_ELSEWHERE,
    SOCIAL_WORK_COURSES,
    STUDY_YEARS,
    Course,
)
from linli.rehearsal.intake_world_words import awards_of, resume_of, strengths_of
from linli.rehearsal.names import ethnicity_of, make_name
from linli.rehearsal.papers.holder import Holder, PaperSort, Study
from linli.rehearsal.people import UNUSED_PHONE_PREFIX

POLITICAL_STATUS_WEIGHTS = {"共青团员": 66, "群众": 18, "中共党员": 9, "中共预备党员": 7}
BIRTH_YEARS = {MASTER: (1998, 2000), BACHELOR: (2000, 2002), COLLEGE: (2001, 2004)}
SEQUENCES = (900, 995)
# Every so manieth person has the name of the one before.
NAMESAKES = 37
STUDIES = {
    Case.ADULT_STUDY: (Study.CORRESPONDENCE, Study.SPARE_TIME),
    Case.SELF_STUDY: (Study.SELF_STUDY,),
    Case.OPEN_STUDY: (Study.OPEN,),
    Case.PART_TIME_MASTER: (Study.PART_TIME_GRADUATE,),
}
# Who needs a paper from which the flaw can be seen brings the diploma, not only a report.
BRINGS_DIPLOMA = frozenset(
    {Case.NO_DEGREE, Case.ADULT_STUDY, Case.SELF_STUDY, Case.OPEN_STUDY, Case.BELOW_COLLEGE}
)
HONOURS = (
    PaperSort.HONOR_NATIONAL,
    PaperSort.HONOR_PROVINCIAL,
    PaperSort.HONOR_MUNICIPAL,
    PaperSort.HONOR_DEPARTMENT,
)


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper that a person can send; ``number`` tells two papers of one sort apart."""

    sort: PaperSort
    holder: Holder = field(repr=False)
    number: int = 0


@dataclass(frozen=True, slots=True)
class WorldPerson:
    """A made-up person: the form as written, the papers at hand, and what is special.

    ``birth_day`` is the day of the month, which some people add to the month of birth.
    """

    key: str
    form: RegistrationForm = field(repr=False)
    holder: Holder = field(repr=False)
    papers: tuple[SentPaper, ...]
    cases: frozenset[Case]
    birth_day: int


def make_people(
    cases: Sequence[Collection[Case]], *, seed: int, province: Province
) -> tuple[WorldPerson, ...]:
    """Return one person for each set of cases; no two share an ID number, a few share a name."""
    people: list[WorldPerson] = []
    used: set[str | None] = set()
    for index, own in enumerate(cases, start=1):
        name = people[-1].holder.name if people and index % NAMESAKES == 0 else ""
        for attempt in count():
            dice = Dice(seed, f"world person {index} {attempt}")
            person = _person(dice, index, own, seed=seed, province=province, name=name)
            numbers = {person.form.id_number, person.holder.id_number}
            if not numbers & used:
                break
        used |= numbers
        people.append(person)
    return tuple(people)


def _person(
    dice: Dice, index: int, cases: Collection[Case], *, seed: int, province: Province, name: str
) -> WorldPerson:
    holder = _holder(dice, index, frozenset(cases), seed=seed, province=province, name=name)
    papers = _papers(dice, holder, frozenset(cases))
    form = _form(dice, index, holder, frozenset(cases), papers, province)
    return WorldPerson(
        key=holder.key,
        form=form,
        holder=holder,
        papers=papers,
        cases=frozenset(cases),
        birth_day=holder.birthday.day,
    )


def _holder(
    dice: Dice, index: int, cases: frozenset[Case], *, seed: int, province: Province, name: str
) -> Holder:
    sex = dice.weighted({"女": 60, "男": 40})
    own_name = name or make_name(dice, sex)
    county = dice.pick(province.home if dice.chance(0.85) else province.elsewhere)
    level = _level(dice, cases)
    course, school = _course(dice, level, cases), _school(dice, level, cases)
    graduation = _graduation(dice, cases)
    birthday = _birthday(dice, level)
    years = STUDY_YEARS[level]
    studies = [study for case, group in STUDIES.items() if case in cases for study in group]
    return Holder(
        key=f"w{index:04}",
        seed=seed,
        name=own_name,
        sex=sex,
        ethnicity=ethnicity_of(dice, own_name),
        birthday=birthday,
        id_number=_id_number(index, county, birthday, sex),
        address=address_of(dice, county),
        city=county.city,
        county=county.name,
        school=school,
        department=course.department,
        major=course.major,
        level=level,
        degree=None if Case.OPEN_STUDY in cases else course.degree,
        entry=date(graduation.year - years, 9, 1),
        graduation=graduation,
        study=dice.pick(studies) if studies else Study.FULL_TIME,
    )


def _level(dice: Dice, cases: frozenset[Case]) -> str:
    if Case.BELOW_COLLEGE in cases:
        return BELOW_COLLEGE
    if Case.PART_TIME_MASTER in cases:
        return MASTER
    if cases & {Case.NO_DEGREE, Case.SCHOOL_ELSEWHERE, Case.SELF_STUDY}:
        return BACHELOR
    return dice.weighted({BACHELOR: 58, COLLEGE: 34, MASTER: 8})


def _course(dice: Dice, level: str, cases: frozenset[Case]) -> Course:
    if cases & {Case.SOCIAL_WORK, Case.SOCIAL_WORK_UNPROVEN}:
        return SOCIAL_WORK_COURSES[level]
    return dice.pick(COURSES[level])


def _school(dice: Dice, level: str, cases: frozenset[Case]) -> str:
    if Case.SCHOOL_ELSEWHERE in cases:
        return dice.pick(SCHOOLS_ELSEWHERE)
    return OPEN_SCHOOL if Case.OPEN_STUDY in cases else dice.pick(SCHOOLS[level])


def _graduation(dice: Dice, cases: frozenset[Case]) -> date:
    year = dice.pick((2021, 2022, 2023, 2023, 2025)) if Case.GRADUATED_EARLIER in cases else 2024
    return date(
        year, dice.pick((6, 6, 7, 7, 1 if cases & set(STUDIES) else 6)), dice.between(1, 20)
    )


def _birthday(dice: Dice, level: str) -> date:
    first, last = BIRTH_YEARS.get(level, (2003, 2005))
    year, month = dice.between(first, last), dice.between(1, 12)
    return date(year, month, dice.between(1, calendar.monthrange(year, month)[1]))


def _id_number(index: int, county: County, birthday: date, sex: str) -> str:
    """Return a number with a sequence code that is hardly ever issued; the index keeps it apart."""
    first, last = SEQUENCES
    sequence = first + 2 * (index % ((last - first + 1) // 2)) + (1 if sex == "男" else 0)
    first_17 = f"{county.code}{birthday:%Y%m%d}{sequence:03}"
    return first_17 + check_character(first_17)


def _papers(dice: Dice, holder: Holder, cases: frozenset[Case]) -> tuple[SentPaper, ...]:
    sorts = [*_identity_papers(dice, cases), *_academic_papers(dice, holder, cases)]
    sorts += [sort for sort in HONOURS if dice.chance(0.16)]
    sorts += _proofs(cases)
    extra = (PaperSort.ENGLISH_TEST, PaperSort.COMPUTER_TEST, PaperSort.TRANSCRIPT)
    sorts += [sort for sort in extra if dice.chance(0.06)]
    if dice.chance(0.1):
        sorts.append(PaperSort.PORTRAIT)
    papers = [SentPaper(sort, holder) for sort in sorts]
    if PaperSort.HONOR_MUNICIPAL in sorts and dice.chance(0.3):
        papers.append(SentPaper(PaperSort.HONOR_MUNICIPAL, holder, 1))
    return tuple(papers)


def _identity_papers(dice: Dice, cases: frozenset[Case]) -> list[PaperSort]:
    both = [PaperSort.ID_CARD_FRONT, PaperSort.ID_CARD_BACK]
    if Case.NO_IDENTITY in cases:
        return []
    if Case.FRONT_ONLY in cases:
        return both[:1]
    if Case.BACK_ONLY in cases:
        return both[1:]
    if dice.chance(0.18):
        return [PaperSort.HUKOU]
    return [*both, PaperSort.HUKOU] if dice.chance(0.08) else both


def _academic_papers(dice: Dice, holder: Holder, cases: frozenset[Case]) -> list[PaperSort]:
    if cases & {Case.NO_ACADEMIC, Case.SOCIAL_WORK_UNPROVEN}:
        return []
    has_graduated = holder.graduation <= date(2024, 6, 30) or bool(cases & BRINGS_DIPLOMA)
    if not (has_graduated and (cases & BRINGS_DIPLOMA or dice.chance(0.6))):
        return [PaperSort.ENROLLMENT_REPORT]
    sorts = [PaperSort.DIPLOMA]
    if holder.degree and Case.NO_DEGREE not in cases:
        sorts.append(PaperSort.DEGREE_CERTIFICATE)
    if dice.chance(0.3) and holder.level != BELOW_COLLEGE:
        sorts.append(PaperSort.EDUCATION_RECORD)
    if dice.chance(0.12) and holder.level != BELOW_COLLEGE and holder.study is Study.FULL_TIME:
        sorts.append(PaperSort.ENROLLMENT_REPORT)
    return sorts


def _proofs(cases: frozenset[Case]) -> list[PaperSort]:
    sorts = {
        Case.LOW_INCOME: [PaperSort.LOW_INCOME_PROOF],
        Case.LOW_INCOME_VILLAGE: [PaperSort.VILLAGE_PROOF],
        Case.VETERAN: [PaperSort.ENLISTMENT_PROOF, PaperSort.DISCHARGE_PROOF],
        Case.VETERAN_HALF: [PaperSort.DISCHARGE_PROOF],
    }
    return [sort for case, proofs in sorts.items() if case in cases for sort in proofs]


def _form(
    dice: Dice,
    index: int,
    holder: Holder,
    cases: frozenset[Case],
    papers: tuple[SentPaper, ...],
    province: Province,
) -> RegistrationForm:
    home = dice.pick(province.home)
    accepts = dice.pick((True, True, False, False, None))
    others = [one for one in (*province.home, *dice.sample(province.elsewhere, 4)) if one != home]
    areas = tuple(one.area for one in dice.sample(others, dice.between(1, 3))) if accepts else ()
    degree = holder.degree
    if degree and dice.chance(0.12) and "硕士" not in degree:
        degree = "学士"
    registered = County("", Area(holder.city, holder.county))
    form = RegistrationForm(
        name=holder.name,
        sex=holder.sex,
        ethnicity=holder.ethnicity,
        birth=f"{holder.birthday:%Y-%m}",
        native_place=native_place_of(dice, registered),
        political_status=dice.weighted(POLITICAL_STATUS_WEIGHTS),
        school=holder.school,
        graduation=f"{holder.graduation:%Y-%m}",
        major=holder.major,
        education=holder.level,
        degree=degree,
        id_number=holder.id_number,
        address=holder.address if dice.chance(0.7) else address_of(dice, home),
        phone=f"{UNUSED_PHONE_PREFIX}{(index * 7_919_333 + holder.seed * 104_729) % 10**8:08}",
        intended=home.area,
        accepts_transfer=accepts,
        transfer_areas=areas,
        resume=resume_of(dice, holder, cases),
        awards=awards_of(paper.sort for paper in papers),
        strengths=strengths_of(dice),
        has_photo=dice.chance(0.85),
        pledge_signed=True,
        pledge_date=f"2024-06-{dice.between(1, 8):02}",
    )
    return _with_cases(dice, form, holder, cases, province)


def _with_cases(
    dice: Dice, form: RegistrationForm, holder: Holder, cases: frozenset[Case], province: Province
) -> RegistrationForm:
    """Return the form with what its writer got wrong or left out."""
    number, name = form.id_number or "", form.name or ""
    if Case.ID_CHECKSUM in cases:
        form = replace(form, id_number=with_wrong_check_character(number))
    if Case.ID_MISMATCH in cases:
        first_17 = f"{number[:14]}{(int(number[14:17]) - 900 + 2) % 96 + 900:03}"
        form = replace(form, id_number=first_17 + check_character(first_17))
    if Case.NAME_MISMATCH in cases:
        form = replace(form, name=_another_name(dice, name))
    if Case.BIRTH_MISMATCH in cases:
        month = holder.birthday.month % 12 + 1
        form = replace(form, birth=f"{holder.birthday.year}-{month:02}")
    if Case.MAJOR_MISMATCH in cases:
        majors = [one.major for one in COURSES[holder.level] if one.major != holder.major]
        form = replace(form, major=dice.pick(majors))
    if Case.INTENTION_MISSING in cases:
        form = replace(form, intended=Area())
    if Case.INTENTION_OUTSIDE in cases:
        form = replace(form, intended=dice.pick(province.elsewhere).area)
    if Case.BOTH_BOXES in cases:
        form = replace(form, accepts_transfer=None, transfer_contradictory=True)
    if Case.UNSIGNED in cases:
        form = replace(form, pledge_signed=False)
    return form


def _another_name(dice: Dice, name: str) -> str:
    """Return the name with its last character written with another one, as a slip of the input method."""
    return name[:-1] + dice.pick([letter for letter in "静婧敬靖杰洁捷" if letter != name[-1]])
