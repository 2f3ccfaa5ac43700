"""What the page of one case shows, prepared: numbers masked, in the office's words.

Ethnicity, political status, home town and address stay out (requirements X10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Check, Decision
from linli.apps.applications.permissions import may_act
from linli.apps.applications.queries import PossibleAct, possible_acts, states_past
from linli.apps.applications.states import Act, State, acts_from
from linli.apps.intake.entries import form_on_file
from linli.apps.intake.models import Mail
from linli.apps.intake.queries import MAIL_KINDS
from linli.apps.ledger.actions import beijing_date
from linli.apps.selection.models import marks_text
from linli.core.identity.names import mask_id_number, mask_phone
from linli.core.money import yuan_text
from linli.web.design.badges import Badge
from linli.web.office.fact_lines import facts_in_words
from linli.web.office.intake_case import CaseLetters, CaseReading, case_letters, case_reading
from linli.web.office.placement_case import PlacementCard, placement_card
from linli.web.office.words import MATERIALS, OUTCOME_TONES, proposal_badge, state_badge

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check as proposed by the engine: the facts in plain words, and the formula that uses them."""

    label: str
    badge: Badge
    clause: str
    text: str
    facts: str
    formula: str
    is_plain_pass: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision of a named official beside the proposal it met."""

    outcome: Badge
    proposal: Badge
    departs: bool
    reason: str
    official: str
    decided_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail that belongs to the case."""

    key: int
    file: str
    kind: str
    reason: str
    received_at: datetime | None
    is_set_aside: bool
    attachments: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What every page of a case begins with."""

    application: Application
    name: str
    county: str
    state: Badge
    proposal: Badge


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that became of the case, with its clause; ``text`` is what was read, whole."""

    title: str
    clause: str
    lines: Lines
    text: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case, whole. ``takes_form`` tells whether its form can be typed in from the mails.

    ``is_in_review`` tells that this official may decide it, or undo the decision.
    """

    heading: Heading
    takes_form: bool
    is_in_review: bool
    acts: tuple[PossibleAct, ...]
    checks: tuple[CheckLine, ...]
    decisions: tuple[DecisionLine, ...]
    placement: PlacementCard | None
    results: tuple[Result, ...]
    form: Lines
    materials: Lines
    findings: Sequence[Mapping[str, str]]
    mails: tuple[MailLine, ...]
    reading: CaseReading
    letters: CaseLetters


def heading(application: Application) -> Heading:
    """Return what every page of a case begins with. The name is whole: this is the person's own case."""
    return Heading(
        application=application,
        name=application.person.name or "（姓名未填写）",
        county=application.county.name if application.county else "未转县（市级办理）",
        state=state_badge(application),
        proposal=proposal_badge(application.proposal),
    )


def case_page(application: Application, official: User) -> CasePage:
    """Return everything that the page of one case shows to an official."""
    return CasePage(
        heading=heading(application),
        takes_form=form_on_file(application) is None,
        is_in_review=_is_in_review(application, official),
        acts=possible_acts(application, official),
        checks=tuple(check_line(check) for check in application.checks.all()),
        decisions=tuple(decision_line(decision) for decision in application.decisions.all()),
        placement=placement_card(application),
        results=_results(application),
        form=_form(application.form),
        materials=_materials(application.materials),
        findings=application.findings,
        mails=tuple(_mail(mail) for mail in application.mails.all()),
        reading=case_reading(application),
        letters=case_letters(application, official, timezone.localdate()),
    )


def _is_in_review(application: Application, official: User) -> bool:
    acts = acts_from(State(application.state))
    return any(
        act in acts and may_act(official, act, application).allowed
        for act in (Act.QUALIFY, Act.REOPEN)
    )


def check_line(check: Check) -> CheckLine:
    """Return a check in the office's words."""
    tone = "waiting" if check.outcome == "pass" and check.code else OUTCOME_TONES[check.outcome]
    return CheckLine(
        label=check.label,
        badge=Badge(check.outcome_label, tone),
        clause=check.clause,
        text=check.text,
        facts=facts_in_words(check.formula),
        formula=check.formula,
        is_plain_pass=check.outcome == "pass" and not check.code,
    )


