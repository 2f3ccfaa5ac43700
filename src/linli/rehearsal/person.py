"""What a made-up person consists of."""

from dataclasses import dataclass
from enum import StrEnum

from linli.core.documents.registration_form import RegistrationForm
from linli.core.papers.kinds import MaterialKind


class Claim(StrEnum):
    """A ground for priority that a person names. Source: D0 二5."""

    SOCIAL_WORK = "social_work"
    LOW_INCOME = "low_income"
    VETERAN = "veteran"


class Flaw(StrEnum):
    """The one thing that stands in the way of a person's application."""

    NOT_2024_GRADUATE = "not_2024_graduate"
    SCHOOL_OUTSIDE_PROVINCE = "school_outside_province"
    NOT_FULL_TIME = "not_full_time"
    EDUCATION_BELOW_COLLEGE = "education_below_college"
    ID_CHECKSUM = "id_checksum"
    BIRTH_MISMATCH = "birth_mismatch"
    INTENTION_MISSING = "intention_missing"
    INTENTION_OUTSIDE_CITY = "intention_outside_city"
    TRANSFER_CONTRADICTORY = "transfer_contradictory"
    PLEDGE_UNSIGNED = "pledge_unsigned"
    IDENTITY_MISSING = "identity_missing"
    ID_CARD_BACK_MISSING = "id_card_back_missing"
    DIPLOMA_OR_REPORT_MISSING = "diploma_or_report_missing"
    DEGREE_CERTIFICATE_MISSING = "degree_certificate_missing"


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """A made-up person as their application shows them.

    ``key`` names the person inside one rehearsal. ``claims`` are the grounds for priority
    that the form names, ``proven`` those of them that form and papers show together.
    """

    key: str
    form: RegistrationForm
    materials: tuple[MaterialKind, ...]
    flaw: Flaw | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def proven(self) -> tuple[Claim, ...]:
        """Return the claims whose papers are there, in the order of the notice."""
        return tuple(claim for claim in self.claims if self._has_proof(claim))

    def _has_proof(self, claim: Claim) -> bool:
        has = self.materials.__contains__
        match claim:
            case Claim.SOCIAL_WORK:
                return has(MaterialKind.DIPLOMA) or has(MaterialKind.ENROLLMENT_REPORT)
            case Claim.LOW_INCOME:
                return has(MaterialKind.LOW_INCOME_PROOF)
            case Claim.VETERAN:
                return has(MaterialKind.ENLISTMENT_PROOF) and has(MaterialKind.DISCHARGE_PROOF)
