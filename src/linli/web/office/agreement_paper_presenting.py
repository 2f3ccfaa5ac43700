"""What the page of one agreement's signed paper shows, prepared: each file and each signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from linli.apps.agreements.models import Agreement, AgreementPaper
from linli.web.design.badges import BAD, GOOD, QUIET, WAITING, Badge

#: What the check of signatures came to, by tone.
FINDING_TONES = {
    AgreementPaper.Finding.TRUSTED: GOOD,
    AgreementPaper.Finding.UNTRUSTED: WAITING,
    AgreementPaper.Finding.UNCHECKED: WAITING,
    AgreementPaper.Finding.UNSIGNED: QUIET,
}


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One digital signature: whose organisation, when, and what the check found."""

    organisation: str
    signed_at: datetime | None
    finding: Badge


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One uploaded paper with its signatures."""

    key: int
    uploaded_at: datetime
    replaced_at: datetime | None
    size: str
    finding: Badge
    signatures: tuple[SignatureLine, ...]


def paper_lines(agreement: Agreement) -> tuple[PaperLine, ...]:
    """Return all papers of an agreement, the one in force first."""
    papers = agreement.papers.order_by("-uploaded_at", "-pk")
    return tuple(
        PaperLine(
            key=one.pk,
            uploaded_at=one.uploaded_at,
            replaced_at=one.replaced_at,
            size=f"{one.size / 1_048_576:.1f}MB"
            if one.size >= 104_858
            else f"{one.size // 1024 + 1}KB",
            finding=paper_badge(one),
            signatures=tuple(_signature(line) for line in one.signatures),
        )
        for one in papers
    )


def _signature(line: Mapping[str, str | bool]) -> SignatureLine:
    finding = AgreementPaper.Finding(str(line["finding"]))
    label = "签名完整，核验时证书已过有效期" if line["is_expired"] else str(finding.label)
    tone = BAD if line["is_expired"] else FINDING_TONES[finding]
    return SignatureLine(
        organisation=str(line["organisation"]) or "个人证书（不显示姓名）",
        signed_at=parse_datetime(str(line["signed_at"])),
        finding=Badge(label, tone),
    )


def paper_badge(paper: AgreementPaper) -> Badge:
    """Return what the check of a paper's signatures came to."""
    finding = AgreementPaper.Finding(paper.finding)
    return Badge(str(finding.label), FINDING_TONES[finding])