def decision_line(decision: Decision) -> DecisionLine:
    """Return a decision in the office's words."""
    return DecisionLine(
        outcome=Badge(decision.get_outcome_display(), OUTCOME_TONES[decision.outcome]),
        proposal=proposal_badge(decision.proposal),
        departs=decision.departs,
        reason=decision.reason,
        official=_deciders(decision),
        decided_at=decision.decided_at,
        undone_at=decision.undone_at,
    )


def _deciders(decision: Decision) -> str:
    """Return who decided; where a second reader agreed, both."""
    named = f"{decision.decided_by.display_name}　{decision.decided_by.get_office_display()}"
    first = decision.first_opinion
    return f"{first.given_by.display_name}初审，{named}复核" if first else named


def _mail(mail: Mail) -> MailLine:
    return MailLine(
        key=mail.pk,
        file=mail.file,
        kind=MAIL_KINDS.get(mail.kind, mail.kind or "未分类"),
        reason=mail.reason,
        received_at=mail.received_at,
        is_set_aside=mail.is_set_aside and mail.handled_by_id is None,
        attachments=len(mail.reading.get("attachments", ())),
    )


def _form(form: Mapping[str, Any]) -> Lines:
    return tuple((label, value) for _, label, value in form_entries(form))


def form_entries(form: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return the fields of 附件2 as read, each with its name and label, without those that no page shows."""
    if not form:
        return ()
    yes_no = {True: "是", False: "否", None: ""}
    transfer = (
        "同时勾选了接受和不接受"
        if form.get("transfer_contradictory")
        else yes_no[form.get("accepts_transfer")]
    )
    areas = "、".join(_area(area) for area in form.get("transfer_areas") or ())
    lines = (
        ("name", "姓名", form.get("name")),
        ("sex", "性别", form.get("sex")),
        ("birth", "出生年月", month_text(form.get("birth"))),
        ("id_number", "身份证号", mask_id_number(form.get("id_number") or "")),
        ("phone", "联系电话", mask_phone(form.get("phone") or "")),
        ("school", "毕业院校", form.get("school")),
        ("graduation", "毕业时间", month_text(form.get("graduation"))),
        ("major", "所学专业", form.get("major")),
        ("education", "学历", form.get("education")),
        ("degree", "学位", form.get("degree")),
        ("intended", "工作意向地区", _area(form.get("intended"))),
        ("transfer", "是否接受调剂", transfer),
        ("transfer_areas", "可接受调剂地区", areas),
        ("resume", "个人简历", form.get("resume")),
        ("awards", "获奖情况", form.get("awards")),
        ("strengths", "特长", form.get("strengths")),
        ("photo", "近期照片", "已贴" if form.get("has_photo") else "未见"),
        ("pledge", "本人承诺", "已签名" if form.get("pledge_signed") else "未见签名"),
        ("pledge_date", "承诺日期", form.get("pledge_date")),
    )
    return tuple((name, label, str(value or "")) for name, label, value in lines)


def month_text(text: str | None) -> str:
    """Return ``2024-06`` as 2024年6月; what is no month stays as it is."""
    if not text:
        return ""
    year, _, month = text.partition("-")
    return f"{year}年{int(month)}月" if month.isdigit() else text


def _area(area: Mapping[str, str | None] | None) -> str:
    return "".join(part for part in ((area or {}).get("city"), (area or {}).get("county")) if part)


def _materials(counts: Mapping[str, int]) -> Lines:
    kinds = [*MATERIALS, *(kind for kind in counts if kind not in MATERIALS)]
    return tuple(
        (MATERIALS.get(kind, kind), f"{counts[kind]}份") for kind in kinds if counts.get(kind)
    )


def _results(application: Application) -> tuple[Result, ...]:
    """Return what became of the case so far, in the order of the procedure."""
    makers = (
        _score,
        _attendance,
        _medical,
        _notice,
        _objections,
        _agreement_reading,
        _agreement,
        _worker,
    )
    return tuple(result for maker in makers if (result := maker(application)))


def _score(application: Application) -> Result | None:
    score = getattr(application, "score", None)
    if score is None:
        return None
    priority = (("同等条件下优先", "是（D0 二5）"),) if application.has_priority else ()
    return Result(
        "面见成绩",
        "D0 三(三)",
        (("总分", f"{score}分"), ("考官评分", "、".join(marks_text(score.marks))), *priority),
    )


def _attendance(application: Application) -> Result | None:
    answer = getattr(application, "medical_confirmation", None)
    if answer is None:
        return None
    by = "工作人员登记" if answer.answered_by.is_official else "本人在网站答复"
    at = timezone.localtime(answer.answered_at)
    lines = (("答复", str(answer)), ("答复时间", f"{_day(at.date())} {at:%H:%M}"), ("方式", by))
    return Result("是否参加体检", "D0 三(三)", lines)


def _medical(application: Application) -> Result | None:
    medical = getattr(application, "medical_check", None)
    recheck = getattr(application, "medical_recheck", None)
    if medical is None and recheck is None:
        return None
    lines: list[tuple[str, str]] = []
    if recheck is not None:
        lines.append(("待复检", f"{_day(recheck.checked_on)}，{recheck.hospital}"))
    if medical is not None:
        lines += [
            ("结论", medical.get_conclusion_display()),
            ("日期", _day(medical.checked_on)),
            ("医院", medical.hospital),
        ]
    return Result("体检结论", "D0 三(四)", tuple(lines))


def _notice(application: Application) -> Result | None:
    if State(application.state) not in states_past(State.PROPOSED):
        return None
    listing = getattr(application, "listing", None)
    if listing is None:
        return None
    notice = listing.notice
    period = f"{_day(listing.posted_on)}起，至{_day(listing.last_day)}24时止（{notice.working_days}个工作日）"
    return Result(
        "公示",
        "D0 三(五)",
        (
            ("公示期", period),
            ("名单人数", f"{len(notice.rows)}名"),
            ("名单指纹（SM3）", notice.fingerprint),
        ),
    )


def _objections(application: Application) -> Result | None:
    objections = application.objections.all()
    lines = tuple(
        (
            _day(beijing_date(one.received_at)),
            f"{one.get_status_display()}{'：' if one.result else ''}{one.result}",
        )
        for one in objections
    )
    return Result("异议", "D0 三(五)", lines) if lines else None


def _agreement_reading(application: Application) -> Result | None:
    reading = getattr(application, "agreement_reading", None)
    if reading is None:
        return None
    at = timezone.localtime(reading.read_and_signed_at)
    lines = (
        ("阅读签名时间", f"{_day(at.date())} {at:%H:%M}"),
        ("文本指纹（SHA-256）", reading.digest),
    )
    return Result("本人阅读协议", "D0 三(六)", lines, reading.text)


def _agreement(application: Application) -> Result | None:
    agreement = getattr(application, "agreement", None)
    if agreement is None:
        return None
    lines = (
        ("协议编号", agreement.number),
        ("用人单位", agreement.street.name),
        ("服务社区", agreement.community.name),
        ("月生活补贴", f"{yuan_text(agreement.monthly_allowance_fen)}元"),
        ("人身意外保险费", f"{yuan_text(agreement.premium_fen)}元（首月代扣）"),
        ("服务期限", f"{agreement.term_months}个月"),
        ("签订日期", _day(agreement.signed_on)),
        ("备案回执", agreement.filing_receipt),
        ("备案日期", _day(agreement.filed_on) if agreement.filed_on else ""),
    )
    return Result("协议与备案", "D0 三(六)", _filled(lines))


def _worker(application: Application) -> Result | None:
    worker = getattr(application, "worker", None)
    if worker is None:
        return None
    lines = (
        ("岗位", worker.post),
        ("社区", f"{worker.street.name} {worker.community.name}"),
        ("报到日期", _day(worker.reported_on)),
        ("服务期满", f"{_day(worker.last_day)}（含当日）"),
        (
            "基层就业经历",
            "视为基层就业经历" if worker.counts_as_grassroots_experience else "不计入",
        ),
    )
    return Result("报到与服务", "D0 三(七)", lines)


def _filled(lines: Lines) -> Lines:
    return tuple((label, value) for label, value in lines if value)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
