"""What the papers of one person say, and the sorts of papers there are."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from linli.core.papers.kinds import MaterialKind


class Study(StrEnum):
    """How a person studied, in the words that papers use."""

    FULL_TIME = "普通全日制"
    CORRESPONDENCE = "函授"
    SPARE_TIME = "业余"
    SELF_STUDY = "自学考试"
    OPEN = "开放教育"
    PART_TIME_GRADUATE = "非全日制"


class PaperSort(StrEnum):
    """A sort of paper that people send: those of the notice, and those nobody asked for."""

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
    VILLAGE_PROOF = "village_proof"
    HUKOU_FIRST_PAGE = "hukou_first_page"
    ENGLISH_TEST = "english_test"
    COMPUTER_TEST = "computer_test"
    TRANSCRIPT = "transcript"
    PORTRAIT = "portrait"

    @property
    def counted(self) -> MaterialKind | None:
        """Return the kind as which the notice counts it, ``None`` if it does not."""
        try:
            return MaterialKind(self.value)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Holder:
    """One made-up person as their papers know them.

    ``ethnicity`` ends in 族; ``level`` is one of 中专, 专科, 本科, 硕士研究生, 博士研究生;
    ``degree`` is what the certificate confers, ``None`` for none; ``county`` is where the
    person is registered, by its full name; ``key`` names the person inside one world.
    """

    key: str
    seed: int
    name: str = field(repr=False)
    sex: str = field(repr=False)
    ethnicity: str = field(repr=False)
    birthday: date = field(repr=False)
    id_number: str = field(repr=False)
    address: str = field(repr=False)
    city: str
    county: str
    school: str
    department: str
    major: str
    level: str
    degree: str | None
    entry: date
    graduation: date
    study: Study = Study.FULL_TIME

    @property
    def years(self) -> int:
        """Return how many years the course takes."""
        return self.graduation.year - self.entry.year

    @property
    def certificate_number(self) -> str:
        """Return an invented number as diplomas have it: school, year, six more digits."""
        tail = sum(ord(letter) * 31**place for place, letter in enumerate(self.key)) % 10**6
        school = sum(map(ord, self.school)) % 900 + 100
        return f"99{school}1{self.graduation.year}05{tail:06}"
