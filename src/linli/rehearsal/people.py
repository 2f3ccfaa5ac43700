"""Make people anew from a seed: a form, papers, and at most one flaw each.

Source: D0 附件2 for the form, D0 三(一)6 for the papers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.kinds import MaterialKind
from linli.core.places import Area
from linli.rehearsal.biography import (
    address_of,
    awards_of,
    native_place_of,
    resume_of,
    strengths_of,
)
from linli.rehearsal.dice import Dice
from linli.rehearsal.flaws import FLAW_WEIGHTS, add_flaw
from linli.rehearsal.id_numbers import IdNumberBook
from linli.rehearsal.names import ethnicity_of, make_name
from linli.rehearsal.person import Claim, Flaw, MadeUpPerson
from linli.rehearsal.places import HOME_CITY
from linli.rehearsal.schools import (
    BACHELOR,
    BELOW_COLLEGE,
    COLLEGE,
    LEVEL_WEIGHTS,
    LEVELS_TAUGHT,
    MAJOR_DEGREES,
    MASTER,
    SCHOOLS_ELSEWHERE,
    SECONDARY_SCHOOLS,
    SHANXI_SCHOOLS,
    SOCIAL_WORK,
    SOCIAL_WORK_DEGREES,
    School,
)

K = TypeVar("K")

FLAWED_SHARE = 0.245
BIRTH_YEARS = {
    MASTER: (2000, 2000),
    BACHELOR: (2001, 2002),
    COLLEGE: (2001, 2003),
    BELOW_COLLEGE: (2002, 2003),
}
POLITICAL_STATUS_WEIGHTS = {"共青团员": 74, "群众": 16, "中共党员": 6, "中共预备党员": 4}
# 154 is not given to any operator, so a call to a made-up person reaches nobody.
UNUSED_PHONE_PREFIX = "154"
# Early enough that a second and a third mail still come in time.
LAST_PLEDGE_DAY = 8
HONOR_SHARES = (
    (MaterialKind.HONOR_NATIONAL, 0.06),
    (MaterialKind.HONOR_PROVINCIAL, 0.1),
    (MaterialKind.HONOR_MUNICIPAL, 0.3),
    (MaterialKind.HONOR_DEPARTMENT, 0.25),
)


@dataclass(frozen=True, slots=True)
class PersonOrder:
    """What one made-up person is to be: the first choice, the flaw, and what is not left to chance.

    ``transfer_to`` names the counties that the person accepts; ``None`` leaves it to chance.
    """

    index: int
    county: str
    flaw: Flaw | None = None
    transfer_to: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Education:
    school: str
    major: str
    level: str
    degree: str | None
    graduation: str


def make_people(*, seed: int, count: int, seats: Mapping[str, int]) -> tuple[MadeUpPerson, ...]:
    """Make ``count`` people for the counties of ``seats``, in proportion to their places.

    Good and flawed people are each shared out exactly, so that no county goes short by
    chance. Raises NumbersExhausted if there are not enough ID numbers.
    """
    dice = Dice(seed, "orders")
    flaws = _shared_out(round(count * FLAWED_SHARE), FLAW_WEIGHTS)
    good = _shared_out(count - len(flaws), seats)
    pairs: list[tuple[str, Flaw | None]] = [(county, None) for county in good]
    pairs += zip(dice.shuffled(_shared_out(len(flaws), seats)), flaws, strict=True)
    orders = [
        PersonOrder(index=index, county=county, flaw=flaw)
        for index, (county, flaw) in enumerate(dice.shuffled(pairs), start=1)
    ]
    return make_ordered_people(orders, seed=seed, counties=tuple(seats))


def make_ordered_people(
    orders: Sequence[PersonOrder], *, seed: int, counties: Sequence[str]
) -> tuple[MadeUpPerson, ...]:
    """Make one person per order; ``counties`` are those that people may transfer to."""
    book = IdNumberBook()
    return tuple(_make_person(order, seed, book, counties) for order in orders)


def _shared_out(total: int, weights: Mapping[K, int]) -> list[K]:
    """Return ``total`` keys in proportion to their weights, by the largest remainder."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return [key for key, share in shares.items() for _ in range(share)]


def _make_person(
    order: PersonOrder, seed: int, book: IdNumberBook, counties: Sequence[str]
) -> MadeUpPerson:
    dice = Dice(seed, f"person {order.index}")
    education = _education(dice, order.flaw)
    claims = _claims(dice, education)
    materials = _materials(dice, education, claims)
    form = _form(dice, order, seed, book, counties, education, claims, materials)
    person = MadeUpPerson(f"P{order.index:05}", form, materials, claims=claims)
    return add_flaw(dice, person, order.flaw)


def _education(dice: Dice, flaw: Flaw | None) -> _Education:
    level = _level(dice, flaw)
    school = dice.pick(
        [school for school in _schools(flaw) if level in LEVELS_TAUGHT[school.level]]
    )
    majors = MAJOR_DEGREES[level]
    major = SOCIAL_WORK if dice.chance(0.07) else dice.pick(tuple(majors))
    degree = SOCIAL_WORK_DEGREES[level] if major == SOCIAL_WORK else majors[major]
    return _Education(school.name, major, level, degree, _graduation(dice, flaw))


def _level(dice: Dice, flaw: Flaw | None) -> str:
    if flaw is Flaw.EDUCATION_BELOW_COLLEGE:
        return BELOW_COLLEGE
    if flaw in (Flaw.DEGREE_CERTIFICATE_MISSING, Flaw.SCHOOL_OUTSIDE_PROVINCE):
        return BACHELOR
    return dice.weighted(LEVEL_WEIGHTS)


