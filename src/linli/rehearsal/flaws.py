"""Put exactly one flaw into an otherwise good application."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.kinds import MaterialKind
from linli.core.places import Area
from linli.rehearsal.dice import Dice
from linli.rehearsal.id_numbers import with_wrong_check_character
from linli.rehearsal.person import Flaw, MadeUpPerson
from linli.rehearsal.places import COUNTIES_ELSEWHERE

PART_TIME_MARKS = ("（函授）", "（成人教育）", "（业余）")

FLAW_WEIGHTS = MappingProxyType(
    {
        Flaw.NOT_2024_GRADUATE: 22,
        Flaw.SCHOOL_OUTSIDE_PROVINCE: 20,
        Flaw.DIPLOMA_OR_REPORT_MISSING: 14,
        Flaw.NOT_FULL_TIME: 10,
        Flaw.IDENTITY_MISSING: 6,
        Flaw.PLEDGE_UNSIGNED: 6,
        Flaw.ID_CHECKSUM: 4,
        Flaw.BIRTH_MISMATCH: 4,
        Flaw.INTENTION_MISSING: 3,
        Flaw.INTENTION_OUTSIDE_CITY: 3,
        Flaw.TRANSFER_CONTRADICTORY: 2,
        Flaw.ID_CARD_BACK_MISSING: 2,
        Flaw.DEGREE_CERTIFICATE_MISSING: 2,
        Flaw.EDUCATION_BELOW_COLLEGE: 2,
    }
)

# Papers that a flawed application lacks, and those it has all the same.
LACKING: MappingProxyType[Flaw, tuple[MaterialKind, ...]] = MappingProxyType(
    {
        Flaw.IDENTITY_MISSING: (
            MaterialKind.ID_CARD_FRONT,
            MaterialKind.ID_CARD_BACK,
            MaterialKind.HUKOU,
        ),
        Flaw.ID_CARD_BACK_MISSING: (MaterialKind.ID_CARD_BACK, MaterialKind.HUKOU),
        Flaw.DIPLOMA_OR_REPORT_MISSING: (
            MaterialKind.DIPLOMA,
            MaterialKind.DEGREE_CERTIFICATE,
            MaterialKind.ENROLLMENT_REPORT,
        ),
        Flaw.DEGREE_CERTIFICATE_MISSING: (
            MaterialKind.DEGREE_CERTIFICATE,
            MaterialKind.ENROLLMENT_REPORT,
        ),
    }
)
PRESENT: MappingProxyType[Flaw, tuple[MaterialKind, ...]] = MappingProxyType(
    {
        Flaw.ID_CARD_BACK_MISSING: (MaterialKind.ID_CARD_FRONT,),
        Flaw.DEGREE_CERTIFICATE_MISSING: (MaterialKind.DIPLOMA,),
    }
)


def add_flaw(dice: Dice, person: MadeUpPerson, flaw: Flaw | None) -> MadeUpPerson:
    """Return the person with ``flaw`` in form or papers; ``None`` changes nothing.

    School and level are chosen before the form is written, so their flaws need no change here.
    """
    if flaw is None:
        return person
    change = FORM_CHANGES.get(flaw)
    form = change(dice, person.form) if change else person.form
    return replace(person, form=form, materials=_papers(person.materials, flaw), flaw=flaw)


def _papers(materials: tuple[MaterialKind, ...], flaw: Flaw) -> tuple[MaterialKind, ...]:
    lacking, present = LACKING.get(flaw, ()), PRESENT.get(flaw, ())
    return tuple(
        kind
        for kind in MaterialKind
        if kind not in lacking and (kind in materials or kind in present)
    )


def _part_time(dice: Dice, form: RegistrationForm) -> RegistrationForm:
    mark = dice.pick(PART_TIME_MARKS)
    resume = (form.resume or "").replace(f"{form.major}专业", f"{form.major}专业{mark}")
    return replace(form, major=f"{form.major}{mark}", resume=resume)


def _wrong_check_character(_dice: Dice, form: RegistrationForm) -> RegistrationForm:
    return replace(form, id_number=with_wrong_check_character(form.id_number or ""))


def _another_month_of_birth(dice: Dice, form: RegistrationForm) -> RegistrationForm:
    year, month = (form.birth or "").split("-")
    another = (int(month) - 1 + dice.between(1, 11)) % 12 + 1
    return replace(form, birth=f"{year}-{another:02}")


def _no_intention(_dice: Dice, form: RegistrationForm) -> RegistrationForm:
    return replace(form, intended=Area(), accepts_transfer=False, transfer_areas=())


def _intention_outside(dice: Dice, form: RegistrationForm) -> RegistrationForm:
    return replace(form, intended=Area(*dice.pick(COUNTIES_ELSEWHERE)))


def _both_boxes(_dice: Dice, form: RegistrationForm) -> RegistrationForm:
    return replace(form, accepts_transfer=None, transfer_contradictory=True)


def _unsigned(_dice: Dice, form: RegistrationForm) -> RegistrationForm:
    return replace(form, pledge_signed=False, pledge_date=None)


FORM_CHANGES: MappingProxyType[Flaw, Callable[[Dice, RegistrationForm], RegistrationForm]] = (
    MappingProxyType(
        {
            Flaw.NOT_FULL_TIME: _part_time,
            Flaw.ID_CHECKSUM: _wrong_check_character,
            Flaw.BIRTH_MISMATCH: _another_month_of_birth,
            Flaw.INTENTION_MISSING: _no_intention,
            Flaw.INTENTION_OUTSIDE_CITY: _intention_outside,
            Flaw.TRANSFER_CONTRADICTORY: _both_boxes,
            Flaw.PLEDGE_UNSIGNED: _unsigned,
        }
    )
)
