"""The fields of the registration form, as Annex 2 of D0 prints them.

Source: D0 附件2, 三(一)5.
"""

from dataclasses import dataclass, field

from linli.core.places import Area


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """One registration form as read; a field that is blank on the form is ``None``.

    ``birth`` and ``graduation`` are ``YYYY-MM``; ``education`` is one of 中专, 专科, 本科,
    硕士研究生, 博士研究生; ``id_number`` is kept as written (upper-case X, no blanks) even
    if wrong; ``accepts_transfer`` is ``None`` if neither or both boxes are ticked, and
    ``transfer_contradictory`` tells the two apart; ``transfer_areas`` are in the
    applicant's order. ``pledge_date`` is ``YYYY-MM-DD``.
    """

    name: str | None = None
    sex: str | None = None
    ethnicity: str | None = None
    birth: str | None = None
    native_place: str | None = None
    political_status: str | None = None
    school: str | None = None
    graduation: str | None = None
    major: str | None = None
    education: str | None = None
    degree: str | None = None
    id_number: str | None = None
    address: str | None = None
    phone: str | None = None
    intended: Area = field(default_factory=Area)
    accepts_transfer: bool | None = None
    transfer_contradictory: bool = False
    transfer_areas: tuple[Area, ...] = ()
    resume: str | None = None
    awards: str | None = None
    strengths: str | None = None
    has_photo: bool = False
    pledge_signed: bool = False
    pledge_date: str | None = None
