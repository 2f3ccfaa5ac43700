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

    @property
    def label(self) -> str:
        """Return what the notice calls the paper."""
        return _LABELS[self]


_LABELS = {
    MaterialKind.ID_CARD_FRONT: "身份证（人像面）",
    MaterialKind.ID_CARD_BACK: "身份证（国徽面）",
    MaterialKind.HUKOU: "户口簿",
    MaterialKind.DIPLOMA: "毕业证",
    MaterialKind.DEGREE_CERTIFICATE: "学位证",
    MaterialKind.ENROLLMENT_REPORT: "教育部学籍在线验证报告",
    MaterialKind.EDUCATION_RECORD: "教育部学历证书电子注册备案表",
    MaterialKind.HONOR_NATIONAL: "国家级荣誉证书",
    MaterialKind.HONOR_PROVINCIAL: "省级荣誉证书",
    MaterialKind.HONOR_MUNICIPAL: "市级（含校级）荣誉证书",
    MaterialKind.HONOR_DEPARTMENT: "院（系）级荣誉证书",
    MaterialKind.LOW_INCOME_PROOF: "低保家庭证明",
    MaterialKind.ENLISTMENT_PROOF: "入伍证明",
    MaterialKind.DISCHARGE_PROOF: "退役证明",
}
