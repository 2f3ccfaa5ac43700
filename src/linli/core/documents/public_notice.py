"""The public notice of the people proposed for recruitment.

Source: D0 三(五).
"""

from dataclasses import dataclass
from datetime import date
from re import compile as pattern

from linli.core.documents.official import (
    Align,
    Annex,
    Block,
    Column,
    Mark,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    date_text,
)
from linli.core.refusal import Refusal

_COLUMNS = (
    Column("序号", 11),
    Column("姓名", 23),
    Column("毕业院校", 45, Align.LEFT),
    Column("专业", 45, Align.LEFT),
    Column("招募岗位所在县", 32),
)
_CORRECTED_COLUMNS = (
    Column("序号", 11),
    Column("姓名", 22),
    Column("毕业院校", 37, Align.LEFT),
    Column("专业", 34, Align.LEFT),
    Column("招募岗位所在县", 22),
    Column("公示截止（24时）", 30),
)
# An ID number, a telephone number or a bank account; blanks and hyphens do not hide one.
_LONG_NUMBER = pattern(r"\d(?:[ -]?\d){6,}")


class NoticeRefused(Refusal):
    """The notice may not be posted as it was asked for."""


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """One line of the list; ``masked_name`` was masked by the caller.

    ``last_day`` is the last day of the person's own period, on a correction alone.
    """

    masked_name: str
    school: str
    major: str
    county: str
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """From the day the notice is posted to its last day; ``working_days`` as counted.

    The day of posting does not count (民法典 第二百零一条).
    """

    posted_on: date
    last_day: date
    working_days: int


@dataclass(frozen=True, slots=True)
class ObjectionChannel:
    """Where to object: the organ, and the ways as given; empty ways are not printed."""

    organ: str
    telephone: str
    address: str = ""
    mail: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class CorrectedNotice:
    """Which list a correction stands for, why, and what is different, in public sentences."""

    number: int
    posted_on: date
    fingerprint: str
    reason: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """Everything that a public notice says.

    ``season_title`` reads like ``2024年招募高校毕业生担任社区助理``; ``basis`` is the notice
    of the season with its number; ``fingerprint`` is the SM3 of the list in hexadecimal.
    """

    organ: str
    county: str
    season_title: str
    basis: str
    basis_number: str
    period: NoticePeriod
    people: tuple[ProposedPerson, ...]
    objections: ObjectionChannel
    fingerprint: str
    dated: date
    corrects: CorrectedNotice | None = None
    marks: tuple[Mark, ...] = ()


def public_notice_paper(notice: PublicNotice) -> OfficialPaper:
    """Return the notice as a paper without letterhead, its list as the annex.

    Raises :class:`NoticeRefused` if nobody is proposed, if the period ends before it
    begins, or if a line holds a number long enough to be an ID or telephone number.
    Source: D0 三(五); 个人信息保护法 第六条.
    """
    _refuse_what_must_not_be_posted(notice)
    mark = "（更正）" if notice.corrects else ""
    annex = Annex(f"{notice.county}拟招募人选名单{mark}", _list_of(notice))
    opening = _correcting(notice, notice.corrects) if notice.corrects else _posting(notice)
    return OfficialPaper(
        title=f"{notice.county}{notice.season_title}拟招募人选公示{mark}",
        dated=notice.dated,
        blocks=(*opening, _how_to_object(notice.objections), *_ways(notice.objections)),
        signature=Signature((notice.organ,), notice.dated),
        annexes=(annex,) if notice.people else (),
        marks=notice.marks,
    )


def _refuse_what_must_not_be_posted(notice: PublicNotice) -> None:
    if not notice.people and notice.corrects is None:
        raise NoticeRefused("公示名单为空", why="D0 三(五)", mend="确定拟招募人选后再公示")
    if notice.period.last_day < notice.period.posted_on:
        raise NoticeRefused("公示截止日早于张贴日", why="D0 三(五)", mend="核对公示期")
    for number, person in enumerate(notice.people, start=1):
        if holds_long_number(person):
            raise NoticeRefused(
                f"公示名单第{number}行含有身份证号、电话一类的号码",
                why="个人信息保护法 第六条",
                mend="公示名单只列姓名、毕业院校、专业和岗位所在县",
            )


def holds_long_number(person: ProposedPerson) -> bool:
    """Tell whether a line holds a number long enough to be an ID number, a telephone or an account.

    Blanks and hyphens do not hide one. Source: 个人信息保护法 第六条.
    """
    return any(
        has_long_number(text)
        for text in (person.masked_name, person.school, person.major, person.county)
    )


def has_long_number(text: str) -> bool:
    """Tell whether a text that is to be public holds such a number. Source: 个人信息保护法 第六条."""
    return _LONG_NUMBER.search(text) is not None


def _cells(person: ProposedPerson) -> tuple[str, ...]:
    own = (person.last_day,) if person.last_day else ()
    return (person.masked_name, person.school, person.major, person.county, *own)


def _opening(notice: PublicNotice) -> Paragraph:
    return Paragraph(
        f"根据《{notice.basis}》（{notice.basis_number}）要求，经报名、资格审查、面见复审、"
        f"体检等程序，综合各方面情况，确定{notice.county}拟招募人选"
        f"{len(notice.people)}名，现予公示。"
    )


def _posting(notice: PublicNotice) -> tuple[Paragraph, ...]:
    return (_opening(notice), _period(notice.period))


def _correcting(notice: PublicNotice, former: CorrectedNotice) -> tuple[Paragraph, ...]:
    days = notice.period.working_days
    return (
        Paragraph(
            f"{date_text(former.posted_on)}公示的{notice.county}拟招募人选名单"
            f"（第{former.number}份，原名单指纹见下），现予更正。更正理由：{former.reason}。"
        ),
        *(Paragraph(f"{one}。") for one in former.changes),
        Paragraph(
            f"更正后的名单共{len(notice.people)}名。更正或者增加的人选，自"
            f"{date_text(notice.period.posted_on)}起重新公示{days}个工作日；其他人选的公示期不变，"
            "各人的公示截止日期见名单。经公示无异议后，确定为正式招募人选。"
        ),
        Paragraph("原名单指纹（SM3）：", indented=False, small=True),
        Paragraph(former.fingerprint, indented=False, small=True),
    )


def _list_of(notice: PublicNotice) -> tuple[Block, ...]:
    rows = tuple(
        (str(number), *_cells(person)) for number, person in enumerate(notice.people, start=1)
    )
    return (
        Table(_CORRECTED_COLUMNS if notice.corrects else _COLUMNS, rows),
        Paragraph("名单指纹（SM3）：", indented=False, small=True),
        # On a line of its own, where its 64 digits fit and need no break.
        Paragraph(notice.fingerprint, indented=False, small=True),
    )


def _period(period: NoticePeriod) -> Paragraph:
    return Paragraph(
        f"公示期自{date_text(period.posted_on)}至{date_text(period.last_day)}"
        f"（{period.working_days}个工作日）。经公示无异议后，确定为正式招募人选。"
    )


def _how_to_object(channel: ObjectionChannel) -> Paragraph:
    return Paragraph(
        f"公示期内对公示人选有异议的，可向{channel.organ}书面或者电话提出，"
        "提倡署真实姓名，受理单位予以保密。"
    )


def _ways(channel: ObjectionChannel) -> tuple[Paragraph, ...]:
    ways = (
        ("联系电话", channel.telephone),
        ("受理时间", channel.hours),
        ("通信地址", channel.address),
        ("电子邮箱", channel.mail),
    )
    return tuple(Paragraph(f"{label}：{text}") for label, text in ways if text)
