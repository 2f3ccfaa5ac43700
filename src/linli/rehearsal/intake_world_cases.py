"""What may be wrong with an application, and what people claim, in the intake world."""

from enum import StrEnum


class Case(StrEnum):
    """One thing that is special about a person's form or papers."""

    GRADUATED_EARLIER = "graduated in another year"
    SCHOOL_ELSEWHERE = "school in another province"
    ADULT_STUDY = "adult education"
    SELF_STUDY = "self-study examination"
    OPEN_STUDY = "open university"
    PART_TIME_MASTER = "part-time master"
    BELOW_COLLEGE = "secondary school"
    NO_IDENTITY = "neither card nor household page"
    FRONT_ONLY = "front of the card only"
    BACK_ONLY = "back of the card only"
    NO_ACADEMIC = "neither diploma nor report"
    NO_DEGREE = "diploma without the degree certificate"
    ID_CHECKSUM = "wrong check digit on the form"
    ID_MISMATCH = "another number on the form"
    NAME_MISMATCH = "another name on the form"
    BIRTH_MISMATCH = "month of birth against the number"
    MAJOR_MISMATCH = "another major on the form"
    INTENTION_MISSING = "no intended county"
    INTENTION_OUTSIDE = "intended county in another city"
    BOTH_BOXES = "both boxes ticked"
    UNSIGNED = "no signature"
    SOCIAL_WORK = "social work, shown"
    SOCIAL_WORK_UNPROVEN = "social work, not shown"
    LOW_INCOME = "low income, proven"
    LOW_INCOME_VILLAGE = "low income, by the village only"
    LOW_INCOME_UNPROVEN = "low income, not proven"
    VETERAN = "veteran, proven"
    VETERAN_HALF = "veteran, one of two proofs"


#: What cannot stand together with another case, because one of them would hide or undo the other.
ACADEMIC = frozenset(
    {
        Case.GRADUATED_EARLIER,
        Case.SCHOOL_ELSEWHERE,
        Case.ADULT_STUDY,
        Case.SELF_STUDY,
        Case.OPEN_STUDY,
        Case.PART_TIME_MASTER,
        Case.BELOW_COLLEGE,
        Case.NO_ACADEMIC,
        Case.NO_DEGREE,
        Case.MAJOR_MISMATCH,
        Case.SOCIAL_WORK,
        Case.SOCIAL_WORK_UNPROVEN,
    }
)
IDENTITY = frozenset({Case.NO_IDENTITY, Case.FRONT_ONLY, Case.BACK_ONLY})
NUMBER = frozenset(
    {Case.ID_CHECKSUM, Case.ID_MISMATCH, Case.BIRTH_MISMATCH, Case.NAME_MISMATCH, *IDENTITY}
)
PLACE = frozenset({Case.INTENTION_MISSING, Case.INTENTION_OUTSIDE, Case.BOTH_BOXES})
CLAIM = frozenset(
    {
        Case.LOW_INCOME,
        Case.LOW_INCOME_VILLAGE,
        Case.LOW_INCOME_UNPROVEN,
        Case.VETERAN,
        Case.VETERAN_HALF,
    }
)
_GROUPS = (ACADEMIC, NUMBER, PLACE, CLAIM)


def goes_with(first: Case, second: Case) -> bool:
    """Tell whether two cases may be true of one person."""
    return not any({first, second} <= group for group in _GROUPS)
