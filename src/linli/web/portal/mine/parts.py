"""The cards of an own case: slip, score, placement, medical, notice, agreement, service, form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.slips import COMING, slip_code
from linli.apps.ledger.actions import BEIJING
from linli.apps.notices.models import PublicNotice
from linli.apps.reports.recruit_papers import has_served
from linli.apps.selection.explaining import NotExplained, explain_placement
from linli.apps.selection.medical import again_of
from linli.apps.selection.models import MedicalRecheck, Placement
from linli.core.documents.official import date_text
from linli.core.money import yuan_text
from linli.core.placement import PlacementStatus
from linli.web.portal.mine.standing import where_of

Lines = tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A page or a file that belongs to a card."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """One choice and what became of it, with the clause."""

    name: str
    place: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Part:
    """One card: lines of label and value, choices, a sentence, links."""

    key: str
    title: str
    clause: str
    lines: Lines = ()
    choices: tuple[Told, ...] = ()
    text: str = ""
    links: tuple[Link, ...] = ()


def parts_of(application: Application, today: date) -> tuple[Part, ...]:
    """Return the cards that a case has by now, the latest of the procedure first."""
    makers = (_service, _agreement, _reading, _notice, _medical, _placement, _slip, _form)
    parts: list[Part] = []
    for maker in makers:
        parts += maker(application, today)
    return tuple(parts)


def _service(application: Application, today: date) -> Iterator[Part]:
    worker = getattr(application, "worker", None)
    if worker is None:
        return
    is_over = has_served(application, today)
    yield Part(
        "service",
        "服务",
        "D0 一(四)",
        _lines(
            ("社区", f"{worker.street.name}{worker.community.name}"),
            ("岗位", worker.post),
            ("报到日期", date_text(worker.reported_on)),
            (
                "最后一日" if application.state == State.LEFT else "服务期满",
                f"{date_text(worker.last_day)}（含当日）",
            ),
        ),
        text="服务期满，服务证明可以下载。" if is_over else "",
        links=_papers(application, "服务证明", "certificate") if is_over else (),
    )


def _agreement(application: Application, today: date) -> Iterator[Part]:
    agreement: Agreement | None = getattr(application, "agreement", None)
    if agreement is None:
        return
    is_filed = application.state == State.FILED
    yield Part(
        "agreement",
        "协议",
        "D0 三(六)",
        _lines(
            ("协议编号", agreement.number),
            ("用人单位", agreement.street.name),
            ("服务社区", agreement.community.name),
            ("每月生活补贴", f"{yuan_text(agreement.monthly_allowance_fen)}元"),
            ("服务期限", f"{agreement.term_months}个月，自报到之日起算"),
            ("签订日期", date_text(agreement.signed_on)),
            ("备案日期", date_text(agreement.filed_on) if agreement.filed_on else "尚未备案"),
        ),
        links=_papers(application, "报到通知单", "report-slip") if is_filed else (),
    )


def _reading(application: Application, today: date) -> Iterator[Part]:
    reading = getattr(application, "agreement_reading", None)
    if reading is None:
        return
    local = reading.read_and_signed_at.astimezone(BEIJING)
    text = f"您已于{date_text(local.date())}{local:%H:%M}阅读协议文本并签名确认。街道（乡镇）签订时再由双方在纸质协议上签名。"
    yield Part("reading", "协议文本", "D0 三(六)", text=text)


def _notice(application: Application, today: date) -> Iterator[Part]:
    listing = getattr(application, "listing", None)
    if listing is None:
        return
    notice: PublicNotice = listing.notice
    is_running = today <= listing.last_day
    place = (application.season.code, notice.county_id, notice.number)
    yield Part(
        "notice",
        "公示",
        "D0 三(五)",
        _lines(
            ("名单", f"{notice.county.name}第{notice.number}份，序号{listing.position}"),
            ("公示期", f"{date_text(listing.posted_on)}至{date_text(listing.last_day)}24时"),
            ("异议", "公示期内任何人可以提出" if is_running else "公示期已满，不再受理"),
        ),
        text="名单只公布姓名（隐去部分）、毕业院校、专业和县（市、区）。",
        links=(Link("查看公示名单", reverse("portal:list", args=place)),),
    )


def _medical(application: Application, today: date) -> Iterator[Part]:
    answer = getattr(application, "medical_confirmation", None)
    check = getattr(application, "medical_check", None)
    recheck = getattr(application, "medical_recheck", None)
    is_called = application.state == State.PLACED
    if not is_called and answer is None and check is None and recheck is None:
        return
    lines = [("时间和地点", where_of(application))] if is_called and recheck is None else []
    if answer is not None:
        local = answer.answered_at.astimezone(BEIJING)
        lines.append(("您的答复", f"{answer}（{date_text(local.date())}{local:%H:%M}）"))
    if recheck is not None:
        lines.append(("待复检", _repeated(recheck)))
    if check is not None:
        lines += [
            ("结论", check.get_conclusion_display()),
            ("日期", date_text(check.checked_on)),
            ("医院", check.hospital),
        ]
    yield Part("medical", "体检", "D0 三(四)", _lines(*lines))


def _repeated(recheck: MedicalRecheck) -> str:
    first = f"{date_text(recheck.checked_on)}{recheck.hospital}体检后待复检，名额保留。"
    return first + again_of(recheck).sentence


def _placement(application: Application, today: date) -> Iterator[Part]:
    placement: Placement | None = getattr(application, "placement", None)
    if placement is None:
        return
    try:
        told = explain_placement(application)
    except NotExplained:
        yield Part(
            "placement",
            "成绩和入围",
            "D0 附件2",
            _standing(application, placement),
            text=placement.reason,
        )
        return
    choices = tuple(Told(one.name, one.place, one.text, one.clause) for one in told.choices)
    yield Part(
        "placement",
        "成绩和入围",
        "D0 附件2",
        _standing(application, placement, candidates=told.run.placements.count()),
        choices,
        text=f"{told.outcome}。{_later(application, placement)}",
        links=_papers(application, "入围情况说明", "placement"),
    )


def _standing(application: Application, placement: Placement, *, candidates: int = 0) -> Lines:
    score = getattr(application, "score", None)
    among = f"{candidates}人中" if candidates else ""
    lines = [
        ("面见总分", f"{score}分" if score else ""),
        ("名次", f"{among}第{placement.merit_rank}名" if placement.merit_rank else ""),
    ]
    if placement.status == PlacementStatus.RESERVE:
        lines.append(("递补位次", f"第{placement.rank}位"))
    return _lines(*((label, value) for label, value in lines if value))


def _later(application: Application, placement: Placement) -> str:
    """Say what came after, and what a place in the queue means, without a word on anybody else."""
    backfill = getattr(application, "backfill", None)
    if backfill is not None:
        return f"其后本县有名额空出，您按位次（第{backfill.queue_position}位）递补入围。"
    if application.state == State.RESERVE:
        return "只有本县入围的人没有通过体检、没有参加或者退出，空出名额时才依次递补，一个名额递补一人。"
    return ""


def _slip(application: Application, today: date) -> Iterator[Part]:
    if application.state not in COMING or application.county is None:
        return
    yield Part(
        "slip",
        "面见通知单",
        "D0 三(三)",
        _lines(
            ("核验码", slip_code(application)),
            ("时间和地点", where_of(application)),
        ),
        text="参加面见时带上通知单和身份证原件。",
        links=_papers(application, "面见通知单", "interview-slip"),
    )


def _form(application: Application, today: date) -> Iterator[Part]:
    if not application.form:
        return
    local = application.received_at.astimezone(BEIJING)
    yield Part(
        "form",
        "报名登记表",
        "D0 附件2",
        _lines(
            ("收到时间", f"{date_text(local.date())}{local:%H:%M:%S}"),
            ("报名方式", application.get_source_display()),
        ),
        links=_papers(application, "报名登记表", "form"),
    )


def _lines(*lines: tuple[str, str]) -> Lines:
    return tuple({"label": label, "value": value} for label, value in lines)


def _papers(application: Application, name: str, paper: str) -> tuple[Link, ...]:
    place = (application.season.code, application.case_number, paper)
    return tuple(
        Link(f"{name}（{word}）", reverse("portal:my-paper", args=(*place, ending)))
        for word, ending in (("PDF", "pdf"), ("Word", "docx"))
    )