def _schools(flaw: Flaw | None) -> tuple[School, ...]:
    if flaw is Flaw.SCHOOL_OUTSIDE_PROVINCE:
        return SCHOOLS_ELSEWHERE
    return SECONDARY_SCHOOLS if flaw is Flaw.EDUCATION_BELOW_COLLEGE else SHANXI_SCHOOLS


def _graduation(dice: Dice, flaw: Flaw | None) -> str:
    month = dice.weighted({"07": 3, "06": 2})
    if flaw is Flaw.NOT_2024_GRADUATE:
        return f"{dice.pick((2022, 2023, 2023, 2025))}-{month}"
    return f"2024-{month}"


def _claims(dice: Dice, education: _Education) -> tuple[Claim, ...]:
    low_income, veteran = dice.chance(0.03), dice.chance(0.03)
    claimed = {
        Claim.SOCIAL_WORK: education.major == SOCIAL_WORK,
        Claim.LOW_INCOME: low_income,
        Claim.VETERAN: veteran,
    }
    return tuple(claim for claim, is_made in claimed.items() if is_made)


def _materials(
    dice: Dice, education: _Education, claims: tuple[Claim, ...]
) -> tuple[MaterialKind, ...]:
    held = [MaterialKind.ID_CARD_FRONT, MaterialKind.ID_CARD_BACK]
    if dice.chance(0.15):
        held = [MaterialKind.HUKOU] if dice.chance(0.4) else [*held, MaterialKind.HUKOU]
    held += _academic_papers(dice, education)
    held += [kind for kind, share in HONOR_SHARES if dice.chance(share)]
    held += _proofs(dice, claims)
    return tuple(kind for kind in MaterialKind if kind in held)


def _academic_papers(dice: Dice, education: _Education) -> list[MaterialKind]:
    """A report stands in until the diploma is there. Source: D0 三(一)6(2)."""
    if dice.chance(0.55):
        return [MaterialKind.ENROLLMENT_REPORT]
    papers = [MaterialKind.DIPLOMA]
    if education.degree:
        papers.append(MaterialKind.DEGREE_CERTIFICATE)
    if dice.chance(0.3):
        papers.append(MaterialKind.ENROLLMENT_REPORT)
    if dice.chance(0.5):
        papers.append(MaterialKind.EDUCATION_RECORD)
    return papers


def _proofs(dice: Dice, claims: tuple[Claim, ...]) -> list[MaterialKind]:
    """Two claims in three are proven; a veteran may bring only half of the proof."""
    proofs: list[MaterialKind] = []
    if Claim.LOW_INCOME in claims and dice.chance(0.66):
        proofs.append(MaterialKind.LOW_INCOME_PROOF)
    if Claim.VETERAN in claims:
        proofs.append(MaterialKind.ENLISTMENT_PROOF)
        if dice.chance(0.66):
            proofs.append(MaterialKind.DISCHARGE_PROOF)
    return proofs


def _form(
    dice: Dice,
    order: PersonOrder,
    seed: int,
    book: IdNumberBook,
    counties: Sequence[str],
    education: _Education,
    claims: tuple[Claim, ...],
    materials: tuple[MaterialKind, ...],
) -> RegistrationForm:
    sex = dice.weighted({"女": 64, "男": 36})
    name = make_name(dice, sex)
    first_year, last_year = BIRTH_YEARS[education.level]
    number = book.take(dice, sex=sex, first_year=first_year, last_year=last_year)
    home = order.county if dice.chance(0.8) else dice.pick(counties)
    transfer_to = _transfer_to(dice, order, counties)
    return RegistrationForm(
        name=name,
        sex=sex,
        ethnicity=ethnicity_of(dice, name),
        birth=f"{number[6:10]}-{number[10:12]}",
        native_place=native_place_of(dice, home),
        political_status=dice.weighted(POLITICAL_STATUS_WEIGHTS),
        school=education.school,
        graduation=education.graduation,
        major=education.major,
        education=education.level,
        degree=education.degree,
        id_number=number,
        address=address_of(dice, home),
        phone=_phone(seed, order.index),
        intended=Area(HOME_CITY, order.county),
        accepts_transfer=None if transfer_to is None else bool(transfer_to),
        transfer_areas=tuple(Area(HOME_CITY, county) for county in transfer_to or ()),
        resume=resume_of(
            dice,
            county=home,
            school=education.school,
            major=education.major,
            level=education.level,
            graduation=education.graduation,
            claims=claims,
        ),
        awards=awards_of(materials),
        strengths=strengths_of(dice),
        has_photo=dice.chance(0.85),
        pledge_signed=True,
        pledge_date=f"2024-06-{dice.between(1, LAST_PLEDGE_DAY):02}",
    )


def _transfer_to(dice: Dice, order: PersonOrder, counties: Sequence[str]) -> tuple[str, ...] | None:
    """Return up to three other counties, none for a refusal, ``None`` if no box is ticked."""
    if order.transfer_to is not None:
        return order.transfer_to
    if dice.chance(0.08):
        return None
    if dice.chance(0.55):
        return ()
    others = [county for county in counties if county != order.county]
    return tuple(dice.sample(others, dice.between(1, 3)))


def _phone(seed: int, index: int) -> str:
    # 7919 has no factor in common with 10**8, so that no two people share a number.
    return f"{UNUSED_PHONE_PREFIX}{(seed * 104_729 + index * 7_919) % 10**8:08}"
