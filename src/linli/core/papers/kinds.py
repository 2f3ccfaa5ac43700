"""The kinds of papers that a notice asks for.

Source: D0 三(一)6.
"""

from enum import StrEnum


class MaterialKind(StrEnum):
    """The papers that the notice asks for, one value for each side or level that is judged apart."""

    ID_CARD_FRONT = "id_card_front"
    ID_CARD_BACK = "id_card_back"
    HUKOU = "hukou"
    DIPLOMA = "diploma"
    DEGREE_CERTIFICATE = "degree_certificate"
    ENROLLMENT_REPORT = "enrollment_report"
    EDUCATION_RECORD = "education_record"
    HONOR_NATIONAL = "honor_national"
    HONOR_PROVINCIAL = "honor_provincial"
    HONOR_MUNICIPAL = "honor_municipal"
    HONOR_DEPARTMENT = "honor_department"
    LOW_INCOME_PROOF = "low_income_proof"
    ENLISTMENT_PROOF = "enlistment_proof"
    DISCHARGE_PROOF = "discharge_proof"
