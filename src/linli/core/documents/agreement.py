"""The agreement between a street or township and a recruit.

The wording is Linli's own. What D0 settles is cited clause by clause; what D0 leaves
open (secrecy, disputes, copies) is kept short, so that the paper stays at two pages.
Source: D0 三(六).
"""

from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import (
    Block,
    Heading,
    Mark,
    OfficialPaper,
    Paragraph,
    SignaturePlaces,
    date_text,
)
from linli.core.money import yuan_in_capitals, yuan_text

_TITLE = "山西省招募高校毕业生担任社区助理协议书"


@dataclass(frozen=True, slots=True)
class Recruit:
    """The recruit as party B; the full ID number belongs on the parties' own paper."""

    name: str
    id_number: str
    school: str
    major: str
    telephone: str
    address: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one agreement says.

    ``employer`` is the street office or township government, ``organiser`` the county's
    organ that has the agreement signed. The term begins on the day of reporting, at the
    latest on ``report_by``, included. Amounts are fen: the allowance a month, and the premium, ``None`` while it is not known.
    ``signed_on`` is ``None`` where the date is to be written by hand.
    """

    number: str
    basis: str
    basis_number: str
    organiser: str
    employer: str
    community: str
    recruit: Recruit
    report_by: date
    term_months: int
    wage_tier: str
    monthly_allowance_fen: int
    insurance_premium_fen: int | None
    dated: date
    signed_on: date | None = None
    marks: tuple[Mark, ...] = ()


def agreement_paper(agreement: Agreement) -> OfficialPaper:
    """Return the agreement as a paper without letterhead, with places for the signatures.

    Source: D0 三(六).
    """
    blocks = (
        *_parties(agreement),
        _post(agreement),
        _term(agreement),
        _allowance(agreement),
        _insurance(agreement),
        _employer_duties(),
        _recruit_duties(),
        _ending(),
        _copies(agreement),
        SignaturePlaces(*_signature_columns(agreement)),
    )
    return OfficialPaper(
        title=_TITLE,
        dated=agreement.dated,
        number=f"协议编号：{agreement.number}",
        blocks=blocks,
        marks=agreement.marks,
    )


def _parties(agreement: Agreement) -> tuple[Block, ...]:
    recruit = agreement.recruit
    lines = (
        f"甲方（用人单位）：{agreement.employer}",
        f"乙方（社区助理）：{recruit.name}",
        f"身份证号：{recruit.id_number}　联系电话：{recruit.telephone}",
        f"院校及专业：{recruit.school}　{recruit.major}",
        f"住址：{recruit.address}",
    )
    opening = Paragraph(
        f"根据《{agreement.basis}》（{agreement.basis_number}，以下简称《通知》），"
        "甲乙双方在平等自愿的基础上订立本协议，共同遵守。"
    )
    return (*(Paragraph(line, indented=False) for line in lines), opening)


def _article(title: str, text: str) -> Paragraph:
    return Paragraph(text, lead=Heading(1, title))


def _post(agreement: Agreement) -> Paragraph:
    """Source: D0 一(三), 五(一)."""
    return _article(
        "一、服务岗位。",
        f"甲方安排乙方到{agreement.community}担任社区助理，从事社区治理服务等相关工作。"
        "服务期间，上级机关不得随意借调或者调整服务岗位（《通知》一（三）、五（一））。",
    )


def _term(agreement: Agreement) -> Paragraph:
    """Source: D0 一(四), 三(七)."""
    return _article(
        "二、服务期限。",
        f"乙方于{date_text(agreement.report_by)}前（含当日）到社区报到（《通知》三（七））。"
        f"服务期{_length(agreement.term_months)}，自报到之日起算，"
        "工作经历可视为基层就业经历（《通知》一（四））。",
    )


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest else "")


def _allowance(agreement: Agreement) -> Paragraph:
    """Source: D0 四(一)1, 四(二)2."""
    fen = agreement.monthly_allowance_fen
    return _article(
        "三、生活补贴。",
        f"乙方的生活补贴按工作地最低工资标准（{agreement.wage_tier}）发放，每月{yuan_text(fen)}元"
        f"（人民币{yuan_in_capitals(fen)}）。服务期间解除协议的，及时停发"
        "（《通知》四（一）1、四（二）2）。",
    )


def _insurance(agreement: Agreement) -> Paragraph:
    """Source: D0 四(一)2."""
    fen = agreement.insurance_premium_fen
    premium = "保险费以保险单载明的金额为准" if fen is None else f"保险费{yuan_text(fen)}元"
    return _article(
        "四、意外保险。",
        f"甲方代乙方购买人身意外保险，{premium}，从第一个月的生活补贴中扣除（《通知》四（一）2）。",
    )


def _employer_duties() -> Paragraph:
    """Source: D0 五(一), 五(二), 五(三)."""
    return _article(
        "五、甲方责任。",
        "甲方会同社区党组织领导监督、统筹管理使用乙方，安排教育培训，关心乙方身心健康，"
        "及时帮助解决其反映的困难和问题（《通知》五（一）至（三））。",
    )


def _recruit_duties() -> Paragraph:
    """Source: D0 二, 三(七)."""
    return _article(
        "六、乙方责任。",
        "乙方按时到社区报到，服从分配，敬业奉献，遵守纪律，保守工作秘密和居民个人信息，"
        "对所提供材料的真实性负责（《通知》二、三（七））。",
    )


def _ending() -> Paragraph:
    """Source: D0 五(三)."""
    return _article(
        "七、解除和终止。",
        "乙方由于身体状况等特殊原因不能继续服务的，由乙方提出解除协议申请，"
        "履行有关手续后离开工作岗位（《通知》五（三））。服务期满，本协议自行终止。",
    )


def _copies(agreement: Agreement) -> Paragraph:
    """Source: D0 三(六)."""
    return _article(
        "八、其他。",
        "未尽事宜按《通知》执行，发生争议由双方协商解决。本协议一式三份，甲乙双方各执一份，"
        f"报{agreement.organiser}一份，自双方签章之日起生效（《通知》三（六））。",
    )


def _signature_columns(agreement: Agreement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    day = "　　　年　　月　　日" if agreement.signed_on is None else date_text(agreement.signed_on)
    left = ("", "甲方（盖章）：", "负责人（签名）：", "", day)
    right = ("", "乙方（签名）：", "", "", day)
    return left, right
