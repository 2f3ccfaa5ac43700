"""Cases of one applicant all along the way, for the pages to show."""

from __future__ import annotations

from datetime import date

from linli.apps.accounts.models import User
from linli.apps.agreements.reading import digest_of, sign_reading
from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.intake.models import Mail
from linli.apps.notices.models import Objection
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import confirm_medical
from linli.apps.selection.medical import Again, record_medical
from linli.apps.selection.placing import place_candidates
from tests.apps.applicants import give, own_application
from tests.apps.cast import at, candidate
from tests.factories import make_checks, make_finished_case


def refused(season: Season, account: User, dai: User) -> Application:
    """Return a case that the county refused, with its reason and its checks."""
    case = own_application(season, account, proposal="fail")
    make_checks(case)
    decide([Ruling(case, "fail", "毕业院校不在省内")], actor=dai, at=at(6, 18))
    return case


def asked(season: Season, account: User, dai: User) -> Application:
    """Return a case that came by mail and of which a supplement is asked."""
    case = own_application(season, account, proposal="refer")
    make_checks(case)
    decide([Ruling(case, "supplement", "请在承诺栏签名")], actor=dai, at=at(6, 18))
    return case


def listed(season: Season, account: User, dai: User) -> Application:
    """Return a case that is listed for the interview."""
    case = own_application(season, account, state=State.QUALIFIED)
    change_states([Change(case, Act.LIST_FOR_INTERVIEW, dai, at(6, 25))])
    return case


def placed(season: Season, account: User, city: User) -> Application:
    """Return the first of two who are placed, both by the real placement."""
    case = give(candidate(season, 9000, "代县", "原平市"), account)
    candidate(season, 8900, "代县")
    place_candidates(season, actor=city, at=at(7, 5, 20))
    case.refresh_from_db()
    return case


def finished(season: Season, account: User, dai: User) -> Application:
    """Return a case that was carried through to the report for duty."""
    case = give(make_finished_case(season, dai), account)
    Mail.objects.update(reading={"attachments": []})
    return case


def attending(season: Season, account: User, dai: User) -> Application:
    """Return a case whose applicant has answered to come to the medical check."""
    case = own_application(season, account, state=State.PLACED)
    confirm_medical(case, actor=account, at=at(7, 8))
    return case


def repeated(season: Season, account: User, dai: User) -> Application:
    """Return a case whose applicant waits for a second medical check on 10 July."""
    case = own_application(season, account, state=State.PLACED)
    record_medical(
        {case: "recheck"},
        hospital="代县样本医院",
        checked_on=date(2024, 7, 8),
        again=Again(date(2024, 7, 10), "忻州样本医院"),
        actor=dai,
        at=at(7, 8, 16),
    )
    return case


def placed_and_silent(season: Season, account: User, dai: User) -> Application:
    """Return a case whose applicant has not answered about the medical check."""
    return own_application(season, account, state=State.PLACED)


def agreement_read(season: Season, account: User, dai: User) -> Application:
    """Return a case whose applicant has read the text of the agreement."""
    case = own_application(season, account, state=State.FORMAL)
    text = "一、服务岗位。"
    sign_reading(
        case,
        text=text,
        shown=digest_of(text),
        signed_name=case.person.name,
        account=account,
        at=at(7, 18),
    )
    return case


def proposed(season: Season, account: User, dai: User) -> Application:
    """Return a case on a list that is public until 17 July."""
    case = finished(season, account, dai)
    Application.objects.filter(pk=case.pk).update(state=State.PROPOSED)
    return case


def objected(season: Season, account: User, dai: User) -> Application:
    """Return a case on a list, with an objection that is not answered."""
    case = proposed(season, account, dai)
    Objection.objects.create(
        notice=case.listing.notice,
        application=case,
        received_at=at(7, 16),
        is_anonymous=True,
        content="样本内容",
    )
    return case


def withdrawn_late(season: Season, account: User, dai: User) -> Application:
    """Return a case that was withdrawn after the registration."""
    case = own_application(season, account, state=State.QUALIFIED)
    withdraw_own(case, account=account, at=at(7, 1))
    return case


HALF_WAY = (
    listed,
    placed_and_silent,
    attending,
    repeated,
    agreement_read,
    objected,
    withdrawn_late,
    asked,
    refused,
)
