"""The list of those who go to a county's interview, as it is posted.

Source: D0 三(二), 三(三).
"""

from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import (
    Annex,
    Column,
    Heading,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    date_text,
)
from linli.core.refusal import Refusal

_COLUMNS = (Column("序号", 20), Column("报名编号", 58), Column("姓名", 58))


class InterviewListRefused(Refusal):
    """The list may not be posted as it was asked for."""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line of the list; ``masked_name`` was masked by the caller."""

    case_number: str
    masked_name: str


@dataclass(frozen=True, slots=True)
class InterviewListNotice:
    """Everything that the list says.

    ``appointment`` says when and where in whole sentences, blank while the county has not set
    it: then ``first_day`` and ``last_day`` of the stage are told, both included. ``originals``
    is what everybody brings who sent it in. ``season_title``, ``basis`` and ``basis_number`` are
    as in a public notice.
    """

    organ: str
    county: str
    season_title: str
    basis: str
    basis_number: str
    people: tuple[ListedPerson, ...]
    first_day: date
    last_day: date
    originals: tuple[str, ...]
    dated: date
    appointment: str = ""
    marks: tuple[Mark, ...] = ()


def interview_list_paper(notice: InterviewListNotice) -> OfficialPaper:
    """Return the list as a paper without letterhead, the people as its annex.

    Raises ``InterviewListRefused`` if nobody is listed. Source: D0 三(二), 三(三).
    """
    if not notice.people:
        raise InterviewListRefused(
            "面见复审人员名单为空", why="D0 三(二)", mend="列入面见复审后再下载名单"
        )
    rows = tuple(
        (str(number), one.case_number, one.masked_name)
        for number, one in enumerate(notice.people, start=1)
    )
    return OfficialPaper(
        title=f"{notice.county}{notice.season_title}面见复审人员名单",
        dated=notice.dated,
        blocks=(_opening(notice), _when_and_where(notice), _what_to_bring(notice)),
        signature=Signature((notice.organ,), notice.dated),
        annexes=(Annex(f"{notice.county}面见复审人员名单", (Table(_COLUMNS, rows),)),),
        marks=notice.marks,
    )


def _opening(notice: InterviewListNotice) -> Paragraph:
    return Paragraph(
        f"根据《{notice.basis}》（{notice.basis_number}，以下简称《通知》）要求，经报名、资格审查，"
        f"从符合条件的人员中择优确定{notice.county}进入面见复审的人员{len(notice.people)}名"
        "（《通知》三（二）），名单附后。有关事项通知如下。"
    )


def _when_and_where(notice: InterviewListNotice) -> Paragraph:
    return Paragraph(
        notice.appointment
        or f"{date_text(notice.first_day)}至{date_text(notice.last_day)}之间，"
        f"具体时间和地点由{notice.organ}另行通知。",
        lead=Heading(1, "一、时间和地点。"),
    )


def _what_to_bring(notice: InterviewListNotice) -> Paragraph:
    return Paragraph(
        "参加面见复审的人员携带面见通知单和报名材料的原件（《通知》三（三））；"
        f"报名时提交过的，分别携带{'、'.join(notice.originals)}（《通知》三（一）6）。",
        lead=Heading(1, "二、携带的材料。"),
    )
