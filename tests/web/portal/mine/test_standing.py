"""The words fit what was answered and which days are over, not the state alone."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.notices.models import Objection
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.appointing import Terms, appoint
from tests.apps.applicants import own_application
from tests.apps.cast import at
from tests.factories import DAI
from tests.web.portal.mine import made_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
SOON = "体检到2024年7月11日结束，请尽早答复"
LATE = "请尽快答复，体检时间以县（市、区）通知的为准"


def read_at(moment: datetime, client: Client, case: Application) -> tuple[str, str, str]:
    """Return title, next step and term of a case as its page shows them at a moment."""
    with time_machine.travel(moment, tick=False):
        page = client.get(f"/my/{case.season.code}/{case.case_number}/").context["page"]
    return page.outcome.title, page.outcome.next, page.outcome.by_when


@pytest.fixture
def proposed(season: Season, mine: User, dai_official: User) -> Application:
    """A case on a list that is public until 17 July."""
    return made_cases.proposed(season, mine, dai_official)


@pytest.fixture
def objected(season: Season, mine: User, dai_official: User) -> Application:
    """The same, with an open objection."""
    return made_cases.objected(season, mine, dai_official)


@pytest.mark.parametrize(
    ("moment", "term"),
    [
        (at(7, 10), SOON),
        (at(7, 11, 23, 59, 59), SOON),
        (at(7, 12, 0), LATE),
        (at(8, 30), LATE),
    ],
)
def test_who_moves_up_late_is_not_told_of_a_day_that_is_over(
    as_mine: Client, season: Season, mine: User, moment: datetime, term: str
) -> None:
    case = own_application(season, mine, state=State.PLACED)

    assert read_at(moment, as_mine, case)[2] == term


def test_who_has_answered_is_not_asked_again(
    as_mine: Client, season: Season, mine: User, dai_official: User
) -> None:
    case = made_cases.attending(season, mine, dai_official)

    in_time, late = (read_at(moment, as_mine, case) for moment in (at(7, 11), at(7, 12)))

    told = "您已答复参加体检，费用自理。时间地点由县（市、区）另行通知。"
    assert in_time == ("已入围体检", told, "体检到2024年7月11日结束")
    assert late == ("已入围体检", told, "体检时间以县（市、区）通知的为准")


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        (at(7, 16), "正在公示"),
        (at(7, 17, 23, 59, 59), "正在公示"),
        (at(7, 18, 0), "公示期满"),
    ],
)
def test_list_that_is_over_is_not_called_running(
    as_mine: Client, proposed: Application, moment: datetime, title: str
) -> None:
    assert read_at(moment, as_mine, proposed)[0] == title


def test_open_objection_holds_back_after_the_period_until_it_is_answered(
    as_mine: Client, objected: Application
) -> None:
    during, after = (read_at(day, as_mine, objected) for day in (at(7, 17), at(7, 18)))
    Objection.objects.update(status=Objection.Status.DISMISSED)
    answered = read_at(at(7, 18), as_mine, objected)

    term = "公示至2024年7月17日24时止"
    assert during[0] == "正在公示"
    assert after == (
        "公示期满，异议核查中",
        "公示期间收到异议，由代县核查。核查结果会在本页告诉您。",
        term,
    )
    assert answered == ("公示期满", "由代县确定正式招募人选，您不用做什么。", term)


@pytest.mark.parametrize(
    ("moment", "told", "term"),
    [
        (at(6, 14, 23, 59, 59), "报名截止前可以重新报名。", "报名到2024年6月14日24时截止"),
        (at(6, 15, 0), "报名已经截止，不能重新报名。", ""),
    ],
)
def test_withdrawn_applicant_is_told_to_apply_again_only_while_that_is_possible(
    as_mine: Client, season: Season, mine: User, moment: datetime, told: str, term: str
) -> None:
    case = own_application(season, mine, state=State.WITHDRAWN)

    _, following, by_when = read_at(moment, as_mine, case)

    assert following == f"{told}如非本人意愿，请尽快与受理单位联系。"
    assert by_when == term


def test_list_of_the_own_cases_tells_the_same_as_their_pages(
    as_mine: Client, objected: Application
) -> None:
    with time_machine.travel(at(7, 18), tick=False):
        (row,) = as_mine.get("/my/").context["rows"]

    assert row.badge == {"tone": "waiting", "label": "公示期满，异议核查中"}
    assert row.by_when == "公示至2024年7月17日24时止"


@pytest.mark.parametrize(
    ("moment", "term"),
    [
        (at(7, 11), "体检到2024年7月11日结束"),
        (at(7, 12, 0), "复检时间以县（市、区）通知的为准"),
    ],
)
def test_who_waits_for_a_second_check_reads_its_day_and_not_that_of_the_first(
    as_mine: Client,
    season: Season,
    mine: User,
    dai_official: User,
    moment: datetime,
    term: str,
) -> None:
    morning = Terms(at(7, 8, 7, 30), "代县样本医院一层")
    appoint(season, DAI, Stage.MEDICAL_CHECK, morning, actor=dai_official, at=at(7, 6))
    case = made_cases.repeated(season, mine, dai_official)

    assert read_at(moment, as_mine, case) == (
        "体检待复检",
        "请按时参加复检。复检：2024年7月10日，忻州样本医院。",
        term,
    )
