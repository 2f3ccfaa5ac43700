"""The season's official papers, made from the records: public notices and agreements."""

from linli.apps.agreements.models import Agreement
from linli.apps.notices.models import PublicNotice
from linli.apps.reports.workbooks import tier_name
from linli.apps.seasons.models import Stage
from linli.apps.seasons.queries import marks_of
from linli.core.documents import agreement as agreement_form
from linli.core.documents import public_notice as notice_form
from linli.core.documents.official import OfficialPaper
from linli.core.policy import compile_rules, explain


def county_organ(county: str) -> str:
    """Return the county organ that runs the recruitment there: 中共代县县委社会工作部."""
    if county.endswith("县"):
        return f"中共{county}{'县' if len(county) == 2 else ''}委社会工作部"
    return f"中共{county}委社会工作部"


def notice_paper(notice: PublicNotice) -> OfficialPaper:
    """Return a county's public notice as a paper (D0 三(五))."""
    season, pack = notice.season, notice.season.pack
    organ = county_organ(notice.county.name)
    return notice_form.public_notice_paper(
        notice_form.PublicNotice(
            organ=organ,
            county=notice.county.name,
            season_title=pack.text("programme", notice.posted_on),
            basis=pack.notice.title,
            basis_number=pack.notice.number,
            period=notice_form.NoticePeriod(notice.posted_on, notice.last_day, notice.working_days),
            people=tuple(
                notice_form.ProposedPerson(
                    row["name"], row["school"], row["major"], row["county"], row.get("last_day", "")
                )
                for row in notice.rows
            ),
            corrects=_corrected(notice),
            objections=notice_form.ObjectionChannel(
                organ=organ, telephone=notice.telephone or "（由县填写）"
            ),
            fingerprint=notice.fingerprint,
            dated=notice.posted_on,
            marks=marks_of(season),
        )
    )


def _corrected(notice: PublicNotice) -> notice_form.CorrectedNotice | None:
    former = notice.corrects
    if former is None:
        return None
    return notice_form.CorrectedNotice(
        former.number,
        former.posted_on,
        former.fingerprint,
        notice.reason.rstrip("。"),
        tuple(notice.changes),
    )


def agreement_paper(agreement: Agreement, *, is_signed: bool = True) -> OfficialPaper:
    """Return one recruit's agreement as a paper, before the signing with its day left open (D0 三(六))."""
    application = agreement.application
    season, person, county = application.season, application.person, application.county
    pack = season.pack
    document = pack.notice
    edition = compile_rules(pack, agreement.signed_on)
    tier = explain(edition, "tier", {"county": application.county_id}).whole
    return agreement_form.agreement_paper(
        agreement_form.Agreement(
            number=agreement.number,
            basis=document.title,
            basis_number=document.number,
            organiser=county_organ(county.name if county else ""),
            employer=agreement.street.name,
            community=agreement.community.name,
            recruit=agreement_form.Recruit(
                name=person.name,
                id_number=person.id_number or "",
                school=application.form.get("school") or "",
                major=application.form.get("major") or "",
                telephone=person.phone,
                address=person.address,
            ),
            report_by=season.window(Stage.REPORTING).last_day,
            term_months=agreement.term_months,
            wage_tier=tier_name(tier),
            monthly_allowance_fen=agreement.monthly_allowance_fen,
            insurance_premium_fen=agreement.premium_fen,
            dated=agreement.signed_on,
            signed_on=agreement.signed_on if is_signed else None,
            marks=marks_of(season),
        )
    )
