"""Cases of one applicant all along the way, for the pages to show."""

from __future__ import annotations

from linli.apps.accounts.models import User
from linli.apps.applications.actions import Ruling, decide
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.intake.models import Mail
from linli.apps.seasons.models import Season
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
