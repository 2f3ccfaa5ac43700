"""The certificate that an assistant gets when the term is over.

Source: D0 一(四).
"""

from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import Mark, OfficialPaper, Paragraph, Signature, date_text


@dataclass(frozen=True, slots=True)
class ServiceCertificate:
    """What the certificate says. ``first_day`` and ``last_day`` are those of the service, both included."""

    organ: str
    basis: str
    basis_number: str
    name: str
    id_number: str
    street: str
    community: str
    post: str
    first_day: date
    last_day: date
    is_experience: bool
    number: str
    dated: date
    marks: tuple[Mark, ...] = ()


def service_certificate_paper(told: ServiceCertificate) -> OfficialPaper:
    """Return the certificate as a paper without letterhead. Source: D0 一(四)."""
    served = (
        f"{told.name}（身份证号{told.id_number}），经{told.basis_number}《{told.basis}》"
        f"规定的程序招募，于{date_text(told.first_day)}至{date_text(told.last_day)}"
        f"在{told.street}{told.community}担任{told.post}，服务期满。"
    )
    counted = (
        "根据该通知一（四），服务期间的工作经历视为基层就业经历，计入基层工作经历。"
        if told.is_experience
        else ""
    )
    lines = [served, *([counted] if counted else []), "特此证明。"]
    return OfficialPaper(
        title="服务证明",
        dated=told.dated,
        number=f"证明编号：{told.number}",
        blocks=tuple(Paragraph(line) for line in lines),
        signature=Signature((told.organ,), told.dated),
        marks=told.marks,
    )
