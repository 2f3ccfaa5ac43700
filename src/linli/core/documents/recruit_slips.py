"""The slips that a recruit brings along: to the interview, and to the community on the first day.

Source: D0 三(三), 三(七).
"""

from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import (
    Align,
    Block,
    Heading,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    SquareCode,
    date_text,
)

_CODE_MM = 30


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a slip is for, and by which notice and organ."""

    name: str
    case_number: str
    organ: str
    season_title: str
    basis: str
    basis_number: str


@dataclass(frozen=True, slots=True)
class InterviewSlip:
    """What the slip for the interview says.

    ``first_day`` and ``last_day`` are the window's, both included; ``originals`` is what was
    sent in and is to be brought along; ``code`` is shown in digits and as a square code of ``scanned``.
    ``appointment`` says when and where in whole sentences, blank while the county has not set it.
    """

    addressee: Addressee
    county: str
    first_day: date
    last_day: date
    originals: tuple[str, ...]
    code: str
    scanned: str
    dated: date
    appointment: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSlip:
    """What the slip for the first day says: where to report, and by when, included."""

    addressee: Addressee
    street: str
    community: str
    agreement_number: str
    report_by: date
    term_months: int
    dated: date
    marks: tuple[Mark, ...] = ()


def interview_slip_paper(slip: InterviewSlip) -> OfficialPaper:
    """Return the slip for the interview as a paper. Source: D0 三(三)."""
    who = slip.addressee
    originals = "、".join(slip.originals) or "报名时提交的各项材料"
    blocks: tuple[Block, ...] = (
        Paragraph(f"{_by(who)}您已进入{slip.county}的面见复审。"),
        SquareCode(slip.scanned, _CODE_MM),
        Paragraph(f"核验码：{slip.code}", indented=False, align=Align.CENTER),
        Paragraph(
            slip.appointment
            or f"{date_text(slip.first_day)}至{date_text(slip.last_day)}之间，"
            f"具体时间和地点由{who.organ}另行通知。",
            lead=Heading(1, "一、时间和地点。"),
        ),
        Paragraph(
            f"本通知单，以及下列材料的原件：{originals}（《通知》三（三））。",
            lead=Heading(1, "二、携带的材料。"),
        ),
    )
    return _paper("面见通知单", who, blocks, slip.dated, slip.marks)


def report_slip_paper(slip: ReportSlip) -> OfficialPaper:
    """Return the slip for the first day as a paper. Source: D0 三(七)."""
    who = slip.addressee
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"{_by(who)}您的协议书（编号{slip.agreement_number}）已签订并报市备案，请按时报到。"
        ),
        Heading(1, "一、报到地点"),
        Paragraph(f"{slip.street}{slip.community}（《通知》三（七））。"),
        Heading(1, "二、报到时间"),
        Paragraph(
            f"{date_text(slip.report_by)}前（含当日）到社区报到，由社区接收并办理入职手续。"
            f"服务期{slip.term_months}个月，自报到之日起算（《通知》三（七）、一（四））。"
        ),
        Heading(1, "三、携带的材料"),
        Paragraph(
            "本通知单、身份证原件和本人所执的协议书。"
            f"不能按时报到的，提前与{slip.street}联系，说明原因。"
        ),
    )
    return _paper("报到通知单", who, blocks, slip.dated, slip.marks)


def _by(who: Addressee) -> str:
    return f"根据《{who.basis}》（{who.basis_number}，以下简称《通知》），"


def _paper(
    title: str,
    who: Addressee,
    blocks: tuple[Block, ...],
    dated: date,
    marks: tuple[Mark, ...],
) -> OfficialPaper:
    return OfficialPaper(
        title=f"{who.season_title}\n{title}",
        dated=dated,
        addressee=f"{who.name}（报名编号{who.case_number}）",
        blocks=blocks,
        signature=Signature((who.organ,), dated),
        marks=marks,
    )
