"""One person's own papers, made from the records: the slips, the agreement to read, the certificate."""

from datetime import date, timedelta

from linli.apps.agreements.actions import number_of
from linli.apps.agreements.models import Agreement, Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.slips import COMING, scanned_text, slip_code
from linli.apps.places.models import Division
from linli.apps.reports.papers import agreement_paper, county_organ
from linli.apps.seasons.appointments import appointment_of, told
from linli.apps.seasons.models import Stage
from linli.apps.seasons.queries import marks_of
from linli.apps.workforce.models import Worker
from linli.core.documents.official import Heading, OfficialPaper, Paragraph
from linli.core.documents.recruit_slips import (
    Addressee,
    InterviewSlip,
    ReportSlip,
    interview_slip_paper,
    report_slip_paper,
)
from linli.core.documents.service_certificate import ServiceCertificate, service_certificate_paper
from linli.core.policy import compile_rules, explain
from linli.core.refusal import Refusal

_TO_COME = "（签订时确定）"
#: What somebody brings in the original, by kind of material; a report printed from the web has none.
ORIGINALS = {
    "id_card_front": "居民身份证",
    "hukou": "户口簿",
    "diploma": "毕业证",
    "degree_certificate": "学位证",
    "enrollment_report": "教育部学籍在线验证报告",
    "education_record": "教育部学历证书电子注册备案表",
    "honor_national": "荣誉证书",
    "honor_provincial": "荣誉证书",
    "honor_municipal": "荣誉证书",
    "honor_department": "荣誉证书",
    "low_income_proof": "低保家庭证明",
    "enlistment_proof": "入伍证明",
    "discharge_proof": "退役证明",
}


class NoSlip(Refusal):
    """A case that is not, or no longer, where this paper belongs."""


class TermNotOver(Refusal):
    """A certificate is given when the term is over, to those who served it whole."""


def interview_slip(application: Application, *, dated: date) -> OfficialPaper:
    """Return the slip with which somebody comes to the interview. Raises ``NoSlip``.

    Source: D0 三(三); requirements D1.
    """
    if application.state not in COMING or application.county is None:
        raise _no_slip(application, "面见通知单", "D0 三(三)")
    season = application.season
    window = season.windows.get(stage=Stage.INTERVIEW)
    appointment = appointment_of(season, application.county_id, Stage.INTERVIEW)
    kinds = [ORIGINALS[kind] for kind in ORIGINALS if application.materials.get(kind)]
    return interview_slip_paper(
        InterviewSlip(
            addressee=_addressee(application),
            county=application.county.name,
            first_day=window.first_day,
            last_day=window.last_day,
            originals=tuple(dict.fromkeys(kinds)),
            code=slip_code(application),
            scanned=scanned_text(application),
            appointment=told(appointment) if appointment else "",
            dated=dated,
            marks=marks_of(application.season),
        )
    )


def report_slip(application: Application, *, dated: date) -> OfficialPaper:
    """Return the slip with which a recruit reports to the community. Raises ``NoSlip``.

    Source: D0 三(七); requirements G3.
    """
    agreement: Agreement | None = getattr(application, "agreement", None)
    if application.state != State.FILED or agreement is None:
        raise _no_slip(application, "报到通知单", "D0 三(七)")
    return report_slip_paper(
        ReportSlip(
            addressee=_addressee(application),
            street=agreement.street.name,
            community=agreement.community.name,
            agreement_number=agreement.number,
            report_by=application.season.windows.get(stage=Stage.REPORTING).last_day,
            term_months=agreement.term_months,
            dated=dated,
            marks=marks_of(application.season),
        )
    )


def has_served(application: Application, today: date) -> bool:
    """Tell whether somebody served the whole term and did not leave before its end.

    Source: D0 一(四); requirements K13.
    """
    worker: Worker | None = getattr(application, "worker", None)
    return application.state == State.REPORTED and worker is not None and worker.last_day < today


def service_certificate(application: Application, *, today: date) -> OfficialPaper:
    """Return the certificate of a term that is over. Raises ``TermNotOver``.

    It bears the day after the term, the first on which it holds: each download is the same paper.
    Source: D0 一(四); requirements K13.
    """
    if not has_served(application, today):
        raise TermNotOver(
            f"报名{application.case_number}还没有服务期满，或者已提前解除协议",
            why="D0 一(四)",
            mend="服务期满次日起下载",
        )
    worker, notice = application.worker, application.season.pack.notice
    return service_certificate_paper(
        ServiceCertificate(
            organ=_organ(application),
            basis=notice.title,
            basis_number=notice.number,
            name=application.person.name,
            id_number=application.person.id_number or "",
            street=worker.street.name,
            community=worker.community.name,
            post=worker.post,
            first_day=worker.reported_on,
            last_day=worker.last_day,
            is_experience=worker.counts_as_grassroots_experience,
            number=f"{application.season.code}-{application.case_number}",
            dated=worker.last_day + timedelta(days=1),
            marks=marks_of(application.season),
        )
    )


def agreement_to_read(application: Application, *, dated: date) -> OfficialPaper:
    """Return the agreement as it will be signed, blank where only the signing decides: D0 三(六).

    Once the county has arranged a community it is the text that is signed.
    """
    arrangement: Arrangement | None = getattr(application, "arrangement", None)
    if arrangement is not None:
        return agreement_to_sign(arrangement, dated=dated)
    open_place = Division(name=_TO_COME)
    agreement = _unsigned(application, dated)
    agreement.number, agreement.street, agreement.community = _TO_COME, open_place, open_place
    return agreement_paper(agreement)


def agreement_to_sign(arrangement: Arrangement, *, dated: date) -> OfficialPaper:
    """Return the agreement with the community that was arranged, to be printed and signed by hand.

    The day of signing is left open. Source: D0 三(六); requirements G1.
    """
    application, community = arrangement.application, arrangement.community
    assert community.parent is not None, "a community lies in a street"
    agreement = _unsigned(application, dated)
    agreement.number = number_of(application)
    agreement.street, agreement.community = community.parent, community
    return agreement_paper(agreement, is_signed=False)


def _unsigned(application: Application, dated: date) -> Agreement:
    season, county = application.season, application.county_id
    edition = compile_rules(season.pack, dated)
    return Agreement(
        application=application,
        monthly_allowance_fen=explain(edition, "monthly_allowance", {"county": county}).whole,
        premium_fen=season.pack.whole_table("accident_premium", dated)[county or ""],
        term_months=season.pack.whole("service_months", dated),
        signed_on=dated,
    )


def text_of(paper: OfficialPaper) -> tuple[str, ...]:
    """Return the paragraphs of a paper as they are read on a page."""
    lines = []
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            lines.append((block.lead.text if block.lead else "") + block.text)
        elif isinstance(block, Heading):
            lines.append(block.text)
    return tuple(lines)


def _addressee(application: Application) -> Addressee:
    pack = application.season.pack
    return Addressee(
        name=application.person.name,
        case_number=application.case_number,
        organ=_organ(application),
        season_title=pack.text("programme", pack.notice.issued),
        basis=pack.notice.title,
        basis_number=pack.notice.number,
    )


def _organ(application: Application) -> str:
    place = application.county or application.season.city
    return county_organ(place.name)


def _no_slip(application: Application, paper: str, clause: str) -> NoSlip:
    return NoSlip(
        f"报名{application.case_number}现为“{application.state_label}”，没有{paper}",
        why=clause,
        mend="在“我的报名”里查看现在的环节",
    )
